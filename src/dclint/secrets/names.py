"""The shape of a name that holds a credential: `X-Api-Key`, `access_token`, `clientSecret`.

One notion for headers, query parameters, body members and inputs.  The last word decides, unless
the word before it says otherwise: a sort key, a page token.
"""

import functools

from dclint.base.words import split_words

# Last words of names that hold a credential, as vendors document them.
_LAST_WORDS = frozenset(
    {"key", "token", "secret", "signature", "sig", "auth", "pat"}
    | {"authorization", "password", "passwd", "pwd", "passphrase", "jwt", "credential", "bearer"}
    | {"credentials", "cookie", "apikey", "hapikey", "appkey", "accesskey"}
)

# The same at the end of words that are written as one: `authtoken`, `xapikey`.
_ENDINGS = ("apikey", "accesskey", "secretkey", "authkey", "token", "secret", "password", "passwd")

# Words before `key`, `token` or `signature` that make it something else.
_OTHER_KEYS = frozenset(
    {"public", "publishable", "sort", "order", "partition", "idempotency", "foreign", "primary"}
    | {"cache", "surrogate", "translation", "i18n", "l10n", "n", "issue", "project", "object"}
    | {"row", "group", "field", "column", "attribute", "json", "map", "lookup", "search", "unique"}
    | {"natural", "business", "external", "merge", "join", "routing", "storage", "file", "range"}
    | {
        "shortcut",
        "hot",
        "socket",
        "dedup",
        "dedupe",
        "deduplication",
        "websocket",
        "sibling",
        "parent",
    }
    | {"page", "next", "previous", "prev", "cursor", "sync", "continuation", "pagination", "skip"}
    | {"scroll", "resume", "start", "csrf", "xsrf", "antiforgery", "form", "email", "mail"}
    | {"max", "min", "total", "completion", "prompt", "stop", "message", "document", "set"}
)
_OTHER_COMPOUNDS = tuple(
    f"{word}{last}" for word in _OTHER_KEYS if len(word) > 1 for last in ("token", "key")
)


@functools.lru_cache(maxsize=4096)
def is_credential_name(name: str) -> bool:
    """Whether what stands under `name` is a credential, however the name is written."""
    if "%" in name:
        from urllib.parse import unquote

        name = unquote(name)
    words = split_words(name[:200])
    if not words:
        return False
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if name.strip().lower() == "key":  # of anything; a query parameter is looked at more closely
        return False
    if before in _OTHER_KEYS or last.endswith(_OTHER_COMPOUNDS):
        return False
    return last in _LAST_WORDS or last.endswith(_ENDINGS)
