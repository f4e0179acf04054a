"""JSON bodies that are called forms, or that nothing calls JSON."""

from collections.abc import Callable
from typing import Any

import pytest

from dclint.checks.headers.content_type import content_type_mismatch
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome

FORM = "application/x-www-form-urlencoded"
OBJECT = '{"a": "{{x}}", "b": {{y}}}'


def connector(body: Any = OBJECT, *types: Any, **members: Any) -> dict[str, Any]:
    listed = [{"name": "Content-Type", "value": value} for value in types]
    return {"name": "x", "http_method": "post", "headers": listed, "body": body, **members}


def outcomes(raw: dict[str, Any], shape: Shape = Shape.DEFINITION) -> list[Outcome]:
    return list(content_type_mismatch(load_connector(raw, shape)))


def hit(raw: dict[str, Any], shape: Shape = Shape.DEFINITION) -> Hit:
    (found,) = outcomes(raw, shape)
    assert isinstance(found, Hit)
    return found


@pytest.mark.parametrize(
    "media_type",
    [
        FORM,
        FORM.upper(),
        f" {FORM} ; charset=UTF-8",
        f"{FORM};charset={{{{charset}}}}",
        "application/form-urlencoded",
    ],
)
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", None])
def test_json_that_is_called_a_form_is_reported(media_type: str, method: str | None) -> None:
    found = hit(connector(OBJECT, media_type, http_method=method))
    assert found.at == ("headers", 0, "value")
    assert found.message.startswith("The body is a JSON object, and `")
    assert [related.at for related in found.related] == [("body",)]
    assert found.remedy == "write `application/json`, or write the body as a form"


def test_what_is_said_of_a_form_that_is_an_array() -> None:
    found = hit(connector("[]", FORM))
    assert found.message == f"The body is a JSON array, and `{FORM}` says that it is a form"


@pytest.mark.parametrize("method", ["post", "put", "patch"])
@pytest.mark.parametrize("others", [[], [{"name": "Accept", "value": FORM}], [{"value": "a"}]])
def test_json_that_nothing_calls_json_is_reported(method: str, others: list[Any]) -> None:
    found = hit(connector(http_method=method, headers=others))
    assert (found.at, found.fragment, found.related) == (("body",), None, ())
    assert found.message == "The body is a JSON object, and no header `Content-Type` says so"
    assert found.remedy == "add the header `Content-Type: application/json`"


def test_headers_that_are_absent_are_none() -> None:
    raw = connector("[{{x}}]")
    del raw["headers"]
    assert hit(raw).message == "The body is a JSON array, and no header `Content-Type` says so"


@pytest.mark.parametrize("name", ["contentType", "Content_Type", "CONTENT TYPE", "content--type"])
def test_a_header_called_nearly_so_is_named(name: str) -> None:
    listed = [{"name": "Accept", "value": "a"}, {"name": name, "value": "application/json"}]
    found = hit(connector(headers=listed))
    assert found.remedy == f"rename the header `{name}` to `Content-Type`"
    assert [related.at for related in found.related] == [("headers", 1, "name")]


def test_a_token_cannot_supply_the_header() -> None:
    assert hit(connector(token_ids=["1"])).at == ("body",)


BODIES = [
    "{}",
    " \r\n\t[1]\n",
    '{"a": {{x}}}',
    '{"{{x}}": 1}',
    '[{{x}}, "{{ y | z }}"]',
    '{"a": 1, "a": 2}',
]
OTHER_BODIES = [
    "",
    " ",
    "{{x}}",
    "{{a}}={{b}}",
    "{{a}}={{b}}",
    "Dear a=b, c",
    "{a: 1}",
    "{'a': 1}",
    '{"a": 1,}',
    '{"a": 1} {"b": 2}',
    '{"a": {% if x %}1{% endif %}}',
    "{ shop { name } }",
    "[section]\na=1",
    "<a/>",
    "42",
    '"{}"',
    "null",
    "{{{x}}}",
    '{"a": ' * 300 + "1" + "}" * 300,  # deeper than any file may be
    "\ufeff{}",
]


@pytest.mark.parametrize("body", BODIES)
def test_objects_and_arrays_are_json(body: str) -> None:
    assert hit(connector(body)).at == ("body",)
    assert hit(connector(body, FORM)).at == ("headers", 0, "value")


@pytest.mark.parametrize("body", OTHER_BODIES)
def test_other_bodies_are_silent(body: str) -> None:
    assert outcomes(connector(body)) == []
    assert outcomes(connector(body, FORM)) == []
    assert outcomes(connector(body, 5, http_method=5)) == []


SILENT = [
    connector(OBJECT, "application/json"),
    connector(OBJECT, "application/vnd.api+json; charset=utf-8"),
    connector(OBJECT, "application/octet-stream"),
    connector(OBJECT, "application/graphql"),
    connector(OBJECT, ""),
    connector(OBJECT, f"application/json; was={FORM}"),
    connector("a=1&b=2", FORM),
    connector("a=1&b=2", "text/plain"),
    connector("a=1&b=2", http_method="get"),
    connector(headers=[{"name": " content-TYPE ", "value": "application/json"}]),
    connector(headers=[{"name": "Content-Type"}]),
    connector(http_method="get"),
    connector(http_method="delete"),
    connector(None),
]


@pytest.mark.parametrize("raw", SILENT)
def test_what_agrees_or_says_nothing_is_silent(raw: dict[str, Any]) -> None:
    assert outcomes(raw) == []


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("text/plain", "plain text"),
        ("Text/Plain; charset=utf-8", "plain text"),
        ("multipart/form-data; boundary=x", "a form of several parts"),
        ("text/html", "a page"),
        ("application/xml", "XML"),
    ],
)
def test_json_that_is_called_something_else_is_reported(media_type: str, kind: str) -> None:
    found = hit(connector(OBJECT, media_type))
    assert (found.at, found.severity) == (("headers", 0, "value"), None)
    assert found.message.endswith(f"says that it is {kind}")


def test_a_form_that_no_header_describes_is_a_note() -> None:
    found = hit(connector("a={{a}}&b=2"))
    assert (found.at, found.severity) == (("body",), Severity.INFO)
    assert found.message == "The body is a form, and no header `Content-Type` says so"
    unseen = connector("a=1&b=2", 5)
    assert outcomes(unseen) == [NotObservable("headers[].value")]


def test_of_two_types_the_form_is_reported() -> None:
    assert hit(connector(OBJECT, "application/json", FORM)).at == ("headers", 1, "value")
    assert hit(connector(OBJECT, FORM, FORM)).at == ("headers", 0, "value")
    assert hit(connector(OBJECT, 5, FORM)).at == ("headers", 1, "value")


UNSEEN = [
    (connector(OBJECT, "{{type}}"), Shape.DEFINITION, "headers[].value"),
    (connector(OBJECT, "application/{{type}}; q=1"), Shape.DEFINITION, "headers[].value"),
    (connector(OBJECT, 5), Shape.DEFINITION, "headers[].value"),
    (connector(OBJECT, "application/json", "****"), Shape.DETAIL, "headers[].value"),
    (connector(OBJECT, ""), Shape.DETAIL, "headers[].value"),
    (connector(OBJECT, "", http_method="get"), Shape.DETAIL, "headers[].value"),
    (connector(headers=5), Shape.DEFINITION, "headers"),
    (connector(headers=5, http_method="get"), Shape.DEFINITION, "headers"),
    ({"id": "1", "http_method": "post", "body": "{}"}, Shape.PATCH, "headers"),
    ({"id": "1", "http_method": "get", "body": "{}"}, Shape.DETAIL, "headers"),
    (connector(headers=[{"name": 5}]), Shape.DEFINITION, "headers[].name"),
    (connector(headers=[{"value": "****"}]), Shape.DETAIL, "headers[].name"),
    (connector(headers=[5], http_method="get"), Shape.DEFINITION, "headers[].name"),
    (connector(http_method=5), Shape.DEFINITION, "http_method"),
    (connector(http_method="POST"), Shape.DEFINITION, "http_method"),
    ({"name": "x", "body": "{}"}, Shape.DEFINITION, "http_method"),
    ({"id": "1", "headers": [], "body": "{}"}, Shape.DETAIL, "http_method"),
]


@pytest.mark.parametrize(("raw", "shape", "fact"), UNSEEN)
def test_what_cannot_be_seen_is_not_judged(raw: dict[str, Any], shape: Shape, fact: str) -> None:
    assert outcomes(raw, shape) == [NotObservable(fact)]


def test_a_missing_header_is_seen_in_exports() -> None:
    raw = connector(headers=[{"name": "Accept", "value": "****"}], type="data_connector")
    assert hit(raw, Shape.DETAIL).at == ("body",)


@pytest.mark.parametrize("shape", [Shape.DETAIL, Shape.PATCH, Shape.SUMMARY])
def test_a_body_that_is_hidden_is_silent(shape: Shape) -> None:
    assert outcomes({"id": "1", "headers": [], "http_method": "post"}, shape) == []


@pytest.mark.parametrize("unit", ["{", "[", '{"a":', "{{a}}", "[{{a}},", '"', " "])
def test_a_hostile_body_takes_linear_time(unit: str, assert_linear: Callable[..., None]) -> None:
    def prepare(length: int) -> Callable[[], object]:
        raw = connector("[" + unit * (length // len(unit)))
        return lambda: outcomes(raw)

    assert_linear(prepare, 1 << 18)
