"""`audit --proposals`: what an update would have to send, and that nothing is sent."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.audit.server import Server, connector
from support.audit.visits import dclint

SECRET = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8"


def propose(server: Server, folder: Path, *more: str) -> dict[str, Any]:
    arguments = ["audit", "--isolated", "--base-url", server.url, "--proposals", "p", *more]
    result = dclint(*arguments, cwd=folder)
    assert result.returncode in (0, 1), result.stderr
    assert "proposed, nothing sent" in result.stderr
    assert {asked.method for asked in server.asked} == {"GET"}
    files = sorted((folder / "p").iterdir())
    return {
        file.name.removesuffix(".proposal.json"): json.loads(file.read_text()) for file in files
    }


@pytest.fixture
def inputs() -> list[dict[str, Any]]:
    described = {"type": "string", "description": "As the customer wrote it", "required": True}
    return [{"name": name, **described, "default_value": None} for name in ("city", "zip")]


def store(server: Server, *details: dict[str, Any]) -> None:
    server.workspace.connectors.clear()
    for detail in details:
        server.workspace.add(detail)


def test_a_proposal_is_minimal_and_can_be_taken_back(server: Server, tmp_path: Path) -> None:
    store(server, connector(1, name="Find  shop"), connector(2))
    (proposal,) = propose(server, tmp_path).values()
    assert proposal == {
        "version": 1,
        "connector": {"id": "1", "name": "Find  shop", "state": "live"},
        "updated_at": "2026-01-20T14:22:15Z",
        "request": {"method": "PATCH", "path": "/data_connectors/1"},
        "body": {"name": "Find shop"},
        "rollback": {"name": "Find  shop"},
        "changes": [
            {
                "rule": "name-whitespace",
                "severity": "warning",
                "safe": True,
                "message": "The name `Find  shop` has two blanks in a row",
                "remedy": "call it `Find shop`",
                "member": "name",
                "applies": True,
                "reason": None,
            }
        ],
        "notes": [],
    }


def test_of_the_inputs_all_are_sent(
    server: Server, tmp_path: Path, inputs: list[dict[str, Any]]
) -> None:
    inputs[1]["name"] = "zip "
    url = "https://api.shopfinder.io/{{city}}/{{zip}}"
    store(server, connector(1, url=url, data_inputs=inputs))
    proposal = propose(server, tmp_path)["1"]
    assert [each["name"] for each in proposal["body"]["data_inputs"]] == ["city", "zip"]
    assert [each["name"] for each in proposal["rollback"]["data_inputs"]] == ["city", "zip "]
    assert all("default_value" not in each for each in proposal["body"]["data_inputs"])


def test_an_update_that_would_be_refused_is_not_proposed(
    server: Server, tmp_path: Path, inputs: list[dict[str, Any]]
) -> None:
    inputs[1] |= {"name": "zip ", "description": None}
    url = "https://api.shopfinder.io/{{city}}/{{zip}}"
    store(server, connector(1, url=url, data_inputs=inputs))
    proposal = propose(server, tmp_path)["1"]
    assert proposal["body"] is proposal["rollback"] is None
    assert proposal["changes"][0]["applies"] is False
    assert "input 2 has no description" in proposal["changes"][0]["reason"]


def test_headers_are_never_sent(server: Server, tmp_path: Path) -> None:
    headers = [{"name": "Accept:", "value": "****"}]
    store(server, connector(1, name="Find  shop", headers=headers))
    proposal = propose(server, tmp_path)["1"]
    assert proposal["body"] == {"name": "Find shop"}
    by_rule = {change["rule"]: change for change in proposal["changes"]}
    assert by_rule["invalid-header-name"]["applies"] is False
    assert "header values" in by_rule["invalid-header-name"]["reason"]
    assert "****" not in json.dumps(proposal)


def test_what_somebody_has_to_look_at_is_proposed_when_asked_for(
    server: Server, tmp_path: Path
) -> None:
    store(server, connector(1, url="http://api.shopfinder.io/near?city={{city}}"))
    assert propose(server, tmp_path) == {}
    proposal = propose(server, tmp_path, "--unsafe-fixes")["1"]
    assert proposal["body"] == {"url": "https://api.shopfinder.io/near?city={{city}}"}
    assert proposal["changes"][0]["safe"] is False


def test_no_credential_is_repeated(server: Server, tmp_path: Path) -> None:
    url = f"http://api.shopfinder.io/near?city={{{{city}}}}&token={SECRET}"
    store(server, connector(1, url=url))
    proposal = propose(server, tmp_path, "--unsafe-fixes")["1"]
    assert proposal["body"] is None
    assert "credential" in proposal["changes"][0]["reason"]
    assert SECRET not in json.dumps(proposal)


def test_a_draft_beside_the_live_version_is_told_of(server: Server, tmp_path: Path) -> None:
    server.workspace.connectors.clear()
    server.workspace.add(connector(1, name="Find  shop"), connector(1, name="Find  a shop"))
    proposal = propose(server, tmp_path)["1"]
    assert proposal["body"] == {"name": "Find shop"}
    assert "draft" in proposal["notes"][0]


def test_a_proposal_that_nothing_stands_for_any_more_is_removed(
    server: Server, tmp_path: Path
) -> None:
    store(server, connector(1, name="Find  shop"))
    assert [*propose(server, tmp_path)] == ["1"]
    (tmp_path / "p" / "notes.txt").write_text("mine")
    store(server, connector(1), connector(2, name="Find  shop"))
    arguments = ["audit", "--isolated", "--base-url", server.url, "--proposals", "p"]
    dclint(*arguments, cwd=tmp_path)
    assert {file.name for file in (tmp_path / "p").iterdir()} == {"2.proposal.json", "notes.txt"}


def test_unsafe_fixes_are_for_proposals(server: Server, tmp_path: Path) -> None:
    arguments = ["audit", "--isolated", "--base-url", server.url, "--unsafe-fixes"]
    result = dclint(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert "--unsafe-fixes needs --proposals" in result.stderr
