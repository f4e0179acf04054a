"""What comes back: who reads how much of it, and the function in the page that may supply it."""

from collections.abc import Iterator

from dclint.analysis.placeholders import is_unseen
from dclint.analysis.response_paths import iter_leaf_values, parse_field_path
from dclint.analysis.sensitive_fields import is_sensitive_field
from dclint.base.pointer import Json, Pointer
from dclint.base.quoting import quote_text
from dclint.base.spans import Fragment
from dclint.findings.hit import Hit, NotApplicable, NotObservable, Related
from dclint.findings.severity import Profile, Severity
from dclint.model.connector import Connector
from dclint.model.values import ABSENT, HIDDEN, MALFORMED, ResponseField, Shape, Unset
from dclint.ruleset.rule import Outcome

_ACCESS_POINTER: Pointer = ("data_transformation_type",)
_CONTAINERS = (dict, list)

# `has_password` and `password_changed` tell that there is one, and since when.
_HARMLESS_TYPES = ("boolean", "datetime")

# The limit in the only example that Intercom gives (OpenAPI 2.16), and the longest of any call.
_MAX_TIMEOUT_MS = 30_000


def full_response_access(connector: Connector) -> Iterator[Outcome | NotApplicable]:
    """Report that Fin reads whatever the other service answers."""
    fin, access = connector.direct_fin_usage, connector.data_transformation_type
    if fin is False or fin is ABSENT or access in ("redacted_access", "code_block_transformation"):
        return
    if access is ABSENT:
        yield NotApplicable()
        return
    if access == "full_access" and fin is True:
        yield Hit(
            at=_ACCESS_POINTER,
            message="Fin reads the whole response: `data_transformation_type` is `full_access`",
            related=(Related("Fin may start it", ("direct_fin_usage",)),),
        )
        return
    if access != "full_access":
        yield NotObservable("data_transformation_type")
    if fin is not True:
        yield NotObservable("direct_fin_usage")


def sensitive_response_field(connector: Connector) -> Iterator[Outcome | NotApplicable]:
    """Report credentials and very private data that come back unredacted."""
    fields, sample = connector.response_fields, connector.mock_response
    if isinstance(fields, list):
        for index, field in enumerate(fields):
            path = field.path
            if not isinstance(path, str) or is_sensitive_field(path):
                yield from _check_response_field(connector, index, field)
    if isinstance(sample, _CONTAINERS) and not _may_hide_response_fields(connector):
        yield from _check_sample(sample, fields if isinstance(fields, list) else [])
    elif fields is HIDDEN or fields is MALFORMED:
        yield NotObservable("response_fields")
    if sample is ABSENT and fields is ABSENT:
        yield NotApplicable()
    if sample is MALFORMED:
        yield NotObservable("mock_response")


def _may_hide_response_fields(connector: Connector) -> bool:
    """Whether there may be response fields that say of a sample's members that they are redacted.

    A create or an update body cannot have any: the platform makes them of the sample.
    """
    fields = connector.response_fields
    return fields is MALFORMED or (fields is HIDDEN and connector.shape is not Shape.PATCH)


def _check_response_field(
    connector: Connector, index: int, field: ResponseField
) -> Iterator[Outcome]:
    path = field.path
    if not isinstance(path, str):
        if is_unseen(connector, path):
            yield NotObservable("response_fields[].path")
    elif field.redacted is True or _has_harmless_type(field):
        return
    elif field.redacted is False:
        name = parse_field_path(path)[-1]
        yield Hit(
            at=("response_fields", index, "path"),
            fragment=_locate_name(path, name),
            message=f"The response field {quote_text(name)} is not redacted",
            remedy="set its `redacted` to true, or let the other service leave it out",
            related=(Related("stated here", ("response_fields", index, "redacted")),),
        )
    else:
        yield NotObservable("response_fields[].redacted")


def _has_harmless_type(field: ResponseField) -> bool:
    return field.type in _HARMLESS_TYPES or isinstance(field.example_value, bool)


def _locate_name(path: str, name: str) -> Fragment:
    start = path.rfind(name)
    return start, start + len(name)


def _check_sample(sample: Json, fields: list[ResponseField]) -> Iterator[Hit]:
    """Report sensitive members of a sample, each path once, that no response field is about."""
    judged = {parse_field_path(field.path) for field in fields if isinstance(field.path, str)}
    for leaf, value in iter_leaf_values(sample, ("mock_response",)):
        at = leaf
        while isinstance(at[-1], int):
            at = at[:-1]
        name = str(at[-1])
        if len(at) == 1 or not is_sensitive_field(name) or isinstance(value, bool):
            continue
        path = tuple(part for step in at[1:] for part in parse_field_path(str(step)))
        if path not in judged:
            judged.add(path)
            yield Hit(
                at=at,
                on_key=True,
                message=f"The sample response has {quote_text(name)}, which nothing redacts",
                remedy="let the other service leave it out, or redact the field once it is known",
                sensitive=True,
            )


def client_side_config(connector: Connector) -> Iterator[Outcome | NotApplicable]:
    """Report that the page's function is not named, and leftovers that have no effect."""
    execution, name = connector.execution_type, connector.client_function_name
    if execution is ABSENT:
        yield NotApplicable()
        return
    if execution is None or isinstance(execution, Unset):
        yield NotObservable("execution_type")
        return
    if connector.is_unknown("client_function_name"):
        yield NotObservable("client_function_name")
    elif connector.is_client_side and connector.is_blank("client_function_name"):
        yield Hit(
            at=("client_function_name" if name is not ABSENT else "execution_type",),
            message="A function of the page is to be called, and `client_function_name` is empty",
            remedy="set `client_function_name` to the name under which the page registers it",
        )
    elif not connector.is_client_side and not connector.is_blank("client_function_name"):
        yield _build_ineffective_hit(
            "client_function_name",
            f"The function {quote_text(str(name))} is never called: Intercom's server makes "
            "the call",
            Related("`execution_type` is `server_side`", ("execution_type",)),
        )
    yield from _check_timeout(connector)


def _check_timeout(connector: Connector) -> Iterator[Outcome]:
    limit = connector.client_function_timeout_ms
    if isinstance(limit, int) and not 0 < limit <= _MAX_TIMEOUT_MS:
        meaning = "leaves the function no time" if limit <= 0 else "is more than 30 seconds"
        yield _build_ineffective_hit(
            "client_function_timeout_ms", f"A time limit of {limit:,} ms {meaning}"
        )
    elif connector.is_unknown("client_function_timeout_ms"):
        yield NotObservable("client_function_timeout_ms")


def _build_ineffective_hit(member: str, message: str, *related: Related) -> Hit:
    return Hit(
        at=(member,),
        message=message,
        severity=Severity.INFO,
        profile=Profile.PEDANTIC,
        related=related,
    )
