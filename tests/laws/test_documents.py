"""Laws that hold for whatever is written or not written in a document."""

import json
import re
from itertools import islice, pairwise
from typing import Any

import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from dclint.base.pointer import Pointer
from dclint.document import Document


class CoreDumper(yaml.SafeDumper):
    """PyYAML, told by the tables of YAML 1.2 what a plain scalar would be taken for."""


class CoreLoader(yaml.SafeLoader):
    """The other half: PyYAML writes some long texts so that not even it can read them."""


# Source: https://yaml.org/spec/1.2.2/#1032-tag-resolution
_CORE = {
    "null": r"null|Null|NULL|~|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
    r"|[-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN",
    "merge": "<<",
}

CoreDumper.yaml_implicit_resolvers, CoreLoader.yaml_implicit_resolvers = {}, {}
for tag, pattern in _CORE.items():
    regex = re.compile(rf"(?:{pattern})\Z")
    CoreDumper.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", regex, None)
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", regex, None)

# Line breaks in YAML 1.1, which PyYAML writes; ordinary characters in YAML 1.2.
_OLD_BREAKS = "\x85\u2028\u2029"

_characters = st.characters(exclude_categories=["Cs"], exclude_characters=_OLD_BREAKS)
_texts = st.text(_characters) | st.text("ab \n\t'\"\\:#-{}[],&*!|>%@`?\r\u00e9\U0001f600~0.ex<")
_scalars = (
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False) | _texts
)
_values = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_texts, inner, max_size=4)
)
_any_text = st.text(st.characters())
_json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | _any_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_any_text, inner, max_size=4),
)
_SEPARATORS = [(",", ":"), (", ", ": "), (" ,\t", "\n:\r\n ")]
_STYLES = [None, '"', "'", "|", ">"]


def _places(value: Any, at: Pointer = ()) -> list[tuple[Pointer, Any]]:
    found = [(at, value)]
    if isinstance(value, (dict, list)):
        children = value.items() if isinstance(value, dict) else enumerate(value)
        found += [place for key, child in children for place in _places(child, (*at, key))]
    return found


@st.composite
def _json_documents(draw: st.DrawFn) -> Document:
    text = json.dumps(
        draw(_json_values),
        indent=draw(st.sampled_from([None, 0, 2, "\t"])),
        separators=draw(st.sampled_from(_SEPARATORS)),
        ensure_ascii=True,
    )
    return Document("x.json", text)


@st.composite
def _yaml_texts(draw: st.DrawFn) -> tuple[Any, str]:
    value = draw(_values)
    text = yaml.dump(
        value,
        Dumper=CoreDumper,
        default_style=draw(st.sampled_from(_STYLES)),
        default_flow_style=draw(st.booleans() | st.none()),
        allow_unicode=draw(st.booleans()),
        width=draw(st.sampled_from([1, 20, 80])),
        indent=draw(st.sampled_from([None, 4])),
        explicit_start=draw(st.booleans()),
        line_break=draw(st.sampled_from(["\n", "\r\n"])),
    )
    assume(yaml.load(text, CoreLoader) == value)  # noqa: S506 - it is a SafeLoader
    return value, text


@given(_yaml_texts())
def test_what_is_dumped_as_yaml_is_read_back(dumped: tuple[Any, str]) -> None:
    value, text = dumped
    document = Document("x.yaml", text)
    assert [p.message for p in document.problems if "noncharacter" not in p.message] == []
    assert document.data == value


@given(_yaml_texts())
def test_the_source_of_a_yaml_value_says_the_value(dumped: tuple[Any, str]) -> None:
    value, text = dumped
    document = Document("x.yaml", text)
    for at, expected in _places(value):
        start, end = document.locate_value(at)
        source = text[start:end]
        assert source == source.strip(" \t\r\n")
        if source[:1] in ("|", ">") or (source[:1] in ("'", '"') and not isinstance(expected, str)):
            continue
        kept = re.match(r"[ \t\r\n]*", text[end:])  # what `|+` may keep is in no span
        margin = " " * (document.line_column(start)[1] - 1)
        lines = f"---\n{margin}{source}{kept and kept[0]}"
        assert Document("x.yaml", lines).data == expected


@given(_yaml_texts())
def test_the_source_of_a_yaml_name_says_the_name(dumped: tuple[Any, str]) -> None:
    value, text = dumped
    document = Document("x.yaml", text)
    for at, expected in _places(value):
        if isinstance(expected, dict):
            for name in expected:
                start, end = document.locate_value((*at, name), on_key=True)
                if text[start] not in "|>":
                    assert Document("x.yaml", f"- {text[start:end]}\n").data == [name]


@given(_yaml_texts())
def test_each_character_of_a_yaml_text_is_found_in_its_source(dumped: tuple[Any, str]) -> None:
    value, text = dumped
    document = Document("x.yaml", text)
    for at, expected in _places(value):
        if not isinstance(expected, str):
            continue
        whole = document.locate_value(at)
        spans = [document.locate_value(at, (i, i + 1)) for i in range(len(expected))]
        assert all(one.end <= other.start or one == other for one, other in pairwise(spans))
        for character, (start, end) in zip(expected, spans, strict=True):
            if not character.isspace():
                assert whole.start <= start < end <= whole.end
                assert _unescaped(text[start:end], text[whole.start]) == character


def _unescaped(source: str, quote: str) -> str:
    if quote in ("'", '"'):
        source = Document("x.yaml", f"{quote}{source}{quote}").data
    return source


@given(_yaml_texts(), st.data())
def test_a_part_of_a_yaml_text_begins_and_ends_where_its_characters_do(
    dumped: tuple[Any, str], data: st.DataObject
) -> None:
    value, text = dumped
    document = Document("x.yaml", text)
    for at, expected in _places(value):
        if isinstance(expected, str) and expected:
            start = data.draw(st.integers(0, len(expected) - 1))
            end = data.draw(st.integers(start + 1, len(expected)))
            span = document.locate_value(at, (start, end))
            assert span.start == document.locate_value(at, (start, start + 1)).start
            assert span.end == document.locate_value(at, (end - 1, end)).end


@given(_json_documents())
def test_the_source_of_json_says_the_value_and_the_name(document: Document) -> None:
    for at, expected in _places(document.data):
        start, end = document.locate_value(at)
        assert json.loads(document.text[start:end]) == expected
        for name in expected if isinstance(expected, dict) else ():
            start, end = document.locate_value((*at, name), on_key=True)
            assert json.loads(document.text[start:end]) == name


@given(_json_documents(), st.data())
def test_the_source_of_a_part_of_json_text_says_that_part(
    document: Document, data: st.DataObject
) -> None:
    for at, expected in _places(document.data):
        if isinstance(expected, str):
            start = data.draw(st.integers(0, len(expected)))
            end = data.draw(st.integers(start, len(expected)))
            span = document.locate_value(at, (start, end))
            source = document.text[span.start : span.end]
            assert json.loads(f'"{source}"') == expected[start:end]


_NAMES = ["x.json", "x.yaml", "x.ndjson", "x", "x.toml"]
_NOISE = [
    *"{}[]:,\"-?&*!|>%@\\'`#~<",
    " ",
    "\n",
    "\t",
    "\r",
    "a",
    "0",
    "null",
    "<<",
    "---",
    "...",
    "&a",
    "*a",
]
_NOISE += [
    "{{",
    "}}",
    "\\ud83d",
    "\\ude00",
    "\\uffff",
    "\ufeff",
    "\x85",
    "\u2028",
    "\x00",
    "\ufffe",
    "\ud800",
    "NaN",
    "- ",
    ": ",
    "!!int ",
    "!x ",
]


@given(
    st.sampled_from(_NAMES),
    st.binary()
    | st.text(st.characters())
    | st.lists(st.sampled_from(_NOISE)).map("".join)
    | st.lists(st.sampled_from(_NOISE)).map(
        lambda parts: "".join(parts).encode("utf-16", "surrogatepass")
    ),
)
def test_whatever_a_document_holds_it_can_be_made_and_its_problems_have_places(
    name: str, content: bytes | str
) -> None:
    document = Document(name, content)
    for problem in document.problems:
        start, end = problem.span
        assert 0 <= start <= end <= len(document.text)
        line, column = document.line_column(start)
        assert document.line_start(line) + column - 1 == start
        assert "\n" not in problem.message
        assert not problem.message.endswith(".")
        problem.message.encode()
    for at, value in document.iter_roots():
        for inner, _ in islice(_places(value), 50):
            start, end = document.locate_value((*at, *inner))
            assert 0 <= start <= end <= len(document.text)
