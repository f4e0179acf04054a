"""Attributes of people and companies (`user.email`): which are verified, who may change them."""

from dclint.model.context import Evidence

# Namespaces of the attributes of the person in the conversation.
_PEOPLE = frozenset({"user", "contact"})

# What the Messenger can verify, and what Intercom itself assigns (help article 6317752).
_IDENTITIES = frozenset({"email", "user_id", "external_id", "id"})


def _namespace(name: str) -> str:
    return name.partition(".")[0].strip().casefold()


_CUSTOM = "custom_attributes."


def is_writable(name: str, evidence: Evidence) -> bool | None:
    """Tell whether the Messenger may change an attribute; None if nobody knows."""
    known = evidence.attributes or {}
    attribute = name.partition(".")[2].strip()
    return known.get(attribute, known.get(_CUSTOM + attribute))


# Attributes that fill in a form or a greeting: nobody keeps records under them.
_DESCRIPTIONS = frozenset(
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


def is_unverified(name: str) -> bool:
    """Whether a placeholder inserts an attribute of the person that nothing verifies."""
    attribute = name.partition(".")[2].strip().casefold()
    if not attribute or _namespace(name) not in _PEOPLE or attribute in _IDENTITIES:
        return False
    return attribute.partition(".")[0] not in _DESCRIPTIONS
