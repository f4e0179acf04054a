"""Adding to YAML files that belong to somebody: text is put in, and all other text stays as it is.

What comes out is parsed again; if it says anything else than before beside what was added, nothing
is added.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml


class YamlEntry(NamedTuple):
    """A member of the outermost mapping: where its value begins and ends among the events."""

    start: int
    end: int


class YamlOutline:
    """What a YAML text holds, as far as one must know to add to it."""

    def __init__(self, text: str) -> None:
        """Read the text.  Raises yaml.YAMLError if it is no YAML."""
        self.text = text
        self.events: list[Any] = _events(text)
        self.members = dict(_members(self.events))

    @property
    def scalars(self) -> list[str]:
        """All texts in it, keys as well as values, in order."""
        return [event.value for event in self.events if isinstance(event, yaml.ScalarEvent)]

    def items(self, name: str) -> list[str]:
        """List the texts in the list that is a member."""
        member = self.members.get(name, YamlEntry(0, 0))
        within = self.events[member.start + 1 : member.end]
        return [event.value for event in within if isinstance(event, yaml.ScalarEvent)]

    def with_item(self, name: str, item: str) -> str | None:
        """Add an item to the list `name`; `item` begins with `- `.  None if that cannot be done."""
        member = self.members.get(name)
        if member is None:
            return None
        first, last = self.events[member.start], member.end - 1
        is_block = isinstance(first, yaml.SequenceStartEvent) and not first.flow_style
        if not is_block:
            return None
        while _is_close_of_block(self.events[last]):
            last -= 1
        end = self.events[last].end_mark
        lines = self.text.splitlines(keepends=True)
        number = end.line + 1 if end.column else end.line
        indent = " " * first.start_mark.column
        added = [f"{indent}{line}\n" for line in item.splitlines()]
        return self._joined(lines[:number], added, lines[number:], member.end)

    def with_member(self, text: str) -> str | None:
        """Add a member at the end of the outermost mapping.  None if that cannot be done."""
        lines = self.text.rstrip().splitlines(keepends=True)
        ends = [i for i, e in enumerate(self.events) if isinstance(e, yaml.MappingEndEvent)]
        added = ["\n", *text.splitlines(keepends=True)]
        return self._joined(lines, added, [], ends[-1]) if ends else None

    def _joined(
        self, before: Sequence[str], added: Sequence[str], after: Sequence[str], at: int
    ) -> str | None:
        head = "".join(before)
        middle, newline = "".join(added), "\r\n" if "\r\n" in self.text else "\n"
        if head and not head.endswith(("\n", "\r")):
            head += newline
        new = head + middle.replace("\n", newline) + "".join(after)
        inner = [_said(event) for event in _events(middle)][3:-3]
        old = [_said(event) for event in self.events]
        try:
            found = [_said(event) for event in _events(new)]
        except yaml.YAMLError:
            return None
        return new if found == [*old[:at], *inner, *old[at:]] else None


def _events(text: str) -> list[Any]:  # marks may be None to the types, and never are
    return list(yaml.parse(text, Loader=yaml.SafeLoader))


def _members(events: Sequence[Any]) -> list[tuple[str, YamlEntry]]:
    """List the members of the outermost mapping of the last document."""
    found: list[tuple[str, YamlEntry]] = []
    depth, key, start, is_key = 0, "", 0, True
    for index, event in enumerate(events):
        match event:
            case yaml.DocumentStartEvent():
                found, depth, is_key = [], 0, True
                continue
            case yaml.CollectionStartEvent():
                start = index if depth == 1 else start
                depth += 1
                continue
            case yaml.CollectionEndEvent():
                depth -= 1
            case yaml.ScalarEvent() | yaml.AliasEvent():
                start = index if depth == 1 else start
            case _:
                continue
        if depth != 1:
            continue
        if is_key:
            key = event.value if isinstance(event, yaml.ScalarEvent) else ""
        else:
            found.append((key, YamlEntry(start, index)))
        is_key = not is_key
    return found


def _is_close_of_block(event: Any) -> bool:
    is_close = isinstance(event, yaml.CollectionEndEvent)
    return bool(is_close and event.start_mark.index == event.end_mark.index)


def _said(event: yaml.Event) -> tuple[Any, ...]:
    names = ("anchor", "tag", "implicit", "value")
    return (type(event), *(getattr(event, name, None) for name in names))
