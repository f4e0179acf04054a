"""Which fields of a response nobody wants in a chat or in a log, told by their names."""

import functools

from dclint.analysis.response_paths import parse_field_path
from dclint.base.words import split_words


def _parse_words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What is sensitive by itself.
_SENSITIVE_WORDS = _parse_words(
    "password passwords passwd secret secrets ssn ssns cvv cvc iban ibans salary salaries"
)

_SENSITIVE_PAIRS = (
    *("card number", "api key", "access token", "refresh token", "session token", "auth token"),
    *("client secret", "private key", "social security", "bank account", "credit score"),
)

_WORD_PAIRS = tuple(
    _parse_words(words) for pair in _SENSITIVE_PAIRS for words in (pair, f"{pair}s")
)

# What is sensitive where the two come together, in any order or as one word: `apikey`.
_COMPOUND_WORDS = tuple(pair.replace(" ", "") for pair in _SENSITIVE_PAIRS)

# What turns the name of a secret into that of a fact about it, wherever it stands.
_NEUTRAL_WORDS = _parse_words(
    """page next cursor url expires type last expire expired expiry expiration ttl lifetime
    currency currencies minimum maximum range rule public publishable masked redacted truncated"""
)

# The same at the end only: an `api_key_id` is an id, an `id_card_number` is a card number.
_NEUTRAL_LAST_WORDS = _parse_words(
    """id ids uuid guid name label title hint tip prefix path version pattern policy format
    algorithm scheme strength length min max count total country info infos
    insights status state required enabled changed updated created mask window age at on date
    seconds minutes hours days check checks result match verified valid sent attempts scope
    scopes"""
)


@functools.lru_cache(maxsize=8192)
def is_sensitive_field(path: str) -> bool:
    """Whether the last name of `path` is that of a credential or of something very private."""
    name = split_words(parse_field_path(path)[-1]) if parse_field_path(path) else ()
    words = frozenset(name)
    if (
        words.isdisjoint(_SENSITIVE_WORDS)
        and not any(pair <= words for pair in _WORD_PAIRS)
        and not any(glued in word for word in name for glued in _COMPOUND_WORDS)
    ):
        return False
    return words.isdisjoint(_NEUTRAL_WORDS) and name[-1] not in _NEUTRAL_LAST_WORDS
