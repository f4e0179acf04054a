"""From edits of values to changes of the text in which they stand; the rest of it stays as it is.

A document is never loaded and dumped: comments, order, quotes, indentation and line endings are
its author's.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from dclint.base.pointer import Pointer, resolve_pointer
from dclint.document import Document, Syntax
from dclint.edits.edit import Edit, Remove, Rewrite
from dclint.edits.text.change import TextChange, Unwritable, apply_changes, are_disjoint

__all__ = ["TextChange", "apply_changes", "are_disjoint", "compute_changes"]


def compute_changes(document: Document, edits: Iterable[Edit]) -> tuple[TextChange, ...] | None:
    """Say how edits are written into the text; None if one of them cannot be.

    Their pointers begin at the document's root.
    """
    if document.syntax is Syntax.YAML:
        from dclint.edits.text.yaml_text import YamlEditor as Text
    else:
        from dclint.edits.text.json_text import JsonEditor as Text  # type: ignore[assignment]
    text = Text(document)
    strings: dict[Pointer, list[Rewrite]] = defaultdict(list)
    found: set[TextChange] = set()
    edits = list(edits)
    try:
        _refuse_to_empty(document, edits)
        for edit in edits:
            if isinstance(edit, Rewrite):
                strings[edit.at].append(edit)
            else:
                found.update(text.write_edit(edit))
        for at, parts in strings.items():
            found.update(text.rewrite_string(at, parts))
    except (Unwritable, LookupError, TypeError):
        return None
    ordered = sorted(found)
    return tuple(ordered) if are_disjoint(ordered) else None


def _refuse_to_empty(document: Document, edits: Iterable[Edit]) -> None:
    """Refuse to remove everything from something at once: that is another change of the text."""
    removed = Counter(edit.at[:-1] for edit in edits if isinstance(edit, Remove))
    for at, count in removed.items():
        if count > 1 and count == len(resolve_pointer(document.data, at)):
            raise Unwritable
