"""Texts that hide in base64, where people see noise and a model reads a sentence."""

import re
from base64 import b64decode
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_MIN_ENCODED_LENGTH = 40  # characters of base64, the padding included, that may hide a text

# Both alphabets of RFC 4648.
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"

_RUN_TABLE = bytes(97 if byte in _ALPHABET else 32 for byte in range(256))
_SHORTEST_RUN = b"a" * (_MIN_ENCODED_LENGTH - 2)
_MIN_TEXT_LENGTH = 24
_MIN_LETTER_SHARE = 0.75  # how much of a text must be letters and blanks: less is JSON, XML or code

# A text in Chinese, Japanese or Korean, which no noise makes: each letter is three bytes.
_EAST_ASIAN_TEXT = "[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]{8,}"


class HiddenText(NamedTuple):
    """Where base64 stands in a text, and what it says."""

    start: int
    end: int
    text: str


def find_hidden_texts(text: str) -> HiddenText | None:
    """Return the first base64 in a plain text that is a sentence when it is decoded."""
    if len(text) < _MIN_ENCODED_LENGTH or _SHORTEST_RUN not in text.encode(
        "ascii", "replace"
    ).translate(_RUN_TABLE):
        return None
    return next(_find_sentences(text), None)


def _find_sentences(text: str) -> Iterator[HiddenText]:
    for run in _compile_runs().finditer(text):
        if len(run[0]) >= _MIN_ENCODED_LENGTH and (sentence := _decode_run(run[0])):
            yield HiddenText(*run.span(), sentence)


def _decode_run(run: str) -> str | None:
    """Decode, wherever in `run` the base64 begins: a word may be glued to it."""
    digits = run.rstrip("=").replace("-", "+").replace("_", "/")
    for shift in range(4):
        whole = digits[shift:]
        data = b64decode(whole[: len(whole) // 4 * 4] + _pad_remainder(whole))
        for stretch in _compile_readable_text().finditer(data.decode("utf-8", "replace")):
            if stretch.lastgroup or _is_sentence(stretch[0]):
                return stretch[0].strip()
    return None


def _pad_remainder(digits: str) -> str:
    """Return what is left of the last four digits, padded; one digit alone says nothing."""
    left = len(digits) % 4
    return digits[-left:] + "=" * (4 - left) if left > 1 else ""


def _is_sentence(text: str) -> bool:
    letters = sum(character.isalpha() or character.isspace() for character in text)
    return (
        letters >= _MIN_LETTER_SHARE * len(text) and _compile_three_words().search(text) is not None
    )


@cache
def _compile_runs() -> re.Pattern[str]:
    return re.compile(f"[A-Za-z0-9+/_-]{{{_MIN_ENCODED_LENGTH - 2},}}={{0,2}}")


@cache
def _compile_readable_text() -> re.Pattern[str]:
    """Compile what has neither controls nor bytes that could not be decoded."""
    legible = "[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]"
    return re.compile(f"(?P<eastern>{_EAST_ASIAN_TEXT})|{legible}{{{_MIN_TEXT_LENGTH},}}")


@cache
def _compile_three_words() -> re.Pattern[str]:
    word = r"[^\W\d_]{2,}+"
    return re.compile(rf"(?<![^\W\d_]){word}[,;:]?\s+[^\W\d_]++[,;:]?\s+{word}")
