"""Records that nothing, or nothing certain, ties to the person who asks."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dclint.base.pointer import Pointer
from dclint.checks.authentication.record_binding import (
    unbound_object_reference,
    unverified_attribute_selector,
)
from dclint.findings.hit import Hit, NotObservable, Related
from dclint.findings.severity import Confidence, Profile, Severity
from dclint.model.connector import Connector
from dclint.model.context import Context
from dclint.model.loader import load_connector
from dclint.model.subject import Subject, Workspace
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome

Check = Callable[[Connector], Iterator[Outcome]]
Raw = dict[str, Any]
ORDER = "https://a.io/orders/{{order_id}}"
TOKEN: Raw = {"token_ids": ["4411"]}
KEY: Raw = {"headers": [{"name": "X-Api-Key", "value": "{{shop.key}}"}]}
NO_CREDENTIAL: Raw = {"token_ids": [], "headers": [{"name": "Accept", "value": "text/csv"}]}

# What an export must show of a request, beside its URL, so that nothing of it is hidden.
VISIBLE: Raw = {"body": None, "headers": []}

# The switches of a connector that a workflow starts, as an export shows them.
SWITCHES: Raw = {
    "direct_fin_usage": False,
    "audiences": ["users"],
    "customer_authentication": False,
    "bypass_authentication": False,
}


def unverified(
    connector: Connector, attributes: dict[str, bool] | None = None
) -> Iterator[Outcome]:
    workspace = Workspace(context=Context(attributes=attributes))
    return unverified_attribute_selector(Subject("a.json", (), 0, connector), workspace)


def outcomes(check: Check, raw: Raw, shape: Shape = Shape.DEFINITION) -> list[Outcome]:
    return list(check(load_connector({"name": "x", **raw}, shape)))


def only(check: Check, raw: Raw, shape: Shape = Shape.DEFINITION) -> Hit:
    [hit] = outcomes(check, raw, shape)
    assert isinstance(hit, Hit)
    return hit


def facts(check: Check, raw: Raw, shape: Shape = Shape.DEFINITION) -> list[str]:
    """What is missing; that nothing is reported is asserted."""
    found = outcomes(check, raw, shape)
    assert not any(isinstance(outcome, Hit) for outcome in found)
    return [outcome.fact for outcome in found if isinstance(outcome, NotObservable)]


def asks(url: Any, *names: Any, **members: Any) -> Raw:
    inputs = [{"name": name} for name in names]
    return {"http_method": "get", "url": url, "data_inputs": inputs, **members}


@pytest.mark.parametrize(
    ("raw", "at", "marked"),
    [
        (asks(ORDER, "order_id", **TOKEN), ("url",), "{{order_id}}"),
        (asks(ORDER, "order_id", **KEY), ("url",), "{{order_id}}"),
        (asks(ORDER, "order_id", **KEY, token_ids=[]), ("url",), "{{order_id}}"),
        (asks(ORDER, "order_id"), ("url",), "{{order_id}}"),  # it may get a token
        (asks("https://a.io/tickets/{{ x }}", "x"), ("url",), "{{ x }}"),  # by its place
        (asks("https://a.io/{{order_id}}", **TOKEN), ("url",), "{{order_id}}"),  # declared nowhere
        (asks("https://a.io", "invoice", body="{{invoice}}"), ("body",), "{{invoice}}"),
        (
            asks("https://a.io", "case_id", headers=[{"name": "X-Case", "value": "n={{case_id}}"}]),
            ("headers", 0, "value"),
            "{{case_id}}",
        ),
        (asks(ORDER, "order_id", customer_authentication=True, **TOKEN), ("url",), "{{order_id}}"),
        (asks(f"{ORDER}?c={{{{company.id}}}}", "order_id"), ("url",), "{{order_id}}"),
        (asks(f"{ORDER}?u={{{{users.id}}}}", "order_id"), ("url",), "{{order_id}}"),
        (asks(f"{ORDER}?u={{{{user}}}}", "order_id"), ("url",), "{{order_id}}"),
        (asks(ORDER, "order_id", "email"), ("url",), "{{order_id}}"),  # asked for, and not sent
        (asks(f"{ORDER}/{{{{product_id}}}}", "order_id", "product_id"), ("url",), "{{order_id}}"),
    ],
)
def test_auditors_hear_of_a_record_without_a_person_where_it_is_picked(
    raw: Raw, at: Pointer, marked: str
) -> None:
    hit = only(unbound_object_reference, raw)
    assert hit.at == at
    assert hit.fragment is not None
    text: Any = raw
    for step in at:
        text = text[step]
    assert text[slice(*hit.fragment)] == marked
    assert (hit.severity, hit.profile) == (None, Profile.AUDITOR)


FIN: Raw = {"direct_fin_usage": True, "audiences": ["users"], **TOKEN}
CUSTOMER = "https://a.io/customers/{{number}}"


@pytest.mark.parametrize(
    ("raw", "severity", "beginning"),
    [
        (asks(ORDER, "order_id", **FIN), "info", "Any signed-in user can read a chosen record:"),
        (
            asks(CUSTOMER, "number", **FIN),
            "warning",
            "Any signed-in user can read the data of a chosen customer:",
        ),
        (
            asks("https://a.io/reservations?day={{date}}", "date", **FIN),
            "warning",
            "Any signed-in user can read the whole list of `reservations`:",
        ),
        (
            asks(CUSTOMER, "number", customer_authentication=True, **FIN),
            "info",
            "Whoever has passed the passcode can read the data of a chosen customer:",
        ),
    ],
)
def test_everybody_hears_what_signed_in_users_can_pick(
    raw: Raw, severity: str, beginning: str
) -> None:
    hit = only(unbound_object_reference, raw)
    assert (hit.severity, hit.profile) == (severity, None)
    assert hit.message.startswith(beginning)
    assert hit.at == ("url",)


@pytest.mark.parametrize(
    "url",
    [
        f"{ORDER}?email={{{{user.email}}}}",  # the service can compare the two
        "https://a.io/customers/{{user.user_id}}",
        "https://a.io/products/{{number}}",
        "https://a.io/availability?guests={{number}}",
    ],
)
def test_what_is_bound_or_public_is_silent_for_signed_in_users(url: str) -> None:
    assert outcomes(unbound_object_reference, asks(url, "number", "order_id", **FIN)) == []


def test_the_table_speaks_where_somebody_unchecked_can_start_it() -> None:
    for change in ({"audiences": ["visitors"]}, {"bypass_authentication": True}):
        assert outcomes(unbound_object_reference, asks(ORDER, "order_id", **FIN) | change) == []


@pytest.mark.parametrize(
    "raw",
    [
        asks(ORDER, "order_id", **NO_CREDENTIAL),
        asks(ORDER, "order_id", token_ids=[]),
        asks(f"{ORDER}?u={{{{user.user_id}}}}", "order_id", **TOKEN),
        asks(f"{ORDER}?u={{{{contact.custom_attributes.x}}}}", "order_id", **TOKEN),
        asks(f"{ORDER}?u={{{{ User.email | upcase }}}}", "order_id", **TOKEN),
        asks(f"{ORDER}?u={{{{user.id}}}}", "order_id", "user.id", **TOKEN),  # named by the product
        asks(f"{ORDER}?u={{{{user_id}}}}", "order_id", **TOKEN),  # an attribute without namespace
        asks(f"{ORDER}?u={{{{external_id}}}}", "order_id", **TOKEN),
        asks(f"{ORDER}?u={{{{user_id}}}}", "order_id", "user_id", **TOKEN),  # a pair
        asks(f"{ORDER}?e={{{{email}}}}", "order_id", "email", **TOKEN),
        asks(f"{ORDER}?p={{{{postcode}}}}", "order_id", "postcode", **TOKEN),
        asks("https://a.io/{{customer_id}}", "customer_id", **TOKEN),
        asks("https://a.io/{{product_id}}", "product_id", **TOKEN),
        asks("https://a.io/?q={{words}}", "words", **TOKEN),
        asks("https://a.io/orders", "order_id", **TOKEN),  # sent nowhere
        asks(ORDER, "order_id", body="{{user.email}}", **TOKEN),
        asks(ORDER, "order_id", headers=[{"name": "X-User", "value": "{{contact.id}}"}], **TOKEN),
        asks("https://a.io", **TOKEN),
    ],
)
def test_a_record_that_is_bound_or_public_is_silent(raw: Raw) -> None:
    assert outcomes(unbound_object_reference, raw) == []


@pytest.mark.parametrize(
    ("raw", "shape", "missing"),
    [
        (asks(ORDER, "order_id", **TOKEN, **SWITCHES), Shape.DETAIL, ["body", "headers"]),
        (asks(ORDER, "order_id", **VISIBLE, **SWITCHES), Shape.DETAIL, ["token_ids"]),
        (asks(ORDER, "order_id", token_ids=5), Shape.DEFINITION, ["token_ids"]),
        (
            asks(
                ORDER,
                "order_id",
                headers=[{"name": "Accept", "value": "****"}],
                body="",
                **TOKEN,
                **SWITCHES,
            ),
            Shape.DETAIL,
            ["headers[].value"],
        ),
        (asks(ORDER, "order_id", body=5, **TOKEN), Shape.DEFINITION, ["body"]),
        (asks(ORDER, "order_id", token_ids=[], **VISIBLE), Shape.DETAIL, []),
        (asks(f"{ORDER}{{{{user.id}}}}", "order_id", **TOKEN), Shape.DETAIL, []),
        (asks(ORDER, "order_id", headers=5, token_ids=[]), Shape.DEFINITION, ["headers"]),
    ],
)
def test_what_may_be_hidden_is_not_reported(raw: Raw, shape: Shape, missing: list[str]) -> None:
    assert facts(unbound_object_reference, raw, shape) == missing


def test_an_export_that_shows_everything_is_judged() -> None:
    raw = asks(ORDER, "order_id", **TOKEN, **VISIBLE, **SWITCHES)
    hit = only(unbound_object_reference, raw, Shape.DETAIL)
    assert hit.at == ("url",)


def test_what_is_said_of_a_record_without_a_person() -> None:
    raw = asks("https://a.io/{{order_id}}/{{invoice}}/{{order_id}}", "invoice", "order_id")
    hit = only(unbound_object_reference, raw | TOKEN | KEY)
    assert hit.message == (
        "`order_id` picks the record with `invoice`: it is called `order_id`, and nothing in the "
        "request says who asks for it"
    )
    assert hit.remedy == "send `{{user.user_id}}` along, and let the other service compare"
    assert hit.related == (
        Related("the credential that it carries", ("token_ids",)),
        Related("the credential that it carries", ("headers", 0, "name")),
    )
    assert [(flow.name, flow.attack) for flow in hit.flows] == [
        ("order_id", None),
        ("invoice", None),
    ]
    assert hit.flows[0].steps[-1] == Related(
        "`order_id` helps to pick the record", ("url",), (13, 25)
    )


def test_one_record_is_named_alone() -> None:
    hit = only(unbound_object_reference, asks(ORDER, "order_id"))
    assert hit.message == (
        "`order_id` picks the record: it stands behind `/orders/`, and nothing in the request says "
        "who asks for it"
    )
    assert hit.related == ()


STRIPE = "{{user.custom_attributes.stripe_id}}"


@pytest.mark.parametrize(
    ("url", "marked"),
    [
        (f"https://a.io/{STRIPE}", STRIPE),
        (f"https://a.io/?c={STRIPE}", STRIPE),
        (f"https://a.io/?{STRIPE}=1", STRIPE),
        ("https://a.io/{{contact.phone}}", "{{contact.phone}}"),
        ("https://a.io/{{ User.phone | x }}", "{{ User.phone | x }}"),
        ("https://a.io/{{user.custom_attributes.email}}", "{{user.custom_attributes.email}}"),
        ("https://a.io/{{user.names}}", "{{user.names}}"),
        ("https://a.io/{{user.custom_attributes.name}}", "{{user.custom_attributes.name}}"),
        ("https://a.io/{{user.id}}/{{user.ids}}", "{{user.ids}}"),
        ("https://{{user.shop}}.a.io/{{user.phone}}", "{{user.phone}}"),
    ],
)
def test_an_attribute_that_chooses_is_reported(url: str, marked: str) -> None:
    for raw in ({"url": url} | TOKEN, {"url": url} | KEY):
        hit = only(unverified, raw)
        assert hit.at == ("url",)
        assert hit.fragment is not None
        assert url[slice(*hit.fragment)] == marked
        assert (hit.severity, hit.profile) == (Severity.INFO, None)


@pytest.mark.parametrize(
    "url",
    [
        *(
            f"https://a.io/{{{{user.{name}}}}}"
            for name in ("email", "user_id", "external_id", "id")
        ),
        *(f"https://a.io/{{{{contact.{name}}}}}" for name in ("email", "user_id", "external_id")),
        "https://a.io/{{User.Email}}",
        "https://a.io/{{user.name}}/{{contact.First_Name}}",
        "https://a.io/?lang={{user.language}}&city={{contact.location.city}}",
        "https://a.io/{{user_id}}",
        "https://a.io/{{phone}}",
        "https://a.io/{{company.plan}}",
        "https://a.io/{{users.phone}}",
        "https://a.io/{{custom_attributes.stripe_id}}",
        "https://a.io/{{user.}}",
        "https://a.io/{{.phone}}",
        f"https://a.io/#{STRIPE}",
        "https://{{user.shop}}.a.io/",
        "{{user.shop}}/x",
        "https://a.io/",
    ],
)
def test_attributes_that_are_certain_or_choose_nothing_are_silent(url: str) -> None:
    assert outcomes(unverified, {"url": url, **TOKEN}) == []


def test_an_attribute_in_a_header_is_silent() -> None:
    raw = TOKEN | {"url": "https://a.io", "headers": [{"name": "X", "value": STRIPE}]}
    assert outcomes(unverified, raw) == []


def test_an_attribute_in_the_body_is_reported_there() -> None:
    raw = TOKEN | {"url": f"https://a.io/{STRIPE}", "body": f'{{"a": {STRIPE}}}'}
    url, body = outcomes(unverified, raw)
    assert isinstance(url, Hit)
    assert isinstance(body, Hit)
    assert (url.at, body.at) == (("url",), ("body",))
    assert body.fragment == (6, 6 + len(STRIPE))


def test_without_a_credential_an_attribute_is_silent() -> None:
    assert outcomes(unverified, {"url": f"https://a.io/{STRIPE}", **NO_CREDENTIAL}) == []


@pytest.mark.parametrize(
    ("raw", "shape", "missing"),
    [
        ({"url": f"https://a.io/{STRIPE}", "token_ids": 5}, Shape.DEFINITION, ["token_ids"]),
        ({"url": "https://a.io/{{user.email}}"}, Shape.DEFINITION, []),
        (
            {"url": "https://a.io/", "body": STRIPE, "token_ids": 5},
            Shape.DEFINITION,
            ["token_ids"],
        ),
        ({"url": f"https://a.io/{STRIPE}", **VISIBLE}, Shape.DETAIL, ["token_ids"]),
        (
            {"url": f"https://a.io/{STRIPE}", "headers": 5, "token_ids": []},
            Shape.DEFINITION,
            ["headers"],
        ),
        ({"url": 5, **TOKEN}, Shape.DEFINITION, ["url"]),
        ({"url": "https://a.io/", "headers": [], **TOKEN}, Shape.DETAIL, ["body"]),
        ({"url": 5, **NO_CREDENTIAL}, Shape.DEFINITION, []),
        ({"audiences": ["users"]}, Shape.DETAIL, ["url", "body"]),
        ({"url": None, "body": None}, Shape.DEFINITION, []),
    ],
)
def test_what_hides_an_attribute_or_a_credential_is_not_reported(
    raw: Raw, shape: Shape, missing: list[str]
) -> None:
    assert facts(unverified, raw, shape) == missing


def test_what_is_seen_is_reported_beside_what_is_hidden() -> None:
    raw = TOKEN | {"url": f"https://a.io/{STRIPE}", "body": 5}
    hidden, hit = outcomes(unverified, raw)
    assert hidden == NotObservable("body")
    assert isinstance(hit, Hit)


def test_what_is_said_of_an_attribute() -> None:
    raw = {"url": f"https://a.io/{STRIPE}/{{{{contact.phone}}}}/{STRIPE}"} | TOKEN
    hit = only(unverified, raw)
    assert hit.message == (
        "`user.custom_attributes.stripe_id` and `contact.phone` choose the record, and customers may "
        "be able to change them"
    )
    assert hit.related == (Related("the credential that it carries", ("token_ids",)),)
    assert [flow.name for flow in hit.flows] == [STRIPE.strip("{}"), "contact.phone"]
    assert hit.flows[1].steps == (
        Related("`contact.phone` chooses the record", ("url",), (50, 67)),
    )
    assert all(flow.attack is None for flow in hit.flows)
    one = only(unverified, {"url": "https://a.io/{{user.phone}}"} | TOKEN)
    assert one.message == "`user.phone` chooses the record, and customers may be able to change it"


WRITABLE = [
    # placeholder, attributes, whether the Messenger may change it
    (STRIPE, {"custom_attributes.stripe_id": True}, True),
    (STRIPE, {"custom_attributes.stripe_id": False}, False),
    (STRIPE, {"custom_attributes.other": True}, None),
    (STRIPE, {"stripe_id": False}, None),
    (STRIPE, {}, None),
    (STRIPE, None, None),
    ("{{contact.stripe_id}}", {"custom_attributes.stripe_id": True}, True),
    ("{{ User.stripe_id | upcase }}", {"custom_attributes.stripe_id": False}, False),
    ("{{user.phone}}", {"phone": True}, True),
    ("{{user.phone}}", {"phone": False, "custom_attributes.phone": True}, False),
    ("{{user.custom_attributes.phone}}", {"phone": False}, None),
    ("{{user.name}}", {"name": True}, False),  # nobody keeps records under it
    ("{{user.email}}", {"email": True}, False),  # Messenger security verifies it
]


@pytest.mark.parametrize(("placeholder", "attributes", "known"), WRITABLE)
def test_what_the_workspace_tells_of_an_attribute_decides(
    placeholder: str, attributes: dict[str, bool] | None, known: bool | None
) -> None:
    raw = {"url": f"https://a.io/{placeholder}", **TOKEN}
    found = outcomes(lambda connector: unverified(connector, attributes), raw)
    assert bool(found) is (known is not False)
    for hit in found:
        assert isinstance(hit, Hit)
        assert hit.severity is (None if known else Severity.INFO)
        assert hit.profile is None
        assert hit.security_severity == (8.0 if known else None)
        assert hit.confidence is (Confidence.HIGH if known else None)
        assert ("the Messenger lets customers change it" in hit.message) is bool(known)


def test_what_is_certain_and_what_is_not_are_two_hits_of_one_text() -> None:
    url = "https://a.io/{{user.x}}/{{user.a}}/{{user.b}}/{{user.c}}"
    attributes = {"custom_attributes.a": True, "custom_attributes.b": False}
    certain, doubtful = outcomes(lambda c: unverified(c, attributes), {"url": url, **TOKEN})
    assert isinstance(certain, Hit)
    assert isinstance(doubtful, Hit)
    assert (
        certain.message == "`user.a` chooses the record, and the Messenger lets customers change it"
    )
    assert doubtful.message.startswith("`user.x` and `user.c` choose the record")
    assert certain.fragment == (24, 34)
    assert url[slice(*doubtful.fragment or (0, 0))] == "{{user.x}}"


def test_a_protected_attribute_does_not_hide_that_something_is_hidden() -> None:
    raw = {"url": f"https://a.io/{STRIPE}", "body": 5, **TOKEN}
    attributes = {"custom_attributes.stripe_id": False}
    assert facts(lambda c: unverified(c, attributes), raw) == ["body"]


def test_an_attribute_of_a_definition_that_may_get_a_token_is_a_note() -> None:
    raw = {"url": "https://a.io/{{user.a}}"}
    for attributes in (None, {"custom_attributes.a": True}):
        (hit,) = outcomes(lambda c, known=attributes: unverified(c, known), raw)  # type: ignore[misc]
        assert isinstance(hit, Hit)
        assert hit.severity is Severity.INFO


def test_a_writable_attribute_with_a_credential_that_is_not_seen_is_not_observable() -> None:
    raw = {"url": "https://a.io/{{user.a}}/{{user.b}}", "token_ids": 5}
    found = facts(lambda c: unverified(c, {"custom_attributes.a": True}), raw)
    assert set(found) == {"token_ids"}


@pytest.mark.parametrize("check", [unbound_object_reference, unverified])
@pytest.mark.parametrize("unit", ["{{order_id}}/", "{{user.x}}", "{{", ".", "{{a.}}?", "{{user."])
def test_long_requests_take_linear_time(
    check: Check, unit: str, assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        text = (unit * length)[:length]
        raw = asks(f"https://a.io/{{{{order_id}}}}{text}", "order_id", body=text, **TOKEN)
        return lambda: outcomes(check, raw)

    assert_linear(prepare, 1 << 18)


@pytest.mark.parametrize("check", [unbound_object_reference, unverified])
def test_many_names_take_linear_time(check: Check, assert_linear: Callable[..., None]) -> None:
    def prepare(length: int) -> Callable[[], object]:
        names = [f"order_id_{number}" for number in range(length)]
        url = "https://a.io/" + "".join(f"{{{{{name}}}}}" for name in names)
        body = "".join(f"{{{{user.x{number}}}}}" for number in range(length))
        headers = [{"name": "X-Api-Key", "value": "x"}] * 100
        raw = asks(url, *names, body=body if check is unverified else "", headers=headers)
        return lambda: outcomes(check, raw)

    assert_linear(prepare, 8000)
