"""Texts made to exhaust a reader: none takes more than 10 s of time or 500 MB of memory."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dclint.document import MAX_BYTES

pytest.importorskip("resource")
pytestmark = pytest.mark.process

_READ = """
import itertools, json, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
resource.setrlimit(resource.RLIMIT_DATA, (500_000_000, 500_000_000))
from dclint.document import Document
with open(sys.argv[2], "rb") as file:
    document = Document(sys.argv[1], file.read())
for problem in document.problems:
    document.line_column(problem.span.start), document.line_column(problem.span.end)
for at, value in itertools.islice(document.iter_roots(), 1000):
    while isinstance(value, (dict, list)) and value:
        step = list(value)[-1] if isinstance(value, dict) else len(value) - 1
        at, value = (*at, step), value[step]
    document.line_column(document.locate_value(at).end)
    if isinstance(value, str) and value:
        document.locate_value(at, (len(value) - 1, len(value)))
print(json.dumps(sorted({problem.rule for problem in document.problems})))
"""

_YAML = 5 * 1024 * 1024

# Characters of which a text may have so many if one of them is an emoji.
_WIDE = 24 * 1024 * 1024 - 64


def _fill(unit: str, size: int) -> str:
    return unit * (size // len(unit.encode()))


def _json(unit: str, *, size: int = MAX_BYTES) -> Callable[[], str]:
    return lambda: f"[{_fill(unit, size - 4)}0]"


def _yaml(unit: str, *, before: str = "", after: str = "") -> Callable[[], str]:
    return lambda: before + _fill(unit, _YAML - len(before + after)) + after


_SYNTAX, _UNSAFE, _TEXT, _TWICE = (
    ["syntax-error"],
    ["unsafe-document"],
    ["invalid-text-encoding"],
    ["duplicate-key"],
)
_CASES: dict[str, tuple[str, Callable[[], str | bytes], list[str]]] = {
    "json brackets": ("x.json", lambda: "[" * 100_000, _SYNTAX),
    "json bracket pairs": ("x.json", lambda: "[" * 100_000 + "]" * 100_000, _SYNTAX),
    "json objects": ("x.json", lambda: '[{"a":' * 50_000, _SYNTAX),
    "ndjson brackets": ("x.ndjson", lambda: "[" * 100_000, _SYNTAX),
    "yaml brackets": ("x.yaml", lambda: "[" * 100_000, _SYNTAX),
    "yaml objects": ("x.yaml", lambda: '[{"a":' * 50_000, _SYNTAX),
    "json arrays": ("x.json", _json("[],"), _UNSAFE),
    "json empty objects": ("x.json", _json("{},"), _UNSAFE),
    "json numbers": ("x.json", _json("0,"), _UNSAFE),
    "json strings": ("x.json", _json('"a",'), _UNSAFE),
    "json as many numbers as may be": ("x.json", _json("0,", size=1_599_900), []),
    "json as many objects as may be": (
        "x.json",
        lambda: '["\U0001f600"' + "".join(f',{{"k{i}":"\U0001f600{i}"}}' for i in range(200_000)) + "]",
        [],
    ),
    "json as many members as may be": (
        "x.json",
        lambda: "[" + ",".join("{" + ",".join(f'"{i}{j:07}":"\U0001f600{j}"' for j in range(99_999)) + "}" for i in range(7)) + "]",
        [],
    ),
    "json emoji": ("x.json", lambda: '"' + "a" * _WIDE + '\U0001f600"', []),
    "json, too wide": (
        "x.json",
        lambda: '"' + "a" * (_WIDE + 99) + '\U0001f600"',
        ["unsafe-document"],
    ),
    "json noncharacter": ("x.json", lambda: '"' + "a" * _WIDE + '\U0001ffff"', _TEXT),
    "json emoji escapes": ("x.json", lambda: '"' + _fill("\\ud83d\\ude00", MAX_BYTES - 2) + '"', []),
    "json lone escapes": ("x.json", lambda: "[" + '"\\ud83d",' * 700_000 + "0]", _TEXT),
    "json deep lone escape": (
        "x.json", lambda: "[" * 190 + '"a",' * 700_000 + '"\\ud83d"' + "]" * 190, _TEXT,
    ),
    "json backslashes": ("x.json", lambda: '"' + "\\" * (MAX_BYTES - 2) + '"', []),
    "json line feeds": ("x.json", lambda: "\n" * (MAX_BYTES - 1) + "@", _SYNTAX),
    "json blanks": ("x.json", lambda: '{"a":1,' + " " * (MAX_BYTES - 8) + "}", _SYNTAX),
    "json digits": ("x.json", lambda: "9" * MAX_BYTES, []),
    "json repeated names": ("x.json", lambda: "{" + '"a":1,' * 99_999 + '"a":1}', _TWICE),
    "json many repeated names": ("x.json", lambda: "[" + '{"a":1,"a":2},' * 190_000 + "0]", _TWICE),
    "json NUL": ("x.json", lambda: b"\0" * MAX_BYTES, _TEXT),
    "json Latin-1": ("x.json", lambda: b'"\xe9' * (MAX_BYTES // 2), _TEXT),
    "json too large": ("x.json", lambda: b"[" * (MAX_BYTES + 1), _UNSAFE),
    "ndjson emoji": ("x", lambda: ' {"a":"' + "a" * (_WIDE - 30) + '\U0001f600"}\n{"a":1}', []),
    "ndjson lines": ("x.ndjson", lambda: "{}\n" * 1_000_000, _UNSAFE),
    "ndjson as many lines as may be": ("x.ndjson", lambda: '{"a":1}\n' * 79_000, []),
    "ndjson broken lines": ("x.ndjson", lambda: "x\n" * 99_000, _SYNTAX),
    "yaml dashes": ("x.yaml", _yaml("- "), _SYNTAX),
    "yaml question marks": ("x.yaml", _yaml("? "), _SYNTAX),
    "yaml anchors": ("x.yaml", _yaml("&a "), _SYNTAX),
    "yaml flow mappings": ("x.yaml", _yaml("{a: "), _SYNTAX),
    "yaml commas": ("x.yaml", _yaml("a,", before="[", after="]"), _UNSAFE),
    "yaml plain": ("x.yaml", _yaml("a "), []),
    "yaml lines": ("x.yaml", _yaml("- a\n"), _UNSAFE),
    "yaml mappings": ("x.yaml", _yaml("- {}\n"), _UNSAFE),
    "yaml documents": ("x.yaml", _yaml("---\n"), _UNSAFE),
    "yaml comments": ("x.yaml", _yaml("#\n"), []),
    "yaml tabs": ("x.yaml", _yaml("\t"), _SYNTAX),
    "yaml colons": ("x.yaml", _yaml(":"), _SYNTAX),
    "yaml indentation": ("x.yaml", lambda: "".join(" " * i + "a:\n" for i in range(3000)), _SYNTAX),
    "yaml long name": ("x.yaml", _yaml("k", after=": 1"), _SYNTAX),
    "yaml blank text": ("x.yaml", _yaml(" ", before='a: "', after='b"'), []),
    "yaml breaks in text": ("x.yaml", _yaml("\n", before='a: "', after=' b"'), []),
    "yaml block": ("x.yaml", _yaml("  a\n", before="a: >\n"), []),
    "yaml old breaks": ("x.yaml", _yaml("\u2028"), []),
    "yaml tags": ("x.yaml", lambda: "- !!x a\n" * 400_000, _UNSAFE),
    "yaml local tags": ("x.yaml", lambda: "- !x a\n" * 400_000, []),
    "yaml directives": ("x.yaml", lambda: "".join(f"%TAG !{i}! !\n" for i in range(300_000)), _UNSAFE),
    "yaml repeated names": ("x.yaml", lambda: "a: 1\n" * 100_000, _TWICE),
    "yaml merges": (
        "x.yaml", lambda: "<<: {" * 190 + ",".join(f"k{i}: 1" for i in range(200_000)) + "}" * 190, _UNSAFE,
    ),
    "yaml aliases of a long text": (
        "x.yaml", lambda: "- &a " + "x" * 1_000_000 + "\n" + "- *a\n" * 1000, [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "rules"), _CASES.values(), ids=_CASES)
def test_hostile_texts_are_read_or_refused_in_time(
    name: str, text: Callable[[], str | bytes], rules: list[str], tmp_path: Path
) -> None:
    content = text()
    file = tmp_path / "content"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    command = [sys.executable, "-c", _READ, name, str(file)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr[-500:]) == (0, "")
    assert json.loads(result.stdout) == rules
