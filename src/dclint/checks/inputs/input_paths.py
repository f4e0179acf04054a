"""Inputs in the path of the URL: without a value, the address of one thing means all of them."""

from collections.abc import Iterator

from dclint.analysis.placeholders import is_unseen, summarize_names
from dclint.analysis.taint import trace_placeholder
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.edits.edit import PutValue, suggest_safe_fix, suggest_unsafe_fix
from dclint.findings.hit import Attack, Hit, NotObservable, Related
from dclint.model.connector import Connector
from dclint.model.values import MALFORMED, DataInput, Unset
from dclint.ruleset.rule import Outcome
from dclint.syntax.template import Placeholder
from dclint.syntax.url import UrlTemplate

_URL: Pointer = ("url",)
_ARRIVAL_MESSAGE = "stands in the path"


def optional_input_in_path(connector: Connector) -> Iterator[Outcome]:
    """Report inputs of the path that are optional and have no default."""
    suspects, url = _list_inputs_without_default(connector, unless=True), connector.url_template
    if not suspects or url is None or not (path := _index_path_placeholders(url)):
        return
    for index, name, unseen in _find_path_inputs(connector, suspects, path):
        if unseen:
            yield from unseen
        else:
            yield _build_optional_hit(connector, url, index, path[name])


def required_input_not_validated(connector: Connector) -> Iterator[Outcome]:
    """Report that nobody checks whether the required inputs of the path have a value."""
    is_checked, url = connector.validate_missing_attributes, connector.url_template
    if is_checked is True or url is None or not (path := _index_path_placeholders(url)):
        return
    needed: dict[str, Placeholder] = {}
    facts: list[NotObservable] = []
    suspects = _list_inputs_without_default(connector, unless=False)
    for _, name, unseen in _find_path_inputs(connector, suspects, path):
        facts += unseen
        if not unseen:
            needed[name] = path[name]
    if is_checked is not False and (needed or facts):
        facts.append(NotObservable("validate_missing_attributes"))
    elif needed:
        yield _build_not_validated_hit(connector, needed)
    yield from dict.fromkeys(facts)


def _index_path_placeholders(url: UrlTemplate) -> dict[str, Placeholder]:
    """Return the first placeholder of each name in the path; what chooses the host is not in it."""
    found: dict[str, Placeholder] = {}
    if url.placeholders:
        start, end = url.path
        for placeholder in url.placeholders[len(url.placeholders_before_path) :]:
            if start <= placeholder.start < end:
                found.setdefault(placeholder.name, placeholder)
    return found


def _list_inputs_without_default(
    connector: Connector, *, unless: bool
) -> list[tuple[int, DataInput]]:
    """List the inputs that have no default, unless `required` is known to be as given."""
    return [
        (index, each)
        for index, each in enumerate(connector.known_inputs)
        if each.required is not unless
        and (isinstance(each.default_value, Unset) or not each.default_value)
    ]


def _find_path_inputs(
    connector: Connector, suspects: list[tuple[int, DataInput]], path: dict[str, Placeholder]
) -> Iterator[tuple[int, str, list[NotObservable]]]:
    """Yield the inputs that stand in the path, or may stand there, and what is not seen of them."""
    are_declared = path.keys() <= connector.input_names.keys()
    for index, data_input in suspects:
        name = data_input.name
        if isinstance(name, str):
            if name in path:
                yield index, name, _list_unseen_facts(data_input)
        elif not are_declared and is_unseen(connector, name):
            yield index, "", [NotObservable("data_inputs[].name")]


def _list_unseen_facts(data_input: DataInput) -> list[NotObservable]:
    facts = []
    if isinstance(data_input.required, Unset):
        facts.append(NotObservable("data_inputs[].required"))
    # Omitted means empty, wherever an input is listed: an update replaces the whole list.
    if data_input.default_value is MALFORMED:
        facts.append(NotObservable("data_inputs[].default_value"))
    return facts


def _build_optional_hit(
    connector: Connector, url: UrlTemplate, index: int, placeholder: Placeholder
) -> Hit:
    span = placeholder.start, placeholder.end
    return Hit(
        message=f"{quote_text(placeholder.name)} is optional and has no default; without it "
        "the path "
        f"has {quote_text(_render_without_value(url, placeholder))}",
        at=("data_inputs", index, "required"),
        remedy="set `required` to true",
        suggested_fix=suggest_unsafe_fix(PutValue(("data_inputs", index, "required"), value=True)),
        related=(Related("the value that may be missing", _URL, span),),
        flows=(trace_placeholder(connector, _URL, placeholder, _ARRIVAL_MESSAGE, Attack.EMPTY),),
    )


_MAX_CONTEXT = 40  # characters on either side of a missing value at which a message looks at most


def _render_without_value(url: UrlTemplate, placeholder: Placeholder) -> str:
    """Return the segments around a placeholder that has no value: `/customers//orders`."""
    first, last = url.path
    before = url.text[max(first, placeholder.start - _MAX_CONTEXT) : placeholder.start]
    after = url.text[placeholder.end : min(last, placeholder.end + _MAX_CONTEXT)]
    segments = before.rsplit("/", 2)
    head = "/".join(["", *segments[1:]] if len(segments) > 2 else segments)  # noqa: PLR2004 - two slashes
    return head + "/".join(after.split("/", 2)[:2])


def _build_not_validated_hit(connector: Connector, needed: dict[str, Placeholder]) -> Hit:
    are = "is" if len(needed) == 1 else "are"
    return Hit(
        message="Missing values are not checked, "
        f"and {summarize_names(list(needed))} {are} part of the path",
        at=("validate_missing_attributes",),
        remedy="set `validate_missing_attributes` to true",
        suggested_fix=suggest_safe_fix(PutValue(("validate_missing_attributes",), value=True)),
        flows=tuple(
            trace_placeholder(connector, _URL, placeholder, _ARRIVAL_MESSAGE, Attack.EMPTY)
            for placeholder in needed.values()
        ),
    )
