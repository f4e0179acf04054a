"""Descriptions that say nothing, blanks in names, markup: what is reported, where, how gravely."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dclint.base.pointer import Pointer, resolve_pointer
from dclint.base.quoting import quote_text
from dclint.checks.texts import descriptions, markup
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome
from dclint.syntax.characters import WHITE_SPACE

Check = Callable[[Connector], Iterator[Outcome]]
Raw = dict[str, Any]
FIN = {"direct_fin_usage": True}


def run(check: Check, raw: Raw, shape: Shape = Shape.DEFINITION) -> tuple[list[Hit], list[str]]:
    """What a check says of a connector: its hits, and the facts that it could not see."""
    outcomes = list(check(load_connector(raw, shape)))
    hits = [outcome for outcome in outcomes if isinstance(outcome, Hit)]
    facts = [outcome.fact for outcome in outcomes if isinstance(outcome, NotObservable)]
    assert len({hit.at for hit in hits}) == len(hits), "one hit a pointer"
    return hits, facts


def fragment(raw: Raw, hit: Hit) -> str:
    assert hit.fragment is not None
    text: str = resolve_pointer(raw, hit.at)[slice(*hit.fragment)]
    return text


def said(name: str, description: str) -> list[str]:
    hits, _ = run(
        descriptions.low_information_description, {"name": name, "description": description}
    )
    assert all(hit.at == ("description",) for hit in hits)
    return [hit.message for hit in hits]


REPEATS = "The description only repeats the name"


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("Order status", "Order status"),
        ("Order status", "order-status!"),
        ("getOrderStatus", "GET: order status."),
        ("Order status", "  Order\nStatus  "),
        ("Straße 12 finden", "STRASSE 12 FINDEN"),  # casefold, not lower
        ("Café suchen", "Cafe\u0301 suchen"),  # the accent apart
        ("Order 7", "order7"),  # 6 letters and digits, and still the name is what is said
        ("注文", "注文"),
    ],
)
def test_a_description_that_repeats_the_name_is_reported(name: str, description: str) -> None:
    assert said(name, description) == [REPEATS]


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("Order status", "Order status of a parcel"),
        ("Order status of a parcel", "Order status"),
        ("Order status", "Order status 2"),
        ("Order", "Ordering food"),
        ("Descriptions", "Description of the gifts in the shop"),  # begins like a filler
        ("Tests", "Test results of a patient"),
        ("Chores", "Todo list of a tenant"),
        ("Chores", "TODO: describe"),  # 12 letters: only an equal text is a filler
        ("Paket", "Liefertermin"),  # German says it in one word
        ("Stores", "abcdefghij"),  # 10 letters
        ("Stores", "12345 67890"),  # ... or digits
        ("Stores", "a.b.c.d.e.f.g.h.i.j"),
        ("Stores", "店舗検索"),  # 4 of Han
        ("Stores", "ストア検索"),
        ("Stores", "ｽﾄｱ検"),  # half width
        ("Stores", "매장찾기"),
        ("Stores", "find 店"),  # 5, and one of them is Han
        ("Stores", "𠮷野家一"),  # beyond the basic plane
    ],
)
def test_a_description_that_says_something_is_silent(name: str, description: str) -> None:
    assert said(name, description) == []


@pytest.mark.parametrize("filler", ["TODO", "todo.", "T.B.D.", "Test", "None", "n/a", "N. A."])
def test_a_filler_is_reported_as_one(filler: str) -> None:
    assert said("Order status", filler) == [f"The description is nothing but `{filler}`"]


def test_the_word_description_is_a_filler_although_it_is_long() -> None:
    assert said("Order status", "Description:") == ["The description is nothing but `Description:`"]


@pytest.mark.parametrize(
    "description",
    [
        "abcdefghi",  # 9 letters
        "Get it: 12!",  # 7 letters and digits
        "... --- ...",
        "店舗検",  # 3 of Han
        "ｽﾄｱ",
        "매장",
        "\u200b",  # not White_Space, and no letter
        "Straße 12",  # 8: the sharp s is one letter
        "e\u0301" * 9,  # accents are no letters
    ],
)
def test_a_description_of_too_few_letters_says_next_to_nothing(description: str) -> None:
    (message,) = said("Order status", description)
    assert message.endswith("says next to nothing")


@pytest.mark.parametrize(
    ("extra", "shape", "severity", "facts"),
    [
        (FIN, Shape.DEFINITION, Severity.WARNING, []),
        ({"direct_fin_usage": False}, Shape.DEFINITION, None, []),
        ({}, Shape.DEFINITION, None, []),
        ({"direct_fin_usage": "yes"}, Shape.DEFINITION, None, ["direct_fin_usage"]),
        ({}, Shape.DETAIL, None, ["direct_fin_usage"]),
        ({}, Shape.PATCH, None, ["direct_fin_usage"]),
        (FIN, Shape.SUMMARY, Severity.WARNING, []),
    ],
)
def test_an_empty_description_weighs_more_if_fin_chooses_by_it(
    extra: Raw, shape: Shape, severity: Severity | None, facts: list[str]
) -> None:
    raw = {"name": "Order status", "description": "TODO", **extra}
    hits, unseen = run(descriptions.low_information_description, raw, shape)
    assert [hit.severity for hit in hits] == [severity]
    assert unseen == facts


@pytest.mark.parametrize(
    ("raw", "shape", "facts"),
    [
        ({"description": "Returns the day."}, Shape.PATCH, ["name"]),  # it may be the name
        ({"description": "Returns the day."}, Shape.DETAIL, ["name"]),
        ({"description": "Returns the day.", "name": 7}, Shape.DEFINITION, ["name"]),
        ({"description": "Returns the day."}, Shape.DEFINITION, []),  # there is no name
        ({"description": "Returns the day.", "name": "Day"}, Shape.DETAIL, []),
        ({"name": "Day"}, Shape.DEFINITION, []),
        ({"name": "Day", "description": None}, Shape.DEFINITION, []),
        ({"name": "Day", "description": 7}, Shape.DEFINITION, []),
    ],
)
def test_a_name_that_cannot_be_seen_may_be_repeated(
    raw: Raw, shape: Shape, facts: list[str]
) -> None:
    assert run(descriptions.low_information_description, raw, shape) == ([], facts)


def named(name: str) -> list[Hit]:
    hits, facts = run(descriptions.name_whitespace, {"name": name})
    assert facts == []
    return hits


@pytest.mark.parametrize(
    ("name", "fault", "found", "tidy"),
    [
        ("Order  status", "has two blanks in a row", "  ", "Order status"),
        ("Order \u00a0status", "has two blanks in a row", " \u00a0", "Order status"),
        (" Order", "begins with a blank", " ", "Order"),
        ("\u00a0\u3000Order", "begins with a blank", "\u00a0\u3000", "Order"),
        ("Order ", "ends with a blank", " ", "Order"),
        ("Order \u2003", "ends with a blank", " \u2003", "Order"),
        ("Order\u2028", "ends with a blank", "\u2028", "Order"),
        ("Order\n", "ends with a blank", "\n", "Order"),
        ("Order\tstatus", "has a tab in it", "\t", "Order status"),
        ("Order\nstatus", "has a line break in it", "\n", "Order status"),
        ("Order\rstatus", "has a line break in it", "\r", "Order status"),
        ("Order \n status", "has a line break in it", " \n ", "Order status"),
        (" a  b ", "begins with a blank", " ", "a b"),
        ("a\u00a0b ", "ends with a blank", " ", "a\u00a0b"),  # the blank that is meant stays
        ("注文\u3000\u3000状況", "has two blanks in a row", "\u3000\u3000", "注文 状況"),
    ],
)
def test_blanks_in_a_name_are_reported_where_they_are(
    name: str, fault: str, found: str, tidy: str
) -> None:
    (hit,) = named(name)
    assert hit.at == ("name",)
    assert hit.message.endswith(f"` {fault}")
    assert fragment({"name": name}, hit) == found
    assert hit.remedy == f"call it {quote_text(tidy)}"


@pytest.mark.parametrize(
    "name",
    [
        "Order status",
        "Order",
        "",
        "   ",  # no name at all, which another rule reports
        "\u00a0\n",
        "Order\u00a0status",
        "Statut\u202f: commande",
        "注文\u3000状況",
        "Order\u2028status",  # no tab, no line break of ASCII
        "\u200bOrder",  # no White_Space, but hidden
        "Order\x1fstatus",  # `str.isspace`, but a control
        "\x1cOrder\x1c",
    ],
)
def test_a_name_without_misplaced_blanks_is_silent(name: str) -> None:
    assert named(name) == []


def test_no_new_name_is_proposed_if_a_message_would_cut_it() -> None:
    (hit,) = named("Order status " * 4)
    assert hit.remedy is None


@pytest.mark.parametrize("raw", [{}, {"name": 7}, {"name": None}])
def test_a_name_that_is_no_text_is_not_judged(raw: Raw) -> None:
    assert run(descriptions.name_whitespace, raw) == ([], [])


@given(st.text(WHITE_SPACE + "ab\x1c"))
def test_a_name_is_reported_unless_it_is_tidy(name: str) -> None:
    bare = name.strip(WHITE_SPACE)
    pairs = pairwise(name)
    doubled = any(a in WHITE_SPACE and b in WHITE_SPACE for a, b in pairs)
    is_untidy = name != bare or doubled or bool({*"\t\r\n"} & {*name})
    assert bool(named(name)) == (bool(bare) and is_untidy)


def marked(description: str) -> list[tuple[str, str]]:
    """What is found in a description: the message behind `contains`, and what it points at."""
    raw = {"description": description}
    hits, _ = run(markup.markup_in_description, raw)
    return [(hit.message.partition(" contains ")[2], fragment(raw, hit)) for hit in hits]


COMMENT = "an HTML comment, which a reader does not see"
IMAGE = "an image, which loads when the text is shown"
PROGRAM = "a link that runs a program"


@pytest.mark.parametrize(
    ("description", "what", "found"),
    [
        ("Day. <!-- ask -->.", COMMENT, "<!-- ask -->"),
        ("Day. <!--", COMMENT, "<!--"),  # it never ends
        ("Day. <!-- a\nb -->", COMMENT, "<!-- a\nb -->"),
        ("![](https://a.io/x)", IMAGE, "![](https://a.io/x)"),
        ("![a b](x", IMAGE, "![a b]("),
        ("![a [b] c](x)", IMAGE, "![a [b] c](x)"),
        ("Go![now](x)", IMAGE, "![now](x)"),
        ("a <script>b", "the tag `<script>`", "<script>"),
        ("a <SCRIPT src=b>", "the tag `<SCRIPT>`", "<SCRIPT src=b>"),
        ("<img/src=x onerror=y>", "the tag `<img>`", "<img/src=x onerror=y>"),
        ("<svg/onload=y>", "the tag `<svg>`", "<svg/onload=y>"),
        ("<iframe\nsrc=x>", "the tag `<iframe>`", "<iframe\nsrc=x>"),
        ("<style>", "the tag `<style>`", "<style>"),
        ("<object data=x>", "the tag `<object>`", "<object data=x>"),
        ("<embed src=x>", "the tag `<embed>`", "<embed src=x>"),
        ("<meta http-equiv=refresh>", "the tag `<meta>`", "<meta http-equiv=refresh>"),
        ("<link rel=stylesheet>", "the tag `<link>`", "<link rel=stylesheet>"),
        ("cut off <img", "the tag `<img>`", "<img"),
        ("[a](javascript:b())", PROGRAM, "javascript:"),
        ("[a](JavaScript: b())", PROGRAM, "JavaScript:"),
        ("href='javascript: b()'", PROGRAM, "javascript:"),
        ("go to javascript:b()", PROGRAM, "javascript:"),
    ],
)
def test_markup_that_hides_or_loads_is_reported(description: str, what: str, found: str) -> None:
    assert marked(description) == [(what, found)]


@pytest.mark.parametrize(
    "description",
    [
        "<5 kg, < 5 kg, a<b, a <- b, <=, <>",
        "<in transit>, <id>, <linked>, <imgur id>, <metadata>, <styleguide>, <objects>",
        "<scripts>, <img_url>, <svg:g>, <link-id>, </script>",
        "<b>bold</b> <a href=x>link</a> <br>",
        "&lt;script&gt;, \\u003cscript>",
        "[the manual](https://a.io), [x]: https://a.io, array[0](1)",
        "Sale! [see](x), a!b, ![a] (b), ![a][b]",
        "Languages: Python, JavaScript: both; text/javascript:x, myjavascript:x",
        "a -- b, <! a, -->",
        "",
    ],
)
def test_other_angles_links_and_words_are_silent(description: str) -> None:
    assert marked(description) == []


def test_further_markup_is_counted() -> None:
    ((what, found),) = marked("<img a> <!-- b --> ![c](d)")
    assert (what, found) == ("the tag `<img>` and 2 more", "<img a>")


def test_the_texts_that_are_shown_are_looked_at_and_no_other() -> None:
    text = "<img src=x>"
    raw = {
        "name": text,
        "description": text,
        "internal_description": text,
        "url": text,
        "body": text,
        "headers": [{"name": text, "value": text}],
        "data_inputs": [{"name": text, "description": text, "default_value": text}],
        "mock_response": {"a": text},
    }
    hits, facts = run(markup.markup_in_description, raw)
    expected: list[tuple[Pointer, str]] = [
        (("name",), "`name` contains the tag `<img>`"),
        (("description",), "`description` contains the tag `<img>`"),
        (
            ("data_inputs", 0, "description"),
            "`data_inputs[0].description` contains the tag `<img>`",
        ),
    ]
    assert [(hit.at, hit.message) for hit in hits] == expected
    assert facts == []


@pytest.mark.parametrize(
    ("raw", "shape", "facts"),
    [
        ({}, Shape.DEFINITION, set()),
        ({"name": None, "description": None, "data_inputs": []}, Shape.DEFINITION, {"name"}),
        ({}, Shape.PATCH, {"name", "description", "data_inputs"}),
        ({"name": "A", "description": "B"}, Shape.SUMMARY, {"data_inputs"}),
        (
            {"name": 1, "description": 2, "data_inputs": {}},
            Shape.DEFINITION,
            {"name", "description", "data_inputs"},
        ),
        ({"data_inputs": [{"description": 7}]}, Shape.DEFINITION, {"data_inputs[].description"}),
        ({"data_inputs": [{"description": None}, {}]}, Shape.DEFINITION, set()),
    ],
)
def test_a_text_that_cannot_be_seen_is_named(raw: Raw, shape: Shape, facts: set[str]) -> None:
    hits, unseen = run(markup.markup_in_description, raw, shape)
    assert (hits, set(unseen)) == ([], facts)


CHECKS = [
    descriptions.low_information_description,
    descriptions.name_whitespace,
    markup.markup_in_description,
]


@pytest.mark.parametrize("unit", ["<", "<!--", "![", "![a]", "![[a]", "<img", " ", "é", "\u0301"])
@pytest.mark.parametrize("check", CHECKS)
def test_a_hostile_text_takes_linear_time(
    check: Check, unit: str, assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        text = "a" + unit * (length // len(unit)) + "b"
        return partial(run, check, {"name": text, "description": text})

    assert_linear(prepare, 160_000)


@pytest.mark.parametrize(
    ("name", "description", "message"),
    [
        ("order_id", "order_id", "The description of `order_id` only repeats the name"),
        ("orderId", "Order ID.", "The description of `orderId` only repeats the name"),
        ("größe", "Größe", "The description of `größe` only repeats the name"),
        ("ref", "TODO", "The description of the input is nothing but `TODO`"),
        ("ref", "x", "The description of the input is nothing but `x`"),
        ("ref", "Order number", None),
        ("ref", "SKU", None),
        ("ref", "", None),  # `missing-input-description` reports it
        ("ref", None, None),
    ],
)
def test_the_description_of_an_input_says_more_than_its_name(
    name: str, description: str | None, message: str | None
) -> None:
    inputs = [{"name": name, "description": description}]
    for fin, severity in ((True, Severity.WARNING), (False, None)):
        raw = {"name": "n", "direct_fin_usage": fin, "data_inputs": inputs}
        hits, _ = run(descriptions.low_information_description, raw)
        assert [hit.message for hit in hits] == ([message] if message else [])
        assert all(hit.severity is severity for hit in hits)
        assert all(hit.at == ("data_inputs", 0, "description") for hit in hits)


@pytest.mark.parametrize(
    "name",
    [
        "Test",
        "test 2",
        "Untitled",
        "New connector",
        "Copy of Orders",
        "Orders (copy)",
        "Kopie von X",
    ],
)
def test_a_name_that_a_tool_gave_says_nothing(name: str) -> None:
    raw = {"name": name, "description": "Returns the carrier and the day of delivery."}
    hits, _ = run(descriptions.low_information_description, raw)
    assert [hit.at for hit in hits] == [("name",)]


@pytest.mark.parametrize(
    "name",
    ["Test a battery", "Copy a file", "Get order", "Connector of the pump", "Contest", "Testing"],
)
def test_a_name_that_says_what_it_does_is_silent(name: str) -> None:
    raw = {"name": name, "description": "Returns the carrier and the day of delivery."}
    assert run(descriptions.low_information_description, raw)[0] == []


@pytest.mark.parametrize("text", ["Lorem ipsum dolor sit amet", "https://docs.parcelhub.io/track"])
def test_a_description_that_was_never_written_is_reported(text: str) -> None:
    raw = {"name": "Track a parcel", "description": text}
    hits, _ = run(descriptions.low_information_description, raw)
    assert [hit.at for hit in hits] == [("description",)]


def test_a_description_with_an_address_in_it_is_silent() -> None:
    raw = {"name": "Track", "description": "Returns the day; see https://docs.parcelhub.io/track"}
    assert run(descriptions.low_information_description, raw)[0] == []
