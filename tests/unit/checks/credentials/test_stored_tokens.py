"""Stored tokens and the hosts to which they are sent; how hosts are written."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dclint.analysis.host_names import extract_host, is_within_domain, read_configured_host
from dclint.checks.credentials.stored_tokens import token_domain_mismatch
from dclint.findings.hit import Hit, NotObservable
from dclint.model.context import Token
from dclint.model.detection import shape_of
from dclint.model.loader import load_connector
from dclint.model.subject import Subject, Workspace
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome

Raw = dict[str, Any]


def outcomes(raw: Raw, **domains: str | None) -> list[Outcome]:
    """What is said if token `t1` was made for the domain of that name."""
    tokens = {name.removeprefix("t"): Token("X", domain) for name, domain in domains.items()}
    subject = Subject(
        "a.json", (), 0, load_connector({"name": "x", **raw}, shape_of({"name": "x", **raw}))
    )
    return list(token_domain_mismatch(subject, Workspace(tokens=tokens)))


def sent(host: str, *ids: str, **members: Any) -> Raw:
    return {"url": f"https://{host}/v1", "token_ids": list(ids or ("1",)), **members}


SAME = [
    # host, domain
    ("api.a.io", "api.a.io"),
    ("api.a.io", "a.io"),
    ("x.y.a.io", "a.io"),
    ("API.A.io", "api.a.IO"),
    ("api.a.io.", "api.a.io"),
    ("api.a.io", "api.a.io."),
    ("api.a.io", " api.a.io "),
    ("api.a.io:8443", "api.a.io"),
    ("api.a.io", "api.a.io:443"),
    ("api.a.io", "https://api.a.io"),
    ("api.a.io", "https://api.a.io/v1/?x=https://b.io"),
    ("api.a.io", "http://a.io:8080/"),
    ("api.a.io", "*.a.io"),
    ("api.a.io", ".a.io"),
    ("api.a.io", "https://*.a.io"),
    ("bücher.de", "xn--bcher-kva.de"),
    ("xn--bcher-kva.de", "BÜCHER.de"),
    ("api%2Ea.io", "a.io"),
    ("me:pw@api.a.io", "a.io"),
    ("8.8.8.8", "8.8.8.8"),
    ("0x8080808", "8.8.8.8"),
    ("[2001:db8::1]", "[2001:DB8:0::1]"),
]


@pytest.mark.parametrize(("host", "domain"), SAME)
def test_a_host_at_or_below_the_domain_is_silent(host: str, domain: str) -> None:
    assert outcomes(sent(host), t1=domain) == []


OTHER = [
    # host, domain
    ("b.io", "a.io"),
    ("a.io", "api.a.io"),  # above it
    ("nota.io", "a.io"),
    ("a.io.b.net", "a.io"),
    ("a.io", "a.i"),
    ("a.io@b.net", "a.io"),
    ("8.8.8.8", "8.8"),
    ("www.a.io", "api.a.io"),
]


@pytest.mark.parametrize(("host", "domain"), OTHER)
def test_any_other_host_is_reported(host: str, domain: str) -> None:
    [hit] = outcomes(sent(host), t1=domain)
    assert isinstance(hit, Hit)
    assert hit.at == ("token_ids", 0)


def test_the_message_names_token_domain_and_host() -> None:
    [hit] = outcomes(sent("Me:secret@B.net:8443"), t1="https://key@a.io/secret")
    assert isinstance(hit, Hit)
    assert hit.message == "Token `1` was made for `a.io` and is sent to `b.net`"
    [related] = hit.related
    assert related.at == ("url",)
    assert related.fragment == (18, 23)


def test_a_secret_in_place_of_an_id_is_not_repeated() -> None:
    secret = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"
    subject = Subject("a.json", (), 0, load_connector(sent("b.io", secret), Shape.DEFINITION))
    workspace = Workspace(tokens={secret: Token("X", "a.io")})
    [hit] = token_domain_mismatch(subject, workspace)
    assert isinstance(hit, Hit)
    assert secret not in f"{hit.message}{hit.remedy}{hit.related}"


@pytest.mark.parametrize("domain", [None, "", " ", "*", "*."])
def test_what_a_token_for_any_domain_was_made_for_is_not_observable(domain: str | None) -> None:
    assert outcomes(sent("a.io"), t1=domain) == [NotObservable("tokens")]


@pytest.mark.parametrize("domain", ["a.io, b.io", "{{domain}}.io", "http://", "a b"])
def test_a_domain_that_cannot_be_read_is_not_observable(domain: str) -> None:
    assert outcomes(sent("a.io"), t1=domain) == [NotObservable("tokens")]


@pytest.mark.parametrize(
    "host", ["{{sub}}.a.io", "a.io:{{port}}", "{{me}}@a.io", "a.io{{x}}", "a b"]
)
def test_a_host_that_is_open_is_not_observable(host: str) -> None:
    assert outcomes(sent(host), t1="b.io") == [NotObservable("url")]


@pytest.mark.parametrize(
    ("raw", "missing"),
    [
        (sent("a.io", "1", "2"), ["tokens"]),
        (sent("a.io", "2", "3"), ["tokens", "tokens"]),
        (sent("a.io") | {"url": 5}, ["url"]),
        (sent("a.io") | {"url": "{{url}}"}, ["url"]),
        (sent("b.io", execution_type=5), ["execution_type"]),
        (sent("a.io", execution_type=5), []),
    ],
)
def test_what_cannot_be_seen_is_not_reported(raw: Raw, missing: list[str]) -> None:
    assert outcomes(raw, t1="a.io") == [NotObservable(fact) for fact in missing]


@pytest.mark.parametrize(
    "raw",
    [
        sent("b.io", execution_type="client_side"),
        sent("b.io") | {"token_ids": []},
        sent("b.io") | {"token_ids": 5},
        {"url": "https://b.io"},
        {"token_ids": ["1"], "url": ""},
    ],
)
def test_without_a_request_or_a_token_there_is_nothing_to_compare(raw: Raw) -> None:
    assert outcomes(raw, t1="a.io") == []


def test_each_token_is_reported_once_where_it_is_attached_first() -> None:
    found = outcomes(sent("a.io", "1", "2", "2", "3"), t1="a.io", t2="b.io", t3="c.io")
    assert [hit.at for hit in found if isinstance(hit, Hit)] == [
        ("token_ids", 1),
        ("token_ids", 3),
    ]


@pytest.mark.parametrize("text", ["", " ", "/", "a b", "http://", "{{x}}.io", "a.io{{x}}", "::"])
def test_what_names_no_host(text: str) -> None:
    assert extract_host(text) is None


@given(st.text(max_size=40))
def test_any_text_has_a_host_or_none(text: str) -> None:
    host = extract_host(text)
    assert host is None or is_within_domain(host, host)


def test_the_configured_host_is_that_of_the_url() -> None:
    assert (
        read_configured_host(load_connector({"url": "https://API.a.io./x/{{y}}"}, Shape.DEFINITION))
        == "api.a.io"
    )
    assert (
        read_configured_host(load_connector({"url": "https://{{x}}.a.io"}, Shape.DEFINITION))
        is None
    )
    assert read_configured_host(load_connector({"name": "x"}, Shape.DEFINITION)) is None


@pytest.mark.parametrize("unit", ["a.", "*.", "://", "xn--", "é.", "%2e", "@"])
def test_long_domains_take_linear_time(unit: str, assert_linear: Callable[..., None]) -> None:
    def prepare(length: int) -> Callable[[], object]:
        domain = (unit * length)[:length]
        return lambda: outcomes(sent("a.io"), t1=domain)

    assert_linear(prepare, 1 << 18)
