"""The page about formats shows what dclint writes."""

import importlib.util
from types import ModuleType

import pytest
from support.paths import ROOT

from dclint.cli.output import FORMATS

PAGE = (ROOT / "docs" / "formats.md").read_text("utf-8")


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "generator", ROOT / "scripts" / "generate_docs.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_example_is_what_its_command_writes(generator: ModuleType) -> None:
    assert generator.formats_page(PAGE) == PAGE


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_its_row(form: str) -> None:
    assert f"\n| `{form}` | " in PAGE
