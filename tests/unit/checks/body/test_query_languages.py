"""Values that are pasted into queries: where, in which languages, and what comes close."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dclint.analysis.json_body import parse_json_body
from dclint.checks.body.query_languages import query_injection
from dclint.findings.hit import Attack, Hit, NotObservable
from dclint.model.loader import load_connector
from dclint.model.values import Shape

JSON = "application/json"
INPUTS = [{"name": "s", "type": "string"}, {"name": "t"}, {"name": "n", "type": "integer"}]


def definition(
    query: str = "", body: Any = None, media: Any = JSON, **others: Any
) -> dict[str, Any]:
    headers = [{"name": "Content-Type", "value": media}] if media is not None else []
    url = "https://api.velvetshoes.com/search" + (f"?{query}" if query else "")
    raw = {"name": "Find", "url": url, "body": body, "headers": headers, "data_inputs": INPUTS}
    return raw | others


def seen(raw: dict[str, Any], shape: Shape = Shape.DEFINITION) -> list[str]:
    """List all placeholders that are reported, the first one as it is marked, and missing facts."""
    found = []
    for outcome in query_injection(load_connector(raw, shape)):
        if isinstance(outcome, NotObservable):
            found.append(f"not seen: {outcome.fact}")
            continue
        text = raw[str(outcome.at[0])]
        assert outcome.fragment == outcome.flows[0].steps[-1].fragment
        spans = [flow.steps[-1].fragment for flow in outcome.flows]
        found += [text[slice(*span)] for span in spans if span]
    return found


def hits(raw: dict[str, Any]) -> list[Hit]:
    return [o for o in query_injection(load_connector(raw, Shape.DEFINITION)) if isinstance(o, Hit)]


QUERIES = [
    # the text of a query, what is reported
    ("SELECT Id FROM Contact WHERE Email='{{s}}'", ["{{s}}"]),
    ("SELECT Id FROM Contact WHERE Email = '{{s}}' LIMIT 1", ["{{s}}"]),
    ("SELECT Id FROM Contact WHERE Name LIKE '%{{s}}%'", ["{{s}}"]),
    ("SELECT Id FROM Contact WHERE Name LIKE'{{s}}'", ["{{s}}"]),
    ("SELECT Id FROM Contact WHERE Name IN ('a','{{s}}','{{t}}')", ["{{s}}", "{{t}}"]),
    ("SELECT Id FROM Contact WHERE Name=N'{{s}}'", ["{{s}}"]),
    ("SELECT Id FROM Contact WHERE Name='it''s' AND Email='{{s}}'", ["{{s}}"]),
    ("SELECT Id FROM Contact WHERE Name='it\\'s {{s}}'", ["{{s}}"]),
    ("SELECT Id FROM Contact WHERE Name='{{n}}'", []),  # a number ends nothing
    ("SELECT Id FROM Contact WHERE Age={{s}}", []),  # unquoted
    ("SELECT Id FROM Contact WHERE Name='Ann' AND Age={{s}}", []),
    ("SELECT Id FROM Contact WHERE Name='{{s}}", []),  # never closed
    ("SELECT Id FROM Contact WHERE Name='{{n}}' OR Name='{{s}}'", ["{{s}}"]),
    ("Email eq '{{user.email}}'", ["{{user.email}}"]),
    ("Email ne '{{t}}'", ["{{t}}"]),
    ("Email EQ '{{unknown}}'", ["{{unknown}}"]),
    ("Id eq guid'{{s}}'", ["{{s}}"]),
    ("contains(Name,'{{s}}')", ["{{s}}"]),
    ("startswith(Name,'{{s}}')", ["{{s}}"]),
    ("Total gt '{{s}}'", ["{{s}}"]),
    ('reporter="{{s}}"', ["{{s}}"]),
    ('summary ~ "{{s}} late"', ["{{s}}"]),
    ('project = "A" AND reporter in ("{{s}}")', ["{{s}}"]),
    ("'{{s}}' in parents", ["{{s}}"]),
    ("name contains '{{s}}' and trashed = false", ["{{s}}"]),
    ('email:"{{s}}"', ["{{s}}"]),
    ("email:'{{s | upper}}'", ["{{s | upper}}"]),
    ('type:user "{{s}}"', ["{{s}}"]),
    ('rock \'n roll artist:"{{s}}"', ["{{s}}"]),
    ("total>5 name:'{{s}}'", ["{{s}}"]),
    ('{"email":"{{s}}"}', ["{{s}}"]),  # a filter that is JSON itself
    # what is no query, or pastes nothing into one
    ("{{s}}", []),
    ('"{{s}}"', []),  # an exact phrase
    ("'{{s}}' late", []),
    ("customer's order: {{s}}", []),
    ("the customer's order: {{s}}, isn't it", []),
    ("customers' orders = {{s}}' ", []),
    ("{{s}}'s order: '5'", []),
    ("it's {{s}} = 'x'", []),
    ("list '{{s}}' begin", []),  # `in` and `like` are words of their own
    ("name = '' {{s}}", []),
    ("name = '5'", []),
    ("'{{}}' = x", []),  # malformed-template reports it
]


@pytest.mark.parametrize(("query", "expected"), QUERIES)
@pytest.mark.parametrize("encode", [str, quote, quote_plus])
def test_queries_in_the_url(query: str, expected: list[str], encode: Callable[[str], str]) -> None:
    encoded = encode(query)
    for placeholder in (
        "{{s}}",
        "{{t}}",
        "{{n}}",
        "{{}}",
        "{{user.email}}",
        "{{unknown}}",
        "{{s | upper}}",
    ):
        encoded = encoded.replace(encode(placeholder), placeholder)
    assert seen(definition(f"limit=5&q={encoded}&page={{{{t}}}}")) == expected


@pytest.mark.parametrize(("query", "expected"), QUERIES)
@pytest.mark.parametrize("key", ["query", "soql", "SQL", "jql", "Filter", "where"])
def test_queries_in_json_bodies(query: str, expected: list[str], key: str) -> None:
    inner = json.dumps({"a": [{"limit": 5, key: query}]})
    assert seen(definition(body=inner)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Q=a='{{s}}'", ["{{s}}"]),
        ("a&q=a='{{s}}'", ["{{s}}"]),
        ("filter[0]=a='{{s}}'", ["{{s}}"]),
        ("q=a='b'&c={{s}}", []),  # quotes and value in different parameters
        ("a='{{s}}'", []),  # the parameter's own `=` compares nothing
        ("{{s}}='a'=b", []),
        ("q='{{s}}'%3D1", ["{{s}}"]),
        ("q=%27{{s}}%27+eq+Name", ["{{s}}"]),
        ("text=wrote: '{{s}}'", []),
        ('NOTE=wrote: "{{s}}"', []),
        ("ticket[subject]=a='{{s}}'", []),
        ("context=a='{{s}}'", ["{{s}}"]),
        ('Where={"email":"{{s}}"}', ["{{s}}"]),
        ('variables={"email":"{{s}}"}', []),
        ('data=%5B{ "email": "{{s}}"}]', []),
        ("formula={Email}='{{s}}'", ["{{s}}"]),  # a column of a table
        ("query={order(id:{{s}}){total}}", ["{{s}}"]),
        ("query=query{order(id:{{n}}){total}}", []),
        ("filter={order(id:{{s}}){total}}", []),
    ],
)
def test_parameters_of_the_url(query: str, expected: list[str]) -> None:
    assert seen(definition(query)) == expected


def test_only_the_query_of_the_url_is_read() -> None:
    for path in ("Contacts(Email='{{s}}')", "a/'{{s}}'=b#q='{{s}}'", "x?{{s}}#q=a='{{s}}'"):
        assert seen(definition(url=f"https://api.velvetshoes.com/{path}")) == []
    assert seen(definition(url=None)) == []
    assert seen(definition(url="{{s}}")) == []


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ('query { order(id: "{{s}}") { total } }', ["{{s}}"]),
        ("query { order(id: {{s}}) { total } }", ["{{s}}"]),
        ('{ order(id: "{{n}}", by: "{{t}}") { total } }', ["{{t}}"]),
        ('# the order\nmutation M { cancel(id: "{{user.id}}") { ok } }', ["{{user.id}}"]),
        ('query { a(note: """{{s}}""") { b } }', ["{{s}}"]),
        ("query ($id: ID!) { order(id: $id) { total } }", []),
        ("query { {{s}} { total } }", ["{{s}}"]),
        ("{{s}}", []),
        ("{{s}} { total }", []),
        ("query of {{s}}", []),
    ],
)
def test_graphql_documents(document: str, expected: list[str]) -> None:
    body = json.dumps({"variables": {"id": "{{s}}", "x": "{{t}}"}, "query": document}, indent=1)
    assert seen(definition(body=body)) == expected
    assert seen(definition(body=document, media="application/graphql")) == expected
    assert seen(definition(body=document, media=None)) == expected


@pytest.mark.parametrize(
    ("body", "media", "expected"),
    [
        ('{"query": "a=\'{{s}}\'"}', None, ["{{s}}"]),
        ('{"query": "a=\'{{s}}\'"}', "text/plain", []),
        ('{"query": "a=\'{{s}}\'",}', JSON, ["{{s}}"]),  # body-invalid-json reports the comma
        ('{"query": ["b", "a=\'{{s}}\'"], "c": "a=\'{{t}}\'"}', JSON, ["{{s}}"]),
        ('{"query": ["b"], "c": ["a=\'{{t}}\'"]}', JSON, []),
        ('{"query": {"match": {"text": "a=\'{{s}}\'"}}}', JSON, []),
        ('{"query": {"query_string": {"query": "a:\\"{{s}}\\""}}}', JSON, ["{{s}}"]),
        ('{"note": "a=\'{{s}}\'"}', JSON, []),
        ('{"a": "query", "b": "a=\'{{s}}\'"}', JSON, []),
        ('{"query": 5, "b": "a=\'{{s}}\'"}', JSON, []),
        ('{"query": "a=\\u0027{{s}}\\u0027"}', JSON, ["{{s}}"]),
        ('{"query": "a=\\\\\'{{s}}\\\\\'"}', JSON, []),  # escaped quotes open nothing
        ('{"query": "a=\'\\n{{s}}\'"}', JSON, ["{{s}}"]),
        ('{"query": "a=\'{{s}}\'', JSON, []),  # never closed
        ('{"query', JSON, []),
        ('{"query": "{\\"a\\": \\"{{s}}\\"}"}', JSON, ["{{s}}"]),
        ('{"query": {{s}}}', JSON, []),  # unquoted-string-placeholder reports it
        ('query { a(b: "{{s}}") { c } }', "text/plain", []),
        ("q=a='{{s}}'", "application/x-www-form-urlencoded", []),
        ("a = '{{s}}'", "application/graphql", ["{{s}}"]),
        ("{{s}}", "application/graphql", []),
    ],
)
def test_where_a_body_holds_a_query(body: str, media: str | None, expected: list[str]) -> None:
    assert seen(definition(body=body, media=media)) == expected


BOTH = {"url": "https://a.io/?q=a='{{s}}'", "body": "{\"sql\":\"a='{{n}}' or b='{{t}}'\"}"}


@pytest.mark.parametrize(
    ("given_inputs", "expected"),
    [
        (INPUTS, ["{{s}}", "{{t}}"]),
        (5, ["not seen: data_inputs"]),
        ([{"name": "s", "type": "number"}, *INPUTS[1:]], ["{{t}}", "not seen: data_inputs[].type"]),
        ([], ["{{s}}", "{{n}}", "{{t}}"]),
        ([{"name": name, "type": "boolean"} for name in "snt"], []),
    ],
)
def test_the_kind_of_the_value_decides(given_inputs: Any, expected: list[str]) -> None:
    assert seen(definition(data_inputs=given_inputs) | BOTH) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (BOTH | {"headers": []}, ["not seen: data_inputs"]),
        (
            {**BOTH, "headers": [], "data_inputs": [{"name": "s"}]},
            ["{{n}}", "{{t}}", "not seen: data_inputs[].type"],
        ),
        ({"body": BOTH["body"], "url": ""}, ["not seen: headers"]),
        ({"url": "https://a.io/"}, ["not seen: body"]),
        ({"body": "a"}, ["not seen: url"]),
        ({}, ["not seen: url", "not seen: body"]),
    ],
)
def test_exports(raw: dict[str, Any], expected: list[str]) -> None:
    assert seen({"id": "1", **raw}, Shape.DETAIL) == expected


def test_malformed_texts_are_not_seen() -> None:
    assert seen(definition(url=5, body=5)) == ["not seen: url", "not seen: body"]


def test_what_is_said_of_a_query() -> None:
    in_url, in_body = hits(definition(data_inputs=[]) | BOTH)
    assert (in_url.at, in_body.at) == (("url",), ("body",))
    assert in_url.message == (
        "`s` is pasted between the quotes of the query in `q`, and its value can end them"
    )
    assert in_body.message == (
        "`n` and `t` are pasted between the quotes of the query in `sql`,"
        " and their values can end them"
    )
    assert in_url.remedy is in_body.remedy is None


def test_what_is_said_of_graphql() -> None:
    document = 'query { a(b: "{{s}}", c: {{t}}) { d } }'
    (found,) = hits(definition(body=json.dumps({"query": document})))
    assert found.message == "`s` and `t` are pasted into the GraphQL document in `query`"
    assert found.remedy == "declare a variable in the document and give its value under `variables`"
    (raw,) = hits(definition(body=document, media="application/graphql"))
    assert raw.message == "`s` and `t` are pasted into the GraphQL document in the body"


def test_the_way_of_each_value_into_the_query_is_shown() -> None:
    (found,) = hits(definition(body='{"query": "query { a(b: \\"{{s}}\\", c: {{t}}) { d } }"}'))
    assert [flow.attack for flow in found.flows] == [Attack.GRAPHQL, Attack.GRAPHQL]
    assert [(step.message, step.at) for flow in found.flows for step in flow.steps] == [
        ("`s` is declared here, as string", ("data_inputs", 0, "name")),
        ("`s` can end the quotes around it", ("body",)),
        ("`t` is declared here", ("data_inputs", 1, "name")),
        ("`t` becomes part of the query", ("body",)),
    ]


def test_a_letter_that_stands_for_placeholders_elsewhere_is_left_alone() -> None:
    assert seen(definition("q=a='\u16a0' {{s}}")) == []
    assert seen(definition("q=a='\u16a0' or b='{{s}}'")) == ["{{s}}"]
    assert seen(definition("q=a='%E1%9A%A0' or b='{{s}}'")) == ["{{s}}"]


PIECES = ["{{s}}", "{{n}}", "=", ":", " in ", "%27", "%22", *"'\"\\&?#{}[], a"]


@given(
    st.lists(st.sampled_from(PIECES)).map("".join), st.lists(st.sampled_from(PIECES)).map("".join)
)
def test_whatever_the_texts_are_there_is_one_hit_at_most_in_each(query: str, body: str) -> None:
    raw = definition(f"q={query}", body=f'{{"query": "{body}')
    found = hits(raw)
    assert len({hit.at for hit in found}) == len(found)
    for each in found:
        assert each.fragment is not None
        assert raw[str(each.at[0])][slice(*each.fragment)] == "{{s}}"


UNITS = ["'", '"', "'a ", " 'a", "a'", "\\", "\\'", "{{s}}", "'{{s}}'", "'{{s}}' ", "=", "%27", "&q='{{s}}'",
         "&", "{", "{a ", "# ", "query ", " in", "guid'", '"query":"a', "\\u0027", "[", ","]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("start", ["", "query{a='{{s}}' "])
def test_time_grows_no_faster_than_the_texts(
    start: str, unit: str, assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        text = start + unit * (length // len(unit)) + "{{s}}"
        raw = definition(f"query={text}", body='{"query":"' + text)
        raw_graphql = definition(body=text, media=None)
        connectors = [
            load_connector(raw, Shape.DEFINITION),
            load_connector(raw_graphql, Shape.DEFINITION),
        ]

        def work() -> None:
            for connector in connectors:
                parse_json_body.cache_clear()
                list(query_injection(connector))

        return work

    assert_linear(prepare, 1 << 16)


def test_time_grows_no_faster_than_the_parameters(assert_linear: Callable[..., None]) -> None:
    def prepare(length: int) -> Callable[[], object]:
        query = "&".join(f"q{number}=a='{{{{s}}}}'" for number in range(length))
        members = ",".join('"query":"a=\'{{s}}\'"' for _ in range(length))
        connector = load_connector(definition(query, body="{" + members + "}"), Shape.DEFINITION)
        return lambda: list(query_injection(connector))

    assert_linear(prepare, 1 << 13)
