"""Making visible what a reader cannot see and a terminal would obey."""

import re

# A regular expression: controls, line breaks, bidirectional and zero-width marks, surrogates and
# tags.
INVISIBLE = (
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)


def escape_match(found: re.Match[str]) -> str:
    r"""Write one character as an escape: `\n`, `\x1b`, `\u200b`, `\U000e0061`."""
    character = found[0]
    escape = ascii(character)[1:-1]
    return escape if escape != character else f"\\x{ord(character):02x}"
