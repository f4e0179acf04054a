"""The authentication table is total, free of contradiction, and obeys seven laws."""

import itertools
from collections import Counter

import pytest

from dclint.analysis.access.table import ROWS, Cell, Method, find_row
from dclint.analysis.selectors import Selector

READ, CREATE, MODIFY = Method
NONE, REF, PAIR, PERSON = Selector
PEOPLE = ("users", "leads", "visitors")
AUDIENCES = [frozenset(c) for n in range(4) for c in itertools.combinations(PEOPLE, n)]
SWITCH = (False, True)
CELLS = [
    Cell(*values)
    for values in itertools.product(SWITCH, AUDIENCES, SWITCH, SWITCH, SWITCH, Method, Selector)
]


def specified(cell: Cell) -> list[tuple[str, str]]:
    """Every row whose condition holds, written independently of the product's data."""
    d, s, c, b, t, m, i = cell
    x = b or bool(s & {"leads", "visitors"})
    o, f = not c and d and x, not c and d and not x
    conditions = [
        ("A1", c and b, "error"),
        ("A2", c and not b and d and m == MODIFY, "info"),
        ("A3", c and not b and not (d and m == MODIFY), "safe"),
        ("B1", not c and not d and b and t and i != NONE, "warning"),
        ("B2", not c and not d and not (b and t and i != NONE), "safe"),
        ("C1", f and m == READ, "safe"),
        ("C2", f and m == CREATE, "info"),
        ("C3", f and m == MODIFY, "warning"),
        ("D1", o and m == READ and i == NONE, "safe"),
        ("D2", o and m == READ and t and i == PAIR, "warning"),
        ("D3", o and m == READ and t and i in (REF, PERSON), "error"),
        ("D4", o and m == READ and not t and i == PERSON, "warning"),
        ("D5", o and m == READ and not t and i in (REF, PAIR), "info"),
        ("E1", o and m == CREATE and t and i in (NONE, PERSON), "warning"),
        ("E2", o and m == CREATE and not t and i in (NONE, PERSON), "info"),
        ("E3", o and m == CREATE and t and i in (REF, PAIR), "error"),
        ("E4", o and m == CREATE and not t and i in (REF, PAIR), "warning"),
        ("E5", o and m == MODIFY and i == NONE, "warning"),
        ("E6", o and m == MODIFY and t and i != NONE, "error"),
        ("E7", o and m == MODIFY and not t and i != NONE, "warning"),
    ]
    return [(name, severity) for name, holds, severity in conditions if holds]


def test_every_cell_has_exactly_the_row_that_is_specified() -> None:
    assert len(CELLS) == 1536
    for cell in CELLS:
        found = [
            (each.name, str(each.severity or "safe")) for each in ROWS if each.matches_cell(cell)
        ]
        assert found == specified(cell)
        assert len(found) == 1


def test_every_row_is_used_as_often_as_it_is_specified() -> None:
    counts = Counter(find_row(cell).name for cell in CELLS)
    assert counts == {
        "A1": 384,
        "A2": 64,
        "A3": 320,
        "B1": 72,
        "B2": 312,
        "C1": 16,
        "C2": 16,
        "C3": 16,
        "D1": 28,
        "D2": 14,
        "D3": 28,
        "D4": 14,
        "D5": 28,
        "E1": 28,
        "E2": 28,
        "E3": 28,
        "E4": 28,
        "E5": 28,
        "E6": 42,
        "E7": 42,
    }
    assert [each.name for each in ROWS] == sorted(counts)


def judged(cell: Cell) -> int:
    return find_row(cell).rank


@pytest.mark.parametrize("field", ["credential", "fin", "bypass"])
def test_no_credential_direct_use_or_bypass_makes_it_safer(field: str) -> None:
    for cell in CELLS:
        on, off = (Cell(**cell._asdict() | {field: value}) for value in (True, False))
        assert judged(on) >= judged(off)


def test_the_passcode_makes_it_no_worse() -> None:
    for cell in CELLS:
        if not cell.bypass:
            assert judged(cell._replace(passcode=True)) <= judged(cell._replace(passcode=False))


def test_a_change_is_no_better_than_a_read() -> None:
    for cell in CELLS:
        assert judged(cell._replace(method=MODIFY)) >= judged(cell._replace(method=READ))


def test_a_wider_audience_makes_it_no_safer() -> None:
    for cell, wider in itertools.product(CELLS, AUDIENCES):
        if cell.audience and cell.audience < wider:
            assert judged(cell._replace(audience=wider)) >= judged(cell)


def test_no_audience_counts_as_the_mildest() -> None:
    for cell in CELLS:
        if not cell.audience:
            anybody = [judged(cell._replace(audience=each)) for each in AUDIENCES if each]
            assert judged(cell) == min(anybody)
