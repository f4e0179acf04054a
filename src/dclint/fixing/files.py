"""Fixed texts as files: written as a whole, with the mode they had, or not at all."""

import os
import stat
from pathlib import Path

from dclint.base.files import replace_file
from dclint.document import Document

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # the byte order mark, which a document's text is without
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def encode_document(document: Document, original: bytes) -> bytes:
    """Return the text of a document as bytes, with the byte order mark of the original."""
    return _BYTE_ORDER_MARK * original.startswith(_BYTE_ORDER_MARK) + document.text.encode()


def write_fixed_file(path: str, before: Document, after: Document) -> str | None:
    """Write the fixed text where the document was read from; return why that was not done.

    A link is followed and stays; who has write-protected a file meant it.
    """
    target = Path(os.path.realpath(path))
    try:
        state = target.stat()
        if not stat.S_ISREG(state.st_mode):
            return "it is not a regular file"
        if not state.st_mode & _WRITABLE or not os.access(target, os.W_OK):
            return "it is read-only"
        if state.st_nlink > 1:
            return "it has another name (a hard link), which would keep the old text"
        original = target.read_bytes()
        if encode_document(before, original) != original:
            return "it has changed since it was read"
        replace_file(target, encode_document(after, original), like=state)
    except OSError as error:
        return (error.strerror or "it cannot be written").lower()
    return None
