import json
import random
from pathlib import Path
from typing import Any

import pytest

from constitution.exports.canonical import canonical_constitution
from constitution.exports.folder import FolderTaken, export_files, write_export
from constitution.exports.markdown import plain
from constitution.exports.verification import verify_export
from constitution.models import ConstitutionVersion
from constitution.services import draft_version, edit_principle, open_ratification, ratify_version
from deliberation.integrity.evidence import canonical_json, content_hash
from deliberation.models import Deliberation
from tests.constitution.assemblies import analysed_assembly
from training_bridge.principles import read_constitution

PRINCIPLE: dict[str, Any] = {
    "id": "p01",
    "text": "Choose the response that is most honest.",
    "language": "en",
    "kind": "promote",
    "critique_request": "Identify where it is not honest.",
    "revision_request": "Make it honest.",
    "statement_ids": [3, 8],
    "original_texts": ["The AI should be honest.", "Be *honest* <b>always</b>"],
    "votes": {
        "agree": 10,
        "disagree": 1,
        "pass": 0,
        "by_group": [{"group": "A", "agree": 10, "disagree": 1, "pass": 0, "votes": 11}],
    },
    "group_aware_consensus": 0.846154,
    "lower_bound": 0.661324,
    "weight": 0.846154,
    "ratification": None,
    "edits": [],
}


def constitution(**changes: Any) -> dict[str, Any]:
    """A canonical constitution of one principle, with hashes that fit."""
    content: dict[str, Any] = {
        "format": "concord-constitution/1",
        "version": 1,
        "parent_sha256": None,
        "preamble": "We are 11 people.",
        "language": "en",
        "ratification": {"decided_by": "organiser", "rule": None, "participants": 0},
        "selection": {"size": 20, "least_share": 0.5},
        "analysis": {"input_hash": "1" * 64, "result_hash": "2" * 64, "parameters": {}, "seed": 0},
        "principles": [{**PRINCIPLE, "sha256": content_hash(PRINCIPLE)}],
        "rejected": [],
        "contested": [],
        **changes,
    }
    about = {"title": "How should an AI behave?", "slug": "demo", "ratified_at": None}
    return {**content, "about": about, "sha256": content_hash(content)}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An intact export."""
    folder = tmp_path / "export"
    write_export(constitution(), folder)
    return folder


def test_an_intact_export_has_no_problems(export: Path) -> None:
    assert verify_export(export) == []
    assert sorted(path.name for path in export.iterdir()) == [
        "constitution.json",
        "constitution.md",
        "manifest.json",
    ]


def test_the_same_constitution_gives_the_same_bytes() -> None:
    assert export_files(constitution()) == export_files(constitution())
    assert (
        canonical_json(json.loads(export_files(constitution())["constitution.json"]))
        == (export_files(constitution())["constitution.json"])
    )


def test_every_flipped_bit_is_noticed(export: Path) -> None:
    rng = random.Random(0)
    files = sorted(export.iterdir())
    for _flip in range(400):
        path = rng.choice(files)
        data = bytearray(path.read_bytes())
        position = rng.randrange(len(data))
        data[position] ^= 1 << rng.randrange(8)
        intact = path.read_bytes()
        path.write_bytes(data)
        assert verify_export(export) != [], f"{path.name}, byte {position}"
        path.write_bytes(intact)
    assert verify_export(export) == []


def test_missing_and_extra_files_are_named(export: Path) -> None:
    (export / "constitution.md").rename(export / "notes.md")
    assert verify_export(export) == ["notes.md is not in the manifest.", "constitution.md is missing."]


def test_an_extra_folder_and_a_link_are_refused(export: Path, tmp_path: Path) -> None:
    (export / "more").mkdir()
    (tmp_path / "elsewhere.md").write_bytes((export / "constitution.md").read_bytes())
    (export / "constitution.md").unlink()
    (export / "constitution.md").symlink_to(tmp_path / "elsewhere.md")
    assert verify_export(export) == ["more is not in the manifest.", "constitution.md is not a file."]


def test_without_its_manifest_an_export_proves_nothing(export: Path) -> None:
    (export / "manifest.json").unlink()
    assert verify_export(export) == ["manifest.json is missing."]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff\xfe", b'{"files": 1}'])
def test_a_manifest_of_nonsense_is_refused(export: Path, content: bytes) -> None:
    (export / "manifest.json").write_bytes(content)
    assert len(verify_export(export)) == 1


def test_a_changed_principle_is_noticed_even_with_fitting_file_digests(export: Path) -> None:
    forged = constitution(
        principles=[{**PRINCIPLE, "text": "Choose evil.", "sha256": content_hash(PRINCIPLE)}]
    )
    for name, data in export_files(forged).items():
        (export / name).write_bytes(data)
    assert verify_export(export) == ["Principle p01 was changed: its hash does not fit."]


def test_a_changed_constitution_is_noticed_even_with_fitting_file_digests(export: Path) -> None:
    forged = {**constitution(), "preamble": "We are 11,000,000 people."}
    for name, data in export_files(forged).items():
        (export / name).write_bytes(data)
    assert verify_export(export) == ["constitution.json was changed: its hash does not fit what it says."]


def test_a_folder_that_does_not_exist_is_said_so(tmp_path: Path) -> None:
    assert "is not a folder" in verify_export(tmp_path / "nothing")[0]


def test_an_earlier_export_is_replaced_and_anything_else_is_left_alone(export: Path) -> None:
    write_export(constitution(version=2), export)
    assert verify_export(export) == []
    (export / "thesis.txt").write_text("years of work")
    before = sorted(path.name for path in export.iterdir())
    with pytest.raises(FolderTaken):
        write_export(constitution(version=3), export)
    assert sorted(path.name for path in export.iterdir()) == before
    assert sorted(path.name for path in export.parent.iterdir()) == ["export"]


def test_what_people_wrote_stays_text_in_markdown() -> None:
    text = export_files(constitution())["constitution.md"].decode()
    assert r"Be \*honest\* \<b\>always\</b\>" in text
    assert plain("# title\n| cell |") == r"\# title \| cell \|"


def test_a_draft_says_in_its_text_that_nobody_has_ratified_it() -> None:
    assert "A draft: nobody has ratified it" in (
        export_files(constitution(ratification=None))["constitution.md"].decode()
    )


def test_the_hash_knows_nothing_of_title_slug_and_times() -> None:
    other = {**constitution(), "about": {"title": "Another", "slug": "other", "ratified_at": "2030"}}
    assert content_hash({k: v for k, v in other.items() if k not in {"about", "sha256"}}) == other["sha256"]


@pytest.fixture
def draft(db: None) -> ConstitutionVersion:
    """A draft of two principles, one of them edited by a person."""
    version = draft_version(deliberation=analysed_assembly().deliberation)
    edit_principle(
        principle=version.principles.get(number=2),
        text="Choose the gentlest response.",
        why="Shorter.",
        edited_by=None,
        seen_revision=1,
    )
    return version


def test_a_stored_version_in_canonical_form_verifies_and_can_be_trained_on(
    draft: ConstitutionVersion, tmp_path: Path
) -> None:
    version = ConstitutionVersion.objects.get(pk=ratify_version(version=draft).pk)
    content = canonical_constitution(version)
    write_export(content, tmp_path / "export")
    assert verify_export(tmp_path / "export") == []
    ratified = read_constitution(json.loads((tmp_path / "export" / "constitution.json").read_bytes()))
    assert (ratified.sha256, len(ratified.principles)) == (version.content_sha256, 2)


def test_a_principle_carries_where_it_came_from(draft: ConstitutionVersion) -> None:
    content = canonical_constitution(draft)
    edited = content["principles"][1]
    assert edited["original_texts"] == ["The AI should not be threatening or aggressive."]
    assert [edit["who"] for edit in edited["edits"]] == ["rule", "organiser"]
    assert edited["edits"][1]["why"] == "Shorter."
    assert content["ratification"] is None
    assert [statement["text"] for statement in content["contested"]] == [
        "The AI should take the side of workers."
    ]


def test_the_same_deliberation_elsewhere_has_the_same_hash(db: None) -> None:
    hashes = {
        canonical_constitution(ratify_version(version=draft_version(deliberation=analysis.deliberation)))[
            "sha256"
        ]
        for analysis in (analysed_assembly(), analysed_assembly())
    }
    assert len(hashes) == 1


def test_a_ratified_version_stays_as_it_was_though_its_title_changes(draft: ConstitutionVersion) -> None:
    version = ratify_version(version=draft)
    before = canonical_constitution(version)
    Deliberation.objects.update(title="Renamed", slug="renamed")
    version = ConstitutionVersion.objects.of(Deliberation.objects.get()).get()
    after = canonical_constitution(version)
    assert after["about"]["title"] == "Renamed"
    assert {**after, "about": 0} == {**before, "about": 0}


def test_opening_the_vote_does_not_change_what_a_draft_says(draft: ConstitutionVersion) -> None:
    before = canonical_constitution(draft)
    assert canonical_constitution(open_ratification(version=draft))["sha256"] == before["sha256"]
