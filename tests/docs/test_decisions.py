"""Decision records are numbered without gaps, short, and in the index with their status."""

import re

from support.paths import ROOT

FOLDER = ROOT / "docs" / "decisions"
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))


def test_records_are_numbered_without_gaps() -> None:
    assert [int(path.name[:4]) for path in RECORDS] == list(range(1, len(RECORDS) + 1))
    for number, path in enumerate(RECORDS, 1):
        assert path.read_text("utf-8").startswith(f"# {number}. ")


def test_the_index_has_every_record_with_its_status() -> None:
    index = (FOLDER / "README.md").read_text("utf-8")
    for path in RECORDS:
        text = path.read_text("utf-8")
        heading, status = (
            re.search(r"# \d+\. (.*)", text),
            re.search(r"\*\*Status\.\*\* (.*)", text),
        )
        assert heading
        assert status
        assert f"({path.name}) | {heading[1]} | {status[1]} |" in index
