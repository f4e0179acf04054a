"""The typed connector: what a definition says, and what it does not say.

Five facts are kept apart: a field may be absent, hidden by its origin, malformed, null or empty.
Field names and types are those of Intercom's OpenAPI description, version 2.16
(https://github.com/intercom/Intercom-OpenAPI, `data_connector_detail` and the two requests).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, NoReturn, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema

from dclint.pointer import Json, Pointer
from dclint.template import Placeholder, scan
from dclint.url import UrlTemplate, parse


class Unset(Enum):
    """Why a field has no value.  Test with `is` or `isinstance`; truth would confuse the reasons."""

    ABSENT = "absent"
    HIDDEN = "hidden"
    MALFORMED = "malformed"

    def __bool__(self) -> NoReturn:
        raise TypeError("an Unset is neither true nor false; compare it with `is`")


ABSENT, HIDDEN, MALFORMED = Unset


class Shape(StrEnum):
    """What an origin can show."""

    DEFINITION = "definition"
    """A create body in a file: everything; absence means the API's default, or nothing at all."""
    PATCH = "patch"
    """An update body: only what changes; absence means unchanged, hence not observable."""
    DETAIL = "detail"
    """`GET /data_connectors/{id}`: header values are redacted, other fields may be missing."""
    SUMMARY = "summary"
    """An item of `GET /data_connectors`: twelve shallow fields."""


class _ValueOnly:
    """Keeps `Unset` out of what pydantic validates: data never hold one, so it need not look."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        value, *others = [arm for arm in get_args(source) if arm is not Unset]
        for other in others:
            value |= other
        return handler(value)


_T = TypeVar("_T")
Maybe = Annotated[_T | Unset, _ValueOnly]


class Part(BaseModel):
    """An object of a definition: strict about types, tolerant of unknown members."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class Header(Part):
    """One entry of `headers`."""

    name: Maybe[str] = ABSENT
    value: Maybe[str] = ABSENT

    @cached_property
    def key(self) -> str | None:
        """The name as HTTP compares it (RFC 9110, 5.1); None if there is no name."""
        return None if isinstance(self.name, Unset) else self.name.strip().lower()


class DataInput(Part):
    """One entry of `data_inputs`."""

    name: Maybe[str] = ABSENT
    type: Maybe[Literal["string", "integer", "decimal", "boolean"]] = ABSENT
    description: Maybe[str | None] = ABSENT
    required: Maybe[bool] = ABSENT
    default_value: Maybe[str] = ABSENT
    example_value: Maybe[Any] = ABSENT


class ResponseField(Part):
    """One entry of `response_fields`."""

    path: Maybe[str] = ABSENT
    type: Maybe[Literal["unknown", "string", "integer", "decimal", "datetime", "boolean"]] = ABSENT
    example_value: Maybe[Any] = ABSENT
    redacted: Maybe[bool] = ABSENT


class AttributeMapping(Part):
    """One entry of `attribute_mappings`: a response value and the attribute that it fills."""

    response_attribute_path: Maybe[str] = ABSENT
    intercom_attribute_identifier: Maybe[str] = ABSENT
    mapping_type: Maybe[Literal["primitive_mapping", "context_mapping"]] = ABSENT


class ReferenceMapping(Part):
    """One entry of `reference_mappings`."""

    intercom_object_type: Maybe[str] = ABSENT
    intercom_attribute_identifier: Maybe[str] = ABSENT


class ObjectMapping(Part):
    """One entry of `object_mappings`."""

    response_object_path: Maybe[str] = ABSENT
    intercom_object_type: Maybe[Literal["conversation", "user"]] = ABSENT
    attribute_mappings: Maybe[list[AttributeMapping]] = ABSENT
    reference_mappings: Maybe[list[ReferenceMapping]] = ABSENT


@dataclass(frozen=True, slots=True)
class Fault:
    """A value of a type, or outside an enumeration, that the API does not take."""

    at: Pointer
    value: Json
    expected: str
    allowed: tuple[str, ...] = ()
    """The enumeration, if the type is right and the value is not."""


@dataclass(frozen=True, slots=True)
class Place:
    """A text in which the platform expands placeholders."""

    at: Pointer
    text: str
    placeholders: tuple[Placeholder, ...]


class Connector(Part):
    """One data connector.  Identity, not content, makes two connectors the same object."""

    type: Maybe[str] = ABSENT
    id: Maybe[str] = ABSENT
    name: Maybe[str] = ABSENT
    description: Maybe[str | None] = ABSENT
    internal_description: Maybe[str | None] = ABSENT
    state: Maybe[Literal["draft", "live"]] = ABSENT
    http_method: Maybe[Literal["get", "post", "put", "delete", "patch"]] = ABSENT
    url: Maybe[str | None] = ABSENT
    body: Maybe[str | None] = ABSENT
    headers: Maybe[list[Header]] = ABSENT
    direct_fin_usage: Maybe[bool] = ABSENT
    audiences: Maybe[list[Literal["users", "leads", "visitors"]]] = ABSENT
    data_inputs: Maybe[list[DataInput]] = ABSENT
    customer_authentication: Maybe[bool] = ABSENT
    bypass_authentication: Maybe[bool] = ABSENT
    validate_missing_attributes: Maybe[bool | None] = ABSENT
    mock_response: Maybe[dict[str, Any] | list[Any]] = ABSENT
    token_ids: Maybe[list[str]] = ABSENT
    execution_type: Maybe[Literal["server_side", "client_side"] | None] = ABSENT
    configuration_response_type: Maybe[
        Literal["test_response_type", "mock_response_type"] | None
    ] = ABSENT
    data_transformation_type: Maybe[
        Literal["full_access", "redacted_access", "code_block_transformation"] | None
    ] = ABSENT
    client_function_name: Maybe[str | None] = ABSENT
    client_function_timeout_ms: Maybe[int | None] = ABSENT
    response_fields: Maybe[list[ResponseField]] = ABSENT
    object_mappings: Maybe[list[ObjectMapping]] = ABSENT
    created_by_admin_id: Maybe[str | None] = ABSENT
    updated_by_admin_id: Maybe[str | None] = ABSENT
    created_at: Maybe[str] = ABSENT
    updated_at: Maybe[str] = ABSENT
    execution_results_url: Maybe[str] = ABSENT

    __hash__ = object.__hash__
    __eq__ = object.__eq__

    @cached_property
    def shape(self) -> Shape:
        """What its origin can show."""
        return Shape.DEFINITION

    @cached_property
    def raw(self) -> dict[str, Json]:
        """The object as written, unknown members included."""
        return {}

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """The fields that are MALFORMED, and why."""
        return ()

    def is_unknown(self, field: str) -> bool:
        """Whether the value of `field` cannot be told from what was read."""
        value = getattr(self, field)
        if value is ABSENT:
            return field in UNKNOWN_WHEN_ABSENT
        return value is HIDDEN or value is MALFORMED

    def is_blank(self, field: str) -> bool:
        """Whether `field` is known to hold nothing: absent, null, empty or white space."""
        value = getattr(self, field)
        if value is ABSENT:
            return field not in UNKNOWN_WHEN_ABSENT
        if isinstance(value, str):
            return not value or value.isspace()
        return value is None or value == []

    @property
    def is_client_side(self) -> bool:
        """Whether a function in the customer's page runs instead of an HTTP call."""
        return self.execution_type == "client_side"

    @cached_property
    def known_headers(self) -> list[Header]:
        """The headers that can be seen; none if `headers` is unknown or absent."""
        return self.headers if isinstance(self.headers, list) else []

    @cached_property
    def known_inputs(self) -> list[DataInput]:
        """The data inputs that can be seen; none if `data_inputs` is unknown or absent."""
        return self.data_inputs if isinstance(self.data_inputs, list) else []

    @cached_property
    def input_names(self) -> dict[str, int]:
        """The index of the first data input of each name."""
        names: dict[str, int] = {}
        for index, data_input in enumerate(self.known_inputs):
            if isinstance(data_input.name, str):
                names.setdefault(data_input.name, index)
        return names

    @cached_property
    def url_template(self) -> UrlTemplate | None:
        """The URL in its parts; None if it is unknown or blank."""
        return parse(self.url) if isinstance(self.url, str) and self.url.strip() else None

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The visible texts in which placeholders are expanded: URL, body, header values."""
        texts: list[tuple[Pointer, object]] = [(("url",), self.url), (("body",), self.body)]
        texts += [(("headers", i, "value"), h.value) for i, h in enumerate(self.known_headers)]
        return tuple(Place(at, text, scan(text)) for at, text in texts if isinstance(text, str))

    @cached_property
    def hidden_places(self) -> tuple[str, ...]:
        """Which of the texts that may hold placeholders cannot be seen."""
        hidden = [field for field in ("url", "body", "headers") if self.is_unknown(field)]
        if any(h.value is HIDDEN or h.value is MALFORMED for h in self.known_headers):
            hidden.append("headers[].value")
        return tuple(hidden)

    @cached_property
    def used_names(self) -> frozenset[str]:
        """The base names of all visible placeholders."""
        return frozenset(p.name for place in self.places for p in place.placeholders)


UNKNOWN_WHEN_ABSENT = frozenset(
    {
        "audiences",
        "token_ids",
        "validate_missing_attributes",
        "state",
        "http_method",
        "execution_type",
        "configuration_response_type",
        "data_transformation_type",
        "response_fields",
        "object_mappings",
    }
)
"""The fields for which a definition's silence has no documented meaning."""

_REDACTED = frozenset({"****", ""})
"""What the API shows instead of a header value (OpenAPI 2.16, and S1's rendering of it)."""


def read(raw: dict[str, Json], shape: Shape) -> Connector:
    """Build the connector that `raw` describes; a wrong field is MALFORMED and hides no other."""
    faults: tuple[Fault, ...] = ()
    try:
        connector = Connector.model_validate(raw)
    except ValidationError as error:
        faults = tuple(_faults(raw, error))
        unusable = sorted({_unusable(fault.at) for fault in faults}, key=len, reverse=True)
        connector = Connector.model_validate(_without(raw, unusable))
        for at in unusable:
            _mark_malformed(connector, at)
    if shape is not Shape.DEFINITION:
        _mark_hidden(connector)
    connector.__dict__.update(shape=shape, raw=raw, faults=faults)
    return connector


_EXPECTED = {
    "string_type": "a string",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "list_type": "a list",
    "literal_error": "a string",
}


def _faults(raw: dict[str, Json], error: ValidationError) -> Iterator[Fault]:
    seen = set()
    for detail in error.errors(include_url=False):
        at, value = _locate(raw, detail["loc"])
        if at in seen:
            continue
        seen.add(at)
        allowed: tuple[str, ...] = ()
        if detail["type"] == "literal_error" and isinstance(value, str):
            allowed = tuple(re.findall(r"'([^']+)'", detail["ctx"]["expected"]))
        yield Fault(at, value, _EXPECTED.get(detail["type"], "an object"), allowed)


def _locate(raw: Json, loc: tuple[str | int, ...]) -> tuple[Pointer, Json]:
    """Follow a pydantic location as far as it names members; the rest names arms of a union."""
    value = raw
    for depth, step in enumerate(loc):
        if not isinstance(value, dict | list):
            return loc[:depth], value
        value = value[step] if isinstance(value, dict) else value[int(step)]
    return loc, value


def _unusable(at: Pointer) -> Pointer:
    """A list of scalars is unknown as a whole when one of its items is wrong."""
    return at[:1] if at[0] in ("audiences", "token_ids") else at


def _without(value: Json, paths: list[Pointer]) -> Json:
    """Copy `value` without the members at `paths`; a list's item becomes an empty object."""
    copy = value.copy()
    for step in {path[0] for path in paths}:
        tails = [path[1:] for path in paths if path[0] == step]
        if () not in tails:
            copy[step] = _without(value[step], tails)
        elif isinstance(step, int):
            copy[step] = {}
        else:
            del copy[step]
    return copy


def _mark_hidden(connector: Connector) -> None:
    """Give every absent field of a connector that its origin shows in part the value HIDDEN."""
    for field, value in connector.__dict__.items():
        if value is ABSENT:
            connector.__dict__[field] = HIDDEN
    for header in connector.known_headers:
        if header.value in _REDACTED or header.value is ABSENT:
            header.__dict__["value"] = HIDDEN


def _mark_malformed(connector: Connector, at: Pointer) -> None:
    target: Any = connector
    for step in at[:-1]:
        target = target[step] if isinstance(step, int) else getattr(target, step)
    if isinstance(at[-1], int):
        target = target[at[-1]]
        target.__dict__.update(dict.fromkeys(target.__dict__, MALFORMED))
    else:
        target.__dict__[at[-1]] = MALFORMED
