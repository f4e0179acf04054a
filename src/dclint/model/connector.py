"""The typed connector: what a definition says, and what it does not say.

Five facts are kept apart: a field may be absent, hidden by its origin, malformed, null or empty.
"""

from functools import cached_property
from typing import Any, Literal, NamedTuple

from dclint.base.pointer import Json, Pointer
from dclint.model.access_patterns import NO_PATTERNS, AccessPatterns
from dclint.model.values import (
    ABSENT,
    HIDDEN,
    MALFORMED,
    DataInput,
    Few,
    Header,
    Many,
    Maybe,
    ObjectMapping,
    Part,
    ResponseField,
    Shape,
)
from dclint.syntax.template import Placeholder, find_placeholders
from dclint.syntax.url import UrlTemplate, parse_url


class Fault(NamedTuple):
    """A value of a type, or outside an enumeration, that the API does not take."""

    at: Pointer
    value: Json
    expected: str
    allowed: tuple[str, ...] = ()
    """The enumeration, if the type is right and the value is not."""


class Place(NamedTuple):
    """A text in which the platform expands placeholders."""

    at: Pointer
    text: str
    placeholders: tuple[Placeholder, ...]


# The fields for which a definition's silence has no documented meaning.
UNKNOWN_WHEN_ABSENT = frozenset(
    {"audiences", "token_ids", "validate_missing_attributes", "http_method"}
)

# The fields that the API answers with and never takes, so that no definition can state them.
READ_ONLY_FIELDS = frozenset(
    {
        "created_at",
        "updated_at",
        "execution_type",
        "configuration_response_type",
        "data_transformation_type",
        "client_function_name",
        "client_function_timeout_ms",
        "response_fields",
        "object_mappings",
        "created_by_admin_id",
        "updated_by_admin_id",
        "execution_results_url",
    }
)


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
    headers: Maybe[Many[Header]] = ABSENT
    direct_fin_usage: Maybe[bool] = ABSENT
    audiences: Maybe[Many[Literal["users", "leads", "visitors"]]] = ABSENT
    data_inputs: Maybe[Many[DataInput]] = ABSENT
    customer_authentication: Maybe[bool] = ABSENT
    bypass_authentication: Maybe[bool] = ABSENT
    validate_missing_attributes: Maybe[bool | None] = ABSENT
    mock_response: Maybe[dict[str, Any] | list[Any]] = ABSENT
    token_ids: Maybe[Many[str]] = ABSENT
    execution_type: Maybe[Literal["server_side", "client_side"] | None] = ABSENT
    configuration_response_type: Maybe[
        Literal["test_response_type", "mock_response_type"] | None
    ] = ABSENT
    data_transformation_type: Maybe[
        Literal["full_access", "redacted_access", "code_block_transformation"] | None
    ] = ABSENT
    client_function_name: Maybe[str | None] = ABSENT
    client_function_timeout_ms: Maybe[int | None] = ABSENT
    response_fields: Maybe[Many[ResponseField]] = ABSENT
    object_mappings: Maybe[Few[ObjectMapping]] = ABSENT
    created_by_admin_id: Maybe[str | None] = ABSENT
    updated_by_admin_id: Maybe[str | None] = ABSENT
    created_at: Maybe[str] = ABSENT
    updated_at: Maybe[str] = ABSENT
    execution_results_url: Maybe[str] = ABSENT

    __hash__ = object.__hash__
    __eq__ = object.__eq__

    @cached_property
    def shape(self) -> Shape:
        """What its origin can show; `load_connector` says which it was."""
        return Shape.DEFINITION

    @cached_property
    def access_patterns(self) -> AccessPatterns:
        """What the settings say of the words of its workspace."""
        return NO_PATTERNS

    @cached_property
    def raw(self) -> dict[str, Json]:
        """The object as written, unknown fields included."""
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
        return parse_url(self.url) if isinstance(self.url, str) and self.url.strip() else None

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The visible texts in which placeholders are expanded: URL, body, header values."""
        texts: list[tuple[Pointer, object]] = [(("url",), self.url), (("body",), self.body)]
        texts += [(("headers", i, "value"), h.value) for i, h in enumerate(self.known_headers)]
        return tuple(
            Place(at, text, find_placeholders(text)) for at, text in texts if isinstance(text, str)
        )

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
