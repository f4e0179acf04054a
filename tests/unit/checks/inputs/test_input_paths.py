"""Inputs in the path: optional ones, and required ones that nobody checks."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dclint.checks.inputs.input_paths import optional_input_in_path, required_input_not_validated
from dclint.findings.hit import Attack, Hit, NotObservable, Related
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome

Check = Callable[..., Iterator[Outcome]]
Outcomes = list[Outcome]
FLAG = ("validate_missing_attributes",)
UNSEEN_REQUIRED = NotObservable("data_inputs[].required")
UNSEEN_DEFAULT = NotObservable("data_inputs[].default_value")
UNSEEN_NAME = NotObservable("data_inputs[].name")
UNSEEN_FLAG = NotObservable("validate_missing_attributes")


def outcomes(
    check: Check, url: Any, *inputs: Any, shape: Shape = Shape.DEFINITION, **members: Any
) -> Outcomes:
    return list(
        check(load_connector({"name": "x", "url": url, "data_inputs": [*inputs], **members}, shape))
    )


def only(check: Check, url: str, *inputs: Any, **members: Any) -> Hit:
    [hit] = outcomes(check, url, *inputs, **members)
    assert isinstance(hit, Hit)
    return hit


def optional(name: Any, **members: Any) -> dict[str, Any]:
    return {"name": name, "required": False, **members}


def required(name: Any, **members: Any) -> dict[str, Any]:
    return {"name": name, "required": True, **members}


IN_PATH = [
    "https://a.io/{{id}}",
    "https://a.io/x/{{ id }}",
    "https://a.io/x/{{id|upcase}}",
    "https://a.io/x/{{id}}.json",
    "https://a.io/x-{{id}}/y?q=1#f",
    "https://a.io/x({{id}})",
    "https://a.io/x;v={{id}}",
    "https://{{host}}/{{id}}",
    "{{base}}/{{id}}",
    "HTTPS:\\\\a.io\\{{id}}",
    " https://a.io/x/{{id}} ",
    "https://a.io/{{other}}/{{id}}?id={{id}}",
    "http://[::1]:80/{{id}}",
]
NOT_IN_PATH = [
    "https://a.io/x?id={{id}}",
    "https://a.io?{{id}}=1",
    "https://a.io/x?p=/y/{{id}}",
    "https://a.io/x#/{{id}}",
    "https://{{id}}.a.io/x",
    "https://a.io:{{id}}/x",
    "https://{{id}}@a.io/x",
    "{{id}}/x",
    " {{id}}/x",
    "https://a.io/{{ID}}",
    "https://a.io/{{id_2}}",
    "https://a.io/{id}",
    "https://a.io/x",
]


@pytest.mark.parametrize("url", IN_PATH)
def test_an_optional_input_in_the_path_is_reported_where_that_is_said(url: str) -> None:
    hit = only(optional_input_in_path, url, optional("id"))
    assert hit.at == ("data_inputs", 0, "required")
    assert (hit.fragment, hit.severity, hit.profile) == (None, None, None)


@pytest.mark.parametrize("url", NOT_IN_PATH)
def test_an_optional_input_elsewhere_is_silent(url: str) -> None:
    assert outcomes(optional_input_in_path, url, optional("id")) == []


@pytest.mark.parametrize("url", IN_PATH)
def test_an_unchecked_input_in_the_path_is_reported_at_the_switch(url: str) -> None:
    hit = only(required_input_not_validated, url, required("id"), validate_missing_attributes=False)
    assert hit.at == FLAG
    assert (hit.fragment, hit.severity, hit.profile) == (None, None, None)


@pytest.mark.parametrize("url", NOT_IN_PATH)
def test_an_unchecked_input_elsewhere_is_silent(url: str) -> None:
    found = outcomes(
        required_input_not_validated, url, required("id"), validate_missing_attributes=False
    )
    assert found == []


@pytest.mark.parametrize(
    ("data_input", "shape", "is_reported", "missing"),
    [
        (optional("id"), Shape.DEFINITION, True, []),
        (optional("id", default_value=""), Shape.DEFINITION, True, []),
        (optional("id", default_value=""), Shape.DETAIL, True, []),
        (optional("id", default_value=""), Shape.PATCH, True, []),
        (optional("id", type="integer"), Shape.DEFINITION, True, []),
        (optional("id", default_value="0"), Shape.DEFINITION, False, []),
        (optional("id", default_value="{{x}}"), Shape.DEFINITION, False, []),
        (required("id"), Shape.DEFINITION, False, []),
        (required("id"), Shape.DETAIL, False, []),
        ({"name": "id"}, Shape.DEFINITION, False, [UNSEEN_REQUIRED]),
        ({"name": "id", "default_value": ""}, Shape.DETAIL, False, [UNSEEN_REQUIRED]),
        ({"name": "id", "default_value": "0"}, Shape.DETAIL, False, []),
        ({"name": "id"}, Shape.DETAIL, False, [UNSEEN_REQUIRED]),
        ({"name": "id", "required": "false"}, Shape.DEFINITION, False, [UNSEEN_REQUIRED]),
        ({"name": "id", "required": None}, Shape.DEFINITION, False, [UNSEEN_REQUIRED]),
        (optional("id"), Shape.DETAIL, True, []),
        (optional("id"), Shape.PATCH, True, []),
        (optional("id", default_value=0), Shape.DEFINITION, False, [UNSEEN_DEFAULT]),
        (optional("id", default_value=None), Shape.DEFINITION, False, [UNSEEN_DEFAULT]),
        ({"name": "other"}, Shape.DETAIL, False, []),  # nothing can be hidden that matters
        (optional("other"), Shape.DEFINITION, False, []),
        (optional(5), Shape.DEFINITION, False, [UNSEEN_NAME]),
        ({"required": False}, Shape.DETAIL, False, [UNSEEN_NAME]),
        ({"required": True}, Shape.DETAIL, False, []),  # whatever its name is
        ({"required": False}, Shape.DEFINITION, False, []),
        ("id", Shape.DEFINITION, False, [UNSEEN_NAME]),
    ],
)
def test_what_is_said_and_what_is_not(
    data_input: Any, shape: Shape, is_reported: bool, missing: list[NotObservable]
) -> None:
    found = outcomes(optional_input_in_path, "https://a.io/{{id}}", data_input, shape=shape)
    assert [o for o in found if isinstance(o, NotObservable)] == missing
    assert any(isinstance(o, Hit) for o in found) is is_reported


@pytest.mark.parametrize(
    ("data_input", "flag", "is_reported", "missing"),
    [
        (required("id"), False, True, []),
        (required("id", default_value=""), False, True, []),
        (required("id", default_value="0"), False, False, []),
        (required("id", default_value=0), False, False, [UNSEEN_DEFAULT]),
        (optional("id"), False, False, []),
        ({"name": "id"}, False, False, [UNSEEN_REQUIRED]),
        (required(5), False, False, [UNSEEN_NAME]),
        (required("id"), True, False, []),
        ({"name": "id"}, True, False, []),
        (required("id"), None, False, [UNSEEN_FLAG]),
        (required("id"), "false", False, [UNSEEN_FLAG]),
        ({"name": "id"}, None, False, [UNSEEN_REQUIRED, UNSEEN_FLAG]),
        (optional("id"), None, False, []),
        (required("id", default_value="0"), None, False, []),
        (required("other"), None, False, []),
    ],
)
def test_what_the_switch_says(
    data_input: Any, flag: Any, is_reported: bool, missing: list[NotObservable]
) -> None:
    url = "https://a.io/{{id}}"
    found = outcomes(
        required_input_not_validated, url, data_input, validate_missing_attributes=flag
    )
    assert [o for o in found if isinstance(o, NotObservable)] == missing
    assert any(isinstance(o, Hit) for o in found) is is_reported


@pytest.mark.parametrize("shape", [Shape.PATCH, Shape.DETAIL])
def test_a_default_that_is_left_out_is_empty_in_every_shape(shape: Shape) -> None:
    url, members = "https://a.io/{{id}}", {"validate_missing_attributes": False}
    (hit,) = outcomes(required_input_not_validated, url, required("id"), shape=shape, **members)
    assert isinstance(hit, Hit)


@pytest.mark.parametrize("shape", [Shape.DEFINITION, Shape.PATCH, Shape.DETAIL])
def test_a_switch_that_is_not_stated_is_not_observable(shape: Shape) -> None:
    data_input = required("id", default_value="")
    found = outcomes(required_input_not_validated, "https://a.io/{{id}}", data_input, shape=shape)
    assert found == [UNSEEN_FLAG]


@pytest.mark.parametrize("check", [optional_input_in_path, required_input_not_validated])
@pytest.mark.parametrize("url", ["", " ", None, 5])
def test_without_a_url_there_is_no_path(check: Check, url: Any) -> None:
    inputs = (optional("id"), required("id"))
    assert outcomes(check, url, *inputs, validate_missing_attributes=False) == []


@pytest.mark.parametrize(
    ("url", "left"),
    [
        ("https://a.io/pets/{{id}}", "`/pets/`"),
        ("https://a.io/{{id}}", "`/`"),
        ("https://a.io/v1/customers/{{id}}/orders?x=1", "`/customers//orders`"),
        ("https://a.io/v1/customers/{{id}}/orders/{{no}}/lines", "`/customers//orders`"),
        ("https://a.io/slips/{{id}}.pdf?x", "`/slips/.pdf`"),
        ("{{base}}/x/{{id}}", "`/x/`"),
        ("{{base}}x{{id}}", "`{{base}}x`"),
        ("https://a.io/" + "x" * 60 + "/{{id}}", f"`{'x' * 39}/`"),
        ("https://a.io/a/{{id}}/" + "x" * 60, f"`/a//{'x' * 35}…`"),
    ],
)
def test_the_message_shows_the_path_that_is_left(url: str, left: str) -> None:
    assert only(optional_input_in_path, url, optional("id")).message == (
        f"`id` is optional and has no default; without it the path has {left}"
    )


def test_the_value_is_followed_from_its_declaration_into_the_path() -> None:
    url = "https://a.io/x/{{id}}?id={{id}}"
    hit = only(optional_input_in_path, url, {"name": "x"}, optional("id", type="integer"))
    span = (15, 21)
    assert hit.remedy == "set `required` to true"
    assert hit.related == (Related("the value that may be missing", ("url",), span),)
    [flow] = hit.flows
    assert (flow.name, flow.attack) == ("id", Attack.EMPTY)
    assert flow.steps == (
        Related("`id` is declared here, as integer", ("data_inputs", 1, "name")),
        Related("`id` stands in the path", ("url",), span),
    )


def test_every_optional_input_is_one_finding() -> None:
    url = "https://a.io/{{a}}/{{b}}/{{a}}/{{c}}"
    found = outcomes(optional_input_in_path, url, optional("c"), required("b"), optional("a"))
    assert [hit.at[1] for hit in found if isinstance(hit, Hit)] == [0, 2]


def test_inputs_of_one_name_are_judged_one_by_one() -> None:
    found = outcomes(optional_input_in_path, "https://a.io/{{a}}", required("a"), optional("a"))
    assert [hit.at[1] for hit in found if isinstance(hit, Hit)] == [1]


def test_all_unchecked_inputs_are_one_finding() -> None:
    hit = only(
        required_input_not_validated,
        "https://a.io/{{a}}/{{b}}/{{c}}/{{a}}?d={{d}}",
        *(required("b"), required("a"), optional("c"), required("d"), required("a")),
        validate_missing_attributes=False,
    )
    assert hit.message == "Missing values are not checked, and `b` and `a` are part of the path"
    assert hit.remedy == "set `validate_missing_attributes` to true"
    assert [(flow.name, flow.attack) for flow in hit.flows] == [
        ("b", Attack.EMPTY),
        ("a", Attack.EMPTY),
    ]


def test_one_unchecked_input_is_named() -> None:
    hit = only(
        required_input_not_validated,
        "https://a.io/{{a}}",
        required("a"),
        validate_missing_attributes=False,
    )
    assert hit.message == "Missing values are not checked, and `a` is part of the path"


def test_what_is_sure_is_reported_beside_what_is_not() -> None:
    found = outcomes(
        required_input_not_validated,
        "https://a.io/{{a}}/{{b}}",
        *(required("a"), {"name": "b"}),
        validate_missing_attributes=False,
    )
    assert isinstance(found[0], Hit)
    assert found[1:] == [UNSEEN_REQUIRED]


def test_undeclared_names_matter_only_where_names_are_hidden() -> None:
    nameless = {"required": False, "default_value": ""}
    declared = required("id", default_value="")
    url = "https://a.io/{{id}}"
    inputs = (declared, nameless)
    assert outcomes(optional_input_in_path, url, *inputs, shape=Shape.DETAIL) == []
    longer = f"{url}/{{{{no}}}}"
    assert outcomes(optional_input_in_path, longer, *inputs, shape=Shape.DETAIL) == [UNSEEN_NAME]


@pytest.mark.parametrize("check", [optional_input_in_path, required_input_not_validated])
@pytest.mark.parametrize(
    "unit", ["/", "{{a}}", "/{{a}}", "x", "?", "#", "{{", ":", "/{{a", "\t", "&{{a}}="]
)
def test_long_urls_take_linear_time(
    check: Check, unit: str, assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        url = f"https://a.io/{{{{a}}}}{(unit * length)[:length]}/{{{{b}}}}"
        inputs = (optional("a"), required("b"))
        return lambda: outcomes(check, url, *inputs, validate_missing_attributes=False)

    assert_linear(prepare, 1 << 18)


@pytest.mark.parametrize("check", [optional_input_in_path, required_input_not_validated])
def test_many_inputs_in_a_long_path_take_linear_time(
    check: Check, assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        url = "https://a.io/" + "".join(f"{{{{a{n}}}}}/xxxxxxxxxxxxxxxx/" for n in range(length))
        inputs = [(optional if n % 2 else required)(f"a{n}") for n in range(length)]
        return lambda: outcomes(check, url, *inputs, validate_missing_attributes=False)

    assert_linear(prepare, 8000)
