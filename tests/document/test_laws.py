"""Laws that hold for whatever is written or not written in a document."""

import json
import re
from itertools import islice
from typing import Any

import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from dclint.document import Document
from dclint.pointer import Pointer


class CoreDumper(yaml.SafeDumper):
    """PyYAML, told by the tables of YAML 1.2 what a plain scalar would be taken for."""

    yaml_implicit_resolvers: dict[str, Any] = {}


_CORE = {
    "null": r"null|Null|NULL|~|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
    r"|[-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN",
    "merge": "<<",
}
"""Source: https://yaml.org/spec/1.2.2/#1032-tag-resolution"""

for tag, pattern in _CORE.items():
    CoreDumper.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern})\Z"), None
    )

_OLD_BREAKS = "\x85\u2028\u2029"
"""Line breaks in YAML 1.1, which PyYAML writes; ordinary characters in YAML 1.2."""

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
    children = value.items() if isinstance(value, dict) else enumerate(value)
    found = [(at, value)]
    if isinstance(value, (dict, list)):
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
    return value, text


@given(_yaml_texts())
def test_what_is_dumped_as_yaml_is_read_back(dumped: tuple[Any, str]) -> None:
    value, text = dumped
    document = Document("x.yaml", text)
    assert [p.message for p in document.problems if "noncharacter" not in p.message] == []
    assert document.data == value
