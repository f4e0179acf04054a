"""Template logic, and placeholders where nothing is expanded."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dclint.base.pointer import resolve_pointer
from dclint.checks.templates.constructs import (
    template_in_static_field,
    unsupported_template_construct,
)
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Profile, Severity
from dclint.model.connector import Connector
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome

Check = Callable[[Connector], Iterator[Outcome]]
URL = "https://api.parcelhub.io/"


def definition(**members: Any) -> dict[str, Any]:
    return {"name": "Get it", "url": URL, "data_inputs": [{"name": "x"}], **members}


def seen(check: Check, raw: dict[str, Any], shape: Shape = Shape.DEFINITION) -> list[Any]:
    """List `(pointer, what is marked)` of each hit, and each fact that is missing."""
    found: list[Any] = []
    for outcome in check(load_connector(raw, shape)):
        if isinstance(outcome, NotObservable):
            found.append(outcome.fact)
        else:
            assert outcome.fragment
            marked = resolve_pointer(raw, outcome.at)[slice(*outcome.fragment)]
            found.append((".".join(map(str, outcome.at)), marked))
    return found


def hit(check: Check, raw: dict[str, Any]) -> Hit:
    (found,) = check(load_connector(raw, Shape.DEFINITION))
    assert isinstance(found, Hit)
    return found


LOGIC = [
    "{% if x %}",
    "{%if x%}",
    "{%- endif -%}",
    "{%-endif-%}",
    "{%+ if x %}",
    "{%~ include 'a' ~%}",
    "{% x %}",
    "{%\tx\t%}",
    "{% # a note %}",
    "{% call(y) x() %}",
    "{%call(y) x()%}",
    '{% if x == "{{x}}" %}',
    "{% if 5 % 2 %}",
    "{{#if x}}",
    "{{# x }}",
    "{{ #x}}",
    "{{/x}}",
    "{{^x}}",
    "{{> x}}",
    "{{! x}}",
    "{{!-- x --}}",
    "{{& x}}",
    "{{%x}}",
    "{{#}}",
    "{{#x|y}}",
]


@pytest.mark.parametrize("text", LOGIC)
@pytest.mark.parametrize("place", ["url", "body", "headers.0.value"])
def test_logic_is_reported_wherever_placeholders_are_expanded(text: str, place: str) -> None:
    raw = definition(headers=[{"name": "X-Parcel", "value": "a"}])
    written = f"{URL}?{{{{x}}}}={text}!"
    if place.startswith("headers"):
        raw["headers"][0]["value"] = written
    else:
        raw[place] = written
    assert seen(unsupported_template_construct, raw) == [(place, text)]


INNOCENT = [
    "{{x}}",
    "{{ x }}",
    "{{x.y}}",
    "{{ }}",
    "{{x#y}}",
    "{{x/y}}",
    "{#x}{/x}",
    "{%22a%22:{%22b%22:1}}",
    "{%C3%9Cberlingen%20}",
    "{%E2%82%AC%}",  # no valid encoding
    "{%s%} {%d %} {%-10s%} {%5.2f%} {%Y%m%d}",
    "{%}",
    "{%%}",
    "{% %}",
    "{% 5 %}",
    "{%-%}",
    "{% if x }",
    "{% if x",
    "% if x %}",
    "{%ab:cd%}",
    "{%\n  x%\n}",  # TeX
    "{% a note in TeX\n of 5\\%}",
    '{"a": {"b": 50}} %}',
    "query{shop{name}}",
    "a || b | c",
    "{{",
]


@pytest.mark.parametrize("text", INNOCENT)
def test_what_only_looks_like_logic_is_silent(text: str) -> None:
    assert seen(unsupported_template_construct, definition(body=text)) == []


def test_a_text_is_reported_once_with_all_that_is_in_it() -> None:
    found = hit(
        unsupported_template_construct, definition(body="{{/b}}{% if a %}{{#b}}{% if a %}{{x|y}}")
    )
    assert found.fragment == (0, 6)
    assert found.message == (
        "`{{/b}}`, `{% if a %}` and `{{#b}}` are template logic, and only `{{name}}` is replaced"
    )
    assert (found.severity, found.profile) == (None, None)
    assert hit(unsupported_template_construct, definition(body="{{#b}}")).message.startswith(
        "`{{#b}}` is template"
    )


def test_every_place_is_reported() -> None:
    raw = definition(
        url=URL + "{{#a}}", body="{{#b}}", headers=[{"name": "a", "value": "{% if c %}"}]
    )
    assert seen(unsupported_template_construct, raw) == [
        ("url", "{{#a}}"),
        ("body", "{{#b}}"),
        ("headers.0.value", "{% if c %}"),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        definition(name="{% if x %}", description="{{#if x}}"),
        definition(headers=[{"name": "{{#x}}", "value": "a"}]),
        definition(data_inputs=[{"name": "{{#x}}", "default_value": "{% if x %}"}]),
        definition(url=None, body=None),
    ],
)
def test_logic_where_nothing_is_expanded_is_silent(raw: dict[str, Any]) -> None:
    assert seen(unsupported_template_construct, raw) == []


def test_a_declared_input_may_begin_with_such_a_mark() -> None:
    raw = definition(body="{{# of guests}} {{ % off }}")
    raw["data_inputs"] = [{"name": "# of guests"}, {"name": "% off"}]
    assert seen(unsupported_template_construct, raw) == []
    raw["data_inputs"].pop()
    assert seen(unsupported_template_construct, raw) == [("body", "{{ % off }}")]


@pytest.mark.parametrize(
    ("raw", "shape", "expected"),
    [
        (definition(body="{{#x}}", data_inputs=5), Shape.DEFINITION, ["data_inputs"]),
        (definition(body="{{#x}}", data_inputs=[5]), Shape.DEFINITION, ["data_inputs[].name"]),
        (
            definition(body="{{#x}}{% if y %}", data_inputs=5),
            Shape.DEFINITION,
            ["data_inputs", ("body", "{% if y %}")],
        ),
        (definition(body="{{x}}", data_inputs=5), Shape.DEFINITION, []),
        ({"name": "a", "url": URL + "{% if y %}"}, Shape.DEFINITION, [("url", "{% if y %}")]),
        (
            {"type": "data_connector", "url": URL + "{{#x}}{% if y %}"},
            Shape.DETAIL,
            ["data_inputs", ("url", "{% if y %}"), "body", "headers"],
        ),
        ({"id": "1", "name": "a"}, Shape.SUMMARY, ["url", "body", "headers"]),
        (
            {"id": "1", "headers": [{"name": "a", "value": "{% if y %}"}]},
            Shape.PATCH,
            [("headers.0.value", "{% if y %}"), "url", "body"],
        ),
        (
            {"type": "data_connector", "url": "", "body": "", "headers": [{"value": "****"}]},
            Shape.DETAIL,
            ["headers[].value"],
        ),
        (definition(body=5), Shape.DEFINITION, ["body"]),
    ],
)
def test_what_cannot_be_seen_is_not_judged(
    raw: dict[str, Any], shape: Shape, expected: list[Any]
) -> None:
    assert seen(unsupported_template_construct, raw, shape) == expected


FILTERS = [
    # text, what is marked, remedy
    (
        "a {{ x | upcase }} {{y|z}}",
        "{{ x | upcase }}",
        "write `{{x}}`, and let the other service adapt the value",
    ),
    (
        "{{x|fallback:'there'}}",
        "{{x|fallback:'there'}}",
        "write `{{x}}`, and give the input a `default_value`",
    ),
    (
        '{{x| default("y") }}',
        '{{x| default("y") }}',
        "write `{{x}}`, and give the input a `default_value`",
    ),
    (
        "{{user.name | fallback: 'you'}}",
        "{{user.name | fallback: 'you'}}",
        "write `{{user.name}}`, and let the other service adapt the value",
    ),
    ("{{x|}}", "{{x|}}", "write `{{x}}`, and let the other service adapt the value"),
]


@pytest.mark.parametrize(("text", "marked", "remedy"), FILTERS)
def test_a_filter_is_a_note_for_pedants(text: str, marked: str, remedy: str) -> None:
    raw = definition(body=text)
    assert seen(unsupported_template_construct, raw) == [("body", marked)]
    found = hit(unsupported_template_construct, raw)
    assert (found.severity, found.profile) == (Severity.INFO, Profile.PEDANTIC)
    assert found.message == f"`{marked}` has a filter, and filters are not documented"
    assert found.remedy == remedy


def test_a_filter_without_a_name_is_no_filter() -> None:
    assert seen(unsupported_template_construct, definition(body="{{|x}}{{ | x }}")) == []


STATIC = [
    # what is written, what is reported
    (definition(name="Order {{x}}"), [("name", "{{x}}")]),
    (definition(headers=[{"name": "X-{{x}}"}]), [("headers.0.name", "{{x}}")]),
    (definition(data_inputs=[{"name": "{{ x }}"}]), [("data_inputs.0.name", "{{ x }}")]),
    (
        definition(data_inputs=[{"name": "a"}, {"name": "b", "default_value": "{{user.id}}"}]),
        [("data_inputs.1.default_value", "{{user.id}}")],
    ),
    (
        definition(
            name="{{a}}{{b}}",
            headers=[{"name": "a"}, {"name": "{{c}}"}],
            data_inputs=[{"name": "{{d}}", "default_value": "{{e}}"}],
        ),
        [
            ("name", "{{a}}"),
            ("headers.1.name", "{{c}}"),
            ("data_inputs.0.name", "{{d}}"),
            ("data_inputs.0.default_value", "{{e}}"),
        ],
    ),
    (definition(name="{{#if x}}"), [("name", "{{#if x}}")]),
    (definition(name="{{}}"), [("name", "{{}}")]),
    (definition(name="{{{x}}}"), [("name", "{{x}}")]),
    (definition(name="Explains that {{x}} is replaced"), [("name", "{{x}}")]),
    # what is expanded, or may explain the syntax
    (definition(url=URL + "{{x}}", body="{{x}}", headers=[{"name": "a", "value": "{{x}}"}]), []),
    (definition(description="{{x}}", internal_description="{{x}}"), []),
    (definition(data_inputs=[{"name": "a", "description": "{{x}}"}]), []),
    (definition(mock_response={"a": "{{x}}"}), []),
    (definition(data_inputs=[{"name": "a", "example_value": "{{x}}"}]), []),
    # braces that are no placeholder
    (definition(name="Order {x} {{x} {x}} {{ x\n}}"), []),
    (definition(data_inputs=[{"name": "a", "default_value": '{"a":{"b":{}}}'}]), []),
    (definition(data_inputs=[{"name": "a", "default_value": ""}]), []),
]


@pytest.mark.parametrize(("raw", "expected"), STATIC)
def test_placeholders_where_nothing_is_replaced(raw: dict[str, Any], expected: list[Any]) -> None:
    assert seen(template_in_static_field, raw) == expected


@pytest.mark.parametrize(
    ("raw", "message", "remedy"),
    [
        (
            definition(name="{{a}} {{b}} {{a}}"),
            "`{{a}}` and `{{b}}` in the connector's name are not replaced",
            "write a name that fits every call",
        ),
        (
            definition(headers=[{"name": "X-{{a}}"}]),
            "`{{a}}` in the name of a header is not replaced",
            "write a fixed name, and the placeholder into the value",
        ),
        (
            definition(data_inputs=[{"name": " {{ order id }} "}]),
            "`{{ order id }}` in the name of a data input is not replaced",
            "write `order id`; it has braces only where it is used",
        ),
        (
            definition(data_inputs=[{"name": "{{a}}{{b}}"}]),
            "`{{a}}` and `{{b}}` in the name of a data input are not replaced",
            "write a name without braces",
        ),
        (
            definition(data_inputs=[{"name": "{{}}"}]),
            "`{{}}` in the name of a data input is not replaced",
            "write a name without braces",
        ),
        (
            definition(data_inputs=[{"name": "a", "default_value": "{{b}}"}]),
            "`{{b}}` in the default value of a data input is not replaced",
            "write a fixed value, or the placeholder into the request itself",
        ),
    ],
)
def test_what_is_said_of_a_placeholder_out_of_place(
    raw: dict[str, Any], message: str, remedy: str
) -> None:
    found = hit(template_in_static_field, raw)
    assert (found.message, found.remedy, found.severity) == (message, remedy, None)


@pytest.mark.parametrize(
    ("raw", "shape", "expected"),
    [
        ({"url": URL}, Shape.DEFINITION, []),
        ({"url": URL}, Shape.DETAIL, ["name", "headers", "data_inputs"]),
        ({"id": "1"}, Shape.PATCH, ["name", "headers", "data_inputs"]),
        (
            {"id": "1", "name": "{{x}}"},
            Shape.SUMMARY,
            [("name", "{{x}}"), "headers", "data_inputs"],
        ),
        (definition(name=5), Shape.DEFINITION, ["name"]),
        (definition(headers=None, data_inputs={}), Shape.DEFINITION, ["headers", "data_inputs"]),
        (
            definition(headers=[{"name": 5}, {"name": None}], data_inputs=[{"name": "{{x}}"}, 5]),
            Shape.DEFINITION,
            [
                ("data_inputs.0.name", "{{x}}"),
                "headers[].name",
                "data_inputs[].name",
                "data_inputs[].default_value",
            ],
        ),
        (
            {"name": "a", "headers": [{}], "data_inputs": [{"name": "a"}]},
            Shape.DETAIL,
            ["headers[].name", "data_inputs[].default_value"],
        ),
        (
            {"name": "a", "headers": [{}], "data_inputs": [{}]},
            Shape.DEFINITION,
            [],
        ),
        (
            {
                "name": "a",
                "headers": [{"name": "{{x}}", "value": "****"}],
                "data_inputs": [{"name": "a", "default_value": ""}],
            },
            Shape.DETAIL,
            [("headers.0.name", "{{x}}")],
        ),
    ],
)
def test_names_and_defaults_that_cannot_be_seen(
    raw: dict[str, Any], shape: Shape, expected: list[Any]
) -> None:
    assert seen(template_in_static_field, raw, shape) == expected


PIECES = ["{{#a}}", "{{a}}", "{{a|b}}", "{% if a %}", *"{}%#|ab -\n"]
TEXTS = st.lists(st.sampled_from(PIECES)).map("".join)


@pytest.mark.parametrize("check", [unsupported_template_construct, template_in_static_field])
@given(name=TEXTS, body=TEXTS, header=TEXTS, value=TEXTS, default=TEXTS)
def test_whatever_is_written_each_place_is_reported_once(
    check: Check, name: str, body: str, header: str, value: str, default: str
) -> None:
    raw = definition(
        name=name,
        body=body,
        headers=[{"name": header, "value": value}],
        data_inputs=[{"name": header, "default_value": default}],
    )
    hits = [o for o in check(load_connector(raw, Shape.DEFINITION)) if isinstance(o, Hit)]
    assert len({found.at for found in hits}) == len(hits)
    for found in hits:
        assert found.fragment
        start, end = found.fragment
        assert 0 <= start < end <= len(resolve_pointer(raw, found.at))
        assert "\n" not in found.message + (found.remedy or "")


@pytest.mark.parametrize("check", [unsupported_template_construct, template_in_static_field])
@pytest.mark.parametrize(
    "unit", ["{{#a}}", "{{a|b}}", "{{", "{{ ", "{% if ", "{%  ", "{%", "{%a", "%}", "{% if a %}"]
)
def test_a_hostile_text_takes_linear_time(
    check: Check, unit: str, assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        text = unit * (length // len(unit))
        raw = definition(name=text, body=text)
        return lambda: list(check(load_connector(raw, Shape.DEFINITION)))

    assert_linear(prepare, 1 << 17)


def test_many_inputs_take_linear_time(assert_linear: Callable[..., None]) -> None:
    def prepare(length: int) -> Callable[[], object]:
        names = [f"#{number}" for number in range(length)]
        raw = definition(
            body="".join(f"{{{{{name}}}}}" for name in names),
            data_inputs=[{"name": name, "default_value": f"{{{{{name}}}}}"} for name in names],
        )
        return lambda: [
            list(check(load_connector(raw, Shape.DEFINITION)))
            for check in (unsupported_template_construct, template_in_static_field)
        ]

    assert_linear(prepare, 8000)
