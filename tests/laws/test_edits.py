"""Laws of edits: the text afterwards says what was meant, and whatever was not meant stays."""

import json
from typing import Any

import yaml
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from dclint.base.pointer import Pointer
from dclint.document import Document
from dclint.edits.edit import Append, Edit, PutValue, Remove, Rename, Rewrite, apply_edits
from dclint.edits.text import apply_changes, compute_changes

_texts = st.text("ab {}\n'\"\\:#-,[]é\U0001f600~0", max_size=12) | st.text(max_size=6)
_names = st.text("abc_x", min_size=1, max_size=4)
_scalars = st.booleans() | st.integers(-99, 99) | st.none() | _texts
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=3),
    max_leaves=12,
)
_data = st.dictionaries(_names, _values, min_size=1, max_size=4)
_items = st.dictionaries(st.sampled_from(["name", "value"]), _texts, min_size=1) | _texts


def in_json(data: Any, draw: st.DrawFn) -> str:
    indent = draw(st.sampled_from([None, 2, "\t"]))
    separators = draw(st.sampled_from([(",", ":"), (", ", ": ")]))
    text = json.dumps(data, indent=indent, separators=separators, ensure_ascii=draw(st.booleans()))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def in_yaml(data: Any, draw: st.DrawFn) -> str:
    text: str = yaml.safe_dump(
        data,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=draw(st.sampled_from([True, False, None])),
        default_style=draw(st.sampled_from([None, "'", '"', "|", ">"])),
        indent=draw(st.sampled_from([2, 4])),
        width=draw(st.sampled_from([12, 100])),
    )
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def places(value: Any, at: Pointer = ()) -> list[tuple[Pointer, Any]]:
    found = [(at, value)] if at else []
    if isinstance(value, dict | list):
        children = value.items() if isinstance(value, dict) else enumerate(value)
        for key, child in children:
            found += places(child, (*at, key))
    return found


def edits_of(at: Pointer, value: Any) -> st.SearchStrategy[Edit]:
    scalars = st.booleans() | _texts
    found: list[st.SearchStrategy[Edit]] = [
        st.builds(PutValue, st.just(at), scalars),
        st.just(Remove(at)),
    ]
    if isinstance(value, str):
        ends = st.lists(st.integers(0, len(value)), min_size=2, max_size=2).map(sorted).map(tuple)
        found += [st.builds(Rewrite, st.just(at), _texts, ends | st.none())] * 4
    if isinstance(value, list):
        found += [st.builds(Append, st.just(at), _items)] * 3
    if isinstance(value, dict):
        found += [st.builds(PutValue, st.just((*at, "new")), scalars)]
        found += [st.builds(Append, st.just((*at, "new")), _items)]
    if isinstance(at[-1], str):
        found.append(st.just(Rename(at, f"renamed_{at[-1]}")))
    return st.one_of(found)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Document, list[Edit]]:
    data = draw(_data)
    kind = draw(st.sampled_from(["a.json", "a.yaml"]))
    text = (in_json if kind == "a.json" else in_yaml)(data, draw)
    document = Document(kind, text)
    assume(not document.problems and isinstance(document.data, dict))
    note(text)
    chosen = draw(
        st.lists(st.sampled_from(places(document.data)), min_size=1, max_size=3, unique_by=str)
    )
    return document, [draw(edits_of(at, value)) for at, value in chosen]


def is_same(one: Any, other: Any) -> bool:
    return json.dumps(one) == json.dumps(other)


@given(cases())
@settings(max_examples=150, deadline=None)
def test_a_text_says_after_edits_what_its_values_would(case: tuple[Document, list[Edit]]) -> None:
    document, edits = case
    found = compute_changes(document, edits)
    assume(found is not None)
    after = Document(document.name, apply_changes(document.text, found or ()))
    note(after.text)
    assert after.problems == ()
    assert is_same(after.data, apply_edits(document.data, edits))


@given(cases())
@settings(max_examples=100, deadline=None)
def test_what_no_edit_touches_stays_as_it_is(case: tuple[Document, list[Edit]]) -> None:
    document, edits = case
    found = compute_changes(document, edits)
    assume(found is not None)
    text, position = apply_changes(document.text, found or ()), 0
    for start, end, new in found or ():
        kept = document.text[position:start]
        assert text.startswith(kept + new)
        text, position = text[len(kept + new) :], end
    assert text == document.text[position:]
