"""Dotted names in placeholders: which are wrong, and what is meant."""

import pytest

from dclint.analysis.attribute_names import (
    DottedFault,
    DottedName,
    index_letters,
    judge_dotted_name,
)

INPUTS = index_letters(("order_id", "customerNumber", "user_id", "ticket_id"))

HONEST = [
    *("user.email", "user.user_id", "contact.external_id", "company.name", "conversation.id"),
    *("User.Email", "user.custom_attributes.emial", "contact.First_Name", "user.plan", "user.age"),
    *("user.emails", "user.names", "user.ids", "user.game", "user.role", "user.photo", "user.city"),
    *("user.id", "ticket.id", "custom_attributes.stripe_id", "order.number", "orders.id"),
    *("shop.key", "company.plan", "company.api_url", "usr.plan", "uber.token", "tables.key"),
]


@pytest.mark.parametrize("name", HONEST)
def test_nothing_is_said_against_an_attribute_that_may_exist(name: str) -> None:
    assert judge_dotted_name(name, INPUTS, ()) is None


MISSPELT = [
    ("user.emial", "user.email"),
    ("user.emai", "user.email"),
    ("user.emaill", "user.email"),
    ("user.nmae", "user.name"),
    ("user.userId", "user.user_id"),
    ("contact.externalid", "contact.external_id"),
    ("contact.pone", "contact.phone"),
    ("company.nmae", "company.name"),
    ("usr.email", "user.email"),
    ("users.email", "user.email"),
    ("contcat.phone", "contact.phone"),
    ("conversaton.id", "conversation.id"),
    ("usr.custom_attributes.plan", "user.custom_attributes.plan"),
]


@pytest.mark.parametrize(("name", "meant"), MISSPELT)
def test_a_slip_in_a_standard_attribute_is_known(name: str, meant: str) -> None:
    assert judge_dotted_name(name, INPUTS, ()) == DottedName(DottedFault.MISSPELT, meant)


@pytest.mark.parametrize("name", ["user.", ".email", "user. ", "user.custom_attributes.", "."])
def test_a_dot_has_something_on_both_sides(name: str) -> None:
    assert judge_dotted_name(name, INPUTS, ()) == DottedName(DottedFault.NO_ATTRIBUTE)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("order.id", "order_id"), ("Order.ID", "order_id"), ("customer.number", "customerNumber")],
)
def test_a_dotted_name_may_mean_an_input(name: str, meant: str) -> None:
    assert judge_dotted_name(name, INPUTS, ()) == DottedName(DottedFault.INPUT, meant)


def test_an_attribute_that_the_workspace_has_is_no_slip() -> None:
    assert judge_dotted_name("user.emai", {}, ("custom_attributes.emai",)) is None
    assert judge_dotted_name("user.emai", {}, ("emai",)) is None
