"""Edits of texts as people write them: comments, quotes, indentation and line endings survive."""

from typing import Any

import pytest

from dclint.document import Document
from dclint.edits.edit import Append, Edit, PutValue, Remove, Rename, Rewrite
from dclint.edits.text import apply_changes, compute_changes

TYPE = Append(("headers",), {"name": "Content-Type", "value": "application/json"})


def after(name: str, text: str, *edits: Edit) -> str | None:
    document = Document(name, text)
    assert not document.problems
    found = compute_changes(document, edits)
    return None if found is None else apply_changes(document.text, found)


JSON: list[Any] = [
    ("a member of a minified object", '{"a":1}', [PutValue(("b",), value=True)], '{"a":1,"b":true}'),
    ("of one on a line", '{"a": 1, "c": 2}', [PutValue(("b",), "x")], '{"a": 1, "c": 2, "b": "x"}'),
    ("of an empty one", "{}", [PutValue(("b",), "x")], '{"b": "x"}'),
    ("with tabs and CRLF", '{\r\n\t"a": 1\r\n}', [PutValue(("b",), "x")], '{\r\n\t"a": 1,\r\n\t"b": "x"\r\n}'),
    ("an item in the middle", '{"a": [1, 2, 3]}', [Remove(("a", 1))], '{"a": [1, 3]}'),
    ("the last item", '{"a": [1, 2, 3 ]}', [Remove(("a", 2))], '{"a": [1, 2 ]}'),
    ("the only item", '{"a": [ 1 ]}', [Remove(("a", 0))], '{"a": []}'),
    ("the last two at once have to wait", '{"a": [1, 2]}', [Remove(("a", 0)), Remove(("a", 1))], None),
    ("a part beside escapes", r'{"a": "\u00e9\n b"}', [Rewrite(("a",), "", (2, 3))], r'{"a": "\u00e9\nb"}'),
    ("half of a pair", r'{"a": "\ud83d\udce6"}', [Rewrite(("a",), "x")], r'{"a": "x"}'),
    ("new text in ASCII", '{"a": "x"}', [Rewrite(("a",), "é")], r'{"a": "\u00e9"}'),
    ("new text beside others", '{"ü": "x"}', [Rewrite(("ü",), "é")], '{"ü": "é"}'),
    ("a number as it is written", '{"a": 7}', [PutValue(("a",), "7")], '{"a": "7"}'),
    ("a number written otherwise", '{"a": -0}', [PutValue(("a",), "0")], None),
    ("a name", '{"a" : 7}', [Rename(("a",), "b")], '{"b" : 7}'),
    ("a name that is there", '{"a": 7, "b": 1}', [Rename(("a",), "b")], None),
    ("what is not there", '{"a": 7}', [Remove(("c",))], None),
    ("the first header, minified", '{"a":1}', [TYPE], '{"a":1,"headers":[{"name":"Content-Type","value":"application/json"}]}'),
    ("two changes of one place", '{"a": "xy"}', [Rewrite(("a",), "z", (0, 2)), Rewrite(("a",), "q", (1, 2))], None),
]  # fmt: skip

YAML: list[Any] = [
    ("a member behind comments", "a: 1  # one\n# two\n", [PutValue(("b",), value=True)], "a: 1  # one\nb: true\n# two\n"),
    ("no line break at the end", "a: 1", [PutValue(("b",), "x")], "a: 1\nb: x"),
    ("CRLF", "a: 1\r\nc: 2\r\n", [PutValue(("b",), "x")], "a: 1\r\nc: 2\r\nb: x\r\n"),
    ("a member of an item", "- a: 1\n- c: 2\n", [PutValue((0, "b"), "x")], "- a: 1\n  b: x\n- c: 2\n"),
    ("in flow style", "{a: 1, c: 2}\n", [PutValue(("b",), "true")], '{a: 1, c: 2, b: "true"}\n'),
    ("the first header", "a: 1\n", [TYPE], "a: 1\nheaders:\n  - name: Content-Type\n    value: application/json\n"),
    ("one more header", "headers:\n- name: a\n  value: b # c\nz: 1\n", [TYPE], "headers:\n- name: a\n  value: b # c\n- name: Content-Type\n  value: application/json\nz: 1\n"),
    ("one more in braces", "headers:\n    - {name: a}\n", [TYPE], "headers:\n    - {name: a}\n    - {name: Content-Type, value: application/json}\n"),
    ("into an empty list", "headers: []  # none\n", [TYPE], "headers: [{name: Content-Type, value: application/json}]  # none\n"),
    ("an item with its comment", "a:\n  - 1 # one\n  - 2 # two\n", [Remove(("a", 0))], "a:\n  - 2 # two\n"),
    ("the only item", "a:  # list\n  - 1\nb: 2\n", [Remove(("a", 0))], "a: []  # list\nb: 2\n"),
    ("the last item and line", "a:\n  - 1\n  - 2", [Remove(("a", 1))], "a:\n  - 1"),
    ("an item inside an item", "- - 1\n  - 2\n", [Remove((0, 0))], None),
    ("a member in a block", "a: 1\nb: 2\nc: 3\n", [Remove(("b",))], "a: 1\nc: 3\n"),
    ("a plain scalar", "a:  x   y # z\n", [Rewrite(("a",), "x y")], "a:  x y # z\n"),
    ("that needs quotes now", "a: b # z\n", [Rewrite(("a",), "b: c")], 'a: "b: c" # z\n'),
    ("or would be a number", "a: x7\n", [Rewrite(("a",), "", (0, 1))], 'a: "7"\n'),
    ("single quotes", "a: 'it''s x'\n", [Rewrite(("a",), "'", (5, 6))], "a: 'it''s '''\n"),
    ("double quotes", r'a: "x\ty"', [Rewrite(("a",), '"', (0, 1))], r'a: "\"\ty"'),
    ("a control character", "a: 'xy'\n", [Rewrite(("a",), "\t\x07", (1, 2))], 'a: "x\\t\\u0007"\n'),
    ("a literal block", 'a: |\n  {"b": {{c}}}\n  # no comment\n', [Rewrite(("a",), '"', (6, 6)), Rewrite(("a",), '"', (11, 11))], 'a: |\n  {"b": "{{c}}"}\n  # no comment\n'),
    ("a line more in a block", "a: |\n  b\n", [Rewrite(("a",), "\n", (1, 1))], None),
    ("a folded block", "a: >-\n  x  y\n  z\n", [Rewrite(("a",), " ", (1, 3))], "a: >-\n  x y\n  z\n"),
    ("an empty value", "a:\nb: 1\n", [PutValue(("a",), value=False)], "a: false\nb: 1\n"),
    ("behind an alias", "a: &x {b: 1}\nc: *x\n", [PutValue(("c", "b"), value=True)], None),
    ("with an anchor", "a: &x 1\nc: *x\n", [PutValue(("a",), value=True)], None),
    ("from a merge key", "a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n", [PutValue(("c", "b"), value=True)], None),
    ("a quoted name", "'a': 1\n", [Rename(("a",), "b")], "'b': 1\n"),
    ("the second document", "a: 1\n---\na: x\n", [Rewrite((1, "a"), "y")], "a: 1\n---\na: y\n"),
    ("a value with a tag", "a: !!str 7\n", [PutValue(("a",), "8")], None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "edits", "wanted"), [pytest.param(*case[1:], id=case[0]) for case in JSON]
)
def test_json_is_edited_in_place(text: str, edits: list[Edit], wanted: str | None) -> None:
    assert after("a.json", text, *edits) == wanted


@pytest.mark.parametrize(
    ("text", "edits", "wanted"), [pytest.param(*case[1:], id=case[0]) for case in YAML]
)
def test_yaml_is_edited_in_place(text: str, edits: list[Edit], wanted: str | None) -> None:
    assert after("a.yaml", text, *edits) == wanted


def test_a_line_of_ndjson_is_edited_alone() -> None:
    text = '{"a": "x"}\n\n{"a": "y"}\n'
    assert after("a.ndjson", text, Rewrite((1, "a"), "z")) == '{"a": "x"}\n\n{"a": "z"}\n'
