"""From edits of values to changes of the text in which they stand; the rest of it stays as it is.

A document is never loaded and dumped: comments, order, quotes, indentation and line endings are
its author's.
"""

from collections import defaultdict
from collections.abc import Iterable

from dclint.document import Document, Syntax
from dclint.edit import Edit, Rewrite
from dclint.editing.change import Change, Unwritable, apply, are_apart
from dclint.pointer import Pointer

__all__ = ["Change", "apply", "are_apart", "changes"]


def changes(document: Document, edits: Iterable[Edit]) -> tuple[Change, ...] | None:
    """Say how edits are written into the text; None if one of them cannot be.

    Their pointers begin at the document's root.
    """
    if document.syntax is Syntax.YAML:
        from dclint.editing.yaml_text import YamlText as Text
    else:
        from dclint.editing.json_text import JsonText as Text  # type: ignore[assignment]
    text = Text(document)
    strings: dict[Pointer, list[Rewrite]] = defaultdict(list)
    found: set[Change] = set()
    try:
        for edit in edits:
            if isinstance(edit, Rewrite):
                strings[edit.at].append(edit)
            else:
                found.update(text.write(edit))
        for at, parts in strings.items():
            found.update(text.rewrite(at, parts))
    except (Unwritable, LookupError, TypeError):
        return None
    ordered = sorted(found)
    return tuple(ordered) if are_apart(ordered) else None
