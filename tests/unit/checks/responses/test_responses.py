"""What comes back: how much of it Fin reads, what of it is a secret, which function supplies it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.items import item

from dclint.analysis.response_paths import iter_leaf_values, parse_field_path
from dclint.analysis.sensitive_fields import is_sensitive_field
from dclint.base.pointer import Pointer
from dclint.checks.responses import responses
from dclint.config.settings import validate_settings
from dclint.engine.lint import lint
from dclint.findings.hit import Hit, NotApplicable, NotObservable
from dclint.findings.severity import Profile, Severity
from dclint.model.connector import Connector
from dclint.model.detection import shape_of
from dclint.model.loader import load_connector
from dclint.ruleset.rule import Outcome, Rule

Check = Callable[[Connector], Iterator[Outcome | NotApplicable]]
Raw = dict[str, Any]
EXPORT = {"type": "data_connector", "name": "x", "url": "https://a.io/"}
PATCH = {"id": "1"}


def run(check: Check, raw: Raw) -> tuple[list[Pointer], list[str]]:
    """Where a check finds something, and which facts it could not see."""
    outcomes = list(check(load_connector(raw, shape_of(raw))))
    hits = [outcome.at for outcome in outcomes if isinstance(outcome, Hit)]
    assert len(set(hits)) == len(hits), "one hit a pointer"
    return hits, [outcome.fact for outcome in outcomes if isinstance(outcome, NotObservable)]


def hit(check: Check, raw: Raw) -> Hit:
    (found,) = check(load_connector(raw, shape_of(raw)))
    assert isinstance(found, Hit)
    return found


PATHS = [
    ("a", ("a",)),
    ("a.b", ("a", "b")),
    ("$.a.b", ("a", "b")),
    ("$[0].a", ("a",)),
    ("$scope", ("$scope",)),  # a name that begins with the sign
    ("a.$.b", ("a", "$", "b")),  # the root is at the beginning only
    ("a[0].b", ("a", "b")),
    ("a.0.b", ("a", "b")),
    ("a[].b", ("a", "b")),
    ("a.*.b", ("a", "b")),
    ("a[*]", ("a",)),
    ("/a/0/b", ("a", "b")),
    ("a['b c']", ("a", "b c")),
    ('a["b"]', ("a", "b")),
    (" a . b ", ("a", "b")),
    ("line2", ("line2",)),
    ("", ()),
    ("$", ()),
    ("[].", ()),
]


@pytest.mark.parametrize(("path", "expected"), PATHS)
def test_a_path_is_its_names(path: str, expected: tuple[str, ...]) -> None:
    assert parse_field_path(path) == expected


def test_leaves_come_in_document_order() -> None:
    sample = {"a": [1, {"b": None}], "c": {}, "d": [], "e": False}
    assert list(iter_leaf_values(sample, ("s",))) == [
        (("s", "a", 0), 1),
        (("s", "a", 1, "b"), None),
        (("s", "e"), False),
    ]


SENSITIVE = [
    *("password", "user.passwd", "client.secret", "SSN", "cvv", "cvv2", "cvc", "iban", "salary"),
    *("passwordHash", "card_number", "cardNumber", "number_of_card", "api_key", "X-Api-Key"),
    *("accessToken", "refresh_token", "session-token", "auth.authToken", "client_secret"),
    *("private key", "social_security", "social_security_number", "bank_account"),
    *("BankAccountNumber", "credit_score", "data[0].api_key", "$.a.password", "/a/password"),
    *("apikey", "accesstoken", "creditcardnumber", "api_keys", "passwords[]", "secrets"),
    *("id_card_number", "plain_text_password", "access.secret", "at_password", "date.ssn"),
]
HARMLESS = [
    *("card.last4", "card_number_last4", "cvv_last_4", "next_page_token", "page_access_token"),
    *("access_token_expires", "access_token_expires_at", "access_token_expires_in", "token_type"),
    *("access_token_type", "password_url", "secret.type", "cursor_secret", "session_token_next"),
    *("api_key_id", "bankAccountUUID", "private_key_version", "accessTokenLifetimeMinutes"),
    *("passwordRuleText", "cardNumberRangeEnd", "publicApiKey", "masked_card_number"),
    *("password_changed_at", "apiKeyCreatedAt", "secret_rotated_on", "password_reset_date"),
    *("card.cvc_check", "cvv_result", "ssn_verified", "password_attempts", "access_token_scopes"),
    *("token", "pan", "number", "key", "card", "access", "secretary", "carbon", "score"),
    *("password.created_by", "card.number", "api.key", "cvvx", "ibanez", "", "[0]", "$"),
]


@pytest.mark.parametrize("path", SENSITIVE)
def test_a_secret_is_known_by_its_name(path: str) -> None:
    assert is_sensitive_field(path)


@pytest.mark.parametrize("path", HARMLESS)
def test_a_fact_about_a_secret_is_none(path: str) -> None:
    assert not is_sensitive_field(path)


def test_full_access_is_reported_with_who_starts_it() -> None:
    raw = {"name": "x", "data_transformation_type": "full_access", "direct_fin_usage": True}
    found = hit(responses.full_response_access, raw)
    assert found.at == ("data_transformation_type",)
    assert [related.at for related in found.related] == [("direct_fin_usage",)]


ACCESS: list[tuple[Raw, list[str]]] = [
    # what else is known, facts that are missing; nothing of it is reported
    ({"data_transformation_type": "full_access"}, []),  # Fin is off by default
    ({"data_transformation_type": "full_access", "direct_fin_usage": False}, []),
    ({"data_transformation_type": "redacted_access", "direct_fin_usage": True}, []),
    ({"data_transformation_type": "code_block_transformation", "direct_fin_usage": True}, []),
    ({"direct_fin_usage": True}, []),  # a definition cannot state it
    ({**EXPORT, "direct_fin_usage": True}, ["data_transformation_type"]),
    (
        {"data_transformation_type": None, "direct_fin_usage": True},
        ["data_transformation_type"],
    ),
    ({"data_transformation_type": 5, "direct_fin_usage": True}, ["data_transformation_type"]),
    ({"data_transformation_type": "full_access", "direct_fin_usage": "yes"}, ["direct_fin_usage"]),
    ({**EXPORT, "data_transformation_type": "full_access"}, ["direct_fin_usage"]),
    ({**EXPORT, "data_transformation_type": "redacted_access"}, []),
    (PATCH, ["data_transformation_type", "direct_fin_usage"]),
]


@pytest.mark.parametrize(("raw", "facts"), ACCESS)
def test_full_access_needs_both_facts(raw: Raw, facts: list[str]) -> None:
    assert run(responses.full_response_access, {"name": "x"} | raw if raw != PATCH else raw) == (
        [],
        facts,
    )


def field(path: Any = "auth.access_token", **more: Any) -> Raw:
    return {"name": "x", "response_fields": [{"path": path, "redacted": False, **more}]}


def test_the_last_name_of_the_path_is_marked() -> None:
    found = hit(responses.sensitive_response_field, field("token.access_token"))
    assert found.at == ("response_fields", 0, "path")
    assert found.fragment == (6, 18)
    assert found.message == "The response field `access_token` is not redacted"
    assert [related.at for related in found.related] == [("response_fields", 0, "redacted")]


FIELDS: list[tuple[Raw, bool, list[str]]] = [
    # connector, is it reported, facts that are missing
    (field(), True, []),
    (field(type="string"), True, []),
    (field(type="integer"), True, []),
    (field(redacted=True), False, []),
    (field("status"), False, []),
    (field(type="boolean"), False, []),
    (field(type="datetime"), False, []),
    (field(type="unknown", example_value=True), False, []),
    (field(type="unknown", example_value=None), True, []),
    (field(redacted=None), False, ["response_fields[].redacted"]),
    (field("status", redacted=None), False, []),
    ({"name": "x", "response_fields": [{"path": "iban"}]}, False, ["response_fields[].redacted"]),
    ({**EXPORT, "response_fields": [{"path": "a"}]}, False, []),
    ({**EXPORT, "response_fields": [{"path": "iban"}]}, False, ["response_fields[].redacted"]),
    ({"name": "x", "response_fields": [{"redacted": False}]}, False, []),  # a path of nothing
    ({**EXPORT, "response_fields": [{"redacted": False}]}, False, ["response_fields[].path"]),
    (field(5), False, ["response_fields[].path"]),
    ({"name": "x", "response_fields": ["iban"]}, False, ["response_fields[].path"]),
    ({"name": "x", "response_fields": []}, False, []),
    ({"name": "x"}, False, []),
    ({"name": "x", "response_fields": "iban"}, False, ["response_fields"]),
    (EXPORT, False, ["response_fields"]),
    (PATCH, False, ["response_fields"]),
    ({"name": "x", "mock_response": "iban"}, False, ["mock_response"]),
    ({"name": "x", "mock_response": {"a": 1}}, False, []),
    ({"name": "x", "mock_response": [], "response_fields": 5}, False, ["response_fields"]),
    ({"name": "x", "mock_response": 5, "response_fields": []}, False, ["mock_response"]),
    ({"name": "x", "mock_response": {"ssn": 1}, "response_fields": 5}, False, ["response_fields"]),
    ({**EXPORT, "mock_response": {"ssn": 1}}, False, ["response_fields"]),
]


@pytest.mark.parametrize(("raw", "is_found", "facts"), FIELDS)
def test_a_field_is_reported_if_it_is_stated_not_to_be_redacted(
    raw: Raw, facts: list[str], *, is_found: bool
) -> None:
    expected = [("response_fields", 0, "path")] if is_found else []
    assert run(responses.sensitive_response_field, raw) == (expected, facts)


SAMPLES: list[tuple[Any, list[Pointer]]] = [
    ({"password": "x"}, [("password",)]),
    ({"a": [{"b": 1}, {"apiKey": "x"}]}, [("a", 1, "apiKey")]),
    ([{"iban": "x"}], [(0, "iban")]),
    ({"users": [{"ssn": 1}, {"ssn": 2}]}, [("users", 0, "ssn")]),  # the same field again
    ({"a": {"ssn": 1}, "b": {"ssn": 2}}, [("a", "ssn"), ("b", "ssn")]),
    ({"passwords": ["x", "y"]}, [("passwords",)]),
    ({"salary": None}, [("salary",)]),
    ({"salary": {"amount": 1}}, []),  # the last name says what it is
    ({"password": True}, []),
    ({"passwords": []}, []),
    ({"card": {"last4": "6467", "number": "x"}}, []),
    (["password", ["secret"]], []),  # values, not names
    ({}, []),
]


@pytest.mark.parametrize(("sample", "expected"), SAMPLES)
def test_members_of_a_sample_are_fields_as_well(sample: Any, expected: list[Pointer]) -> None:
    raw = {"name": "x", "mock_response": sample}
    places = [("mock_response", *at) for at in expected]
    assert run(responses.sensitive_response_field, raw) == (places, [])


def test_an_update_body_has_samples_but_no_response_fields() -> None:
    raw = {"id": "1", "mock_response": {"ssn": "x"}}
    assert run(responses.sensitive_response_field, raw) == ([("mock_response", "ssn")], [])


def test_the_name_of_the_member_is_meant_and_its_value_is_masked() -> None:
    found = hit(responses.sensitive_response_field, {"name": "x", "mock_response": {"ssn": "x"}})
    assert found.on_key
    assert found.sensitive
    assert found.message == "The sample response has `ssn`, which nothing redacts"


@pytest.mark.parametrize(
    ("path", "redacted", "expected", "facts"),
    [
        ("users[].ssn", False, [("response_fields", 0, "path")], []),
        ("$.users[0].ssn", True, [], []),
        ("users.ssn", None, [], ["response_fields[].redacted"]),
        ("ssn", True, [("mock_response", "users", 0, "ssn")], []),  # another one
        (5, True, [("mock_response", "users", 0, "ssn")], ["response_fields[].path"]),
    ],
)
def test_a_response_field_of_the_same_path_decides(
    path: Any, redacted: bool | None, expected: list[Pointer], facts: list[str]
) -> None:
    sample = {"mock_response": {"users": [{"ssn": "x"}]}}
    assert run(responses.sensitive_response_field, field(path, redacted=redacted) | sample) == (
        expected,
        facts,
    )


def test_what_a_sample_holds_is_not_shown(rules: dict[str, Rule]) -> None:
    text = (
        b'{"name": "x", "url": "", "mock_response": {"ssn": "219-09-9999", "cvv": ["914", "273"]}}'
    )
    rule = rules["sensitive-response-field"]
    report = lint([item("a.json", text)], [rule], validate_settings({}, "a"))
    assert [f.location.pointer for f in report.findings] == [
        "/mock_response/ssn",
        "/mock_response/cvv",
    ]
    shown = "".join(f.message + f.location.excerpt.text for f in report.findings)
    assert not any(value in shown for value in ("219-09", "9999", "914", "273"))


def test_samples_may_be_nested_deeply() -> None:
    sample: Any = {"ssn": "x"}
    for _ in range(3000):
        sample = {"a": sample}
    raw = {"name": "x", "mock_response": sample}
    assert len(run(responses.sensitive_response_field, raw)[0]) == 1


def client(name: Any = "getPlan", **more: Any) -> Raw:
    return {"name": "x", "execution_type": "client_side", "client_function_name": name, **more}


SERVER = {"name": "x", "execution_type": "server_side"}
NAME, EXECUTION, LIMIT = (
    ("client_function_name",),
    ("execution_type",),
    ("client_function_timeout_ms",),
)

CONFIGS: list[tuple[Raw, list[Pointer], list[str]]] = [
    (client(None), [NAME], []),
    (client(""), [NAME], []),
    (client(" \t"), [NAME], []),
    ({"name": "x", "execution_type": "client_side"}, [EXECUTION], []),
    (client(), [], []),
    (client(5), [], ["client_function_name"]),
    (SERVER, [], []),
    ({**SERVER, "client_function_name": None}, [], []),
    ({**SERVER, "client_function_name": " "}, [], []),
    ({**SERVER, "client_function_name": "f"}, [NAME], []),
    ({**SERVER, "client_function_name": 5}, [], ["client_function_name"]),
    (client(client_function_timeout_ms=1), [], []),
    (client(client_function_timeout_ms=30_000), [], []),
    (client(client_function_timeout_ms=0), [LIMIT], []),
    (client(client_function_timeout_ms=-1), [LIMIT], []),
    (client(client_function_timeout_ms=30_001), [LIMIT], []),
    (client(client_function_timeout_ms=None), [], []),
    (client(client_function_timeout_ms="5"), [], ["client_function_timeout_ms"]),
    ({**SERVER, "client_function_timeout_ms": 60_000}, [LIMIT], []),
    (client(None, client_function_timeout_ms=0), [NAME, LIMIT], []),
    ({"name": "x", "client_function_name": "f"}, [], []),
    ({**EXPORT, "client_function_name": "f"}, [], ["execution_type"]),
    ({**SERVER, "execution_type": None}, [], ["execution_type"]),
    ({**SERVER, "execution_type": "edge"}, [], ["execution_type"]),
    (PATCH, [], ["execution_type"]),
    (
        {**EXPORT, "execution_type": "client_side"},
        [],
        ["client_function_name", "client_function_timeout_ms"],
    ),
]


@pytest.mark.parametrize(("raw", "expected", "facts"), CONFIGS)
def test_a_page_function_is_named_and_nothing_is_left_over(
    raw: Raw, expected: list[Pointer], facts: list[str]
) -> None:
    assert run(responses.client_side_config, raw) == (expected, facts)


def test_only_a_missing_name_is_an_error() -> None:
    missing = hit(responses.client_side_config, client(None))
    assert (missing.severity, missing.profile) == (None, None)
    for raw in ({**SERVER, "client_function_name": "f"}, client(client_function_timeout_ms=0)):
        leftover = hit(responses.client_side_config, raw)
        assert (leftover.severity, leftover.profile) == (Severity.INFO, Profile.PEDANTIC)


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        (0, "A time limit of 0 ms leaves the function no time"),
        (120_000, "A time limit of 120,000 ms is more than 30 seconds"),
    ],
)
def test_a_time_limit_is_explained(limit: int, message: str) -> None:
    raw = client(client_function_timeout_ms=limit)
    assert hit(responses.client_side_config, raw).message == message


@pytest.mark.parametrize("seed", ["a.", "[0]", "Aa", "a1", "_", "password_", ".password", "/"])
def test_hostile_paths_take_linear_time(seed: str, assert_linear: Callable[..., None]) -> None:
    def prepare(length: int) -> Callable[[], object]:
        text = seed * (length // len(seed))
        connector = load_connector(
            field(text) | {"mock_response": {text: 1}}, shape_of({"name": "x"})
        )

        def work() -> None:
            parse_field_path.cache_clear()
            is_sensitive_field.cache_clear()
            list(responses.sensitive_response_field(connector))

        return work

    assert_linear(prepare, 200_000)


def test_many_members_take_linear_time(assert_linear: Callable[..., None]) -> None:
    def prepare(length: int) -> Callable[[], object]:
        sample = [{f"a{i}": {"iban": i}, "ssn": i} for i in range(length // 40)]
        fields = [{"path": f"a{i}.iban", "redacted": True} for i in range(min(length // 40, 9000))]
        raw = {"name": "x", "mock_response": sample, "response_fields": fields}
        connector = load_connector(raw, shape_of(raw))
        return lambda: list(responses.sensitive_response_field(connector))

    assert_linear(prepare, 200_000)
