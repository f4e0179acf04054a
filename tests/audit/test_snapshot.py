"""Snapshots: what an audit keeps is what a check reads later, and nothing else is touched."""

import json
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.audit import faults
from support.audit.server import Server, Stored, connector, execution, faulty, serving
from support.audit.visits import COMMAND, dclint, environment

MANIFEST = "dclint-snapshot.json"


@pytest.fixture
def server() -> Iterator[Server]:
    """A workspace with every kind of evidence, in which something can be found by it."""
    with serving() as server:
        fill(server)
        yield server


def fill(server: Server) -> None:
    workspace = server.workspace
    workspace.add(connector(1, token_ids=["5", "6"], direct_fin_usage=True))
    workspace.add(faulty(2), faulty(2, name="Find another shop"))
    workspace.add(connector(3, state="draft", url="https://api.shopfinder.io/{{user.email}}"))
    workspace.add(connector(4, customer_authentication=True))
    workspace.tokens = [
        {"id": "5", "request_header_key": "X-Key", "domain": "api.shopfinder.io"},
        {"id": "6", "request_header_key": "x-key", "domain": "elsewhere.io", "token_type": "u"},
    ]
    workspace.attributes = [
        {"full_name": "custom_attributes.shop", "messenger_writable": True},
        {"full_name": "email", "messenger_writable": False},
    ]
    workspace.me = workspace.me | {"app": workspace.me["app"] | {"identity_verification": False}}
    workspace.executions = {
        "1": [execution(n, http_status=401, success=False) for n in range(12)],
        "2": [execution(n, "2", http_status=302, request_url="http://b.io") for n in range(40)],
        "4": [
            execution(n, "4", error_type="fin_action_identity_verification_error", success=False)
            for n in range(12)
        ],
    }


def audit(server: Server, folder: Path, *options: str, code: int = 1) -> dict[str, Any]:
    """Audit with a snapshot and return the JSON report."""
    command = ("audit", "--base-url", server.url, "--snapshot", "kept", "--max-rate", "100")
    result = dclint(*command, "--format", "json", *options, cwd=folder)
    assert result.returncode == code, result.stdout + result.stderr
    report: dict[str, Any] = json.loads(result.stdout)
    return report | {"said": result.stderr}


def check(folder: Path, *options: str, code: int = 1) -> dict[str, Any]:
    result = dclint("check", "kept", "--format", "json", *options, cwd=folder)
    assert result.returncode == code, result.stdout + result.stderr
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def files(folder: Path) -> dict[str, bytes]:
    """The files of the snapshot, without the manifest."""
    kept = folder / "kept"
    return {f.name: f.read_bytes() for f in sorted(kept.iterdir()) if f.name != MANIFEST}


ALL = ["1.live.json", "2.draft.json", "2.live.json", "3.draft.json", "4.live.json"]


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--with-executions", "--since", "9999d"),
        ("--state", "live"),
        ("--state", "draft"),
        ("--profile", "auditor", "--with-executions"),
    ],
    ids=" ".join,
)
def test_a_check_finds_what_the_audit_found_to_the_byte(
    server: Server, tmp_path: Path, options: tuple[str, ...]
) -> None:
    profile = ("--profile", "auditor") if "auditor" in options else ()
    live = audit(server, tmp_path, *options, "--output", "json", "--output", "sarif:live.sarif")
    later = check(tmp_path, *profile, "--output", "json", "--output", "sarif:later.sarif")
    assert live["findings"]
    assert json.dumps(live["findings"]) == json.dumps(later["findings"])
    assert results(tmp_path / "live.sarif") == results(tmp_path / "later.sarif")


def results(sarif: Path) -> str:
    (run,) = json.loads(sarif.read_text("utf-8"))["runs"]
    return json.dumps(run["results"])


def test_the_evidence_of_a_snapshot_is_used(server: Server, tmp_path: Path) -> None:
    audit(server, tmp_path, "--with-executions", "--since", "9999d")
    found = {each["rule"] for each in check(tmp_path)["findings"]}
    (tmp_path / "kept" / MANIFEST).unlink()
    alone = {each["rule"] for each in check(tmp_path)["findings"]}
    assert found - alone, "some rules need to know more than a file tells"


def test_a_snapshot_is_one_file_a_version(server: Server, tmp_path: Path) -> None:
    report = audit(server, tmp_path)
    assert list(files(tmp_path)) == ALL
    assert report["said"] == "kept: 5 written, 0 unchanged, 0 removed.\n"
    assert json.loads(files(tmp_path)["1.live.json"]) == server.workspace.connectors["1"].live


def test_a_second_run_writes_nothing(server: Server, tmp_path: Path) -> None:
    audit(server, tmp_path)
    before = {f: f.stat().st_mtime_ns for f in (tmp_path / "kept").glob("*.*.json")}
    inodes = {f: f.stat().st_ino for f in before}
    report = audit(server, tmp_path)
    assert report["said"] == "kept: 0 written, 5 unchanged, 0 removed.\n"
    assert {f: f.stat().st_mtime_ns for f in before} == before
    assert {f: f.stat().st_ino for f in before} == inodes


def test_pull_writes_what_an_audit_writes(server: Server, tmp_path: Path) -> None:
    audit(server, tmp_path)
    options = ("--base-url", server.url, "--max-rate", "100")
    pulled = dclint("pull", "pulled/deep", *options, cwd=tmp_path)
    assert (pulled.returncode, pulled.stdout) == (0, "")
    deep = tmp_path / "pulled" / "deep"
    kept = {f.name: f.read_bytes() for f in deep.iterdir() if f.name != MANIFEST}
    assert kept == files(tmp_path)
    told, pulled_told = (json.loads((f / MANIFEST).read_text()) for f in (tmp_path / "kept", deep))
    told["workspace"]["taken_at"] = pulled_told["workspace"]["taken_at"]
    assert told == pulled_told


YAML = """\
# Ours: do not touch.
name: Find shop 1   # as in the shop
type: data_connector
id: "1"
{rest}
"""


def as_yaml(value: dict[str, Any]) -> str:
    """The connector with a comment, in another order; JSON is YAML."""
    rest = {k: v for k, v in value.items() if k not in ("name", "type", "id")}
    lines = "\n".join(f"{name}: {json.dumps(member)}" for name, member in rest.items())
    return YAML.format(rest=lines)


@pytest.mark.parametrize("suffix", [".yaml", ".yml"])
def test_a_file_with_comments_stays_as_it_is(server: Server, tmp_path: Path, suffix: str) -> None:
    own = tmp_path / "kept" / f"1.live{suffix}"
    own.parent.mkdir()
    own.write_text(as_yaml(server.workspace.connectors["1"].live))
    live = audit(server, tmp_path)
    assert live["said"] == "kept: 4 written, 1 unchanged, 0 removed.\n"
    assert own.name in files(tmp_path)
    assert "1.live.json" not in files(tmp_path)
    assert own.read_text().startswith("# Ours")
    assert check(tmp_path)["findings"] == live["findings"]


def test_an_order_of_ones_own_stays_as_it_is(server: Server, tmp_path: Path) -> None:
    own = tmp_path / "kept" / "1.live.json"
    own.parent.mkdir()
    value = server.workspace.connectors["1"].live
    own.write_text(json.dumps(dict(reversed(list(value.items())))))
    before = own.read_text()
    audit(server, tmp_path)
    assert own.read_text() == before


def changed(value: dict[str, Any], **members: Any) -> str:
    return json.dumps(value | members)


def test_content_that_changed_is_written_and_replaces_yaml(server: Server, tmp_path: Path) -> None:
    own = tmp_path / "kept" / "1.live.yaml"
    own.parent.mkdir()
    own.write_text(as_yaml(server.workspace.connectors["1"].live))
    server.workspace.connectors["1"].live = connector(1, name="Find all shops")
    audit(server, tmp_path, "--state", "live")
    assert not own.exists()
    assert json.loads(files(tmp_path)["1.live.json"])["name"] == "Find all shops"


@pytest.mark.parametrize(
    "content",
    [
        lambda value: changed(value, validate_missing_attributes=1),
        lambda value: changed(value, validate_missing_attributes=1.0),
        lambda value: changed(value, validate_missing_attributes="true"),
        lambda value: changed(value, data_inputs=[]),
        lambda value: changed(value, more=None),
        lambda value: changed(value, name="find shop 1"),
        lambda value: json.dumps([value]),
        lambda value: json.dumps(value) + "\n" + json.dumps(value),
        lambda value: json.dumps(value)[:-1],
        lambda value: '{"name": "n", ' + json.dumps(value)[1:],  # a name that repeats
        lambda value: json.dumps(value)[:-1] + ', "x": "' + "x" * (9 * 1024 * 1024) + '"}',
        lambda _: "",
        lambda _: "\0",
        lambda _: "[" * 10_000,
    ],
)
def test_a_file_that_does_not_say_the_same_is_written_anew(
    server: Server, tmp_path: Path, content: Any
) -> None:
    own = tmp_path / "kept" / "1.live.json"
    own.parent.mkdir()
    value = server.workspace.connectors["1"].live
    own.write_text(content(value))
    assert audit(server, tmp_path)["said"].startswith("kept: 5 written, 0 unchanged")
    assert json.loads(own.read_text()) == value


def test_yaml_of_several_documents_does_not_say_the_same(server: Server, tmp_path: Path) -> None:
    own = tmp_path / "kept" / "1.live.yaml"
    own.parent.mkdir()
    text = as_yaml(server.workspace.connectors["1"].live)
    own.write_text(f"{text}---\n{text}")
    audit(server, tmp_path)
    assert list(files(tmp_path)) == ALL


def test_connectors_that_are_gone_are_removed(server: Server, tmp_path: Path) -> None:
    audit(server, tmp_path)
    (tmp_path / "kept" / "notes.json").write_text("{}")
    (tmp_path / "kept" / "9.live.json").write_text(json.dumps(connector(9)))
    del server.workspace.connectors["1"]
    server.workspace.connectors["2"].draft = server.workspace.connectors["2"].live
    live = audit(server, tmp_path)
    assert live["said"] == "kept: 0 written, 3 unchanged, 2 removed.\n"
    assert list(files(tmp_path)) == [
        "2.live.json",
        "3.draft.json",
        "4.live.json",
        "9.live.json",  # nobody's but the user's: no manifest has ever named it
        "notes.json",
    ]


def test_nothing_is_removed_while_something_is_lost_and_a_check_agrees(
    server: Server, tmp_path: Path
) -> None:
    audit(server, tmp_path)
    server.fail("/data_connectors/2.*", faults.status(403, "forbidden"))
    del server.workspace.connectors["1"]
    live = audit(server, tmp_path, code=3)
    assert live["said"] == "kept: 0 written, 2 unchanged, 0 removed.\n"
    assert list(files(tmp_path)) == ALL
    later = check(tmp_path, code=3)
    assert later["findings"] == live["findings"]
    assert len(later["connectors"]) == len(live["connectors"]) == 2
    assert "forbidden" in json.dumps(later["unreadable"])
    server.heal()
    assert audit(server, tmp_path)["said"] == "kept: 0 written, 4 unchanged, 1 removed.\n"
    assert list(files(tmp_path)) == ALL[1:]


def test_an_audit_that_reads_nothing_leaves_all_as_it_was(server: Server, tmp_path: Path) -> None:
    audit(server, tmp_path)
    before = files(tmp_path), (tmp_path / "kept" / MANIFEST).read_bytes()
    server.fail(".*", faults.status(401, "unauthorized"))
    said = audit(server, tmp_path, code=3)["said"]
    assert said == "kept: nothing could be read, so all stays as it was.\n"
    assert (files(tmp_path), (tmp_path / "kept" / MANIFEST).read_bytes()) == before


def test_a_lost_connector_with_a_hostile_name_leaves_a_manifest_that_can_be_read(
    server: Server, tmp_path: Path
) -> None:
    server.workspace.add(connector(7, name="\ud800 \x1b[31m ../../x"))
    server.workspace.attributes.append({"full_name": "\udfff", "messenger_writable": True})
    server.fail(r"/data_connectors/7\?.*", faults.status(500))
    live = audit(server, tmp_path)
    later = check(tmp_path)
    assert later["findings"] == live["findings"]
    assert len(later["unreadable"]) == len(live["unreadable"]) == 1


def manifest(folder: Path, **members: Any) -> None:
    path = folder / "kept" / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | members))


OUTSIDE = [
    "../outside.json",
    "sub/../../outside.json",
    "sub/1.live.json",
    ".hidden.live.json",
    "notes.json",
    "1.live.json/../../outside.json",
    "1.other.json",
    "",
    ".",
    "..",
]


def test_a_hostile_manifest_removes_nothing_but_files_of_a_snapshot(
    server: Server, tmp_path: Path
) -> None:
    audit(server, tmp_path)
    others = [tmp_path / "outside.json", tmp_path / "kept" / "sub" / "1.live.json"]
    others += [tmp_path / "kept" / name for name in ("notes.json", ".hidden.live.json")]
    for other in others:
        other.parent.mkdir(exist_ok=True)
        other.write_text("{}")
    names = [*OUTSIDE, str(others[0])]
    entries = [{"id": "1", "state": "live", "file": name} for name in names]
    manifest(tmp_path, connectors=entries, stale=names)
    assert audit(server, tmp_path)["said"].endswith("0 removed.\n")
    assert all(other.exists() for other in others)


BAD = [
    "not JSON",
    "",
    "[]",
    "null",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "[" * 100_000,
    '{"version": 1}',
    '{"version": 1, "workspace": 5, "connectors": [], "lost": [], "stale": [], "evidence": {}}',
    '{"version": 2, "workspace": {}, "connectors": [], "lost": [], "stale": [], "evidence": {}}',
    '{"version": 1, "workspace": {}, "connectors": [5], "lost": [], "stale": [], "evidence": {}}',
    '{"version": 1, "workspace": {}, "connectors": [], "lost": [], "stale": [{}], "evidence": {}}',
    '{"version": 1, "workspace": {}, "connectors": [], "lost": [[1]], "stale": [], "evidence": {}}',
    '{"version": 1, "workspace": {}, "connectors": [], "lost": [], "stale": [], "evidence": []}',
    '{"version": 1, "workspace": {}, "connectors": [], "lost": [], "stale": [], "evidence": {"x": 1}}',
    '{"version": 1, "workspace": {}, "connectors": [], "lost": [], "stale": [], "evidence": {"tokens": 1}}',
    '{"version": "\\ud800"}',
    "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> main",
]


@pytest.mark.parametrize("content", BAD, ids=range(len(BAD)))
def test_a_manifest_that_is_none_is_reported_by_a_check(tmp_path: Path, content: str) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / MANIFEST).write_text(content)
    (tmp_path / "kept" / "1.live.json").write_text(json.dumps(faulty(1)))
    report = check(tmp_path)
    assert [each["file"] for each in report["unreadable"]] == [f"kept/{MANIFEST}"]
    assert {each["rule"] for each in report["findings"]} >= {"url-not-https"}


def test_nothing_is_written_beside_a_manifest_that_is_none(server: Server, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    own = tmp_path / "kept" / MANIFEST
    own.write_text(BAD[-1])
    result = dclint("pull", "kept", "--base-url", server.url, cwd=tmp_path)
    assert (result.returncode, server.asked) == (2, [])
    assert result.stderr == (
        f"dclint: kept/{MANIFEST}: it is no manifest of a snapshot; remove it to begin anew\n"
    )
    assert own.read_text() == BAD[-1]


def test_a_huge_manifest_is_not_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    with (tmp_path / "kept" / MANIFEST).open("wb") as file:
        file.write(b'{"version": 1, "x": "')
        file.truncate(3 * 1024**3)
    (tmp_path / "kept" / "1.live.json").write_text(json.dumps(faulty(1)))
    assert len(check(tmp_path)["unreadable"]) == 1


def test_no_manifest_hides_a_file_without_saying_so(server: Server, tmp_path: Path) -> None:
    audit(server, tmp_path)
    (tmp_path / "kept" / "9.live.json").write_text(json.dumps(faulty(9)))
    manifest(tmp_path, stale=["9.live.json"])
    (unreadable,) = check(tmp_path)["unreadable"]
    assert unreadable["file"] == "kept/9.live.json"


def test_a_snapshot_file_can_be_checked_alone(server: Server, tmp_path: Path) -> None:
    audit(server, tmp_path)
    result = dclint("check", "kept/2.live.json", "--format", "concise", cwd=tmp_path)
    assert result.stdout.startswith("kept/2.live.json:8:11: error[url-not-https]")


def test_a_link_is_replaced_and_not_followed(server: Server, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    same = tmp_path / "same.json"
    same.write_text(json.dumps(server.workspace.connectors["1"].live))
    other = tmp_path / "other.json"
    other.write_text('{"name": "mine"}')
    (kept / "1.live.json").symlink_to(same)
    (kept / "2.live.json").symlink_to(other)
    (kept / "3.draft.json").symlink_to("/nowhere")
    (kept / "4.live.yaml").symlink_to(other)
    audit(server, tmp_path)
    assert not any(each.is_symlink() for each in kept.iterdir())
    assert list(files(tmp_path)) == ALL
    assert other.read_text() == '{"name": "mine"}'
    assert json.loads(same.read_text()) == server.workspace.connectors["1"].live


@pytest.mark.parametrize("name", ["1.live.json", MANIFEST])
def test_what_cannot_be_written_is_said_in_a_sentence(
    server: Server, tmp_path: Path, name: str
) -> None:
    (tmp_path / "kept" / name).mkdir(parents=True)
    result = dclint("pull", "kept", "--base-url", server.url, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith(f"dclint: kept/{name}: cannot be written: ")
    assert result.stderr.count("\n") == 1
    assert not list((tmp_path / "kept").glob("*.tmp"))
    assert not list((tmp_path / "kept").glob(".*.tmp"))


def test_what_cannot_be_removed_is_said_in_a_sentence(server: Server, tmp_path: Path) -> None:
    (tmp_path / "kept" / "1.live.yaml").mkdir(parents=True)
    result = dclint("pull", "kept", "--base-url", server.url, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith("dclint: kept/1.live.yaml: cannot be removed: ")


def test_a_folder_that_is_a_file_is_said_in_a_sentence(server: Server, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("")
    for folder in ("kept", "kept/deeper", "/proc/none/kept"):
        result = dclint("pull", folder, "--base-url", server.url, cwd=tmp_path)
        assert result.returncode == 2
        assert result.stderr.count("cannot be written") + result.stderr.count("is a file") == 1


def test_an_interruption_leaves_all_as_it_was(server: Server, tmp_path: Path) -> None:
    audit(server, tmp_path)
    before = files(tmp_path), (tmp_path / "kept" / MANIFEST).read_bytes()
    server.workspace.connectors["1"].live = connector(1, body="x" * 500_000)
    server.fail("/data_connectors/3.*", faults.silence)
    server.asked.clear()
    with subprocess.Popen(
        [*COMMAND, "pull", "kept", "--base-url", server.url],
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.DEVNULL,
    ) as running:
        while "/data_connectors/4" not in server.paths:
            assert running.poll() is None
            time.sleep(0.01)
        time.sleep(0.3)
        running.send_signal(signal.SIGINT)
    assert running.returncode == 130
    assert not list((tmp_path / "kept").glob(".dclint-*"))
    assert (files(tmp_path), (tmp_path / "kept" / MANIFEST).read_bytes()) == before


def test_a_finding_is_the_same_from_a_file_a_snapshot_and_the_api(
    server: Server, tmp_path: Path
) -> None:
    live = dclint("audit", "--base-url", server.url, "--format", "json", cwd=tmp_path)
    audit(server, tmp_path)
    (tmp_path / "file").mkdir()
    for number, stored in server.workspace.connectors.items():
        for state in ("live", "draft"):
            if value := getattr(stored, state):
                text = json.dumps(value, sort_keys=True)
                (tmp_path / "file" / f"{number}-{state}.json").write_text(text)
    plain = dclint("check", "file", "--format", "json", cwd=tmp_path)

    def prints(text: str) -> set[tuple[str, str]]:
        return {(f["rule"], f["fingerprint"]) for f in json.loads(text)["findings"]}

    kept = {(f["rule"], f["fingerprint"]) for f in check(tmp_path)["findings"]}
    assert prints(live.stdout) == kept
    shared = {rule for rule, _ in prints(plain.stdout)} & {rule for rule, _ in kept}
    assert "url-not-https" in shared
    assert {each for each in kept if each[0] == "url-not-https"} == {
        each for each in prints(plain.stdout) if each[0] == "url-not-https"
    }


def test_a_snapshot_goes_on_as_it_began(server: Server, tmp_path: Path) -> None:
    audit(server, tmp_path)
    before = files(tmp_path)
    options = ("--base-url", server.url, "--state", "live")
    result = dclint("pull", "kept", *options, cwd=tmp_path)
    assert result.returncode == 2
    assert "kept: this snapshot was taken with --state both; take it so again" in result.stderr
    assert files(tmp_path) == before


@pytest.mark.parametrize("own", ["other123", "../../x"])
def test_a_snapshot_of_another_workspace_is_left_alone(
    server: Server, tmp_path: Path, own: str
) -> None:
    audit(server, tmp_path)
    before = files(tmp_path), (tmp_path / "kept" / MANIFEST).read_bytes()
    server.workspace.me["app"]["id_code"] = own
    server.workspace.connectors.clear()
    result = dclint("pull", "kept", "--base-url", server.url, cwd=tmp_path)
    if own == "other123":
        assert result.returncode == 2
        assert "this is a snapshot of another workspace, abc12345" in result.stderr
        assert (files(tmp_path), (tmp_path / "kept" / MANIFEST).read_bytes()) == before
    else:
        assert result.returncode == 0, "which workspace it is is not known"


@pytest.mark.parametrize(
    "manifest_link", ["loop", "directory"], ids=["a link to itself", "a folder"]
)
def test_a_manifest_may_be_anything_on_disk(
    server: Server, tmp_path: Path, manifest_link: str
) -> None:
    own = tmp_path / "kept" / MANIFEST
    own.parent.mkdir()
    (own.parent / "1.live.json").write_text(json.dumps(faulty(1)))
    if manifest_link == "loop":
        own.symlink_to(own)
    else:
        own.mkdir()
    assert check(tmp_path)["findings"]
    assert server.asked == []


def test_what_was_lost_is_named_by_a_check_too(server: Server, tmp_path: Path) -> None:
    odd = {"id": "../x", "name": "../../odd", "state": "live"}
    server.workspace.connectors["x"] = Stored(odd)
    server.fail(r"/data_connectors/2\?.*", faults.status(500))
    audit(server, tmp_path)
    lost = sorted((each["file"], each["reason"]) for each in check(tmp_path)["unreadable"])
    assert lost == [
        (
            "kept/2.json",
            "the connector “Find shop 2”: the API answers with an error (500 server_error)",
        ),
        (
            f"kept/{MANIFEST}",
            "a connector called “../../odd”: its id `../x` cannot be asked for",
        ),
    ]
