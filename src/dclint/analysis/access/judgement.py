"""What the table says when some facts are open: the mildest verdict, and what could raise it.

With open facts the least verdict over all completions is reported, because learning a fact can
then sharpen it and never contradict it.  A rule that some completion makes report more than that
is not observable, and says which facts decide.
"""

import functools
from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

from dclint.analysis.access.fact import Facts
from dclint.analysis.access.facts import facts
from dclint.analysis.access.table import Cell, Row, row
from dclint.findings.hit import Unobserved
from dclint.model.connector import Connector

Possible = tuple[tuple[object, ...], ...]  # for each field of `Cell` the values that it may have

# What a rule answers on one combination of facts: 0, or the rank of a severity.
Question = Callable[[Cell], int]


class Verdict(NamedTuple):
    """What the table says over all completions."""

    row: Row
    rule: str | None
    """The one rule that reports it; None if it is safe."""
    undecided: dict[str, tuple[str, ...]]
    """For each rule that some completion makes report more: the fields of `Cell` that decide."""


class Judgement(NamedTuple):
    """What is said of one connector."""

    facts: Facts
    possible: Possible
    verdict: Verdict

    def unobserved(self, rule: str) -> Iterator[Unobserved]:
        """Yield what would have to be seen for `rule` to be sure that it has reported all."""
        if self.verdict.undecided.get(rule):
            yield from self.missing(self.verdict.undecided[rule])

    def missing(self, fields: tuple[str, ...]) -> Iterator[Unobserved]:
        """Yield the members of the connector that would decide about `fields` of its cell."""
        members = [member for field in fields for member in getattr(self.facts, field).missing]
        yield from map(Unobserved, dict.fromkeys(members))


@functools.lru_cache(maxsize=1)
def judge(connector: Connector) -> Judgement:
    """Judge `connector`; the rules of the family ask one after the other, so one is remembered."""
    known = facts(connector)
    values = possible(known)
    return Judgement(known, values, _verdict(values))


def possible(known: Facts) -> Possible:
    """Return the values that each fact may have."""
    return tuple([fact.values for fact in known])


@functools.cache
def _verdict(possible: Possible) -> Verdict:
    cells = completions(possible)
    # Of equally mild cells the first has every open switch off, so a rule never points at an open
    # switch: no fact but the passcode makes a verdict milder, and that one comes off first too.
    mildest = min(cells, key=lambda cell: row(cell).rank)
    found = row(mildest)
    reporting = found.rule_for(mildest)
    undecided = {}
    for rule in dict.fromkeys(row(cell).rule_for(cell) for cell in cells):
        if rule is not None:
            reported = found.rank if rule == reporting else 0
            undecided[rule] = deciding(possible, _rank_by(rule), reported)
    return Verdict(found, reporting, undecided)


def _rank_by(rule: str) -> Question:
    """Make the question how badly `rule` reports a cell."""
    return lambda cell: row(cell).rank if row(cell).rule_for(cell) == rule else 0


def deciding(possible: Possible, question: Question, reported: int) -> tuple[str, ...]:
    """Name the open fields, each of which alone can bring the answer down from above `reported`."""
    open_fields = [i for i, values in enumerate(possible) if len(values) > 1]
    answers = {cell: question(cell) for cell in completions(possible)}
    decide: set[int] = set()
    for cell, answer in answers.items():
        if answer > reported:
            decide.update(
                i
                for i in open_fields
                if any(answers[_with(cell, i, value)] < answer for value in possible[i])
            )
    return tuple(Cell._fields[i] for i in sorted(decide))


def _with(cell: Cell, index: int, value: object) -> Cell:
    return Cell._make((*cell[:index], value, *cell[index + 1 :]))


@functools.cache
def answer(possible: Possible, question: Callable[[Cell], bool]) -> tuple[bool, tuple[str, ...]]:
    """Tell whether `question` is true of every completion, and if it is of some: what decides."""
    fields = deciding(possible, question, 0)
    return not fields and question(completions(possible)[0]), fields


def completions(possible: Possible) -> list[Cell]:
    """List every combination of values, the mildest first."""
    return [Cell._make(values) for values in product(*possible)]
