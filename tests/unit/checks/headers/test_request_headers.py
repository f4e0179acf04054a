"""Headers that steer how a request is sent, and headers that replace its method."""

from collections.abc import Callable
from typing import Any

import pytest

from dclint.checks.headers.request_headers import forbidden_header, method_override_header
from dclint.findings.hit import Hit, NotObservable
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome

URL = "https://api.parcelhub.io/"


def headers(*names: Any, value: str = "a") -> dict[str, Any]:
    listed = [{"name": name, "value": value} for name in names]
    return {"name": "x", "url": URL, "headers": listed}


def hits(found: list[Outcome]) -> list[Hit]:
    return [outcome for outcome in found if isinstance(outcome, Hit)]


def of_forbidden(raw: dict[str, Any], shape: Shape = Shape.DEFINITION) -> list[Outcome]:
    return list(forbidden_header(load_connector(raw, shape)))


def of_override(raw: dict[str, Any], shape: Shape = Shape.DEFINITION) -> list[Outcome]:
    return list(method_override_header(load_connector(raw, shape)))


FORBIDDEN = [
    *("Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "TE", "Trailer"),
    *("Upgrade", "Expect", "Proxy-Connection", "Proxy-Authenticate", "HTTP2-Settings"),
]


@pytest.mark.parametrize("name", FORBIDDEN)
@pytest.mark.parametrize("write", [str, str.lower, str.upper, " {}\t".format])
def test_a_header_of_the_connection_is_reported(name: str, write: Callable[[str], str]) -> None:
    (found,) = hits(of_forbidden(headers("Accept", write(name))))
    assert found.at == ("headers", 1, "name")
    assert found.message.startswith(f"The header `{write(name)}` ".replace("\t", "\\t"))
    assert found.severity is None


@pytest.mark.parametrize(
    "name",
    [
        *("User-Agent", "Origin", "Referer", "Accept-Encoding", "Content-Encoding", "Via", "Date"),
        *("X-Host", "X-Forwarded-Host", "Host-Id", "Hosts", "Content-Length-Range", "T-E"),
        *("Content_Length", "Upgrade-Insecure-Requests", "Proxy-Authorization", "Cookie", "TE:"),
        *("\u212aeep-Alive", "", "{{host}}"),  # the sign for kelvin is no ASCII letter
    ],
)
def test_other_headers_are_silent(name: str) -> None:
    assert of_forbidden(headers(name)) == []


def test_every_forbidden_header_is_reported_at_its_own_name() -> None:
    found = hits(of_forbidden(headers("host", "Accept", "Host", "Expect")))
    assert [hit.at[1] for hit in found] == [0, 2, 3]
    assert found[0].remedy == "remove it, and write the host that is meant into the URL"
    assert found[2].remedy == "remove it"
    assert found[2].message == (
        "The header `Expect` makes the sender wait before it sends the body"
    )


@pytest.mark.parametrize("check", [of_forbidden, of_override])
@pytest.mark.parametrize(
    ("header", "shape", "expected"),
    [
        ({"name": 5}, Shape.DEFINITION, [NotObservable("headers[].name")]),
        (5, Shape.DEFINITION, [NotObservable("headers[].name")]),
        ({"value": "a"}, Shape.DEFINITION, []),
        ({"value": "****"}, Shape.DETAIL, [NotObservable("headers[].name")]),
    ],
)
def test_a_name_that_cannot_be_seen_is_not_judged(
    check: Callable[..., list[Outcome]], header: Any, shape: Shape, expected: list[Outcome]
) -> None:
    assert check({"name": "x", "url": "", "headers": [header]}, shape) == expected


def test_forbidden_names_are_visible_in_exports() -> None:
    raw = {"type": "data_connector", **headers("Host", value="****")}
    assert len(hits(of_forbidden(raw, Shape.DETAIL))) == 1
    assert of_forbidden({"id": "1"}, Shape.SUMMARY) == []


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
@pytest.mark.parametrize("write", [str, str.lower, str.upper, " {} ".format])
def test_a_header_that_replaces_the_method_is_reported(
    name: str, write: Callable[[str], str]
) -> None:
    (found,) = hits(of_override(headers("Accept", write(name), value="DELETE")))
    assert found.at == ("headers", 1, "name")
    assert found.message == (
        f"The header `{write(name)}` makes the method `DELETE`, whatever `http_method` says"
    )


@pytest.mark.parametrize(
    "name",
    [
        *("X-Method", "HTTP-Method-Override", "X-HTTP-Method-Overrides", "X-HTTP_Method_Override"),
        *("Access-Control-Request-Method", "_method", "X-HTTP-Method-Override:"),
    ],
)
def test_headers_called_nearly_so_are_silent(name: str) -> None:
    assert of_override(headers(name, value="DELETE")) == []


STATED = "remove it, and state the method in `http_method`"
REPLACES = "replaces the method"
METHODS = [
    # the value, what it does, the remedy
    ("delete", "makes the method `delete`", "remove it, and set `http_method` to `delete`"),
    (" Patch ", "makes the method `Patch`", "remove it, and set `http_method` to `patch`"),
    ("MERGE", "makes the method `MERGE`", STATED),
    ("{{verb}}", "makes the method `{{verb}}`", STATED),
    ("", REPLACES, STATED),
    (" ", REPLACES, STATED),
]


@pytest.mark.parametrize(("value", "does", "remedy"), METHODS)
def test_what_is_said_of_an_override(value: str, does: str, remedy: str) -> None:
    (found,) = hits(of_override(headers("X-HTTP-Method", value=value)))
    assert found.message == f"The header `X-HTTP-Method` {does}, whatever `http_method` says"
    assert found.remedy == remedy


def test_a_hidden_value_makes_no_difference() -> None:
    raw = {"type": "data_connector", **headers("X-HTTP-Method-Override", value="****")}
    (found,) = hits(of_override(raw, Shape.DETAIL))
    assert found.message == (
        "The header `X-HTTP-Method-Override` replaces the method, whatever `http_method` says"
    )


PARAMETERS = [
    # query, what is marked
    ("_method=delete", "_method=delete"),
    ("a=b&_method=PUT&c=d", "_method=PUT"),
    ("_method={{verb}}#x", "_method={{verb}}"),
    ("%5Fmethod=put", "%5Fmethod=put"),
    ("%5f%6dethod=put", "%5f%6dethod=put"),
    ("_method=put&_method=delete", "_method=put"),
    ("_method", "_method"),
    ("{{a}}=b&_method=put", "_method=put"),
    ("a=%26&_method=put", "_method=put"),
]


@pytest.mark.parametrize(("query", "marked"), PARAMETERS)
def test_a_parameter_that_replaces_the_method_is_reported(query: str, marked: str) -> None:
    url = f"{URL}?{query}"
    (found,) = hits(of_override({"name": "x", "url": url}))
    assert found.at == ("url",)
    assert found.fragment
    assert url[slice(*found.fragment)] == marked


@pytest.mark.parametrize(
    "url",
    [
        URL,
        URL + "_method=put",
        URL + "#?_method=put",
        URL + "?method=put",
        URL + "?_METHOD=put",
        URL + "?a=_method",
        URL + "?a=b%26_method=put",
        URL + "?a_method=put",
        URL + "?_method%20=put",
        URL + "?{{_method}}=put",
        URL + "?{{a&_method=put}}",
        URL + "?_methods=put",
        "",
        None,
    ],
)
def test_parameters_called_nearly_so_are_silent(url: str | None) -> None:
    assert of_override({"name": "x", "url": url}) == []


def test_what_is_said_of_an_overriding_parameter() -> None:
    (found,) = hits(of_override({"name": "x", "url": URL + "?%5Fmethod=put"}))
    assert found.message == (
        "The query parameter `_method` makes the method `put`, whatever `http_method` says"
    )
    assert found.remedy == "remove it, and set `http_method` to `put`"


def test_header_and_parameter_are_two_findings() -> None:
    raw = headers("x-http-method") | {"url": URL + "?_method=put"}
    assert [hit.at for hit in hits(of_override(raw))] == [("headers", 0, "name"), ("url",)]


@pytest.mark.parametrize(
    ("raw", "shape", "facts"),
    [
        ({"name": "x"}, Shape.DEFINITION, []),
        ({"name": "x", "headers": 5, "url": 5}, Shape.DEFINITION, ["headers", "url"]),
        ({"id": "1"}, Shape.SUMMARY, ["headers", "url"]),
        ({"id": "1", "url": URL}, Shape.PATCH, ["headers"]),
        ({"id": "1", "headers": []}, Shape.DETAIL, ["url"]),
    ],
)
def test_what_cannot_be_seen_is_counted(
    raw: dict[str, Any], shape: Shape, facts: list[str]
) -> None:
    assert of_override(raw, shape) == [NotObservable(fact) for fact in facts]


def test_a_parameter_is_reported_where_the_headers_are_hidden() -> None:
    found = of_override({"id": "1", "url": URL + "?_method=put"}, Shape.PATCH)
    assert NotObservable("headers") in found
    assert len(hits(found)) == 1


@pytest.mark.parametrize("unit", ["&_method", "_method%", "%5F&", "?", "&{{a}}=", "&"])
def test_a_hostile_url_takes_linear_time(unit: str, assert_linear: Callable[..., None]) -> None:
    def prepare(length: int) -> Callable[[], object]:
        raw = {"name": "x", "url": f"{URL}?{unit * (length // len(unit))}"}
        return lambda: of_override(raw)

    assert_linear(prepare, 1 << 17)
