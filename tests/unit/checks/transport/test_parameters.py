"""Query parameters and members of JSON bodies whose value people choose."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dclint.base.pointer import resolve_pointer
from dclint.checks.credentials.personal_data import personal_data_in_url
from dclint.checks.transport.fetched_addresses import url_parameter_from_input
from dclint.checks.transport.parameters import url_shadowed_parameter
from dclint.findings.hit import Attack, Hit, NotObservable, Related
from dclint.model.connector import Connector
from dclint.model.detection import shape_of
from dclint.model.loader import load_connector
from dclint.ruleset.rule import Outcome

Check = Callable[[Connector], Iterator[Outcome]]
CHECKS = [personal_data_in_url, url_shadowed_parameter, url_parameter_from_input]
TEXT, NUMBER = {"name": "x", "type": "string"}, {"name": "n", "type": "integer"}


def connector(**members: Any) -> Connector:
    raw = {"name": "Get it", "data_inputs": [TEXT, NUMBER], **members}
    return load_connector(raw, shape_of(raw))


def hits(check: Check, subject: Connector) -> list[Hit]:
    return [outcome for outcome in check(subject) if isinstance(outcome, Hit)]


def facts(check: Check, subject: Connector) -> list[str]:
    return [outcome.fact for outcome in check(subject) if isinstance(outcome, NotObservable)]


def marked(check: Check, subject: Connector) -> list[str]:
    """List what is marked in the texts of the connector."""
    found = []
    for hit in hits(check, subject):
        assert hit.fragment
        found.append(resolve_pointer(subject.raw, hit.at)[slice(*hit.fragment)])
    return found


ADDRESSES = ["url", "URL", "Uri", "callback", "Redirect", "WEBHOOK", "proxy", "callback_url",
             "CALLBACK_URL", "return-url", "Return-Uri", "callbackUrl", "imageURL", "redirectUri",
             "s3URI", "SSOUrl", "_url", "data[return_url]", "data[a][url]", "url[]",
             "hooks[][url]"]  # fmt: skip
OTHERS = ["curl", "CURL", "purl", "hourly", "urls", "callbackurl", "redirecturi", "url_id",
          "redirects", "callback_id", "next", "target", "destination", "domain", "link", "site",
          "href", "webhook_id", "proxyport", "data[url][id]", "url.id", ""]  # fmt: skip


@pytest.mark.parametrize("name", ADDRESSES)
def test_names_of_addresses(name: str) -> None:
    query = connector(url=f"https://a.io/?a=1&{name}={{{{x}}}}")
    body = connector(body=json.dumps({"a": [{"b": {name: "{{x}}"}}]}))
    assert marked(url_parameter_from_input, query) == ["{{x}}"]
    assert marked(url_parameter_from_input, body) == ["{{x}}"]


@pytest.mark.parametrize("name", OTHERS)
def test_names_of_other_things(name: str) -> None:
    query = connector(url=f"https://a.io/?a=1&{name}={{{{x}}}}")
    body = connector(body=json.dumps({"a": [{"b": {name: "{{x}}"}}]}))
    assert marked(url_parameter_from_input, query) == []
    assert marked(url_parameter_from_input, body) == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.io/?url={{x}}", ["{{x}}"]),
        ("https://a.io/?url={{ x | fallback: 'a' }}", ["{{ x | fallback: 'a' }}"]),
        ("https://a.io/?url=https://b.io/{{x}}", ["{{x}}"]),
        ("https://a.io/?callback%5Furl={{x}}", ["{{x}}"]),
        ("https://a.io/?data%5Burl%5D={{x}}", ["{{x}}"]),
        ("https://a.io/?a=1&url={{n}}{{x}}{{x}}", ["{{x}}"]),
        ("https://a.io/?{{n}}_url={{x}}", ["{{x}}"]),
        ("https://a.io/?url={{n}}", []),
        ("https://a.io/?url={{user.site}}&uri={{y}}", []),  # no inputs
        ("https://a.io/?url=&a={{x}}", []),
        ("https://a.io/?url&a={{x}}", []),
        ("https://a.io/?{{url}}={{x}}", []),
        ("https://a.io/?url{{x}}", []),
        ("https://a.io/url={{x}}", []),
        ("https://a.io/#?url={{x}}", []),
        ("https://a.io/?a=url={{x}}", []),
        ("{{x}}?url=1", []),
    ],
)
def test_addresses_in_the_query(url: str, expected: list[str]) -> None:
    assert marked(url_parameter_from_input, connector(url=url)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"url": "{{x}}"}', ["{{x}}"]),
        ('{"url":{{x}}}', ["{{x}}"]),
        ('{"url" :\n\t{{ x }} , "a": 1}', ["{{ x }}"]),
        ('[{"a": 1, "url": "{{x}}"}]', ["{{x}}"]),
        ('{"\\u0075rl": "{{x}}"}', ["{{x}}"]),
        ('{"{{n}}_url": "{{x}}"}', ["{{x}}"]),
        ('{"url": "{{n}}", "uri": "{{x}}"}', ["{{x}}"]),
        ('{"url": "{{x}}",}', ["{{x}}"]),  # broken JSON is the subject of another rule
        ('{"url": "{{n}}"}', []),
        ('{"url": "{{y}}"}', []),
        ('{"url": "https://b.io/{{x}}"}', []),
        ('{"url": "{{x}}/a"}', []),
        ('{"url": "{{x}}{{x}}"}', []),
        ('{"url": {{x}}{{x}}}', []),
        ('{"url": ["{{x}}"]}', []),
        ('{"url": {"a": "{{x}}"}}', []),
        ('{"a": "url", "b": "{{x}}"}', []),
        ('{"a": "\\"url\\": {{x}}"}', []),
        ('{"a": "{\\"url\\": \\"{{x}}\\"}"}', []),
        ('{"url": "a", "b": "{{x}}"}', []),
        ('{"\\q_url": "{{x}}"}', ["{{x}}"]),
        ("url={{x}}", []),
        ('"url": "{{x}}"', []),
        ("", []),
    ],
)
def test_addresses_in_the_body(body: str, expected: list[str]) -> None:
    assert marked(url_parameter_from_input, connector(body=body)) == expected


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [("application/json", ["{{x}}"]), ("text/plain", []), ("application/vnd.a+json", ["{{x}}"])],
)
def test_content_type_decides_whether_a_body_is_json(media_type: str, expected: list[str]) -> None:
    headers = [{"name": "content-type", "value": media_type}]
    subject = connector(headers=headers, body='{"url": "{{x}}"}')
    assert marked(url_parameter_from_input, subject) == expected


EXPORT = {"type": "data_connector", "id": "7", "created_at": "2026-03-19T11:27:36Z"}
QUERY = {"url": "https://a.io/?url={{x}}", "body": None}


@pytest.mark.parametrize(
    ("members", "found", "unseen"),
    [
        ({**QUERY, "data_inputs": [{"name": "x"}]}, 1, []),  # no stated type: text
        ({**QUERY, "data_inputs": [NUMBER | {"name": "x"}, TEXT]}, 1, []),
        ({**QUERY, "data_inputs": [{"name": "x", "type": "text"}]}, 0, ["data_inputs[].type"]),
        ({**QUERY, "data_inputs": [{"name": 5}]}, 0, ["data_inputs[].name"]),
        ({**QUERY, "data_inputs": 5}, 0, ["data_inputs"]),
        ({**QUERY, "data_inputs": []}, 0, []),
        ({**QUERY, "url": 5}, 0, ["url"]),
        ({**QUERY, "body": 5}, 1, ["body"]),
        ({**EXPORT, **QUERY}, 1, []),
        ({**EXPORT, **QUERY, "data_inputs": [{"name": "x"}]}, 0, ["data_inputs[].type"]),
        ({**EXPORT, "url": QUERY["url"]}, 1, ["body"]),
        ({**EXPORT, "audiences": []}, 0, ["url", "body"]),
        ({**EXPORT, **QUERY, "data_inputs": []}, 0, []),
    ],
)
def test_what_is_not_seen_is_not_reported(
    members: dict[str, Any], found: int, unseen: list[str]
) -> None:
    subject = connector(**members)
    assert len(hits(url_parameter_from_input, subject)) == found
    assert facts(url_parameter_from_input, subject) == unseen


def test_an_export_without_inputs_says_so_only_where_it_matters() -> None:
    raw = {**EXPORT, "name": "Get it", "url": "https://a.io/?{}={{{{x}}}}", "body": None}
    for name, unseen in (("url", ["data_inputs"]), ("q", [])):
        subject = load_connector({**raw, "url": f"https://a.io/?{name}={{{{x}}}}"}, shape_of(raw))
        assert facts(url_parameter_from_input, subject) == unseen


def test_the_way_of_an_address_is_shown() -> None:
    subject = connector(
        url="https://a.io/?url={{x}}&hook_url=https://{{x}}",
        body='{"logoUrl": "{{x}}", "uri": "{{z}}"}',
        data_inputs=[NUMBER, TEXT, {"name": "z"}],
    )
    query, body = hits(url_parameter_from_input, subject)
    assert query.message == (
        "`x` chooses the address that the other service gets as `url` and `hook_url`"
    )
    assert body.message == (
        "`x` and `z` choose the addresses that the other service gets as `logoUrl` and `uri`"
    )
    whole, part = query.flows
    assert whole.attack is Attack.ADDRESS
    assert whole.steps == (
        Related("`x` is declared here, as string", ("data_inputs", 1, "name")),
        Related("`x` is sent as `url`", ("url",), (18, 23)),
    )
    assert part.attack is None
    assert part.steps[-1] == Related("`x` is part of `hook_url`", ("url",), (41, 46))
    assert [(flow.name, flow.attack) for flow in body.flows] == [
        ("x", Attack.ADDRESS),
        ("z", Attack.ADDRESS),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("a=1&a={{x}}", ["a={{x}}"]),
        ("a={{x}}&a=1", ["a=1"]),
        ("a={{x}}&b=2&a=1&a=2&a={{n}}", ["a=1"]),
        ("a=1&a=b{{user.id}}c", ["a=b{{user.id}}c"]),
        ("a&a={{x}}", ["a={{x}}"]),
        ("a={{x}}&a", ["a"]),
        ("a=&a={{x}}", ["a={{x}}"]),
        ("max%5frent=1&max_rent={{x}}", ["max_rent={{x}}"]),
        ("a+b=1&a%20b={{x}}", ["a%20b={{x}}"]),
        ("=1&={{x}}", ["={{x}}"]),
        ("a[0]=1&a[0]={{x}}", ["a[0]={{x}}"]),
        ("a=1&a={{", []),  # no placeholder
        ("a=1&b={{x}}", []),
        ("a=1&a=2&b={{x}}", []),
        ("a={{x}}&a={{n}}", []),
        ("a=1&A={{x}}", []),
        ("a[]=1&a[]={{x}}", []),
        ("a%5B%5D=1&a[]={{x}}", []),
        ("{{x}}=1&{{x}}={{x}}", []),  # names that are not known
        ("{{x}}&a=1", []),
        ("a=1;a={{x}}", []),
        ("a={{x&a=1}}&b=1", []),
    ],
)
def test_parameters_that_are_both_fixed_and_inserted(query: str, expected: list[str]) -> None:
    assert (
        marked(url_shadowed_parameter, connector(url=f"https://a.io/{{{{n}}}}?{query}")) == expected
    )


@pytest.mark.parametrize("url", ["https://a.io/?a=1&a=2", "https://a.io/{{x}}?a=1&a=2",
                                 "https://a.io/?a=1#&a={{x}}", "https://a.io/a=1&a={{x}}",
                                 "https://a.io/{{x}}?"])  # fmt: skip
def test_parameters_are_those_of_the_query(url: str) -> None:
    assert list(url_shadowed_parameter(connector(url=url))) == []


def test_both_places_of_a_parameter_are_shown() -> None:
    (hit,) = url_shadowed_parameter(connector(url="https://a.io/?a=1&b={{x}}&a={{n}}-{{x}}&b=2"))
    assert hit == Hit(
        message="`a` is sent twice, once fixed and once from `n` and `x` (2 such parameters)",
        at=("url",),
        fragment=(26, 39),
        remedy="keep one `a`",
        related=(Related("it is sent here already", ("url",), (14, 17)),),
    )


def test_a_fixed_value_is_not_repeated_in_the_message() -> None:
    (hit,) = url_shadowed_parameter(connector(url="https://a.io/?key=tr3asure&key={{ }}"))
    assert isinstance(hit, Hit)
    assert hit.message == "`key` is sent twice, once fixed and once from `{{}}`"


def inputs(*names: str, kind: str = "string") -> list[dict[str, str]]:
    return [{"name": name, "type": kind} for name in names]


@pytest.mark.parametrize(
    ("query", "declared", "expected"),
    [
        ("email={{email}}", inputs("email"), ["{{email}}"]),
        ("a={{order}}&b={{ Mobile Number | x }}", inputs("order", "Mobile Number"),
         ["{{ Mobile Number | x }}"]),
        ("q=born:{{date_of_birth}}+x", inputs("date_of_birth"), ["{{date_of_birth}}"]),
        ("{{postcode}}", inputs("postcode"), ["{{postcode}}"]),
        ("{{email}}=1", inputs("email"), ["{{email}}"]),
        ("id={{customer_id}}", inputs("customer_id", kind="integer"), ["{{customer_id}}"]),
        ("id={{user.email}}", inputs("user.email"), ["{{user.email}}"]),
        ("id={{user.email}}", inputs("order"), []),  # no data input
        ("id={{email}}", [], []),
        ("id={{order_id}}&lang={{language}}", inputs("order_id", "language"), []),
        ("sendEmail={{sendEmail}}", inputs("sendEmail", kind="boolean"), []),
        ("email=a", inputs("email"), []),
        ("#{{email}}", inputs("email"), []),
    ],
)  # fmt: skip
def test_personal_data_in_the_query(
    query: str, declared: list[dict[str, str]], expected: list[str]
) -> None:
    subject = connector(url=f"https://a.io/{{{{email}}}}?{query}", data_inputs=declared)
    assert marked(personal_data_in_url, subject) == expected
    assert facts(personal_data_in_url, subject) == []


@pytest.mark.parametrize(
    ("declared", "query", "found", "unseen"),
    [
        (5, "a={{email}}", 0, ["data_inputs"]),
        (5, "a={{order}}", 0, []),
        ([{"name": 5}], "a={{email}}", 0, ["data_inputs[].name"]),
        ([{"name": 5}, *inputs("phone")], "a={{email}}&b={{phone}}", 1, ["data_inputs[].name"]),
        ([{"name": 5}, *inputs("phone")], "b={{phone}}", 1, []),
    ],
)
def test_inputs_that_are_not_seen_may_be_personal(
    declared: Any, query: str, found: int, unseen: list[str]
) -> None:
    subject = connector(url=f"https://a.io/?{query}", data_inputs=declared)
    assert len(hits(personal_data_in_url, subject)) == found
    assert facts(personal_data_in_url, subject) == unseen


def test_all_personal_inputs_are_named_and_followed() -> None:
    url = "https://a.io/?a={{email}}&b={{order}}&c={{email}}&d={{phone}}"
    subject = connector(url=url, data_inputs=inputs("phone", "order", "email"))
    (hit,) = hits(personal_data_in_url, subject)
    assert hit.message == "`email` and `phone` stand in the query, which logs keep"
    assert [(flow.name, flow.attack) for flow in hit.flows] == [
        ("email", None), ("email", None), ("phone", None)]  # fmt: skip
    assert hit.flows[2].steps == (
        Related("`phone` is declared here, as string", ("data_inputs", 0, "name")),
        Related("`phone` becomes part of the address", ("url",), (52, 61)),
    )


PIECES = ["url=", "&", "a=1", "a", "[]", "{{x}}", "{{email}}", "%", "+", '"url":', '"', ":", "{",
          "}", ",", "\\", "\\u0075", " ", "#", "\ud800", "{{"]  # fmt: skip


@pytest.mark.parametrize("check", CHECKS)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_whatever_the_texts_are_there_is_one_hit_at_most_in_each(check: Check, text: str) -> None:
    declared = inputs("x", "email")
    subject = connector(url=f"https://a.io/?{text}", body=f"{{{text}", data_inputs=declared)
    found = hits(check, subject)
    assert len({hit.at for hit in found}) == len(found)
    for hit in found:
        assert hit.fragment
        assert resolve_pointer(subject.raw, hit.at)[slice(*hit.fragment)]


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("members", [{}, {"url": None}, {"url": ""}, {"url": "https://a.io/"},
                                     {"url": "https://a.io/?a=1&a=2", "body": "{}"}])  # fmt: skip
def test_there_is_nothing_to_say_of_other_connectors(check: Check, members: dict[str, Any]) -> None:
    assert list(check(connector(**members))) == []


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize(
    "unit",
    ["url={{x}}&", "a={{email}}&a=1&", "&", "a", "%20=&", '"url":{{x}},', '"url": "{{x}}",',
     '"url" ', '"', " ", "{{x}}", '"url":' + " " * 99 + "{{x}}{{x}}"],
)  # fmt: skip
def test_time_grows_no_faster_than_the_texts(
    check: Check, unit: str, assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        text = unit * (length // len(unit))
        declared = inputs("x", "email")
        subject = connector(url=f"https://a.io/?{text}", body="{" + text, data_inputs=declared)
        return lambda: list(check(subject))

    assert_linear(prepare, 1 << 17)


def test_time_grows_no_faster_than_the_inputs(assert_linear: Callable[..., None]) -> None:
    def prepare(length: int) -> Callable[[], object]:
        names = [f"email{number}" for number in range(length)]
        url = "https://a.io/?" + "&".join(f"url={{{{{name}}}}}" for name in names)
        subject = connector(url=url, data_inputs=inputs(*names))
        return lambda: [list(check(subject)) for check in CHECKS]

    assert_linear(prepare, 8000)
