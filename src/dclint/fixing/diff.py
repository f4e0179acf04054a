"""What fixing would change, as a unified diff for people: nothing secret can be read in it."""

import re
from collections.abc import Iterator
from difflib import unified_diff

from dclint.base.escape import INVISIBLE, escape_match
from dclint.fixing.fixer import FixResult
from dclint.model.source_item import SourceItem
from dclint.model.subject import list_subjects
from dclint.secrets.connector import find_connector_secrets
from dclint.secrets.patterns import mask_span
from dclint.secrets.redaction import redact_text


def render_diff(result: FixResult) -> str:
    """Write the difference between the two texts; nothing if there is none."""
    name = _escape_invisible(result.before.document.name)
    before, after = (_list_masked_lines(item) for item in (result.before, result.after))
    return "".join(_terminate_line(line) for line in unified_diff(before, after, name, name))


def _list_masked_lines(item: SourceItem) -> list[str]:
    document, text = item.document, item.document.text
    for subject in list_subjects(item):
        for secret in find_connector_secrets(subject.connector):
            span = document.locate_value(subject.at + secret.at, (secret.start, secret.end))
            text = mask_span(text, *span)
    return list(_escape_lines(redact_text(text)))


def _escape_lines(text: str) -> Iterator[str]:
    """Yield the lines of a text, each with its break if it has one."""
    *lines, last = text.split("\n")
    for line in lines:
        yield _escape_invisible(line.removesuffix("\r")) + "\n"
    if last:
        yield _escape_invisible(last)


def _escape_invisible(text: str) -> str:
    """Escape what a terminal would obey; tabs indent, so they stay."""
    return "\t".join(re.sub(INVISIBLE, escape_match, part) for part in text.split("\t"))


def _terminate_line(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
