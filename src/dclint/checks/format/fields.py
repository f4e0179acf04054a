"""Members of a connector as such: unknown ones, wrong types, wrong values, no name, asterisks."""

from collections.abc import Iterator

from dclint.analysis import known_fields as members
from dclint.analysis.field_synonyms import find_meant_fields
from dclint.base.pointer import Json, Pointer
from dclint.base.quoting import join_names, quote_text
from dclint.base.suggestions import find_nearest_name, find_same_letters
from dclint.edits.edit import (
    PutValue,
    Rename,
    Rewrite,
    SuggestedFix,
    suggest_safe_fix,
    suggest_unsafe_fix,
)
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.connector import Connector, Fault
from dclint.model.values import ABSENT, Part, Shape, Unset
from dclint.ruleset.rule import Outcome
from dclint.syntax import characters

# Members that decide who can make a connector run.
_ACCESS_FIELDS = frozenset(
    {"customer_authentication", "bypass_authentication", "audiences", "direct_fin_usage"}
)


def unknown_field(connector: Connector) -> Iterator[Outcome]:
    """Report a member that the API does not know: it is ignored, whatever it should switch on."""
    if not connector.faults and members.has_only_known_fields(connector.raw):
        return
    is_export = connector.shape in (Shape.DETAIL, Shape.SUMMARY)
    for at, value, part in members.find_unknown_fields(connector.raw):
        name = str(at[-1])
        if meant := find_meant_fields(name, part):
            if not is_export:
                yield _build_synonym_hit(at, meant, value, part)
        elif similar := members.find_similar_fields(name, part):
            yield _build_misspelling_hit(at, similar, value, part)
        elif not is_export:
            message = (
                f"{members.TITLES[part]} has no member {quote_text(name)} that this version knows"
            )
            yield Hit(at=at, on_key=True, message=message, severity=Severity.INFO)


def _build_misspelling_hit(
    at: Pointer, similar: list[str], value: dict[str, Json], part: type[Part]
) -> Hit:
    name = str(at[-1])
    switches = _ACCESS_FIELDS.intersection(similar) if part is Connector else frozenset()
    meant: str | None = similar[0]
    if len(similar) > 1:
        meant = find_same_letters(name, similar) or find_nearest_name(
            name, switches or similar, within=len(name)
        )
    message = f"{members.TITLES[part]} has no member {quote_text(name)}; it resembles "
    message += f"`{meant}`" if meant else join_names(similar)
    remedy = None
    if meant in switches and meant not in value:
        message += ", which stays unset"
    if meant in value:
        remedy = f"remove it; `{meant}` is there as well"
    elif len(similar) == 1:
        remedy = f"rename it to `{meant}`"
    suggested = None
    if (
        len(similar) == 1
        and meant not in value
        and not (switches and _widens_access(name, similar[0], value))
    ):
        suggested = suggest_safe_fix(Rename(at, similar[0]))
    severity = Severity.ERROR if switches else None
    return Hit(message, at, on_key=True, severity=severity, remedy=remedy, suggested_fix=suggested)


def _build_synonym_hit(
    at: Pointer, meant: tuple[str, ...], value: dict[str, Json], part: type[Part]
) -> Hit:
    """Report a name that promises what only the fields `meant` do."""
    name = str(at[-1])
    message = f"{members.TITLES[part]} has no member {quote_text(name)}; "
    if present := [field for field in meant if field in value]:
        says_the_same = value[name] == value[present[0]]
        return Hit(
            message + f"`{present[0]}` decides",
            at,
            on_key=True,
            severity=Severity.INFO if says_the_same else None,
            remedy=f"remove it; `{present[0]}` is there as well",
        )
    fields = " or ".join(f"`{field}`" for field in meant)
    is_unset = "which stay unset" if len(meant) > 1 else "which stays unset"
    remedy = f"say it with {fields}"
    return Hit(message + f"it may mean {fields}, {is_unset}", at, on_key=True, remedy=remedy)


def _widens_access(name: str, switch: str, value: dict[str, Json]) -> bool:
    """Whether a switch that was ignored so far would let more people in, or may do so."""
    return switch == "audiences" or value[name] is not (switch == "customer_authentication")


def wrong_type(connector: Connector) -> Iterator[Outcome]:
    """Report a value of another JSON type than the API takes."""
    for fault in connector.faults:
        if fault.allowed:
            continue
        name = _format_path(fault.at)
        actual = _JSON_TYPE_NAMES[type(fault.value)]
        message = f"`{name}` is {actual} where the API takes {fault.expected}"
        is_default = name == "data_inputs[].default_value" and isinstance(fault.value, int | float)
        severity = Severity.WARNING if is_default else None
        yield Hit(
            message,
            fault.at,
            remedy=_suggest_type(fault),
            severity=severity,
            suggested_fix=_build_type_fix(fault),
        )


def _format_path(at: Pointer) -> str:
    return "".join("[]" if isinstance(step, int) else f".{step}" for step in at)[1:]


_JSON_TYPE_NAMES: dict[type, str] = {
    bool: "a boolean",
    int: "a number",
    float: "a decimal number",
    str: "a string",
    list: "a list",
    dict: "an object",
    type(None): "null",
}


def _suggest_type(fault: Fault) -> str:
    match fault.expected, fault.value:
        case "a string", bool() | int() | float():
            remedy = "put the value in quotes"
        case "a string", dict() | list() if fault.at == ("body",):
            remedy = "write the whole body as one string"
        case "true or false", str(text) if text.strip().lower() in ("true", "false"):
            remedy = "remove the quotes"
        case "a list", dict() if fault.at == ("headers",):
            remedy = "write a list of objects with a `name` and a `value` each"
        case "an object", str() if fault.at[0] == "headers":
            remedy = "write an object with a `name` and a `value`"
        case "a list", str() | int() | float() | dict():
            remedy = "write a list, even of a single entry"
        case expected, None:
            remedy = f"remove the member, or write {expected}"
        case expected, _:
            remedy = f"write {expected} here"
    return remedy


def _build_type_fix(fault: Fault) -> SuggestedFix | None:
    """Write the same value in the type that the API takes, where there is no doubt."""
    match fault.expected, fault.value:
        case "a string", bool(truth) if fault.at[-1] == "default_value":
            return suggest_safe_fix(PutValue(fault.at, str(truth).lower()))
        case "a string", int(number) if not isinstance(number, bool) and fault.at[-1] != "body":
            return suggest_safe_fix(PutValue(fault.at, str(number)))
        case "true or false", "true" | "false":
            return suggest_safe_fix(PutValue(fault.at, fault.value == "true"))
        case _:
            return None


_SYNONYMS = {
    "number": "decimal",
    "float": "decimal",
    "text": "string",
}


def invalid_enum_value(connector: Connector) -> Iterator[Outcome]:
    """Report a value outside the list of those that the API takes."""
    for fault in connector.faults:
        if not fault.allowed:
            continue
        value, allowed = quote_text(fault.value), join_names(fault.allowed)
        message = f"`{_format_path(fault.at)}` is {value}, not {allowed}"
        meant = _guess_value(fault.value.strip().lower(), fault.allowed)
        remedy = f"write `{meant}`" if meant else None
        yield Hit(message, fault.at, remedy=remedy, suggested_fix=_build_value_fix(fault))


def _guess_value(value: str, allowed: tuple[str, ...]) -> str | None:
    longer = [name for name in allowed if value and name.startswith(value)]
    if len(longer) == 1:
        return longer[0]
    synonym = _SYNONYMS.get(value)
    return synonym if synonym in allowed else find_nearest_name(value, allowed)


_PLURALS = {"user": "users", "lead": "leads", "visitor": "visitors"}
_FIXABLE_SYNONYMS = {**_SYNONYMS, "int": "integer", "bool": "boolean"}


def _build_value_fix(fault: Fault) -> SuggestedFix | None:
    value = fault.value.strip().lower()
    for names, suggest in (
        ({value: value, **_PLURALS}, suggest_safe_fix),
        (_FIXABLE_SYNONYMS, suggest_unsafe_fix),
    ):
        if names.get(value) in fault.allowed:
            return suggest(Rewrite(fault.at, names[value]))
    return None


def missing_name(connector: Connector) -> Iterator[Outcome]:
    """Report that `name`, the one member that the API requires, is absent, null or empty."""
    name = connector.name
    if isinstance(name, str):
        if not name.strip(characters.WHITE_SPACE):
            yield Hit(at=("name",), message="The connector's `name` is empty")
    elif connector.shape is Shape.PATCH or connector.raw.get("name") is not None:
        yield NotObservable("name")
    elif "name" in connector.raw:
        yield Hit(at=("name",), message="The connector's `name` is null")
    else:
        yield Hit(message="The connector has no `name`")


def redacted_value_in_definition(connector: Connector) -> Iterator[Outcome]:
    """Report asterisks that the API showed in place of a header's value."""
    is_definition = connector.shape is Shape.DEFINITION
    for index, header in enumerate(connector.known_headers):
        value = header.value
        if isinstance(value, Unset):
            if value is not ABSENT:
                yield NotObservable("headers[].value")
        elif value.startswith("***") and not value.strip("*") and is_definition:
            name = quote_text(header.name) if isinstance(header.name, str) else "without a name"
            message = f"The value of the header {name} is the asterisks that exports show"
            yield Hit(at=("headers", index, "value"), message=message)
