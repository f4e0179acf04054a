"""Card numbers and email addresses in samples: which may be somebody's, and what is shown of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.items import item

import dclint
from dclint.analysis import payment_cards as cards
from dclint.base.pointer import Pointer, resolve_pointer
from dclint.checks.credentials.samples import personal_data_in_example
from dclint.config.settings import validate_settings
from dclint.engine.lint import lint
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Profile, Severity
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Rule
from dclint.syntax import email_addresses

Raw = dict[str, Any]
DATA = json.loads((Path(dclint.__file__).parent / "data" / "test_cards.json").read_text("utf-8"))
DOCUMENTED = [number for source in DATA["sources"] for number in source["numbers"]]
CARD, OTHER = "4539148803436467", "5412758309126476"
GROUPS = "4539 1488 0343 6467"
ADDRESS = "jo.lindqvist@gridpower.com"


def run(raw: Raw, shape: Shape = Shape.DEFINITION) -> tuple[list[Hit], list[str]]:
    outcomes = list(personal_data_in_example(load_connector(raw, shape)))
    hits = [outcome for outcome in outcomes if isinstance(outcome, Hit)]
    assert len({hit.at for hit in hits}) == len(hits), "one hit a pointer"
    assert not any(secret in f"{h.message}{h.remedy}" for h in hits for secret in (CARD, ADDRESS))
    return hits, [outcome.fact for outcome in outcomes if isinstance(outcome, NotObservable)]


def found(value: Any, name: str = "note") -> list[str]:
    """What is found in a sample response that has one member."""
    raw = {"mock_response": {name: value}}
    hits, _ = run(raw)
    return [str(value)[slice(*hit.fragment)] if hit.fragment else str(value) for hit in hits]


PLACES: list[tuple[Raw, Pointer]] = [
    ({"mock_response": {"a": [1, {"b": CARD}]}}, ("mock_response", "a", 1, "b")),
    ({"mock_response": [CARD]}, ("mock_response", 0)),
    (
        {"response_fields": [{"path": "a", "example_value": CARD}]},
        ("response_fields", 0, "example_value"),
    ),
    (
        {"response_fields": [{"path": "a"}, {"path": "b", "example_value": [{"c": CARD}]}]},
        ("response_fields", 1, "example_value", 0, "c"),
    ),
    (
        {"data_inputs": [{"name": "a"}, {"name": "b", "example_value": CARD}]},
        ("data_inputs", 1, "example_value"),
    ),
    (
        {"data_inputs": [{"name": "b", "example_value": {"c": CARD}}]},
        ("data_inputs", 0, "example_value", "c"),
    ),
    ({"mock_response": {"a": int(CARD)}}, ("mock_response", "a")),
]


@pytest.mark.parametrize(("raw", "at"), PLACES)
def test_every_sample_is_searched(raw: Raw, at: Pointer) -> None:
    [hit] = run(raw)[0]
    assert hit.at == at
    assert (hit.severity, hit.profile) == (None, None)
    value = resolve_pointer(raw, at)
    assert hit.fragment == (None if isinstance(value, int) else (0, 16))


def test_other_texts_are_no_samples() -> None:
    raw = {
        "name": CARD,
        "description": CARD,
        "url": f"https://a.io/{CARD}",
        "body": CARD,
        "data_inputs": [{"name": "a", "description": CARD, "default_value": CARD}],
        "response_fields": [{"path": CARD}],
    }
    assert run(raw)[0] == []


WRITTEN = [
    (CARD, [CARD], "one piece"),
    (GROUPS, [GROUPS], "blanks"),
    (GROUPS.replace(" ", "-"), [GROUPS.replace(" ", "-")], "hyphens"),
    (GROUPS.replace(" ", "\u00a0"), [GROUPS.replace(" ", "\u00a0")], "no-break spaces"),
    ("3761 492058 37165", ["3761 492058 37165"], "4-6-5"),
    ("3608 417295 1636", ["3608 417295 1636"], "4-6-4"),
    ("4532 719 065 284", ["4532 719 065 284"], "4-3-3-3"),
    ("6217 9983 0014 7256 384", ["6217 9983 0014 7256 384"], "19 digits"),
    (f"paid with {CARD}.", [CARD], "within a sentence"),
    (f"card={CARD}&x=1", [CARD], "a parameter"),
    (f"({GROUPS})", [GROUPS], "in brackets"),
    (f'"{CARD}"', [CARD], "in quotes"),
    (f"{GROUPS} 08/29", [GROUPS], "a date behind it"),
    (f"{GROUPS} exp 8/29", [GROUPS], "words behind it"),
    (f"{CARD} 914", [CARD], "digits behind it"),
    (f"{CARD}, {OTHER}", [CARD], "one hit, at the first"),
    (f"{CARD} {OTHER}", [CARD], "a blank between"),
    (f"4539148803436468 {OTHER}", [OTHER], "a wrong one before it"),
    ("4539-1488 0343-6467", [], "two kinds of separator"),
    ("4539  1488  0343  6467", [], "two blanks"),
    ("45 39 14 88 03 43 64 67", [], "other groups"),
    ("453914 8803436467", [], "other groups"),
    (f"12 {GROUPS}", [], "a group too much before it"),
    (f"{GROUPS} 12", [], "a group too much behind it"),
    (f"x{CARD}", [], "part of a word"),
    (f"{CARD}x", [], "part of a word"),
    (f"act_{CARD}", [], "part of an id"),
    (f"550e8400-e29b-41d4-a716-{CARD}", [], "part of an id"),
    (f"{CARD}-1", [], "part of an id"),
    (f"#{CARD}", [], "an order"),
    (f"/cards/{CARD}", [], "a path"),
    (f"{CARD}/photos", [], "a path"),
    (f"0.{CARD}", [], "a fraction"),
    (f"{CARD}.5", [], "a fraction"),
    (f"+{CARD}", [], "a phone number"),
    (f"{CARD}0", [], "17 digits"),
    (f"{CARD}{CARD}", [], "32 digits"),
    ("DE89 3704 0044 0532 0130 00", [], "an IBAN"),
    ("4539148803436468", [], "a wrong check digit"),
    ("４５３９１４８８０３４３６４６７", [], "full-width digits"),
    ("123456789012", [], "12 digits"),
    ("", [], ""),
]


@pytest.mark.parametrize(("text", "expected", "remark"), WRITTEN)
def test_a_card_number_stands_by_itself(text: str, expected: list[str], remark: str) -> None:
    assert found(text) == expected, remark


def test_an_iban_is_none_although_its_groups_have_a_check_digit() -> None:
    last = checked("3704004405320130")[-1]
    groups = f"3704 0044 0532 013{last}"
    assert found(groups) == [groups]
    assert found(f"DE89 {groups} 00") == []


LENGTHS = [
    # digits, is it a card's in one piece, remark
    ("3141592653589796", True, "16, whatever the beginning from 3 to 6"),
    ("6217998300147253", True, "16"),
    ("376149205837165", True, "15 of American Express"),
    ("341592653589798", True, "15 of American Express"),
    ("352099001761481", False, "15, an IMEI"),
    ("601830274651929", False, "15"),
    ("36084172951636", True, "14 of Diners Club"),
    ("30084172951632", True, "14 of Diners Club"),
    ("30684172951636", False, "14"),
    ("45084172951633", False, "14"),
    ("4532719065284", False, "13, perhaps a shop's id or a bar code"),
    ("45327190652841377", False, "17"),
    ("589301472862013744", False, "18, perhaps a snowflake"),
    ("6217998300147256384", True, "19 of UnionPay"),
    ("4539148803436467001", False, "19"),
]


def checked(digits: str) -> str:
    """Replace the last digit by the right one."""
    return next(
        f"{digits[:-1]}{d}" for d in range(10) if cards.has_check_digit(f"{digits[:-1]}{d}")
    )


@pytest.mark.parametrize(("digits", "is_card", "remark"), LENGTHS)
def test_in_one_piece_length_and_beginning_decide(
    digits: str, remark: str, *, is_card: bool
) -> None:
    digits = checked(digits)
    assert found(digits) == [digits] * is_card, remark
    assert found(digits, "card_number") == [digits], "unless a name says what it is"


@pytest.mark.parametrize("first", ["0", "1", "2", "7", "8", "9"])
def test_a_card_begins_with_3_to_6(first: str) -> None:
    assert found(checked(f"{first}539148803436460"), "card") == []


TOLD: list[tuple[Raw, bool]] = [
    ({"mock_response": {"card": {"number": "4532719065284"}}}, True),
    ({"mock_response": {"creditCard": ["4532719065284"]}}, True),
    ({"mock_response": {"pan": 4532719065284}}, True),
    ({"mock_response": {"card": {"owner": {"number": "4532719065284"}}}}, False),
    ({"mock_response": {"number": "4532719065284"}}, False),
    ({"response_fields": [{"path": "x.card[0].no", "example_value": "4532719065284"}]}, True),
    ({"response_fields": [{"path": "card", "example_value": {"no": 4532719065284}}]}, True),
    ({"response_fields": [{"path": "x.no", "example_value": "4532719065284"}]}, False),
    ({"response_fields": [{"path": 5, "example_value": "4532719065284"}]}, False),
    ({"data_inputs": [{"name": "Card number", "example_value": "4532719065284"}]}, True),
    ({"data_inputs": [{"name": "number", "example_value": "4532719065284"}]}, False),
    ({"data_inputs": [{"example_value": "4532719065284"}]}, False),
]


@pytest.mark.parametrize(("raw", "is_found"), TOLD)
def test_a_name_says_that_it_is_a_card(raw: Raw, *, is_found: bool) -> None:
    assert bool(run(raw)[0]) is is_found


NUMBERS: list[tuple[Any, str, bool]] = [
    (int(CARD), "amount", True),
    (int(CARD), "id", False),  # one in ten passes
    (int(CARD), "rowId", False),
    (int(CARD), "order_id", False),
    (int(CARD), "id_of_payment", True),
    (int(CARD), "card_id", True),
    (CARD, "id", True),  # cards are written as text, and so are few long ids
    (-int(CARD), "amount", False),
    (float(CARD), "amount", False),
    (10**12, "amount", False),
    (10**1000, "amount", False),
    (True, "amount", False),
]


@pytest.mark.parametrize(("value", "name", "is_found"), NUMBERS)
def test_a_number_that_a_machine_gave_out_is_no_card(
    value: Any, name: str, *, is_found: bool
) -> None:
    assert bool(run({"mock_response": {name: value}})[0]) is is_found


@pytest.mark.parametrize("number", DOCUMENTED)
def test_numbers_for_tests_are_nobodys(number: str) -> None:
    assert cards.has_check_digit(number), "only those that would be found are listed"
    assert found(number, "card") == []
    assert found(int(number), "card") == []


def test_every_source_of_test_numbers_can_be_looked_up() -> None:
    assert all(source["url"].startswith("https://") for source in DATA["sources"])
    assert len(set(DOCUMENTED)) == len(DOCUMENTED)


@pytest.mark.parametrize(
    "number", ["4444444444444448", "4545454545454540", "4000009999123456", "4000 0012 3456 7899"]
)
def test_made_up_numbers_are_nobodys(number: str) -> None:
    last = next(d for d in "0123456789" if cards.has_check_digit(number.replace(" ", "")[:-1] + d))
    assert found(number[:-1] + last, "card") == []


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (CARD, "The card number `4539…` (16 digits) may be somebody's"),
        (int(CARD), "The card number `4539…` (16 digits) may be somebody's"),
        (GROUPS, "The card number `4539…` (16 digits) may be somebody's"),
        (
            f"{OTHER}, {CARD}, {GROUPS}",
            "The card number `5412…` (16 digits, the first of 3) may be somebody's",
        ),
        (f"{ADDRESS} {CARD}", "The card number `4539…` (16 digits) may be somebody's"),
        (ADDRESS, "The email address `jo.l…` may be somebody's"),
        (f"{ADDRESS}, a@b.io", "The email address `jo.l…` (the first of 2) may be somebody's"),
    ],
)
def test_a_message_shows_four_characters(value: Any, message: str) -> None:
    [hit] = run({"mock_response": {"a": value}})[0]
    assert hit.message == message


ADDRESSES = [
    (ADDRESS, [ADDRESS], ""),
    (f"Jo <{ADDRESS}>", [ADDRESS], "in brackets"),
    (f"mailto:{ADDRESS}", [ADDRESS], "a link"),
    (f"see {ADDRESS}.", [ADDRESS], "within a sentence"),
    ("JO+chat@GridPower.CO.UK", ["JO+chat@GridPower.CO.UK"], "capitals and a tag"),
    ("jo@münchen.de", [], "a domain beyond ASCII"),
    ("o'neil@gridpower.com", ["o'neil@gridpower.com"], ""),
    (f"kim@example.com {ADDRESS}", [ADDRESS], "behind one for examples"),
    ("jo@example.com", [], "RFC 2606"),
    ("jo@mail.example.org", [], "RFC 2606"),
    ("jo@EXAMPLE.NET", [], "RFC 2606"),
    ("jo@example.co.uk", [], "example below another domain"),
    ("jo@shop.test", [], "RFC 2606"),
    ("jo@shop.example", [], "RFC 2606"),
    ("jo@x.invalid", [], "RFC 2606"),
    ("jo@mail.localhost", [], "RFC 2606"),
    ("jo@notexample.com", ["jo@notexample.com"], "another domain"),
    ("jo@example.gridpower.com", ["jo@example.gridpower.com"], "another domain"),
    ("jo@test.com", ["jo@test.com"], "somebody has this domain"),
    ("noreply@gridpower.com", [], "nobody's"),
    ("Support@gridpower.com", [], "everybody's"),
    ("git@github.com:gridpower/web.git", [], "a server"),
    ("https://jo@gridpower.com/", [], "a name before a host"),
    ("https://jo:secret@gridpower.com/", [], "a password before a host"),
    ("logo@2x.png", [], "a picture"),
    ("@gridpower/web@2.1.0", [], "a package"),
    ("jo@gridpower", [], "no domain"),
    ("jo@gridpower.c", [], "no domain"),
    ("jo@-gridpower.com", [], "no domain"),
    ("jo @gridpower.com", [], "a mention"),
    ("@gridpower.com", [], "a mention"),
    ("jo@", [], ""),
    ("@", [], ""),
]


@pytest.mark.parametrize(("text", "expected", "remark"), ADDRESSES)
def test_an_address_outside_the_domains_for_examples_is_found(
    text: str, expected: list[str], remark: str
) -> None:
    assert [
        text[start:end] for start, end in email_addresses.find_email_addresses(text)
    ] == expected, remark


def test_an_address_is_a_note_for_auditors() -> None:
    [hit] = run({"mock_response": {"a": f"to {ADDRESS}"}})[0]
    assert (hit.severity, hit.profile, hit.fragment) == (
        Severity.INFO,
        Profile.AUDITOR,
        (3, 3 + len(ADDRESS)),
    )


BOTH = ["mock_response", "response_fields"]
UNSEEN: list[tuple[Raw, Shape, list[str]]] = [
    ({}, Shape.DEFINITION, []),
    ({}, Shape.PATCH, BOTH),
    ({"data_inputs": [{"name": "a", "example_value": "x"}]}, Shape.DEFINITION, []),
    ({"mock_response": {}}, Shape.DEFINITION, []),
    ({"mock_response": []}, Shape.PATCH, []),
    ({"response_fields": []}, Shape.DETAIL, []),
    ({}, Shape.DETAIL, BOTH),
    ({"mock_response": "x"}, Shape.DEFINITION, ["mock_response"]),
    ({"mock_response": "x"}, Shape.DETAIL, BOTH),
    ({"mock_response": "x", "response_fields": []}, Shape.DEFINITION, ["mock_response"]),
    ({"mock_response": {}, "response_fields": "x"}, Shape.DEFINITION, ["response_fields"]),
]


@pytest.mark.parametrize(("raw", "shape", "facts"), UNSEEN)
def test_without_any_sample_nothing_can_be_told(raw: Raw, shape: Shape, facts: list[str]) -> None:
    assert run(raw, shape) == ([], facts)


def test_no_report_shows_more_than_four_characters(rules: dict[str, Rule]) -> None:
    sample = {"a": GROUPS, "b": int(CARD), "c": ADDRESS, "d": f"{CARD}, {OTHER}"}
    text = json.dumps({"name": "x", "url": "", "mock_response": sample}, indent=1)
    settings = validate_settings({"profile": "auditor"}, "a")
    rule = rules["personal-data-in-example"]
    report = lint([item("a.json", text.encode())], [rule], settings)
    assert [f.location.pointer for f in report.findings] == [f"/mock_response/{k}" for k in "abcd"]
    shown = "".join(f"{f.message}{f.location.excerpt.text}" for f in report.findings)
    assert not any(part in shown for part in ("45391", "4539 1", "jo.li", "lindqvist"))


@pytest.mark.parametrize(
    "seed",
    [
        *(
            "4",
            "4539 ",
            "4539-",
            "4539 1488 0343 6467 ",
            f"{CARD} ",
            f"{CARD}",
            "4539148803436468 ",
        ),
        *("a@", "@", "a.", "a@b.", "a@b.io ", "x@a-", "é", "mailto:"),
    ],
)
def test_hostile_samples_take_linear_time(seed: str, assert_linear: Callable[..., None]) -> None:
    def prepare(length: int) -> Callable[[], object]:
        raw = {"mock_response": {"a": seed * (length // len(seed)), "b": [seed] * (length // 100)}}
        connector = load_connector(raw, Shape.DEFINITION)
        return lambda: list(personal_data_in_example(connector))

    assert_linear(prepare, 200_000)
