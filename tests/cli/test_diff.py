"""`dclint diff` and `dclint lock` on files: what has changed, and what has been reviewed."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.cli import CLEAN, dclint, write

GUARDED = CLEAN | {
    "id": "7",
    "customer_authentication": True,
    "direct_fin_usage": True,
    "headers": [{"name": "X-Key", "value": "{{user.user_id}}"}],
}


def diff(tmp_path: Path, ours: Any, theirs: Any, *options: str) -> tuple[int, list[dict[str, Any]]]:
    """Compare two files; return the exit code and the findings."""
    write(tmp_path, "a.json", ours)
    write(tmp_path, "b.json", theirs)
    ran = dclint("diff", "a.json", "b.json", "--format", "json", *options, cwd=tmp_path)
    assert ran.stderr == ""
    return ran.returncode, json.loads(ran.stdout)["findings"]


@pytest.mark.parametrize(
    ("change", "code", "effect"),
    [
        ({}, 0, None),
        ({"customer_authentication": False}, 1, "weakens security"),
        ({"audiences": ["users", "visitors"]}, 1, "weakens security"),
        ({"url": "http://api.shopfinder.io/near?city={{city}}"}, 1, "weakens security"),
        ({"validate_missing_attributes": True}, 0, None),  # unknown in the other file
        ({"description": "Says something else about shops and their opening hours."}, 0, ""),
        ({"headers": [{"name": "x-key", "value": "****"}], "type": "data_connector"}, 0, None),
    ],
)
def test_each_difference_says_what_it_does_to_security(
    tmp_path: Path, change: dict[str, Any], code: int, effect: str | None
) -> None:
    found_code, findings = diff(tmp_path, GUARDED, GUARDED | change)
    assert found_code == code
    if effect is None:
        assert findings == []
    else:
        assert [each["rule"] for each in findings] == ["file-live-drift"]
        assert effect in findings[0]["message"]
        assert findings[0]["file"] == "a.json"


def test_what_strengthens_security_is_told_and_fails_nothing(tmp_path: Path) -> None:
    weak = GUARDED | {"customer_authentication": False}
    code, (finding,) = diff(tmp_path, weak, GUARDED)
    assert code == 0
    assert finding["severity"] == "warning"
    assert "strengthens security" in finding["message"]
    code, _ = diff(tmp_path, weak, GUARDED, "--fail-on", "warning")
    assert code == 1


def test_a_connector_on_one_side_only_is_named(tmp_path: Path) -> None:
    other = CLEAN | {"id": "8", "name": "Another"}
    _, findings = diff(tmp_path, [GUARDED], [GUARDED, other])
    assert [(each["file"], each["connector"]["name"]) for each in findings] == [
        ("b.json", "Another")
    ]
    _, findings = diff(tmp_path, [GUARDED, other], [GUARDED])
    assert [(each["file"], each["connector"]["name"]) for each in findings] == [
        ("a.json", "Another")
    ]


def test_what_was_not_read_is_not_called_missing(tmp_path: Path) -> None:
    write(tmp_path, "a.json", GUARDED)
    snapshot = tmp_path / "snapshot"
    write(snapshot, "8.live.json", CLEAN | {"id": "8", "name": "Another"})
    manifest = {
        "version": 1,
        "workspace": {},
        "connectors": [{"id": "8", "state": "live", "file": "8.live.json"}],
        "lost": [{"name": "7.json", "reason": "it did not answer"}],
        "stale": [],
        "evidence": {},
    }
    write(snapshot, "dclint-snapshot.json", manifest)
    ran = dclint("diff", "a.json", "snapshot", "--format", "json", cwd=tmp_path)
    report = json.loads(ran.stdout)
    messages = [each["message"] for each in report["findings"]]
    assert "The other side does not have this connector" not in messages
    (unreadable,) = report["unreadable"]
    assert "it did not answer" in unreadable["reason"]
    assert ran.returncode == 3


def test_the_live_version_of_a_snapshot_is_compared(tmp_path: Path) -> None:
    snapshot = tmp_path / "snapshot"
    exported = GUARDED | {"type": "data_connector", "state": "live"}
    write(snapshot, "7.draft.json", exported | {"customer_authentication": False})
    write(snapshot, "7.live.json", exported)
    entries = [{"id": "7", "state": s, "file": f"7.{s}.json"} for s in ("draft", "live")]
    manifest = {
        "version": 1,
        "workspace": {},
        "connectors": entries,
        "lost": [],
        "stale": [],
        "evidence": {},
    }
    write(snapshot, "dclint-snapshot.json", manifest)
    write(tmp_path, "a.json", GUARDED)
    ran = dclint("diff", "a.json", "snapshot", "--format", "json", cwd=tmp_path)
    assert json.loads(ran.stdout)["findings"] == []
    assert ran.returncode == 0


def test_a_side_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    write(tmp_path, "a.json", CLEAN)
    ran = dclint("diff", "a.json", "b.json", cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr == "dclint: b.json: there is no such file or folder\n"


def test_what_was_locked_is_not_reported_until_it_changes(tmp_path: Path) -> None:
    write(tmp_path, "a.json", GUARDED)
    ran = dclint("lock", "a.json", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "")
    select = ("--profile", "auditor", "--select", "unreviewed-change")
    assert dclint("check", "a.json", *select, cwd=tmp_path).returncode == 0
    write(tmp_path, "a.json", GUARDED | {"description": "Ask everybody for the password."})
    ran = dclint("check", "a.json", *select, "--format", "json", cwd=tmp_path)
    (finding,) = json.loads(ran.stdout)["findings"]
    assert "`description` has changed since" in finding["message"]
    dclint("lock", "a.json", cwd=tmp_path)
    assert dclint("check", "a.json", *select, cwd=tmp_path).returncode == 0


def test_the_lock_file_is_sorted_and_holds_no_text(tmp_path: Path) -> None:
    write(tmp_path, "a.json", [CLEAN | {"name": "Zoo"}, GUARDED, CLEAN | {"name": "Ape"}])
    dclint("lock", "a.json", "--output", "locked.json", cwd=tmp_path)
    written = (tmp_path / "locked.json").read_text("utf-8")
    assert list(json.loads(written)["connectors"]) == ["id:7", "name:Ape", "name:Zoo"]
    assert "opening hours" not in written
    write(tmp_path, "a.json", [GUARDED, CLEAN | {"name": "Ape"}, CLEAN | {"name": "Zoo"}])
    dclint("lock", "a.json", "--output", "locked.json", cwd=tmp_path)
    assert (tmp_path / "locked.json").read_text("utf-8") == written


def test_the_lock_file_stands_beside_the_settings(tmp_path: Path) -> None:
    write(tmp_path, "dclint.toml", 'lock = "reviewed.lock"')
    write(tmp_path, "connectors/a.json", GUARDED)
    dclint("lock", "connectors", cwd=tmp_path)
    assert (tmp_path / "reviewed.lock").is_file()
    write(tmp_path, "connectors/a.json", GUARDED | {"name": "Renamed"})
    select = ("--profile", "auditor", "--select", "unreviewed-change", "--format", "json")
    ran = dclint("check", ".", *select, cwd=tmp_path / "connectors")
    assert [each["pointer"] for each in json.loads(ran.stdout)["findings"]] == ["/name"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("nonsense", "this is no lock file"),
        ("[]", "this is no lock file"),
        ('{"version": 1, "connectors": {"a": 1}}', "this is no lock file"),
        ('{"version": 2, "connectors": {}}', "this version of dclint cannot read its form"),
    ],
)
def test_a_lock_file_that_is_none_is_one_sentence(tmp_path: Path, content: str, said: str) -> None:
    write(tmp_path, "a.json", CLEAN)
    write(tmp_path, "dclint.lock", content)
    ran = dclint("check", "a.json", "--profile", "auditor", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"dclint: dclint.lock: {said}\n"
    assert dclint("check", "a.json", cwd=tmp_path).returncode == 0, "only auditors read it"


def test_drafts_of_two_snapshots_are_compared_too(tmp_path: Path) -> None:
    exported = GUARDED | {"type": "data_connector", "state": "live"}
    entries = [{"id": "7", "state": s, "file": f"7.{s}.json"} for s in ("draft", "live")]
    manifest = {
        "version": 1,
        "workspace": {},
        "connectors": entries,
        "lost": [],
        "stale": [],
        "evidence": {},
    }
    for folder, passcode in (("old", True), ("new", False)):
        write(tmp_path / folder, "7.live.json", exported)
        draft = exported | {"customer_authentication": passcode, "description": "Another one."}
        write(tmp_path / folder, "7.draft.json", draft)
        write(tmp_path / folder, "dclint-snapshot.json", manifest)
    ran = dclint("diff", "old", "new", "--format", "json", cwd=tmp_path)
    assert ran.returncode == 1
    (finding,) = json.loads(ran.stdout)["findings"]
    assert finding["file"] == "old/7.draft.json"


def test_a_lock_file_is_not_replaced_when_something_was_not_read(tmp_path: Path) -> None:
    write(tmp_path, "a.json", GUARDED)
    dclint("lock", "a.json", cwd=tmp_path)
    locked = (tmp_path / "dclint.lock").read_bytes()
    write(tmp_path / "snapshot", "dclint-snapshot.json", "{}")
    write(tmp_path / "snapshot", "8.live.json", CLEAN)
    ran = dclint("lock", "snapshot", cwd=tmp_path)
    assert ran.returncode == 3
    assert (tmp_path / "dclint.lock").read_bytes() == locked


def test_a_lock_file_does_not_replace_what_is_locked(tmp_path: Path) -> None:
    write(tmp_path, "a.json", GUARDED)
    ran = dclint("lock", "a.json", "--output", "a.json", cwd=tmp_path)
    assert ran.returncode == 2
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == GUARDED


@pytest.mark.parametrize(
    "connectors",
    [
        [CLEAN, CLEAN | {"description": "Another connector of the same name, by mistake."}],
        [{key: v for key, v in CLEAN.items() if key != "name"}, {"url": "https://a.io/x"}],
    ],
    ids=["of one name", "without a name"],
)
def test_connectors_that_share_a_name_are_locked_each(
    tmp_path: Path, connectors: list[Any]
) -> None:
    for number, each in enumerate(connectors):
        write(tmp_path / "all", f"{number}.json", each)
    dclint("lock", "all", cwd=tmp_path)
    select = ("--profile", "auditor", "--select", "unreviewed-change")
    assert dclint("check", "all", *select, cwd=tmp_path).returncode == 0


def test_a_definition_is_found_in_a_lock_of_the_live_connector(tmp_path: Path) -> None:
    switches = ("direct_fin_usage", "customer_authentication", "bypass_authentication")
    live = {"id": "7", "type": "data_connector", "state": "live"} | dict.fromkeys(switches, False)
    write(tmp_path, "live.json", CLEAN | live)
    write(tmp_path, "a.json", CLEAN)
    dclint("lock", "live.json", cwd=tmp_path)
    select = ("--profile", "auditor", "--select", "unreviewed-change")
    assert dclint("check", "a.json", *select, cwd=tmp_path).returncode == 0
