"""URL templates: their parts, the host that they really name, and agreement with a real parser."""

from collections.abc import Callable
from itertools import pairwise

import can_ada
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dclint.syntax import special_hosts as hosts
from dclint.syntax.url import UrlRegion, UrlTemplate, parse_url

PARTS = ("userinfo", "host", "port", "path", "query", "fragment")
SCHEME, USERINFO, HOST, PORT, PATH, KEY, VALUE, FRAGMENT = UrlRegion


def part(url: UrlTemplate, name: str) -> str | None:
    span = getattr(url, name)
    return None if span is None else url.text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "scheme", "expected"),
    [
        ("https://a.io", "https", {"host": "a.io", "path": ""}),
        (
            "https://a.io/p?q#f",
            "https",
            {"host": "a.io", "path": "/p", "query": "q", "fragment": "f"},
        ),
        ("https://a.io?q/?", "https", {"host": "a.io", "path": "", "query": "q/?"}),
        ("https://a.io#f?q", "https", {"host": "a.io", "path": "", "fragment": "f?q"}),
        ("https://a.io/?#", "https", {"host": "a.io", "path": "/", "query": "", "fragment": ""}),
        ("HTTPS://A.io:80/", "https", {"host": "A.io", "port": "80", "path": "/"}),
        ("https://a.io:/", "https", {"host": "a.io", "port": "", "path": "/"}),
        ("https:a.io/p", "https", {"host": "a.io", "path": "/p"}),
        ("https:///\\/a.io\\p", "https", {"host": "a.io", "path": "\\p"}),
        ("https://u:p@a.io/", "https", {"userinfo": "u:p", "host": "a.io", "path": "/"}),
        ("https://@a.io", "https", {"userinfo": "", "host": "a.io", "path": ""}),
        ("https://a@b@c.io/@", "https", {"userinfo": "a@b", "host": "c.io", "path": "/@"}),
        ("https://[::1]:8/x", "https", {"host": "[::1]", "port": "8", "path": "/x"}),
        ("https://a:b:c/", "https", {"host": "a", "port": "b:c", "path": "/"}),
        ("https://a[:]b:1/", "https", {"host": "a[:]b", "port": "1", "path": "/"}),
        ("https://[:1/", "https", {"host": "[:1", "path": "/"}),
        ("https:", "https", {"host": "", "path": ""}),
        (" \x00https://a.io/p \x1f", "https", {"host": "a.io", "path": "/p"}),
        ("h\ttt\nps:/\r/a.\tio/\tp", "https", {"host": "a.\tio", "path": "/\tp"}),
        (
            "foo://u@h:1/p?q",
            "foo",
            {"userinfo": "u", "host": "h", "port": "1", "path": "/p", "query": "q"},
        ),
        ("foo://h\\x/p", "foo", {"host": "h\\x", "path": "/p"}),
        ("foo:/h/p", "foo", {"path": "/h/p"}),
        ("mailto:a@b.io?c", "mailto", {"path": "a@b.io", "query": "c"}),
        ("localhost:3000/x", "localhost", {"path": "3000/x"}),
        ("file:///etc/hosts", "file", {"host": "", "path": "/etc/hosts"}),
        ("file:\\\\h\\x", "file", {"host": "h", "path": "\\x"}),
        ("file:/etc", "file", {"path": "/etc"}),
        ("api.a.io/p?q", None, {"path": "api.a.io/p", "query": "q"}),
        ("//a.io/p", None, {"path": "//a.io/p"}),
        ("1http://a.io", None, {"path": "1http://a.io"}),
        ("", None, {"path": ""}),
        (" \t", None, {"path": ""}),
        ("https://{{a/b?c#d@e:f}}.io/p", "https", {"host": "{{a/b?c#d@e:f}}.io", "path": "/p"}),
        ("https://a.io:{{p}}{{q}}", "https", {"host": "a.io", "port": "{{p}}{{q}}", "path": ""}),
        ("{{b}}://a.io/", "{{b}}", {"host": "a.io", "path": "/"}),
        ("{{b}}/p", None, {"path": "{{b}}/p"}),
    ],
)
def test_the_parts_of_a_url(text: str, scheme: str | None, expected: dict[str, str]) -> None:
    url = parse_url(text)
    found = {name: part(url, name) for name in PARTS}
    assert url.scheme == scheme
    assert {name: value for name, value in found.items() if value is not None} == expected


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("https://{{a}}:{{b}}@{{c}}.io:{{d}}/{{e}}", [USERINFO, USERINFO, HOST, PORT, PATH]),
        ("http{{a}}://h.io/{{b}}", [SCHEME, PATH]),
        ("{{a}}/p/{{b}}", [PATH, PATH]),
        ("https://h.io{{a}}", [HOST]),
        ("https://h.io?{{a}}={{b}}&c={{d}}{{e}}&{{f}}", [KEY, VALUE, VALUE, VALUE, KEY]),
        ("https://h.io/?a=b&&={{c}}&{{d}}=", [VALUE, KEY]),
        ("https://h.io/?a={{b&c=d}}", [VALUE]),
        ("https://h.io/#/{{a}}?{{b}}", [FRAGMENT, FRAGMENT]),
        ("mailto:{{a}}", [PATH]),
        ("https:{{a}}/{{b}}", [HOST, PATH]),
        ("ht\ttps://h.io/\t{{a}}?\t{{b}}", [PATH, KEY]),
    ],
)
def test_the_region_of_a_placeholder(text: str, regions: list[UrlRegion]) -> None:
    url = parse_url(text)
    assert [url.find_region(placeholder) for placeholder in url.placeholders] == regions


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("https://h.io/{{a}}", []),
        ("https://{{a}}.{{b}}/{{c}}", ["a", "b"]),
        ("https://{{a}}@h.io:{{b}}?{{c}}", ["a", "b"]),
        ("http{{a}}://h.io/{{b}}", ["a"]),
        ("{{a}}/{{b}}", ["a"]),
        (" \t{{a}}://{{b}}/{{c}}", ["a", "b"]),
        ("api.{{a}}.io/{{b}}", []),  # without a scheme there is no authority
        ("mailto:{{a}}", []),
        ("h.io", []),
    ],
)
def test_the_placeholders_that_decide_about_the_host(text: str, names: list[str]) -> None:
    url = parse_url(text)
    assert [placeholder.name for placeholder in url.placeholders_before_path] == names
    assert url.starts_with_placeholder == text.strip().startswith("{{")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("a=1&b=2", [("a", "1"), ("b", "2")]),
        ("a&b=&=c&&d==", [("a", None), ("b", ""), ("", "c"), ("d", "=")]),
        ("a={{x&y=z}}&{{b=c}}={{d}}", [("a", "{{x&y=z}}"), ("{{b=c}}", "{{d}}")]),
        ("&", []),
    ],
)
def test_the_parameters_of_a_query(query: str, expected: list[tuple[str, str | None]]) -> None:
    text = f"https://h.io/?{query}#a=b"
    found = [
        (text[slice(*p.key)], None if p.value is None else text[slice(*p.value)])
        for p in parse_url(text).parameters
    ]
    assert found == expected


LOOPBACK, METADATA = ("127.0.0.1", "internal"), ("169.254.169.254", "internal metadata")
HOSTS = [  # how a host is written, what it means (None: nothing), and of which class that is
    ("127.0.0.1", *LOOPBACK),
    ("127.1", *LOOPBACK),
    ("127.0.1", *LOOPBACK),
    ("0177.0.0.1", *LOOPBACK),
    ("017700000001", *LOOPBACK),
    ("0x7f.1", *LOOPBACK),
    ("0x7F000001", *LOOPBACK),
    ("0X7f.0x0.0.01", *LOOPBACK),
    ("2130706433", *LOOPBACK),
    ("127.0.0.1.", *LOOPBACK),
    ("\uff11\uff12\uff17.0.0.\uff11", *LOOPBACK),  # full width
    ("127\u30020\u30020\u30021", *LOOPBACK),  # ideographic full stop
    ("\u2460\u2461\u2466.\u24ea.\u24ea.\u2460", *LOOPBACK),  # circled
    ("%31%32%37.0.0.%31", *LOOPBACK),
    ("%EF%BC%91%EF%BC%92%EF%BC%97.1", *LOOPBACK),  # full width, escaped
    ("12\t7.0.\n0.1", *LOOPBACK),
    ("u:p@127.1", *LOOPBACK),
    ("127.65535", "127.0.255.255", "internal"),
    ("0", "0.0.0.0", "internal"),  # noqa: S104
    ("0x", "0.0.0.0", "internal"),  # noqa: S104
    ("169.254.169.254", *METADATA),
    ("0xa9fea9fe", *METADATA),
    ("2852039166", *METADATA),
    ("0251.0376.0251.0376", *METADATA),
    ("169.254.43518", *METADATA),
    ("[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "internal metadata"),
    ("[::FFFF:A9FE:A9FE]", "[::ffff:a9fe:a9fe]", "internal metadata"),
    ("[::169.254.169.254]", "[::a9fe:a9fe]", "internal metadata"),
    ("[64:ff9b::169.254.169.254]", "[64:ff9b::a9fe:a9fe]", "internal metadata"),
    ("[2002:a9fe:a9fe::1]", "[2002:a9fe:a9fe::1]", "internal metadata"),
    ("[fd00:0ec2:0:0:0:0:0:254]", "[fd00:ec2::254]", "internal metadata"),
    ("[fd00:ec2::23]", "[fd00:ec2::23]", "internal metadata"),
    ("169.254.170.2", "169.254.170.2", "internal metadata"),
    ("169.254.170.23", "169.254.170.23", "internal metadata"),
    ("100.100.100.200", "100.100.100.200", "internal metadata"),
    ("192.0.0.192", "192.0.0.192", "internal metadata"),
    ("168.63.129.16", "168.63.129.16", "metadata"),  # Azure's is a public address
    ("[::ffff:168.63.129.16]", "[::ffff:a83f:8110]", "metadata"),
    ("[0:0:0:0:0:0:0:1]", "[::1]", "internal"),
    ("[::]", "[::]", "internal"),
    ("[::127.0.0.1]", "[::7f00:1]", "internal"),
    ("[::ffff:10.1.2.3]", "[::ffff:a01:203]", "internal"),
    ("[64:ff9b::c0a8:1]", "[64:ff9b::c0a8:1]", "internal"),
    ("[2002:7f00:1::]", "[2002:7f00:1::]", "internal"),
    ("[2001:db8::1]", "[2001:db8::1]", "internal"),
    ("[2001:0:1::]", "[2001:0:1::]", "internal"),  # Teredo
    ("[2001:1::]", "[2001:1::]", ""),
    ("[fe80::1]", "[fe80::1]", "internal"),
    ("[febf::1]", "[febf::1]", "internal"),
    ("[fec0::1]", "[fec0::1]", ""),
    ("[fc00::1]", "[fc00::1]", "internal"),
    ("[fdff::1]", "[fdff::1]", "internal"),
    ("[ff02::1]", "[ff02::1]", "internal"),
    ("[100::1]", "[100::1]", "internal"),
    ("[100:0:0:1::]", "[100:0:0:1::]", "internal"),
    ("[100:0:0:2::]", "[100:0:0:2::]", ""),
    ("[2001:4860:4860::8888]", "[2001:4860:4860::8888]", ""),
    ("[::ffff:8.8.8.8]", "[::ffff:808:808]", ""),
    ("[::8.8.8.8]", "[::808:808]", ""),
    ("[64:ff9b::8.8.8.8]", "[64:ff9b::808:808]", ""),
    ("[2002:808:808::]", "[2002:808:808::]", ""),
    ("[fe80::1%25eth0]", None, ""),
    ("[::1", None, ""),
    ("[::1]]", None, ""),
    ("[1::2::3]", None, ""),
    ("[1.2.3.4]", None, ""),
    ("[::ffff:0x7f.1]", None, ""),
    ("::1", None, ""),
    ("9.255.255.255", "9.255.255.255", ""),
    ("10.0.0.0", "10.0.0.0", "internal"),
    ("11.0.0.0", "11.0.0.0", ""),
    ("100.63.255.255", "100.63.255.255", ""),
    ("100.64.0.0", "100.64.0.0", "internal"),
    ("100.127.255.255", "100.127.255.255", "internal"),
    ("100.128.0.0", "100.128.0.0", ""),
    ("126.255.255.255", "126.255.255.255", ""),
    ("128.0.0.0", "128.0.0.0", ""),
    ("169.253.255.255", "169.253.255.255", ""),
    ("169.255.0.0", "169.255.0.0", ""),
    ("172.15.255.255", "172.15.255.255", ""),
    ("172.16.0.0", "172.16.0.0", "internal"),
    ("172.31.255.255", "172.31.255.255", "internal"),
    ("172.32.0.0", "172.32.0.0", ""),
    ("192.0.0.1", "192.0.0.1", "internal"),
    ("192.0.1.0", "192.0.1.0", ""),
    ("192.0.2.255", "192.0.2.255", "internal"),
    ("192.0.3.0", "192.0.3.0", ""),
    ("192.167.255.255", "192.167.255.255", ""),
    ("192.168.1.1", "192.168.1.1", "internal"),
    ("192.169.0.0", "192.169.0.0", ""),
    ("198.17.255.255", "198.17.255.255", ""),
    ("198.19.255.255", "198.19.255.255", "internal"),
    ("198.20.0.0", "198.20.0.0", ""),
    ("198.51.100.1", "198.51.100.1", "internal"),
    ("203.0.113.1", "203.0.113.1", "internal"),
    ("203.0.114.0", "203.0.114.0", ""),
    ("223.255.255.255", "223.255.255.255", ""),
    ("224.0.0.1", "224.0.0.1", "internal"),
    ("240.0.0.1", "240.0.0.1", "internal"),
    ("255.255.255.255", "255.255.255.255", "internal"),
    ("8.8.8.8", "8.8.8.8", ""),
    ("256.1.1.1", None, ""),
    ("1.2.3.4.5", None, ""),
    ("4294967296", None, ""),
    ("1.2.3.08", None, ""),
    ("a.0x4", None, ""),
    ("a.09", None, ""),
    ("09.a.io", "09.a.io", ""),
    ("localhost", "localhost", "internal"),
    ("LocalHost.", "localhost.", "internal"),
    ("a.localhost", "a.localhost", "internal"),
    ("%6c%6f%63alhost", "localhost", "internal"),
    ("\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54", "localhost", "internal"),
    ("loc\u00adal\u200bhost", "localhost", "internal"),  # soft hyphen, zero width space
    ("local\thost", "localhost", "internal"),
    ("u@localhost", "localhost", "internal"),
    ("ip6-localhost", "ip6-localhost", "internal"),
    ("intranet", "intranet", "internal"),
    (".", ".", "internal"),
    ("printer.local", "printer.local", "internal"),
    ("vault.INTERNAL.", "vault.internal.", "internal"),
    ("wiki.intranet", "wiki.intranet", "internal"),
    ("a.private", "a.private", "internal"),
    ("a.corp", "a.corp", "internal"),
    ("a.home", "a.home", "internal"),
    ("a.lan", "a.lan", "internal"),
    ("a.localdomain", "a.localdomain", "internal"),
    ("nas.home.arpa", "nas.home.arpa", "internal"),
    ("home.arpa", "home.arpa", "internal"),
    ("nas.xhome.arpa", "nas.xhome.arpa", ""),
    ("in-addr.arpa", "in-addr.arpa", ""),
    ("abcdef.onion", "abcdef.onion", "internal"),
    ("orders.shop.svc", "orders.shop.svc", "internal"),
    ("orders.service.consul", "orders.service.consul", "internal"),
    ("db.docker", "db.docker", "internal"),
    ("internal.acme.io", "internal.acme.io", ""),
    ("localhost.acme.io", "localhost.acme.io", ""),
    ("127.0.0.1.acme.io", "127.0.0.1.acme.io", ""),
    ("acmelocal.io", "acmelocal.io", ""),
    ("metadata.google.internal", "metadata.google.internal", "internal metadata"),
    ("METADATA.google.internal.", "metadata.google.internal.", "internal metadata"),
    ("metadata", "metadata", "internal metadata"),
    ("instance-data", "instance-data", "internal metadata"),
    ("instance-data.ec2.internal", "instance-data.ec2.internal", "internal metadata"),
    ("rancher-metadata", "rancher-metadata", "internal metadata"),
    ("metadata.goog", "metadata.goog", "metadata"),
    ("metadata.tencentyun.com", "metadata.tencentyun.com", "metadata"),
    ("metadata.packet.net", "metadata.packet.net", "metadata"),
    ("metadata.platformequinix.com", "metadata.platformequinix.com", "metadata"),
    ("metadata.acme.io", "metadata.acme.io", ""),
    ("a.metadata.goog", "a.metadata.goog", ""),
    ("api.stripe.com@evil.net", "evil.net", ""),
    ("api.stripe.com:443@10.0.0.1", "10.0.0.1", "internal"),
    ("a@b@10.0.0.1", "10.0.0.1", "internal"),
    ("10.0.0.1\\@evil.net", "10.0.0.1", "internal"),
    ("10.0.0.1#@evil.net", "10.0.0.1", "internal"),
    ("10.0.0.1?@evil.net", "10.0.0.1", "internal"),
    ("api.stripe.com%40evil.net", None, ""),
    ("api.stripe.com%2Fevil.net", None, ""),
    ("api%2Estripe.com", "api.stripe.com", ""),
    ("API.Stripe.COM:8443", "api.stripe.com", ""),
    ("api.stripe.com:00443", "api.stripe.com", ""),
    ("api.stripe.com:65535", "api.stripe.com", ""),
    ("api.stripe.com:65536", None, ""),
    ("api.stripe.com:000000443", "api.stripe.com", ""),
    ("api.stripe.com:4 3", None, ""),
    ("api.stripe.com:\u0663", None, ""),  # an Arabic digit
    ("api.stripe.com:-1", None, ""),
    ("a b.io", None, ""),
    ("a<b.io", None, ""),
    ("a^b.io", None, ""),
    ("a|b.io", None, ""),
    ("a%zz.io", None, ""),
    ("a%00.io", None, ""),
    ("a%C3.io", None, ""),
    ("@", None, ""),
    (":80", None, ""),
    ("a..io", "a..io", ""),
    (".a.io", ".a.io", ""),
    ("a_b.io", "a_b.io", ""),
    ("-a-.io", "-a-.io", ""),
    ("a*b.io", "a*b.io", ""),
    ("fa\u00df.de", "xn--fa-hia.de", ""),  # non-transitional
    ("M\u00fcnchen.de", "xn--mnchen-3ya.de", ""),
    ("mu\u0308nchen.de", "xn--mnchen-3ya.de", ""),
    ("xn--mnchen-3ya.de", "xn--mnchen-3ya.de", ""),
    ("ex%C3%A4mple.io", "xn--exmple-cua.io", ""),
    ("\u2603.net", "xn--n3h.net", ""),
    ("a\u3002io", "a.io", ""),
    ("\u212aelvin.io", "kelvin.io", ""),
    ("xn--", None, ""),
    ("xn--a.io", None, ""),
    ("\u00ad", None, ""),
    ("\ud800.io", None, ""),
    ("\ufffd.io", None, ""),
]


@pytest.mark.parametrize(("written", "meant", "kind"), HOSTS, ids=[ascii(h[0]) for h in HOSTS])
def test_what_a_host_means_and_of_which_class_it_is(
    written: str, meant: str | None, kind: str
) -> None:
    url = parse_url(f"https://{written}/x")
    assert url.hostname == meant
    assert url.is_valid == (meant is not None)
    found = ""
    if url.hostname is not None:
        found += "internal " if hosts.explain_internal_host(url.hostname, url.address) else ""
        found += "metadata" if hosts.find_metadata_cloud(url.hostname, url.address) else ""
    assert found.strip() == kind


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        ("https://a.io/\ud800", True),  # in a path anything is escaped
        ("https://a.io/\x00 |<>^`{}", True),
        ("https://a.io/%zz", True),
        ("mailto:x", True),
        ("foo:", True),
        ("foo://a b/", False),
        ("foo://A%zz/", True),  # what is special about hosts is special to web schemes
        ("a.io", False),
        ("/p", False),
        ("{{base}}/p", False),
        ("{{scheme}}://a.io/p", True),
        ("https://{{shop}}.a.io/p", True),
        ("https://a.io:{{port}}/p", False),
        ("https://" + "a." * 3000, False),  # nothing can look it up
        ("https://" + "\u4e00" * 100_000, False),
    ],
)
def test_whether_a_text_is_an_absolute_url(text: str, *, is_valid: bool) -> None:
    assert parse_url(text).is_valid == is_valid


def test_the_host_of_another_scheme_is_opaque() -> None:
    assert parse_url("foo://LOCALHOST/").hostname == "LOCALHOST"
    assert hosts.explain_internal_host("LOCALHOST", None)


PIECES = ["https://", "{{a}}", "{{ b/c }}", "{{", *":/\\?#@[]%{}.&=0x1aZ é\u3002\t\n\x00\ud800"]
URLISH = st.lists(st.sampled_from(PIECES)).map("".join)


@given(URLISH | URLISH.map("https://".__add__))
def test_any_text_can_be_split(text: str) -> None:
    url = parse_url(text)
    assert url.hostname is None or isinstance(url.hostname, str)
    assert url.is_valid in (True, False)
    assert url.address is None or url.hostname is not None
    spans = [url.scheme_span, *(getattr(url, name) for name in PARTS)]
    offsets = [0, *(offset for span in spans if span for offset in span), len(text)]
    assert all(one <= other for one, other in pairwise(offsets))
    if url.authority:
        assert url.host is not None
        assert url.authority == ((url.userinfo or url.host)[0], (url.port or url.host)[1])
    for placeholder in url.placeholders:
        assert url.find_region(placeholder) in UrlRegion
    for parameter in url.parameters:
        assert url.query is not None
        assert url.query[0] <= parameter.key[0] <= parameter.key[1] <= url.query[1]


LABELS = st.text(alphabet="aZ0x1.-_\t%41éß\u3002\uff11", max_size=6)
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{}"), max_size=6)
SPECIAL = st.tuples(
    st.sampled_from(["", " ", "\x00\t"]),
    st.sampled_from(["https:", "HTTP:", "w\tss:", "ftp:"]),
    st.sampled_from(["//", "", "/", "\\\\", "///", "/\n/\\"]),
    st.sampled_from(["", "@", "u@", "u:p@", "a@b:c@"]) | ANY.map("{}@".format),
    LABELS.map("{}a.io".format) | LABELS | st.sampled_from(["[::1]", "[::127.1.2.3]", "0x7f.1"]),
    st.sampled_from(["", ":", ":80", ":443", ":0081", ":x", ":99999"]),
    ANY.map("/{}".format) | ANY.map("\\{}/../b".format) | st.just(""),
    ANY.map("?{}".format) | st.just(""),
    ANY.map("#{}".format) | st.just(""),
    st.sampled_from(["", " ", "\n\x1f"]),
).map("".join)


@given(SPECIAL)
def test_special_urls_are_split_as_a_whatwg_parser_splits_them(text: str) -> None:
    url = parse_url(text)
    try:
        expected = can_ada.parse(text)
    except ValueError:
        assert not url.is_valid
        return
    assert url.is_valid
    assert url.hostname == expected.hostname
    assert f"{url.scheme}:" == expected.protocol
    userinfo, port = part(url, "userinfo") or "", part(url, "port") or ""
    credentials = can_ada.parse(f"{url.scheme}://{userinfo}@h:{port}/")
    assert credentials.username == expected.username
    assert credentials.password == expected.password
    assert credentials.port == expected.port
    path, query = part(url, "path") or "", part(url, "query") or ""
    rest = can_ada.parse(f"https://h{path}?{query}#{part(url, 'fragment') or ''}")
    assert (rest.pathname, rest.search, rest.hash) == (
        expected.pathname,
        expected.search,
        expected.hash,
    )


@pytest.mark.parametrize(
    "unit",
    ["a", "/", "\\", "@", ":", "[", "]", "[]", "?", "#", "&", "=", "a=&", " ", "\t", ".", "a.",
     "1.", "%41", "xn--", "é", "\ud800", "{{a}}", "{{a}}&", "{{", "../", "\u4e00\u4e01\u4e02"],
)  # fmt: skip
@pytest.mark.parametrize("start", ["", "https://", "https://a.io/?"])
def test_time_grows_no_faster_than_the_url(
    start: str, unit: str, assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        text = start + unit * (length // len(unit))

        def work() -> None:
            url = parse_url(text)
            assert url.is_valid in (True, False)
            for placeholder in url.placeholders_before_path or url.placeholders:
                url.find_region(placeholder)

        return work

    assert_linear(prepare, 1 << 18)
