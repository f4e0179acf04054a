"""Emoji in names, hidden characters, missing descriptions: what is reported, where, how gravely."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import emoji
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dclint.checks.texts import required_texts as texts
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Profile, Severity
from dclint.model.connector import Connector
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome
from dclint.syntax import characters, unicode_tables

Check = Callable[[Connector], Iterator[Outcome]]
TAGGED_ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
TAGGED_SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
TAGGED_WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
TAGGED_TEXAS = "\U0001f3f4\U000e0075\U000e0073\U000e0074\U000e0078\U000e007f"

KNOWN_EMOJI = [
    text
    for text, data in emoji.EMOJI_DATA.items()
    if data["E"] <= float(unicode_tables.UNICODE_VERSION.partition(".")[0])
]
RGI = [
    text for text in KNOWN_EMOJI if emoji.EMOJI_DATA[text]["status"] != emoji.STATUS["unqualified"]
]


def run(
    check: Check, raw: dict[str, Any], shape: Shape = Shape.DEFINITION
) -> tuple[list[Hit], list[str]]:
    """What a check says of a connector: its hits, and the facts that it could not see."""
    outcomes = list(check(load_connector(raw, shape)))
    hits = [outcome for outcome in outcomes if isinstance(outcome, Hit)]
    facts = [outcome.fact for outcome in outcomes if isinstance(outcome, NotObservable)]
    assert len({hit.at for hit in hits}) == len(hits), "one hit a pointer"
    return hits, facts


def named(name: str) -> list[Hit]:
    return run(texts.emoji_in_name, {"name": name})[0]


def hidden_in(description: str) -> list[Hit]:
    return run(texts.hidden_unicode, {"description": description})[0]


def fragment(text: str, hit: Hit) -> str:
    assert hit.fragment is not None
    start, end = hit.fragment
    return text[start:end]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("📦 Order status", "📦"),
        ("Order status 📦", "📦"),
        ("Order📦status", "📦"),
        ("🏻", "🏻"),  # a skin tone alone
        ("Call 👍🏽", "👍🏽"),
        ("Climb ☝🏽", "☝🏽"),  # a text symbol that a skin tone makes a picture
        ("♥\ufe0f points", "♥\ufe0f"),
        ("Care\u2122\ufe0f", "\u2122\ufe0f"),  # even a trade mark, if somebody asks for a picture
        ("Room 3\ufe0f\u20e3", "3\ufe0f\u20e3"),
        ("Room #\u20e3", "#\u20e3"),  # a keycap needs no U+FE0F
        ("Press *\u20e3", "*\u20e3"),
        ("Shops 🇩🇪🇫🇷", "🇩🇪"),
        ("Shops 🇩", "🇩"),  # half a flag
        ("Shops " + TAGGED_WALES, TAGGED_WALES),
        ("Family 👨‍👩‍👧 plan", "👨‍👩‍👧"),
        ("Court \u2696\u200d\u2696", "\u2696\u200d\u2696"),  # joined, though both are text
        ("Sport ⛹🏽\u200d♂\ufe0f", "⛹🏽\u200d♂\ufe0f"),
        ("⌚\ufe0e and ⌚", "⌚"),  # the first is text, the second is not
    ],
)
def test_an_emoji_in_a_name_is_an_error(name: str, found: str) -> None:
    (hit,) = named(name)
    assert (fragment(name, hit), hit.at) == (found, ("name",))
    assert hit.severity is None
    assert hit.profile is None


@pytest.mark.parametrize(
    "name",
    [
        "Order status",
        "",
        "0123456789 #*",
        "Bücher · Заказ · 注文の状況 · สถานะ · حالة · הזמנה · 주문",
        "№ ✓ § ° µ Ω → ∞ € ½ ① ㈱ ★ ♪",
        "© ® ™ ℹ ↔ ‼ Ⓜ ▪ ㊗",  # Emoji=Yes, but text by default and no pictures
        "⌚\ufe0e Opening hours",  # asked for as text
        "1\ufe0f",  # a keycap that is none
        "© \ufe0f",
        "a\u20e3",
        "©\u200da",  # joined to no picture
        "می\u200cخواهم",
    ],
)
def test_a_name_without_emoji_is_silent_even_for_pedants(name: str) -> None:
    assert named(name) == []


@pytest.mark.parametrize("sign", [*"0123456789#*©®™№✓"])
def test_a_sign_that_is_no_emoji_is_silent(sign: str) -> None:
    assert named(f"Order {sign}") == []


@pytest.mark.parametrize("symbol", [*"☎✔❤✈☀⚠♻", "❤\ufe0e"])
def test_a_picture_that_is_text_by_default_is_a_note_for_pedants(symbol: str) -> None:
    (hit,) = named(f"Order {symbol}")
    assert (hit.profile, hit.severity) == (Profile.PEDANTIC, Severity.INFO)


def test_a_name_with_both_has_one_hit_and_it_is_the_error() -> None:
    (hit,) = named("☎ or 📦")
    assert (hit.fragment, hit.profile) == ((5, 6), None)


def test_every_recommended_emoji_is_recognised_as_a_whole() -> None:
    assert len(RGI) > 3_000
    assert [text for text in RGI if not characters.emoji_pattern().fullmatch(text)] == []


def test_further_emoji_are_counted() -> None:
    (hit,) = named("📦 Order 🇩🇪 status 👨‍👩‍👧")
    assert hit.message == "The name contains the emoji `📦` and 2 more"


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("📦 Order  status", "call it `Order status`"),
        ("Order 📦 status 🇩🇪", "call it `Order status`"),
        ("Order📦status", "call it `Orderstatus`"),
        ("📦", None),
        ("📦 42", None),  # no letter remains
        ("Step 1📦\u20e3", None),  # without the parcel a keycap comes together
        ("📦 " + "Order status " * 10, None),  # too long to be shown whole
    ],
)
def test_a_new_name_is_proposed_if_letters_remain(name: str, remedy: str | None) -> None:
    (hit,) = named(name)
    assert hit.remedy == remedy


@pytest.mark.parametrize(("raw", "shape"), [({}, Shape.PATCH), ({"name": 7}, Shape.DEFINITION)])
def test_a_name_that_cannot_be_seen_is_not_judged(raw: dict[str, Any], shape: Shape) -> None:
    assert run(texts.emoji_in_name, raw, shape)[0] == []


@given(st.text("a1 #\u20e3\ufe0e\ufe0f\u200d📦❤☎🇩🏽⌚"))
@example("Step 1📦\u20e3")
def test_a_proposed_name_has_no_emoji(name: str) -> None:
    for hit in named(name):
        if hit.remedy:
            assert all(other.profile for other in named(hit.remedy))


ALWAYS_HIDDEN = [
    *"\x00\x01\x08\x0b\x0c\x0e\x1b\x1f\x7f",
    *"\x80\x85\x9f",
    *"\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5\u180e",
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    *"\u2060\u2061\u2064\u206a\u206f\ufeff",
    *"\ufff9\ufffb\ue000\uf8ff",
    *"\U0001bca0\U0001bca3\U0001d173\U0001d17a",
    *"\U000e0000\U000e0001\U000e0041\U000e007f",
    *"\U000f0000\U000ffffd\U00100000\U0010fffd",
]


@pytest.mark.parametrize("character", ALWAYS_HIDDEN, ids=lambda c: f"U+{ord(c):04X}")
@pytest.mark.parametrize("around", ["{}", "Order {} status", "סטטוס {}", "ក{}ក", "📦{}📦"])
def test_a_hidden_character_is_reported_where_it_is(character: str, around: str) -> None:
    text = around.format(character)
    (hit,) = hidden_in(text)
    assert (hit.at, fragment(text, hit)) == (("description",), character)
    assert f"U+{ord(character):04X} (" in hit.message
    assert f"as character {text.index(character) + 1}" in hit.message
    assert character not in hit.message


@pytest.mark.parametrize(
    "text",
    [
        "a\u200bb",
        "\u200bก",
        "ก\u200b",  # nothing follows
        "ก\u200ba",
        "ក\u200b\u200bក",  # one is enough
        "日\u200b本",  # Japanese needs none
        "a\u200cb",
        "a\u200db",
        "e\u0301\u200d",  # the accent could stand in an Indic text, but does in a Latin one
        "\u200cمی",
        "می\u200c\u200cخواهم",
        "1\u200c2",
        "Auf\u200clage",
        "📦\u200da",
        "a\u200d📦",
        "\u200d📦",
        "\ufe0f\u200d📦",
        "a\ufe0f\u200d📦",
        "a\ufe0f",
        "a\ufe0e",
        "\ufe0f",
        "📦\ufe0f\ufe0f",
        "a\ufe00",
        "\ufe00",
        "≨\ufe00\ufe00",
        "日a\ufe00",
        "a\U000e0100",
        "📦\U000e0100",
        "ក\U000e0100",
        "葛\U000e0100\U000e0101",
        TAGGED_TEXAS,  # valid, but not one of the three
        TAGGED_ENGLAND + "\U000e0041",
        TAGGED_ENGLAND[:-1],
        TAGGED_ENGLAND[1:],
        "\U0001f3f4" + TAGGED_ENGLAND[2:],
        "\U0001f3f4\U000e007f",
    ],
    ids=ascii,
)
def test_a_character_out_of_place_is_hidden(text: str) -> None:
    assert len(hidden_in(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Order status: tab\t, line feed\n, return\r",
        "left\u200eright\u200f \u061cعربي",
        "5\u202fkg\u00a0net, Liefer\u00adtag, \u2028\u2029\u3000",
        "می\u200cخواهم، جزء\u200cها، خانه\u200cای",
        "ه\u200d",  # an initial letter that stands alone
        "رً\u200cر \u0640\u200d",  # vowel sign, tatweel
        "क्\u200dष, क्\u200cष, र्\u200dय",
        "ශ්\u200dරී ලංකා",
        "ക്\u200d ন\u200d্ত ক\u09cd\u200cষ",
        "ᠮᠣᠩ\u200dᠭᠣᠯ",
        "ພາສາ\u200bລາວ မြန်မာ\u200bစာ ភាសា\u200bខ្មែរ คำ\u200bไทย",
        "ទី\u200bនេះ",  # between a vowel sign and a letter
        "⛹🏽\u200d♂\ufe0f 👨\u200d👩\u200d👧\u200d👦 ❤\ufe0f\u200d🔥 🏳\ufe0f\u200d🌈 3\ufe0f\u20e3",
        "©\ufe0f ©\ufe0e ⌚\ufe0e 🇩🇪\ufe0f",
        TAGGED_ENGLAND + TAGGED_SCOTLAND + " " + TAGGED_WALES,
        "葛\U000e0100飾 㐂\U000e01ef 芦\ufe00 𠮟\ufe01",
        "≨\ufe00 ∩\ufe00 0\ufe00 𝒜\ufe01 、\ufe01",
        "ᠠ\u180b",  # Mongolian has variation selectors of its own
    ],
    ids=ascii,
)
def test_a_character_at_work_is_silent(text: str) -> None:
    assert hidden_in(text) == []


def test_no_emoji_has_a_hidden_character() -> None:
    assert [text for text in KNOWN_EMOJI if hidden_in(text)] == []


def test_a_field_has_one_hit_that_counts_the_others() -> None:
    (hit,) = hidden_in("a\u200bb\u200cक्\u200dष\u202e")
    assert hit.fragment == (1, 2)
    assert hit.message == (
        "`description` contains U+200B (zero width space) as character 2 and 2 more hidden"
    )


@pytest.mark.parametrize(
    ("character", "described"),
    [
        ("\x1b", "U+001B (control character)"),
        ("\ue123", "U+E123 (private use)"),
        ("\U000e0041", "U+E0041 (tag latin capital letter a)"),
        ("\U000e0002", "U+E0002 (unassigned tag)"),
        ("\U000e0150", "U+E0150 (variation selector-97)"),
    ],
)
def test_a_character_is_described_without_being_shown(character: str, described: str) -> None:
    assert characters.describe_character(character) == described


def test_every_text_that_is_read_is_looked_at_and_no_other() -> None:
    text = "x\u2060"
    raw = {
        "name": text,
        "description": text,
        "internal_description": text,
        "url": text,
        "body": text,
        "headers": [{"name": text, "value": text}],
        "data_inputs": [{}, {"name": text, "description": text, "default_value": text}],
        "client_function_name": text,
        "mock_response": {"a": text},
    }
    hits, facts = run(texts.hidden_unicode, raw)
    assert {hit.at for hit in hits} == {
        ("name",),
        ("description",),
        ("url",),
        ("body",),
        ("headers", 0, "name"),
        ("headers", 0, "value"),
        ("data_inputs", 1, "name"),
        ("data_inputs", 1, "description"),
        ("data_inputs", 1, "default_value"),
    }
    assert {hit.message.split()[0] for hit in hits} >= {"`url`", "`data_inputs[1].default_value`"}
    assert facts == []


@pytest.mark.parametrize(
    ("raw", "shape", "facts"),
    [
        ({"name": "A", "description": None}, Shape.DEFINITION, []),
        (
            {"name": "A", "headers": [{"name": "Accept", "value": "****"}] * 2, "url": "x"},
            Shape.DETAIL,
            ["body", "data_inputs", "description", "headers[].value"],
        ),
        (
            {"name": "A", "description": "B"},
            Shape.SUMMARY,
            ["body", "data_inputs", "headers", "url"],
        ),
        ({"name": 1, "data_inputs": [{"name": 1}, "x"]}, Shape.DEFINITION, None),
    ],
)
def test_what_cannot_be_seen_is_said(
    raw: dict[str, Any], shape: Shape, facts: list[str] | None
) -> None:
    if facts is None:
        facts = [
            "data_inputs[].default_value",
            "data_inputs[].description",
            "data_inputs[].name",
            "name",
        ]
    assert run(texts.hidden_unicode, raw, shape) == ([], facts)


@given(st.text(), st.sampled_from(ALWAYS_HIDDEN), st.text())
def test_a_hidden_character_is_found_in_any_text(before: str, character: str, after: str) -> None:
    assert len(before) in characters.find_hidden(before + character + after)


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cn", "Co", "Lo", "Mn", "So"])))
def test_visible_text_is_silent(text: str) -> None:
    assert characters.find_hidden(text) == []


@pytest.mark.parametrize(
    "unit",
    [
        "\u200b",
        "\U000e0041",
        "👨\u200d",
        "\u200dا",
        "ا\u200c",
        "🏴\U000e0067",
        "日\ufe00",
        "1\ufe0f",
    ],
    ids=ascii,
)
@pytest.mark.parametrize(
    "scan", [characters.find_hidden, lambda text: characters.emoji_pattern().sub("", text)]
)
def test_a_hostile_text_takes_linear_time(
    unit: str, scan: Callable[[str], object], assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        return partial(scan, unit * (length // len(unit)) + "é")

    assert_linear(prepare, 160_000)


FIN = {"direct_fin_usage": True}


@pytest.mark.parametrize(
    ("raw", "shape", "at", "severity", "facts"),
    [
        ({"name": "X"}, Shape.DEFINITION, (), Severity.WARNING, []),
        ({"name": "X", **FIN}, Shape.DEFINITION, (), None, []),
        ({"description": None, **FIN}, Shape.DEFINITION, ("description",), None, []),
        ({"description": ""}, Shape.DEFINITION, ("description",), Severity.WARNING, []),
        ({"description": " \t\n\u3000"}, Shape.DEFINITION, ("description",), Severity.WARNING, []),
        (
            {"description": None},  # an export does not always show who uses the connector
            Shape.DETAIL,
            ("description",),
            Severity.WARNING,
            ["direct_fin_usage"],
        ),
        (
            {"name": "X", "direct_fin_usage": "true"},
            Shape.DEFINITION,
            (),
            Severity.WARNING,
            ["direct_fin_usage"],
        ),
        ({"description": "", **FIN}, Shape.SUMMARY, ("description",), None, []),
    ],
)
def test_a_connector_without_description_is_reported(
    raw: dict[str, Any],
    shape: Shape,
    at: tuple[str, ...],
    severity: Severity | None,
    facts: list[str],
) -> None:
    hits, unseen = run(texts.missing_description, raw, shape)
    assert [(hit.at, hit.severity) for hit in hits] == [(at, severity)]
    assert unseen == facts


@pytest.mark.parametrize(
    ("raw", "shape", "facts"),
    [
        ({"description": "Returns the day."}, Shape.DEFINITION, []),
        ({"description": "\u200b"}, Shape.DEFINITION, []),  # not White_Space, but hidden-unicode
        ({"description": "\x1c"}, Shape.DEFINITION, []),  # neither, though Python strips it
        ({"description": "Returns the day."}, Shape.PATCH, []),
        ({"description": 7}, Shape.DEFINITION, ["description"]),
        ({**FIN}, Shape.DETAIL, ["description"]),
        ({**FIN}, Shape.SUMMARY, ["description"]),
        ({"state": "live", **FIN}, Shape.PATCH, ["description"]),
        ({"description": ""}, Shape.PATCH, ["description"]),  # updates are not evaluated
    ],
)
def test_a_description_that_is_there_or_not_seen_is_silent(
    raw: dict[str, Any], shape: Shape, facts: list[str]
) -> None:
    assert run(texts.missing_description, raw, shape) == ([], facts)


INPUTS: list[Any] = [
    {"name": "order_id"},
    {"name": "email", "description": "Address of the order"},
    {"name": "day", "description": None},
    {"name": "zip", "description": " "},
    {},
]


@pytest.mark.parametrize(
    ("extra", "shape", "severity", "facts"),
    [
        (FIN, Shape.DEFINITION, None, []),
        ({}, Shape.DEFINITION, Severity.WARNING, []),
        ({}, Shape.PATCH, Severity.WARNING, ["direct_fin_usage"]),
        ({}, Shape.DETAIL, Severity.WARNING, ["direct_fin_usage"]),
        (FIN, Shape.DETAIL, None, []),
    ],
)
def test_each_input_without_description_is_reported(
    extra: dict[str, Any], shape: Shape, severity: Severity | None, facts: list[str]
) -> None:
    raw = {"data_inputs": INPUTS, **extra}
    hits, unseen = run(texts.missing_input_description, raw, shape)
    assert [hit.at for hit in hits] == [
        ("data_inputs", 0),
        ("data_inputs", 2, "description"),
        ("data_inputs", 3, "description"),
        ("data_inputs", 4),
    ]
    assert {hit.severity for hit in hits} == {severity}
    assert hits[0].message == "The input `order_id` has no description"
    assert hits[3].message == "Input 5 has no description"
    assert unseen == facts


@pytest.mark.parametrize(
    ("inputs", "facts"),
    [
        ([], []),
        ([{"name": "a", "description": "The a"}], []),
        ([{"name": "a", "description": 7}], ["data_inputs[].description"]),
        (["a"], ["data_inputs[].description"]),
        ("a", []),  # the rule needs `data_inputs`, so the engine does not ask
    ],
)
def test_an_input_with_a_description_or_an_unseen_one_is_silent(
    inputs: object, facts: list[str]
) -> None:
    assert run(texts.missing_input_description, {"data_inputs": inputs}) == ([], facts)


def test_who_uses_a_connector_does_not_matter_if_its_inputs_are_described() -> None:
    raw = {"data_inputs": [{"name": "a", "description": "The a"}]}
    assert run(texts.missing_input_description, raw, Shape.DETAIL) == ([], [])


def test_the_tables_say_which_version_of_unicode_they_are_of() -> None:
    header = unicode_tables.__doc__ or ""
    assert re.findall(r"Unicode (\d+\.\d+\.\d+)", header) == [
        unicode_tables.UNICODE_VERSION,
        unicode_tables.VARIANTS_VERSION,
        unicode_tables.CONFUSABLES_VERSION,
    ]


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, value in vars(unicode_tables).items()
        if name.isupper() and isinstance(value, str) and "VERSION" not in name
    ],
)
def test_a_table_is_the_inside_of_a_class(name: str) -> None:
    members: str = getattr(unicode_tables, name)
    assert re.compile(f"[{members}]").match(members[0])
    assert re.sub(r"[#*0-9-]", "", members).isascii() is (name == "KEYCAP_BASES")
