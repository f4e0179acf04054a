"""The facts that a picture of a connector needs: who, guarded by what, does what, where.

Every text in it is safe to show: cut to a readable length, with secrets of known formats masked.
"""

from collections.abc import Iterable
from typing import NamedTuple

from dclint.analysis.access.effect import Effect
from dclint.analysis.access.judgement import AccessVerdict
from dclint.analysis.access.picks import Selection
from dclint.analysis.access.request import find_credential_headers
from dclint.analysis.access.table import Credential as CredentialState
from dclint.model.connector import Connector
from dclint.model.values import Unset
from dclint.secrets.redaction import redact_known

_LONGEST = 80  # characters of a name or a host
_MANY = 20  # names of one kind that are kept; the others are counted


class Names(NamedTuple):
    """The first names of a list, and how many it has."""

    shown: tuple[str, ...] = ()
    total: int = 0


class Credential(NamedTuple):
    """What of the workspace's the call carries."""

    tokens: tuple[str, ...] = ()
    """Ids of stored tokens; what is no number is left out, it may be a pasted secret."""
    headers: tuple[str, ...] = ()
    """Names of headers that hold a credential."""
    others: int = 0
    """Tokens that are attached and not named above."""


class Answer(NamedTuple):
    """What comes back, as far as the connector says."""

    access: str | None
    """How much of it Fin may see, a value of `data_transformation_type`."""
    fields: int | None
    """How many fields of it are listed."""
    redacted: int = 0
    """Fields that Fin does not see."""


class Exposure(NamedTuple):
    """One connector as a way from a person to a system and back; None is what cannot be seen."""

    fin: bool | None
    """Whether Fin may start it alone."""
    people: tuple[str, ...] | None
    """For whom Fin may."""
    passcode: bool | None
    bypass: bool | None
    inputs: Names | None
    choosing: tuple[str, ...]
    """The inputs that choose a person or a record."""
    selector: Selection | None
    method: Effect | None
    verb: str | None
    host: str | None
    is_host_chosen: bool
    """Whether a placeholder decides about the host."""
    is_client_side: bool
    carried: bool | None
    """Whether the call carries a credential."""
    credential: Credential
    answer: Answer


# Whether a credential is carried; None if that cannot be told.
_CARRIED = {CredentialState.YES: True, CredentialState.NO: False, CredentialState.UNKNOWN: None}


def gather_exposure(connector: Connector, judgement: AccessVerdict) -> Exposure:
    """Gather what the picture of `connector` shows."""
    facts = judgement.facts
    audience, verb = connector.audiences, connector.http_method
    url = connector.url_template
    return Exposure(
        fin=facts.fin.known,
        people=tuple(audience) if isinstance(audience, list) and audience else None,
        passcode=facts.passcode.known,
        bypass=facts.bypass.known,
        inputs=_list_input_names(connector),
        choosing=tuple(map(_mask_name, judgement.selection.names[:_MANY])),
        selector=judgement.known_selection,
        method=facts.effect.known,
        verb=verb if isinstance(verb, str) else None,
        host=describe_host(connector),
        is_host_chosen=url is not None and bool(url.placeholders_before_path),
        is_client_side=connector.is_client_side,
        carried=_CARRIED[facts.credential.known or CredentialState.UNKNOWN],
        credential=_describe_credential(connector),
        answer=_describe_answer(connector),
    )


def describe_host(connector: Connector) -> str | None:
    """Name the host of the call; None if it is unknown, or chosen at run time."""
    url = connector.url_template
    if url is None or url.placeholders_before_path or url.hostname is None:
        return None
    written = url.text[slice(*url.host)] if url.host else ""
    masked = redact_known(written)
    return _mask_name(url.hostname if masked == written else masked)


def _list_input_names(connector: Connector) -> Names | None:
    if connector.is_unknown("data_inputs"):
        return None
    return _cut_names(each.name for each in connector.known_inputs)


def _describe_credential(connector: Connector) -> Credential:
    tokens = connector.token_ids if isinstance(connector.token_ids, list) else []
    named = tuple(_mask_name(token) for token in tokens if token.isascii() and token.isdecimal())[
        :_MANY
    ]
    headers = [connector.known_headers[index].name for index in find_credential_headers(connector)]
    return Credential(named, _cut_names(headers).shown, len(tokens) - len(named))


def _describe_answer(connector: Connector) -> Answer:
    access = connector.data_transformation_type
    fields = connector.response_fields
    known = fields if isinstance(fields, list) else None
    return Answer(
        access=access if isinstance(access, str) else None,
        fields=None if known is None else len(known),
        redacted=sum(field.redacted is True for field in known or ()),
    )


def _cut_names(found: Iterable[str | Unset]) -> Names:
    names = [name for name in found if isinstance(name, str)]
    return Names(tuple(map(_mask_name, names[:_MANY])), len(names))


def _mask_name(text: str) -> str:
    """Cut a text, and mask what looks like a secret before a cut could hide that."""
    text = redact_known(text[: 4 * _LONGEST])
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
