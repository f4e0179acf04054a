"""What a name says of the value behind it."""

import pytest

from dclint.analysis.access.names import NameKind, read_name

NAMES = {
    NameKind.FACT: "email customer_email e-mail mobilePhone iban correo_electronico telefonnummer",
    NameKind.PERSON: "customer customer_id kundennummer numeroCliente klantnummer member_no patient",
    NameKind.RECORD: "order order_number bestell_nr bestellnummer invoiceId numero_fattura policy",
    NameKind.FACTOR: "surname last_name date_of_birth postcode plz nachname nazwisko customer_name",
    NameKind.PUBLIC: "product_id shop city artikelnummer producto store_locator",
    NameKind.OPTION: "sort page_size customer_type order_status number_of_guests anzahl_gaeste lang",
    NameKind.IDENTIFIER: "id nr uuid number ref",
    NameKind.SEARCH: "q query search suchbegriff",
    NameKind.UNKNOWN: "x frob foo_bar",
}


@pytest.mark.parametrize(
    ("name", "kind"), [(name, kind) for kind, names in NAMES.items() for name in names.split()]
)
def test_a_name_says_what_the_value_is(name: str, kind: NameKind) -> None:
    assert read_name(name).kind is kind


@pytest.mark.parametrize(
    ("name", "explicit"),
    [
        ("order_number", True),
        ("order", False),  # it may be the order of a list
        ("email", True),
        ("product_id", False),
        ("id", False),
    ],
)
def test_only_an_id_or_a_fact_leaves_no_doubt(name: str, explicit: bool) -> None:
    assert read_name(name).is_explicit is explicit


def test_no_name_says_nothing() -> None:
    assert read_name("").kind is NameKind.UNKNOWN
    assert read_name("___").kind is NameKind.UNKNOWN
