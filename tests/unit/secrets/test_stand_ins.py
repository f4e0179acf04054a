"""Texts that only mark where a credential belongs, and texts that are references or credentials."""

import pytest

from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.secrets.literals import find_stand_ins
from dclint.secrets.patterns import is_benign, is_stand_in

STAND_INS = [
    *(
        "YOUR_TOKEN",
        "your-api-key",
        "<api-key>",
        "<token>",
        "{API_KEY}",
        "[TOKEN]",
        "...",
        "\u2026",
    ),
    *("xxxxxxxx", "changeme", "CHANGE_ME", "insert-key-here", "api_key", "my token", "TOKEN"),
    *("replace_with_key", "dummy", "paste token here"),
]
OTHERS = [
    *("7f3k9q2m5x8w1z4v", "op://shop/maps/key", "${API_KEY}", "ENC[AES256_GCM,data:x]", "$TOKEN"),
    *("arn:aws:secretsmanager:eu:1:secret:x", "", "eyJhbGciOiJIUzI1NiJ9.e30.x", "****", "Bearer"),
]


@pytest.mark.parametrize("text", STAND_INS)
def test_a_stand_in_is_known_and_is_no_secret(text: str) -> None:
    assert is_stand_in(text)
    assert is_benign(text) or len(text) < 20  # too short a text for a credential, or known as none


@pytest.mark.parametrize("text", OTHERS)
def test_a_reference_or_a_credential_is_no_stand_in(text: str) -> None:
    assert not is_stand_in(text)


REFERENCES = [
    *("ENC[AES256_GCM,data:Tm90aGluZw==]", "arn:aws:secretsmanager:eu-1:1:secret:shop"),
    *("@Microsoft.KeyVault(SecretUri=https://a.vault.azure.net/secrets/b)", "7f3k9q2m5x..."),
    "sk_live_4…",
]


@pytest.mark.parametrize("text", REFERENCES)
def test_a_reference_a_ciphertext_and_a_cut_off_sample_are_no_secrets(text: str) -> None:
    assert is_benign(text)


def test_stand_ins_are_found_in_headers_and_parameters_of_credentials() -> None:
    raw = {
        "url": "https://a.io/x?api_key=YOUR_KEY&lang=your",
        "headers": [
            {"name": "Authorization", "value": "Bearer YOUR_TOKEN"},
            {"name": "X-Note", "value": "YOUR_TOKEN"},
            {"name": "X-Api-Key", "value": "{{shop.key}}"},
        ],
    }
    found = list(find_stand_ins(load_connector(raw, Shape.DEFINITION)))
    assert [(each.at, each.kind) for each in found] == [
        (("headers", 0, "value"), "authorization"),
        (("url",), "api_key"),
    ]
    assert "Bearer YOUR_TOKEN"[found[0].start : found[0].end] == "YOUR_TOKEN"
