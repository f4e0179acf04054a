"""Formats of credentials, names that hold one, stand-ins, and masks."""

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dclint
from dclint.secrets.patterns import (
    Secret,
    find_secrets,
    is_benign,
    mask_span,
    select_providers,
)
from dclint.secrets.redaction import redact_text

DATA = json.loads((Path(dclint.__file__).parent / "data" / "secrets.json").read_text("utf-8"))
PROVIDERS: list[dict[str, Any]] = DATA["providers"]


def examples(label: str) -> list[Any]:
    """The examples lie in pieces, so that no scanner of repositories takes them for real."""
    return [
        pytest.param(entry["name"], "".join(pieces), id=f"{entry['name']} {number}")
        for entry in PROVIDERS
        for number, pieces in enumerate(entry[label])
    ]


TOKEN = {entry["name"]: "".join(entry["true"][0]) for entry in PROVIDERS}
STRIPE, GITHUB = TOKEN["Stripe secret key"], TOKEN["GitHub token"]
JWT, PEM = TOKEN["JSON Web Token"], TOKEN["Private key"]


@pytest.mark.parametrize(
    "around",
    [
        *("{}", '"{}"', "'{}'", "Bearer {}", "key={}&x=1", "see {}, then go on", "<b>{}</b>"),
        *("\t{}\n", "?auth=Bearer%20{}", "%22{}%22"),
    ],
)
@pytest.mark.parametrize(("kind", "text"), examples("true"))
def test_a_token_is_found_by_its_format(kind: str, text: str, around: str) -> None:
    before, after = around.split("{}")
    (secret,) = find_secrets(before + text + after)
    assert secret.kind == kind
    assert len(before) <= secret.start < secret.end <= len(before + text)


@pytest.mark.parametrize(("kind", "text"), examples("false"))
def test_what_only_resembles_a_token_is_not_found(kind: str, text: str) -> None:
    assert [secret for secret in find_secrets(text) if secret.kind == kind] == []


@pytest.mark.parametrize("entry", PROVIDERS, ids=lambda entry: str(entry["name"]))
def test_a_format_is_described_completely(entry: dict[str, Any]) -> None:
    assert ("prefixes" in entry) != ("keywords" in entry)
    assert all(len(prefix) >= 3 for prefix in entry.get("prefixes", ["abc"]))
    assert entry["true"]
    assert entry["false"]
    assert re.compile(entry["pattern"]).groups <= 1
    assert not re.search(r"[*+}]\)[*+{]", entry["pattern"]), "a quantifier in a quantifier"


def test_no_file_holds_a_whole_token() -> None:
    text = (Path(dclint.__file__).parent / "data" / "secrets.json").read_text("utf-8")
    assert list(find_secrets(text)) == []


def test_formats_have_a_name_each_and_the_list_a_date() -> None:
    names = [entry["name"] for entry in PROVIDERS]
    assert len(set(names)) == len(names)
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", DATA["version"])


@pytest.mark.parametrize(
    "text",
    [
        "pk_live_Wq8Zt3Lm6Rb1Xc9Vn5Hs2Kd7",
        "sb_publishable_Wq8Zt3Lm6Rb1Xc9Vn5Hs2K_d7f8g9h0",
        "rzp_live_Wq8Zt3Lm6Rb1Xc",
        "live_Wq8Zt3Lm6Rb1Xc9Vn5Hs2Kd7Q4p",  # Paddle's token for web pages
        "hooks.zapier.com/hooks/catch/1234567/b3n7g1v5z9k2x6q0/",  # an address, as many have
        "Bearer token-based-authentication-of-version-2",
        "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...",
        "Bearer {{user.session_token}}, Basic {{user.credentials_of_shop_2026}}",
        "Basic authentication; basic auth_with_user_and_password_1",
        "sk_buff_head_of_every_packet_that_waits",
        "api_orders.by_customer_and_day_of_week.list",
        "https://5e0c9a71d3b86f24e7a09c5b1d8f3627@o4501.ingest.sentry.io/45017",
        "d41d8cd98f00b204e9800998ecf8427e",
        "5f0c1d7e-88b2-4c0f-9a53-2f6f0a1be9d4",
        "c2Vjb25kLXBhZ2UtMjAyNi0xMS0yMVQwODoxNTowMFo=",
        "https://api.shop.com/path/to/{{order_id}}/patient-records-and-more",
        "validate_missing_attributes_and_key_names",
        "",
    ],
)
def test_public_keys_ids_and_hashes_are_no_secrets(text: str) -> None:
    assert list(find_secrets(text)) == []


def test_secrets_come_from_left_to_right() -> None:
    text = f"{GITHUB} {STRIPE} {GITHUB}"
    assert [secret.kind for secret in find_secrets(text)] == [
        "GitHub token",
        "Stripe secret key",
        "GitHub token",
    ]


def test_a_stand_in_in_a_known_format_is_no_secret() -> None:
    assert list(find_secrets("sk_live_" + "x" * 24)) == []
    assert list(find_secrets("sk_live_" + "YourSecretKeyGoesHere123")) == []


def test_overlapping_formats_are_one_secret() -> None:
    url = "https://shop.blob.core.windows.net/labels?sig=" + JWT.replace(".", "_")[:60] + "%3D"
    (secret,) = find_secrets(url)
    assert secret.kind == "Azure SAS signature"


def test_a_hint_elsewhere_tells_what_to_look_for() -> None:
    text = TOKEN["Twilio API key"].split()[1]
    assert list(find_secrets(text)) == []
    assert [s.kind for s in find_secrets(text, select_providers("at api.twilio.com " + text))] == [
        "Twilio API key"
    ]


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Basic", "basic"])
@pytest.mark.parametrize("stand_in", ["x" * 24, "YourTokenGoesHere1234567", "*" * 24, "<token>"])
def test_a_stand_in_behind_a_scheme_is_no_secret(scheme: str, stand_in: str) -> None:
    assert list(find_secrets(f"Authorization: {scheme} {stand_in}")) == []


def test_a_known_format_behind_a_scheme_keeps_its_name() -> None:
    (secret,) = find_secrets(f"curl -H 'Authorization: Bearer {GITHUB}'")
    assert secret.kind == "GitHub token"


def test_plain_text_is_suspected_of_nothing() -> None:
    assert (
        select_providers("Returns carrier and delivery day of an order, see /path/{{order_id}}")
        == ()
    )
    assert (
        select_providers(
            "https://api.shop-of-the-whole-family.com/pat/shpat.gallery_of_the_month.html"
        )
        == []
    )


BENIGN = [
    ("short77", "shorter than 8"),
    ("YOUR_API_KEY", ""),
    ("Bearer-from-your-account", ""),
    ("example-key-1", ""),
    ("my-sample-token", ""),
    ("dummy12345", ""),
    ("token-placeholder", ""),
    ("ChangeMe!1", ""),
    ("change-me-now", ""),
    ("replace_this_9", ""),
    ("INSERT-TOKEN", ""),
    ("[REDACTED-1]", ""),
    ("api_key_here", "`_here`"),
    ("TODO: ask Jo", ""),
    ("abcXXXXdef12", "four x in a row, in any case"),
    ("<api-token>", ""),
    ("key <from vault>", "anywhere in the text"),
    ("${API_TOKEN}", ""),
    ("$API_TOKEN", ""),
    ("pre-$TOKEN-post", ""),
    ("%API_TOKEN%", ""),
    ("op://shop/stripe/key", ""),
    ("vault:kv/stripe", ""),
    ("secrets.STRIPE_KEY", ""),
    ("process.env.STRIPE", ""),
    ("env:STRIPE_KEY", ""),
    ("ENV('STRIPE')", ""),
    ("{{ user.token }}", ""),
    ("abc{{x}}defghijk", "the rest is no literal"),
    ("****************", ""),
    ("x.X-_#0* \u2022\u2022\u2022\u2022", "fillers only, though more than 4 different ones"),
    ("abcdabcdabcd", "at most 4 different characters"),
]

REAL = [
    ("7f3k9q2m", "8 characters are enough"),
    ("abcdeabc", "5 different characters are enough"),
    ("xxx1yyy2zzz3", "three x in a row"),
    ("p4$W0rd9-Kiel", "a dollar within a word"),
    ("$2b$12$Kix4ThAt1sAHash", "digits behind the dollar"),
    ("abc%C3%A4def%20gh", "percent-encoding"),
    ("a%AB%CDefgh12", "percent-encoding with letters"),
    ("Kv7<moor", "an angle that opens nothing"),
    ("sevenv.key1", "`env.` within a word"),
    ("heretic-77-b", "`here` without the underscore"),
    ("c2hvcGJvdDprbDctV2FybQ==", ""),
    ("correct horse battery", ""),
]


@pytest.mark.parametrize(("literal", "remark"), BENIGN)
def test_a_stand_in_is_benign(literal: str, remark: str) -> None:
    assert is_benign(literal), remark


@pytest.mark.parametrize(("literal", "remark"), REAL)
def test_anything_else_may_be_a_secret(literal: str, remark: str) -> None:
    assert not is_benign(literal), remark


@pytest.mark.parametrize(
    ("text", "span", "masked"),
    [
        ("key 7f3k9q2m5x end", (4, 14), "key 7f3k****** end"),
        ("pw is Kiel-7", (6, 12), "pw is ******"),  # shorter than 8: nothing is shown
        ("abcd\r\nefghij\nk", (0, 14), "abcd\r\n******\n*"),  # line breaks stay
        ("abc", (1, 1), "abc"),
        ("abc", (0, 99), "***"),
    ],
)
def test_a_mask_keeps_the_length_and_shows_four_characters(
    text: str, span: tuple[int, int], masked: str
) -> None:
    assert mask_span(text, *span) == masked


REDACTED = [
    ("", "", ""),
    ("url: https://api.shop.com/a?b=c", "url: https://api.shop.com/a?b=c", "nothing to hide"),
    ('{"api_key": "7f3k9q2m"', '{"api_key": "7f3k****"', "no end"),
    ('{"apiKey":"7f3k9q2m","a":1', '{"apiKey":"7f3k****","a":1', ""),
    ('{"token": "7f3k9q2m', '{"token": "7f3k****', "no quote at the end"),
    ('{"password": "ab\\"cdefgh"', '{"password": "ab\\"******"', "an escaped quote"),
    ('{"password": 12345678, "a": 1', '{"password": 1234****, "a": 1', "no string"),
    (
        '"body": "{\\"secret\\": \\"7f3k9q2m\\"}"',
        '"body": "{\\"secret\\": \\"7f3k****\\"}"',
        "JSON in JSON",
    ),
    ("token: 7f3k9q2m", "token: 7f3k****", "YAML"),
    ("secret: '7f3k''9q2m'", "secret: '7f3k******'", "a YAML quote in quotes"),
    ("password: |\n  7f3k9q2m\nname: x", "password: |\n  7f3k****\nname: x", "a block"),
    ("X-Api-Key: 7f3k9q2m", "X-Api-Key: 7f3k****", "a header as such"),
    ("?a=1&api_key=7f3k9q2m&b=2", "?a=1&api_key=7f3k****&b=2", "a query"),
    ("Authorization: Bearer 7f3k9q2m", "Authorization: Bear***********", "scheme and all"),
    ("say Bearer 7f3k9q2m please", "say Bearer 7f3k**** please", ""),
    ("basic c2hvcGJvdDpr", "basic c2hv********", ""),
    ("name: Basic information.", "name: Basic information.", "a word"),
    (
        '"name": "Authorization", "value": "7f3k9q2m"',
        '"name": "Authorization", "value": "7f3k****"',
        "",
    ),
    (
        "- name: X-Api-Key\n  value: abcdefgh",
        "- name: X-Api-Key\n  value: abcd****",
        "no digit needed",
    ),
    ("  value: 7f3k9q2m", "  value: 7f3k****", "the header's name is on another line"),
    ("  value: application/vnd.api+json", "  value: application/vnd.api+json", "no digit"),
    ("  value: Basic wiring", "  value: Basic wiring", "too short for a credential"),
    ("value: {{order_id}}", "value: {{order_id}}", "placeholders stay"),
    ('"token": "{{user.token}}"', '"token": "{{user.token}}"', "placeholders stay"),
    ("https://jo:Kiel7@shop.com/a@b", "https://jo:*****@shop.com/a@b", "userinfo"),
    ("https:\\/\\/jo:Kiel7@shop.com", "https:\\/\\/jo:*****@shop.com", "escaped slashes"),
    ("mail jo@shop.com", "mail jo@shop.com", "an address is no password"),
    ("page_size: 20, sort: token_type", "page_size: 20, sort: token_type", "names alone"),
]


@pytest.mark.parametrize(("text", "redacted", "remark"), REDACTED)
def test_a_text_that_cannot_be_parsed_is_redacted(text: str, redacted: str, remark: str) -> None:
    assert redact_text(text) == redacted, remark


@pytest.mark.parametrize(
    "token", [STRIPE, GITHUB, JWT, PEM], ids=["stripe", "github", "jwt", "pem"]
)
def test_a_known_format_is_redacted_wherever_it_stands(token: str) -> None:
    text = redact_text(f"{{'note': {token}")
    assert token[4:] not in text
    assert text.count("\n") == token.count("\n")


def test_a_secret_that_reaches_beyond_the_literal_is_masked_to_its_end() -> None:
    text = redact_text(f'"secret": "see {PEM}')
    assert not any(line in text for line in PEM.splitlines())


def test_overlapping_secrets_show_their_first_four_characters_only() -> None:
    assert redact_text(f"Authorization: Bearer {STRIPE}").startswith("Authorization: Bear****")
    assert STRIPE[:8] not in redact_text(f"Authorization: Bearer {STRIPE}")


@given(st.text(st.sampled_from("aT0:=&\"'\\{}/@ \n,") | st.sampled_from("key"), max_size=60))
def test_redaction_keeps_lines_and_columns(text: str) -> None:
    redacted = redact_text(text)
    assert len(redacted) == len(text)
    assert [c for c in redacted if c in "\r\n"] == [c for c in text if c in "\r\n"]


@given(st.text(max_size=60), st.sampled_from(sorted(TOKEN)))
def test_find_yields_disjoint_spans_of_the_text(text: str, kind: str) -> None:
    whole = f"{text} {TOKEN[kind]} {text}"
    secrets = list(find_secrets(whole))
    assert Secret(-1, 0, "") < min(secrets)
    ends = [0, *(secret.end for secret in secrets)]
    starts = [*(secret.start for secret in secrets), len(whole)]
    assert all(end <= start for end, start in zip(ends, starts, strict=True))


def hostile(kind: str, length: int) -> list[str]:
    """Texts that begin like a token again and again, or go on like one without end."""
    token = TOKEN[kind]
    half, most = token[: len(token) // 2], token[:-1]
    entry = next(entry for entry in PROVIDERS if entry["name"] == kind)
    (first, *_) = entry.get("prefixes") or entry["keywords"]
    seeds = [first, f"{first} ", f"{first}-", f" {half}", f"{most}-", f"{most}\n"]
    texts = [seed * (length // len(seed)) for seed in seeds]
    return [*texts, *(f"{half}{c * length}" for c in "a.-%/ ")]


@pytest.mark.parametrize("kind", TOKEN)
def test_searching_takes_linear_time(kind: str, assert_linear: Callable[..., None]) -> None:
    for number in range(len(hostile(kind, 1))):

        def prepare(length: int, number: int = number) -> Callable[[], object]:
            text = hostile(kind, length)[number]
            return lambda: list(find_secrets(text))

        assert_linear(prepare, 80_000)


@pytest.mark.parametrize(
    "seed",
    [
        *("token:", 'token":', 'token":"', "token='", 'token: "\\', "token=", "token ", "token\n"),
        *('token", ', 'authorization", "value', "value:", "value: a", "value:a1", "value: a1:"),
        *("bearer ", "basic a", "//", "//a", "//:", "//@", "//a:a", "\\/", '\\"', "{{", "{{a}}"),
        *("secret: |\n", "sig", "key:\t", "password:'", "password:''", "<", "${", "%A", "env"),
    ],
)
@pytest.mark.parametrize("function", [redact_text, is_benign])
def test_redacting_takes_linear_time(
    seed: str, function: Callable[[str], object], assert_linear: Callable[..., None]
) -> None:
    for filling in ("", "a" * 50, " " * 50):

        def prepare(length: int, part: str = seed + filling) -> Callable[[], object]:
            return partial(function, part * (length // len(part)))

        assert_linear(prepare, 100_000)
