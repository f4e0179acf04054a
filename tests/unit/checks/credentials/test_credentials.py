"""Credentials in connectors: where they are found, what is said of them, what must be masked."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import dclint
from dclint.base.pointer import Pointer, resolve_pointer
from dclint.checks.credentials.credentials import hardcoded_secret, secret_in_url
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome
from dclint.secrets.connector import find_connector_secrets

Check = Callable[[Connector], Iterator[Outcome]]
Raw = dict[str, Any]
DATA = json.loads((Path(dclint.__file__).parent / "data" / "secrets.json").read_text("utf-8"))
TOKEN = {entry["name"]: "".join(entry["true"][0]) for entry in DATA["providers"]}
STRIPE, JWT = TOKEN["Stripe secret key"], TOKEN["JSON Web Token"]
LITERAL = "7f3k9q2m5x8w1z4v"


def run(
    check: Check, raw: Raw, shape: Shape = Shape.DEFINITION
) -> tuple[list[tuple[Pointer, str]], list[str]]:
    """Where a check finds something, what stands there, and which facts it could not see."""
    outcomes = list(check(load_connector(raw, shape)))
    hits = [outcome for outcome in outcomes if isinstance(outcome, Hit)]
    facts = [outcome.fact for outcome in outcomes if isinstance(outcome, NotObservable)]
    assert len({hit.at for hit in hits}) == len(hits), "one hit a pointer"
    assert not any(LITERAL in hit.message or STRIPE in hit.message for hit in hits)
    return [(hit.at, fragment(raw, hit)) for hit in hits], facts


def fragment(raw: Raw, hit: Hit) -> str:
    assert hit.fragment is not None
    text: str = resolve_pointer(raw, hit.at)[slice(*hit.fragment)]
    return text


def message(check: Check, raw: Raw) -> str:
    (hit,) = check(load_connector(raw, Shape.DEFINITION))
    assert isinstance(hit, Hit)
    return hit.message


def header(name: str, value: str) -> Raw:
    return {"headers": [{"name": name, "value": value}]}


def given(name: str, **more: object) -> Raw:
    return {"data_inputs": [{"name": name, **more}]}


def body(text: str) -> list[str]:
    return [found for _, found in run(hardcoded_secret, {"body": text})[0]]


SCANNED: list[tuple[Raw, Pointer]] = [
    ({"name": STRIPE}, ("name",)),
    ({"description": f"Use {STRIPE}."}, ("description",)),
    ({"internal_description": STRIPE}, ("internal_description",)),
    ({"url": f"https://api.shop.com/{STRIPE}/orders"}, ("url",)),
    ({"body": f"<key>{STRIPE}</key>"}, ("body",)),
    (header("X-Note", STRIPE), ("headers", 0, "value")),
    (given("note", description=STRIPE), ("data_inputs", 0, "description")),
    (given("note", default_value=STRIPE), ("data_inputs", 0, "default_value")),
]

SAMPLES: list[tuple[Raw, Pointer]] = [
    ({"mock_response": {"a": [1, {"b": STRIPE}]}}, ("mock_response", "a", 1, "b")),
    ({"mock_response": [STRIPE]}, ("mock_response", 0)),
    (given("note", example_value=STRIPE), ("data_inputs", 0, "example_value")),
    (given("note", example_value={"a": STRIPE}), ("data_inputs", 0, "example_value", "a")),
    (
        {"response_fields": [{"path": "a", "example_value": STRIPE}]},
        ("response_fields", 0, "example_value"),
    ),
]


@pytest.mark.parametrize(("raw", "at"), SCANNED + SAMPLES)
def test_a_known_format_is_found_in_every_text(raw: Raw, at: Pointer) -> None:
    assert run(hardcoded_secret, raw) == ([(at, STRIPE)], [])


@pytest.mark.parametrize(("raw", "at"), SAMPLES)
def test_a_sample_is_a_warning(raw: Raw, at: Pointer) -> None:
    (hit,) = hardcoded_secret(load_connector(raw, Shape.DEFINITION))
    assert isinstance(hit, Hit)
    assert (hit.at, hit.severity) == (at, Severity.WARNING)


@pytest.mark.parametrize(("raw", "at"), SCANNED)
def test_elsewhere_the_rule_decides_the_severity(raw: Raw, at: Pointer) -> None:
    (hit,) = hardcoded_secret(load_connector(raw, Shape.DEFINITION))
    assert isinstance(hit, Hit)
    assert (hit.at, hit.severity) == (at, None)


HEADERS = [
    ("X-Api-Key", LITERAL, [LITERAL], ""),
    (" x-api-key ", f" {LITERAL} ", [LITERAL], "blanks around"),
    ("Authorization", f"Bearer {LITERAL}", [LITERAL], "without the scheme"),
    ("Authorization", f"Zoho-oauthtoken  {LITERAL}", [LITERAL], "any scheme"),
    ("Authorization", f"Bearer: {LITERAL}", [LITERAL], "a colon too much"),
    ("Authorization", LITERAL, [LITERAL], "no scheme at all"),
    ("Authorization", f"Bearer {JWT}", [JWT], "a known format"),
    ("Authorization", "Bearer 7f3k9q2", [], "7 characters"),
    ("Authorization", "Bearer", [], "nothing but a scheme"),
    ("Authorization", "", [], ""),
    ("Authorization", "   ", [], ""),
    ("Authorization", "Bearer {{token}}", [], "a placeholder"),
    ("Authorization", f"Bearer {LITERAL}{{{{token}}}}", [], "a placeholder within"),
    ("Authorization", f"Bearer {STRIPE} {{{{token}}}}", [STRIPE], "a known format beside it"),
    ("Authorization", "Bearer YOUR_TOKEN_HERE", [], "a stand-in"),
    ("X-Api-Key", "****", [], "redacted"),
    ("Cookie", f"lang=en; session={LITERAL}", [LITERAL], "the values count"),
    ("Cookie", LITERAL, [LITERAL], "no pair"),
    ("Cookie", "lang=en; theme=dark", [], "short values"),
    ("Cookie", f"a={LITERAL};b={LITERAL}x", [LITERAL], "one hit, at the first"),
    ("Accept", "application/json", [], "another header"),
    ("X-Tenant", "5f0c1d7e-88b2-4c0f-9a53-2f6f0a1be9d4", [], "an id, no credential"),
]


@pytest.mark.parametrize(("name", "value", "found", "remark"), HEADERS)
def test_a_credential_header_holds_no_literal(
    name: str, value: str, found: list[str], remark: str
) -> None:
    hits, facts = run(hardcoded_secret, header(name, value))
    assert hits == [(("headers", 0, "value"), literal) for literal in found], remark
    assert facts == []


BODIES = [
    (f'{{"client_secret": "{LITERAL}"}}', [LITERAL], ""),
    (f'{{"a": [{{"b": {{"apiKey": "{LITERAL}"}}}}]}}', [LITERAL], "nested, other spelling"),
    (f'{{"a": {{{{n}}}}, "token": "{LITERAL}"}}', [LITERAL], "a placeholder outside strings"),
    (f'{{"a": "{{{{"}}}}", "token": "{LITERAL}"}}', [LITERAL], "a quote in a placeholder"),
    (f'{{"token": "{LITERAL}", "a": ', [LITERAL], "broken JSON"),
    (f'{{"token": "{LITERAL}', [LITERAL], "an open string"),
    ('{"token" :\n 1234567890123}', ["1234567890123"], "a number"),
    ('{"token": "ab\\"cdefgh"}', ['ab\\"cdefgh'], "an escape"),
    (f'{{"token": "{LITERAL}", "secret": "x{LITERAL}"}}', [LITERAL], "one hit, at the first"),
    ('{"token": "{{token}}"}', [], "a placeholder"),
    (f'{{"token": "{LITERAL}{{{{x}}}}"}}', [], "a placeholder within"),
    ('{"token": "short77"}', [], "7 characters"),
    ('{"token": true, "secret": null}', [], ""),
    ('{"token": {"type": "seven-days"}}', [], "an object"),
    ('{"token": ["seven-days"]}', [], "a list"),
    (f'{{"page_token": "{LITERAL}"}}', [], "another name"),
    (f'{{"a": "token", "b": "{LITERAL}"}}', [], "the name as a value"),
    (f'{{"query": "{{ token: \\"{LITERAL}\\" }}"}}', [], "text within a string"),
    (f"a=1&api-key={LITERAL}", [LITERAL], "a form"),
    (f"user[password]={LITERAL}&a=1", [LITERAL], "a form with brackets"),
    ("api_key={{key}}&password=", [], "a form without literals"),
    ("password=%3Csecret%20word%3E", [], "a percent-encoded stand-in"),
    ("password=Kv7%21moor-Tanne", ["Kv7%21moor-Tanne"], "percent-encoding"),
    (f"<login password='{LITERAL}'/>", [], "XML"),
    ("the token is: seven-days", [], "prose"),
    ("", [], ""),
]


@pytest.mark.parametrize(("text", "found", "remark"), BODIES)
def test_a_credential_member_of_a_body_holds_no_literal(
    text: str, found: list[str], remark: str
) -> None:
    assert body(text) == found, remark


@pytest.mark.parametrize(
    ("name", "default", "is_found"),
    [
        ("api_key", LITERAL, True),
        ("Password", LITERAL, True),
        ("api_key", "", False),
        ("api_key", "{{user.token}}", False),
        ("api_key", "short77", False),
        ("order_id", LITERAL, False),
    ],
)
def test_a_credential_input_has_no_literal_default(
    name: str, default: str, *, is_found: bool
) -> None:
    hits, _ = run(hardcoded_secret, given(name, default_value=default))
    assert hits == [(("data_inputs", 0, "default_value"), LITERAL)] * is_found


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"name": STRIPE}, f"Stripe secret key `{STRIPE[:4]}…` ({len(STRIPE)} characters) is"),
        (header("X-Api-Key", LITERAL), "`x-api-key` value `7f3k…` (16 characters) is"),
        (
            header("Authorization", f"Bearer {STRIPE}"),
            "Stripe secret key `sk_l…` (32 characters) is",
        ),
        ({"body": f"secret={LITERAL}"}, "`secret` value `7f3k…` (16 characters) is"),
        (given("pwd", default_value="7`\n9-Kiel"), "`pwd` value `7'\\n9…` (9 characters) is"),
        (
            {"name": f"{STRIPE} {JWT}"},
            f"Stripe secret key `sk_l…` ({len(STRIPE)} characters) and 1 more secret are",
        ),
        (
            {"body": f'{{"token": "{LITERAL}", "secret": "a{LITERAL}", "pwd": "b{LITERAL}"}}'},
            "`token` value `7f3k…` (16 characters) and 2 more secrets are",
        ),
    ],
)
def test_a_message_says_what_it_is_and_shows_four_characters(raw: Raw, said: str) -> None:
    assert message(hardcoded_secret, raw) == f"{said} written into the connector"


@pytest.mark.parametrize(
    ("raw", "shape", "expected"),
    [
        ({"name": "a"}, Shape.DEFINITION, []),
        ({"id": "1"}, Shape.PATCH, ["url", "body", "headers", "data_inputs"]),
        (
            {"url": "https://a.io", "body": "", "data_inputs": [], **header("X-Api-Key", "****")},
            Shape.DETAIL,
            ["headers[].value"],
        ),
        ({"url": 5, "data_inputs": [], "headers": []}, Shape.DEFINITION, ["url"]),
        (header("X-Api-Key", "Bearer {{token}}"), Shape.DEFINITION, []),
    ],
)
def test_what_cannot_be_seen_is_told(raw: Raw, shape: Shape, expected: list[str]) -> None:
    assert run(hardcoded_secret, raw, shape) == ([], expected)


@pytest.mark.parametrize("scheme", ["Bearer", "Basic"])
@pytest.mark.parametrize("field", ["description", "body"])
def test_a_credential_behind_its_scheme_is_found_in_any_text(scheme: str, field: str) -> None:
    text = f'curl -H "Authorization: {scheme} {LITERAL}Kd9Vn5Hs2"'
    assert run(hardcoded_secret, {field: text})[0] == [((field,), f"{LITERAL}Kd9Vn5Hs2")]


def test_a_hidden_header_hides_no_other_secret() -> None:
    raw = {"url": "https://a.io", "body": STRIPE, "data_inputs": [], **header("Token", "****")}
    assert run(hardcoded_secret, raw, Shape.DETAIL) == ([(("body",), STRIPE)], ["headers[].value"])


def test_the_url_of_a_service_tells_what_to_look_for_elsewhere() -> None:
    key = TOKEN["Twilio API key"].split()[1]
    assert run(hardcoded_secret, {"description": key})[0] == []
    raw = {"url": "https://api.twilio.com/x", "description": key}
    assert run(hardcoded_secret, raw)[0] == [(("description",), key)]


URLS = [
    (f"?api_key={LITERAL}", [LITERAL], ""),
    (f"?a=1&Access-Token={LITERAL}#b", [LITERAL], "other spelling"),
    (f"?api%5fkey={LITERAL}", [LITERAL], "percent-encoding"),
    (f"?sig={LITERAL}&token=x{LITERAL}", [LITERAL], "one hit, at the first"),
    (f"/{{{{id}}}}?hapikey={LITERAL}", [LITERAL], "behind a placeholder"),
    ("?api_key={{key}}", [], "a placeholder"),
    (f"?api_key={LITERAL}{{{{key}}}}", [], "a placeholder within"),
    ("?api_key=YOUR_KEY_1", [], "a stand-in"),
    ("?api_key=%3Ctoken-name%3E", [], "a percent-encoded stand-in"),
    ("?api_key=short77", [], "7 characters"),
    ("?api_key&token=", [], "no value"),
    (f"?sort_key={LITERAL}&page_token={LITERAL}", [], "other names"),
    (f"?key={LITERAL}", [LITERAL], "a bare key with a value that looks like one"),
    ("?key=welcome-message-of-the-day", [], "a bare key with words"),
    (f"?code={LITERAL}", [], "a code elsewhere"),
    (f"#api_key={LITERAL}", [], "a fragment is not sent"),
    (f"/api_key={LITERAL}", [], "a path"),
]


@pytest.mark.parametrize(("rest", "found", "remark"), URLS)
def test_a_credential_parameter_holds_no_literal(rest: str, found: list[str], remark: str) -> None:
    raw = {"url": f"https://api.shop.com{rest}"}
    assert run(secret_in_url, raw) == ([(("url",), literal) for literal in found], []), remark


@pytest.mark.parametrize("url", [None, "", " ", "not a url"])
def test_without_a_query_there_is_no_parameter(url: str | None) -> None:
    assert run(secret_in_url, {"url": url}) == ([], [])


def test_all_parameters_are_named() -> None:
    one = {"url": f"https://a.io/?api_key={LITERAL}"}
    two = {"url": f"https://a.io/?api_key={LITERAL}&Pwd={LITERAL}&api_key={LITERAL}"}
    assert message(secret_in_url, one) == (
        "The query parameter `api_key` carries the credential `7f3k…` (16 characters)"
    )
    assert message(secret_in_url, two) == "The query carries 3 credentials, as `api_key` and `Pwd`"


def test_a_literal_parameter_is_no_known_format_and_the_other_way_round() -> None:
    literal = {"url": f"https://a.io/?api_key={LITERAL}"}
    assert run(hardcoded_secret, literal)[0] == []
    known = {"url": f"https://a.io/?api_key={STRIPE}"}
    assert run(hardcoded_secret, known)[0] == [(("url",), STRIPE)]
    assert run(secret_in_url, known)[0] == [(("url",), STRIPE)]


def secrets(raw: Raw, shape: Shape = Shape.DEFINITION) -> set[tuple[Pointer, str]]:
    """What must be masked, and where."""
    found = find_connector_secrets(load_connector(raw, shape))
    return {(at, resolve_pointer(raw, at)[start:end]) for at, start, end, _ in found}


@pytest.mark.parametrize(("raw", "at"), SCANNED + SAMPLES)
def test_whatever_is_reported_is_masked(raw: Raw, at: Pointer) -> None:
    assert (at, STRIPE) in secrets(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (header("Cookie", f"a={LITERAL}; b=x{LITERAL}"), {LITERAL, f"x{LITERAL}"}),
        ({"body": f"token={LITERAL}&secret=x{LITERAL}"}, {LITERAL, f"x{LITERAL}"}),
        (given("token", default_value=LITERAL), {LITERAL}),
        ({"url": f"https://a.io/?sig={LITERAL}&token=x{LITERAL}"}, {LITERAL, f"x{LITERAL}"}),
        ({"url": f"https://jo:{LITERAL}@a.io/"}, {LITERAL}),
        ({"url": "https://jo:Kiel7@a.io/"}, {"jo:Kiel7"}),
        ({"url": f"https://{LITERAL}@a.io/"}, {LITERAL}),
        ({"url": f"https://{LITERAL}:@a.io/"}, {f"{LITERAL}:"}),
        ({"url": "https://{{user}}:{{password}}@a.io/"}, set()),
        ({"url": "https://:@a.io/"}, set()),
        ({"headerz": [{"value": STRIPE}]}, {STRIPE}),
        (header("X-Note", STRIPE) | {"url": [STRIPE]}, {STRIPE}),
        ({"headers": STRIPE}, {STRIPE}),
        ({"name": "Get order status", "url": "https://a.io/", "mock_response": {"a": 1}}, set()),
    ],
)
def test_every_secret_is_masked(raw: Raw, expected: set[str]) -> None:
    assert {found for _, found in secrets(raw)} == expected


def test_a_summary_is_masked_as_well() -> None:
    assert secrets({"id": "1", "name": STRIPE}, Shape.SUMMARY) == {(("name",), STRIPE)}


def deep(levels: int) -> Raw:
    value: Any = STRIPE
    for _ in range(levels):
        value = {"a": value}
    return {"mock_response": value}


def test_samples_may_be_nested_deeply() -> None:
    assert [found for _, found in run(hardcoded_secret, deep(5000))[0]] == [STRIPE]


@pytest.mark.parametrize(
    "seed",
    [
        *('"token":', '"token": "', '"token":"', '\\"', '"token" ', "token=", "token", "&", "]=["),
        *("token[", f'"token": "{LITERAL}", ', f"token={LITERAL}&", f"{STRIPE} ", "; ", "a=;"),
    ],
)
@pytest.mark.parametrize("place", ["body", "header", "url"])
def test_hostile_texts_take_linear_time(
    seed: str, place: str, assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        text = seed * (length // len(seed))
        raws = {
            "body": {"body": text},
            "header": header("Cookie", text),
            "url": {"url": f"https://a.io/?{text}"},
        }

        def work() -> None:
            connector = load_connector(raws[place], Shape.DEFINITION)
            list(hardcoded_secret(connector))
            list(secret_in_url(connector))
            list(find_connector_secrets(connector))

        return work

    assert_linear(prepare, 100_000)


def test_the_key_of_an_azure_function_is_its_code() -> None:
    raw = {"url": f"https://shop.azurewebsites.net/api/stock?sku=1&code={LITERAL}"}
    assert run(secret_in_url, raw) == ([(("url",), LITERAL)], [])
