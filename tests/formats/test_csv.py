"""The table for spreadsheets, read again by the standard library."""

import csv
import io

import pytest
from support.reports import (
    FORMULAS,
    HOSTILE_NAME,
    MARKUP,
    PLAIN,
    everything,
    hostile,
    of,
    render,
    report_on,
    silenced,
)

from dclint.document.unreadable import Unreadable
from dclint.engine.report import Report
from dclint.report.csv import COLUMNS


def table(report: Report) -> list[dict[str, str]]:
    """Read a table strictly."""
    reader = csv.DictReader(io.StringIO(render("csv", report), newline=""), strict=True)
    rows = list(reader)
    assert tuple(reader.fieldnames or ()) == COLUMNS
    assert all(None not in row and None not in row.values() for row in rows)
    return rows


def test_a_row_a_finding_and_nothing_lost_on_the_way() -> None:
    report = everything()
    rows = table(report)
    assert len(rows) == len(report.findings) + len(report.suppressed) + 1
    for row, finding in zip(rows, report.findings, strict=False):
        assert row["status"] == "open"
        assert row["rule"] == finding.rule
        assert int(row["line"]) == finding.location.line
        assert row["fingerprint"] == finding.fingerprint


def test_lines_end_as_the_standard_says() -> None:
    text = render("csv", everything())
    assert text.count("\r\n") == text.count("\n") == text.count("\r")
    assert text.endswith("\r\n")
    assert not text.startswith("\ufeff")


def test_the_status_says_what_silences() -> None:
    rows = {row["rule"]: row for row in table(silenced())}
    assert {rule: row["status"] for rule, row in rows.items()} == {
        "low-information-description": "open",
        "url-not-https": "suppressed",
        "undefined-template-variable": "waived",
        "unused-data-input": "known",
    }
    waived = rows["undefined-template-variable"]
    assert (waived["reason"], waived["owner"]) == ("an old host", "team-parcels")
    assert (waived["place"], waived["expires"]) == ("dclint.toml:3", "2999-12-31")


def test_what_was_not_read_has_a_row() -> None:
    (row,) = table(report_on(Unreadable("a.json", "permission denied")))
    assert (row["status"], row["file"], row["message"]) == (
        "not-read",
        "a.json",
        "permission denied",
    )


@pytest.mark.parametrize("name", [HOSTILE_NAME, MARKUP, *FORMULAS, '",=1+1,"', "a\r\n=1+1"])
def test_no_cell_is_a_formula(name: str) -> None:
    reports = [
        hostile(name),
        report_on(Unreadable(name, name)),
        of(PLAIN | {"name": name, "id": name, "url": name}, f"{name}.json"),
    ]
    for report in reports:
        for row in table(report):
            for cell in row.values():
                assert not cell.lstrip().startswith(tuple("=+-@\t\r＝＋－＠")), cell


@pytest.mark.parametrize("name", FORMULAS)
def test_no_cell_is_a_formula_where_cells_are_parted_by_semicolons(name: str) -> None:
    text = render("csv", of(PLAIN | {"name": f"x;{name}"}, f"{name}.json"))
    for line in csv.reader(io.StringIO(text, newline=""), delimiter=";", quoting=csv.QUOTE_NONE):
        for cell in line:
            assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠")), cell


def test_other_cells_stay_as_they_are() -> None:
    (row, *_) = table(of(PLAIN))
    assert row["message"] == "The scheme is `http`, not `https`"
    assert row["connector"] == "Get order status"
