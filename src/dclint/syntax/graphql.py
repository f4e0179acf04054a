"""GraphQL documents, as far as they must be told from JSON and from prose.

Source: https://spec.graphql.org/October2021/#sec-Document-Syntax
"""

import re
from functools import cache

_BEGINNINGS = ("{", "query", "mutation", "subscription", "fragment", "#", ",", "\ufeff")


def is_document(text: str) -> bool:
    """Whether `text` begins as a GraphQL document does and has a selection; it may be wrong later.

    Placeholders must have been replaced by letters.
    """
    return text.lstrip().startswith(_BEGINNINGS) and bool(_compile_beginning().match(text))


@cache
def _compile_beginning() -> re.Pattern[str]:
    """Match what no JSON text and hardly any prose begins with.

    `{` and a name that is followed by arguments, a selection or a directive, perhaps after other
    names; or a keyword, perhaps a name, and the same, with a `{` somewhere behind it.
    """
    ignored = r"[\s,\ufeff]*+(?:#[^\r\n]*+[\s,\ufeff]*+)*+"
    field = rf"\w++{ignored}(?::{ignored}\w++{ignored})?"
    shorthand = rf"\{{{ignored}(?:\w++[\s,]++)*?(?:{field}[({{@]|\.\.\.)"
    named = rf"(?:query|mutation|subscription)\b{ignored}(?:\w++{ignored})?(?=[({{@])[^{{]*+\{{"
    fragment = rf"fragment\s++\w++\s++on\s++\w++{ignored}[{{@]"
    return re.compile(f"{ignored}(?:{shorthand}|{named}|{fragment})")
