"""Comments that suppress findings: `# dclint: ignore[rule] reason`, `ignore-file` at the top."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from dclint.base.suggestions import describe_unknown_name
from dclint.document import Document, Span
from dclint.findings.finding import Finding, Location
from dclint.findings.severity import Severity
from dclint.findings.suppression import Suppression, SuppressionKind

if TYPE_CHECKING:
    from dclint.document.comments import DclintComment, DclintComments


_FORM = re.compile(r"(ignore(?:-file)?)(?![\w-])[ \t]*(?:\[([^\[\]]*)\])?[ \t]*(.*)")
_MANY = 50  # comments of one kind that are told of in one text, and rules that one comment may name
_MOST_PROBLEMS = 200  # things that are said of the comments of one text


@dataclass(frozen=True, slots=True)
class CommentProblem:
    """Something wrong with a comment; `rule` is the document rule that reports it."""

    rule: str
    message: str
    location: Location
    remedy: str | None = None


@dataclass(slots=True)
class SuppressionComment:
    """One comment: which rules it suppresses where, and whether anything was there to suppress."""

    location: Location
    names: tuple[str, ...]
    reason: str
    used: set[str] = field(default_factory=set)
    reasonless: set[str] = field(default_factory=set)
    """Rules whose errors it would suppress if it gave a reason."""


def read_suppressions(
    document: Document, refused: frozenset[str], locate: Callable[[Span], Location]
) -> "DocumentSuppressions":
    """Return the comments of a YAML document.  `locate` returns the place of a span of it."""
    from dclint.document.comments import DclintComments

    return DocumentSuppressions(document.name, DclintComments(document), refused, locate)


class DocumentSuppressions:
    """The comments of one document.  A rule of which nothing may be suppressed refuses them."""

    def __init__(
        self,
        file: str,
        comments: "DclintComments",
        refused: frozenset[str],
        locate: Callable[[Span], Location],
    ) -> None:
        self._file = file
        self._refused = refused
        self._found: list[SuppressionComment] = []
        self._problems: list[CommentProblem] = []
        self._by_line: dict[tuple[str, int], SuppressionComment] = {}
        """Rule and line, or 0 for the whole file → the comment that suppresses it there."""
        self._comments = comments
        for marker in comments.comments:
            self._read_marker(marker, locate(marker.span))

    def match_finding(self, finding: Finding) -> Suppression | None:
        """Return how a comment suppresses a finding; an error needs a reason."""
        rule, line = finding.rule, finding.location.line
        places = (line, self._comments.find_first_line(line), 0)
        found = next((s for at in places if (s := self._by_line.get((rule, at)))), None)
        if found is None:
            return None
        if finding.severity is Severity.ERROR and not found.reason:
            found.reasonless.add(finding.rule)
        elif finding.rule not in self._refused:
            found.used.add(finding.rule)
            place = f"{self._file}:{found.location.line}"
            return Suppression(SuppressionKind.COMMENT, place, found.reason or None)
        return None

    def list_problems(
        self, enabled: Iterable[str], known: Callable[[], Iterable[str]]
    ) -> Iterator[CommentProblem]:
        """Yield what is wrong with the comments, once all findings have been matched.

        `known` are the names of all rules, asked for only if there is a comment.
        """
        yield from self._problems
        if not self._found:
            return
        names, running = frozenset(known()), frozenset(enabled)
        judged = (
            self._judge_comment(each, name, names, running)
            for each in self._found
            for name in each.names
        )
        yield from islice(filter(None, judged), _MOST_PROBLEMS)

    def _read_marker(self, marker: "DclintComment", location: Location) -> None:
        form = _FORM.fullmatch(marker.text)
        if form is None:
            message = "This is no instruction for dclint, so nothing is suppressed"
            self._add_problem(
                "unknown-suppression", message, location, "write `ignore[rule-name] reason`"
            )
            return
        is_for_file = form[1] == "ignore-file"
        names = tuple(filter(None, (name.strip() for name in (form[2] or "").split(","))))
        if len(names) > _MANY:
            message = f"This comment names more than {_MANY} rules, so nothing is suppressed"
            self._add_problem(
                "unknown-suppression", message, location, "name the rules that are meant"
            )
        elif not names:
            message = "This comment names no rule, so nothing is suppressed"
            remedy = f"write `{form[1]}[rule-name] reason`"
            self._add_problem("blanket-suppression", message, location, remedy)
        elif is_for_file and not marker.is_first:
            message = "`ignore-file` counts at the top of a file only, so nothing is suppressed"
            self._add_problem(
                "unknown-suppression", message, location, "move it above the first member"
            )
        else:
            found = SuppressionComment(location, names, form[3].strip())
            self._found.append(found)
            for name in names:
                self._by_line.setdefault((name, 0 if is_for_file else marker.line), found)

    def _judge_comment(
        self, each: SuppressionComment, name: str, known: frozenset[str], running: frozenset[str]
    ) -> CommentProblem | None:
        place = each.location
        if name not in known:
            return CommentProblem(
                "unknown-suppression", _sentence(describe_unknown_name("rule", name, known)), place
            )
        if name in self._refused:
            message = f"The settings allow nobody to suppress `{name}`"
            return CommentProblem("refused-suppression", message, place)
        if name in each.reasonless:
            message = f"`{name}` is an error here, and suppressing an error takes a reason"
            remedy = "say why, behind the `]`"
            return CommentProblem("reasonless-suppression", message, place, remedy)
        if name not in each.used and name in running:
            message = f"Nothing of `{name}` is found here any more"
            return CommentProblem("unused-suppression", message, place, "remove the comment")
        return None

    def _add_problem(self, rule: str, message: str, location: Location, remedy: str) -> None:
        if len(self._problems) < _MANY:
            self._problems.append(CommentProblem(rule, message, location, remedy))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
