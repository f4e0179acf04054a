"""What a connector is made of, and the ways in which a field can have no value.

Field names and types are those of Intercom's OpenAPI description, version 2.16
(https://github.com/intercom/Intercom-OpenAPI, `data_connector_detail` and the two requests).
"""

import re
from enum import Enum, StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, NoReturn, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema


class Unset(Enum):
    """Why a field has no value.  Test with `is` or `isinstance`; truth would confuse reasons."""

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
    """Keeps `Unset` out of what pydantic validates: data never hold one."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        value, *others = [arm for arm in get_args(source) if arm is not Unset]
        for other in others:
            value |= other
        return handler(value)


_T = TypeVar("_T")
Maybe = Annotated[_T | Unset, _ValueOnly]

# Entries that a list of a connector may have; a hostile one could make millions of faults.
MAX_ITEMS = 10_000

MAX_NESTED = 300  # entries that a list may have whose entries have lists of their own
Many = Annotated[list[_T], Field(max_length=MAX_ITEMS)]
Few = Annotated[list[_T], Field(max_length=MAX_NESTED)]


class Part(BaseModel):
    """An object of a definition: strict about types, tolerant of unknown members."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


_ASCII_CAPITALS = re.compile("[A-Z]+")


def _lower_match(found: re.Match[str]) -> str:
    return found[0].lower()


class Header(Part):
    """One entry of `headers`."""

    name: Maybe[str] = ABSENT
    value: Maybe[str] = ABSENT

    @cached_property
    def key(self) -> str | None:
        """The name as HTTP compares it (RFC 9110, 5.1); None if there is no name."""
        if isinstance(self.name, Unset):
            return None
        name = self.name.strip()
        return name.lower() if name.isascii() else _ASCII_CAPITALS.sub(_lower_match, name)


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

    intercom_object_type: Maybe[Literal["conversation", "user"]] = ABSENT
    intercom_attribute_identifier: Maybe[str] = ABSENT


class ObjectMapping(Part):
    """One entry of `object_mappings`."""

    response_object_path: Maybe[str] = ABSENT
    intercom_object_type: Maybe[Literal["conversation", "user"]] = ABSENT
    attribute_mappings: Maybe[Few[AttributeMapping]] = ABSENT
    reference_mappings: Maybe[Few[ReferenceMapping]] = ABSENT
