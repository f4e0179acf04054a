"""What the table says when some facts are open: the mildest verdict, and what could raise it.

With open facts the least verdict over all completions is reported, because learning a fact can
then sharpen it and never contradict it.  A rule that some completion makes report more than that
is not observable, and says which facts decide.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from dclint.analysis.access.effect import Effect
from dclint.analysis.access.fact import AccessFacts
from dclint.analysis.access.facts import gather_access_facts
from dclint.analysis.access.picks import Selection
from dclint.analysis.access.selection import SelectionReading, read_selection
from dclint.analysis.access.table import (
    Audience,
    Cell,
    CellVerdict,
    Credential,
    judge_cell,
)
from dclint.findings.hit import NotObservable
from dclint.findings.severity import Confidence, Severity
from dclint.model.connector import Connector

# For each field of `Completion` the values that it may have.
PossibleValues = tuple[tuple[object, ...], ...]

# What a rule answers on one combination of facts: 0, or the rank of a severity.
CellQuestion = Callable[[Cell], int]


class Completion(NamedTuple):
    """One value for each fact; what is picked depends on whether the person is checked."""

    fin: bool
    audience: Audience
    passcode: bool
    bypass: bool
    credential: Credential
    effect: Effect
    selection: Selection
    exposed_selection: Selection

    @property
    def cell(self) -> Cell:
        """The cell of the table to which it belongs."""
        cell = Cell(*self[:-1])
        if cell.takes_word_for_attributes:
            return cell._replace(selection=self.exposed_selection)
        return cell


@dataclass(frozen=True, slots=True)
class TableMatch:
    """What the table says over all completions."""

    cell: Cell
    """The one that is judged mildest."""
    verdict: CellVerdict
    undecided: dict[str, tuple[str, ...]]
    """For each rule that some completion makes report more: the facts that decide."""

    @property
    def rule(self) -> str | None:
        """The one rule that reports it; None if it is safe."""
        return self.verdict.rule


@dataclass(frozen=True, slots=True)
class AccessVerdict:
    """What is said of one connector."""

    connector: Connector
    facts: AccessFacts
    possible_values: PossibleValues
    table_match: TableMatch

    @property
    def selection(self) -> SelectionReading:
        """What the request picks, and why, for the people of the verdict."""
        is_exposed = self.table_match.cell.takes_word_for_attributes
        return read_selection(self.connector, is_exposed=is_exposed)

    @property
    def known_selection(self) -> Selection | None:
        """What the request picks for these people; None if that cannot be told."""
        is_exposed = self.table_match.cell.takes_word_for_attributes
        return (self.facts.exposed_selection if is_exposed else self.facts.selection).known

    @property
    def severity(self) -> Severity | None:
        """The severity of the verdict; where the evidence is weak at most a warning.

        A value in the path is an exception: a service that asks for a key does not publish.
        """
        severity, cell = self.table_match.verdict.severity, self.table_match.cell
        if severity is not Severity.ERROR or cell.selection is Selection.NONE:
            return severity
        is_sure = self.selection.confidence is not Confidence.LOW or (
            self.selection.is_in_path and cell.credential is Credential.YES and cell.exposed
        )
        return severity if is_sure else Severity.WARNING

    def list_not_observable(self, rule: str) -> Iterator[NotObservable]:
        """Yield what would have to be seen for `rule` to be sure that it has reported all."""
        yield from self.list_missing_fields(self.table_match.undecided.get(rule, ()))
        cell = self.table_match.cell
        if cell.credential is Credential.UNKNOWN and self.facts.credential.missing:
            attached = judge_cell(cell._replace(credential=Credential.YES))
            if attached.rule == rule and attached.rank > self.table_match.verdict.rank:
                yield from self.list_missing_fields(("credential",))

    def list_missing_fields(self, facts: tuple[str, ...]) -> Iterator[NotObservable]:
        """Yield the fields of the connector that would decide about `facts`."""
        fields = [field for fact in facts for field in getattr(self.facts, fact).missing]
        yield from map(NotObservable, dict.fromkeys(fields))


@functools.lru_cache(maxsize=1)
def evaluate_access(connector: Connector) -> AccessVerdict:
    """Judge `connector`; the rules of the family ask one after the other, so one is remembered."""
    known = gather_access_facts(connector)
    values = known.list_values()
    return AccessVerdict(connector, known, values, _match_table(values))


@functools.cache
def _match_table(possible: PossibleValues) -> TableMatch:
    # Of equally mild cells the first has every open switch off, so a rule never points at an open
    # switch: no fact but the passcode makes a verdict milder, and that one comes off first too.
    cells = [completion.cell for completion in list_completions(possible)]
    mildest = min(cells, key=lambda cell: judge_cell(cell).rank)
    verdict = judge_cell(mildest)
    undecided = {}
    for rule in dict.fromkeys(judge_cell(cell).rule for cell in cells):
        if rule is not None:
            reported = verdict.rank if rule == verdict.rule else 0
            undecided[rule] = find_deciding_facts(possible, _make_rank_question(rule), reported)
    return TableMatch(mildest, verdict, undecided)


def _make_rank_question(rule: str) -> CellQuestion:
    """Make the question how badly `rule` reports a cell."""
    return lambda cell: judge_cell(cell).rank if judge_cell(cell).rule == rule else 0


def find_deciding_facts(
    possible: PossibleValues, question: CellQuestion, reported: int
) -> tuple[str, ...]:
    """Name the open facts, each of which alone can bring the answer down from above `reported`."""
    open_facts = [i for i, values in enumerate(possible) if len(values) > 1]
    answers = {each: question(each.cell) for each in list_completions(possible)}
    decide: set[int] = set()
    for completion, answer in answers.items():
        if answer > reported:
            decide.update(
                i
                for i in open_facts
                if any(answers[_replace_value(completion, i, v)] < answer for v in possible[i])
            )
    return tuple(Completion._fields[i] for i in sorted(decide))


def _replace_value(completion: Completion, index: int, value: object) -> Completion:
    return Completion._make((*completion[:index], value, *completion[index + 1 :]))


@functools.cache
def evaluate_question(
    possible: PossibleValues, question: Callable[[Cell], bool]
) -> tuple[bool, tuple[str, ...]]:
    """Tell whether `question` is true of every completion, and if it is of some: what decides."""
    facts = find_deciding_facts(possible, question, 0)
    return not facts and question(list_completions(possible)[0].cell), facts


def list_completions(possible: PossibleValues) -> list[Completion]:
    """List every combination of values, the mildest first."""
    return [Completion._make(values) for values in product(*possible)]
