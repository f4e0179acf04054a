"""Members of a connector as such: names, types, enumerations."""

from typing import Any

import pytest

from dclint.checks.format import fields
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.detection import shape_of
from dclint.model.loader import load_connector
from dclint.model.values import Shape

EXPORT = {"type": "data_connector", "id": "1", "name": "x", "url": None}


def outcomes(check: Any, raw: dict[str, Any]) -> list[Hit | NotObservable]:
    return list(check(load_connector(raw, shape_of(raw))))


def hits(check: Any, raw: dict[str, Any]) -> list[Hit]:
    return [outcome for outcome in outcomes(check, raw) if isinstance(outcome, Hit)]


UNKNOWN = [
    # member, severity, what it is taken for
    ("customer_authentification", Severity.ERROR, "customer_authentication"),
    ("customerAuthentication", Severity.ERROR, "customer_authentication"),
    ("Customer-Authentication", Severity.ERROR, "customer_authentication"),
    ("customer_id", Severity.ERROR, "customer_authentication"),  # same first eight letters
    ("bypass_auth", Severity.ERROR, "bypass_authentication"),
    ("audience", Severity.ERROR, "audiences"),
    ("audeinces", Severity.ERROR, "audiences"),  # two neighbours swapped
    ("direct_fin", Severity.ERROR, "direct_fin_usage"),
    ("descripton", None, "description"),
    ("URL", None, "url"),
    ("uri", None, "url"),
    ("http_methods", None, "http_method"),
    ("response_schema", None, "response_fields"),
    ("created", Severity.INFO, None),
    ("descr", Severity.INFO, None),  # eleven letters are too few for a common beginning
    ("throttling", Severity.INFO, None),
    ("usage", Severity.INFO, None),  # what `direct_fin_usage` was called in early 2026
    ("internal_notes", Severity.INFO, None),  # resembles a member of newer versions only
]


@pytest.mark.parametrize(("member", "severity", "meant"), UNKNOWN)
def test_an_unknown_member_weighs_what_it_resembles(
    member: str, severity: Severity | None, meant: str | None
) -> None:
    [hit] = hits(fields.unknown_field, {"name": "x", member: 1})
    assert (hit.at, hit.on_key, hit.severity) == ((member,), True, severity)
    assert hit.remedy == (f"rename it to `{meant}`" if meant else None)


SYNONYMS = [
    # member, the fields that are meant
    *((name, "`customer_authentication`") for name in ("otp", "requireOTP", "verify-customer")),
    *((name, "`customer_authentication`") for name in ("require_authentication", "MFA")),
    *((name, "`bypass_authentication`") for name in ("public", "allow_anonymous", "skip_auth")),
    *((name, "`customer_authentication` or `token_ids`") for name in ("auth", "authentication")),
    *((name, "`token_ids`") for name in ("authorization", "token", "credentials")),
    *((name, "`audiences`") for name in ("user_types", "availableTo")),
    *((name, "`direct_fin_usage`") for name in ("fin", "finEnabled")),
    *((name, "`url`") for name in ("endpoint", "base_url", "href")),
    *((name, "`http_method`") for name in ("method", "verb")),
    *((name, "`data_inputs`") for name in ("parameters", "params", "inputs", "inputSchema")),
    *((name, "`body`") for name in ("payload", "request_body")),
]


@pytest.mark.parametrize(("member", "meant"), SYNONYMS)
def test_a_name_that_promises_something_is_a_warning(member: str, meant: str) -> None:
    [hit] = hits(fields.unknown_field, {"name": "x", member: 1})
    assert (hit.at, hit.on_key, hit.severity) == ((member,), True, None)
    assert f"it may mean {meant}, which stay" in hit.message
    assert hit.remedy == f"say it with {meant}"
    assert hit.suggested_fix is None
    assert hits(fields.unknown_field, {**EXPORT, member: 1}) == []


@pytest.mark.parametrize(("promised", "severity"), [(True, Severity.INFO), (False, None)])
def test_a_promise_that_is_kept_elsewhere_is_a_note(
    severity: Severity | None, *, promised: bool
) -> None:
    raw = {"name": "x", "otp": promised, "customer_authentication": True}
    [hit] = hits(fields.unknown_field, raw)
    assert (hit.at, hit.severity) == (("otp",), severity)
    assert hit.remedy == "remove it; `customer_authentication` is there as well"


KNOWN = [
    {"internal_description": "a", "audience_type": "b", "fin_audience_ids": []},
    {"audience_segment_ids": [], "has_custom_predicates": 1, "has_custom_targeting_rules": 1},
    {"x-owner": 1, "_note": 1, "$schema": 1},
    {"headers": [{"name": "a", "value": "b", "_why": "c"}]},
    {"data_inputs": [{"name": "a", "source": "fin", "example_value": {"nam": 1}}]},
    {"mock_response": {"nam": 1, "headers": [{"nam": 1}]}},
    {"response_fields": [{"path": "a", "type": "string", "redacted": True}]},
    {"object_mappings": [{"attribute_mappings": [{"mapping_type": "context_mapping"}]}]},
    {"headers": [3, {"name": "a"}], "data_inputs": {"nam": 1}},  # wrong types, known names
]


@pytest.mark.parametrize("raw", KNOWN)
def test_a_known_member_is_not_reported(raw: dict[str, Any]) -> None:
    assert hits(fields.unknown_field, {"name": "x", **raw}) == []


NESTED = [
    # the connector, where the unknown member is, what kind of object has it
    ({"headers": [{"name": "a"}, {"nmae": "b"}]}, ("headers", 1, "nmae"), "A header"),
    ({"data_inputs": [{"requird": 1}]}, ("data_inputs", 0, "requird"), "A data input"),
    ({"data_inputs": ["a", {"kind": 1}]}, ("data_inputs", 1, "kind"), "A data input"),
    ({"response_fields": [{"paht": 1}]}, ("response_fields", 0, "paht"), "A response field"),
    ({"headers": [{"key": "Accept"}]}, ("headers", 0, "key"), "A header"),
    ({"data_inputs": [{"default": 1}]}, ("data_inputs", 0, "default"), "A data input"),
    ({"response_fields": [{"masked": 1}]}, ("response_fields", 0, "masked"), "A response field"),
    ({"object_mappings": [{"k": 1}]}, ("object_mappings", 0, "k"), "An object mapping"),
    (
        {"object_mappings": [{"attribute_mappings": [{"k": 1}]}]},
        ("object_mappings", 0, "attribute_mappings", 0, "k"),
        "An attribute mapping",
    ),
    (
        {"object_mappings": [{"reference_mappings": [{"k": 1}]}]},
        ("object_mappings", 0, "reference_mappings", 0, "k"),
        "A reference mapping",
    ),
]


@pytest.mark.parametrize(("raw", "at", "title"), NESTED)
def test_members_of_nested_objects_are_judged(
    raw: dict[str, Any], at: tuple[str | int, ...], title: str
) -> None:
    [hit] = hits(fields.unknown_field, {"name": "x", **raw})
    assert hit.at == at
    assert hit.message.startswith(f"{title} has no member")


def test_an_export_may_have_members_that_resemble_nothing() -> None:
    raw = {**EXPORT, "throttling": 1, "descripton": "a", "headers": [{"name": "a", "kind": 1}]}
    assert [hit.at for hit in hits(fields.unknown_field, raw)] == [("descripton",)]


def test_an_update_may_not() -> None:
    assert [hit.at for hit in hits(fields.unknown_field, {"id": "1", "hue": 1})] == [("hue",)]


def test_a_member_whose_name_is_taken_is_to_be_removed() -> None:
    [hit] = hits(fields.unknown_field, {"name": "x", "url": "a", "uri": "b"})
    assert hit.remedy == "remove it; `url` is there as well"


def test_a_member_that_resembles_two_is_not_renamed() -> None:
    [hit] = hits(fields.unknown_field, {"name": "x", "client_functions": 1})
    assert hit.message.endswith("it resembles `client_function_name`")
    assert hit.remedy is None


def test_a_member_s_name_cannot_break_the_message() -> None:
    [hit] = hits(fields.unknown_field, {"name": "x", "a\nb`\u202e" + "c" * 99: 1})
    assert "`a\\nb'\\u202e" in hit.message
    assert hit.message.isprintable()
    assert len(hit.message) < 120


TYPES: list[tuple[str, Any, str, str, str]] = [
    # member, value, what it is, what is expected, remedy
    ("name", 1984, "a number", "a string", "put the value in quotes"),
    ("name", 1.5, "a decimal number", "a string", "put the value in quotes"),
    ("description", True, "a boolean", "a string", "put the value in quotes"),
    ("body", {"a": 1}, "an object", "a string", "write the whole body as one string"),
    ("url", ["a"], "a list", "a string", "write a string here"),
    ("id", 5, "a number", "a string", "put the value in quotes"),
    ("http_method", 5, "a number", "a string", "put the value in quotes"),
    ("name", None, "null", "a string", "remove the member, or write a string"),
    ("direct_fin_usage", "false", "a string", "true or false", "remove the quotes"),
    ("direct_fin_usage", "no", "a string", "true or false", "write true or false here"),
    ("customer_authentication", 1, "a number", "true or false", "write true or false here"),
    ("audiences", "users", "a string", "a list", "write a list, even of a single entry"),
    (
        "headers",
        {"Accept": "a"},
        "an object",
        "a list",
        "write a list of objects with a `name` and a `value` each",
    ),
    ("data_inputs", None, "null", "a list", "remove the member, or write a list"),
    ("mock_response", "{}", "a string", "an object or a list", "write an object or a list here"),
    ("client_function_timeout_ms", "9", "a string", "a whole number", "write a whole number here"),
    (
        "client_function_timeout_ms",
        True,
        "a boolean",
        "a whole number",
        "write a whole number here",
    ),
]


@pytest.mark.parametrize(("member", "value", "kind", "expected", "remedy"), TYPES)
def test_a_wrong_type_is_named_with_the_right_one(
    member: str, value: Any, kind: str, expected: str, remedy: str
) -> None:
    [hit] = hits(fields.wrong_type, {"name": "x", member: value})
    assert hit.at == (member,)
    assert hit.message == f"`{member}` is {kind} where the API takes {expected}"
    assert (hit.remedy, hit.severity) == (remedy, None)


def test_items_are_checked_one_by_one() -> None:
    raw = {
        "name": "x",
        "audiences": ["users", 4, None],
        "token_ids": [1, "2"],
        "headers": ["Accept: a", {"name": 1, "value": "b"}],
        "data_inputs": [{"name": "a", "required": "true"}, []],
        "object_mappings": [{"attribute_mappings": [{"mapping_type": 1}]}],
    }
    assert {hit.at for hit in hits(fields.wrong_type, raw)} == {
        ("audiences", 1),
        ("audiences", 2),
        ("token_ids", 0),
        ("headers", 0),
        ("headers", 1, "name"),
        ("data_inputs", 0, "required"),
        ("data_inputs", 1),
        ("object_mappings", 0, "attribute_mappings", 0, "mapping_type"),
    }


@pytest.mark.parametrize(
    ("value", "severity"),
    [(5, Severity.WARNING), (0.5, Severity.WARNING), (False, Severity.WARNING), (None, None)],
)
def test_a_scalar_default_value_is_a_warning(value: Any, severity: Severity | None) -> None:
    raw = {"name": "x", "data_inputs": [{"name": "a", "default_value": value}]}
    [hit] = hits(fields.wrong_type, raw)
    assert hit.severity is severity


NULLABLE = [
    "description",
    "url",
    "body",
    "execution_type",
    "configuration_response_type",
    "data_transformation_type",
    "client_function_name",
    "client_function_timeout_ms",
    "validate_missing_attributes",
    "created_by_admin_id",
    "updated_by_admin_id",
]


@pytest.mark.parametrize("member", NULLABLE)
def test_null_is_a_value_of_nullable_members(member: str) -> None:
    assert hits(fields.wrong_type, {"name": "x", member: None}) == []


@pytest.mark.parametrize("value", [{}, [], {"a": None}, [1, "b"]])
def test_a_sample_may_be_an_object_or_a_list(value: Any) -> None:
    assert hits(fields.wrong_type, {"name": "x", "mock_response": value}) == []


def test_a_wrong_type_never_quotes_the_value() -> None:
    secret = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"
    raw = {"name": "x", "headers": {"Authorization": secret}, "token_ids": secret}
    for hit in hits(fields.wrong_type, raw):
        assert secret not in f"{hit.message}{hit.remedy}"


VALUES = [
    # member, value, what is meant
    ("http_method", "GET", "get"),
    ("http_method", " Post ", "post"),
    ("http_method", "head", None),
    ("http_method", "", None),
    ("state", "published", None),
    ("state", "Live", "live"),
    ("execution_type", "server", "server_side"),
    ("configuration_response_type", "mock", "mock_response_type"),
    ("data_transformation_type", "full_acess", "full_access"),
]


@pytest.mark.parametrize(("member", "value", "meant"), VALUES)
def test_a_value_outside_the_list_is_reported(member: str, value: str, meant: str | None) -> None:
    [hit] = hits(fields.invalid_enum_value, {"name": "x", member: value})
    assert hit.at == (member,)
    assert hit.remedy == (f"write `{meant}`" if meant else None)
    assert hits(fields.wrong_type, {"name": "x", member: value}) == []


INPUT_TYPES = [
    ("number", "decimal"),
    ("float", "decimal"),
    ("text", "string"),
    ("int", "integer"),
    ("bool", "boolean"),
    ("String", "string"),
    ("strnig", "string"),
    ("date", None),
    ("", None),
]


@pytest.mark.parametrize(("value", "meant"), INPUT_TYPES)
def test_input_types_of_other_languages_are_understood(value: str, meant: str | None) -> None:
    [hit] = hits(fields.invalid_enum_value, {"name": "x", "data_inputs": [{"type": value}]})
    assert hit.at == ("data_inputs", 0, "type")
    assert hit.remedy == (f"write `{meant}`" if meant else None)


def test_each_audience_is_judged() -> None:
    raw = {"name": "x", "audiences": ["user", "leads", "Visitors", "all"]}
    found = [(hit.at, hit.remedy) for hit in hits(fields.invalid_enum_value, raw)]
    assert found == [
        (("audiences", 0), "write `users`"),
        (("audiences", 2), "write `visitors`"),
        (("audiences", 3), None),
    ]


def test_a_long_value_is_cut_and_a_control_made_visible() -> None:
    [hit] = hits(fields.invalid_enum_value, {"name": "x", "state": "a\x1b[31m\n" + "b" * 99})
    assert "`a\\x1b[31m\\nb" in hit.message
    assert hit.message.isprintable()
    assert "b" * 40 not in hit.message


@pytest.mark.parametrize("raw", [{}, {"execution_type": None}, {"audiences": []}, {"state": 5}])
def test_no_value_is_not_a_wrong_value(raw: dict[str, Any]) -> None:
    assert hits(fields.invalid_enum_value, {"name": "x", **raw}) == []


NAMES = [
    # the connector, where it is reported (None: nowhere)
    ({}, ()),
    ({"url": "https://a.io", "http_method": "get"}, ()),
    ({"url": "https://a.io", "description": "Returns the day."}, ()),
    ({"execution_type": "client_side"}, ()),  # an update cannot set it
    ({"hue": 1}, ()),
    ({"name": None}, ("name",)),
    ({"name": ""}, ("name",)),
    ({"name": " \t\u3000\u2028"}, ("name",)),
    ({"id": "1", "name": ""}, ("name",)),
    ({"id": "1", "created_at": "2026-03-19T11:27:36Z"}, ()),
    ({"type": "data_connector", "url": "https://a.io"}, ()),
    ({"name": "\u200b"}, None),  # no White_Space; another rule reports it
    ({"name": "\x1f"}, None),
    ({"name": "x"}, None),
]


@pytest.mark.parametrize(("raw", "at"), NAMES)
def test_a_missing_name_is_reported(raw: dict[str, Any], at: tuple[str, ...] | None) -> None:
    assert [hit.at for hit in hits(fields.missing_name, raw)] == ([] if at is None else [at])


@pytest.mark.parametrize(
    "raw",
    [
        {"id": "1"},
        {"state": "live", "url": "https://a.io"},
        {"url": "https://a.io"},
        {"mock_response": {"order": {"id": 10023}}},
        {"headers": []},
        {"customer_authentication": True, "audiences": ["users"]},
        {"http_method": "post", "body": "a=1"},
        {"name": 5},
    ],
)
def test_a_name_that_cannot_be_seen_is_not_observable(raw: dict[str, Any]) -> None:
    assert outcomes(fields.missing_name, raw) == [NotObservable("name")]


@pytest.mark.parametrize("value", ["***", "****", "*" * 99])
def test_asterisks_in_a_definition_are_reported(value: str) -> None:
    raw = {"name": "x", "headers": [{"name": "a", "value": "b"}, {"name": "c", "value": value}]}
    [hit] = hits(fields.redacted_value_in_definition, raw)
    assert hit.at == ("headers", 1, "value")


@pytest.mark.parametrize("value", ["**", "", "*/*", "*** ", "***a", "***\n"])
def test_other_values_are_not(value: str) -> None:
    raw = {"name": "x", "headers": [{"name": "a", "value": value}, {"name": "b"}]}
    assert outcomes(fields.redacted_value_in_definition, raw) == []


@pytest.mark.parametrize(
    "raw",
    [
        {**EXPORT, "headers": [{"name": "a", "value": "****"}]},
        {"name": "x", "headers": [{"name": "a", "value": 7}]},
    ],
)
def test_a_header_value_that_cannot_be_seen_is_not_observable(raw: dict[str, Any]) -> None:
    found = outcomes(fields.redacted_value_in_definition, raw)
    assert found == [NotObservable("headers[].value")]


def test_asterisks_outside_definitions_are_not_judged() -> None:
    connector = load_connector(
        {"name": "x", "headers": [{"name": "a", "value": "*****"}]}, Shape.DETAIL
    )
    assert list(fields.redacted_value_in_definition(connector)) == []
