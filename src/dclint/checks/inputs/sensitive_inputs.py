"""Inputs that collect a secret, told by their names: what nobody may be asked for in a chat."""

import functools
from collections.abc import Iterator
from itertools import pairwise

from dclint.analysis.placeholders import is_unseen
from dclint.base.quoting import quote_text
from dclint.base.words import split_words
from dclint.findings.hit import Hit, NotObservable
from dclint.model.connector import Connector
from dclint.model.values import DataInput
from dclint.ruleset.rule import Outcome

_MAX_NAME_LENGTH = 200  # characters of a name that are looked at


def sensitive_input_collected(connector: Connector) -> Iterator[Outcome]:
    """Report inputs whose names say that somebody types a secret."""
    for index, data_input in enumerate(connector.known_inputs):
        name = data_input.name
        if not isinstance(name, str):
            if is_unseen(connector, name):
                yield NotObservable("data_inputs[].name")
        elif (secret := _detect_secret(name[:_MAX_NAME_LENGTH])) and _asks_for_secret(
            data_input, secret
        ):
            yield Hit(
                message=f"The input {quote_text(name)} asks for {secret} in a conversation",
                at=("data_inputs", index, "name"),
                remedy=_REMEDIES.get(secret),
            )


_PASSWORD, _CODE, _SSN = "a password", "a one-time code", "a social security number"
_CARD, _ANY_CARD = "the number of a payment card", "the number of a card"
_API_KEY, _PIN = "an API key", "a PIN"

# Words that tell of a secret when a name has all of them: passwords and one-time codes (NIST SP
# 800-63B), the data of cards (PCI DSS 4.0, 3.3 and 3.4), what identifies people to authorities.
_SECRET_WORDS = tuple(
    (frozenset(words.split()), secret)
    for secret, alternatives in {
        _CODE: "otp, mfa, 2fa, one time code, one time password, sms code, login code",
        _PASSWORD: "password, passwd, passcode, passphrase",
        "the security code of a card": "cvv, cvc",
        _SSN: "ssn, social security",
        _CARD: "credit card, debit card",
        _ANY_CARD: "card number",
        "a security code": "verification code, security code",
        _API_KEY: "api key",
        "a maiden name": "maiden name",
        "the answer to a security question": "security answer",
        _PIN: "pin number, pin card, pin account",
        "a secret": "secret",
    }.items()
    for words in alternatives.split(", ")
)

_REMEDIES = {
    _CODE: "set `customer_authentication` to true; Intercom then asks for a passcode itself",
    _CARD: "let people pay on a page of the payment provider",
    _API_KEY: "store the key in a token",
}

# What people write as one word in lower case, or shorten.
_COMPOUND_WORDS = {
    "onetime": "one time",
    "onetimecode": "one time code",
    "creditcard": "credit card",
    "creditcardnumber": "credit card number",
    "debitcard": "debit card",
    "debitcardnumber": "debit card number",
    "cardnumber": "card number",
    "cardno": "card number",
    "cardpin": "card pin",
    "pinnumber": "pin number",
    "verificationcode": "verification code",
    "securitycode": "security code",
    "securityanswer": "security answer",
    "socialsecurity": "social security",
    "socialsecuritynumber": "social security",
    "maidenname": "maiden name",
    "apikey": "api key",
    "num": "number",
    "nr": "number",
}

# A name that ends so asks for something about the secret: `secret_name`, `mfa_method`.
_DESCRIPTIVE_WORDS = frozenset(
    "id ids uuid guid name names type types method channel label hint pattern policy algorithm "  # noqa: SIM905
    "length size count days at status".split()
)

# Every name that asks for a secret has one of them: most names are settled by that.
_SECRET_FRAGMENTS = (
    *("pass", "secret", "card", "code", "key", "pin", "otp", "fa", "cvv", "cvc", "ssn"),
    *("social", "time", "maiden", "answer"),
)


@functools.lru_cache(maxsize=8192)
def _detect_secret(name: str) -> str | None:
    """Tell what secret an input called `name` collects."""
    if not any(map(name.lower().__contains__, _SECRET_FRAGMENTS)):
        return None
    parts = split_words(name)
    words = _normalize_words(parts)
    if words & {"gift", "loyalty", "last4"} or ("last" in words and words & {"four", "digits"}):
        return None
    legible = [part for part in parts if not part.isdecimal()]
    if legible == ["pin"]:
        return _PIN
    for sign, secret in _SECRET_WORDS:
        if not sign <= words or legible[-1] in _DESCRIPTIVE_WORDS - sign:
            continue
        if secret != _ANY_CARD or not words & _NON_PAYMENT_CARDS:
            return secret
    return None


def _normalize_words(parts: tuple[str, ...]) -> frozenset[str]:
    """List the words of a name, with `2fa` and `last4` undivided and `mypassword` divided."""
    words = {word for part in parts for word in _COMPOUND_WORDS.get(part, part).split()}
    for one, other in pairwise(parts):
        if one.isdecimal() or other.isdecimal():
            words.add(one + other)
        elif (one, other) == ("card", "no"):
            words.add("number")
    if any(part.endswith("password") for part in parts):
        words.add("password")
    return frozenset(words)


# Cards with which nobody pays.
_NON_PAYMENT_CARDS = frozenset(
    "library reader member members membership club student staff employee badge access key entry "  # noqa: SIM905
    "visitor reward rewards bonus points fidelity discount voucher stamp gift loyalty bus travel "
    "transit transport metro rail train ferry oyster parking ski season health medical medicare "
    "insurance patient vaccination donor id identity identification sim report voter".split()
)


def _asks_for_secret(data_input: DataInput, secret: str) -> bool:
    """Whether a secret itself is asked for: not yes or no, and no card of another kind."""
    if data_input.type == "boolean":
        return False
    description = data_input.description
    if secret != _ANY_CARD or not isinstance(description, str):
        return True
    words = split_words(description)
    if not {"credit", "debit", "payment", "bank"}.isdisjoint(words):
        return True
    return not any(one in _NON_PAYMENT_CARDS and other == "card" for one, other in pairwise(words))
