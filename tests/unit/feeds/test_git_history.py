"""A git-scraped file as updates: every version as it is, and nothing of the repository run."""

import os
import stat
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from countwatch.feeds import git_blobs
from countwatch.feeds.git_history import GitFile
from countwatch.feeds.git_process import environment
from countwatch.model.errors import ConfigError, NoData
from countwatch.model.update import Update
from tests.unit.feeds.git_repositories import BEGAN, MINUTE, Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.made(tmp_path / "scraped")


def updates(repository: Path, path: str = "r.json", *old: str, branch: str = "HEAD") -> list[Update]:
    file = GitFile(repository, path, old, branch)
    return list(file.updates(file.versions(), "root"))


def bodies(found: Sequence[Update]) -> list[bytes | str]:
    """The body of each update, or the code of its failure."""
    return [update.failure.problem.code if update.failure else update.documents[0].body for update in found]


def test_each_change_is_an_update_at_the_time_of_its_commit(repository: Repository) -> None:
    first = repository.commit(r_json=b"one")
    repository.commit(other_txt=b"not the feed")
    repository.commit(r_json=b"two")
    found = updates(repository.path)
    assert bodies(found) == [b"one", b"two"]
    began = datetime.fromtimestamp(BEGAN, UTC)
    assert [update.received_at - began for update in found] == [timedelta(0), timedelta(seconds=2 * MINUTE)]
    assert [update.n for update in found] == [1, 2]
    assert found[0].documents[0].headers == {"git-commit": first}
    assert (found[0].documents[0].key, found[0].documents[0].url) == ("root", "r.json")


def test_versions_stay_what_they_are(repository: Repository) -> None:
    odd = [b"", b"\xff\xfe\x00 not text", b"<html>", b"{\r\n}\n", b"no line feed"]
    for body in odd:
        repository.commit(r_json=body)
    assert bodies(updates(repository.path)) == odd


def test_a_deletion_is_a_failed_poll_and_the_file_may_come_back(repository: Repository) -> None:
    repository.commit(r_json=b"one")
    gone = repository.commit(r_json=None)
    repository.commit(r_json=b"one")
    found = updates(repository.path)
    assert bodies(found) == [b"one", "version_deleted", b"one"]
    assert found[1].failure is not None
    assert found[1].failure.problem.facts["commit"] == gone[:12]
    assert found[1].documents == ()


def test_a_rename_goes_on_under_its_new_name(repository: Repository) -> None:
    repository.commit(old_json=b"one")
    repository.git("mv", "old.json", "r.json")
    repository.commit(r_json=b"two")
    repository.commit(old_json=b"somebody else's by now")
    assert bodies(updates(repository.path, "r.json", "old.json")) == [b"one", b"two"]
    assert bodies(updates(repository.path, "r.json")) == [b"two"]


def test_a_rename_without_a_change_is_no_version(repository: Repository) -> None:
    repository.commit(old_json=b"one")
    repository.git("mv", "old.json", "r.json")
    repository.seal()
    assert bodies(updates(repository.path, "r.json", "old.json")) == [b"one"]


def test_a_merge_is_the_one_change_that_it_made_to_the_first_parent(repository: Repository) -> None:
    repository.commit(r_json=b"one")
    repository.git("checkout", "-q", "-b", "side")
    repository.commit(r_json=b"draft")
    repository.commit(r_json=b"from the side")
    repository.git("checkout", "-q", "main")
    repository.commit(other_txt=b"")
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    assert bodies(updates(repository.path)) == [b"one", b"from the side"]
    assert bodies(updates(repository.path, branch="side")) == [b"one", b"draft", b"from the side"]


def test_a_bare_repository_and_a_folder_below_the_top_say_the_same(repository: Repository, tmp_path: Path) -> None:
    repository.put("data/r.json", b"one")
    repository.seal()
    bare = tmp_path / "bare.git"
    repository.git("clone", "-q", "--bare", str(repository.path), str(bare))
    for place in (repository.path, bare, repository.path / "data"):
        assert bodies(updates(place, "data/r.json")) == [b"one"]
    assert bodies(updates(bare, "./data//r.json")) == [b"one"]


def test_an_object_that_is_not_there_is_missing_and_the_next_one_is_read(repository: Repository) -> None:
    for body in (b"one", b"two", b"three"):
        repository.commit(r_json=body)
    blob = repository.git("rev-parse", "HEAD~1:r.json")
    (repository.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert bodies(updates(repository.path)) == [b"one", "version_missing", b"three"]


def test_a_damaged_object_is_missing_too(repository: Repository) -> None:
    for body in (b"one", b"two", b"three"):
        repository.commit(r_json=body)
    blob = repository.git("rev-parse", "HEAD~1:r.json")
    path = repository.path / ".git" / "objects" / blob[:2] / blob[2:]
    path.chmod(0o644)
    path.write_bytes(b"not zlib")
    assert bodies(updates(repository.path)) == [b"one", "version_missing", b"three"]


def test_a_partial_clone_is_read_without_asking_its_origin(repository: Repository, tmp_path: Path) -> None:
    repository.commit(r_json=b"one")
    repository.commit(r_json=b"two")
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "partial"
    origin = f"file://{repository.path}"
    repository.git("clone", "-q", "--filter=blob:none", "--no-checkout", origin, str(clone))
    assert bodies(updates(clone)) == ["version_missing", "version_missing"]


def test_links_and_folders_are_no_bodies(repository: Repository) -> None:
    repository.commit(r_json=b"one")
    (repository.path / "r.json").unlink()
    (repository.path / "r.json").symlink_to("/etc/passwd")
    repository.seal()
    found = updates(repository.path)
    assert bodies(found) == [b"one", "version_not_a_file"]


def test_a_body_beyond_the_limit_is_refused_and_the_next_one_is_read(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_blobs, "BODY_BYTES_MAX", 100)
    for body in (b"one", b"x" * 101, b"y" * 100):
        repository.commit(r_json=body)
    assert bodies(updates(repository.path)) == [b"one", "body_too_large", b"y" * 100]


def test_two_git_processes_are_all(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        repository.commit(r_json=b"%d" % number)
    log = tmp_path / "started"
    wrapper = tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    real = next(Path(folder) / "git" for folder in os.environ["PATH"].split(":") if (Path(folder) / "git").exists())
    wrapper.write_text(f'#!/bin/sh\necho "$@" >> {log}\nexec {real} "$@"\n')
    wrapper.chmod(wrapper.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")
    assert len(updates(repository.path)) == 20
    started = log.read_text().splitlines()
    assert ["log" in started[0], "cat-file --batch" in started[1], len(started)] == [True, True, 2]


def test_nothing_that_a_repository_names_is_run(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {marker}\n")
    program.chmod(0o755)
    repository.commit(r_json=b"one", gitattributes=b"")
    repository.put(".gitattributes", b"*.json diff=x filter=x\n")
    repository.seal()
    for name in ("core.fsmonitor", "core.pager", "pager.log", "diff.external", "diff.x.textconv", "diff.x.command"):
        repository.git("config", name, str(program))
    for name in ("filter.x.smudge", "gpg.program", "core.sshCommand", "uploadpack.packObjectsHook", "core.editor"):
        repository.git("config", name, str(program))
    repository.git("config", "log.showSignature", "true")
    for hook in ("post-checkout", "pre-commit", "reference-transaction", "fsmonitor-watchman"):
        path = repository.path / ".git" / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(program.read_text())
        path.chmod(0o755)
    for variable in ("GIT_PAGER", "GIT_EXTERNAL_DIFF", "GIT_SSH_COMMAND"):
        monkeypatch.setenv(variable, str(program))
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert bodies(updates(repository.path)) == [b"one"]
    assert not marker.exists()


@pytest.mark.parametrize("name", ["-x", "*.json", ":(top)r", "a b\tc", "é\n.json", "--output=x"])
def test_a_strange_name_is_a_name_and_nothing_else(repository: Repository, name: str) -> None:
    repository.put("r.json", b"not this one")
    repository.put(name, b"this one")
    repository.seal()
    assert bodies(updates(repository.path, name)) == [b"this one"]


@pytest.mark.parametrize("branch", ["--output=stolen", "-p", "nowhere", ""])
def test_a_branch_that_is_none_is_refused(repository: Repository, branch: str, tmp_path: Path) -> None:
    repository.commit(r_json=b"one")
    with pytest.raises(ConfigError) as refused:
        updates(repository.path, branch=branch)
    assert refused.value.finding.code == "git_refused"
    assert not (tmp_path / "stolen").exists()
    assert not (repository.path / "stolen").exists()


def test_a_file_that_was_never_there_and_places_that_are_no_repository(repository: Repository, tmp_path: Path) -> None:
    repository.commit(r_json=b"one")
    for name in ("R.json", "../r.json", "."):
        with pytest.raises(NoData) as none:
            updates(repository.path, name)
        assert none.value.finding.code == "no_versions"
    (tmp_path / "plain").mkdir()
    for place in (tmp_path / "plain", tmp_path / "nowhere"):
        with pytest.raises(ConfigError) as refused:
            updates(place)
        assert refused.value.finding.code == "not_a_repository"


def test_without_git_it_is_said(repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError) as refused:
        updates(repository.path)
    assert refused.value.finding.code == "git_missing"


def test_git_is_given_no_variable_that_steers_it() -> None:
    given = environment({"PATH": "/bin", "GIT_DIR": "/x", "GIT_SSH_COMMAND": "evil", "HOME": "/home/x"})
    assert not {"GIT_DIR", "GIT_SSH_COMMAND"} & given.keys()
    assert (given["PATH"], given["GIT_TERMINAL_PROMPT"]) == ("/bin", "0")


def test_clocks_that_are_wrong_are_kept_as_far_as_a_calendar_goes(repository: Repository) -> None:
    repository.commit(r_json=b"one")
    repository.commits = -BEGAN // MINUTE + 1
    repository.commit(r_json=b"two")
    repository.commits = 4 * 10**9 // MINUTE
    repository.commit(r_json=b"three")
    years = [update.received_at.year for update in updates(repository.path)]
    assert years == [2021, 1970, 2100]
