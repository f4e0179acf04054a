"""What the settings say that a value or a path picks (`[access]`): it beats other evidence."""

import functools
import re
from collections.abc import Iterator, Sequence
from fnmatch import translate

from dclint.analysis.access.collection import Segment
from dclint.analysis.lexicon import split_name
from dclint.base.words import remove_accents
from dclint.model.access_patterns import AccessPatterns
from dclint.syntax.url import UrlTemplate


def find_declared_word(patterns: Sequence[str], names: Sequence[str]) -> str | None:
    """Return the first pattern that fits a word of one of `names`, or a whole name."""
    words = [word for name in names for word in (remove_accents(name), *split_name(name))]
    for pattern in patterns:
        if "/" not in pattern and any(map(_compile_word(pattern).fullmatch, words)):
            return pattern
    return None


def find_declared_path(patterns: Sequence[str], url: UrlTemplate | None) -> str | None:
    """Return the first pattern that fits the end of the path of `url`; placeholders are text."""
    path = url.text[slice(*url.path)].rstrip("/") if url else ""
    for pattern in patterns:
        if "/" in pattern and _compile_path(pattern).fullmatch(path):
            return pattern
    return None


def list_told_names(segments: Sequence[Segment]) -> Iterator[str]:
    """Yield the last part of a path that has words: what a list is a list of."""
    for segment in reversed(segments):
        if segment.words and not segment.is_technical:
            yield segment.text
            return


def has_patterns(patterns: AccessPatterns) -> bool:
    """Whether the settings say anything of persons or records."""
    return bool(patterns.persons or patterns.records)


@functools.cache
def _compile_word(pattern: str) -> re.Pattern[str]:
    """Make an expression of a word; its English plural fits too."""
    plain = remove_accents(pattern.strip())
    return re.compile(f"{translate(plain)}|{translate(f'{plain}s')}")


@functools.cache
def _compile_path(pattern: str) -> re.Pattern[str]:
    """Make an expression of the end of a path; `*` stands for text within one part of it."""
    parts = re.split(r"(\*+)", f"/{pattern.strip().strip('/')}")
    text = "".join("[^/]*" if part.startswith("*") else re.escape(part) for part in parts)
    return re.compile(f".*{text}", re.IGNORECASE | re.DOTALL)
