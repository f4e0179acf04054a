"""Fixing: the edits that checks propose, written into a text as long as they do no harm."""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import NamedTuple

from dclint.config.settings import Config
from dclint.document import Document
from dclint.edits.edit import apply_edits
from dclint.edits.text import apply_changes
from dclint.edits.text.chosen import ChangeSet
from dclint.findings.finding import Finding
from dclint.fixing.safety import LintSnapshot, does_harm, is_same_json, take_lint_snapshot
from dclint.model.source_item import SourceItem
from dclint.ruleset.rule import Rule

# How often a text is fixed and linted again; edits that overlap wait for the next time.
MAX_ROUNDS = 10


class FixResult(NamedTuple):
    """A document before and after it was fixed; the very same if there was nothing to do."""

    before: SourceItem
    after: SourceItem
    findings: tuple[Finding, ...]
    """What was fixed."""


def apply_fixes(
    item: SourceItem, rules: Sequence[Rule], config: Config, *, unsafe: bool = False
) -> FixResult:
    """Fix what can be fixed of one document; nothing is written anywhere."""
    if any(problem.rule == "duplicate-key" for problem in item.document.problems):
        return FixResult(item, item, ())  # which of the two is meant nobody knows
    mending = _FixSession(rules, config)
    now = take_lint_snapshot(item, rules, config)
    fixed: list[Finding] = []
    for _ in range(MAX_ROUNDS):
        wanted = mending.select_findings(now, unsafe=unsafe)
        if not wanted:
            break
        round_ = _FixRound(mending, now)
        round_.add_findings(wanted)
        fixed += round_.fixed
        now = round_.after
    return FixResult(item, now.item, tuple(fixed))


class _Outcome(Enum):
    WRONG = auto()
    """The text does not say what it was meant to say."""
    HARMFUL = auto()


class _FixSession:
    """What is known throughout the rounds."""

    def __init__(self, rules: Sequence[Rule], config: Config) -> None:
        self._rules = rules
        self._config = config
        self.refused: set[str] = set()
        """Fingerprints of the findings whose fixes do harm, or cannot be written."""

    def select_findings(self, now: LintSnapshot, *, unsafe: bool) -> list[Finding]:
        """List the findings that can be fixed in one go, in the order of the text."""
        chosen = ChangeSet(now.item.document)
        return [
            finding
            for finding in now.findings
            if finding.fix
            and (finding.fix.is_safe or unsafe)
            and finding.fingerprint not in self.refused
            and chosen.add_edits(finding.fix.edits)
        ]

    def attempt_fixes(
        self, before: LintSnapshot, findings: Sequence[Finding]
    ) -> LintSnapshot | _Outcome:
        """Fix these findings, and look at what came out."""
        document = before.item.document
        edits = [
            edit for finding in findings for edit in (finding.fix.edits if finding.fix else ())
        ]
        chosen = ChangeSet(document)
        if not chosen.add_edits(edits):
            return _Outcome.WRONG
        text = apply_changes(document.text, chosen.changes)
        after = Document(document.name, text)
        if len(after.problems) > len(document.problems):
            return _Outcome.WRONG
        if not is_same_json(after.data, apply_edits(document.data, edits)):
            return _Outcome.WRONG
        now = take_lint_snapshot(replace(before.item, document=after), self._rules, self._config)
        return _Outcome.HARMFUL if does_harm(before, now, findings) else now


class _FixRound:
    """One pass: as many findings as possible are fixed in the text as it was before."""

    def __init__(self, mending: _FixSession, before: LintSnapshot) -> None:
        self._session = mending
        self._before = before
        self.fixed: list[Finding] = []
        self.after = before

    def add_findings(self, findings: Sequence[Finding]) -> None:
        """Fix these as well; where they do not go together, as many halves of them as do."""
        found = self._session.attempt_fixes(self._before, [*self.fixed, *findings])
        if isinstance(found, LintSnapshot):
            self.fixed += findings
            self.after = found
        elif len(findings) > 1:
            middle = len(findings) // 2
            self.add_findings(findings[:middle])
            self.add_findings(findings[middle:])
        elif found is _Outcome.HARMFUL or not self.fixed:
            self._session.refused.add(findings[0].fingerprint)
