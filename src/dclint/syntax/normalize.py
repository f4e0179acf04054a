"""A text as a model takes it: compatibility forms unified, invisible characters left out."""

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import normalize

from dclint.base.spans import Fragment

# Characters that are normalised at once: a run of combining marks takes quadratic time.
_PIECE_LENGTH = 256

# Default_Ignorable_Code_Point of Unicode, and interlinear annotations.
_IGNORABLE = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def normalize_text(text: str) -> str:
    """Return `text` in NFKC, without what has no width."""
    return (
        text
        if text.isascii()
        else "".join(_normalize_piece(piece) for piece in _split_pieces(text))
    )


def map_to_original(text: str, start: int, end: int) -> Fragment:
    """Tell which part of `text` became code points `start` to `end` of `plain(text)`."""
    if text.isascii():
        return start, end
    return _map_index(text, start), _map_index(text, end - 1) + 1


def _map_index(text: str, target: int) -> int:
    """Find the character of `text` with which code point `target` of `plain(text)` appears."""
    passed, pieces = 0, _split_pieces(text)
    piece = next(pieces)
    while target >= (length := len(_normalize_piece(piece))):
        target -= length
        passed += len(piece)
        piece = next(pieces)
    sizes = (len(_normalize_piece(piece[: size + 1])) for size in range(len(piece)))
    return passed + next(at for at, size in enumerate(sizes) if target < size)


def _split_pieces(text: str) -> Iterator[str]:
    return (text[at : at + _PIECE_LENGTH] for at in range(0, len(text), _PIECE_LENGTH))


def _normalize_piece(piece: str) -> str:
    return normalize("NFKC", _compile_ignorable().sub("", piece))


@cache
def _compile_ignorable() -> re.Pattern[str]:
    return re.compile(_IGNORABLE)
