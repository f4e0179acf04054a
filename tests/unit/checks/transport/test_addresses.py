"""How URLs are written: that they are there, and what is easily wrong in their parts."""

from collections.abc import Callable, Iterator
from typing import Any

import can_ada
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dclint.checks.transport.addresses import (
    url_fragment,
    url_missing,
    url_path_traversal,
    url_unusual_port,
)
from dclint.checks.transport.url_syntax import url_ambiguous_syntax
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.model.detection import shape_of
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome

Check = Callable[[Connector], Iterator[Outcome]]
OF_A_URL = [url_ambiguous_syntax, url_fragment, url_path_traversal, url_unusual_port]


def connector(url: Any) -> Connector:
    return load_connector({"name": "Get it", "url": url}, Shape.DEFINITION)


def marked(check: Check, url: str) -> list[str]:
    """List what is marked in the URL, or the fact that is missing."""
    found = []
    for outcome in check(connector(url)):
        if isinstance(outcome, Hit):
            assert outcome.at == ("url",)
            assert outcome.fragment
            found.append(url[slice(*outcome.fragment)])
        else:
            found.append(f"not seen: {outcome.fact}")
    return found


def hit(check: Check, url: str) -> Hit:
    (found,) = check(connector(url))
    assert isinstance(found, Hit)
    return found


def message(check: Check, url: str) -> str:
    return hit(check, url).message


@pytest.mark.parametrize(
    "url",
    [
        "https://a.io/",
        "https://a.io",
        "HTTPS://a.io/x",
        "https://a.io/{{ order id }}?x={{\tx\t}}",  # blanks of the placeholder, not of the URL
        "{{ base }}/x",
        "https://a.io/?file=C:\\x",
        "https://a.io/#\\ \x07.",
        "https://a.io/%20%0d%0a%5c",
        "https://a.io/\xa0\u2003é",
        "http:/a.io",  # url-not-https reports it
        "mailto:a@b.io",
        "a.io/x",
        "https://a b.io/",  # url-invalid reports it
        "https://a\x7f.io/",
        "https://",
    ],
)
def test_a_url_that_all_programs_read_alike(url: str) -> None:
    assert marked(url_ambiguous_syntax, url) == []


@pytest.mark.parametrize(
    ("url", "mark", "said"),
    [
        (" https://a.io/", " ", "The URL begins with a space"),
        ("\t\x00https://a.io/", "\t\x00", "The URL begins with a tab"),
        ("\x1fhttps://a.io/", "\x1f", "The URL begins with the control character U+001F"),
        ("https://a.io/ ", " ", "The URL ends with a space"),
        ("https://a.io/\r\n", "\r\n", "The URL ends with a line break"),
        ("https://a.io/{{x}}\x00", "\x00", "The URL ends with the control character U+0000"),
        (" {{base}}/x", " ", "The URL begins with a space"),
        ("ht\ttps://a.io/", "\t", "The URL is broken by a tab"),
        ("https://a.io/a\r\nX: 1", "\r\n", "The URL is broken by a line break (2 such faults in the URL)"),
        ("https://a.io/{{a\nb}}", "\n", "The URL is broken by a line break"),  # no placeholder
        ("https://a.io/#\t.", "\t", "The URL is broken by a tab"),
        ("https://a.io/a b/{{x}}", " ", "The path holds a space"),
        ("a.io/a b", " ", "The path holds a space"),
        ("https://a.io/\x85", "\x85", "The path holds the control character U+0085"),
        ("https://a.io/?{{ x }} \x7f", " ", "The query holds a space"),
        ("https://a.io?\x08", "\x08", "The URL ends with the control character U+0008"),
        ("https://a.io?\x08.", "\x08", "The query holds the control character U+0008"),
        ("https:\\\\a.io", "\\", "The URL has a backslash, which some programs read as a slash and others do not"),
        ("https://a.io\\@b.io/", "\\", "The URL has a backslash, which some programs read as a slash and others do not"),
        ("foo://a.io/\\", "\\", "The URL has a backslash, which some programs read as a slash and others do not"),
        ("https:a.io", ":", "No slash follows `https:` instead of two"),
        ("https:{{base}}", ":", "No slash follows `https:` instead of two"),
        ("Https:/a.io", ":/", "One slash follows `https:` instead of two"),
        ("https:///a.io", ":///", "3 slashes follow `https:` instead of two"),
        ("https:/\t/a.io", "\t", "The URL is broken by a tab"),  # two slashes are left
        ("https:////", ":////", "4 slashes follow `https:` instead of two"),
    ],
)  # fmt: skip
def test_a_url_that_programs_read_in_different_ways(url: str, mark: str, said: str) -> None:
    assert marked(url_ambiguous_syntax, url) == [mark]
    assert message(url_ambiguous_syntax, url) == said


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        (" https://a.io/", "remove it"),
        ("https://a.io/a b", "write `%20` if it is meant"),
        ("https://a.io/a\x07b", "remove it"),
        ("https:\\/a.io", "write `/`"),
        ("https:/a.io", "write `https://`"),
    ],
)
def test_how_each_ambiguity_is_mended(url: str, remedy: str) -> None:
    assert hit(url_ambiguous_syntax, url).remedy == remedy


def test_the_first_of_several_ambiguities_is_shown_and_all_are_counted() -> None:
    found = hit(url_ambiguous_syntax, "https:/\\/a.io/a b?c d\n")
    assert found.message == "3 slashes follow `https:` instead of two (5 such faults in the URL)"
    assert found.fragment == (5, 9)


DEFINITION = {"name": "Get it", "http_method": "get"}
EXPORT = {**DEFINITION, "type": "data_connector", "id": "7", "data_inputs": []}
NOTE, ERROR, STATE = Severity.INFO, Severity.ERROR, NotObservable("state")


@pytest.mark.parametrize(
    ("raw", "severity", "facts"),
    [
        ({"name": "My Connector"}, NOTE, []),
        ({**DEFINITION, "url": None}, NOTE, []),
        ({**DEFINITION, "url": "", "state": "draft"}, NOTE, []),
        ({**DEFINITION, "url": " \n", "state": "live"}, ERROR, []),
        ({**DEFINITION, "state": "live"}, ERROR, []),
        ({**DEFINITION, "state": "Live"}, NOTE, ["state"]),  # no such state: it is not known
        ({**DEFINITION, "state": "live", "execution_type": None}, ERROR, []),
        ({**DEFINITION, "state": "live", "execution_type": "server_side"}, ERROR, []),
        ({**DEFINITION, "state": "live", "execution_type": "client_side"}, None, []),
        ({**DEFINITION, "state": "live", "execution_type": "Client"}, None, ["execution_type"]),
        ({**DEFINITION, "state": "live", "url": 5}, None, ["url"]),
        ({**DEFINITION, "state": "live", "url": "x"}, None, []),
        ({**EXPORT, "state": "live"}, None, ["url"]),
        ({**EXPORT, "state": "live", "url": None}, None, ["execution_type"]),
        ({**EXPORT, "state": "live", "url": None, "execution_type": "server_side"}, ERROR, []),
        ({**EXPORT, "url": "", "execution_type": "server_side"}, NOTE, ["state"]),
        ({**EXPORT, "url": "", "execution_type": None, "state": "draft"}, NOTE, []),
        ({**EXPORT, "url": None, "execution_type": "client_side"}, None, []),
        ({"type": "data_connector", "id": "7", "name": "a", "state": "live"}, None, ["url"]),
        ({"state": "live", "url": ""}, ERROR, []),  # an update
        ({"id": "7", "url": None}, NOTE, ["state"]),
        ({"id": "7", "state": "live"}, None, ["url"]),
    ],
)
def test_connectors_without_a_url(
    raw: dict[str, Any], severity: Severity | None, facts: list[str]
) -> None:
    found = list(url_missing(load_connector(raw, shape_of(raw))))
    hits = [outcome for outcome in found if isinstance(outcome, Hit)]
    assert [hit.severity or Severity.INFO for hit in hits] == ([severity] if severity else [])
    assert [outcome.fact for outcome in found if isinstance(outcome, NotObservable)] == facts


def test_a_missing_url_is_pointed_at_where_it_stands() -> None:
    (absent,), (empty,) = (
        url_missing(load_connector(raw, Shape.DEFINITION))
        for raw in ({"name": "A"}, {"name": "A", "state": "live", "url": ""})
    )
    assert absent == Hit(message="There is no URL yet")
    assert empty == Hit(
        message="The connector is live and has no URL, so every call fails",
        at=("url",),
        severity=ERROR,
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.io/#/x/{{a}}", ["#/x/{{a}}"]),
        ("https://a.io/#", ["#"]),
        ("https://a.io/?c=#{{hex}}&d=1#x", ["#{{hex}}&d=1#x"]),
        (" https://a.io/#x\t\n", ["#x"]),
        ("https://a.io/#\tx", ["#\tx"]),
        ("a.io#x", ["#x"]),
        ("{{base}}#x", ["#x"]),
        ("https://a.io/{{#x}}#{{#y}}", ["#{{#y}}"]),
        ("https://a.io/{{Order #}}", []),
        ("https://a.io/%23?%23", []),
        ("https://a.io/{{x#}", ["#}"]),  # no placeholder
    ],
)
def test_fragments(url: str, expected: list[str]) -> None:
    assert marked(url_fragment, url) == expected


@pytest.mark.parametrize(
    ("url", "said", "remedy"),
    [
        ("https://{{h}}/#a", "What stands behind `#` never reaches the server",
         "write `%23` if the sign belongs to a value; else remove it"),
        ("https://a.io/{{a}}#/{{b}}/{{ b }}", "`b` stands behind `#` and never reaches the server",
         "write the address of the API, not the one of a page in the browser"),
        ("https://a.io/#{{b}}{{c}}", "`b` and `c` stand behind `#` and never reach the server",
         "write `%23` if the sign belongs to a value; else remove it"),
    ],
)  # fmt: skip
def test_what_a_fragment_loses_is_said(url: str, said: str, remedy: str) -> None:
    found = hit(url_fragment, url)
    assert (found.message, found.remedy) == (said, remedy)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.io/b/../c", [".."]),
        ("https://a.io/..", [".."]),
        ("https://a.io\\..\\c", [".."]),
        ("https://a.io/%2e%2E/c", ["%2e%2E"]),
        ("https://a.io/.%2e", [".%2e"]),
        ("https://a.io/%2E./?x", ["%2E."]),
        ("https://a.io/b/.\t./c", [".\t."]),
        ("https://{{h}}/{{x}}/../../c", [".."]),
        ("foo:..", [".."]),
        ("foo://a.io/b\\..\\c", []),  # only special schemes take a backslash for a slash
        ("../b", [".."]),
        ("https://a.io/b/./c/...", []),
        ("https://a.io/..b/b../b..c/..;x", []),
        ("https://a.io/..{{x}}/{{..}}/{{x}}..", []),
        ("https://a.io/..%2f..%2Fc", []),
        ("https://a.io/%252e%252e", []),
        ("https://a..io/", []),
        ("https://a.io/?b/../c", []),
        ("https://a.io/#/../c", []),
        ("https://a.io/{{/../}}", []),
    ],
)
def test_steps_back(url: str, expected: list[str]) -> None:
    assert marked(url_path_traversal, url) == expected


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        ("https://a.io/b/../c", "write `/c`"),
        ("https://a.io/b/c/.%2e/../d/{{x}}/e", "write `/d/{{x}}/e`"),
        ("https://a.io/../../b", "write `/b`"),
        ("https://a.io/b/..?x", "write `/`"),
        ("https://a.io/b/./c/%2e/..", "write `/b/`"),
        ("https://a.io\\b\\..\\c", "write `/c`"),
        ("https://a.io/{{x}}/../b", "write the path that is meant"),
        ("https://a.io/b/../{{x}}/../c", "write the path that is meant"),
        ("../b", "write the path that is meant"),
        ("https://a.io/b/../" + "c" * 40, "write the path that is meant"),
    ],
)
def test_how_a_path_reads_without_its_steps(url: str, remedy: str) -> None:
    assert hit(url_path_traversal, url).remedy == remedy


@given(st.lists(st.sampled_from(["a", "b", "..", "%2E.", ""]), min_size=1, max_size=9))
def test_a_path_without_its_steps_is_the_one_that_a_parser_sees(segments: list[str]) -> None:
    url = "https://a.io/" + "/".join([*segments, ".."])
    assert hit(url_path_traversal, url).remedy == f"write `{can_ada.parse(url).pathname}`"


def test_an_encoded_step_is_explained_and_others_are_counted() -> None:
    assert message(url_path_traversal, "https://a.io/b/../c") == (
        "`..` in the path steps back by one segment"
    )
    assert message(url_path_traversal, "https://a.io/b/%2e./../c") == (
        "`%2e.` in the path means `..` and steps back by one segment (2 such steps)"
    )


PORT_UNSEEN = ["not seen: url port"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.io/", []),
        ("https://a.io:443/", []),
        ("https://a.io:0000000443/", []),
        ("https://a.io:/", []),
        ("https://a.io:8443/", ["8443"]),
        ("https://a.io:444?x", ["444"]),
        ("https://a.io:44\t4#x", ["44\t4"]),
        ("https://a.io:0/", ["0"]),
        ("https://u:p@a.io:65535\\x", ["65535"]),
        ("http://a.io:80/", ["80"]),
        ("https://[::1]:22/", ["22"]),
        ("https://[::1]/", []),
        ("https://{{shop}}.a.io:8443/", ["8443"]),
        ("https://a.io:{{p}}/", PORT_UNSEEN),
        ("https://a.io:80{{p}}/", PORT_UNSEEN),
        ("https://{{h}}/", PORT_UNSEEN),
        ("{{base}}/x:22", PORT_UNSEEN),
        ("https://a.io/:22?:22#:22", []),
        ("https://a.io:65536/", []),  # url-invalid reports these
        ("https://a.io:x/", []),
        ("https://a.io:-1/", []),
        ("https://a.io:²/", []),
        ("https://a.io:٢٢/", []),
        ("https://a.io:" + "9" * 5000, []),
        ("a.io:22/x", []),  # a scheme
        ("//a.io:22", []),
    ],
)
def test_ports(url: str, expected: list[str]) -> None:
    assert marked(url_unusual_port, url) == expected


@pytest.mark.parametrize(
    "port",
    [0, 22, 25, 53, 80, 110, 143, 389, 445, 1433, 1521, 2375, 2379, 3306, 3389, 5432, 5672, 6379,
     6443, 9200, 9300, 10250, 11211, 27017],
)  # fmt: skip
def test_a_port_of_another_service_is_a_warning(port: int) -> None:
    found = hit(url_unusual_port, f"https://a.io:{port}/")
    assert found.severity is Severity.WARNING
    assert found.message.startswith(f"Port {port} belongs to ")


@pytest.mark.parametrize("port", [81, 444, 3000, 5000, 8000, 8080, 8443, 8888, 9443, 65535])
def test_a_port_of_no_service_in_particular_is_a_note(port: int) -> None:
    found = hit(url_unusual_port, f"https://a.io:{port}/")
    assert found.severity is None
    assert found.message == f"Port {port} is not that of HTTPS"
    assert found.remedy == f"remove `:{port}` if the service answers without it"


def test_the_service_of_a_port_is_named() -> None:
    assert message(url_unusual_port, "https://a.io:06379/") == "Port 6379 belongs to Redis"
    assert (
        message(url_unusual_port, "https://a.io:80/")
        == "Port 80 belongs to HTTP without encryption"
    )


PIECES = ["https://", "https:", "{{a}}", "{{ b#/.. }}", "..", "%2e", "a.io", ":22", " ",
          *":/\\?#@[]%.=a1 é\t\n\r\x00\x7f\ud800"]  # fmt: skip


@pytest.mark.parametrize("check", OF_A_URL)
@pytest.mark.parametrize("url", [None, "", "  ", 5])
def test_a_connector_without_a_url_is_left_alone(check: Check, url: Any) -> None:
    assert list(check(connector(url))) == []


@pytest.mark.parametrize("check", OF_A_URL)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_whatever_the_url_is_there_is_one_hit_at_most_and_it_exists(check: Check, url: str) -> None:
    found = [outcome for outcome in check(connector(url)) if isinstance(outcome, Hit)]
    assert len(found) <= 1
    for each in found:
        assert each.at == ("url",)
        assert each.fragment
        start, end = each.fragment
        assert 0 <= start < end <= len(url)
        assert "\n" not in each.message + (each.remedy or "")


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_a_placeholder_is_never_what_makes_a_url_ambiguous(url: str) -> None:
    letters = url.replace("{{a}}", "letters").replace("{{ b#/.. }}", "letters-again")
    assert bool(marked(url_ambiguous_syntax, url)) == bool(marked(url_ambiguous_syntax, letters))


@pytest.mark.parametrize("check", OF_A_URL)
@pytest.mark.parametrize(
    "unit",
    ["../", "%2e", "\\", " ", "\t", "\n", "/", "#", "9", ":", "{{a}}", "{{a}}/../", "https:", "a"],
)
def test_time_grows_no_faster_than_the_url(
    check: Check, unit: str, assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        url = "https://a.io:" + unit * (length // len(unit)) + "/"
        return lambda: list(check(connector(url)))

    assert_linear(prepare, 1 << 17)
