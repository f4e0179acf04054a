"""`dclint baseline`, `dclint waive` and `--diff-base`: adopting dclint in an old repository."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from support.cli import CLEAN, FAULTY, dclint, git, write

HTTP = "url-not-https"
OTHER = FAULTY | {"name": "Another shop", "url": "http://api.other.io/{{city}}"}


def findings(ran: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ran.stdout)["findings"]
    return found


def check(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return dclint("check", ".", "--format", "json", *options, cwd=folder)


def test_a_baseline_makes_what_is_there_known_and_new_findings_count(tmp_path: Path) -> None:
    write(tmp_path, "a.json", FAULTY)
    ran = dclint("baseline", "write", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "")
    options = ("--baseline", "dclint-baseline.txt")
    assert check(tmp_path, *options).returncode == 0
    write(tmp_path, "b.json", OTHER)
    ran = check(tmp_path, *options)
    assert ran.returncode == 1
    assert {each["file"] for each in findings(ran)} == {"b.json"}


def test_the_settings_may_name_the_baseline(tmp_path: Path) -> None:
    write(tmp_path, "dclint.toml", 'baseline = "known.txt"')
    write(tmp_path, "deeper/a.json", FAULTY)
    assert dclint("baseline", "write", cwd=tmp_path / "deeper").returncode == 0
    assert (tmp_path / "known.txt").is_file()
    assert check(tmp_path).returncode == 0
    assert check(tmp_path / "deeper").returncode == 0


def test_an_update_removes_what_is_fixed_and_adds_nothing(tmp_path: Path) -> None:
    write(tmp_path, "a.json", [FAULTY, OTHER])
    dclint("baseline", "write", "--file", "known.txt", cwd=tmp_path)
    before = (tmp_path / "known.txt").read_text("utf-8").splitlines()
    write(tmp_path, "a.json", [CLEAN, OTHER, OTHER | {"name": "A third"}])
    ran = dclint("baseline", "update", "--file", "known.txt", cwd=tmp_path)
    after = (tmp_path / "known.txt").read_text("utf-8").splitlines()
    assert ran.stderr == "known.txt: 1 removed, 1 left.\n"
    assert set(after) < set(before)
    assert check(tmp_path, "--baseline", "known.txt").returncode == 1


def test_a_baseline_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    write(tmp_path, "a.json", FAULTY)
    ran = check(tmp_path, "--baseline", "known.txt")
    assert ran.returncode == 2
    assert ran.stderr == "dclint: known.txt: cannot be read: No such file or directory\n"


def test_a_waiver_is_written_and_holds(tmp_path: Path) -> None:
    write(tmp_path, "dclint.toml", "")
    write(tmp_path, "a.json", FAULTY)
    (found,) = findings(check(tmp_path))
    options = ("--reason", 'the "old" server', "--expires", "2099-12-31", "--owner", "web team")
    ran = dclint("waive", found["fingerprint"][:8], *options, cwd=tmp_path)
    assert ran.returncode == 0
    assert HTTP in ran.stderr
    assert check(tmp_path).returncode == 0
    (accepted,) = json.loads(check(tmp_path).stdout)["silenced"]
    assert accepted["reason"] == 'the "old" server'
    assert accepted["owner"] == "web team"
    write(tmp_path, "a.json", OTHER | {"name": FAULTY["name"]})
    rules = {each["rule"] for each in findings(check(tmp_path))}
    assert rules == {HTTP, "lapsed-waiver"}


def test_a_second_waiver_stands_beside_the_first(tmp_path: Path) -> None:
    write(tmp_path, "dclint.toml", "")
    write(tmp_path, "a.json", [FAULTY, OTHER])
    for found in findings(check(tmp_path)):
        options = ("--reason", "old", "--expires", "2099-12-31")
        assert dclint("waive", found["fingerprint"], *options, cwd=tmp_path).returncode == 0
    assert check(tmp_path).returncode == 0
    assert (tmp_path / "dclint-waivers.toml").read_text("utf-8").count("[[waivers]]") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("00000000", "--reason", "x", "--expires", "2099-01-01"), "names no finding"),
        (("0", "--reason", "x", "--expires", "2099-01-01"), "names"),
        (("00000000", "--reason", "x", "--expires", "soon"), "is no date"),
        (("00000000", "--reason", " ", "--expires", "2099-01-01"), "say why"),
    ],
)
def test_a_waiver_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    write(tmp_path, "a.json", FAULTY)
    ran = dclint("waive", *arguments, cwd=tmp_path)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert not (tmp_path / "dclint-waivers.toml").exists()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one faulty connector."""
    git(tmp_path, "init", "-q")
    write(tmp_path, "connectors/a.json", FAULTY)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


def test_only_what_was_not_there_counts(repository: Path) -> None:
    text = json.dumps(FAULTY, indent=4).replace('"headers"', '\n\n  "headers"')
    write(repository, "connectors/renamed.json", text)
    (repository / "connectors" / "a.json").unlink()
    assert check(repository, "--diff-base", "HEAD").returncode == 0
    write(repository, "connectors/b.json", OTHER)
    ran = check(repository, "--diff-base", "HEAD")
    assert {each["file"] for each in findings(ran)} == {"connectors/b.json"}
    assert [each["means"] for each in json.loads(ran.stdout)["silenced"]] == ["known"]


def test_the_base_is_read_from_a_folder_below_the_root_too(repository: Path) -> None:
    folder = repository / "connectors"
    assert check(folder, "--diff-base", "HEAD").returncode == 0
    assert dclint("check", "a.json", "--diff-base", "HEAD", cwd=folder).returncode == 0
    assert dclint("check", "*.json", "--diff-base", "HEAD", cwd=folder).returncode == 0


def test_a_file_that_was_not_there_is_new(repository: Path) -> None:
    write(repository, "b.json", OTHER)
    assert dclint("check", "b.json", "--diff-base", "HEAD", cwd=repository).returncode == 1


@pytest.mark.parametrize("revision", ["nonsense", "--help", "HEAD:connectors"])
def test_a_revision_that_git_does_not_know_is_one_sentence(repository: Path, revision: str) -> None:
    ran = check(repository, f"--diff-base={revision}")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "dclint: --diff-base: git knows no such revision\n"


def test_an_empty_revision_is_none(repository: Path) -> None:
    ran = check(repository, "--diff-base=")
    assert ran.stderr == "dclint: --diff-base: an empty name is no revision\n"


def test_the_base_of_a_folder_beside_the_working_folder_is_read(repository: Path) -> None:
    (repository / "other").mkdir()
    options = ("--diff-base", "HEAD", "--format", "json")
    ran = dclint("check", "../connectors", *options, cwd=repository / "other")
    assert (ran.returncode, findings(ran)) == (0, [])


def test_outside_a_repository_is_one_sentence(tmp_path: Path) -> None:
    write(tmp_path, "a.json", FAULTY)
    ran = check(tmp_path, "--diff-base", "HEAD")
    assert ran.stderr == "dclint: --diff-base: this folder is in no git repository\n"


def test_a_link_in_the_base_is_not_followed(repository: Path) -> None:
    (repository / "link.json").symlink_to("/etc/passwd")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "second")
    assert check(repository, "--diff-base", "HEAD").returncode in (0, 3)


def test_a_waiver_needs_settings_to_stand_beside(tmp_path: Path) -> None:
    write(tmp_path, "a.json", FAULTY)
    (found,) = findings(check(tmp_path))
    options = ("--reason", "old", "--expires", "2099-12-31")
    ran = dclint("waive", found["fingerprint"], *options, cwd=tmp_path)
    assert ran.returncode == 2
    assert "dclint init" in ran.stderr
    assert not (tmp_path / "dclint-waivers.toml").exists()


@pytest.mark.parametrize(
    ("settings", "options", "said"),
    [
        ('never-waive = ["transport"]', ("--expires", "2099-12-31"), "allow nobody to waive"),
        ("", ("--expires", "2020-01-01"), "is over"),
    ],
)
def test_a_waiver_that_would_be_void_is_not_written(
    tmp_path: Path, settings: str, options: tuple[str, ...], said: str
) -> None:
    write(tmp_path, "dclint.toml", settings)
    write(tmp_path, "a.json", FAULTY)
    (found,) = findings(check(tmp_path))
    ran = dclint("waive", found["fingerprint"], "--reason", "old", *options, cwd=tmp_path)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert not (tmp_path / "dclint-waivers.toml").exists()


def test_the_lock_may_stand_elsewhere(tmp_path: Path) -> None:
    write(tmp_path, "dclint.toml", 'lock = "locks/dclint.lock"')
    write(tmp_path, "a.json", FAULTY)
    (found,) = findings(check(tmp_path))
    options = ("--reason", "old", "--expires", "2099-12-31")
    assert dclint("waive", found["fingerprint"], *options, cwd=tmp_path).returncode == 0
    assert check(tmp_path).returncode == 0


@pytest.mark.parametrize("target", ["a.json", "other.txt"])
def test_a_baseline_replaces_nothing_that_is_none(tmp_path: Path, target: str) -> None:
    write(tmp_path, "a.json", FAULTY)
    write(tmp_path, "other.txt", "notes")
    before = (tmp_path / target).read_bytes()
    ran = dclint("baseline", "write", "a.json", "--file", target, cwd=tmp_path)
    assert ran.returncode == 2
    assert (tmp_path / target).read_bytes() == before


def test_connectors_that_are_gone_are_forgotten_when_asked(tmp_path: Path) -> None:
    write(tmp_path, "a.json", [FAULTY, OTHER])
    dclint("baseline", "write", "--file", "known.txt", cwd=tmp_path)
    write(tmp_path, "a.json", FAULTY)
    ran = dclint("baseline", "update", "--file", "known.txt", cwd=tmp_path)
    assert ran.stderr == "known.txt: 0 removed, 2 left.\n"
    ran = dclint("baseline", "update", "--prune", "--file", "known.txt", cwd=tmp_path)
    assert ran.stderr == "known.txt: 1 removed, 1 left.\n"


@pytest.mark.parametrize("line", ['error x "\\x" ""', 'fatal x "" ""', "error x y z"])
def test_a_line_of_a_baseline_that_names_nothing_is_one_sentence(tmp_path: Path, line: str) -> None:
    write(tmp_path, "a.json", FAULTY)
    write(tmp_path, "known.txt", f"# dclint baseline 1\n{'0' * 64} {line}\n")
    ran = check(tmp_path, "--baseline", "known.txt")
    assert ran.stderr == "dclint: known.txt:2: this line names no finding\n"
