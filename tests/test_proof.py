"""Counterexamples: what a hostile value makes of the request, and what is never shown."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from dclint.analysis.exploit import demonstrate
from dclint.analysis.taint import flow
from dclint.base.pointer import Pointer, resolve
from dclint.findings.finding import Proof
from dclint.findings.hit import Attack
from dclint.model.detection import shape_of
from dclint.model.loader import read
from dclint.syntax.template import scan

URL = "https://api.velvetshoes.com/orders"


def prove(raw: dict[str, Any], at: Pointer, attack: Attack | None, number: int = 0) -> Proof | None:
    """Demonstrate the placeholder of that number in the text at `at`."""
    connector = read({"name": "n", "url": URL, "http_method": "get", **raw}, shape_of(raw))
    text = resolve(connector.raw, at)
    placeholder = scan(text)[number]
    return demonstrate(
        connector,
        flow(connector, at, placeholder, "goes there", attack),
        lambda place: resolve(connector.raw, place),
    )


def shown(proof: Proof | None) -> list[tuple[str, ...]]:
    assert proof
    return [(one.value, *one.lines) for one in (proof.benign, proof.hostile)]


HOSTS = [
    # url, what the benign value gives, what the hostile one gives
    ("https://{{a}}.acme.io/x", ("acme", "acme.acme.io"), ("evil.example/", "evil.example")),
    ("https://acme.io{{a}}", ("/v1", "acme.io"), ("@evil.example/", "evil.example")),
    ("https://acme.io:{{a}}/x", ("8443", "acme.io:8443"), ("@evil.example/", "evil.example")),
    ("https://{{a}}:p@acme.io/x", ("acme", "acme.io"), ("evil.example/", "evil.example")),
    ("https://{{a}}", ("acme", "acme"), ("evil.example/", "evil.example")),
    (
        "{{a}}/x",
        ("https://api.acme.example", "api.acme.example"),
        ("https://evil.example/", "evil.example"),
    ),
    ("{{a}}://acme.io/x", ("https", "acme.io"), ("https://evil.example/", "evil.example")),
]


@pytest.mark.parametrize(("url", "benign", "hostile"), HOSTS)
def test_a_value_before_the_path_chooses_the_server(
    url: str, benign: tuple[str, str], hostile: tuple[str, str]
) -> None:
    found = shown(prove({"url": url, "http_method": "get"}, ("url",), Attack.HOST))
    assert [(each[0], each[-1]) for each in found] == [
        (benign[0], f"Host: {benign[1]}"),
        (hostile[0], f"Host: {hostile[1]}"),
    ]


def test_a_number_chooses_another_port_only() -> None:
    raw = {"url": "https://acme.io:{{a}}/x", "data_inputs": [{"name": "a", "type": "integer"}]}
    assert shown(prove(raw, ("url",), Attack.HOST)) == [
        ("8443", "GET /x", "Host: acme.io:8443"),
        ("22", "GET /x", "Host: acme.io:22"),
    ]


def test_where_no_value_reaches_another_server_nothing_is_claimed() -> None:
    raw = {"url": "https://{{a}}@acme.io/x", "data_inputs": [{"name": "a", "type": "integer"}]}
    assert prove(raw, ("url",), Attack.HOST) is None


def test_a_header_value_is_somebody_else_and_may_begin_another_header() -> None:
    raw = {"http_method": "post", "headers": [{"name": "X-User-Id", "value": "{{who}}"}]}
    assert shown(prove(raw, ("headers", 0, "value"), Attack.HEADER)) == [
        ("A1042", "POST /orders", "Host: api.velvetshoes.com", "X-User-Id: A1042"),
        (
            "A2043\r\nX-Admin: yes",
            "POST /orders",
            "Host: api.velvetshoes.com",
            "X-User-Id: A2043",
            "X-Admin: yes",
        ),
    ]


BODIES = [
    ('{"id": {{a}}}', '{"id": 1042, "role": "admin"}'),
    ('{ "id":\n  {{ a }},\n "b": "{{b}}" }', '{ "id": 1042, "role": "admin", "b": "7" }'),
    ('{{{a}}: 1, "x": 2}', '{"role": "admin", "x": 1, "x": 2}'),
]


@pytest.mark.parametrize(("body", "hostile"), BODIES)
def test_a_value_outside_quotes_adds_a_member(body: str, hostile: str) -> None:
    (benign, attacked) = shown(prove({"body": body}, ("body",), Attack.JSON))
    assert benign[1:3] == attacked[1:3] == ("GET /orders", "Host: api.velvetshoes.com")
    assert attacked[-1] == hostile


QUERIES = [
    (
        {"url": URL + "?q=SELECT+Id+FROM+C+WHERE+Email='{{a}}'&x=1"},
        ("url",),
        "WHERE Email='x' OR 'a'='a'&x=1",
    ),
    ({"url": URL + "?jql=reporter%3D%22{{a}}%22"}, ("url",), 'reporter="x" OR "a"="a"'),
    ({"body": '{"q": "name = \\"{{a}}\\""}'}, ("body",), '{"q": "name = "x" OR "a"="a""}'),
    ({"body": '{"q": "name = \'{{a}}\'"}'}, ("body",), "{\"q\": \"name = 'x' OR 'a'='a'\"}"),
    (
        {"body": '{"q": "name = \\"O\'Brien, {{a}}\\""}'},
        ("body",),
        '{"q": "name = "O\'Brien, x" OR "a"="a""}',
    ),
    ({"url": URL + "?jql=a%3D%22it's+{{a}}%22"}, ("url",), '"it\'s x" OR "a"="a"'),
    ({"url": URL + "?jql=a%3D%22{{a}}%22+or+b='c'"}, ("url",), 'a="x" OR "a"="a" or b=\'c\''),
]


DOCUMENT = '{"query": "{ order(id: %s) { day } }"}'


@pytest.mark.parametrize(
    ("argument", "hostile"),
    [
        ("{{a}}", "{ order(id: 1) { id } all: users(first: 99) { day } }"),
        ('\\"{{a}}\\"', '{ order(id: "1") { id } all: users(first: "99") { day } }'),
    ],
)
def test_a_value_asks_a_graphql_service_for_more(argument: str, hostile: str) -> None:
    proof = prove({"body": DOCUMENT % argument}, ("body",), Attack.GRAPHQL)
    assert hostile in shown(proof)[1][-1]


@pytest.mark.parametrize(("raw", "at", "ending"), QUERIES)
def test_a_value_ends_its_literal_and_the_rest_is_obeyed(
    raw: dict[str, Any], at: Pointer, ending: str
) -> None:
    assert shown(prove(raw, at, Attack.QUERY))[1][-1].endswith(ending)


def test_an_address_is_fetched_by_the_other_service() -> None:
    raw = {"url": URL + "?callback_url={{a}}", "http_method": "get"}
    assert shown(prove(raw, ("url",), Attack.ADDRESS))[1][1] == (
        "GET /orders?callback_url=http://169.254.169.254/latest/meta-data/"
    )


@pytest.mark.parametrize(
    ("path", "emptied", "meaning"),
    [
        ("/{{a}}", "/", "means the whole collection"),
        ("/{{a}}?page=1", "/?page=1", "means the whole collection"),
        ("/{{a}}/label", "//label", "is another one"),
        ("/no-{{a}}", "/no-", "is another one"),
    ],
)
def test_a_missing_value_changes_the_address(path: str, emptied: str, meaning: str) -> None:
    proof = prove({"url": URL + path, "http_method": "delete"}, ("url",), Attack.EMPTY)
    assert [each[1] for each in shown(proof)] == [
        "DELETE /orders" + path.replace("{{a}}", "A1042"),
        "DELETE /orders" + emptied,
    ]
    assert proof
    assert proof.effect == f"without the value the address {meaning}"


def test_a_flow_that_does_no_harm_to_the_request_has_no_proof() -> None:
    assert prove({"url": URL + "/{{a}}"}, ("url",), None) is None


def test_what_is_too_long_to_read_proves_nothing() -> None:
    assert prove({"body": '{"a": {{a}}}' + " " * 5000}, ("body",), Attack.JSON) is None
    long = {"name": "X-User-" + "x" * 5000, "value": "{{a}}"}
    assert prove({"headers": [long]}, ("headers", 0, "value"), Attack.HEADER) is None


PIECES = [
    *("https://", "//", "/", "?", "#", "@", ":", "[", "]", "&", "=", "%", "%0a", " ", "\n", "\x00"),
    *("{{a}}", "{{b}}", "{{ a|x }}", "{{", "}}", "{", '"', "'", "\\", "acme.io", "xn--", "8443"),
    *("\ud83d", "\u202e", "\u6f22", "e\u0301", "\x1b[31m", "q=", "url="),
]
TEXTS = st.lists(st.sampled_from(PIECES)).map("".join)


@given(TEXTS, TEXTS, st.sampled_from(Attack), st.sampled_from(["url", "body", "headers"]))
def test_whatever_the_text_is_a_proof_shows_a_difference(
    before: str, after: str, attack: Attack, member: str
) -> None:
    text = f"{before} {{{{a}}}} {after}"
    raw: dict[str, Any] = {member: text}
    at: Pointer = (member,)
    if member == "headers":
        raw, at = {"headers": [{"name": before, "value": text}]}, ("headers", 0, "value")
    for number in range(len(scan(text))):
        proof = prove(raw, at, attack, number)
        assert proof == prove(raw, at, attack, number)
        assert not proof or proof.benign.lines != proof.hostile.lines


def test_a_method_that_is_unknown_is_not_invented() -> None:
    found = shown(prove({"url": URL + "/{{a}}", "http_method": None}, ("url",), Attack.EMPTY))
    assert found[1][1] == "METHOD /orders/"


def test_a_lone_surrogate_is_a_character_like_others() -> None:
    raw = {"url": "https://{{a}}.acme.io/\ud83d"}
    assert shown(prove(raw, ("url",), Attack.HOST))[1][-1] == "Host: evil.example"
    assert shown(prove({"body": '{"a": {{a}}}', **raw}, ("body",), Attack.JSON))[1][2] == (
        "Host: 7.acme.io"
    )


def test_a_long_body_is_cut_around_the_value() -> None:
    body = '{"' + "x" * 100 + '": {{a}}, "' + "y" * 100 + '": 1}'
    line = shown(prove({"body": body}, ("body",), Attack.JSON))[1][-1]
    assert line.startswith("…xxx")
    assert line.endswith("yyy…")
    assert '1042, "role": "admin"' in line


HOSTILE = {
    "name": "Get order",
    "description": "Returns the carrier and the delivery day of an order.",
    "http_method": "get",
    "url": "https://svc:hunter2-hunter2@{{shop}}.velvetshoes.com/orders",
    "data_inputs": [
        {"name": "shop", "type": "string", "description": "Name of the shop.", "required": True}
    ],
}


def dclint(*arguments: str, cwd: Path) -> str:
    command = [sys.executable, "-c", "from dclint.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False).stdout


def test_the_report_shows_the_proof_and_no_secret(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(HOSTILE, indent=1))
    arguments = ("check", "--isolated", "--select", "url-template-in-host", "a.json")
    text = dclint(*arguments, "--show-proof", cwd=tmp_path)
    assert "hunter2" not in text.replace("hunt***********", "")
    assert text[text.index("  proof:") : text.index("\n1 error")] == snapshot("""\
  proof: the request and its credentials go to evil.example (medium confidence)
         inserted as it is: Intercom does not document how it escapes values
    shop = acme                | shop = evil.example/
    GET /orders                | GET /.velvetshoes.com/orders
    Host: acme.velvetshoes.com | Host: evil.example
""")
    report = json.loads(dclint(*arguments, "--show-proof", "--format", "json", cwd=tmp_path))
    (found,) = report["findings"][0]["flows"]
    assert found["proof"]["hostile"]["lines"][-1] == "Host: evil.example"
    assert "proof" not in dclint(*arguments, "--format", "json", cwd=tmp_path)


def test_wide_requests_stand_below_each_other(tmp_path: Path) -> None:
    wide = HOSTILE | {"url": "https://{{shop}}.velvetshoes.com/" + "orders/" * 12}
    (tmp_path / "a.json").write_text(json.dumps(wide, indent=1))
    text = dclint("check", "--isolated", "--show-proof", "a.json", cwd=tmp_path)
    assert "    shop = acme\n    GET /orders/" in text
    assert "\n\n    shop = evil.example/\n    GET /.velvetshoes.com/orders/" in text


LEAKY = [
    # where the secret stands, and the rule that follows a placeholder beside it
    ({"url": "https://svc:%s-{{x}}@ho st/{{shop}}"}, "optional-input-in-path"),
    ({"url": "https:\\\\svc:%s-{{x}}@{{shop}}/y"}, "url-template-in-host"),
    ({"headers": [{"name": "Authorization", "value": "Basic %s{{shop}}"}]}, "input-in-header"),
    ({"headers": [{"name": "X-Auth-Key", "value": "%s{{shop}}"}]}, "input-in-header"),
    ({"headers": [{"name": "Cookie", "value": "a={{shop}}; sid=%s"}]}, "input-in-header"),
    ({"body": '{"a": {{shop}}, "password": "%s", '}, "unquoted-string-placeholder"),
    ({"url": "https://acme.io/?api_key=%s&redirect_url={{shop}}"}, "url-parameter-from-input"),
    ({"url": "https://acme.io/?q=SELECT+A+FROM+B+WHERE+C='{{shop}}'&token=%s"}, "query-injection"),
]


@pytest.mark.parametrize(("members", "rule"), LEAKY)
def test_no_secret_beside_a_placeholder_is_shown(
    tmp_path: Path, members: dict[str, Any], rule: str
) -> None:
    inputs = [{"name": "shop", "type": "string", "required": False}]
    text = json.dumps(HOSTILE | {"http_method": "post", "data_inputs": inputs} | members, indent=1)
    (tmp_path / "a.json").write_text(text.replace("%s", "hunter2-Hunter2"))
    arguments = ("check", "--isolated", "--profile", "auditor", "--select", rule, "a.json")
    for form in ("text", "json"):
        report = dclint(*arguments, "--show-proof", "--format", form, cwd=tmp_path)
        assert "proof" in report
        assert "unter2-H" not in report


def test_a_secret_that_is_a_name_is_masked_and_followed_all_the_same(tmp_path: Path) -> None:
    token = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"
    headers = [{"name": "Authorization", "value": "{{%s}}" % token}]  # noqa: UP031
    inputs = [{"name": token, "type": "string"}]
    raw = HOSTILE | {"url": URL, "headers": headers, "data_inputs": inputs}
    (tmp_path / "a.json").write_text(json.dumps(raw, indent=1))
    arguments = ("check", "--isolated", "--select", "input-in-header", "--show-proof", "a.json")
    text = dclint(*arguments, cwd=tmp_path)
    assert "Authorization: A2043" in text
    assert token not in text


def test_no_line_of_a_proof_is_a_command_to_a_ci_service(tmp_path: Path) -> None:
    headers = [{"name": " ::error::impersonate", "value": "{{shop}}"}]
    (tmp_path / "a.json").write_text(json.dumps(HOSTILE | {"url": URL, "headers": headers}))
    text = dclint("check", "--isolated", "--show-proof", "a.json", cwd=tmp_path)
    assert "::error::impersonate: A1042 |" in text.replace("\\x3a", ":")
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]
