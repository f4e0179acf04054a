"""Bodies: which are no JSON, what stands outside quotes in them, and what stands in them twice."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dclint.analysis.json_body import is_json_media_type, list_media_types, parse_json_body
from dclint.base.pointer import resolve_pointer
from dclint.checks.body.json import (
    body_duplicate_key,
    body_invalid_json,
    body_with_get,
    unquoted_string_placeholder,
)
from dclint.findings.hit import Attack, Hit, NotObservable
from dclint.model.connector import Connector
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome
from dclint.syntax import graphql
from dclint.syntax.json_keys import find_duplicate_keys
from dclint.syntax.template import find_placeholders

Check = Callable[[Connector], Iterator[Outcome]]
CHECKS = [body_duplicate_key, body_invalid_json, unquoted_string_placeholder]
JSON = "application/json"
NUMBERS = {"n": "integer", "d": "decimal", "b": "boolean", "s": "string", "u": None}


def typed(*types: Any) -> list[dict[str, Any]]:
    return [{"name": "Content-Type", "value": value} for value in types]


def inputs(types: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"name": n, "type": t} if t is not None else {"name": n} for n, t in types.items()]


def definition(body: Any, *types: Any, **others: Any) -> dict[str, Any]:
    return {
        "name": "Move a course",
        "http_method": "post",
        "body": body,
        "headers": typed(*types),
        "data_inputs": inputs(NUMBERS),
        **others,
    }


def seen(check: Check, raw: dict[str, Any], shape: Shape = Shape.DEFINITION) -> list[str]:
    """List what is marked in the body, and each fact that is missing."""
    found = []
    for outcome in check(load_connector(raw, shape)):
        if isinstance(outcome, NotObservable):
            found.append(f"not seen: {outcome.fact}")
            continue
        assert outcome.at == ("body",)
        assert outcome.severity is None
        for related in outcome.related:
            resolve_pointer(raw, related.at)
        found.append(raw["body"][slice(*outcome.fragment)] if outcome.fragment else "all of it")
    return found


def hit(check: Check, raw: dict[str, Any]) -> Hit:
    (found,) = check(load_connector(raw, Shape.DEFINITION))
    assert isinstance(found, Hit)
    return found


BROKEN = '{"a":1,}'
HIDDEN = ["not seen: headers[].value"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (definition(BROKEN, JSON), [","]),
        (definition(BROKEN), [","]),  # it looks like JSON
        (definition(" \n" + BROKEN), [","]),
        (definition('[{"a": 1]'), ["]"]),
        (definition("{{{s}}: 1}"), ["{{s}}"]),  # what is left of it begins with a brace
        (definition("a=1"), []),
        (definition("{{s}}"), []),
        (definition("{{s}}", JSON), []),
        (definition('"{{s}}', JSON), ['"']),
        (definition("a=1", JSON), ["a"]),
        (definition("a=1", " Application/JSON ; charset=utf-8"), ["a"]),
        (definition("a=1", "text/json"), ["a"]),
        (definition("a=1", "application/problem+json"), ["a"]),
        (definition("a=1", "application/x-ndjson"), []),
        (definition(BROKEN, "text/plain"), []),
        (definition(BROKEN, "application/x-www-form-urlencoded"), []),
        (definition(BROKEN, JSON, "text/plain"), []),  # they contradict each other
        (definition(BROKEN, JSON, JSON), [","]),
        (definition(BROKEN, ""), [","]),  # it states nothing
        (definition(BROKEN, "{{s}}"), [","]),
        (definition(BROKEN, headers=[{"name": " CONTENT-TYPE", "value": "text/plain"}]), []),
        (definition(BROKEN, headers=[{"name": "Accept", "value": "text/plain"}]), [","]),
        (definition('{"a":1}', JSON), []),
        (definition("0", JSON), []),
        (definition('["{{s}}", {{n}}, -{{n}}, 1{{n}}, {{d}}.5, "{{ s | fallback: "x" }}"]'), []),
        (definition("[{{n}}{{d}}]"), ["{{n}}{{d}}"]),
        (definition("{ courses(first: 5) { day } }"), []),  # GraphQL, not announced as JSON
        (definition("{ courses(first: 5) { day } }", JSON), ["courses"]),
        # bodies that are not there
        (definition(None, JSON), []),
        (definition("", JSON), []),
        (definition(" \r\n", JSON), []),
        (definition(5, JSON), []),
        ({"name": "x", "headers": typed(JSON)}, []),
        # types that cannot be seen
        (definition("a=1", "{{s}}"), HIDDEN),
        (definition("a=1", 5), HIDDEN),
        (definition("a=1", headers=5), ["not seen: headers"]),
        (definition("a=1", "text/plain", 5), []),
        (definition(BROKEN, 5), [","]),
        (definition('{"a":1}', 5), []),
        (definition("a=1", headers=[{"name": "Content-Type"}]), []),
        (definition("{ courses(first: 5) { day } }", 5), HIDDEN),
    ],
)
def test_bodies_that_are_no_json(raw: dict[str, Any], expected: list[str]) -> None:
    assert seen(body_invalid_json, raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (definition(BROKEN, "****"), [","]),
        (definition("a=1", "****"), HIDDEN),
        (definition("a=1", ""), HIDDEN),
        ({"id": "1", "body": "a=1"}, ["not seen: headers"]),
        ({"id": "1", "body": BROKEN}, ["not seen: headers"]),
        ({"id": "1", "body": BROKEN, "headers": []}, [","]),
        ({"id": "1", "headers": typed("****")}, []),  # the engine reports that it is unknown
    ],
)
def test_bodies_of_exports(raw: dict[str, Any], expected: list[str]) -> None:
    assert seen(body_invalid_json, raw, Shape.DETAIL) == expected


def test_the_type_of_an_updated_body_is_not_seen() -> None:
    assert seen(body_invalid_json, {"id": "1", "body": "a=1"}, Shape.PATCH) == ["not seen: headers"]
    assert seen(body_invalid_json, {"id": "1", "body": BROKEN}, Shape.PATCH) == [
        "not seen: headers"
    ]


def test_the_bracket_that_is_not_closed_is_shown() -> None:
    found = hit(body_invalid_json, definition('{"a": [1, 2}'))
    assert found.message == "`}` stands where `[` is still to be closed"
    assert found.remedy == "write `]` before it"
    assert [(r.message, r.at, r.fragment) for r in found.related] == [
        ("this bracket is still open", ("body",), (6, 7))
    ]
    assert hit(body_invalid_json, definition(BROKEN)).related == ()


TORN = "not seen: body as JSON"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (definition('{"a":{{s}}}', JSON), ["{{s}}"]),
        (definition('{"a":{{s}}}'), ["{{s}}"]),
        (definition('{"a":{{u}}}'), ["{{u}}"]),  # no type: text
        (definition('{"a":{{user.age}}}'), ["not seen: type of the attribute"]),
        (definition('{"a":{{conversation.has_attachments}}}'), ["not seen: type of the attribute"]),
        (definition('{"a":{{conversation.id}},"b":{{ticket.id}}}'), []),
        (definition('{"a":{{user.name}}}'), ["{{user.name}}"]),
        (definition('{"a":{{contact.Email}}}'), ["{{contact.Email}}"]),
        (definition('{"a":{{unknown}}}'), ["{{unknown}}"]),
        (definition('{"a":{{n}},"b":{{d}},"c":{{b}}}'), []),
        (definition('{"a":"{{s}}","{{s}}":1}'), []),
        (definition('{"a":"\\"{{s}}"}'), []),
        (definition('{"a":"\\\\"{{s}}}'), ["{{s}}"]),  # the backslash is escaped, not the quote
        (definition('{"a":"{{s}}","b":{{ s }},"c":{{u}}}'), ["{{ s }}"]),
        (definition('{"a":{{n}},"b":{{s | upper}}}'), ["{{s | upper}}"]),
        (definition("{{s}}", JSON), ["{{s}}"]),
        (definition("{{n}}", JSON), []),
        (definition("{{s}}"), []),
        (definition("a={{s}}", "application/x-www-form-urlencoded"), []),
        (definition('{"a":{{s}}}', "text/plain"), []),
        (definition("{ a(b: {{s}}) { c } }"), []),  # GraphQL: query-injection reports it
        (definition('{"a":{{}}}'), []),  # malformed-template reports it
        # bodies that no parser accepts
        (definition('{"a":{{s}},}'), ["{{s}}"]),
        (definition('{"a":1,,"b":{{s}}}'), ["{{s}}"]),
        (definition("{a:{{s}}}"), ["{{s}}"]),
        (definition('{"a": ORD-{{s}}}'), ["{{s}}"]),
        (definition('{ {{s}}: "x"}'), ["{{s}}"]),
        (definition('{"a":"x" "b":{{s}}}'), ["{{s}}"]),
        (definition('{"a":"say "hi" now","b":{{s}}}'), ["{{s}}"]),
        (definition("{'a':'{{s}}','b':{{u}}}"), ["{{u}}"]),  # in quotes, though in wrong ones
        (definition('{"a":{{s}},"b":"x,"c":"{{u}}"}'), ["{{s}}", TORN]),
        (definition('{"a":x","b":"{{s}}","c":{{u}}}'), [TORN]),
        (definition('{"a":"x,"b":"{{s}}"'), [TORN]),
        (definition('{"a":"{{s}}","b":"x}'), []),  # torn behind all placeholders
        # what cannot be seen
        (definition('{"a":{{s}}}', 5), ["{{s}}"]),
        (definition("{{s}}", 5), HIDDEN),
        (definition("{{n}}", 5), []),
        (definition("a", 5), []),
        (definition('{"a":{{s}}}', data_inputs=5), ["not seen: data_inputs"]),
        (definition('{"a":{{n}}}', data_inputs=[{"name": "n", "type": "number"}]),
         ["not seen: data_inputs[].type"]),
        (definition('{"a":{{n}},"b":{{s}}}', data_inputs=[{"name": "n", "type": "number"}]),
         ["not seen: data_inputs[].type", "{{s}}"]),
        (definition('{"a":{{n}}}', data_inputs=inputs({"n": "integer"}) + inputs({"n": "string"})),
         ["{{n}}"]),
        (definition(None, JSON), []),
        (definition('{"a":1}', JSON), []),
    ],
)  # fmt: skip
def test_texts_outside_quotes(raw: dict[str, Any], expected: list[str]) -> None:
    assert sorted(seen(unquoted_string_placeholder, raw)) == sorted(expected)


@pytest.mark.parametrize(
    ("types", "expected"),
    [([{"name": "s"}], ["not seen: data_inputs[].type"]), (None, ["not seen: data_inputs"]),
     ([{"name": "s", "type": "integer"}], []), ([{"name": "s", "type": "string"}], ["{{s}}"])],
)  # fmt: skip
def test_texts_outside_quotes_in_exports(types: Any, expected: list[str]) -> None:
    raw = {"id": "1", "body": '{"a":{{s}}}', "headers": typed("****")}
    if types is not None:
        raw["data_inputs"] = types
    assert seen(unquoted_string_placeholder, raw, Shape.DETAIL) == expected


ONE = "put double quotes around the placeholder"
EACH = "put double quotes around each of the placeholders"


@pytest.mark.parametrize(
    ("body", "remedy"),
    [
        ('{"a":{{s}}}', ONE),
        ('{"a" : \n {{s}} \n , "b":1}', ONE),
        ("[{{s}}]", ONE),
        ("[1,{{s}},2]", ONE),
        ("{ {{s}} : 1}", ONE),
        ('{"a":1, {{s}}: 1}', ONE),
        ('{"a":{{s}},}', ONE),  # wrong elsewhere
        ('{"a":{{s}},"b":{{n}},"c":{{u}}}', EACH),
        ('{"a":1{{s}}}', None),
        ('{"a":ORD-{{s}}}', None),
        ('{"a":{{s}},"b":ORD-{{u}}}', None),
        ('{"a":1, {{s}}}', None),  # it may hold whole members
        ('{"a":1, {{s}}, "b":2}', None),
        ('{"a":' + " " * 300 + "{{s}}}", None),
    ],
)
def test_quotes_are_proposed_where_they_mend_it(body: str, remedy: str | None) -> None:
    assert hit(unquoted_string_placeholder, definition(body)).remedy == remedy


def test_quotes_around_a_whole_body_would_not_mend_it() -> None:
    assert hit(unquoted_string_placeholder, definition("{{s}}", JSON)).remedy is None


def test_the_way_of_each_text_into_the_json_is_shown() -> None:
    raw = definition('{"a":{{s}},"b":{{n}},"c":{{user.name}},"d":{{s}}}')
    found = hit(unquoted_string_placeholder, raw)
    assert found.message == (
        "`s` and `user.name` stand outside quotes, so their values become part of the JSON"
    )
    assert [flow.attack for flow in found.flows] == [Attack.JSON] * 3
    assert [(s.message, s.at) for flow in found.flows for s in flow.steps] == [
        ("`s` is declared here, as string", ("data_inputs", 3, "name")),
        ("`s` becomes part of the JSON", ("body",)),
        ("`user.name` becomes part of the JSON", ("body",)),
        ("`s` is declared here, as string", ("data_inputs", 3, "name")),
        ("`s` becomes part of the JSON", ("body",)),
    ]
    single = hit(unquoted_string_placeholder, definition("[{{s}}]"))
    assert single.message == "`s` stands outside quotes, so its value becomes part of the JSON"


@pytest.mark.parametrize(
    ("method", "body", "expected"),
    [
        ("get", '{"a":1}', ["all of it"]),
        ("get", "a={{s}}", ["all of it"]),
        ("get", "{}", ["all of it"]),
        ("get", "", []),
        ("get", " \t\r\n", []),
        ("get", None, []),
        ("get", 5, []),
        ("GET", "a", []),  # no value of the API; invalid-enum-value reports it
        (None, "a", []),
        ("post", "a", []),
        ("delete", "a", []),
    ],
)
def test_bodies_of_get_requests(method: Any, body: Any, expected: list[str]) -> None:
    assert seen(body_with_get, definition(body, http_method=method)) == expected


def test_a_body_without_a_method_is_not_judged() -> None:
    assert seen(body_with_get, {"name": "x", "body": "a"}) == []
    assert seen(body_with_get, {"id": "1", "body": "a"}, Shape.PATCH) == []


def test_the_method_of_a_get_request_is_shown() -> None:
    found = hit(body_with_get, definition("a", http_method="get"))
    assert found.message == "A GET request carries a body, which servers may ignore or refuse"
    assert [related.at for related in found.related] == [("http_method",)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"a":1,"a":2}', ['"a"']),
        ('{"a":1,"b":{"a":2,"c":3}}', []),
        ('{"a":1,"b":{"a":2,"a":3}}', ['"a"']),
        ('{"b":{"a":2},"a":1,"c":[{"a":1},{"a":2}],"a" : 3}', ['"a"']),
        ('[{"a":1},{"a":2}]', []),
        ('{"a":1,"A":2}', []),
        ('{"a":"a","b":"a"}', []),
        ('{"a":1,"\\u0061":2}', ['"\\u0061"']),
        ('{"\\ud83d\\ude9a":1,"\U0001f69a":2}', ['"\U0001f69a"']),
        ('{"a\\"b":1,"a\\"b":2}', ['"a\\"b"']),
        ('{"a\\\\":1,"a\\\\":2}', ['"a\\\\"']),
        ('{"\\/":1,"/":2}', ['"/"']),
        ('{"":1,"":2}', ['""']),
        ('{"{":1,"}":2,"{":3}', ['"{"']),
        ('{"a":"\\"a\\":1,\\"a\\":2"}', []),  # JSON in a string
        ('{"{{s}}":1,"{{ s }}":2}', ['"{{ s }}"']),
        ('{"{{s}}":1,"{{u}}":2}', []),
        ('{"{{s}}":1,"x":2}', []),  # the letter that stands for it
        ('{"a-{{s}}":1,"\\u0061-{{s}}":2}', ['"\\u0061-{{s}}"']),
        ('{"{{ s | fallback: "n" }}":1,"{{s}}":2}', ['"{{s}}"']),
        ("[]", []),
        ('"a"', []),
    ],
)
def test_keys_that_an_object_has_twice(body: str, expected: list[str]) -> None:
    assert seen(body_duplicate_key, definition(body, JSON)) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (definition('{"a":1,"a":2}'), ['"a"']),
        (definition('{"a":1,"a":2}', "text/plain"), []),
        (definition('{"a":1,"a":2,}'), [TORN]),
        (definition("a=1&a=2"), []),
        (definition(None), []),
        (definition('{"a":1,"a":2}', 5), ['"a"']),
        (definition(5), []),
    ],
)
def test_only_json_has_keys(raw: dict[str, Any], expected: list[str]) -> None:
    assert seen(body_duplicate_key, raw) == expected


def test_the_first_place_of_each_repeated_key_is_shown() -> None:
    body = '{"a":1,"b":1,"a":2,"c":{"b":1},"b":2,"a":3}'
    found = hit(body_duplicate_key, definition(body))
    assert found.message == "`a` and `b` stand twice in one object"
    places = [(r.at, body[slice(*r.fragment)], r.fragment) for r in found.related if r.fragment]
    assert places == [
        (("body",), '"a"', (1, 4)), (("body",), '"b"', (7, 10)), (("body",), '"a"', (1, 4))
    ]  # fmt: skip
    assert (
        hit(body_duplicate_key, definition('{"a":1,"a":2}')).message
        == "`a` stands twice in one object"
    )


def test_a_key_that_is_repeated_endlessly_is_shown_a_few_times() -> None:
    found = hit(body_duplicate_key, definition("{" + ",".join(['"a":1'] * 500) + "}"))
    assert len(found.related) == 10


@given(st.recursive(
    st.none() | st.integers() | st.text(st.sampled_from('a"\\:{},[]\u20ac\U0001f69a'), max_size=4),
    lambda children: st.lists(children, max_size=3) | st.lists(
        st.tuples(st.text(st.sampled_from('ab"\\:{'), max_size=2), children), max_size=4),
    max_leaves=12,
))  # fmt: skip
def test_a_parser_finds_the_same_repeated_keys(value: Any) -> None:
    """Lists of pairs stand for objects, in which keys may be repeated."""
    body = written(value)
    if find_placeholders(body):
        return
    counted: list[str] = []

    def count(pairs: list[tuple[str, Any]]) -> None:
        keys = [key for key, _ in pairs]
        counted.extend(key for index, key in enumerate(keys) if key in keys[:index])

    json.loads(body, object_pairs_hook=count)
    found = [json.loads(body[start:end]) for (start, end), _ in find_duplicate_keys(body, ())]
    assert sorted(found) == sorted(counted)


def written(value: Any) -> str:
    if isinstance(value, list) and value and all(isinstance(item, tuple) for item in value):
        return "{" + ",".join(f"{json.dumps(k)} : {written(v)}" for k, v in value) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return json.dumps(value)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([JSON], [JSON]),
        (["Text/JSON;charset=utf-8"], ["text/json"]),
        (["", " ", "{{s}}", 5, "a/b"], ["a/b"]),
        ([], []),
    ],
)
def test_media_types_are_stated(values: list[Any], expected: list[str]) -> None:
    assert list_media_types(load_connector(definition("a", *values), Shape.DEFINITION)) == expected


@pytest.mark.parametrize("stated", [JSON, "text/json", "application/vnd.api+json", "a/b+json"])
def test_media_types_of_json(stated: str) -> None:
    assert is_json_media_type(stated)


@pytest.mark.parametrize("stated", ["text/plain", "application/x-ndjson", "application/jsonp", ""])
def test_media_types_of_others(stated: str) -> None:
    assert not is_json_media_type(stated)


@pytest.mark.parametrize(
    "text",
    ["{ shop { name } }", '{shop(id:"1"){name}}', "query { a }", "query Q($e: ID!) { a(e: $e) { b } }",
     "mutation{a(x:1){b}}", " # note\n# note\n{ a: b(x:1) { c } }", "{ a b, c(x:1) { d } }",
     "{ ...F }", "fragment F on X { a }", "query @d { a }", "subscription S { a }", "\ufeffquery{a}"],
)  # fmt: skip
def test_graphql_documents(text: str) -> None:
    assert graphql.is_document(text)


@pytest.mark.parametrize(
    "text",
    ["", "{", "{}", "{a}", "{a: 1}", "{a: {b: 1}}", "{a b}", '{"a": {"b": 1}}', "[1]", "query",
     "query about order 5", "query (urgent): 5", "queryable { a }", "fragment of a text", "order { a }"],
)  # fmt: skip
def test_texts_that_are_no_graphql(text: str) -> None:
    assert not graphql.is_document(text)


PIECES = ["{{s}}", "{{n}}", "{{", "}}", "NaN", '"a":', *"{}[]\",:\\ \n0x'"]


@pytest.mark.parametrize("check", CHECKS)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_whatever_the_body_is_there_is_one_hit_at_most(check: Check, body: str) -> None:
    hits = [
        o
        for o in check(load_connector(definition(body, JSON), Shape.DEFINITION))
        if isinstance(o, Hit)
    ]
    assert len(hits) <= 1
    for each in hits:
        assert each.fragment is not None
        assert 0 <= each.fragment[0] < each.fragment[1] <= len(body)


HOSTILE = ['"', "\\", '"\\', "[", "]", '{"a":', '"a":1,', '"{{s}}":1,', "{{s}}", "{{s}},", '"" ',
           " ", "{{s}} ", "'", '"a\\u0061":', ",", "{a ", "# ", "query ", "{{s}}:", '"{{s}},"']  # fmt: skip


@pytest.mark.parametrize("start", ["", '{"a":1,'])
@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("types", [(), (JSON,)])
def test_time_grows_no_faster_than_the_body(
    start: str, unit: str, types: tuple[str, ...], assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        body = start + unit * (length // len(unit))
        connector = load_connector(definition(body, *types), Shape.DEFINITION)

        def work() -> None:
            parse_json_body.cache_clear()
            for check in CHECKS:
                list(check(connector))

        return work

    assert_linear(prepare, 1 << 16)


def test_time_grows_no_faster_than_the_inputs_and_their_uses(
    assert_linear: Callable[..., None],
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        names = [f"i{number}" for number in range(length)]
        body = "[" + ",".join("{{" + name + "}}" for name in names) + "]"
        given_inputs = [{"name": name, "type": "string"} for name in names]
        connector = load_connector(
            definition(body, JSON, data_inputs=given_inputs), Shape.DEFINITION
        )
        return lambda: list(unquoted_string_placeholder(connector))

    assert_linear(prepare, 8000)
