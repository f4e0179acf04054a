"""Markup in names and descriptions, which nobody sees or which loads something."""

import re
from collections.abc import Iterator
from functools import cache

from dclint.analysis.model_texts import format_text_field, list_model_texts, report_unseen_text
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.edits.edit import Rewrite, SuggestedFix, suggest_safe_fix
from dclint.findings.hit import Hit
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome

# What is reported, by the groups of the pattern; how it ends; and what mends it.
_MARKUP_KINDS = {
    "comment": ("an HTML comment, which a reader does not see", "-->", "delete the comment"),
    "image": ("an image, which loads when the text is shown", ")", "write a link instead"),
    "tag": ("the tag", ">", "say it in words"),
    "program": ("a link that runs a program", None, "delete the link"),
}


def markup_in_description(connector: Connector) -> Iterator[Outcome]:
    """Report markup that is invisible or loads something where the text is shown."""
    for at, value in list_model_texts(connector, of_inputs=("description",)):
        if not isinstance(value, str):
            yield from report_unseen_text(connector, at, value)
        elif "<" in value or "](" in value or "script:" in value.lower():
            yield from _check_markup(at, value)


def _check_markup(at: Pointer, text: str) -> Iterator[Hit]:
    matches = _compile_markup().finditer(text)
    first = next(matches, None)
    if first is None:
        return
    others = sum(1 for _ in matches)
    what, end, remedy = _MARKUP_KINDS[str(first.lastgroup)]
    if first.lastgroup == "tag":
        what = f"{what} {quote_text(first[0] + '>')}"
    more = f" and {others} more" if others else ""
    closing = text.find(end, first.end()) if end else -1
    yield Hit(
        message=f"{format_text_field(at)} contains {what}{more}",
        at=at,
        fragment=(first.start(), first.end() if closing < 0 else closing + len(str(end))),
        remedy=remedy,
        suggested_fix=_build_comment_fix(at, text),
    )


_MAX_COMMENTS = 100  # comments that one finding deletes


def _build_comment_fix(at: Pointer, text: str) -> SuggestedFix | None:
    """Delete the HTML comments that end, each with one of the blanks around it."""
    edits: list[Rewrite] = []
    start = text.find("<!--")
    while start >= 0 and len(edits) < _MAX_COMMENTS and (end := text.find("-->", start)) >= 0:
        end += len("-->")
        after = text[end : end + 1] == " " and (not start or text[start - 1] in " \n")
        before = not after and end == len(text) and text[start - 1 : start] == " "
        edits.append(Rewrite(at, "", (start - before, end + after)))
        start = text.find("<!--", end)
    return suggest_safe_fix(*edits)


@cache
def _compile_markup() -> re.Pattern[str]:
    return re.compile(
        r"(?P<comment><!--)"
        r"|(?P<image>!\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*){0,4}\]\()"
        r"|(?P<tag><(?:script|iframe|img|svg|style|object|embed|meta|link)(?=[\s/>]|\Z))"
        r"|(?P<program>(?<![\w/.-])javascript:(?:(?=\S)|(?<=[(\"'=]javascript:)))",
        re.IGNORECASE,
    )
