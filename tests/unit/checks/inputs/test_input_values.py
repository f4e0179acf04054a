"""Names, defaults and types of data inputs."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from dclint.checks.inputs.input_values import (
    default_type_mismatch,
    invalid_input_name,
    lossy_input_type,
)
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.loader import load_connector
from dclint.model.values import Shape

Outcomes = list[Hit | NotObservable]


def outcomes(check: Any, *inputs: Any, shape: Shape = Shape.DEFINITION) -> Outcomes:
    return list(check(load_connector({"name": "x", "data_inputs": [*inputs]}, shape)))


def only(check: Any, data_input: Any, shape: Shape = Shape.DEFINITION) -> Hit:
    [hit] = outcomes(check, data_input, shape=shape)
    assert isinstance(hit, Hit)
    return hit


UNSEEN_NAME = [NotObservable("data_inputs[].name")]
UNSEEN_TYPE = [NotObservable("data_inputs[].type")]
UNSEEN_DEFAULT = [NotObservable("data_inputs[].default_value")]


@pytest.mark.parametrize(
    ("name", "marked", "remedy"),
    [
        ("order|id", "|", "call it `order_id`"),
        ("order | id", "|", "call it `order_id`"),
        ("{{order_id}}", "{", "call it `order_id`"),
        ("{order id}", "{", "call it `order id`"),
        ("id}", "}", "call it `id`"),
        ("order_id\n", "\n", "call it `order_id`"),  # a blank too, but a control first of all
        ("\torder_id", "\t", "call it `order_id`"),
        ("order\x00id", "\x00", "call it `order_id`"),
        ("order\x7fid", "\x7f", "call it `order_id`"),
        ("order\x85id", "\x85", "call it `order_id`"),
        ("\x1forder_id", "\x1f", "call it `order_id`"),  # blank to Python, not to Unicode
        ("\t", "\t", None),
        ("{}", "{", None),
    ],
)
def test_what_no_placeholder_can_hold(name: str, marked: str, remedy: str | None) -> None:
    hit = only(invalid_input_name, {"name": name})
    assert hit.at == ("data_inputs", 0, "name")
    assert hit.severity is None
    assert hit.fragment is not None
    assert name[slice(*hit.fragment)] == marked
    assert hit.remedy == remedy


@pytest.mark.parametrize(
    ("name", "fragment", "message"),
    [
        (" id", (0, 1), "The input ` id` begins with a blank, which placeholders leave out"),
        ("id  ", (2, 4), "The input `id  ` ends with a blank, which placeholders leave out"),
        ("  id ", (0, 2), "The input `  id ` begins with a blank, which placeholders leave out"),
        ("\u00a0id", (0, 1), None),
        ("id\u3000", (2, 3), None),
        ("id\u2029", (2, 3), None),
    ],
)
def test_blanks_around_a_name(name: str, fragment: tuple[int, int], message: str | None) -> None:
    hit = only(invalid_input_name, {"name": name})
    assert (hit.severity, hit.fragment) == (Severity.WARNING, fragment)
    assert hit.remedy == "call it `id`"
    assert message in (None, hit.message)


@pytest.mark.parametrize(
    "name",
    [
        *("order_id", "orderId", "order-id", "order id", "user.email", "3d", "customer's id", "$x"),
        *(
            "номер",
            "注文 番号",
            "numéro",
            "e\u0301",
            "a:b",
            "a/b",
            "[0]",
            '"x"',
            "x\u200bx",
            "\ufeffx",
        ),
    ],
)
def test_honest_names(name: str) -> None:
    assert outcomes(invalid_input_name, {"name": name}) == []


@pytest.mark.parametrize(
    ("data_input", "at", "message"),
    [
        ({}, ("data_inputs", 1), "Input 2 has no name"),
        ({"type": "string"}, ("data_inputs", 1), "Input 2 has no name"),
        ({"name": ""}, ("data_inputs", 1, "name"), "The name of input 2 is empty"),
        ({"name": " \u2003"}, ("data_inputs", 1, "name"), "The name of input 2 is blank"),
    ],
)
def test_inputs_without_a_name(data_input: Any, at: tuple[str | int, ...], message: str) -> None:
    [hit] = outcomes(invalid_input_name, {"name": "a"}, data_input)
    assert hit == Hit(message=message, at=at)


def test_messages_show_what_cannot_be_seen() -> None:
    assert only(invalid_input_name, {"name": "a\x1bb"}).message == (
        "The input `a\\x1bb` has U+001B (control character) in its name, so no placeholder names it"
    )
    assert only(invalid_input_name, {"name": "a|b"}).message == (
        "The input `a|b` has `|` in its name, so no placeholder names it"
    )


def test_a_name_that_is_taken_is_not_proposed() -> None:
    [hit] = outcomes(invalid_input_name, {"name": "id"}, {"name": "id "})
    assert isinstance(hit, Hit)
    assert hit.remedy is None


@pytest.mark.parametrize("shape", [Shape.DETAIL, Shape.PATCH])
def test_a_name_that_was_not_shown_is_not_missing(shape: Shape) -> None:
    assert outcomes(invalid_input_name, {"type": "string"}, shape=shape) == UNSEEN_NAME
    assert only(invalid_input_name, {"name": ""}, shape).message == "The name of input 1 is empty"


@pytest.mark.parametrize("wrong", [{"name": 5}, {"name": None}, "order_id", None])
def test_a_malformed_name_is_not_observable(wrong: Any) -> None:
    assert outcomes(invalid_input_name, wrong) == UNSEEN_NAME


INTEGERS = ["0", "10", "-5", "+5", "007", "9" * 400]
DECIMALS = [*INTEGERS, "1.5", "-0.50", "1e3", "1.5E-10", "+2e+2"]


@pytest.mark.parametrize(
    ("kind", "default"),
    [
        *(("integer", default) for default in INTEGERS),
        *(("decimal", default) for default in DECIMALS),
        *(("boolean", default) for default in ("true", "false", "True", "FALSE", "tRuE")),
        *((kind, "") for kind in ("integer", "decimal", "boolean")),
        *((kind, "{{user.plan}}") for kind in ("integer", "decimal", "boolean")),
        ("integer", "about {{n}}"),
        *(("string", default) for default in ("ten", " ", "1,5")),
    ],
)
def test_defaults_that_fit(kind: str, default: str) -> None:
    data_input = {"name": "n", "type": kind, "default_value": default}
    assert outcomes(default_type_mismatch, data_input) == []


@pytest.mark.parametrize(
    ("kind", "default", "meant"),
    [
        ("integer", "ten", None),
        ("integer", "10.0", None),
        ("integer", "1e3", None),
        ("integer", "1,000", None),
        ("integer", "0x10", None),
        ("integer", "--1", None),
        ("integer", "+", None),
        ("integer", " ", None),
        ("integer", "10 ", "10"),
        ("integer", "10\n", "10"),
        ("integer", "١٠", None),  # Arabic digits are none of the API's
        ("integer", "{{n}", None),
        ("integer", "null", None),
        ("decimal", "1,5", "1.5"),
        ("decimal", "-0,25", "-0.25"),
        ("decimal", "1,500", None),  # one and a half, or a thousand and more
        ("decimal", "1.234,5", None),
        ("decimal", ".5", None),
        ("decimal", "5.", None),
        ("decimal", "NaN", None),
        ("decimal", "5 kg", None),
        ("boolean", "yes", "true"),
        ("boolean", "On", "true"),
        ("boolean", "1", "true"),
        ("boolean", "no", "false"),
        ("boolean", "OFF", "false"),
        ("boolean", "0", "false"),
        ("boolean", " true", "true"),
        ("boolean", "wahr", None),
        ("boolean", "falſe", None),  # a long s, which folds to an s
    ],
)
def test_defaults_that_do_not_fit(kind: str, default: str, meant: str | None) -> None:
    hit = only(default_type_mismatch, {"name": "n", "type": kind, "default_value": default})
    assert hit.at == ("data_inputs", 0, "default_value")
    assert hit.remedy == (f"write `{meant}`" if meant else None)
    assert [related.at for related in hit.related] == [("data_inputs", 0, "type")]


@pytest.mark.parametrize(
    ("data_input", "message"),
    [
        (
            {"name": "days", "type": "integer", "default_value": "ten"},
            "The default `ten` of `days` is no whole number",
        ),
        (
            {"type": "decimal", "default_value": "1,5"},
            "The default `1,5` of input 1 is no decimal number",
        ),
        (
            {"name": "pages", "type": "integer", "default_value": "correcthorse2battery"},
            "The default of `pages` is no whole number",  # it may be a secret
        ),
        (
            {"name": "full", "type": "boolean", "default_value": "yes"},
            "The default `yes` of `full` is neither `true` nor `false`",
        ),
    ],
)
def test_what_is_said_of_a_default(data_input: Any, message: str) -> None:
    assert only(default_type_mismatch, data_input).message == message


@pytest.mark.parametrize(
    ("data_input", "shape", "expected"),
    [
        ({"default_value": "ten"}, Shape.DEFINITION, UNSEEN_TYPE),
        ({"default_value": "ten", "type": "number"}, Shape.DEFINITION, UNSEEN_TYPE),
        ({"default_value": "ten"}, Shape.DETAIL, UNSEEN_TYPE),
        ({"default_value": "{{x}}"}, Shape.DEFINITION, []),
        ({"default_value": ""}, Shape.DETAIL, []),
        ({"type": "integer", "default_value": 10}, Shape.DEFINITION, UNSEEN_DEFAULT),
        ({"type": "boolean", "default_value": None}, Shape.DEFINITION, UNSEEN_DEFAULT),
        ({"type": "string", "default_value": 10}, Shape.DEFINITION, []),
        ({"type": "integer"}, Shape.DEFINITION, []),
        ({"type": "integer"}, Shape.DETAIL, UNSEEN_DEFAULT),
        ({"type": "integer"}, Shape.PATCH, UNSEEN_DEFAULT),
        ({"type": "string"}, Shape.DETAIL, []),
    ],
)
def test_defaults_and_types_that_cannot_be_told(
    data_input: Any, shape: Shape, expected: Outcomes
) -> None:
    assert outcomes(default_type_mismatch, {"name": "n"} | data_input, shape=shape) == expected


LOSSY = [
    *("phone", "phone_number", "customerPhone", "MOBILE", "mobileNo", "telephone", "phonenumber"),
    *("zip", "zip5", "ZipCode", "zipcode", "postcode", "postal_code", "postalcode"),
    *("iban", "IMEI", "ean13", "isbn10", "isbn-13"),
    *("account_number", "accountNumber", "Account Number", "card_number", "tracking-number"),
    *("number_of_the_account", "accountnumber"),
]


@pytest.mark.parametrize("name", LOSSY)
@pytest.mark.parametrize("kind", ["integer", "decimal"])
def test_digits_that_are_no_number(name: str, kind: str) -> None:
    hit = only(lossy_input_type, {"name": name, "type": kind})
    assert hit.at == ("data_inputs", 0, "type")
    assert hit.remedy == "make the type `string`"


def test_what_is_said_of_digits() -> None:
    assert only(lossy_input_type, {"name": "zip", "type": "integer"}).message == (
        "`zip` is written in digits, and the type integer drops leading zeros and signs"
    )


@pytest.mark.parametrize(
    "name",
    [
        *("order_id", "order_number", "customer_number", "invoice_number", "number", "account_id"),
        *("card_type", "tracking", "account", "phone_count", "phone_number_id", "zip_size"),
        *("mean", "clean", "ocean_id", "zipper", "automobile", "headphones", "amount", ""),
    ],
)
def test_numbers_that_are_numbers(name: str) -> None:
    assert outcomes(lossy_input_type, {"name": name, "type": "integer"}) == []


@pytest.mark.parametrize("kind", ["string", "boolean"])
def test_other_types_lose_nothing(kind: str) -> None:
    assert outcomes(lossy_input_type, {"name": "phone", "type": kind}) == []


@pytest.mark.parametrize(
    ("data_input", "shape", "expected"),
    [
        ({"name": "phone"}, Shape.DEFINITION, UNSEEN_TYPE),
        ({"name": "phone", "type": "number"}, Shape.DEFINITION, UNSEEN_TYPE),
        ({"name": "phone"}, Shape.DETAIL, UNSEEN_TYPE),
        ({"name": "order_id"}, Shape.DETAIL, []),
        ({"name": 5, "type": "integer"}, Shape.DEFINITION, UNSEEN_NAME),
        ({"type": "integer"}, Shape.DETAIL, UNSEEN_NAME),
        ({"type": "integer"}, Shape.DEFINITION, []),
        ({"name": 5, "type": "string"}, Shape.DEFINITION, []),
        ({}, Shape.DETAIL, []),  # neither is seen: nothing makes it suspicious
    ],
)
def test_names_and_types_that_cannot_be_told(
    data_input: Any, shape: Shape, expected: Outcomes
) -> None:
    assert outcomes(lossy_input_type, data_input, shape=shape) == expected


def test_every_input_is_judged_by_itself() -> None:
    inputs = [
        {"name": "phone", "type": "integer"},
        {"name": "x"},
        {"name": "zip", "type": "decimal"},
    ]
    hits = outcomes(lossy_input_type, *inputs)
    assert [hit.at[1] for hit in hits if isinstance(hit, Hit)] == [0, 2]


CHECKS = (invalid_input_name, default_type_mismatch, lossy_input_type)


@pytest.mark.parametrize(
    "unit", ["{", "a|", " ", "\t", "é ", "aB", "1", "1.", ",1", "1e", "phone_", "{{"]
)
def test_long_texts_take_linear_time(unit: str, assert_linear: Callable[..., None]) -> None:
    unique = count()

    def prepare(length: int) -> Callable[[], object]:
        text = (unit * length)[:length]

        def work() -> None:
            name = f"x{next(unique)}{text}"  # a new one each time, so that nothing is remembered
            data_input = {"name": name, "type": "decimal", "default_value": f"1{text}"}
            for check in CHECKS:
                outcomes(check, data_input)

        return work

    assert_linear(prepare)


def test_many_inputs_take_linear_time(assert_linear: Callable[..., None]) -> None:
    def prepare(length: int) -> Callable[[], object]:
        inputs = [
            {"name": f"phone|{n}", "type": "integer", "default_value": "x"} for n in range(length)
        ]
        return lambda: [outcomes(check, *inputs) for check in CHECKS]

    assert_linear(prepare, 8000)
