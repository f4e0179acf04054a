"""Proposals: what an update of a live connector would have to send.  dclint never sends it.

Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-connectors,
"Update a data connector" (OpenAPI 2.16): only the members that are sent change; `data_inputs`
replaces the whole list; header values are never shown.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dclint.base.files import replace_file
from dclint.base.pointer import Json
from dclint.config.settings import Config
from dclint.document.unreadable import Unreadable
from dclint.errors import UsageError
from dclint.findings.finding import Finding
from dclint.fixing.fixer import apply_fixes
from dclint.model.source_item import SourceItem
from dclint.model.subject import Subject, list_subjects
from dclint.model.values import Shape
from dclint.ruleset.rule import Rule
from dclint.secrets.connector import find_connector_secrets

VERSION = 1  # of the files' form

# What an update can change; `headers` as well, but they cannot be read in full before.
_TAKEN = frozenset(
    {
        "name",
        "description",
        "state",
        "http_method",
        "url",
        "body",
        "direct_fin_usage",
        "audiences",
        "data_inputs",
        "customer_authentication",
        "bypass_authentication",
        "validate_missing_attributes",
        "mock_response",
        "token_ids",
    }
)

_TAKEN_OF_INPUTS = ("name", "type", "description", "required", "default_value")
_TIME = re.compile(r"[0-9]{4}-[0-9T:.Z+-]{6,40}")

_NO_HEADERS = (
    "the API shows no header values, so the list cannot be sent back; change it in the product"
)

_UNKNOWN = "an update does not take this member; change it in the product"
_SECRET = "a credential stands in it, which this file must not repeat; change it in the product"  # noqa: S105 - a sentence


class Proposal(NamedTuple):
    """What to change of one version of a connector."""

    id: str
    content: dict[str, Json]
    """What the file says."""


def propose(
    item: SourceItem, rules: Sequence[Rule], config: Config, *, unsafe: bool
) -> Iterator[Proposal]:
    """Yield what to change of the connectors of a document that the API has shown in full."""
    result = apply_fixes(item, rules, config, unsafe=unsafe)
    pairs = zip(list_subjects(result.before), list_subjects(result.after), strict=True)
    for before, after in pairs if result.findings else ():
        own = before.connector.id
        if isinstance(own, str) and before.connector.shape is Shape.DETAIL:
            fixed = [
                f for f in result.findings if f.connector and f.connector.ordinal == before.ordinal
            ]
            yield Proposal(own, _content(before, after, fixed))


def _content(before: Subject, after: Subject, fixed: Sequence[Finding]) -> dict[str, Json]:
    old, new = before.connector.raw, after.connector.raw
    names = [name for name in (*old, *new) if old.get(name) != new.get(name)]
    reasons = {name: _reason(name, before, after) for name in dict.fromkeys(names)}
    sent = [name for name, reason in reasons.items() if reason is None]
    added = [f"`{name}`" for name in sent if name not in old]
    own = str(old["id"])
    return {
        "version": VERSION,
        "connector": {"id": own, "name": _name(fixed), "state": _state(before)},
        "updated_at": _time(old.get("updated_at")),
        "request": {"method": "PATCH", "path": f"/data_connectors/{own}"},
        "body": {name: _sent(name, new) for name in sent} or None,
        "rollback": {name: _sent(name, old) for name in sent if name in old} or None,
        "changes": [_change(before, finding, reasons) for finding in fixed],
        "notes": [_NO_WAY_BACK.format(", ".join(added))] if added else [],
    }


_NO_WAY_BACK = "the rollback cannot take {} away again: an update removes no member"


def _name(fixed: Sequence[Finding]) -> str | None:
    """Name the connector as reports do, with whatever is secret masked."""
    return next((f.connector.name for f in fixed if f.connector), None)


def _state(subject: Subject) -> str:
    state = subject.connector.state
    return state if isinstance(state, str) else "unknown"


def _time(value: Json) -> str | None:
    return value if isinstance(value, str) and _TIME.fullmatch(value) else None


def _reason(name: str, before: Subject, after: Subject) -> str | None:
    """Say why a member cannot be changed by an update; None if it can."""
    if name == "headers":
        return _NO_HEADERS
    if name not in _TAKEN or name not in after.connector.raw:
        return _UNKNOWN
    connectors = before.connector, after.connector
    if any(secret.at[0] == name for each in connectors for secret in find_connector_secrets(each)):
        return _SECRET
    if name != "data_inputs":
        return None
    return next(filter(None, (_incomplete(c.raw.get("data_inputs")) for c in connectors)), None)


def _incomplete(inputs: Json) -> str | None:
    """Name an input that an update would refuse or lose something of."""
    if not isinstance(inputs, list):
        return "the list of inputs cannot be seen"
    for number, each in enumerate(inputs, 1):
        if not isinstance(each, dict) or not each.get("description"):
            return f"input {number} has no description, which an update requires"
        if any(value is not None and key not in _TAKEN_OF_INPUTS for key, value in each.items()):
            return f"input {number} has members that an update would lose"
    return None


def _sent(name: str, raw: Mapping[str, Json]) -> Json:
    """Return a member as an update takes it: of inputs all, without what is null."""
    if name != "data_inputs":
        return raw[name]
    return [{key: value for key, value in each.items() if value is not None} for each in raw[name]]


def _change(before: Subject, finding: Finding, reasons: Mapping[str, str | None]) -> dict[str, Any]:
    edit = finding.fix.edits[0] if finding.fix else None
    member = str(edit.at[len(before.at)]) if edit else ""
    reason = reasons.get(member)
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "safe": bool(finding.fix and finding.fix.is_safe),
        "message": finding.message,
        "remedy": finding.remedy,
        "member": member,
        "applies": reason is None,
        "reason": reason,
    }


_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_OURS = re.compile(rf"{_ID.pattern}\.proposal\.json")

_DRAFT = (
    "there is a draft as well; whether an update changes it or the live version is not documented"
)


class Proposals:
    """Makes a proposal of every document that passes, and writes them all in the end."""

    def __init__(
        self, folder: Path, rules: Sequence[Rule], config: Config, *, unsafe: bool
    ) -> None:
        self._folder = folder
        self._rules = rules
        self._config = config
        self._unsafe = unsafe
        self._found: dict[str, Proposal] = {}
        self._is_whole = True

    def watch(self, items: Iterable[SourceItem | Unreadable]) -> Iterator[SourceItem | Unreadable]:
        """Yield the items as they come."""
        for item in items:
            if isinstance(item, SourceItem):
                self._add(item)
            else:
                self._is_whole = False
            yield item

    def _add(self, item: SourceItem) -> None:
        is_draft = item.context.version == "draft"
        for each in propose(item, self._rules, self._config, unsafe=self._unsafe):
            if not _ID.fullmatch(each.id):
                continue
            has_both = each.id in self._found
            if not has_both or not is_draft:
                self._found[each.id] = each
            if has_both:
                self._found[each.id].content["notes"].append(_DRAFT)

    def write(self) -> int:
        """Write the files, and remove those of former runs that nothing stands for any more.

        While something could not be read nothing is removed.  Raises UsageError.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for own, proposal in self._found.items():
                text = json.dumps(proposal.content, indent=2) + "\n"
                replace_file(self._folder / f"{own}.proposal.json", text.encode())
            for path in self._folder.iterdir() if self._is_whole else ():
                is_ours = _OURS.fullmatch(path.name) and path.is_file()
                if is_ours and path.name.partition(".")[0] not in self._found:
                    path.unlink()
        except OSError as error:
            name = error.filename or self._folder
            raise UsageError(f"{name}: cannot be written: {error.strerror}") from None
        return len(self._found)
