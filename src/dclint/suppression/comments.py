"""Comments that silence findings: `# dclint: ignore[rule] reason`, `ignore-file` at the top."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from dclint.base.suggestions import unknown
from dclint.document import Document, Problem, Syntax
from dclint.findings.finding import Finding
from dclint.findings.severity import Severity
from dclint.suppression.model import Means, Silenced

if TYPE_CHECKING:
    from dclint.document.comments import Comments, Marker


_FORM = re.compile(r"(ignore(?:-file)?)(?![\w-])[ \t]*(?:\[([^\[\]]*)\])?[ \t]*(.*)")
_MANY = 50  # comments of one kind that are told of in one text, and rules that one comment may name
_MOST_PROBLEMS = 200  # things that are said of the comments of one text


@dataclass(slots=True)
class Suppression:
    """One comment: which rules it silences where, and whether anything was there to silence."""

    marker: "Marker"
    names: tuple[str, ...]
    reason: str
    used: set[str] = field(default_factory=set)
    reasonless: set[str] = field(default_factory=set)
    """Rules whose errors it would silence if it gave a reason."""


def suppressions(document: Document, refused: frozenset[str]) -> "Suppressions | None":
    """Read the comments of a document; None if it has none, as most have."""
    if document.syntax is not Syntax.YAML or "dclint:" not in document.text:
        return None
    from dclint.document.comments import Comments

    return Suppressions(document, Comments(document), refused)


class Suppressions:
    """The comments of one document.  A rule of which nothing may be silenced refuses them."""

    def __init__(self, document: Document, comments: "Comments", refused: frozenset[str]) -> None:
        self._document = document
        self._refused = refused
        self._found: list[Suppression] = []
        self._problems: list[Problem] = []
        self._by_line: dict[tuple[str, int], Suppression] = {}
        """Rule and line, or 0 for the whole file → the comment that silences it there."""
        self._comments = comments
        for marker in comments.markers:
            self._read(marker)

    def match(self, finding: Finding) -> Silenced | None:
        """Return the comment that silences a finding; an error needs a reason."""
        rule, line = finding.rule, finding.location.line
        places = (line, self._comments.first_line(line), 0)
        found = next((s for at in places if (s := self._by_line.get((rule, at)))), None)
        if found is None:
            return None
        if finding.severity is Severity.ERROR and not found.reason:
            found.reasonless.add(finding.rule)
        elif finding.rule not in self._refused:
            found.used.add(finding.rule)
            line, _ = self._document.position(found.marker.span.start)
            place = f"{self._document.name}:{line}"
            return Silenced(finding, Means.COMMENT, place, found.reason or None)
        return None

    def problems(
        self, enabled: Iterable[str], known: Callable[[], Iterable[str]]
    ) -> Iterator[Problem]:
        """Yield what is wrong with the comments, once all findings have been matched.

        `known` are the names of all rules, asked for only if there is a comment.
        """
        yield from self._problems
        if not self._found:
            return
        names, running = frozenset(known()), frozenset(enabled)
        judged = (
            self._judge(each, name, names, running) for each in self._found for name in each.names
        )
        yield from islice(filter(None, judged), _MOST_PROBLEMS)

    def _read(self, marker: "Marker") -> None:
        form = _FORM.fullmatch(marker.text)
        if form is None:
            message = "This is no instruction for dclint, so nothing is suppressed"
            self._add("unknown-suppression", message, marker, "write `ignore[rule-name] reason`")
            return
        is_for_file = form[1] == "ignore-file"
        names = tuple(filter(None, (name.strip() for name in (form[2] or "").split(","))))
        if len(names) > _MANY:
            message = f"This comment names more than {_MANY} rules, so nothing is suppressed"
            self._add("unknown-suppression", message, marker, "name the rules that are meant")
        elif not names:
            message = "This comment names no rule, so nothing is suppressed"
            remedy = f"write `{form[1]}[rule-name] reason`"
            self._add("blanket-suppression", message, marker, remedy)
        elif is_for_file and not marker.is_first:
            message = "`ignore-file` counts at the top of a file only, so nothing is suppressed"
            self._add("unknown-suppression", message, marker, "move it above the first member")
        else:
            found = Suppression(marker, names, form[3].strip())
            self._found.append(found)
            for name in names:
                self._by_line.setdefault((name, 0 if is_for_file else marker.line), found)

    def _judge(
        self, each: Suppression, name: str, known: frozenset[str], running: frozenset[str]
    ) -> Problem | None:
        span = each.marker.span
        if name not in known:
            return Problem("unknown-suppression", _sentence(unknown("rule", name, known)), span)
        if name in self._refused:
            message = f"The settings allow nobody to suppress `{name}`"
            return Problem("refused-suppression", message, span)
        if name in each.reasonless:
            message = f"`{name}` is an error here, and suppressing an error takes a reason"
            remedy = "say why, behind the `]`"
            return Problem("reasonless-suppression", message, span, remedy)
        if name not in each.used and name in running:
            message = f"Nothing of `{name}` is found here any more"
            return Problem("unused-suppression", message, span, remedy="remove the comment")
        return None

    def _add(self, rule: str, message: str, marker: "Marker", remedy: str) -> None:
        if len(self._problems) < _MANY:
            self._problems.append(Problem(rule, message, marker.span, remedy=remedy))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
