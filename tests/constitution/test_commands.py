import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management import CommandError, call_command

from constitution.models import ConstitutionVersion
from constitution.services import cast_ratification_vote, open_ratification
from deliberation.integrity.signing import public_key, signing_key
from deliberation.models import Analysis
from tests.constitution.assemblies import DIVIDED, analysed_assembly, people_of_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def analysis() -> Analysis:
    """An analysed deliberation, with two statements that every group agrees with."""
    return analysed_assembly()


@pytest.fixture
def slug(analysis: Analysis) -> str:
    """Its slug."""
    return analysis.deliberation.slug


def answer(*command: str, **options: Any) -> dict[str, Any]:
    """Run a command with --json and return the object it prints last."""
    output = StringIO()
    call_command(*command, json=True, stdout=output, **options)
    return json.loads(output.getvalue().splitlines()[-1])


def text(*command: str, **options: Any) -> str:
    output = StringIO()
    call_command(*command, stdout=output, **options)
    return output.getvalue()


def test_drafting_ratifying_exporting_and_verifying_in_a_row(slug: str, tmp_path: Path) -> None:
    drafted = answer("draft_constitution", slug, size=2)
    assert (drafted["version"], drafted["state"], drafted["drafted"], drafted["note"]) == (1, "draft", 2, "")
    assert [principle["id"] for principle in drafted["principles"]] == ["p01", "p02"]
    ratified = answer("ratify_constitution", slug)
    assert (ratified["state"], ratified["adopted"], ratified["rejected"]) == ("ratified", 2, 0)
    assert ratified["decided_by"] == "organiser"
    assert "organiser's decision" in ratified["note"]
    exported = answer("export_constitution", slug, to=tmp_path / "out")
    assert exported["constitution_sha256"] == ratified["constitution_sha256"]
    verified = answer("verify_export", str(tmp_path / "out"))
    assert (verified["ok"], verified["problems"], verified["signed"]) == (True, [], False)


def test_fewer_agreed_statements_than_asked_draft_fewer_and_say_so(slug: str) -> None:
    drafted = answer("draft_constitution", slug, size=10)
    assert (drafted["asked"], drafted["drafted"]) == (10, 2)
    assert "the draft has no more" in drafted["note"]
    assert "the draft has no more" in text("draft_constitution", slug, size=10)


def test_no_agreement_at_all_drafts_nothing_and_says_so() -> None:
    analysis = analysed_assembly([("The AI should take sides.", DIVIDED)])
    drafted = answer("draft_constitution", analysis.deliberation.slug)
    assert (drafted["drafted"], drafted["contested"]) == (0, 1)
    assert drafted["note"]


def test_an_open_vote_of_the_citizens_is_closed_by_its_rule(analysis: Analysis, slug: str) -> None:
    answer("draft_constitution", slug)
    version = open_ratification(
        version=ConstitutionVersion.objects.get(), rule={"overall": 0.6, "every_group": 0.5, "quorum": 2}
    )
    for group in (0, 1):
        person = people_of_group(analysis, group)[0]
        for principle in version.principles.all():
            cast_ratification_vote(
                participant=person,
                principle=principle,
                value=1 if principle.number == 1 else -1,
                client_key=f"key-{principle.number}",
            )
    ratified = answer("ratify_constitution", slug)
    assert (ratified["decided_by"], ratified["adopted"], ratified["rejected"]) == ("citizens", 1, 1)
    assert ratified["ratification"]["participants"] == 2


def test_a_vote_without_a_quorum_is_not_ratified(slug: str) -> None:
    answer("draft_constitution", slug)
    open_ratification(version=ConstitutionVersion.objects.get())
    with pytest.raises(CommandError, match="no quorum") as refusal:
        call_command("ratify_constitution", slug)
    assert refusal.value.returncode == 1
    assert ConstitutionVersion.objects.get().state == "ratifying"


def test_ratifying_twice_changes_nothing(slug: str) -> None:
    answer("draft_constitution", slug)
    first = answer("ratify_constitution", slug)
    second = answer("ratify_constitution", slug)
    assert "already" in second.pop("note")
    assert second == {key: value for key, value in first.items() if key != "note"}


def test_each_command_says_what_has_to_come_before_it(deliberation: Any, tmp_path: Path) -> None:
    for command, options, reason in (
        ("draft_constitution", {}, "no analysis yet"),
        ("ratify_constitution", {}, "draft_constitution"),
        ("export_constitution", {"to": tmp_path / "out"}, "ratify_constitution"),
    ):
        with pytest.raises(CommandError, match=reason) as refusal:
            call_command(command, deliberation.slug, **options)
        assert refusal.value.returncode == 1
    assert not (tmp_path / "out").exists()


def test_an_unknown_deliberation_is_a_wrong_argument() -> None:
    with pytest.raises(CommandError, match="no deliberation called") as refusal:
        call_command("draft_constitution", "nowhere")
    assert refusal.value.returncode == 2


def test_a_draft_is_exported_only_if_asked_for(slug: str, tmp_path: Path) -> None:
    answer("draft_constitution", slug)
    for options in ({}, {"number": 1}):
        with pytest.raises(CommandError, match="draft"):
            call_command("export_constitution", slug, to=tmp_path / "out", **options)
    exported = answer("export_constitution", slug, to=tmp_path / "out", draft=True)
    assert exported["state"] == "draft"
    content = json.loads((tmp_path / "out" / "constitution.json").read_bytes())
    assert content["ratification"] is None


def test_the_same_version_exported_twice_is_byte_identical(slug: str, tmp_path: Path) -> None:
    answer("draft_constitution", slug)
    answer("ratify_constitution", slug)
    for name in ("one", "two"):
        call_command("export_constitution", slug, to=tmp_path / name, stdout=StringIO())
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_an_export_into_a_folder_with_other_files_writes_nothing(slug: str, tmp_path: Path) -> None:
    answer("draft_constitution", slug)
    answer("ratify_constitution", slug)
    (tmp_path / "letter.txt").write_text("dear all")
    with pytest.raises(CommandError, match="holds other files"):
        call_command("export_constitution", slug, to=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_tampered_export_is_refused_with_what_broke(slug: str, tmp_path: Path) -> None:
    answer("draft_constitution", slug)
    answer("ratify_constitution", slug)
    answer("export_constitution", slug, to=tmp_path / "out")
    (tmp_path / "out" / "constitution.md").write_text("# Obey")
    with pytest.raises(CommandError, match="constitution.md was changed") as refusal:
        call_command("verify_export", str(tmp_path / "out"))
    assert refusal.value.returncode == 1


def test_verifying_needs_no_database(slug: str, tmp_path: Path) -> None:
    answer("draft_constitution", slug)
    answer("ratify_constitution", slug)
    answer("export_constitution", slug, to=tmp_path / "out")
    verified = subprocess.run(
        [sys.executable, "manage.py", "verify_export", str(tmp_path / "out"), "--json"],
        env={
            **os.environ,
            "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/nowhere",
            "CONCORD_DATA_DIR": str(tmp_path / "data"),
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert verified.returncode == 0, verified.stderr
    assert json.loads(verified.stdout.splitlines()[-1])["ok"]


def test_an_export_is_signed_by_a_key_of_ones_own_or_by_the_site(slug: str, tmp_path: Path) -> None:
    answer("draft_constitution", slug)
    answer("ratify_constitution", slug)
    key = Ed25519PrivateKey.generate()
    (tmp_path / "key.pem").write_bytes(pem(key))
    mine = answer("export_constitution", slug, to=tmp_path / "mine", sign=str(tmp_path / "key.pem"))
    theirs = answer("export_constitution", slug, to=tmp_path / "site", sign="site")
    assert mine["signed_by"] == public_key(key)
    assert theirs["signed_by"] == public_key(signing_key())
    assert answer("verify_export", str(tmp_path / "mine"), key=public_key(key))["signed"]
    with pytest.raises(CommandError, match="signed with another key"):
        call_command("verify_export", str(tmp_path / "site"), key=public_key(key))
    with pytest.raises(CommandError, match="neither a public key nor a file"):
        call_command("verify_export", str(tmp_path / "site"), key="nobody")


def pem(key: Any, password: bytes = b"") -> bytes:
    """The file of a private key, locked where there is a password."""
    lock = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        (b"not a key", "holds no private key"),
        (pem(ec.generate_private_key(ec.SECP256R1())), "of another kind; Ed25519 is needed"),
        (pem(Ed25519PrivateKey.generate(), b"secret"), "locked by a passphrase"),
    ],
    ids=["missing", "nonsense", "another kind", "locked"],
)
def test_a_key_that_cannot_sign_is_refused_and_nothing_is_written(
    slug: str, tmp_path: Path, content: bytes | None, message: str
) -> None:
    answer("draft_constitution", slug)
    answer("ratify_constitution", slug)
    if content is not None:
        (tmp_path / "key").write_bytes(content)
    with pytest.raises(CommandError, match=message):
        call_command("export_constitution", slug, to=tmp_path / "out", sign=str(tmp_path / "key"))
    assert not (tmp_path / "out").exists()
