"""Inputs that collect a secret, and honest ones that only look like it."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from dclint.checks.inputs.sensitive_inputs import sensitive_input_collected
from dclint.findings.hit import Hit, NotObservable
from dclint.model.loader import load_connector
from dclint.model.values import Shape

Outcomes = list[Hit | NotObservable]


def outcomes(*inputs: Any, shape: Shape = Shape.DEFINITION) -> Outcomes:
    return list(
        sensitive_input_collected(load_connector({"name": "x", "data_inputs": [*inputs]}, shape))
    )


CODE, PASSWORD, CARD_CODE = "a one-time code", "a password", "the security code of a card"
SSN, PAYMENT_CARD, CARD = (
    "a social security number",
    "the number of a payment card",
    "the number of a card",
)
SECURITY_CODE, KEY, PIN, SECRET = "a security code", "an API key", "a PIN", "a secret"
ANSWER, MAIDEN = "the answer to a security question", "a maiden name"

SECRETS = [
    *((name, PASSWORD) for name in ("password", "Password", "new_password", "currentPassword")),
    *((name, PASSWORD) for name in ("userpassword", "PASSWD", "door-passcode", "pass_passphrase")),
    *((name, PASSWORD) for name in ("password_confirmation", "password2", "Ihr Password")),
    *((name, CARD_CODE) for name in ("cvv", "CVV2", "cardCvc", "cvc_code", "card.cvc")),
    *((name, SSN) for name in ("ssn", "customerSSN", "social_security_number", "socialSecurity")),
    *((name, SSN) for name in ("socialsecuritynumber", "Social Security No")),
    *((name, CODE) for name in ("otp", "otpCode", "OTPCode", "email_otp", "mfa", "mfa_token")),
    *((name, CODE) for name in ("2fa", "2FA", "2fa_code", "code2fa", "one_time_password")),
    *((name, CODE) for name in ("one-time code", "oneTimeCode", "onetime_code", "onetimecode")),
    *((name, SECURITY_CODE) for name in ("verification_code", "verificationCode")),
    *((name, SECURITY_CODE) for name in ("security_code", "card_security_code", "securitycode")),
    *((name, CARD) for name in ("card_number", "cardNumber", "Card Number", "cardnumber")),
    *((name, CARD) for name in ("number_on_card", "card_no", "cardno", "card_num", "card_nr")),
    *((name, PAYMENT_CARD) for name in ("credit_card", "creditCardNumber", "creditcard")),
    *((name, PAYMENT_CARD) for name in ("debit_card_number", "debitcardnumber", "DebitCard")),
    *((name, KEY) for name in ("api_key", "apiKey", "apikey", "API Key", "API_KEY_2")),
    *((name, MAIDEN) for name in ("maiden_name", "mothersMaidenName", "maidenname")),
    *((name, ANSWER) for name in ("security_answer", "answerToSecurityQuestion")),
    *((name, PIN) for name in ("pin", "PIN", "Pin 2", "pin_number", "card_pin", "accountPin")),
    *((name, PIN) for name in ("card_pin_code", "pinnumber", "cardpin")),
    *((name, SECRET) for name in ("secret", "client_secret", "clientSecret", "secret_word")),
    ("card_number_of_id_holder_secret", SECRET),  # no payment card, and yet a secret
    ("member_card_pin", PIN),
]


@pytest.mark.parametrize(("name", "secret"), SECRETS)
def test_names_that_ask_for_a_secret(name: str, secret: str) -> None:
    assert outcomes({"name": "a"}, {"name": name}) == [
        Hit(
            message=f"The input `{name}` asks for {secret} in a conversation",
            at=("data_inputs", 1, "name"),
            remedy={
                CODE: "set `customer_authentication` to true; Intercom then asks for a passcode "
                "itself",
                PAYMENT_CARD: "let people pay on a page of the payment provider",
                KEY: "store the key in a token",
            }.get(secret),
        )
    ]


HONEST = [
    *("pin_code", "pincode", "PinCode", "pin_code_2", "user_pin", "pin_location", "pinboard"),
    *("gift_card_number", "giftCardPin", "gift_card_security_code", "loyalty_card_number"),
    *("loyaltyPassword", "last_4_digits", "last4", "card_last4", "cardNumberLast4"),
    *(
        "card_number_last_4",
        "credit_card_last_four",
        "last_four_of_ssn",
        "last_digits_of_card_number",
    ),
    *("library_card_number", "member_card_number", "membershipCardNumber", "student_card_number"),
    *("rewards_card_number", "bus_card_number", "travel_card_number", "health_card_number"),
    *("insurance_card_number", "id_card_number", "sim_card_number", "access_card_number"),
    *("secret_name", "secretId", "secret_ids", "api_key_id", "apiKeyUuid", "api_key_uuid_2"),
    *("mfa_method", "otp_channel", "password_hint", "passwordPolicy", "client_secret_expires_at"),
    *(
        "secretary",
        "passenger",
        "passport",
        "opinion",
        "pinterest_url",
        "ssntp",
        "cvvs",
        "laptop",
    ),
    *("card", "card_id", "number", "card_type", "order_number", "account_number", "no_card"),
    *(
        "security_question",
        "security_level",
        "verification_id",
        "code",
        "promo_code",
        "discount_code",
    ),
    *("one_time", "time_code", "time_zone_code", "first_name", "maiden", "api_version", "key"),
    *("credit", "credit_note", "debit_note", "social_network", "security_id", "answer"),
    *("2", "4", "2_fast", "fa2", "last_name", "last_order", "four", "digits", "", " ", "___"),
    *("geheimnis", "contraseña", "пароль", "パスワード"),  # English only
]


@pytest.mark.parametrize("name", HONEST)
def test_honest_names(name: str) -> None:
    assert outcomes({"name": name}) == []


@pytest.mark.parametrize(
    ("description", "is_reported"),
    [
        ("The number of the library card, fourteen digits.", False),
        ("Loyalty-card number, on the front", False),
        ("ID card", False),
        ("The Membership Card number.", False),
        ("The digits on the card.", True),
        ("The number of the credit card, or of the gift card.", True),
        ("The bank's student card.", True),
        ("A card from the library.", True),  # it might be one with which people pay there
        ("", True),
        (None, True),
        (5, True),
    ],
)
def test_a_description_tells_which_card_is_meant(description: Any, is_reported: bool) -> None:
    found = outcomes({"name": "card_number", "description": description})
    assert bool(found) is is_reported


@pytest.mark.parametrize("name", ["credit_card_number", "cvv", "password"])
def test_a_description_excuses_nothing_else(name: str) -> None:
    assert outcomes({"name": name, "description": "Of the library card."}) != []


def test_yes_or_no_is_no_secret() -> None:
    assert outcomes({"name": "send_otp", "type": "boolean"}) == []
    for kind in ("string", "integer", "decimal", "number"):
        assert outcomes({"name": "send_otp", "type": kind}) != []


@pytest.mark.parametrize(
    ("data_input", "shape", "expected"),
    [
        ({"name": 5}, Shape.DEFINITION, [NotObservable("data_inputs[].name")]),
        ("cvv", Shape.DEFINITION, [NotObservable("data_inputs[].name")]),
        ({"type": "string"}, Shape.DETAIL, [NotObservable("data_inputs[].name")]),
        ({"type": "string"}, Shape.PATCH, [NotObservable("data_inputs[].name")]),
        ({"type": "string"}, Shape.DEFINITION, []),
    ],
)
def test_names_that_cannot_be_seen(data_input: Any, shape: Shape, expected: Outcomes) -> None:
    assert outcomes(data_input, shape=shape) == expected


def test_exports_show_names() -> None:
    assert outcomes({"name": "cvv"}, shape=Shape.DETAIL) != []


def test_every_input_is_judged_by_itself() -> None:
    found = outcomes({"name": "cvv"}, {"name": "amount"}, {"name": "card_number"})
    assert [hit.at[1] for hit in found if isinstance(hit, Hit)] == [0, 2]


@pytest.mark.parametrize("unit", ["card ", "aB", "1", "a1", "_", "cvv", "last 4 ", " card"])
def test_long_texts_take_linear_time(unit: str, assert_linear: Callable[..., None]) -> None:
    unique = count()

    def prepare(length: int) -> Callable[[], object]:
        text = (unit * length)[:length]
        return lambda: outcomes(
            {"name": f"{next(unique)}{text}"},  # a new one each time, so that nothing is remembered
            {"name": "card_number", "description": text},
        )

    assert_linear(prepare)
