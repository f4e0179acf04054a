"""URLs: which are reported, where, how severely, and what cannot be told."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dclint.base.pointer import resolve_pointer
from dclint.checks.transport.url import (
    url_internal_host,
    url_invalid,
    url_metadata_host,
    url_not_https,
    url_template_in_host,
    url_userinfo,
)
from dclint.findings.hit import Hit, NotObservable
from dclint.model.connector import Connector
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome

Check = Callable[..., Iterator[Outcome]]
CHECKS = [
    url_internal_host,
    url_invalid,
    url_metadata_host,
    url_not_https,
    url_template_in_host,
    url_userinfo,
]


def connector(url: Any, inputs: Any = (), shape: Shape = Shape.DEFINITION) -> Connector:
    raw = {"name": "Get it", "url": url, "data_inputs": inputs}
    return load_connector(raw | {"data_inputs": list(inputs) if inputs is not None else 5}, shape)


def seen(check: Check, url: str) -> list[str]:
    """List what is marked in the URL, or the fact that is missing."""
    found = []
    for outcome in check(connector(url)):
        if isinstance(outcome, Hit):
            assert outcome.at == ("url",)
            found.append(url[slice(*outcome.fragment)] if outcome.fragment else url)
        else:
            found.append(f"not seen: {outcome.fact}")
    return found


def hit(check: Check, url: str) -> Hit:
    (found,) = check(connector(url))
    assert isinstance(found, Hit)
    return found


SCHEME, HOST = ["not seen: url scheme"], ["not seen: url host"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.io/", []),
        ("HTTPS://a.io/", []),
        (" ht\ttps://a.io/", []),
        ("https:a.io", []),
        ("http://a.io/", ["http"]),
        (" HT\nTP://a.io/", ["HT\nTP"]),
        ("http://{{a}}/{{b}}", ["http"]),
        ("ftp://a.io/", ["ftp"]),
        ("javascript:alert(1)", ["javascript"]),
        ("localhost:3000/x", ["localhost"]),
        ("api.a.io:8443/x", ["api.a.io"]),
        ("a.io/x", []),  # url-invalid reports it
        ("//a.io/x", []),
        ("{{base}}/x", SCHEME),
        ("{{scheme}}://a.io", SCHEME),
        (" {{scheme}}:a.io", SCHEME),
        ("http{{s}}://a.io", SCHEME),
        ("a.{{b}}:80/x", SCHEME),
    ],
)
def test_schemes(url: str, expected: list[str]) -> None:
    assert seen(url_not_https, url) == expected


def test_a_host_that_is_read_as_a_scheme_is_explained() -> None:
    found = hit(url_not_https, "localhost:3000/x")
    assert found.message == "`localhost` before the colon is read as the scheme"
    assert found.remedy == "write `https://` in front of the host"
    assert hit(url_not_https, "http://a.io").message == "The scheme is `http`, not `https`"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.io/", []),
        ("mailto:a@b.io", []),
        ("a.io/x", ["a.io/x"]),
        ("/x", ["/x"]),
        ("//a.io/x", ["//a.io/x"]),
        ("a.io/{{x}}", ["a.io/{{x}}"]),
        ("api.{{env}}.a.io/x", ["api.{{env}}.a.io/x"]),
        ("https://", ["https"]),
        ("https://:80/", ["https"]),
        ("https://u@/", ["https"]),
        ("https://a b.io/{{x}}", ["a b.io"]),
        ("https://a.io:99999/", ["99999"]),
        ("https://a.io:x/", ["x"]),
        ("https://a :", ["a "]),  # without its colon the blank would be trimmed
        ("https://1.2.3.999/", ["1.2.3.999"]),
        ("https://[::1/", ["[::1"]),
        ("https://a_b.io/", []),
        ("{{base}}/x", HOST),
        ("https://{{a}}/", HOST),
        ("https://a.io:{{a}}/", HOST),
        ("https://{{a}} b/", HOST),
        ("http{{s}}://a.io/", HOST),
    ],
)
def test_invalid_urls(url: str, expected: list[str]) -> None:
    assert seen(url_invalid, url) == expected


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("a.io/x", "The URL has no scheme"),
        ("/x", "The URL has no scheme and no host"),
        ("//a.io", "The URL has no scheme"),
        ("https://", "The URL has no host"),
        ("https://svc:hunter2/x@a.io", "The port is no number up to 65535"),  # perhaps a password
        ("https://1.2.3.999", "`1.2.3.999` is not an IPv4 address"),
        ("https://1.2.3.4.5.", "`1.2.3.4.5.` is not an IPv4 address"),
        ("https://[::g]", "`[::g]` is not an IPv6 address"),
        ("https://a%b.io", "`a%b.io` is not a valid host name"),
        ("https://a^b.io:99999", "`a^b.io` is not a valid host name"),
    ],
)
def test_what_is_said_of_an_invalid_url(url: str, message: str) -> None:
    assert hit(url_invalid, url).message == message


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.io/{{x}}?{{y}}#{{z}}", []),
        ("https://{{x}}.a.io/", ["{{x}}"]),
        ("https://{{x}}.{{y}}.io/{{z}}", ["{{x}}"]),
        ("https://a.io{{x}}", ["{{x}}"]),
        ("https://a.io:{{x}}/", ["{{x}}"]),
        ("https://{{x}}@a.io/", ["{{x}}"]),
        ("https:{{x}}", ["{{x}}"]),
        ("http{{x}}://a.io/", ["{{x}}"]),
        ("{{x}}/{{y}}", ["{{x}}"]),
        (" {{x}}://a.io", ["{{x}}"]),
        ("https://a.io\\{{x}}", []),
        ("https://a.io?{{x}}", []),
        ("https://a.io#{{x}}", []),
        ("https://{x}.a.io", []),
    ],
)
def test_placeholders_that_decide_about_the_host(url: str, expected: list[str]) -> None:
    assert seen(url_template_in_host, url) == expected


def named(name: str, kind: Any = "string") -> dict[str, Any]:
    return {"name": name, "type": kind}


PORT = "https://a.io:{{p}}/"
BOTH = "https://{{h}}.a.io:{{p}}/"


@pytest.mark.parametrize(
    ("url", "inputs", "shape", "severity", "facts"),
    [
        (PORT, [named("p")], "definition", "error", []),
        (PORT, [named("p", "integer")], "definition", "warning", []),
        (PORT, [named("p", "decimal")], "definition", "warning", []),
        (PORT, [named("p", "boolean")], "definition", "warning", []),
        (PORT, [{"name": "p"}], "definition", "error", []),  # no type: text
        (PORT, [], "definition", "error", []),
        (PORT, [named("p", "integer"), named("p")], "definition", "error", []),
        (PORT, [named("p", "number")], "definition", "warning", ["data_inputs[].type"]),
        (PORT, [named("p", 5), named("p")], "definition", "error", []),
        (PORT, None, "definition", "warning", ["data_inputs"]),
        (PORT, [{"name": 5}], "definition", "warning", ["data_inputs[].name"]),
        (PORT, [{"name": "p"}], "detail", "warning", ["data_inputs[].type"]),
        (PORT, [{}], "detail", "warning", ["data_inputs[].name"]),
        (PORT, [{}], "definition", "error", []),
        (BOTH, [named("h"), named("p", "integer")], "definition", "error", []),
        (BOTH, [named("h", "integer"), named("p", "integer")], "definition", "warning", []),
        (BOTH, [named("h"), named("p", 5)], "definition", "error", []),
        ("https://{{user.shop}}.a.io", [], "definition", "error", []),
        ("https://{{region}}.a.io", [named("region")], "definition", "info", []),
        ("https://{{region}}.a.io", [], "definition", "info", []),
        ("https://{{region}}.{{h}}.io", [named("h", "integer")], "definition", "warning", []),
        ("https://{{region}}.{{h}}.io", [named("h")], "definition", "error", []),
    ],
)
def test_how_severe_a_placeholder_in_the_host_is(
    url: str, inputs: list[Any] | None, shape: str, severity: str, facts: list[str]
) -> None:
    subject = connector(url, inputs, Shape(shape))
    first, *others = url_template_in_host(subject, allow=["region"])
    assert isinstance(first, Hit)
    assert first.severity == severity
    assert others == [NotObservable(fact) for fact in facts]
    steps = [step for flow in first.flows for step in flow.steps]
    for step in steps:
        resolve_pointer(subject.raw, step.at)
    declared = {i.get("name") for i in inputs or []}
    used = {p.name for p in subject.places[0].placeholders}
    assert any(step.at[0] == "data_inputs" for step in steps) == bool(declared & used)


def test_the_declaration_of_a_variable_in_the_host_is_shown() -> None:
    subject = connector(BOTH, [named("x"), named("p", "integer"), named("h")])
    (found,) = url_template_in_host(subject)
    assert isinstance(found, Hit)
    assert found.message == "`h` and `p` decide where the request and its credentials go"
    assert [(s.message, s.at) for flow in found.flows for s in flow.steps] == [
        ("`h` is declared here, as string", ("data_inputs", 2, "name")),
        ("`h` decides the server", ("url",)),
        ("`p` is declared here, as integer", ("data_inputs", 1, "name")),
        ("`p` decides the server", ("url",)),
    ]


UNSEEN_HOSTS = ["https://{{a}}.local", "https://localhost:{{p}}", "{{a}}/x", "{{a}}://localhost",
                "a.io/x", "mailto:x", "https://", "https://localhost:99999/"]  # fmt: skip


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        ("a.io/x", "write `https://` in front of it"),
        ("a.io/x?next=//b.io", "write `https://` in front of it"),
        ("//a.io", "write `https:` in front of it"),
        ("https//a.io", "let it begin with `https://` and the host"),
        ("ht!tps://a.io", "let it begin with `https://` and the host"),
    ],
)
def test_how_a_url_gets_a_scheme(url: str, remedy: str) -> None:
    assert hit(url_invalid, url).remedy == remedy


def test_an_empty_placeholder_in_the_host_is_shown() -> None:
    assert hit(url_template_in_host, "https://{{ }}.a.io/").message.startswith("`{{}}` decides")


@pytest.mark.parametrize("check", [url_internal_host, url_metadata_host])
@pytest.mark.parametrize("url", UNSEEN_HOSTS)
def test_a_host_that_is_not_known_is_not_judged(check: Check, url: str) -> None:
    assert seen(check, url) == HOST


@pytest.mark.parametrize(
    ("url", "internal", "metadata"),
    [
        ("https://api.a.io/", [], []),
        ("https://localhost:3000/{{x}}", ["localhost"], []),
        ("https://u:p@10.0.0.7:8443/", ["10.0.0.7"], []),
        ("https://2130706433/", ["2130706433"], []),
        ("https://[::ffff:7f00:1]/", ["[::ffff:7f00:1]"], []),
        ("https://vault.internal/", ["vault.internal"], []),
        ("https://169.254.169.254/latest/", ["169.254.169.254"], ["169.254.169.254"]),
        ("https://168.63.129.16/", [], ["168.63.129.16"]),
        ("https://metadata.google.internal/", ["metadata.google.internal"],
         ["metadata.google.internal"]),
        ("https://internal.acme.io/metadata", [], []),
        ("https://8.8.8.8/", [], []),
        ("foo://LOCALHOST/", ["LOCALHOST"], []),
    ],
)  # fmt: skip
def test_hosts_off_the_public_internet(url: str, internal: list[str], metadata: list[str]) -> None:
    assert seen(url_internal_host, url) == internal
    assert seen(url_metadata_host, url) == metadata


@pytest.mark.parametrize(
    ("host", "meant", "reason"),
    [
        ("10.0.0.7", None, "a private network"),
        ("LOCALHOST", None, "the calling machine itself"),
        ("wiki", None, "a name without a dot"),
        ("[::1]", None, "the calling machine itself"),
        ("0x7f.1", "127.0.0.1", "the calling machine itself"),
        ("[::ffff:a9fe:a9fe]", "169.254.169.254", "a link-local network"),
        ("%6cocalhost", "localhost", "the calling machine itself"),
    ],
)
def test_the_meaning_of_a_disguised_host_is_said(host: str, meant: str | None, reason: str) -> None:
    spelt = f"`{host}`, which means `{meant}`," if meant else f"`{host}`"
    message = f"{spelt} is not on the public internet: {reason}"
    assert hit(url_internal_host, f"https://{host}/").message == message


@pytest.mark.parametrize(
    "address",
    [
        *("::", "::1", "fc00::1", "fdff::1", "fe80::1", "febf::1", "ff02::1"),
        *("100::1", "100:0:0:1::1", "2001::1", "2001:2::1", "2001:db8::1", "3fff:fff::1"),
        *("5f00::1", "64:ff9b:1::1", "64:ff9b::10.0.0.7", "2002:a00:7::1", "::ffff:10.0.0.7"),
    ],
)
def test_reserved_ipv6_addresses_are_internal(address: str) -> None:
    assert seen(url_internal_host, f"https://[{address}]/") == [f"[{address}]"]


@pytest.mark.parametrize(
    "address",
    [
        *("100:0:0:2::1", "2001:2:1::1", "2001:db9::1", "2001:4860:4860::8888", "2606:4700::1111"),
        *("3fff:1000::1", "5f01::1", "64:ff9b:2::1", "64:ff9b::8.8.8.8", "2002:808:808::1"),
    ],
)
def test_other_ipv6_addresses_are_public(address: str) -> None:
    assert seen(url_internal_host, f"https://[{address}]/") == []


def test_the_owner_of_a_metadata_service_is_said() -> None:
    found = hit(url_metadata_host, "https://100.100.100.200/")
    assert found.message == "`100.100.100.200` is the metadata service of Alibaba Cloud"


@pytest.mark.parametrize(
    ("url", "marked", "message"),
    [
        ("https://svc:pw@api.a.io/", "svc:pw@",
         "The URL carries a user name and a password; the host is `api.a.io`"),
        ("https://svc@api.a.io/", "svc@", "The URL carries a user name; the host is `api.a.io`"),
        ("https://@api.a.io/", "@", "The URL carries a user name; the host is `api.a.io`"),
        ("https://api.stripe.com@evil.net/", "api.stripe.com@",
         "The URL carries a user name; the host is `evil.net`"),
        ("https://a@b@c.io", "a@b@", "The URL carries a user name; the host is `c.io`"),
        ("https://{{u}}:{{p}}@a.io/", "{{u}}:{{p}}@", "The URL carries a user name and a password"),
        ("https://u:p@/", "u:p@", "The URL carries a user name and a password"),
        ("https://u:p\t@\na.io/", "u:p\t@\n",
         "The URL carries a user name and a password; the host is `a.io`"),
    ],
)  # fmt: skip
def test_credentials_in_the_url(url: str, marked: str, message: str) -> None:
    assert seen(url_userinfo, url) == [marked]
    assert hit(url_userinfo, url).message == message


@pytest.mark.parametrize(
    "url", ["https://a.io/@b", "https://a.io?a@b", "https://a.io#@", "mailto:a@b.io", "a@b.io/x",
            "https://a.io\\@b", "https://{{a@b}}.io/"]
)  # fmt: skip
def test_an_at_sign_elsewhere_is_no_credential(url: str) -> None:
    assert seen(url_userinfo, url) == []


PIECES = [
    "https://",
    "http:",
    "{{a}}",
    "localhost",
    "127.1",
    *":/\\?#@[]%{}.=0x1aZ é\u3002\t\n\ud800",
]


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("url", [None, "", "  ", 5])
def test_a_connector_without_a_url_is_left_alone(check: Check, url: Any) -> None:
    assert list(check(connector(url))) == []


@pytest.mark.parametrize("check", CHECKS)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_whatever_the_url_is_there_is_one_hit_at_most_and_it_exists(check: Check, url: str) -> None:
    found = [o for o in check(connector(url)) if isinstance(o, Hit)]
    assert len(found) <= 1
    for each in found:
        assert each.at == ("url",)
        if each.fragment:
            start, end = each.fragment
            assert 0 <= start < end <= len(url)
        assert "\n" not in each.message + (each.remedy or "")
