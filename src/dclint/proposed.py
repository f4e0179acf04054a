"""The folder of proposals: one file a connector, and none that is out of date."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dclint.config import Config
from dclint.disk import replace_file
from dclint.document import Document
from dclint.errors import UsageError
from dclint.proposals import Proposal, propose
from dclint.result import Unreadable
from dclint.rule import Rule

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_OURS = re.compile(rf"{_ID.pattern}\.proposal\.json")
_DRAFT = (
    "there is a draft as well; whether an update changes it or the live version is not documented"
)


class Proposals:
    """Makes a proposal of every document that passes, and writes them all in the end."""

    def __init__(
        self, folder: Path, rules: Sequence[Rule], config: Config, *, unsafe: bool
    ) -> None:
        self._folder = folder
        self._rules = rules
        self._config = config
        self._unsafe = unsafe
        self._found: dict[str, Proposal] = {}
        self._is_whole = True

    def watch(self, documents: Iterable[Document | Unreadable]) -> Iterator[Document | Unreadable]:
        """Yield the documents as they come."""
        for document in documents:
            if isinstance(document, Document):
                self._add(document)
            else:
                self._is_whole = False
            yield document

    def _add(self, document: Document) -> None:
        is_draft = document.evidence is not None and document.evidence.version == "draft"
        for each in propose(document, self._rules, self._config, unsafe=self._unsafe):
            if not _ID.fullmatch(each.id):
                continue
            has_both = each.id in self._found
            if not has_both or not is_draft:
                self._found[each.id] = each
            if has_both:
                self._found[each.id].content["notes"].append(_DRAFT)

    def write(self) -> int:
        """Write the files, and remove those of former runs that nothing stands for any more.

        While something could not be read nothing is removed.  Raises UsageError.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for own, proposal in self._found.items():
                text = json.dumps(proposal.content, indent=2) + "\n"
                replace_file(self._folder / f"{own}.proposal.json", text.encode())
            for path in self._folder.iterdir() if self._is_whole else ():
                is_ours = _OURS.fullmatch(path.name) and path.is_file()
                if is_ours and path.name.partition(".")[0] not in self._found:
                    path.unlink()
        except OSError as error:
            name = error.filename or self._folder
            raise UsageError(f"{name}: cannot be written: {error.strerror}") from None
        return len(self._found)
