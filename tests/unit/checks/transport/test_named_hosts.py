"""Hosts known by their names: tunnels, recorders, attackers' tools, wildcard DNS, stand-ins."""

import json
import os.path
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from support.linear import AssertLinear

import dclint
from dclint.analysis.known_hosts import HostKind, find_fill_in_label, find_known_host
from dclint.checks.transport.named_hosts import (
    url_placeholder_host,
    url_rebinding_host,
    url_tunnel_host,
)
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome

Check = Callable[[Connector], Iterator[Outcome]]
CHECKS = [url_placeholder_host, url_rebinding_host, url_tunnel_host]

with open(
    os.path.join(os.path.dirname(dclint.__file__), "data", "hosts.json"), encoding="utf-8"
) as file:
    LISTS: dict[str, Any] = json.load(file)
LISTED = [(kind, name) for kind in HostKind for names in LISTS[kind].values() for name in names]


def outcomes(check: Check, url: Any, shape: Shape = Shape.DEFINITION, **more: Any) -> list[Outcome]:
    return list(check(load_connector({"name": "Get it", "url": url} | more, shape)))


def hit(check: Check, url: str, **more: Any) -> Hit:
    first, *_ = outcomes(check, url, **more)
    assert isinstance(first, Hit)
    assert first.at == ("url",)
    return first


def marked(check: Check, url: str) -> str | None:
    """What is marked in the URL; None if nothing is reported."""
    hits = [o for o in outcomes(check, url, state="draft") if isinstance(o, Hit)]
    for each in hits:
        assert each.fragment is not None
        return url[slice(*each.fragment)]
    return None


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://ab12.ngrok-free.app/", "ab12.ngrok-free.app"),
        ("https://ngrok.io/", "ngrok.io"),  # the name itself
        ("https://AB12.eu.NGROK.io./x", "AB12.eu.NGROK.io."),  # neither case nor the root matters
        ("https://u:p@ab12.ngrok.dev:8443/x", "ab12.ngrok.dev"),
        ("https:ab12.ngrok.app", "ab12.ngrok.app"),
        ("http://ab12.loca.lt/{{x}}", "ab12.loca.lt"),
        ("foo://AB12.loca.lt/", "AB12.loca.lt"),
        ("https://ab12%2Etrycloudflare.com/", "ab12%2Etrycloudflare.com"),
        ("https://ab12。serveo.net/", "ab12。serveo.net"),
        ("https://ａｂ.bore.pub/", "ａｂ.bore.pub"),
        ("https://x-8080.euw.devtunnels.ms", "x-8080.euw.devtunnels.ms"),
        ("https://x.rel.tunnels.api.visualstudio.com/", "x.rel.tunnels.api.visualstudio.com"),
        ("https://webhook.site/5f0e", "webhook.site"),
        ("https://eo8.m.pipedream.net", "eo8.m.pipedream.net"),
        ("https://a.b.c.d.e.f.g.oast.pro/", "a.b.c.d.e.f.g.oast.pro"),
        ("https://api.ngrok.com/", None),  # the vendor
        ("https://dashboard.pinggy.io/", None),
        ("https://api.zrok.io/", None),
        ("https://notngrok.io/", None),
        ("https://ngrok.io.acme.com/", None),
        ("https://ngrok-io.acme.com/", None),
        ("https://app.github.com/", None),
        ("https://api.github.dev/", None),
        ("https://toast.fun.acme.com/", None),
        ("https://visualstudio.com/", None),
        ("https://acme.com/ngrok.io?x=webhook.site#loca.lt", None),
        ("https://webhook.site@acme.com/", None),
        ("https://acme.workers.dev/", None),
        ("https://acme.vercel.app/", None),
        ("https://acme.herokuapp.com/", None),
        ("https://acme-x1.a.run.app/", None),
        ("https://acme.onrender.com/", None),
        ("https://acme.fly.dev/", None),
        ("https://acme.ts.net/", None),
        ("https://hook.eu1.make.com/x", None),
        ("https://hooks.zapier.com/hooks/catch/1/x", None),
        ("https://acme.app.n8n.cloud/webhook/x", None),
        ("https://8.8.8.8/", None),
        ("https://[2001:4860::8888]/", None),
    ],
)
def test_tunnels_and_recorders(url: str, found: str | None) -> None:
    assert marked(url_tunnel_host, url) == found


@pytest.mark.parametrize(
    ("url", "severity", "message"),
    [
        ("https://a.ngrok.io", None,
         "`ngrok.io` belongs to ngrok, which passes requests on to somebody's own machine"),
        ("https://a.beeceptor.com", None,
         "`beeceptor.com` belongs to Beeceptor, which keeps requests for somebody to read"),
        ("https://a.oastify.com", Severity.ERROR,
         "`oastify.com` belongs to Burp Collaborator, which records what attacks send out"),
        ("https://a.interact.sh", Severity.ERROR,
         "`interact.sh` belongs to Interactsh, which records what attacks send out"),
    ],
)  # fmt: skip
def test_only_the_tools_of_attackers_are_errors(
    url: str, severity: Severity | None, message: str
) -> None:
    found = hit(url_tunnel_host, url)
    assert (found.severity, found.message) == (severity, message)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://10-0-0-1.sslip.io/", "10-0-0-1.sslip.io"),
        ("https://app.10.0.0.1.nip.io/", "app.10.0.0.1.nip.io"),
        ("https://localtest.me/", "localtest.me"),
        ("https://API.LVH.me./", "API.LVH.me."),
        ("https://7f000001.5db8d70e.rbndr.us", "7f000001.5db8d70e.rbndr.us"),
        ("https://make-1.2.3.4-rr.1u.ms/", "make-1.2.3.4-rr.1u.ms"),
        ("https://x.127-0-0-1.org.uk/", "x.127-0-0-1.org.uk"),
        ("https://snip.io/", None),
        ("https://nip.io.acme.com/", None),
        ("https://acme.org.uk/", None),
        ("https://acme.me/lvh.me", None),
        ("https://a.ngrok.io/", None),
    ],
)
def test_names_that_lead_to_any_address(url: str, found: str | None) -> None:
    assert marked(url_rebinding_host, url) == found


@pytest.mark.parametrize(
    ("host", "message"),
    [
        ("a.nip.io", "Names in `nip.io` lead to the address that they contain"),
        ("a.lvh.me", "Names in `lvh.me` lead to the calling machine itself"),
        ("a.rbndr.us", "Names in `rbndr.us` lead to one address now and another the next time"),
    ],
)
def test_where_such_names_lead_is_said(host: str, message: str) -> None:
    assert hit(url_rebinding_host, f"https://{host}/").message == message


@pytest.mark.parametrize(
    ("host", "message"),
    [
        ("api.example.com", "`example.com` is reserved for documentation"),
        ("EXAMPLE.net.", "`example.net` is reserved for documentation"),
        ("a.b.example.org", "`example.org` is reserved for documentation"),
        ("shop.example", "`example` is reserved for documentation"),
        ("shop.test", "`test` is reserved for tests"),
        ("shop.invalid", "`invalid` is guaranteed never to exist"),
    ],
)
def test_reserved_names(host: str, message: str) -> None:
    assert hit(url_placeholder_host, f"https://{host}/").message == message


@pytest.mark.parametrize(
    ("host", "label"),
    [
        ("your-domain.com", "your-domain"),
        ("yourdomain.com", "yourdomain"),
        ("YOUR_DOMAIN.com", "your_domain"),
        ("api.YourDomain.co.uk.", "yourdomain"),
        ("your-store.myshopify.com", "your-store"),
        ("your--shop.io", "your--shop"),
        ("your-subdomain.zendesk.com", "your-subdomain"),
        ("your-zendesk-subdomain.acme.com", "your-zendesk-subdomain"),
        ("yourorgsubdomain.okta.com", "yourorgsubdomain"),
        ("your-domain-name.com", "your-domain-name"),
        ("yourdomainname.com", "yourdomainname"),
        ("your-domain-here.com", "your-domain-here"),
        ("your-company.com", "your-company"),
        ("yourcompanyname.com", "yourcompanyname"),
        ("your-own-api-host.io", "your-own-api-host"),
        ("your-shopify-store.com", "your-shopify-store"),
        ("api.your-tenant.acme.com", "your-tenant"),
        ("your-crm.com", "your-crm"),
        ("your-backend-url.com", "your-backend-url"),
        ("your-project-ref.supabase.co", "your-project-ref"),
        ("changeme", "changeme"),
        ("api.changeme.com", "changeme"),
        ("change-me.acme.com", "change-me"),
        ("change_me.acme.com", "change_me"),
        ("replace-me.acme.com", "replace-me"),
        ("placeholder.acme.com", "placeholder"),
        ("mydomain.com", "mydomain"),
    ],
)
def test_labels_that_tell_their_reader_to_write_another(host: str, label: str) -> None:
    message = f"`{label}` stands for a name that is still to be written"
    assert hit(url_placeholder_host, f"https://{host}/").message == message


@pytest.mark.parametrize(
    "host",
    [
        "acme.com",
        "myexample.com",
        "example.com.acme.io",
        "example-shop.com",
        "examples.acme.com",
        "api.example.io",  # not reserved
        "test.acme.com",
        "acme.test-lab.com",
        "latest.acme.com",
        "invalid.acme.com",
        "yourstory.com",
        "your.com",
        "yours.com",
        "your-.com",
        "yourmechanic.com",
        "your-health-team.org.uk",  # a name of many a surgery
        "findyourdomain.com",
        "a_b.acme.com",
        "changemen.org",
        "my-shop.com",
        "8.8.8.8",
    ],
)
def test_honest_hosts_that_come_close_to_a_stand_in(host: str) -> None:
    assert outcomes(url_placeholder_host, f"https://{host}/") == []


@pytest.mark.parametrize(
    ("shape", "state", "severity", "facts"),
    [
        (Shape.DEFINITION, {"state": "live"}, Severity.WARNING, []),
        (Shape.DEFINITION, {"state": "draft"}, None, []),
        (Shape.DEFINITION, {}, None, []),  # it is created as a draft
        (Shape.DEFINITION, {"state": 5}, None, ["state"]),
        (Shape.DEFINITION, {"state": "on"}, None, ["state"]),
        (Shape.DETAIL, {"state": "live"}, Severity.WARNING, []),
        (Shape.DETAIL, {}, None, ["state"]),
        (Shape.PATCH, {"state": "live"}, Severity.WARNING, []),
        (Shape.PATCH, {}, None, ["state"]),
    ],
)
def test_a_stand_in_is_a_warning_where_it_is_live(
    shape: Shape, state: dict[str, Any], severity: Severity | None, facts: list[str]
) -> None:
    first, *others = outcomes(url_placeholder_host, "https://example.com/", shape, **state)
    assert isinstance(first, Hit)
    assert first.severity == severity
    assert others == [NotObservable(fact) for fact in facts]


def test_the_state_does_not_matter_where_there_is_no_stand_in() -> None:
    assert outcomes(url_placeholder_host, "https://acme.com/", Shape.DETAIL) == []


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize(
    "url",
    [
        "https://{{a}}.ngrok.io/",
        "https://ngrok.io:{{p}}/",
        "{{a}}/example.com",
        "https://{{u}}@localtest.me/",
        "{{s}}://example.com",
        "webhook.site/x",
        "mailto:a@example.com",
        "https://",
        "https://example.com:99999/",
        "https://<your-domain>/",
    ],
)
def test_a_host_that_is_not_known_is_not_judged(check: Check, url: str) -> None:
    assert outcomes(check, url) == [NotObservable("url host")]


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("url", [None, "", "  ", 5])
def test_a_connector_without_a_url_is_left_alone(check: Check, url: Any) -> None:
    assert outcomes(check, url) == []


@pytest.mark.parametrize(("kind", "name"), LISTED)
def test_every_listed_name_is_found_itself_and_below_itself(kind: HostKind, name: str) -> None:
    for host in (name, f"a.b.{name}", f"A.{name.upper()}."):
        known = find_known_host(host)
        assert known is not None
        assert (known.kind, known.name) == (kind, name)
    beside = find_known_host(f"a-{name}")
    assert beside is None or beside.name != name


def test_the_lists_have_no_name_twice_and_none_below_another() -> None:
    names = [name for _, name in LISTED]
    assert len(set(names)) == len(names)
    assert [n for n in names for other in names if n.endswith(f".{other}")] == []
    assert all(name == name.lower() for name in names)


def test_the_lists_say_when_they_were_made_and_of_what() -> None:
    assert LISTS["version"] >= "2026-11-25"
    assert all(source.startswith("https://") for source in LISTS["sources"])


@pytest.mark.parametrize(
    "host", ["a." * 10, "your-" * 10, "your-store-", "yourname", "a_", "x" * 10, "..", "ngrok.io."]
)
def test_hosts_take_linear_time(host: str, assert_linear: AssertLinear) -> None:
    assert_linear(lambda n: partial(find_known_host.__wrapped__, host * (n // len(host))))
    assert_linear(lambda n: partial(find_fill_in_label, host * (n // len(host))))


@pytest.mark.parametrize("check", CHECKS)
def test_checks_take_linear_time(check: Check, assert_linear: AssertLinear) -> None:
    def prepare(length: int) -> Callable[[], object]:
        connector = load_connector(
            {"url": "https://" + "your-a." * (length // 7) + "io/"}, Shape.DEFINITION
        )
        return lambda: list(check(connector))

    assert_linear(prepare)
