"""What the table says when some facts are open: the mildest verdict, and what could raise it.

With open facts the least verdict over all completions is reported, because learning a fact can
then sharpen it and never contradict it.  A rule that some completion makes report more than that
is not observable, and says which facts decide.
"""

import functools
from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

from dclint.analysis.access.fact import AccessFacts
from dclint.analysis.access.facts import gather_access_facts
from dclint.analysis.access.table import AccessRow, Cell, find_row
from dclint.findings.hit import NotObservable
from dclint.model.connector import Connector

PossibleValues = tuple[
    tuple[object, ...], ...
]  # for each field of `Cell` the values that it may have

# What a rule answers on one combination of facts: 0, or the rank of a severity.
CellQuestion = Callable[[Cell], int]


class TableMatch(NamedTuple):
    """What the table says over all completions."""

    row: AccessRow
    rule: str | None
    """The one rule that reports it; None if it is safe."""
    undecided: dict[str, tuple[str, ...]]
    """For each rule that some completion makes report more: the fields of `Cell` that decide."""


class AccessVerdict(NamedTuple):
    """What is said of one connector."""

    facts: AccessFacts
    possible_values: PossibleValues
    table_match: TableMatch

    def list_not_observable(self, rule: str) -> Iterator[NotObservable]:
        """Yield what would have to be seen for `rule` to be sure that it has reported all."""
        if self.table_match.undecided.get(rule):
            yield from self.list_missing_fields(self.table_match.undecided[rule])

    def list_missing_fields(self, fields: tuple[str, ...]) -> Iterator[NotObservable]:
        """Yield the members of the connector that would decide about `fields` of its cell."""
        members = [member for field in fields for member in getattr(self.facts, field).missing]
        yield from map(NotObservable, dict.fromkeys(members))


@functools.lru_cache(maxsize=1)
def evaluate_access(connector: Connector) -> AccessVerdict:
    """Judge `connector`; the rules of the family ask one after the other, so one is remembered."""
    known = gather_access_facts(connector)
    values = list_possible_values(known)
    return AccessVerdict(known, values, _match_table(values))


def list_possible_values(known: AccessFacts) -> PossibleValues:
    """Return the values that each fact may have."""
    return tuple([fact.values for fact in known])


@functools.cache
def _match_table(possible: PossibleValues) -> TableMatch:
    cells = list_completions(possible)
    # Of equally mild cells the first has every open switch off, so a rule never points at an open
    # switch: no fact but the passcode makes a verdict milder, and that one comes off first too.
    mildest = min(cells, key=lambda cell: find_row(cell).rank)
    found = find_row(mildest)
    reporting = found.rule_for(mildest)
    undecided = {}
    for rule in dict.fromkeys(find_row(cell).rule_for(cell) for cell in cells):
        if rule is not None:
            reported = found.rank if rule == reporting else 0
            undecided[rule] = find_deciding_fields(possible, _make_rank_question(rule), reported)
    return TableMatch(found, reporting, undecided)


def _make_rank_question(rule: str) -> CellQuestion:
    """Make the question how badly `rule` reports a cell."""
    return lambda cell: find_row(cell).rank if find_row(cell).rule_for(cell) == rule else 0


def find_deciding_fields(
    possible: PossibleValues, question: CellQuestion, reported: int
) -> tuple[str, ...]:
    """Name the open fields, each of which alone can bring the answer down from above `reported`."""
    open_fields = [i for i, values in enumerate(possible) if len(values) > 1]
    answers = {cell: question(cell) for cell in list_completions(possible)}
    decide: set[int] = set()
    for cell, answer in answers.items():
        if answer > reported:
            decide.update(
                i
                for i in open_fields
                if any(answers[_replace_value(cell, i, value)] < answer for value in possible[i])
            )
    return tuple(Cell._fields[i] for i in sorted(decide))


def _replace_value(cell: Cell, index: int, value: object) -> Cell:
    return Cell._make((*cell[:index], value, *cell[index + 1 :]))


@functools.cache
def evaluate_question(
    possible: PossibleValues, question: Callable[[Cell], bool]
) -> tuple[bool, tuple[str, ...]]:
    """Tell whether `question` is true of every completion, and if it is of some: what decides."""
    fields = find_deciding_fields(possible, question, 0)
    return not fields and question(list_completions(possible)[0]), fields


def list_completions(possible: PossibleValues) -> list[Cell]:
    """List every combination of values, the mildest first."""
    return [Cell._make(values) for values in product(*possible)]
