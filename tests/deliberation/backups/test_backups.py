"""A backup holds everything of one moment; a restore brings all of it back, or says what does not hold."""

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from deliberation.backups import restoring
from deliberation.backups.making import BackupMade, back_up
from deliberation.backups.manifest import CHECKSUM, MANIFEST, digest_of, write_manifest
from deliberation.backups.restoring import restore
from deliberation.integrity.sealing import seal_log
from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Event, Role, Vote
from deliberation.organising.seed_file import SentRow
from deliberation.organising.seeds import add_seeds
from deliberation.voting.services import cast_vote, undo_vote
from tests.deliberation.backups.databases import connected_to, empty_database
from tests.factories import (
    DeliberationFactory,
    MembershipFactory,
    ParticipantFactory,
    UserFactory,
    VoteFactory,
)
from tests.final_tables import protect_as_in_production


@pytest.fixture
def data_folder(settings: Any, tmp_path: Path) -> Path:
    """A data folder with a training run in it, a lock, and the site's keys."""
    folder = tmp_path / "data"
    run = folder / "training" / "run-1"
    run.mkdir(parents=True)
    (run / "summary.json").write_text("{}")
    (folder / "training" / ".device").write_text("locked")
    (run / "base").symlink_to("/nowhere")
    (folder / "secret_key").write_text("kept apart\n")
    (folder / "log_signing_key").write_text("07" * 32 + "\n")
    settings.DATA_DIR = folder
    return folder


@pytest.fixture
def voted_on(transactional_db: None, data_folder: Path) -> Deliberation:
    """A deliberation whose log is sealed in part, with every trigger that production has."""
    protect_as_in_production()
    owner = UserFactory()
    deliberation = DeliberationFactory(slug="kept")
    MembershipFactory(user=owner, deliberation=deliberation, role=Role.OWNER)
    rows = [SentRow(1, "It says this."), SentRow(2, "It says that.")]
    add_seeds(deliberation=deliberation, rows=rows, user=owner)
    statements = list(deliberation.statements.order_by("number"))
    votes = [VoteFactory(statement=one, value=value) for one in statements for value in (1, 1, -1, 0)]
    undo_vote(participant=votes[0].participant, statement=votes[0].statement, client_key="taken-back")
    seal_log(deliberation=deliberation)
    VoteFactory(statement=statements[0], value=1)
    return deliberation


@pytest.fixture
def backup(voted_on: Deliberation, tmp_path: Path) -> BackupMade:
    """A backup of it, without keys."""
    return back_up(into=tmp_path / "backups")


@pytest.fixture
def elsewhere(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """The name of an empty database."""
    with empty_database(tmp_path) as name:
        yield name


def test_a_backup_comes_back_whole_into_an_empty_database(backup: BackupMade, elsewhere: str) -> None:
    events = list(Event.objects.order_by("id").values_list("id", "commitment", "payload__body"))
    votes = list(Vote.objects.order_by("id").values_list())
    with connected_to(elsewhere):
        done = restore(folder=backup.folder)
        assert done.problems == []
        assert (done.events, done.votes) == (len(events), len(votes))
        assert 0 < done.sealed < done.events
        assert list(Event.objects.order_by("id").values_list("id", "commitment", "payload__body")) == events
        assert list(Vote.objects.order_by("id").values_list()) == votes


def test_what_may_never_change_may_not_change_after_a_restore(backup: BackupMade, elsewhere: str) -> None:
    with connected_to(elsewhere):
        restore(folder=backup.folder)
        with pytest.raises(DatabaseError, match="never updated"), transaction.atomic():
            connection.cursor().execute("UPDATE deliberation_event SET client_key = 'another'")
        with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
            connection.cursor().execute("DELETE FROM deliberation_logseal")


def test_people_go_on_voting_while_a_backup_is_made(
    voted_on: Deliberation, tmp_path: Path, elsewhere: str
) -> None:
    """Whatever moment the copy is of: its votes, its log and its counts are of the same one."""
    statement = voted_on.statements.first()
    people = [ParticipantFactory(deliberation=voted_on) for _ in range(5)]
    enough, cast = threading.Event(), 0

    def vote() -> None:
        nonlocal cast
        while not enough.is_set():
            cast_vote(
                participant=people[cast % 5],
                statement=statement,
                value=cast % 3 - 1,
                client_key=f"meanwhile-{cast}",
            )
            cast += 1
        connection.close()

    voting = threading.Thread(target=vote)
    voting.start()
    try:
        while cast < 3:
            assert voting.is_alive()
        before = Event.objects.count()
        made = back_up(into=tmp_path / "backups")
        after = Event.objects.count()
    finally:
        enough.set()
        voting.join()
    assert before <= made.manifest.logs[0].events <= after
    with connected_to(elsewhere):
        done = restore(folder=made.folder)
    assert done.problems == []
    assert done.events == made.manifest.logs[0].events


def test_a_database_in_use_is_not_replaced_unless_asked(backup: BackupMade) -> None:
    cast_vote(
        participant=ParticipantFactory(deliberation=Deliberation.objects.get()),
        statement=Deliberation.objects.get().statements.first(),
        value=1,
        client_key="after the backup",
    )
    with pytest.raises(WorkRefused, match="not empty.*Nothing was changed"):
        restore(folder=backup.folder)
    assert Event.objects.filter(client_key="after the backup").exists()


def test_a_database_in_use_is_replaced_when_asked(backup: BackupMade, elsewhere: str) -> None:
    with connected_to(elsewhere):
        restore(folder=backup.folder)
        Deliberation.objects.create(slug="later", title="Made after the backup")
        assert restore(folder=backup.folder, replace=True).problems == []
        assert list(Deliberation.objects.values_list("slug", flat=True)) == ["kept"]


def test_a_restore_that_was_broken_off_can_be_run_again(
    backup: BackupMade, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with connected_to(elsewhere):
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(restoring, "put_files_in_place", killed)
            restore(folder=backup.folder)
        with pytest.raises(WorkRefused, match="restore that did not end"):
            back_up(into=backup.folder.parent)
        assert restore(folder=backup.folder).problems == []
        with pytest.raises(WorkRefused, match="not empty"):
            restore(folder=backup.folder)


def changed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def with_manifest(folder: Path, **changes: object) -> None:
    """Rewrite the manifest so that its checksum fits."""
    manifest = json.loads((folder / MANIFEST).read_text()) | changes
    (folder / MANIFEST).write_text(json.dumps(manifest))
    (folder / CHECKSUM).write_text(f"{digest_of(folder / MANIFEST)}  {MANIFEST}\n")


def database_of(folder: Path) -> Path:
    (found,) = folder.glob("database.*")
    return found


DAMAGE = {
    "a changed byte in the database": (lambda folder: changed(database_of(folder)), "was changed since"),
    "a database cut off": (lambda folder: cut_off(database_of(folder)), "bytes; it had"),
    "a missing file": (lambda folder: database_of(folder).unlink(), "are missing: database"),
    "a file too many": (lambda folder: (folder / "more").write_text(""), "does not name: more"),
    "a changed manifest": (lambda folder: changed(folder / MANIFEST), "not what it was"),
    "no manifest": (lambda folder: (folder / MANIFEST).unlink(), "is no backup"),
    "no folder": (lambda folder: shutil.rmtree(folder), "is no backup"),
    "no JSON": (
        lambda folder: (
            (folder / MANIFEST).write_text("{"),
            (folder / CHECKSUM).write_text(f"{digest_of(folder / MANIFEST)}  {MANIFEST}\n"),
        ),
        "no manifest of a backup",
    ),
    "another format": (lambda folder: with_manifest(folder, format="concord-backup-9"), "'concord-backup-9'"),
    "another database engine": (lambda folder: with_manifest(folder, engine="oracle"), "is of oracle"),
    "a newer version": (
        lambda folder: with_manifest(folder, migrations=[["deliberation", "9999_from_the_future"]]),
        "newer version .* deliberation 9999_from_the_future",
    ),
    "a path that leads outside": (
        lambda folder: with_manifest(
            folder, files={database_of(folder).name: [1, "0"], "../outside": [1, "0"]}
        ),
        "outside of its folder",
    ),
    "no database": (lambda folder: with_manifest(folder, files={}), "does not hold the database"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    backup: BackupMade, elsewhere: str, data_folder: Path, damage: str
) -> None:
    damaging, said = DAMAGE[damage]
    damaging(backup.folder)
    shutil.rmtree(data_folder)
    with connected_to(elsewhere):
        with pytest.raises(WorkRefused, match=said) as refusal:
            restore(folder=backup.folder)
        assert "Nothing was changed." in str(refusal.value)
        assert connection.introspection.table_names() == []
    assert not data_folder.exists()


def test_a_backup_that_somebody_made_fit_is_known_by_the_noted_hash(
    backup: BackupMade, elsewhere: str
) -> None:
    with_manifest(backup.folder, made_at="another day")
    with connected_to(elsewhere):
        with pytest.raises(WorkRefused, match="not what it was"):
            restore(folder=backup.folder, digest=backup.digest)
        assert connection.introspection.table_names() == []


def test_counts_that_are_not_those_of_the_backup_are_told_and_end_with_an_error(
    backup: BackupMade, elsewhere: str, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = backup.manifest
    logs = [{**vars(log), "tallies": "0" * 64} for log in manifest.logs]
    with_manifest(backup.folder, logs=logs, rows={**manifest.rows, "deliberation_vote": 1})
    with connected_to(elsewhere), pytest.raises(CommandError, match="does not hold: 2 problems") as error:
        call_command("restore", str(backup.folder))
    assert error.value.returncode == 1
    said = capsys.readouterr().out
    assert "deliberation_vote has 8 rows; it had 1." in said
    assert "kept: the counts of votes are not those of the backup." in said


def test_a_head_of_another_log_is_told(backup: BackupMade, elsewhere: str) -> None:
    (log,) = backup.manifest.logs
    head = log.head | {"head": log.head["head"] | {"root": "0" * 64}}
    with_manifest(backup.folder, logs=[{**vars(log), "head": head}])
    with connected_to(elsewhere):
        assert restore(folder=backup.folder).problems


def test_files_of_training_runs_come_back_and_locks_and_links_stay_behind(
    backup: BackupMade, elsewhere: str, data_folder: Path
) -> None:
    shutil.rmtree(data_folder)
    with connected_to(elsewhere):
        assert restore(folder=backup.folder).files == 1
    assert (data_folder / "training" / "run-1" / "summary.json").read_text() == "{}"
    assert not (data_folder / "training" / ".device").exists()
    assert not (data_folder / "secret_key").exists()


def test_a_file_that_differs_is_kept_unless_asked(
    backup: BackupMade, elsewhere: str, data_folder: Path
) -> None:
    summary = data_folder / "training" / "run-1" / "summary.json"
    summary.write_text('{"later": 1}')
    with connected_to(elsewhere):
        with pytest.raises(WorkRefused, match="differs.*Nothing was changed"):
            restore(folder=backup.folder)
        assert connection.introspection.table_names() == []
        restore(folder=backup.folder, replace=True)
    assert summary.read_text() == "{}"


def test_keys_are_in_a_backup_only_when_asked_for_and_come_back_beside_newer_ones(
    voted_on: Deliberation, tmp_path: Path, elsewhere: str, data_folder: Path
) -> None:
    made = back_up(into=tmp_path / "with keys", with_secrets=True)
    assert sorted(made.secrets) == ["log_signing_key", "secret_key"]
    assert made.folder.stat().st_mode & 0o077 == 0
    (data_folder / "secret_key").write_text("made since\n")
    with connected_to(elsewhere):
        restore(folder=made.folder)
    assert (data_folder / "secret_key").read_text() == "kept apart\n"
    assert [kept.read_text() for kept in data_folder.glob("secret_key.before-*")] == ["made since\n"]


def test_without_the_signing_key_the_seals_are_told_to_be_known_from_the_backup_alone(
    backup: BackupMade, elsewhere: str, data_folder: Path
) -> None:
    (data_folder / "log_signing_key").unlink()
    with connected_to(elsewhere):
        done = restore(folder=backup.folder)
    assert done.problems == []
    assert done.unknown_keys == list(backup.manifest.public_keys)


def test_the_two_commands_say_what_they_did(
    voted_on: Deliberation, tmp_path: Path, elsewhere: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("backup", "--to", str(tmp_path / "backups"), "--json")
    made = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (made["deliberations"], made["votes"], made["secrets"]) == (1, 8, [])
    with connected_to(elsewhere):
        call_command("restore", made["backup"], "--sha256", made["sha256"], "--json")
        done = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert done["ok"]
    assert (done["events"], done["votes"]) == (made["events"], made["votes"])


def test_an_interrupted_backup_leaves_nothing_behind(
    voted_on: Deliberation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("deliberation.backups.making.copy_files", killed)
    with pytest.raises(KeyboardInterrupt):
        back_up(into=tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_manifest_read_again_is_the_one_that_was_written(backup: BackupMade, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    assert write_manifest(tmp_path / "again", backup.manifest) == backup.digest
