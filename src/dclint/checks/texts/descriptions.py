"""Names and descriptions as text: do they say anything, are there blanks in them?"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from dclint.analysis.placeholders import is_unseen
from dclint.base.quoting import quote_text
from dclint.base.spans import Fragment
from dclint.edits.edit import Rewrite, suggest_safe_fix
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.model.values import DataInput
from dclint.ruleset.rule import Outcome
from dclint.syntax.characters import WHITE_SPACE

_MIN_LETTERS = 10  # letters and digits of a description that says something
_MIN_EAST_ASIAN_LETTERS = 4  # the same where a sign stands for a syllable or a word

# What people leave in a field that they mean to fill in later, by its letters and digits.
_FILLER_TEXTS = frozenset({"todo", "tbd", "test", "description", "none", "na"})

# What tools and people call something that they mean to name later, or have copied.
_FILLER_NAME = re.compile(
    r"(?:test|untitled|unnamed|(?:new )?(?:data )?connector|asdf+|foo|xxx+)[\s_-]*\d*"
    r"|(?:copy of|kopie von|copie de|copia de|kopia av)\s.+|.+\s\((?:copy|kopie)(?: \d+)?\)",
    re.IGNORECASE,
)
_LONGEST_NAME = 200  # characters of a name that are looked at

# Descriptions that were never written: a text of typesetters, an address alone.
_FILLER_DESCRIPTION = re.compile(r"\s*(?:lorem ipsum\b|https?://\S+\s*\Z)", re.IGNORECASE)

_MAX_FILLER_LENGTH = max(map(len, _FILLER_TEXTS))

# Letters of the scripts Hiragana, Katakana and Hangul (Scripts.txt of Unicode).
_KANA_AND_HANGUL = (
    "\u1100-\u11ff\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u3131-\u318e\u31f0-\u31ff"
    "\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb\uff66-\uff6f\uff71-\uff9d\uffa1-\uffdc"
)

_MAX_SUGGESTED_NAME = 40  # a longer name would be cut in a message, so none is proposed
_WHITESPACE = f"[{WHITE_SPACE}]"


def low_information_description(connector: Connector) -> Iterator[Outcome]:
    """Report a description that tells no more than the name, or next to nothing."""
    yield from _check_name(connector)
    yield from _check_own_description(connector)
    for index, data_input in enumerate(connector.known_inputs):
        message = _explain_input_description(data_input)
        if message:
            severity = Severity.WARNING if connector.direct_fin_usage is True else None
            yield Hit(message, ("data_inputs", index, "description"), severity=severity)


def _check_name(connector: Connector) -> Iterator[Outcome]:
    """Report a name that was given by a tool, or for a try."""
    name = connector.name
    if isinstance(name, str) and _FILLER_NAME.fullmatch(name.strip()[:_LONGEST_NAME]):
        severity = Severity.WARNING if connector.direct_fin_usage is True else None
        yield Hit(
            f"The name {quote_text(name)} does not say what it does", ("name",), severity=severity
        )


def _explain_input_description(data_input: DataInput) -> str | None:
    """Say why the description of an input says nothing: it is the name again, or a filler."""
    name, description = data_input.name, data_input.description
    if not isinstance(description, str) or not description.strip():
        return None
    named = _extract_letters(name).casefold() if isinstance(name, str) else ""
    said = _extract_letters(description, max(_MAX_FILLER_LENGTH, len(named))).casefold()
    if said and said == named:
        return f"The description of {quote_text(str(name))} only repeats the name"
    if said in _FILLER_TEXTS or len(said) <= 1:
        return f"The description of the input is nothing but {quote_text(description)}"
    return None


def _check_own_description(connector: Connector) -> Iterator[Outcome]:
    name, description = connector.name, connector.description
    if not isinstance(description, str):
        return
    named = _extract_letters(name).casefold() if isinstance(name, str) else ""
    said = _extract_letters(description, max(_MAX_FILLER_LENGTH, len(named)))
    message = _explain_low_information(description, said, named)
    if message:
        used_by_fin = connector.direct_fin_usage is True
        yield Hit(message, ("description",), severity=Severity.WARNING if used_by_fin else None)
        if connector.is_unknown("direct_fin_usage"):
            yield NotObservable("direct_fin_usage")
    elif is_unseen(connector, name):
        yield NotObservable("name")


def _explain_low_information(description: str, said: str, named: str) -> str | None:
    """Say why a description says nothing, by its letters and digits and those of the name."""
    if said and said.casefold() == named:
        return "The description only repeats the name"
    if said.casefold() in _FILLER_TEXTS or _FILLER_DESCRIPTION.match(description):
        return f"The description is nothing but {quote_text(description)}"
    if len(said) < _MIN_LETTERS and len(said) < _get_min_letters(said):
        return f"The description {quote_text(description)} says next to nothing"
    return None


def _extract_letters(text: str, most: int | None = None) -> str:
    """Return the letters and digits of a text; of a longer one, one more than `most`."""
    letters = filter(str.isalnum, text if text.isascii() else _compose_accents(text))
    return "".join(letters if most is None else islice(letters, most + 1))


def _compose_accents(text: str) -> str:
    """Put letters and their accents together, a piece at a time: many accents take long."""
    from unicodedata import normalize

    return "".join(normalize("NFC", text[at : at + 256]) for at in range(0, len(text), 256))


def _get_min_letters(said: str) -> int:
    """Return how many letters and digits are enough in the script of a text."""
    return (
        _MIN_LETTERS
        if said.isascii() or not _compile_east_asian().search(said)
        else _MIN_EAST_ASIAN_LETTERS
    )


@cache
def _compile_east_asian() -> re.Pattern[str]:
    from dclint.syntax.unicode_tables import HAN

    return re.compile(f"[{_KANA_AND_HANGUL}{HAN}]")


def name_whitespace(connector: Connector) -> Iterator[Outcome]:
    """Report blanks around a name, two in a row, and line breaks and tabs."""
    name = connector.name
    if not isinstance(name, str) or (name.isascii() and " ".join(name.split()) == name):
        return
    bare = name.strip(WHITE_SPACE)
    found = _compile_misplaced_whitespace().search(name)
    if not bare or found is None:
        return
    tidy = _collapse_whitespace(bare)
    yield Hit(
        message=f"The name {quote_text(name)} {_describe_whitespace(name, found.span())}",
        at=("name",),
        fragment=found.span(),
        remedy=f"call it {quote_text(tidy)}" if len(tidy) <= _MAX_SUGGESTED_NAME else None,
        suggested_fix=suggest_safe_fix(Rewrite(("name",), tidy)),
    )


@cache
def _compile_misplaced_whitespace() -> re.Pattern[str]:
    """Compile a run of blanks that is at an end, longer than one, or a tab or a line break."""
    return re.compile(rf"\A{_WHITESPACE}+|{_WHITESPACE}{{2,}}|[\t\r\n]|{_WHITESPACE}\Z")


def _collapse_whitespace(name: str) -> str:
    """Write one space for each run of blanks that is longer or breaks the line."""
    return re.sub(rf"{_WHITESPACE}{{2,}}|[\t\r\n]", " ", name)


def _describe_whitespace(name: str, found: Fragment) -> str:
    start, end = found
    if not start:
        return "begins with a blank"
    if end == len(name):
        return "ends with a blank"
    blanks = name[start:end]
    if "\n" in blanks or "\r" in blanks:
        return "has a line break in it"
    return "has a tab in it" if "\t" in blanks else "has two blanks in a row"
