"""Attributes of people and companies (`user.email`): which are verified, who may change them."""

from enum import StrEnum

from dclint.model.context import Context

# Namespaces of the attributes of the person in the conversation.
_PERSON_NAMESPACES = frozenset({"user", "contact"})

# Namespaces of what Intercom keeps beside the person.
_KEPT_NAMESPACES = frozenset({"company", "conversation"})

# What the Messenger can verify, and what Intercom itself assigns (help article 6317752).
_IDENTITIES = frozenset({"email", "user_id", "external_id", "id"})


def _extract_namespace(name: str) -> str:
    return name.partition(".")[0].strip().casefold()


_CUSTOM_PREFIX = "custom_attributes."


def is_attribute_writable(name: str, evidence: Context) -> bool | None:
    """Tell whether the Messenger may change an attribute; None if nobody knows."""
    known = evidence.attributes or {}
    attribute = name.partition(".")[2].strip()
    return known.get(attribute, known.get(_CUSTOM_PREFIX + attribute))


# Attributes that fill in a form or a greeting: nobody keeps records under them.
_DESCRIPTIVE_ATTRIBUTES = frozenset(
    {
        "name",
        "first_name",
        "last_name",
        "language",
        "language_override",
        "browser_language",
        "locale",
        "timezone",
        "time_zone",
        "location",
    }
)


def is_unverified_attribute(name: str) -> bool:
    """Whether a placeholder inserts an attribute of the person that nothing verifies."""
    attribute = name.partition(".")[2].strip().casefold()
    if (
        not attribute
        or _extract_namespace(name) not in _PERSON_NAMESPACES
        or attribute in _IDENTITIES
    ):
        return False
    return attribute.partition(".")[0] not in _DESCRIPTIVE_ATTRIBUTES


class PersonAttribute(StrEnum):
    """What an attribute of the person in the conversation says of them."""

    IDENTITY = "identity"
    """Who they are: checked by Intercom where the person has signed in."""
    CUSTOM = "custom"
    """What the workspace keeps about them; whether they can change it is a setting."""
    COMPANY = "company"
    """What the workspace keeps about their company, or about the conversation."""
    DESCRIPTIVE = "descriptive"
    """A name, a language: nothing is looked up by it."""


def read_person_attribute(name: str) -> PersonAttribute | None:
    """Tell what kind of attribute of the person a placeholder inserts; None if it is none."""
    namespace = _extract_namespace(name)
    if "." in name and namespace in _KEPT_NAMESPACES:
        return PersonAttribute.COMPANY
    if namespace not in _PERSON_NAMESPACES or "." not in name:
        return None
    attribute = name.partition(".")[2].strip().casefold()
    if attribute in _IDENTITIES or attribute == "phone":
        return PersonAttribute.IDENTITY
    is_descriptive = attribute.rpartition(".")[2] in _DESCRIPTIVE_ATTRIBUTES
    return PersonAttribute.DESCRIPTIVE if is_descriptive else PersonAttribute.CUSTOM
