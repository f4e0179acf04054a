"""`dclint check --fix` and `--diff` on files and standard input."""

import os
import stat
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from support.cli import run_bytes

DOUBLED = '{"name": "Lost  property", "url": "https://api.metro.org/lost", "http_method": "get"}\n'
SINGLE = DOUBLED.replace("  ", " ")
SECRET = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8"


def dclint(folder: Path, *arguments: str, stdin: bytes = b"") -> "CompletedProcess[bytes]":
    return run_bytes("check", "--isolated", *arguments, cwd=folder, stdin=stdin)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.json"
    path.write_text(DOUBLED)
    return path


def test_a_fixed_file_is_written_and_the_rest_is_reported(file: Path) -> None:
    result = dclint(file.parent, "--fix", "--fail-on", "error", "a.json")
    assert file.read_text() == SINGLE
    assert b"1 fixed" in result.stdout
    assert b"missing-description" in result.stdout
    assert b"name-whitespace" not in result.stdout


def test_without_fix_nothing_is_written(file: Path) -> None:
    dclint(file.parent, "a.json")
    assert file.read_text() == DOUBLED


def test_a_diff_writes_nothing_and_fails(file: Path) -> None:
    result = dclint(file.parent, "--diff", "a.json")
    assert file.read_text() == DOUBLED
    assert result.returncode == 1
    assert result.stdout.decode().splitlines()[:2] == ["--- a.json", "+++ a.json"]
    assert result.stdout.decode().splitlines()[3:] == ["-" + DOUBLED[:-1], "+" + SINGLE[:-1]]
    assert result.stderr == b"Would fix 1 finding in 1 file.\n"


def test_a_diff_of_what_needs_no_fix_is_empty(file: Path) -> None:
    file.write_text(SINGLE)
    result = dclint(file.parent, "--diff", "--fix", "a.json")
    assert (result.returncode, result.stdout) == (0, b"")


def test_unsafe_fixes_are_asked_for(file: Path) -> None:
    text = SINGLE.replace("https", "http")
    file.write_text(text)
    dclint(file.parent, "--fix", "a.json")
    assert file.read_text() == text
    dclint(file.parent, "--fix", "--unsafe-fixes", "a.json")
    assert file.read_text() == SINGLE
    result = dclint(file.parent, "--unsafe-fixes", "a.json")
    assert result.returncode == 2
    assert b"--unsafe-fixes needs --fix or --diff" in result.stderr


def test_line_endings_the_byte_order_mark_and_a_missing_break_survive(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b'\xef\xbb\xbf# a comment\r\nname: "a  b"  # another\r\nurl: https://a.io/x')
    dclint(tmp_path, "--fix", "a.yaml")
    assert file.read_bytes() == (
        b'\xef\xbb\xbf# a comment\r\nname: "a b"  # another\r\nurl: https://a.io/x'
    )


def test_what_is_suppressed_is_not_fixed(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    text = "name: 'a  b'  # dclint: ignore[name-whitespace] as printed\nurl: https://a.io/x\n"
    file.write_text(text)
    dclint(tmp_path, "--fix", "a.yaml")
    assert file.read_text() == text


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes and links")
def test_the_mode_of_a_file_stays(file: Path) -> None:
    file.chmod(0o640)
    dclint(file.parent, "--fix", "a.json")
    assert file.read_text() == SINGLE
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes and links")
def test_a_link_is_followed_and_stays_one(file: Path) -> None:
    link = file.parent / "link.json"
    link.symlink_to(file)
    dclint(file.parent, "--fix", "link.json")
    assert link.is_symlink()
    assert file.read_text() == SINGLE


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes and links")
def test_a_read_only_file_is_left_alone_and_that_is_said(file: Path) -> None:
    file.chmod(0o444)
    result = dclint(file.parent, "--fix", "--fail-on", "never", "a.json")
    assert file.read_text() == DOUBLED
    assert result.stderr == b"a.json: not fixed: it is read-only\n"
    assert b"name-whitespace" in result.stdout
    assert result.returncode == 3


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes and links")
def test_a_file_with_two_names_is_left_alone(file: Path) -> None:
    (file.parent / "b.json").hardlink_to(file)
    result = dclint(file.parent, "--fix", "a.json")
    assert file.read_text() == DOUBLED
    assert b"hard link" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes and links")
def test_what_is_no_file_cannot_be_fixed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.json")
    result = dclint(tmp_path, "--fix", "a.json")
    assert result.returncode == 3
    assert b"it is not a regular file" in result.stdout


def test_standard_input_is_fixed_to_standard_output(tmp_path: Path) -> None:
    result = dclint(tmp_path, "--fix", "-", stdin=b"\xef\xbb\xbf" + DOUBLED.encode())
    assert result.stdout == b"\xef\xbb\xbf" + SINGLE.encode()
    assert b"missing-description" in result.stderr


@pytest.mark.parametrize("text", [b"{", b"\xff\xfe", b"", b"[1]"])
def test_what_cannot_be_read_comes_out_as_it_went_in(tmp_path: Path, text: bytes) -> None:
    assert dclint(tmp_path, "--fix", "-", stdin=text).stdout == text


def test_standard_input_stands_alone(file: Path) -> None:
    result = dclint(file.parent, "--fix", "-", "a.json", stdin=DOUBLED.encode())
    assert result.returncode == 2
    assert file.read_text() == DOUBLED
    assert dclint(file.parent, "--diff", "-", stdin=DOUBLED.encode()).returncode == 1


def test_a_diff_shows_no_secret_and_no_control_character(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '{"name": "a  b",\n"url": "https://a.io/x",\n"headers": ['
        f'{{"name": "Authorization", "value": "Bearer {SECRET}"}},\n'
        f'{{"name": "X-Trace", "value": "\x9b31m\u200e", "other": "{SECRET}"}}]}}'
    )
    result = dclint(tmp_path, "--diff", "a.json")
    assert result.returncode == 1
    assert SECRET.encode() not in result.stdout + result.stderr
    assert result.stdout.decode().count(SECRET[:4]) == 2
    assert "\x9b" not in result.stdout.decode()
    assert "\u200e" not in result.stdout.decode()
    assert "\\x9b31m\\u200e" in result.stdout.decode()
    dclint(tmp_path, "--fix", "a.json")
    assert (tmp_path / "a.json").read_text().count(SECRET) == 2


def test_many_fixes_of_one_file_come_together(tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").write_text(DOUBLED * 3)
    result = dclint(tmp_path, "--fix", "a.ndjson")
    assert (tmp_path / "a.ndjson").read_text() == SINGLE * 3
    assert b"3 fixed" in result.stdout


def test_what_a_baseline_knows_is_fixed_and_the_rest_stays_known(file: Path) -> None:
    run_bytes("baseline", "write", "a.json", cwd=file.parent)
    (written,) = file.parent.glob("*baseline*")
    result = dclint(file.parent, "--fix", "--baseline", written.name, "a.json")
    assert file.read_text() == SINGLE
    assert b"1 fixed" in result.stdout
