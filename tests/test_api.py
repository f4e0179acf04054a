"""dclint as a library: what `import dclint` offers."""

import pytest

import dclint
from dclint.ruleset import registry as ruleset


def test_a_text_is_linted_in_four_lines() -> None:
    config = dclint.Config(select=("url-not-https",))
    rules = ruleset.select_rules(ruleset.load_rules(), config)
    item = dclint.SourceItem(
        dclint.Document("a.json", '{"name": "n", "url": "http://api.acme.io"}')
    )
    report: dclint.Report = dclint.lint([item], rules, config)
    (finding,) = report.findings
    assert isinstance(finding, dclint.Finding)
    assert (finding.rule, finding.location.line, finding.location.column) == (
        "url-not-https",
        1,
        23,
    )


def test_everything_public_can_be_imported() -> None:
    assert all(getattr(dclint, name) for name in dclint.__all__)


def test_nothing_else_can() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Manager'"):
        dclint.Manager  # noqa: B018
