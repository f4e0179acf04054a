"""Header names that are no tokens, and values that do not arrive as written."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dclint.base.pointer import resolve_pointer
from dclint.checks.headers.header_syntax import invalid_header_name, invalid_header_value
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome

Check = Callable[[Connector], Iterator[Outcome]]


def outcomes(check: Check, *headers: Any, shape: Shape = Shape.DEFINITION) -> list[Outcome]:
    return list(check(load_connector({"name": "x", "url": "", "headers": [*headers]}, shape)))


def hit(check: Check, name: str, value: str = "a") -> Hit:
    (found,) = outcomes(check, {"name": name, "value": value})
    assert isinstance(found, Hit)
    return found


@pytest.mark.parametrize(
    "name",
    [
        "Accept",
        "accept",
        "X_Partner.Id",
        "1",
        "-",
        "!#$%&'*+-.^_`|~09azAZ",
    ],
)
def test_a_token_is_silent(name: str) -> None:
    assert outcomes(invalid_header_name, {"name": name}) == []


NAMES = [
    # name, what is marked, what it contains, remedy
    ("Accept:", ":", "U+003A (colon)", "write `Accept`"),
    ("Accept :", " ", "U+0020 (space)", "write `Accept`"),
    (" Accept", " ", "U+0020 (space)", "write `Accept`"),
    ("Accept\n", "\n", "U+000A (control character)", "write `Accept`"),
    ("\tAccept:\r\n", "\t", "U+0009 (control character)", "write `Accept`"),
    ("\u00a0Accept", "\u00a0", "U+00A0 (no-break space)", "write `Accept`"),
    (
        "Accept: */*",
        ":",
        "U+003A (colon)",
        "write `Accept`, and what follows the colon as the value",
    ),
    (
        "Accept::",
        ":",
        "U+003A (colon)",
        "write `Accept`, and what follows the colon as the value",
    ),
    (":authority", ":", "U+003A (colon)", None),
    (":", ":", "U+003A (colon)", None),
    (" ", " ", "U+0020 (space)", None),
    ("Content Type", " ", "U+0020 (space)", None),
    ("X-A\r\nX-B", "\r", "U+000D (control character)", None),
    ("Content\u2011Type", "\u2011", "U+2011 (non-breaking hyphen)", None),
    ("X-Größe", "ö", "U+00F6 (Latin small letter o with diaeresis)", None),
    ("Ａccept", "Ａ", "U+FF21 (fullwidth latin capital letter a)", None),
    ("X(a)", "(", "U+0028 (left parenthesis)", None),
    ("X/a", "/", "U+002F (solidus)", None),
    ("{{x", "{", "U+007B (left curly bracket)", None),
    ("{x}", "{", "U+007B (left curly bracket)", None),
    ("X-\x7f", "\x7f", "U+007F (control character)", None),
]


@pytest.mark.parametrize(("name", "marked", "contains", "remedy"), NAMES)
def test_a_name_that_is_no_token_is_reported_at_its_first_fault(
    name: str, marked: str, contains: str, remedy: str | None
) -> None:
    found = hit(invalid_header_name, name)
    assert found.fragment
    assert name[slice(*found.fragment)] == marked
    assert found.at == ("headers", 0, "name")
    assert found.message.startswith("The header name `")
    assert found.message.endswith(f"` contains {contains}")
    assert found.remedy == remedy


def test_an_empty_name_is_reported() -> None:
    found = hit(invalid_header_name, "")
    assert found.message == "The name of a header is empty"
    assert (found.at, found.fragment) == (("headers", 0, "name"), None)


def test_a_header_without_a_name_is_reported() -> None:
    (found,) = outcomes(invalid_header_name, {"name": "a"}, {"value": "b"})
    assert found == Hit(message="Header 2 has no name", at=("headers", 1))


@pytest.mark.parametrize("name", ["X-{{x}}", "{{ x }}", "{{}}", "X {{x}}:"])
def test_a_name_with_a_placeholder_is_not_judged(name: str) -> None:
    assert outcomes(invalid_header_name, {"name": name}) == [NotObservable("headers[].name")]


def test_every_name_is_judged() -> None:
    found = outcomes(invalid_header_name, {"name": "a:"}, {"name": "b"}, {"name": "c:"})
    assert [o.at for o in found if isinstance(o, Hit)] == [
        ("headers", 0, "name"),
        ("headers", 2, "name"),
    ]


UNSEEN = [NotObservable("headers[].name")]


@pytest.mark.parametrize(
    ("header", "shape", "expected"),
    [
        ({}, Shape.DETAIL, UNSEEN),
        ({}, Shape.PATCH, UNSEEN),
        ({"name": None}, Shape.DEFINITION, UNSEEN),
        ({"name": 5}, Shape.DEFINITION, UNSEEN),
        (5, Shape.DEFINITION, UNSEEN),
    ],
)
def test_a_name_that_is_hidden_or_no_text_is_not_reported(
    header: Any, shape: Shape, expected: list[Outcome]
) -> None:
    assert outcomes(invalid_header_name, header, shape=shape) == expected


def test_names_are_visible_in_exports() -> None:
    (found,) = outcomes(invalid_header_name, {"name": "a:", "value": "****"}, shape=Shape.DETAIL)
    assert isinstance(found, Hit)


@pytest.mark.parametrize("check", [invalid_header_name, invalid_header_value])
@pytest.mark.parametrize("headers", [None, 5, {}, []])
def test_without_a_list_of_headers_nothing_is_reported(check: Check, headers: Any) -> None:
    assert list(check(load_connector({"name": "x", "headers": headers}, Shape.DEFINITION))) == []
    assert list(check(load_connector({"name": "x"}, Shape.DETAIL))) == []


@pytest.mark.parametrize(
    "value",
    [
        "",
        "eu",
        "a b",
        "a\tb",
        "{{ x }}",
        "{{ größe }}",
        "{{\tx\x00}}",  # whatever is in the braces is not sent
        "Bearer {{ x }}",
        "{{a}}\t{{b}}",
        r"Z\u00fcrich",
        "****",
    ],
)
def test_a_value_that_arrives_as_written_is_silent(value: str) -> None:
    assert outcomes(invalid_header_value, {"name": "a", "value": value}) == []


WHITE = "remove the white space at its ends"
ASCII = "write it in ASCII, encoded as the other service expects"
BOTH = f"{WHITE}, and {ASCII}"
BREAK = "contains a line break (U+000A), where the header ends"
APART = "remove it; a further header is an entry of its own"
VALUES = [
    # value, severity (None: the rule's own), what is marked, what it does, remedy
    ("eu\n", None, "\n", BREAK, WHITE),
    ("\neu", None, "\n", BREAK, WHITE),
    ("\n", None, "\n", BREAK, WHITE),
    ("a\nb", None, "\n", BREAK, APART),
    (
        "eu\r\nX-Admin: 1",
        None,
        "\r",
        "contains a line break (U+000D), where the header ends",
        APART,
    ),
    ("a\rb", None, "\r", "contains a line break (U+000D), where the header ends", "remove it"),
    ("a\x00", None, "\x00", "contains U+0000 (control character)", "remove it"),
    ("a\x0bb", None, "\x0b", "contains U+000B (control character)", "remove it"),
    ("a\x1f", None, "\x1f", "contains U+001F (control character)", WHITE),
    ("a\x7f", None, "\x7f", "contains U+007F (control character)", "remove it"),
    ("{{x}}\n", None, "\n", BREAK, WHITE),
    (" Zürich\x00", None, "\x00", "contains U+0000 (control character)", "remove it"),
    (" ü\n", None, "\n", BREAK, BOTH),
    (" a", Severity.WARNING, " ", "begins with white space", WHITE),
    ("  a ", Severity.WARNING, "  ", "begins with white space", WHITE),
    ("a \t", Severity.WARNING, " \t", "ends with white space", WHITE),
    ("\ta", Severity.WARNING, "\t", "begins with white space", WHITE),
    (" ", Severity.WARNING, " ", "begins with white space", WHITE),
    (" {{x}}", Severity.WARNING, " ", "begins with white space", WHITE),
    ("{{ x }} ", Severity.WARNING, " ", "ends with white space", WHITE),
    ("\u00a0a", Severity.WARNING, "\u00a0", "begins with white space", WHITE),
    ("a\u2028", Severity.WARNING, "\u2028", "ends with white space", WHITE),
    (" Zürich", Severity.WARNING, " ", "begins with white space", BOTH),
    (
        "Zürich",
        Severity.WARNING,
        "ü",
        "contains U+00FC (Latin small letter u with diaeresis), which is not ASCII",
        ASCII,
    ),
    (
        "{{ ä }}–ß",
        Severity.WARNING,
        "–",
        "contains U+2013 (en dash), which is not ASCII",
        ASCII,
    ),
    (
        "a\x85b",
        Severity.WARNING,
        "\x85",
        "contains U+0085 (control character), which is not ASCII",
        ASCII,
    ),
    (
        "a\u200b",
        Severity.WARNING,
        "\u200b",
        "contains U+200B (zero width space), which is not ASCII",
        ASCII,
    ),
    ("{{a\n}}", None, "\n", BREAK, APART),  # no placeholder
]


@pytest.mark.parametrize(("value", "severity", "marked", "told", "remedy"), VALUES)
def test_a_value_is_reported_once_at_its_worst_fault(
    value: str, severity: Severity | None, marked: str, told: str, remedy: str
) -> None:
    found = hit(invalid_header_value, "X-Region", value)
    assert found.fragment
    assert value[slice(*found.fragment)] == marked
    assert found.at == ("headers", 0, "value")
    assert found.message == f"The value of `X-Region` {told}"
    assert (found.severity, found.remedy) == (severity, remedy)


@pytest.mark.parametrize("name", [{}, {"name": 5}])
def test_the_value_of_a_header_without_a_name_is_reported(name: dict[str, Any]) -> None:
    (found,) = outcomes(invalid_header_value, {"value": " a", **name})
    assert isinstance(found, Hit)
    assert found.message == "The value of a header begins with white space"


def test_a_message_does_not_repeat_the_value() -> None:
    assert "hunter2" not in hit(invalid_header_value, "X-Api-Key", "hunter2\n").message


HIDDEN = [NotObservable("headers[].value")]


@pytest.mark.parametrize(
    ("value", "shape", "expected"),
    [
        ({}, Shape.DEFINITION, []),
        ({}, Shape.DETAIL, HIDDEN),
        ({}, Shape.PATCH, HIDDEN),
        ({"value": ""}, Shape.DETAIL, HIDDEN),
        ({"value": "****"}, Shape.DETAIL, HIDDEN),
        ({"value": ""}, Shape.PATCH, []),
        ({"value": "eu"}, Shape.DETAIL, []),
        ({"value": 5}, Shape.DEFINITION, HIDDEN),
        ({"value": None}, Shape.DEFINITION, HIDDEN),
    ],
)
def test_a_value_that_is_hidden_or_no_text_is_not_judged(
    value: dict[str, Any], shape: Shape, expected: list[Outcome]
) -> None:
    assert outcomes(invalid_header_value, {"name": "a", **value}, shape=shape) == expected


PIECES = ["{{a}}", "{{ ä }}", *" \t\r\n\x00:a-ü{}"]
TEXTS = st.lists(st.sampled_from(PIECES)).map("".join)


@pytest.mark.parametrize("check", [invalid_header_name, invalid_header_value])
@given(name=TEXTS, value=TEXTS)
def test_whatever_is_written_each_place_is_reported_once(
    check: Check, name: str, value: str
) -> None:
    header = {"name": name, "value": value}
    hits = [o for o in outcomes(check, header, header) if isinstance(o, Hit)]
    assert len({found.at for found in hits}) == len(hits)
    for found in hits:
        start, end = found.fragment or (0, 1)
        assert 0 <= start < end <= max(1, len(resolve_pointer([header] * 2, found.at[1:])))
        assert "\n" not in found.message + (found.remedy or "")


@given(value=TEXTS)
def test_a_remedy_that_strips_mends_the_value(value: str) -> None:
    for found in outcomes(invalid_header_value, {"name": "a", "value": value}):
        assert isinstance(found, Hit)
        if found.remedy == WHITE:
            assert outcomes(invalid_header_value, {"name": "a", "value": value.strip()}) == []


@pytest.mark.parametrize("check", [invalid_header_name, invalid_header_value])
@pytest.mark.parametrize("unit", [" ", "a ", "{{", "{{a}}", "\t", "ü", "a:", "\n"])
def test_a_hostile_text_takes_linear_time(
    check: Check, unit: str, assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        text = "a" + unit * (length // len(unit))
        header = {"name": text, "value": text}
        return lambda: outcomes(check, header)

    assert_linear(prepare)
