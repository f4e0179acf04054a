"""The identity of a finding, which survives edits of everything around it."""

import hashlib
import json

from dclint.base.pointer import Json, Pointer, format_pointer


def compute_fingerprint(rule: str, subject: str, at: Pointer, value: Json) -> str:
    """Identify a finding by what it says, not where it stands: 64 hexadecimal digits.

    `at` names list items by their natural keys; `value` is what stands there.  No line, index,
    path or version takes part, so the identity survives reordering, reformatting and renaming.
    """
    content = json.dumps([rule, subject, format_pointer(at), value], sort_keys=True, default=str)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


# The member by which an item of each list is known.
_NATURAL_KEYS = {
    "headers": "name",
    "data_inputs": "name",
    "response_fields": "path",
    "object_mappings": "response_object_path",
    "attribute_mappings": "intercom_attribute_identifier",
    "reference_mappings": "intercom_attribute_identifier",
}


def make_natural_pointer(data: Json, at: Pointer) -> Pointer:
    """Rewrite a pointer so that it survives reordering: `/headers/[accept]/value`.

    Items of equal name are told apart by a number; items without a name keep their index.
    """
    steps: list[str | int] = []
    for depth, step in enumerate(at):
        steps.append(step)
        if isinstance(step, int) and depth:
            steps[-1] = _natural_key(data, str(at[depth - 1]), step)
        data = data[step]
    return tuple(steps)


def _natural_key(items: list[Json], field: str, index: int) -> str | int:
    names = [_read_item_name(item, _NATURAL_KEYS.get(field)) for item in items[: index + 1]]
    if names[-1] is None:
        return index
    count = names.count(names[-1])
    return f"[{names[-1]}]" if count == 1 else f"[{names[-1]}#{count}]"


def _read_item_name(item: Json, member: str | None) -> str | None:
    name = item.get(member) if isinstance(item, dict) and member else item
    return name.strip().casefold() if isinstance(name, str) else None
