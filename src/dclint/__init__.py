"""A linter and security checker for Intercom data connectors."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dclint.config import Config
    from dclint.document import Document
    from dclint.engine import lint
    from dclint.finding import Finding
    from dclint.result import Report
    from dclint.rule import Rule

__version__ = "0.1.0"

__all__ = ["Config", "Document", "Finding", "Report", "Rule", "__version__", "lint"]

_HOMES = {
    "Config": "config",
    "Document": "document",
    "Finding": "finding",
    "Report": "result",
    "Rule": "rule",
    "lint": "engine",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `dclint --version` is quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'dclint' has no attribute {name!r}")
    return getattr(import_module(f"dclint.{_HOMES[name]}"), name)
