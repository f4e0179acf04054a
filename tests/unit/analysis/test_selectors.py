"""What the name of an input says: whom or what it chooses."""

import pytest

from dclint.analysis.selectors import InputClass, classify_input, split_words

NAMES = {
    "email": "person",
    "customerEmail": "person",
    "e-mail": "person",
    "emails": "person",
    "order_email": "person",  # the person counts before the record
    "emailaddress": "person",
    "PHONE_NUMBER": "person",
    "iban": "person",
    "user_name": "factor",
    "userName": "factor",
    "username": "person",
    "last_name": "factor",
    "lastName": "factor",
    "customer_last_name": "factor",  # the factor counts before the person
    "full_name": "factor",
    "name": "none",
    "date_of_birth": "factor",
    "dob": "factor",
    "zip": "factor",
    "postcode": "factor",
    "confirmation_number": "factor",  # so the word itself says
    "order_confirmation_number": "factor",
    "customer": "person",
    "customers": "person",
    "customer_id": "person",
    "customerIDs": "person",
    "userid": "person",
    "account_number": "person",
    "shopify_customer_id": "person",
    "customer_account": "person",
    "account_type": "none",
    "customer_segment": "none",
    "order": "ref",
    "orders": "ref",
    "order_id": "ref",
    "orderID": "ref",
    "orderId2": "ref",
    "ordernumber": "ref",
    "order_no": "ref",
    "Order Number": "ref",
    "id_order": "ref",
    "order_status": "none",
    "order_status_code": "none",  # the code is the status's
    "customer_order_id": "ref",  # the id is the order's
    "deliveries": "ref",
    "policies": "ref",
    "tracking_number": "ref",
    "policy_no": "ref",
    "subscription_key": "ref",
    "vin": "ref",
    "product": "none",
    "product_id": "none",
    "categories": "none",
    "category_id": "none",
    "store_number": "none",
    "conversation_id": "none",
    "conversationPartId": "none",
    "order_product_id": "none",
    "id": "ref",
    "uuid": "ref",
    "external_id": "ref",
    "reference": "ref",
    "XMLFileID": "ref",
    "identity": "none",
    "idea": "none",
    "valid": "none",
    "ref_": "ref",
    "message": "none",
    "query": "none",
    "url": "none",
    "numero_pedido": "none",  # not English
    "idéal": "none",
    "": "none",
    "_": "none",
}


@pytest.mark.parametrize(("name", "expected"), NAMES.items())
def test_an_input_is_classed_by_its_name(name: str, expected: str) -> None:
    assert classify_input(name).value == expected


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("customerID", ("customer", "id")),
        ("VATNumber", ("vat", "number")),
        ("orderIDs", ("order", "ids")),
        ("Last Message Body", ("last", "message", "body")),
        ("address_line1", ("address", "line", "1")),
        ("größeKunde", ("größe", "kunde")),
    ],
)
def test_a_name_is_split_into_words(name: str, parts: tuple[str, ...]) -> None:
    assert split_words(name) == parts


def test_classes_are_all_used() -> None:
    assert {classify_input(name) for name in NAMES} == set(InputClass)
