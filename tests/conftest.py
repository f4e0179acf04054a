"""What the tests share: linting a text as the command line would, without the command line."""

from collections.abc import Callable
from typing import Any

import pytest

from dclint import ruleset
from dclint.config import Config, validate
from dclint.document import Document
from dclint.engine import lint as lint_documents
from dclint.result import Report
from dclint.rule import Rule

Lint = Callable[..., Report]


@pytest.fixture(scope="session")
def rules() -> dict[str, Rule]:
    """All shipped rules, by name."""
    return ruleset.load()


@pytest.fixture
def lint(rules: dict[str, Rule]) -> Lint:
    """Lint one text: `lint(text, file="a.json", config={"select": ["url-invalid"]})`."""

    def run(
        text: str | bytes, file: str = "example.yaml", config: dict[str, Any] | None = None
    ) -> Report:
        settings: Config = validate(config or {}, "test")
        content = text if isinstance(text, bytes) else text.encode()
        return lint_documents([Document(file, content)], ruleset.select(rules, settings), settings)

    return run
