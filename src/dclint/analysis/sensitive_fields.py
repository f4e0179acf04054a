"""Which fields of a response nobody wants in a chat or in a log, told by their names."""

import functools

from dclint.analysis.response_paths import names
from dclint.analysis.selectors import split_words


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What is sensitive by itself.
_WORDS = _listed(
    "password passwords passwd secret secrets ssn ssns cvv cvc iban ibans salary salaries"
)

_PAIRS = (
    *("card number", "api key", "access token", "refresh token", "session token", "auth token"),
    *("client secret", "private key", "social security", "bank account", "credit score"),
)

_WORD_PAIRS = tuple(_listed(words) for pair in _PAIRS for words in (pair, f"{pair}s"))

# What is sensitive where the two come together, in any order or as one word: `apikey`.
_GLUED = tuple(pair.replace(" ", "") for pair in _PAIRS)

# What turns the name of a secret into that of a fact about it, wherever it stands.
_ABOUT = _listed(
    """page next cursor url expires type last expire expired expiry expiration ttl lifetime
    currency currencies minimum maximum range rule public publishable masked redacted truncated"""
)

# The same at the end only: an `api_key_id` is an id, an `id_card_number` is a card number.
_ABOUT_AT_END = _listed(
    """id ids uuid guid name label title hint tip prefix path version pattern policy format
    algorithm scheme strength length min max count total country info infos
    insights status state required enabled changed updated created mask window age at on date
    seconds minutes hours days check checks result match verified valid sent attempts scope
    scopes"""
)


@functools.lru_cache(maxsize=8192)
def is_sensitive(path: str) -> bool:
    """Whether the last name of `path` is that of a credential or of something very private."""
    name = split_words(names(path)[-1]) if names(path) else ()
    words = frozenset(name)
    if (
        words.isdisjoint(_WORDS)
        and not any(pair <= words for pair in _WORD_PAIRS)
        and not any(glued in word for word in name for glued in _GLUED)
    ):
        return False
    return words.isdisjoint(_ABOUT) and name[-1] not in _ABOUT_AT_END
