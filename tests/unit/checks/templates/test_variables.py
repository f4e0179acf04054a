"""Placeholders and data inputs: which are reported, where, and what cannot be told."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dclint.base.pointer import resolve_pointer
from dclint.checks.templates.placeholders import malformed_template, wrong_placeholder_syntax
from dclint.checks.templates.variables import undefined_template_variable, unused_data_input
from dclint.findings.hit import Hit, NotObservable
from dclint.model.connector import Connector
from dclint.model.loader import load_connector
from dclint.model.subject import Subject, Workspace
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome

Check = Callable[[Connector], Iterator[Outcome]]


def undefined(connector: Connector) -> Iterator[Outcome]:
    subject = Subject("a.yaml", (), 0, connector)
    return undefined_template_variable(subject, Workspace(frozenset({"brand"})))


def definition(
    url: Any = "https://api.parcelhub.io/", inputs: Any = "", **others: Any
) -> dict[str, Any]:
    """Build a definition; `inputs` is a list, or names apart by blanks, `_` standing for one."""
    if isinstance(inputs, str):
        inputs = [{"name": name, "type": "string"} for name in inputs.split()]
    return {"name": "Get it", "url": url, "data_inputs": inputs, **others}


def header(value: Any) -> list[dict[str, Any]]:
    return [{"name": "X-Parcel", "value": value}]


def seen(check: Check, raw: dict[str, Any], shape: Shape = Shape.DEFINITION) -> list[Any]:
    """List `(pointer, what is marked, severity)` of each hit, and each fact that is missing."""
    found: list[Any] = []
    for outcome in check(load_connector(raw, shape)):
        if isinstance(outcome, NotObservable):
            found.append(outcome.fact)
            continue
        for related in outcome.related:
            resolve_pointer(raw, related.at)
        value = resolve_pointer(raw, outcome.at)
        marked = value[slice(*outcome.fragment)] if outcome.fragment else None
        path = ".".join(map(str, outcome.at))
        found.append((path, marked, outcome.severity and outcome.severity.value))
    return found


def hits(check: Check, raw: dict[str, Any]) -> list[Hit]:
    return [o for o in check(load_connector(raw, Shape.DEFINITION)) if isinstance(o, Hit)]


HIDDEN_TEXTS = ["url", "body", "headers"]
URL = "https://api.parcelhub.io/"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (definition(URL), []),
        (definition(URL + "{{id}}", "id"), []),
        (definition(URL + "{{ id | upper }}", "id"), []),
        (definition(URL + "{{brand}}"), []),  # known to the workspace
        (definition(URL + "{{user.email}}"), []),
        (definition(URL + "{{conversation.id}}", "conversation.id"), []),
        (definition(URL + "{{id}}"), [("url", "{{id}}", None)]),
        (definition(URL + "{{ID}}", "id"), [("url", "{{ID}}", None)]),
        (definition(URL + "{{id}}", "id", body="{{x}}"), [("body", "{{x}}", None)]),
        (definition(URL + "{{caf\u00e9}}", "cafe\u0301"), [("url", "{{caf\u00e9}}", None)]),
        (definition(URL + "{{b}}/{{a}}/{{b}}", "x"), [("url", "{{b}}", None)]),
        (definition(URL + "{{user_id}}"), [("url", "{{user_id}}", "info")]),
        (definition(URL + "{{external_id}}/{{x}}"), [("url", "{{x}}", None)]),
        (definition(URL + "{{user_id}}", "user_id"), []),
        (
            definition(URL + "{{a}}", body="{{b}}", headers=header("{{c}}")),
            [("url", "{{a}}", None), ("body", "{{b}}", None), ("headers.0.value", "{{c}}", None)],
        ),
        (definition(headers=[{"name": "{{x}}", "value": "y"}]), []),  # no place for placeholders
        (definition(description="{{x}}"), []),
        (definition(URL + "{{}}{{ }}{{|x}}"), []),  # malformed-template reports it
        (definition(URL + "{{#if x}}"), ["template logic"]),
        (definition(URL + "{{x}}", inputs=None), ["data_inputs"]),
        (definition(URL, inputs=None), []),
        (definition(URL + "{{x}}", inputs=[{"name": 5}]), ["data_inputs[].name"]),
        (definition(URL + "{{x}}", inputs=["x"]), ["data_inputs[].name"]),
        (definition(URL + "{{x}}", inputs=[{"name": "x"}, {"name": 5}]), []),
        (definition(URL + "{{x}}", inputs=[{"type": "string"}]), [("url", "{{x}}", None)]),
        (definition(URL, headers=header(5)), ["headers[].value"]),
        (
            definition(URL + "{{x}}", headers=header(5)),
            [("url", "{{x}}", None), "headers[].value"],
        ),
        (definition(5, body=5, headers=5), HIDDEN_TEXTS),
        ({"name": "x", "url": URL + "{{x}}"}, [("url", "{{x}}", None)]),  # no inputs at all
    ],
)
def test_undefined_variables(raw: dict[str, Any], expected: list[Any]) -> None:
    assert seen(undefined, raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"id": "1", "url": URL + "{{x}}"}, ["data_inputs", "body", "headers"]),
        ({"id": "1"}, ["data_inputs", *HIDDEN_TEXTS]),
        (
            {"id": "1", "body": None, **definition(URL + "{{x}}", headers=header("****"))},
            [("url", "{{x}}", None), "headers[].value"],
        ),
        (
            {"id": "1", "body": None, **definition(URL + "{{x}}", headers=[])},
            [("url", "{{x}}", None)],
        ),
        ({**definition(URL + "{{x}}", [{}]), "body": None, "headers": []}, ["data_inputs[].name"]),
    ],
)
def test_undefined_variables_in_exports(raw: dict[str, Any], expected: list[Any]) -> None:
    assert seen(undefined, raw, Shape.DETAIL) == expected


@pytest.mark.parametrize(
    ("written", "inputs", "remedy"),
    [
        ("orderId", "order_id", "write `{{order_id}}`"),
        ("ORDER-ID", "order_id postcode", "write `{{order_id}}`"),
        ("ordr_id", "order_id", "write `{{order_id}}`"),
        ("order", "order_id", "declare it as a data input, or write the name of one that exists"),
        ("order_id", "order\u200b_id", "declare"),  # nobody can write what nobody can see
        ("a" * 101, "a" * 100, "declare it as a data input, or write the name of one that exists"),
        ("id", " ".join(f"i{n}" for n in range(300)), "declare it as a data input, or write"),
    ],
)
def test_an_undefined_variable_that_is_nearly_an_input(
    written: str, inputs: str, remedy: str
) -> None:
    raw = definition(URL + "{{" + written + "}}", inputs)
    (hit,) = hits(undefined, raw)
    assert hit.remedy is not None
    assert hit.remedy.startswith(remedy)
    names = [resolve_pointer(raw, related.at) for related in hit.related]
    assert names == (["order_id"] if remedy.startswith("write") else [])


def test_all_undefined_names_of_a_text_are_named_once() -> None:
    (one,) = hits(undefined, definition(URL + "{{a}}{{a}}"))
    assert one.message == "`a` is no data input"
    (two,) = hits(undefined, definition(URL + "{{a}}{{b}}"))
    assert two.message == "`a` and `b` are no data inputs"
    (many,) = hits(undefined, definition(URL + "".join("{{n" + str(n) + "}}" for n in range(13))))
    assert many.message.endswith("`n8`, `n9` and 3 more are no data inputs")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (definition(URL + "{{id}}", "id"), []),
        (definition(URL, "id"), [("data_inputs.0", None, None)]),
        (definition(URL + "{{id}}", "id postcode"), [("data_inputs.1", None, None)]),
        (definition(URL, "a b"), [("data_inputs.0", None, None), ("data_inputs.1", None, None)]),
        (definition(URL + "{{Id}}", "id"), [("data_inputs.0", None, None)]),
        (definition(URL, "id", body='{"id":"{{ id | upper }}"}'), []),
        (definition(URL, "id", headers=header("{{id}}")), []),
        (definition(URL, "id", headers=[{"name": "X"}]), [("data_inputs.0", None, None)]),
        (definition(URL, "id", description="{{id}}"), [("data_inputs.0", None, None)]),
        (definition(URL + "{id}", "id"), []),  # wrong-placeholder-syntax reports it
        (definition(URL + ":id/x", "id"), []),
        (definition(URL, "id", body='{"id":"${id}"}'), []),
        (definition(URL, "id", body="<a><id>1</id></a>"), [("data_inputs.0", None, None)]),
        (
            definition(URL, [{"name": n} for n in ("", " ", " id", "a|b", "a{", "a\tb", "a\x85b")]),
            [],
        ),
        (definition(URL, [{"name": 5}, {"type": "string"}, "x"]), []),
        (definition(URL, [{"name": "n\u00famero de pedido"}]), [("data_inputs.0", None, None)]),
        (definition(None, "id"), ["url"]),
        (definition("", "id"), ["url"]),
        (definition(5, "id"), ["url"]),
        ({"name": "x", "data_inputs": [{"name": "id"}]}, ["url"]),
        (definition(URL, "id", body=5), ["body"]),
        (definition(URL, "id", headers=5), ["headers"]),
        (definition(URL, "id", headers=header(5)), ["headers[].value"]),
        (definition(URL, "id", execution_type="client_side"), ["client function"]),
        (definition(URL, "id", execution_type="server_side"), [("data_inputs.0", None, None)]),
        (definition(URL + "{{id}}", "id", headers=header(5)), []),  # used, whatever is hidden
    ],
)
def test_unused_inputs(raw: dict[str, Any], expected: list[Any]) -> None:
    assert seen(unused_data_input, raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (definition(URL, "id"), ["body", "headers"]),
        (definition(URL, "id", body=None, headers=header("****")), ["headers[].value"]),
        (definition(URL, "id", body=None, headers=[]), [("data_inputs.0", None, None)]),
    ],
)
def test_unused_inputs_of_exports(raw: dict[str, Any], expected: list[Any]) -> None:
    assert seen(unused_data_input, raw, Shape.DETAIL) == expected


def test_an_unused_input_points_at_the_placeholder_that_may_mean_it() -> None:
    raw = definition(URL + "{{orderId}}", "order_id")
    (hit,) = hits(unused_data_input, raw)
    assert hit.remedy == "write `{{order_id}}` instead of `{{orderId}}`"
    assert [(r.at, r.fragment) for r in hit.related] == [(("url",), (len(URL), len(raw["url"])))]
    (plain,) = hits(unused_data_input, definition(URL, "order_id"))
    assert plain.remedy == "use `{{order_id}}` in the request, or remove the input"
    assert plain.related == ()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (definition(URL + "{{id}}", "id"), []),
        (definition(URL + "{id}"), []),
        (definition(URL + "{{ }}"), [("url", "{{ }}", None)]),
        (definition(body="{{}}"), [("body", "{{}}", None)]),
        (definition(headers=header("{{|x}}")), [("headers.0.value", "{{|x}}", None)]),
        (definition(URL + "{{id}", "id"), [("url", "{{id}", None)]),
        (definition(URL + "{{ id }/x", "id"), [("url", "{{ id }", None)]),
        (definition(URL + "{{id}"), [("url", "{{", None)]),
        (definition(URL + "{{id/x", "id"), [("url", "{{", None)]),
        (definition(URL + "{id}}", "id"), [("url", "{id}}", None)]),
        (definition(URL + "id}}", "id"), [("url", "}}", None)]),
        (definition(URL + "{{a}}/{{b}/{{c", "a b c"), [("url", "{{b}", None)]),
        (definition(URL + "{{{id}}}", "id"), [("url", "{{{id}}}", None)]),
        (definition(URL + "{{{id}}", "id"), []),
        (definition(URL + "{{{{id}}}}", "id"), [("url", "{{", None)]),
        (definition(headers=header("{{id"), inputs="id"), [("headers.0.value", "{{", None)]),
        (definition(headers=header("{{{id}}}"), inputs="id"), []),
        (definition(URL + "{{a\nb}}"), [("url", "{{", None)]),
        # JSON bodies: structure is not looked at, strings are unless their braces are balanced
        (definition(body='{"a":{"b":{"c":1}}}'), []),
        (definition(body='{"a":{"b":{{id}}}}'), []),
        (definition(body='{"q":"query {shop {name {full}}}"}'), []),
        (definition(body='{"q":"{{a {b}}}"}'), []),
        (definition(body='{"id":"{{id}"}', inputs="id"), [("body", "{{id}", None)]),
        (definition(body='{"id":"{id}}"}', inputs="id"), [("body", "{id}}", None)]),
        (definition(body='{"{{id":1}'), [("body", "{{", None)]),
        (definition(body='{"a":"}}","b":"{{"}'), [("body", "}}", None)]),
        (definition(body='{"a":{"b":"{{ok}}"},"c":{"d":"x}}"}}'), [("body", "}}", None)]),
        (definition(body='{"a":"\\"{{x"}'), [("body", "{{", None)]),
        # other bodies: only what opens
        (definition(body='{"id":{{id}}', inputs="id"), []),
        (definition(body='{"id":{{id}', inputs="id"), [("body", "{{id}", None)]),
        (definition(body="query{shop{name}}"), []),
        (definition(body="id={{id"), [("body", "{{", None)]),
        (definition(body="id=id}}"), []),
        (definition(URL, headers=header(5)), ["headers[].value"]),
        (definition(URL + "{{", body=5), [("url", "{{", None), "body"]),
    ],
)
def test_malformed_placeholders(raw: dict[str, Any], expected: list[Any]) -> None:
    assert seen(malformed_template, raw) == expected


@pytest.mark.parametrize(
    ("url", "message", "remedy"),
    [
        ("{{ }}", "`{{ }}` names no data input", None),
        ("{{id}", "`{{id}` lacks a brace, so it is no placeholder", "write `{{id}}`"),
        ("{{{id}}}", "`{{{id}}}` has one brace too many on each side", "write `{{id}}`"),
        ("{{x", "`{{` begins a placeholder that does not end", None),
        ("x}}", "`}}` ends a placeholder that does not begin", None),
        (
            "x}}/{{x",
            "`}}` ends a placeholder that does not begin (2 such faults in this text)",
            None,
        ),
    ],
)
def test_what_is_said_of_a_malformed_placeholder(
    url: str, message: str, remedy: str | None
) -> None:
    (hit,) = hits(malformed_template, definition(URL + url, "id"))
    assert (hit.message, hit.remedy) == (message, remedy)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (definition(URL + "{{id}}?a=1:2&b=<", "id"), []),
        (definition(URL + "{id}"), [("url", "{id}", None)]),
        (definition(URL + "{ order id }"), [("url", "{ order id }", None)]),
        (definition(URL + "${id}"), [("url", "${id}", None)]),
        (definition(URL + "<id>"), [("url", "<id>", None)]),
        (definition(URL + "[[id]]"), [("url", "[[id]]", None)]),
        (definition(URL + "%7B%7bid%7d%7D"), [("url", "%7B%7bid%7d%7D", None)]),
        (definition(URL + "%7B%7Border%20id%7D%7D"), [("url", "%7B%7Border%20id%7D%7D", None)]),
        (definition(URL + "%7B%7B id %7D%7D"), [("url", "%7B%7B id %7D%7D", None)]),
        (definition("https://{shop}.parcelhub.io/"), [("url", "{shop}", None)]),
        (definition(URL + "{{id}}/{id}", "id"), [("url", "{id}", "error")]),
        (definition(URL + "{a}/<b>"), [("url", "{a}", None)]),
        (definition(URL + "{a}/<id>", "id"), [("url", "<id>", "error")]),
        (definition(URL + "${id}", "id"), [("url", "${id}", "error")]),
        (definition(URL + "%7B%7Bid%7D%7D", "id"), [("url", "%7B%7Bid%7D%7D", "error")]),
        (definition(URL + ":id/x", "id"), [("url", ":id", "error")]),
        (definition(URL + "x/:id", "id"), [("url", ":id", "error")]),
        (definition(URL + ":id"), []),
        (definition(URL + ":idx/x:id/a?b=/:id", "id"), []),
        (definition(URL + "{}/{1}/%7Bid%7D/[id]/a<b", "id"), []),
        (definition(URL + '?filter={"a":1}'), []),
        (definition(URL + "{{id}/{id}}", "id"), []),  # malformed-template reports these
        (definition(URL + "{{{id}}}/${{id}}/<{{id}}>/[[{{id}}]]", "id"), []),
        (definition(URL + "{{ id | default: <none> }}", "id"), []),
        # elsewhere: only what is declared and not used
        (definition(body='{"id":"{id}"}', inputs="id"), [("body", "{id}", "error")]),
        (definition(body='{"id":${id}}', inputs="id"), [("body", "${id}", "error")]),
        (definition(body='{"id":"[[id]]"}', inputs="id"), [("body", "[[id]]", "error")]),
        (definition(body="Hello <first name>", inputs=[{"name": "first name"}]),
         [("body", "<first name>", "error")]),
        (definition(body="<a><id>1</id></a>", inputs="id"), []),
        (definition(body="<a><id/></a>{id}", inputs="id"), [("body", "{id}", "error")]),
        (definition(body='{"id":"{id}"}'), []),
        (definition(URL + "{{id}}", "id", body="{id}"), []),
        (definition(body="query{shop{id}}", inputs="shop"), []),
        (definition(headers=header("Key {id}"), inputs="id"), [("headers.0.value", "{id}", "error")]),
        (definition(headers=header("<id>"), inputs="id"), [("headers.0.value", "<id>", "error")]),
        (definition(body=":id", inputs="id"), []),
        (definition(body="id=%7B%7Bid%7D%7D", inputs="id"), []),  # unused-data-input reports it
        # what cannot be seen
        (definition(body="{id}", inputs="id", headers=header(5)), ["headers[].value"]),
        (definition(URL + "{id}", inputs="id", headers=header(5)),
         [("url", "{id}", "error"), "headers[].value"]),
        (definition(URL + "{{id}}", inputs="id", headers=header(5)), []),
        (definition(5), ["url"]),
        (definition(URL + "{id}", inputs=5), [("url", "{id}", None)]),
        (definition(URL + ":id", inputs=5), ["data_inputs"]),
        (definition(body="{id}", inputs=5), ["data_inputs"]),
        (definition(body='{"id":1}', inputs=5, headers=header(5)), ["headers[].value"]),
    ],
)  # fmt: skip
def test_placeholders_of_other_systems(raw: dict[str, Any], expected: list[Any]) -> None:
    assert seen(wrong_placeholder_syntax, raw) == expected


@pytest.mark.parametrize(
    ("url", "inputs", "message", "remedy"),
    [
        ("{id}", "id", "`{id}` is sent as written; only `{{name}}` is replaced", "write `{{id}}`"),
        (
            "{id}/{b}/{id}",
            "",
            "`{id}` and `{b}` are sent as written; only `{{name}}` is replaced",
            "write `{{id}}` and declare `id` as a data input",
        ),
        (
            "{user.id}",
            "",
            "`{user.id}` is sent as written; only `{{name}}` is replaced",
            "write `{{user.id}}`",
        ),
    ],
)
def test_what_is_said_of_other_placeholders(
    url: str, inputs: str, message: str, remedy: str
) -> None:
    (hit,) = hits(wrong_placeholder_syntax, definition(URL + url, inputs))
    assert (hit.message, hit.remedy) == (message, remedy)


CHECKS = [undefined, unused_data_input, malformed_template, wrong_placeholder_syntax]
PIECES = ["{{a}}", "{a}", "${a}", "<a>", "/:a", "%7B%7Ba%7D%7D", "{{b}}", *'{}[]<>$:/"%|#.ab\\\n ']
TEXTS = st.lists(st.sampled_from(PIECES)).map("".join)


@pytest.mark.parametrize("check", CHECKS)
@given(url=TEXTS, body=TEXTS, value=TEXTS, name=TEXTS)
def test_whatever_is_written_each_place_is_reported_once_and_exists(
    check: Check, url: str, body: str, value: str, name: str
) -> None:
    raw = definition(URL + url, [{"name": name}, {"name": "a"}], body=body, headers=header(value))
    found = hits(check, raw)
    assert len({hit.at for hit in found}) == len(found)
    for hit in found:
        target = resolve_pointer(raw, hit.at)
        if hit.fragment:
            start, end = hit.fragment
            assert 0 <= start < end <= len(target)
        assert "\n" not in hit.message + (hit.remedy or "")


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize(
    "unit",
    ["{{", "}}", "{{a", "{{a}", "{a}", "{a", "<a", "[[a", "%7B%7Ba", "{ ", "/:", '"{{', "${"],
)
def test_time_grows_no_faster_than_the_texts(
    check: Check, unit: str, assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        text = unit * (length // len(unit))
        raw = definition(URL + text, [{"name": "a"}, {"name": "b"}], body=text)
        return lambda: list(check(load_connector(raw, Shape.DEFINITION)))

    assert_linear(prepare, 1 << 17)
