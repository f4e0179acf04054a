"""The authentication table is total, free of contradiction, and obeys seven laws."""

import itertools
from collections import Counter

import pytest

from dclint.analysis.access.effect import Effect
from dclint.analysis.access.picks import Selection
from dclint.analysis.access.table import ROWS, Cell, Credential, find_row, judge_cell

READ, CREATE, MODIFY = Effect
NONE, REF, PAIR, PERSON, ALL = Selection
NO, UNKNOWN, YES = Credential
PEOPLE = ("users", "leads", "visitors")
AUDIENCES = [frozenset(c) for n in range(4) for c in itertools.combinations(PEOPLE, n)]
SWITCH = (False, True)
CELLS = [
    Cell(*values)
    for values in itertools.product(
        SWITCH, AUDIENCES, SWITCH, SWITCH, Credential, Effect, Selection
    )
]
DECIDED = [cell for cell in CELLS if cell.credential is not UNKNOWN]
RANKS = {"safe": 0, "info": 1, "warning": 2, "error": 3}


def specified(cell: Cell) -> list[tuple[str, str]]:
    """Every row whose condition holds, written independently of the product's data."""
    d, s, c, b, credential, m, i = cell
    t = credential is YES
    x = b or bool(s & {"leads", "visitors"})
    o, f, p = not c and d and x, not c and d and not x, c and not b
    read, create, modify = m == READ, m == CREATE, m == MODIFY
    a4 = p and d and read and t and i in (PERSON, ALL)
    c4, c5 = f and read and t and i in (REF, PAIR), f and read and t and i in (PERSON, ALL)
    conditions = [
        ("A1", c and b, "error"),
        ("A2", p and d and modify, "info"),
        ("A3", p and not (d and modify) and not a4, "safe"),
        ("A4", a4, "info"),
        ("B1", not c and not d and b and t and i != NONE, "warning"),
        ("B2", not c and not d and not (b and t and i != NONE), "safe"),
        ("C1", f and read and (i == NONE or not t), "safe"),
        ("C2", f and create, "info"),
        ("C3", f and modify, "warning"),
        ("C4", c4, "info"),
        ("C5", c5, "warning"),
        ("D1", o and read and i == NONE, "safe"),
        ("D2", o and read and t and i == PAIR, "warning"),
        ("D3", o and read and t and i in (REF, PERSON, ALL), "error"),
        ("D4", o and read and not t and i in (PERSON, ALL), "warning"),
        ("D5", o and read and not t and i in (REF, PAIR), "info"),
        ("E1", o and create and t and i in (NONE, PERSON, ALL), "warning"),
        ("E2", o and create and not t and i in (NONE, PERSON, ALL), "info"),
        ("E3", o and create and t and i in (REF, PAIR), "error"),
        ("E4", o and create and not t and i in (REF, PAIR), "warning"),
        ("E5", o and modify and i == NONE, "warning"),
        ("E6", o and modify and t and i != NONE, "error"),
        ("E7", o and modify and not t and i != NONE, "warning"),
    ]
    return [(name, severity) for name, holds, severity in conditions if holds]


def test_the_space_is_as_large_as_it_is_specified() -> None:
    assert len(CELLS) == len(set(CELLS)) == 2880


def test_every_cell_has_exactly_the_row_that_is_specified() -> None:
    for cell in DECIDED:
        found = [
            (each.name, str(each.severity or "safe")) for each in ROWS if each.matches_cell(cell)
        ]
        assert found == specified(cell)
        assert len(found) == 1
        assert find_row(cell).name == found[0][0]


def test_an_unknown_credential_is_one_severity_less_and_no_less_than_without_one() -> None:
    for cell in CELLS:
        if cell.credential is not UNKNOWN:
            continue
        [(with_one, severity)] = specified(cell._replace(credential=YES))
        [(without, mild)] = specified(cell._replace(credential=NO))
        assert find_row(cell).name == with_one
        depends = with_one != without
        expected = max(RANKS[severity] - 1, RANKS[mild]) if depends else RANKS[severity]
        assert judge_cell(cell).rank == expected


def test_every_row_is_used() -> None:
    counts = Counter(find_row(cell).name for cell in DECIDED)
    assert [each.name for each in ROWS] == sorted(counts)
    assert len(ROWS) == 23
    assert sum(counts.values()) == 1920


def test_a_rule_reports_every_cell_that_is_not_safe_and_no_other() -> None:
    for cell in CELLS:
        verdict = judge_cell(cell)
        assert (verdict.rule is None) == (verdict.severity is None)


def test_bypass_is_named_where_it_opens_a_look_up() -> None:
    for cell in DECIDED:
        if find_row(cell).name in ("D2", "D3", "D4", "D5"):
            named = "auth-bypass-exposes-data" if cell.bypass else "anonymous-data-access"
            assert judge_cell(cell).rule == named


def judged(cell: Cell) -> int:
    return judge_cell(cell).rank


def test_a_credential_makes_it_no_safer() -> None:
    for cell in CELLS:
        ranks = [judged(cell._replace(credential=each)) for each in (NO, UNKNOWN, YES)]
        assert ranks == sorted(ranks)


@pytest.mark.parametrize("field", ["fin", "bypass"])
def test_direct_use_or_bypass_makes_it_no_safer(field: str) -> None:
    for cell in CELLS:
        on, off = (Cell(**cell._asdict() | {field: value}) for value in (True, False))
        assert judged(on) >= judged(off)


def test_the_passcode_makes_it_no_worse() -> None:
    for cell in CELLS:
        if not cell.bypass:
            assert judged(cell._replace(passcode=True)) <= judged(cell._replace(passcode=False))


def test_a_change_is_no_better_than_a_read() -> None:
    for cell in CELLS:
        assert judged(cell._replace(effect=MODIFY)) >= judged(cell._replace(effect=READ))


def test_a_wider_audience_makes_it_no_safer() -> None:
    for cell, wider in itertools.product(CELLS, AUDIENCES):
        if cell.audience and cell.audience < wider:
            assert judged(cell._replace(audience=wider)) >= judged(cell)


def test_no_audience_counts_as_the_mildest() -> None:
    for cell in CELLS:
        if not cell.audience:
            anybody = [judged(cell._replace(audience=each)) for each in AUDIENCES if each]
            assert judged(cell) == min(anybody)
