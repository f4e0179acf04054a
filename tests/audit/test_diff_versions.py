"""`dclint diff` between the versions of a live workspace: one test a pair."""

import json
from pathlib import Path

import pytest
from support.audit.server import Server, connector
from support.audit.visits import dclint


@pytest.fixture
def drafted(server: Server) -> Server:
    """Two live connectors; the draft of the first lets visitors in."""
    server.workspace.connectors.clear()
    live = connector(1, direct_fin_usage=True, bypass_authentication=False)
    server.workspace.add(live, live | {"state": "draft", "bypass_authentication": True})
    server.workspace.add(connector(2))
    return server


def compare(server: Server, folder: Path, ours: str, theirs: str) -> tuple[int, list[str]]:
    """The exit code, and what is said of which file."""
    options = ("--base-url", server.url, "--format", "json", "--profile", "auditor")
    ran = dclint("diff", ours, theirs, *options, cwd=folder)
    found = json.loads(ran.stdout)["findings"]
    return ran.returncode, [
        f"{Path(each['file']).name}: {each['severity']}: {each['message']}" for each in found
    ]


def test_live_and_draft_differ_by_what_is_drafted(drafted: Server, tmp_path: Path) -> None:
    code, found = compare(drafted, tmp_path, "live", "draft")
    assert code == 1
    assert [each.partition(": ")[0] for each in found] == ["1.live.json"]
    assert "error" in found[0]
    assert "bypass_authentication" in found[0]


def test_draft_and_live_differ_by_the_same(drafted: Server, tmp_path: Path) -> None:
    code, found = compare(drafted, tmp_path, "draft", "live")
    assert code == 0
    assert [each.partition(": ")[0] for each in found] == ["1.draft.json"]
    assert "bypass_authentication" in found[0]


def test_live_and_live_are_the_same(drafted: Server, tmp_path: Path) -> None:
    assert compare(drafted, tmp_path, "live", "live") == (0, [])


def test_draft_and_draft_are_the_same(drafted: Server, tmp_path: Path) -> None:
    assert compare(drafted, tmp_path, "draft", "draft") == (0, [])
