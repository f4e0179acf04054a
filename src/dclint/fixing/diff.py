"""What fixing would change, as a unified diff for people: nothing secret can be read in it."""

import re
from collections.abc import Iterator
from difflib import unified_diff

from dclint.base.escape import INVISIBLE, escaped
from dclint.fixing.fixer import Mended
from dclint.model.source_item import SourceItem
from dclint.model.subject import subjects
from dclint.secrets.connector import secrets_of
from dclint.secrets.patterns import mask
from dclint.secrets.redaction import redact


def diff(mended: Mended) -> str:
    """Write the difference between the two texts; nothing if there is none."""
    name = _visible(mended.before.document.name)
    before, after = (_lines(item) for item in (mended.before, mended.after))
    return "".join(_ended(line) for line in unified_diff(before, after, name, name))


def _lines(item: SourceItem) -> list[str]:
    document, text = item.document, item.document.text
    for subject in subjects(item):
        for secret in secrets_of(subject.connector):
            span = document.locate(subject.at + secret.at, (secret.start, secret.end))
            text = mask(text, *span)
    return list(_shown(redact(text)))


def _shown(text: str) -> Iterator[str]:
    """Yield the lines of a text, each with its break if it has one."""
    *lines, last = text.split("\n")
    for line in lines:
        yield _visible(line.removesuffix("\r")) + "\n"
    if last:
        yield _visible(last)


def _visible(text: str) -> str:
    """Escape what a terminal would obey; tabs indent, so they stay."""
    return "\t".join(re.sub(INVISIBLE, escaped, part) for part in text.split("\t"))


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
