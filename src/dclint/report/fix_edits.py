"""Fixes as programs read them: other text for places of a file."""

from typing import Any

from typing_extensions import TypedDict

from dclint.findings.finding import Fix, Replacement


class EditV1(TypedDict):
    """Other text for a place of the finding's file; an empty place gets it inserted."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class FixV1(TypedDict):
    """What `--fix`, or with `safe` false `--unsafe-fixes`, does about a finding.

    There are no `edits` where a secret would stand in them.
    """

    safe: bool
    edits: list[EditV1]


def convert_fix_to_json(fix: Fix | None) -> FixV1 | None:
    """Bring a fix into the frozen form."""
    return fix and {
        "safe": fix.is_safe,
        "edits": [_convert_edit(each) for each in fix.replacements],
    }


def _convert_edit(each: Replacement) -> EditV1:
    return {
        "line": each.line,
        "column": each.column,
        "end_line": each.end_line,
        "end_column": each.end_column,
        "text": each.text,
    }


def convert_fix_to_sarif(fix: Fix, what: str, artifact: dict[str, str]) -> dict[str, Any]:
    """Write a fix of the file `artifact`, which `what` describes (SARIF 3.55)."""
    text = what if fix.is_safe else f"{what} (look at what this does)"
    replacements = list(map(_convert_replacement, fix.replacements))
    return {
        "description": {"text": text},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
    }


def _convert_replacement(each: Replacement) -> dict[str, Any]:
    """A region without a length is a place to insert at (3.30.2)."""
    return {
        "deletedRegion": {
            "startLine": each.line,
            "startColumn": each.column,
            "endLine": each.end_line,
            "endColumn": each.end_column,
        },
        "insertedContent": {"text": each.text},
    }
