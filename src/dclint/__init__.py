"""A linter and security checker for Intercom data connectors."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dclint._version import __version__

if TYPE_CHECKING:
    from dclint.config.settings import Config
    from dclint.document import Document
    from dclint.engine.lint import lint
    from dclint.engine.report import Report
    from dclint.findings.finding import Finding
    from dclint.model.source_item import SourceItem
    from dclint.ruleset.rule import Rule


__all__ = ["Config", "Document", "Finding", "Report", "Rule", "SourceItem", "__version__", "lint"]

_HOMES = {
    "Config": "config.settings",
    "Document": "document",
    "Finding": "findings.finding",
    "Report": "engine.report",
    "Rule": "ruleset.rule",
    "SourceItem": "model.source_item",
    "lint": "engine.lint",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `dclint --version` is quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'dclint' has no attribute {name!r}")
    return getattr(import_module(f"dclint.{_HOMES[name]}"), name)
