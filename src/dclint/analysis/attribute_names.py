"""Dotted names in placeholders: attributes that exist, and what a misspelt one may mean."""

from collections.abc import Container, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from dclint.base.suggestions import measure_distance, normalize_name

_PERSON = frozenset(
    {"email", "name", "first_name", "last_name", "phone", "user_id", "external_id", "id"}
)

# Attributes that Intercom itself defines and that connectors use, by their namespace.
_STANDARD: Mapping[str, frozenset[str]] = {
    "user": _PERSON,
    "contact": _PERSON,
    "company": frozenset({"id", "company_id", "name", "website", "industry"}),
    "conversation": frozenset({"id", "subject", "created_at"}),
}

# Other namespaces that have been seen in connectors: what stands behind the dot is not judged.
_OTHER_NAMESPACES = frozenset(
    {
        *("ticket", "admin", "teammate", "team", "workspace", "app", "lead", "visitor"),
        *("custom_attributes", "custom_data", "people", "person", "customer_data", "fin"),
    }
)

# Attributes whose values need quotes in JSON, and those whose values are digits.
_TEXTS = frozenset({"email", "name", "first_name", "last_name", "phone", "website", "subject"})
_NUMBERS = frozenset({"conversation.id", "ticket.id", "conversation.created_at"})

_CUSTOM_PREFIX = "custom_attributes."
_MIN_COMPARED = 5  # letters below which one other letter makes another word
_LONGEST_COMPARED = 40


class DottedFault(StrEnum):
    """What is wrong with a dotted name."""

    NO_ATTRIBUTE = "no attribute"
    """Nothing stands before or behind a dot."""
    INPUT = "input"
    """It is the name of an input, with a dot in the place of `_`."""
    MISSPELT = "misspelt"
    """It is nearly an attribute that exists."""


class DottedName(NamedTuple):
    """What is wrong with a dotted name, and the name that is meant, if there is one."""

    fault: DottedFault
    meant: str | None = None


class AttributeType(StrEnum):
    """What the value of an attribute is."""

    TEXT = "text"
    NUMBER = "number"
    UNKNOWN = "unknown"
    """It is not one that Intercom defines."""


def classify_attribute(name: str) -> AttributeType:
    """Tell what the value of a dotted name is, from what Intercom defines."""
    namespace, _, attribute = (part.strip().casefold() for part in name.partition("."))
    if f"{namespace}.{attribute}" in _NUMBERS:
        return AttributeType.NUMBER
    is_text = attribute in _TEXTS and attribute in _STANDARD.get(namespace, ())
    return AttributeType.TEXT if is_text else AttributeType.UNKNOWN


def index_letters(inputs: Iterable[str]) -> dict[str, str]:
    """Return the inputs by their letters; of two with the same letters the first."""
    letters: dict[str, str] = {}
    for name in inputs:
        letters.setdefault(normalize_name(name).replace(".", ""), name)
    return letters


def judge_dotted_name(
    name: str, letters: Mapping[str, str], attributes: Container[str]
) -> DottedName | None:
    """Tell what is wrong with a dotted name; None if nothing can be said against it.

    `letters` is the index of the inputs, `attributes` are those that the workspace has.
    """
    namespace, _, attribute = (part.strip() for part in name.partition("."))
    if not namespace or not attribute or attribute.endswith("."):
        return DottedName(DottedFault.NO_ATTRIBUTE)
    if len(name) > _LONGEST_COMPARED or namespace.casefold() in _OTHER_NAMESPACES:
        return None
    if standard := _STANDARD.get(namespace.casefold()):
        is_known = attribute in attributes or _CUSTOM_PREFIX + attribute in attributes
        meant = None if is_known else _find_misspelt(attribute, standard)
        return DottedName(DottedFault.MISSPELT, f"{namespace}.{meant}") if meant else None
    if meant := letters.get(normalize_name(name).replace(".", "")):
        return DottedName(DottedFault.INPUT, meant)
    meant = _find_namespace(namespace, attribute)
    return DottedName(DottedFault.MISSPELT, f"{meant}.{attribute}") if meant else None


def _find_misspelt(attribute: str, standard: frozenset[str]) -> str | None:
    """Return the standard attribute that differs by letters nobody means, as in `emial`."""
    if attribute.casefold() in standard:
        return None
    near = [known for known in sorted(standard) if _is_slip(attribute, known)]
    return near[0] if len(near) == 1 else None


def _is_slip(written: str, known: str) -> bool:
    """Whether one letter is wrong, doubled, missing or swapped; a plural is another word."""
    if normalize_name(written) == normalize_name(known):
        return True
    if known + "s" == written or measure_distance(written, known) > 1:
        return False
    return len(known) >= _MIN_COMPARED or sorted(written) == sorted(known)


def _find_namespace(namespace: str, attribute: str) -> str | None:
    """Return the namespace that is one letter away and has this attribute."""
    near = [
        known
        for known, standard in _STANDARD.items()
        if measure_distance(namespace.casefold(), known) == 1
        and (attribute in standard or attribute.startswith(_CUSTOM_PREFIX))
    ]
    return near[0] if len(near) == 1 else None
