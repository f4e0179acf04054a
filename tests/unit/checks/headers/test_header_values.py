"""Data inputs in headers by which services know who is calling."""

from collections.abc import Callable
from typing import Any

import pytest

from dclint.base.pointer import resolve_pointer
from dclint.checks.headers.header_values import input_in_header
from dclint.findings.hit import Attack, Hit, NotObservable
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome

INPUTS = [
    {"name": "who", "type": "string"},
    {"name": "untyped"},
    {"name": "count", "type": "integer"},
    {"name": "rate", "type": "decimal"},
    {"name": "yes", "type": "boolean"},
    {"name": "user.id", "type": "string"},
    {"name": "user.age", "type": "integer"},
]
VALUES, NAMES = "headers[].value", "headers[].name"


def connector(name: Any, value: Any, inputs: Any = None) -> dict[str, Any]:
    inputs = INPUTS if inputs is None else inputs
    return {
        "name": "x",
        "url": "",
        "headers": [{"name": name, "value": value}],
        "data_inputs": inputs,
    }


def outcomes(raw: dict[str, Any], shape: Shape = Shape.DEFINITION) -> list[Outcome]:
    return list(input_in_header(load_connector(raw, shape)))


def hit(name: str, value: str) -> Hit:
    (found,) = outcomes(connector(name, value))
    assert isinstance(found, Hit)
    return found


PROVES, SAYS = "which proves who is calling", "which says who is calling"
ORIGIN, TARGET = "which says where the call comes from", "which replaces the address of the request"
TRUSTED = [
    ("Authorization", PROVES),
    ("Proxy-Authorization", PROVES),
    ("Cookie", PROVES),
    ("X-Api-Key", PROVES),
    ("X-Auth", PROVES),
    ("X-Auth-Token", PROVES),
    ("X-Authenticated-User", PROVES),
    ("X-Access-Token", PROVES),
    ("X-Session", PROVES),
    ("X-SessionId", PROVES),
    ("X-User", SAYS),
    ("X-User-Id", SAYS),
    ("X-UserEmail", SAYS),
    ("X-Customer-No", SAYS),
    ("X-Account", SAYS),
    ("X-Member-Number", SAYS),
    ("X-Tenant-Id", SAYS),
    ("X-Org", SAYS),
    ("X-Organization-Id", SAYS),
    ("X-Remote-User", SAYS),
    ("X-Forwarded-User", SAYS),
    ("On-Behalf-Of", SAYS),
    ("Impersonate-User", SAYS),
    ("X-Impersonate", SAYS),
    ("X-Impersonation-Target", SAYS),
    ("X-On-Behalf-Of", SAYS),
    ("X-OnBehalfOf", SAYS),
    ("Act-As", SAYS),
    ("X-Acting-As", SAYS),
    ("X-Run-As", SAYS),
    ("X-Email", SAYS),
    ("Email", SAYS),
    ("X-Email-Address", SAYS),
    ("X-Intercom-Verified-Email", SAYS),
    ("X-Verified-Phone", SAYS),
    ("X-Intercom-User-Id", SAYS),
    ("X-Contact-Id", SAYS),
    ("X-Shop-Role", SAYS),
    ("X-Shop-User", SAYS),
    ("X_User_Id", SAYS),
    ("xx-user-id", SAYS),
    ("X-Username", SAYS),
    ("X-Admin-Impersonated-By", SAYS),
    ("X-Forwarded-For", ORIGIN),
    ("X-Real-IP", ORIGIN),
    ("X-Forwarded-Host", TARGET),
    ("X-Original-URL", TARGET),
    ("X-Rewrite-URL", TARGET),
]


@pytest.mark.parametrize(("name", "trust"), TRUSTED)
@pytest.mark.parametrize("write", [str, str.lower, str.upper, " {} ".format])
def test_a_header_that_services_trust_is_reported(
    name: str, trust: str, write: Callable[[str], str]
) -> None:
    found = hit(write(name), "{{who}}")
    assert found.at == ("headers", 0, "value")
    assert found.message == f"`who` fills the header `{write(name)}`, {trust}"
    assert found.severity is None


@pytest.mark.parametrize(
    "name",
    [
        *("Accept-Language", "Idempotency-Key", "If-Match", "X-Request-Id", "User-Agent", "From"),
        *("Api-Key", "X-Api-Keys", "X-Api-Key-Version", "Cookies", "X-Remote-Users", "X-Origin"),
        *("X-Forwarded-Proto", "X-Forwarded", "X-Real-IP-2", "Token", "Behalf-Of"),
        *("X-Us\u0435r-Id", "", "{{who}}", "XSession", "X-Personate", "Authorization:"),
        *("X-Email-Subject", "X-Contact-Reason", "X-Mailer", "X-Enrole", "Contract-Ass", "X-Id"),
        *("X-Unverified", "X-Fact-Assets", "X-Name", "X-Key", "X-Reaction", "X-Trunk-Assets"),
    ],
)
def test_other_headers_are_silent(name: str) -> None:
    assert outcomes(connector(name, "{{who}}")) == []


INSERTED = [
    # value, what is marked
    ("{{who}}", "{{who}}"),
    ("Bearer {{ who }}!", "{{ who }}"),
    ("{{untyped}}", "{{untyped}}"),
    ("{{ who | upcase }}", "{{ who | upcase }}"),
    ("{{count}}{{user.email}}{{who}}", "{{who}}"),
    ("{{untyped}}{{who}}{{who}}", "{{untyped}}"),
]


@pytest.mark.parametrize(("value", "marked"), INSERTED)
def test_an_input_that_is_text_is_reported(value: str, marked: str) -> None:
    found = hit("X-User-Id", value)
    assert found.fragment
    assert value[slice(*found.fragment)] == marked


@pytest.mark.parametrize(
    "value",
    [
        "",
        "secret",
        "{{count}}{{rate}}{{yes}}",
        "{{user.age}}",
        "{{other}}",  # undefined-template-variable reports it
        "{{WHO}}",
        "{{#who}}",
        "{{}}",
        "{who}",
        "{{who",
    ],
)
def test_what_no_customer_words_can_fill_is_silent(value: str) -> None:
    assert outcomes(connector("X-User-Id", value)) == []


@pytest.mark.parametrize("value", ["{{user.email}}", "{{user.id}}", "{{ conversation.id | x }}"])
def test_whether_an_attribute_can_be_forged_is_not_seen(value: str) -> None:
    assert outcomes(connector("X-User-Id", value)) == [NotObservable("attributes")]
    assert outcomes(connector("Accept", value)) == []


def test_the_way_of_each_value_is_told() -> None:
    raw = connector("Cookie", "a={{who}}; b={{untyped}}; c={{who}}; d={{count}}")
    (found,) = outcomes(raw)
    assert isinstance(found, Hit)
    assert (
        found.message == "`who` and `untyped` fill the header `Cookie`, which proves who is calling"
    )
    assert [flow.name for flow in found.flows] == ["who", "untyped", "who"]
    assert {flow.attack for flow in found.flows} == {Attack.HEADER}
    declaration, arrival = found.flows[1].steps
    assert resolve_pointer(raw, declaration.at) == "untyped"
    assert arrival.message == "`untyped` fills the header `Cookie`"
    assert arrival.fragment
    assert resolve_pointer(raw, arrival.at)[slice(*arrival.fragment)] == "{{untyped}}"


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("Authorization", "attach a stored token or a user token in place of the header"),
        (
            "X-User-Id",
            "attach a user token, or insert an attribute that only your own systems can set",
        ),
        ("X-Forwarded-For", "remove the header"),
        ("X-Rewrite-URL", "remove the header"),
    ],
)
def test_the_remedy_depends_on_the_header(name: str, remedy: str) -> None:
    assert hit(name, "{{who}}").remedy == remedy


def test_every_header_is_judged() -> None:
    raw = connector("X-User-Id", "{{who}}")
    raw["headers"] += [
        {"name": "Accept", "value": "{{who}}"},
        {"name": "Cookie", "value": "{{who}}"},
    ]
    assert [o.at[1] for o in outcomes(raw) if isinstance(o, Hit)] == [0, 2]


def test_of_inputs_with_one_name_the_worst_counts() -> None:
    inputs = [{"name": "who", "type": "integer"}, {"name": "who", "type": "string"}]
    (found,) = outcomes(connector("Cookie", "{{who}}", inputs))
    assert isinstance(found, Hit)


UNSEEN: list[tuple[dict[str, Any], Shape, list[str]]] = [
    (connector("Cookie", 5), Shape.DEFINITION, [VALUES]),
    (connector("Cookie", "****"), Shape.DETAIL, [VALUES]),
    (connector("Cookie", ""), Shape.DETAIL, [VALUES]),
    (connector("Accept", "****"), Shape.DETAIL, []),
    (connector("Accept", 5), Shape.DEFINITION, []),
    (connector(5, "{{who}}"), Shape.DEFINITION, [NAMES]),
    (connector(5, 5), Shape.DEFINITION, [NAMES]),
    (connector(5, "a"), Shape.DEFINITION, []),
    ({"id": "1", "headers": [{"name": "Cookie"}]}, Shape.PATCH, [VALUES]),
    ({"id": "1", "headers": [{"value": "{{who}}"}]}, Shape.PATCH, [NAMES]),
    ({"name": "x", "headers": [{"name": "Cookie"}, {"value": "{{x}}"}]}, Shape.DEFINITION, []),
    (connector("Cookie", "{{who}}", 5), Shape.DEFINITION, ["data_inputs"]),
    (connector("Cookie", "{{who}}", [{"name": 5}]), Shape.DEFINITION, ["data_inputs[].name"]),
    (
        connector("Cookie", "{{who}}", [{"name": "who", "type": "text"}]),
        Shape.DEFINITION,
        ["data_inputs[].type"],
    ),
    (connector("Cookie", "{{who}}{{a.b}}", 5), Shape.DEFINITION, ["data_inputs", "attributes"]),
    ({"id": "1", "headers": [{"name": "Cookie", "value": "{{a}}"}]}, Shape.PATCH, ["data_inputs"]),
    (connector("Cookie", "{{who}}", [{"name": "who"}]), Shape.PATCH, ["data_inputs[].type"]),
    ({"name": "x"}, Shape.DEFINITION, []),
    ({"id": "1"}, Shape.SUMMARY, []),
    ({"name": "x", "headers": 5}, Shape.DEFINITION, []),
]


@pytest.mark.parametrize(("raw", "shape", "facts"), UNSEEN)
def test_what_cannot_be_seen_is_not_judged(
    raw: dict[str, Any], shape: Shape, facts: list[str]
) -> None:
    assert outcomes(raw, shape) == [NotObservable(fact) for fact in facts]


@pytest.mark.parametrize("value", ["{{who}}", "{{", "{{a.b}}", "{{count}}", "{{x"])
def test_a_hostile_value_takes_linear_time(value: str, assert_linear: Callable[..., None]) -> None:
    def prepare(length: int) -> Callable[[], object]:
        raw = connector("Cookie", value * (length // len(value)))
        return lambda: outcomes(raw)

    assert_linear(prepare, 1 << 17)


def test_many_inputs_take_linear_time(assert_linear: Callable[..., None]) -> None:
    def prepare(length: int) -> Callable[[], object]:
        names = [f"a{number}" for number in range(length)]
        value = "".join(f"{{{{{name}}}}}" for name in names)
        raw = connector("Cookie", value, [{"name": name} for name in names])
        return lambda: outcomes(raw)

    assert_linear(prepare, 8000)
