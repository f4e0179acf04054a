"""What a request picks: by the place, the name, the type and the description of its values."""

from typing import Any

import pytest

from dclint.analysis.access.picks import Selection
from dclint.analysis.access.selection import SelectionReading, read_selection
from dclint.findings.severity import Confidence
from dclint.model.access_patterns import AccessPatterns
from dclint.model.loader import load_connector
from dclint.model.values import Shape

NONE, REF, PAIR, PERSON, ALL = Selection
HOST = "https://api.velowerk.ch/v2/"


def read(
    path: str, *, is_exposed: bool = True, patterns: AccessPatterns | None = None, **members: Any
) -> SelectionReading:
    raw = {"name": "x", "http_method": "get", "url": HOST + path, **members}
    connector = load_connector(raw, Shape.DEFINITION, patterns or AccessPatterns())
    return read_selection(connector, is_exposed=is_exposed)


PLACES = [
    ("loans/{{x}}", REF, Confidence.HIGH, "it stands behind `/loans/`"),
    ("prestamos/{{x}}", REF, Confidence.HIGH, "it stands behind `/prestamos/`"),
    ("rechnungen/{{x}}.json", REF, Confidence.HIGH, "it stands behind `/rechnungen/`"),
    ("schueler/{{x}}/noten", PERSON, Confidence.HIGH, "it stands behind `/schueler/`"),
    ("pacientes/{{x}}", PERSON, Confidence.HIGH, "it stands behind `/pacientes/`"),
    ("Orders('{{x}}')", REF, Confidence.HIGH, "it stands behind `/Orders/`"),
    ("orders;id={{x}}", REF, Confidence.HIGH, "it stands behind `/orders/`"),
    ("orders/by-number/{{x}}", REF, Confidence.HIGH, "it stands behind `/orders/`"),
    ("frobnicates/{{x}}", REF, Confidence.LOW, "it stands behind `/frobnicates/`"),
    ("things?kundennummer={{x}}", PERSON, Confidence.HIGH, "it is sent as `kundennummer`"),
    ("things?filter[email]={{x}}", PERSON, Confidence.HIGH, "it is sent as `filter[email]`"),
    ("customers/search?q={{x}}", PERSON, Confidence.HIGH, "it picks from `customers`"),
    ("things?frob={{order_id}}", REF, Confidence.MEDIUM, "it is called `order_id`"),
]


@pytest.mark.parametrize(("path", "selection", "confidence", "reason"), PLACES)
def test_the_strongest_evidence_decides_and_is_kept(
    path: str, selection: Selection, confidence: Confidence, reason: str
) -> None:
    found = read(path)
    assert (found.selection, found.confidence) == (selection, confidence)
    assert found.picks[0].reason == reason


@pytest.mark.parametrize(
    "path",
    [
        "countries/{{x}}",
        "countries/{{x}}/regions/{{y}}",
        "shops?city={{x}}",
        "products?q={{x}}",
        "vouchers/{{x}}",
        "availability?guests={{n}}",
        "tables?date={{d}}",
        "cursos/{{x}}",
        "products/{{sku}}/reviews?sort={{order}}&page={{order_number}}",
    ],
)
def test_what_everybody_may_look_up_is_not_picked(path: str) -> None:
    assert read(path).selection is NONE


@pytest.mark.parametrize("path", ["loans", "leningen", "zamówienia", "me", "policies?status=open"])
def test_a_call_without_a_value_reads_the_whole_collection(path: str) -> None:
    found = read(path)
    assert found.selection is ALL
    assert found.reason.endswith("is a whole collection")


def test_an_option_is_no_value_that_picks() -> None:
    assert read("orders?sort={{order_number}}&page={{customer_id}}").selection is ALL


def test_a_collection_of_something_unknown_is_doubtful() -> None:
    found = read("frobnicates")
    assert (found.selection, found.confidence) == (ALL, Confidence.LOW)
    assert read("frobnicates", description="The supported values.").selection is NONE


@pytest.mark.parametrize(
    "path", ["orders/{order_id}", "orders/:id", "orders/<id>", "orders/%7B%7Bid%7D%7D"]
)
def test_a_placeholder_that_is_written_wrongly_is_no_collection(path: str) -> None:
    assert read(path).selection is NONE


def test_an_order_is_a_way_to_sort_unless_the_input_is_an_order_number() -> None:
    assert read("products?order={{x}}").selection is NONE
    assert read("products?order={{order_number}}").selection is REF


def test_two_facts_about_one_record_are_a_pair() -> None:
    assert read("orders/{{x}}?email={{mail}}").selection is PAIR
    assert read("orders/{{x}}?postcode={{plz}}").selection is PAIR
    assert read("orders/{{x}}?request_id={{y}}").selection is REF  # no fact about anybody
    assert read("orders/{{x}}?copy={{x}}").selection is REF  # one fact twice


TYPES = [
    ({"type": "boolean"}, NONE),
    ({"type": "string", "description": "asc or desc"}, NONE),
    ({"type": "string", "description": "one of: red, green"}, NONE),
    ({"type": "string", "description": "Your number or name"}, REF),
    ({"type": "string"}, REF),
]


@pytest.mark.parametrize(("declared", "selection"), TYPES)
def test_a_type_or_a_list_of_values_makes_an_option(
    declared: dict[str, Any], selection: Selection
) -> None:
    inputs = [{"name": "number", **declared}]
    assert read("orders/{{number}}", data_inputs=inputs).selection is selection


ATTRIBUTES = [
    ("orders?email={{user.email}}", NONE, PERSON),
    ("orders/{{x}}?user={{user.user_id}}", NONE, PAIR),
    ("orders?phone={{contact.phone}}", NONE, PERSON),
    ("orders/{{user.custom_attributes.last_order}}", NONE, REF),
    ("orders?lang={{user.language}}", NONE, NONE),
    ("orders?name={{user.name}}", NONE, NONE),
    ("companies/{{company.id}}", NONE, REF),
]


@pytest.mark.parametrize(("path", "checked", "claimed"), ATTRIBUTES)
def test_an_attribute_of_somebody_unchecked_is_what_they_say(
    path: str, checked: Selection, claimed: Selection
) -> None:
    assert read(path, is_exposed=False).selection is checked
    assert read(path, is_exposed=True).selection is claimed


BODIES = [
    ('{"customer": {"id": "{{x}}"}}', PERSON),
    ('{"order_number": {{x}}}', REF),
    ('{"invoice": "{{x}}", "lang": "{{y}}"}', REF),
    ("order={{x}}&lang=de", REF),
    ("<Rechnung>{{x}}</Rechnung>", REF),
    ('{"query": "query Q($n: ID!) { order(id: $n) { total } }", "variables": {"n": "{{x}}"}}', REF),
    ("SELECT * FROM Case WHERE CaseNumber = '{{x}}'", REF),
    ('{"jql": "reporter = \\"{{email}}\\""}', PERSON),
    ('{"lang": "{{x}}"}', NONE),
]


@pytest.mark.parametrize(("body", "selection"), BODIES)
def test_a_value_in_the_body_picks_by_the_name_beside_it(body: str, selection: Selection) -> None:
    assert read("search", http_method="post", body=body).selection is selection


def test_a_value_in_a_header_picks_by_its_name() -> None:
    for name, selection in (("X-Customer", PERSON), ("Accept-Language", NONE), ("X-Api-Key", NONE)):
        headers = [{"name": name, "value": "{{x}}"}]
        assert read("shops", headers=headers).selection is selection


def test_what_a_form_adds_picks_nothing() -> None:
    body = '{"email": "{{mail}}", "text": "{{message}}"}'
    assert read("contact", http_method="post", body=body).selection is NONE
    assert read("orders", http_method="post", body='{"sku": "{{x}}"}').selection is NONE


SETTINGS = AccessPatterns(persons=("patron*",), records=("dossier", "/archive/*"))


@pytest.mark.parametrize(
    ("path", "selection"),
    [
        ("products?patronNumber={{x}}", PERSON),
        ("patrons/{{x}}", PERSON),
        ("products/dossiers/{{x}}", REF),
        ("products/archive/{{x}}", REF),
        ("articles/{{x}}", NONE),
        ("dossiers", ALL),
        ("patrons?sort=name", ALL),
        ("products/{{x}}", NONE),
    ],
)
def test_the_settings_beat_other_evidence(path: str, selection: Selection) -> None:
    found = read(path, patterns=SETTINGS)
    assert found.selection is selection
    if selection is not NONE:
        told = found.picks[0].reason if found.picks else found.reason
        assert told.startswith("the settings name `")


def test_settings_do_not_make_a_checked_attribute_a_choice() -> None:
    url = "patrons?email={{user.email}}"
    assert read(url, is_exposed=False, patterns=SETTINGS).selection is NONE
