"""Object mappings: which attributes they fill, and what of that cannot be seen."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from dclint.analysis.placeholders import is_unseen
from dclint.base.pointer import Pointer
from dclint.findings.hit import NotObservable
from dclint.model.connector import Connector
from dclint.model.values import ABSENT, AttributeMapping, ObjectMapping, ReferenceMapping, Unset

_T = TypeVar("_T")
UNKNOWN_OBJECT_TYPE = NotObservable("object_mappings[].intercom_object_type")


class MappingTarget(NamedTuple):
    """An attribute that a mapping fills."""

    at: Pointer
    """Of the mapping."""
    object_type: str | Unset
    identifier: str | Unset
    is_reference: bool
    """Whether a custom object is linked there rather than a value stored."""

    @property
    def identifier_pointer(self) -> Pointer:
        """The pointer to the attribute's identifier."""
        return (*self.at, "intercom_attribute_identifier")


class PersonMapping(NamedTuple):
    """What one object mapping stores on a person."""

    at: Pointer
    """Of the word that says that it is a person."""
    identifiers: tuple[str, ...]


def list_mappings(connector: Connector) -> list[ObjectMapping]:
    """Return the object mappings that can be seen; none if the list is unknown or absent."""
    known = connector.object_mappings
    return known if isinstance(known, list) else []


def iter_mapping_targets(connector: Connector) -> Iterator[MappingTarget]:
    """Yield what all mappings fill, in order."""
    for index, mapping in enumerate(list_mappings(connector)):
        at = ("object_mappings", index)
        owner = mapping.intercom_object_type
        for number, each in enumerate(_list_known(mapping.attribute_mappings)):
            identifier = each.intercom_attribute_identifier
            yield MappingTarget(
                (*at, "attribute_mappings", number), owner, identifier, is_reference=False
            )
        for number, link in enumerate(_list_known(mapping.reference_mappings)):
            kind, identifier = link.intercom_object_type, link.intercom_attribute_identifier
            yield MappingTarget(
                (*at, "reference_mappings", number), kind, identifier, is_reference=True
            )


def _list_known(found: list[_T] | Unset) -> list[_T]:
    return found if isinstance(found, list) else []


def find_unseen_targets(connector: Connector) -> Iterator[NotObservable]:
    """Name what may hold another target and cannot be seen."""
    for mapping in list_mappings(connector):
        for name in ("attribute_mappings", "reference_mappings"):
            if is_unseen(connector, getattr(mapping, name)):
                yield NotObservable(f"object_mappings[].{name}")
    for target in iter_mapping_targets(connector):
        if is_unseen(connector, target.identifier):
            yield NotObservable(f"{target.at[2]}[].intercom_attribute_identifier")


def find_person_mappings(connector: Connector) -> list[PersonMapping]:
    """Tell which object mappings store something on a person, each at one place.

    A mapping onto a person counts even if it does not list what it fills, but not if it lists
    nothing.
    """
    stored = []
    for index, mapping in enumerate(list_mappings(connector)):
        at = ("object_mappings", index)
        attributes, links = mapping.attribute_mappings, _list_known(mapping.reference_mappings)
        people = [n for n, link in enumerate(links) if link.intercom_object_type == "user"]
        if mapping.intercom_object_type == "user" and attributes != []:
            filled = attributes if isinstance(attributes, list) else []
            stored.append(PersonMapping((*at, "intercom_object_type"), _list_identifiers(filled)))
        elif people:
            place = (*at, "reference_mappings", people[0], "intercom_object_type")
            stored.append(PersonMapping(place, _list_identifiers([links[n] for n in people])))
    return stored


def _list_identifiers(found: Iterable[AttributeMapping | ReferenceMapping]) -> tuple[str, ...]:
    names = [each.intercom_attribute_identifier for each in found]
    return tuple(name for name in names if isinstance(name, str))


def find_unseen_person_mappings(connector: Connector) -> Iterator[NotObservable]:
    """Name what may store something on a person and cannot be seen."""
    if connector.is_unknown("object_mappings"):
        yield NotObservable("object_mappings")
    for mapping in list_mappings(connector):
        owner = mapping.intercom_object_type
        if isinstance(owner, Unset) and mapping.attribute_mappings not in ([], ABSENT):
            yield UNKNOWN_OBJECT_TYPE
        if is_unseen(connector, mapping.reference_mappings):
            yield NotObservable("object_mappings[].reference_mappings")
        elif any(
            isinstance(link.intercom_object_type, Unset)
            for link in _list_known(mapping.reference_mappings)
        ):
            yield NotObservable("reference_mappings[].intercom_object_type")
