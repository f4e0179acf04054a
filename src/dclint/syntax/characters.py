"""Which characters of a text are emoji, which are blank, and which nobody sees at all.

Definitions: UTS #51 (emoji), UTS #39 and UTR #36 (what deceives), CVE-2021-42574 (Trojan Source).
"""

import re
from functools import cache

# The Unicode property White_Space (PropList.txt); `str.strip` takes U+001C to U+001F as well.
WHITE_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)

_MODIFIERS = "\U0001f3fb-\U0001f3ff"
_TAGS = "\U000e0000-\U000e007f"
_BLACK_FLAG = "\U0001f3f4"

# England, Scotland and Wales: the only tag sequences that Unicode recommends (UTS #51, RGI).
_SUBDIVISION_FLAGS = frozenset(
    _BLACK_FLAG + "".join(chr(0xE0000 + ord(letter)) for letter in code) + "\U000e007f"
    for code in ("gbeng", "gbsct", "gbwls")
)

_FLAG_LENGTH = 7  # a black flag, five letters, the end
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f"

# C1 controls, fillers, zero-width and bidirectional characters, variation selectors, shorthand and
# musical controls, tags, private use. LRM, RLM, ALM, NBSP and the soft hyphen are not among them:
# too many honest texts have them.
_INVISIBLE = (
    "\x80-\x9f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\u2800\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3"
    f"\U0001d173-\U0001d17a{_TAGS}\U000e0100-\U000e01ef\U000f0000-\U000ffffd"
    "\U00100000-\U0010fffd"
)

# Suspects, from first to last, that are at work behind a character of one of some properties.
_NEEDED_CONTEXT = (
    ("\u200b", "\u200b", ("UNSPACED",)),
    ("\u200c", "\u200d", ("JOINING",)),
    ("\ufe00", "\ufe0d", ("HAN", "VARIANT_BASES")),
    ("\ufe0e", "\ufe0f", ("KEYCAP_BASES", "TEXT_EMOJI", "EMOJI_PRESENTATION")),
    ("\U000e0100", "\U000e01ef", ("HAN",)),
)

# A name that begins with that of a script, which English writes with a capital.
_SCRIPT_LETTER_NAME = re.compile("[a-z]+ (?:small|capital) letter")

_CATEGORY_NAMES = {"Cc": "control character", "Co": "private use", "Cn": "unassigned tag"}


@cache
def emoji_pattern() -> re.Pattern[str]:
    """Compile what UTS #51 calls an emoji: a picture by default, or by what follows it.

    One match is one emoji with its skin tone, tags and everything that is joined to it.
    """
    from dclint.syntax import unicode_tables as tables

    pictographic = f"[{tables.EXTENDED_PICTOGRAPHIC}]"
    regional = "[\U0001f1e6-\U0001f1ff]"
    return re.compile(
        rf"(?:[{tables.KEYCAP_BASES}]\ufe0f?\u20e3|{regional}{{2}}"
        rf"|[{tables.EMOJI_PRESENTATION}](?!\ufe0e)|[{tables.TEXT_EMOJI}][\ufe0f{_MODIFIERS}]"
        rf"|{pictographic}(?=\u200d{pictographic}))"
        rf"(?:[\ufe0f{_MODIFIERS}{_TAGS}]|\u200d{pictographic})*"
    )


def pictograph_pattern() -> re.Pattern[str]:
    """Compile what shows a thing and is text by default: phones, ticks, hearts; no © ™ ↔."""
    return _compile_properties("PICTOGRAPHS")


def find_hidden(text: str) -> list[int]:
    """List where `text` has a character that cannot be seen and does no work for a script."""
    if not text.isascii():
        found = [match.start() for match in _compile_class(_CONTROLS + _INVISIBLE).finditer(text)]
        return [index for index in found if not _is_needed_here(text, index)]
    if text.isprintable():
        return []
    return [match.start() for match in _compile_class(_CONTROLS).finditer(text)]


def describe_character(character: str) -> str:
    """Name a character without showing it: `U+200B (zero width space)`."""
    import unicodedata

    kind = _CATEGORY_NAMES.get(unicodedata.category(character), "")
    name = unicodedata.name(character, kind).lower()
    if _SCRIPT_LETTER_NAME.match(name):
        name = name.capitalize()
    return f"U+{ord(character):04X} ({name})"


@cache
def _compile_class(members: str) -> re.Pattern[str]:
    return re.compile(f"[{members}]")


@cache
def _compile_properties(*properties: str) -> re.Pattern[str]:
    """Compile the class of the characters with one of some properties, when first asked for.

    The tables take up to a millisecond to load, and most texts are ASCII.
    """
    from dclint.syntax import unicode_tables

    return re.compile(f"[{''.join(getattr(unicode_tables, name) for name in properties)}]")


def _is_needed_here(text: str, index: int) -> bool:
    """Whether a suspect stands where a script, an emoji or a glyph variant needs it."""
    suspect = text[index]
    if "\U000e0000" <= suspect <= "\U000e007f":
        return _is_in_flag(text, index)
    if suspect == "\u200d" and _joins_emoji(text, index):
        return True
    needs = next(
        (bases for first, last, bases in _NEEDED_CONTEXT if first <= suspect <= last), None
    )
    if not needs or not index or not _compile_properties(*needs).match(text, index - 1):
        return False
    return suspect != "\u200b" or bool(_compile_properties(*needs).match(text, index + 1))


def _joins_emoji(text: str, index: int) -> bool:
    """Whether a joiner stands between two pictures; the first may have a selector or a tone."""
    picture = _compile_properties("EXTENDED_PICTOGRAPHIC")
    if not picture.match(text, index + 1) or not index:
        return False
    has_suffix = index > 1 and _compile_class(f"\ufe0f{_MODIFIERS}").match(text, index - 1)
    return bool(picture.match(text, index - 2 if has_suffix else index - 1))


def _is_in_flag(text: str, index: int) -> bool:
    start = text.rfind(_BLACK_FLAG, max(index - _FLAG_LENGTH + 1, 0), index)
    return start >= 0 and text[start : start + _FLAG_LENGTH] in _SUBDIVISION_FLAGS
