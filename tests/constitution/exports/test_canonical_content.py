import json
from pathlib import Path
from typing import Any

import pytest

from constitution.exports.canonical import canonical_constitution, constitution_sha256
from constitution.exports.origin import export_of
from constitution.exports.verify import check_export
from constitution.exports.writing import write_export
from constitution.models import Concern, ConstitutionVersion, Principle
from constitution.services import draft_version, edit_principle, open_ratification, ratify_version
from deliberation.integrity.evidence import content_hash
from deliberation.integrity.sealing import seal_log
from deliberation.models import Deliberation, Event, LogSeal, SealedEvent, TopicMap
from tests.constitution.assemblies import AGREED, analysed_assembly
from tests.constitution.exports.constitutions import constitution_1
from tests.constitution.exports.test_schema import errors
from training_bridge.principles import read_constitution

pytestmark = pytest.mark.django_db

LARGE = [(60, 0, 0), (40, 0, 0)]
SPLIT = [(60, 0, 0), (0, 40, 0)]


@pytest.fixture
def draft() -> ConstitutionVersion:
    """A draft of two principles, one of them edited by a person; its groups are six and four people."""
    version = draft_version(deliberation=analysed_assembly().deliberation)
    edit_principle(
        principle=version.principles.get(number=2),
        text="Choose the gentlest response.",
        why="Shorter.",
        edited_by=None,
        seen_revision=1,
    )
    return version


@pytest.fixture
def large() -> ConstitutionVersion:
    """A draft of an assembly in which every group is large enough to be counted."""
    statements = [
        ("The AI should be honest.", LARGE),
        ("The AI should be kind.", LARGE),
        ("The AI should take the side of workers.", SPLIT),
    ]
    return draft_version(deliberation=analysed_assembly(statements, group_sizes=(60, 40)).deliberation)


def test_a_stored_version_verifies_fits_its_schema_and_can_be_trained_on(
    draft: ConstitutionVersion, tmp_path: Path
) -> None:
    version = ConstitutionVersion.objects.get(pk=ratify_version(version=draft).pk)
    write_export(export_of(version), tmp_path / "export")
    assert check_export(tmp_path / "export").problems == []
    content = json.loads((tmp_path / "export" / "constitution.json").read_bytes())
    assert errors(content) == []
    ratified = read_constitution(content)
    assert (ratified.sha256, len(ratified.principles)) == (version.content_sha256, 2)


def test_a_draft_and_its_principles_carry_where_they_came_from(draft: ConstitutionVersion) -> None:
    content = canonical_constitution(draft)
    assert errors(content) == []
    edited = content["principles"][1]
    assert edited["original_texts"] == ["The AI should not be threatening or aggressive."]
    assert edited["edits"][-1]["who"] == "organiser"
    assert {edit["who"] for edit in edited["edits"][:-1]} == {"rule"}
    assert edited["edits"][-1]["why"] == "Shorter."
    assert content["ratification"] is None
    assert [statement["text"] for statement in content["contested"]] == [
        "The AI should take the side of workers."
    ]
    reasons = {statement["statement"]: statement["reason"] for statement in content["set_aside"]}
    assert set(reasons.values()) >= {"not agreed", "too few votes", "not trainable"}


def test_a_principle_carries_its_scores_radius_stability_topic_and_lineage(
    large: ConstitutionVersion,
) -> None:
    first = ratify_version(version=large)
    former = first.principles.get(number=1)
    version = draft_version(deliberation=large.deliberation)
    Principle.objects.filter(version=version, number=1).update(
        scores={"bridging": 0.123456, "by_group": [{"group": "A", "low": 0.9, "high": 1.0}]},
        robustness_added=40,
        robustness_changed=20,
        stability=0.97,
        topic_number=3,
        topic_name="lies",
        replaces=former,
    )
    ConstitutionVersion.objects.filter(pk=version.pk).update(reason_for_amending="Experience.")
    version.refresh_from_db()
    content = canonical_constitution(version)
    assert errors(content) == []
    principle = content["principles"][0]
    assert principle["scores"]["bridging"] == 0.123456
    assert principle["radius"] == {"added": 40, "changed": 20}
    assert principle["stability"] == 0.97
    assert principle["topic"] == {"number": 3, "name": "lies"}
    assert principle["replaces"] == {"version": 1, "id": "p01"}
    assert (content["parent_sha256"], content["reason_for_amending"]) == (first.content_sha256, "Experience.")


def test_scores_that_would_tell_of_few_votes_are_held_back(draft: ConstitutionVersion) -> None:
    Principle.objects.filter(version=draft).update(
        scores={
            "bridging": 0.123456,
            "chosen_by": ["top"],
            "by_group": [{"group": "A", "low": 0.9, "high": 1.0}],
        },
        robustness_added=4,
        robustness_changed=2,
        stability=0.97,
    )
    principle = canonical_constitution(draft)["principles"][0]
    assert principle["votes"]["by_group"][0]["agree"] is None
    assert principle["scores"] == {
        "bridging": None,
        "chosen_by": ["top"],
        "by_group": [{"group": "A", "low": None, "high": None}],
    }
    assert principle["radius"] == {"added": None, "changed": None}
    assert (principle["stability"], principle["lower_bound"]) == (1.0, None)
    assert canonical_constitution(draft)["contested"][0]["difference"] is None


def audited(version: ConstitutionVersion, people: int) -> dict[str, Any]:
    worst = {
        "statement": 3,
        "text": "The AI should take the side of workers.",
        "people": people,
        "share": people / 100,
        "by_group": [{"group": "A", "share": 1.0}, {"group": "B", "share": 0.0}],
    }
    audit = {"ok": False, "worst": worst, "all_statements": {"ok": False, "worst": worst}}
    best = {
        "statement": 3,
        "text": "The AI …",
        "lower_bound": 0.1,
        "geometric_mean": 0.2,
        "reason": "divided",
    }
    only_here = [{"statement": 3, "text": "The AI …", "score": 0.123456, "place": 1}]
    version.justified_representation = audit
    version.rule_outcomes = [
        {"rule": "top", "statements": [3], "justified_representation": audit, "only_here": only_here}
    ]
    version.topic_coverage = [
        {"topic": 1, "name": "work", "principles": 0, "statements": 1, "best": best},
        {"topic": 2, "name": "", "best": {**best, "statement": 4, "reason": "not accepted"}},
    ]
    version.save()
    content = canonical_constitution(version)
    assert errors(content) == []
    return content


def test_the_audit_counts_out_nobody_among_few(draft: ConstitutionVersion) -> None:
    content = audited(draft, people=6)
    for audit in (
        content["justified_representation"],
        content["justified_representation"]["all_statements"],
        content["rule_outcomes"][0]["justified_representation"],
    ):
        assert (audit["worst"]["people"], audit["worst"]["share"]) == (None, None)
        assert [group["share"] for group in audit["worst"]["by_group"]] == [None, None]
    assert content["rule_outcomes"][0]["only_here"][0]["score"] is None
    assert content["topic_coverage"][0]["best"]["lower_bound"] is None
    assert content["topic_coverage"][1]["best"]["text"] is None


def test_the_audit_tells_all_of_many(large: ConstitutionVersion) -> None:
    content = audited(large, people=60)
    worst = content["justified_representation"]["worst"]
    assert (worst["people"], worst["share"]) == (60, 0.6)
    assert [group["share"] for group in worst["by_group"]] == [1.0, 0.0]
    assert content["rule_outcomes"][0]["only_here"][0]["score"] == 0.123456
    assert content["topic_coverage"][0]["best"]["lower_bound"] == 0.1


def test_what_moderation_did_not_let_in_is_numbered_and_not_quoted(draft: ConstitutionVersion) -> None:
    draft.not_selected = [
        {"statement": 3, "text": "An insult.", "reason": "not accepted", "detail": ""},
        {"statement": 4, "text": "The AI should joke.", "reason": "not agreed", "detail": "A"},
    ]
    draft.save()
    assert [one["text"] for one in canonical_constitution(draft)["set_aside"]] == [
        None,
        "The AI should joke.",
    ]


def test_participants_left_out_of_the_analysis_are_counted_and_not_numbered(
    draft: ConstitutionVersion,
) -> None:
    for numbers, count in (([], 0), (list(range(3)), None), (list(range(1, 13)), 12)):
        draft.analysis.parameters = {"mode": "stable", "excluded_participants": numbers}
        analysis = canonical_constitution(draft)["analysis"]
        assert analysis["excluded_count"] == count
        assert "excluded_participants" not in analysis["parameters"]


def test_what_a_person_ordered_is_published_with_the_reason(large: ConstitutionVersion) -> None:
    first, second = large.principles.order_by("number")
    concern = Concern.objects.create(
        version=large,
        kind=Concern.Kind.CONTRADICTION,
        principle=first,
        other=second,
        found_by="votes",
        state=Concern.State.ORDERED,
        prevails=second,
        why="Kindness first.",
    )
    expected = [{"principles": ["p01", "p02"], "prevails": "p02", "why": "Kindness first."}]
    assert canonical_constitution(large)["precedence"] == expected
    concern.state = Concern.State.DISMISSED
    concern.save()
    assert canonical_constitution(large)["precedence"] == []


def test_the_encoder_of_the_topics_is_named(draft: ConstitutionVersion) -> None:
    assert canonical_constitution(draft)["models"] == []
    made = TopicMap.objects.create(deliberation=draft.deliberation, encoder="an-encoder", input_hash="5" * 64)
    assert canonical_constitution(draft)["models"] == []
    TopicMap.objects.filter(pk=made.pk).update(created_at=draft.drafted_at)
    assert canonical_constitution(draft)["models"] == [
        {"purpose": "topics and near-duplicates", "encoder": "an-encoder"}
    ]


def test_the_outcome_of_a_vote_counts_out_nobody_among_few(draft: ConstitutionVersion) -> None:
    answers = {"adopt": 12, "change": 1, "reject": 1, "pass": 0}
    few = {"adopt": 3, "change": 0, "reject": 1, "pass": 0}
    whole = {**answers, "by_group": [{"group": "A", **answers}, {"group": "B", **few}], "reason": "adopted"}
    draft.ratification = {
        "decided_by": "citizens",
        "rule": {"overall": 0.6},
        "participants": 30,
        "by_group": [{"group": "A", "participants": 26}, {"group": "B", "participants": 4}],
        "whole": whole,
    }
    draft.save()
    content = canonical_constitution(draft)
    assert errors(content) == []
    published = content["ratification"]
    assert [group["participants"] for group in published["by_group"]] == [None, None]
    assert published["whole"]["by_group"][1] == {
        "group": "B", "adopt": None, "change": None, "reject": None, "pass": None
    }  # fmt: skip
    assert (published["participants"], published["rule"]) == (30, {"overall": 0.6})


def test_the_same_deliberation_elsewhere_has_the_same_hash() -> None:
    hashes = {
        ratify_version(version=draft_version(deliberation=analysis.deliberation)).content_sha256
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
    assert constitution_sha256(version) == before["sha256"]


def test_opening_the_vote_changes_nothing_but_the_preamble(draft: ConstitutionVersion) -> None:
    before = canonical_constitution(draft)
    after = canonical_constitution(open_ratification(version=draft))
    assert {name for name in before if before[name] != after[name]} <= {"preamble", "sha256"}


def test_a_version_ratified_in_the_first_format_stays_in_it(
    draft: ConstitutionVersion, tmp_path: Path
) -> None:
    old = constitution_1()
    stored = {name: value for name, value in old.items() if name not in {"about", "sha256"}}
    version = ratified_as(draft, stored)
    content = canonical_constitution(version)
    assert {**content, "about": 0} == {**old, "about": 0}
    assert errors(content) == []
    assert read_constitution(content).sha256 == old["sha256"]
    write_export(export_of(version), tmp_path / "export")
    assert check_export(tmp_path / "export").problems == []


def ratified_as(draft: ConstitutionVersion, content: dict[str, Any]) -> ConstitutionVersion:
    """Store a version as ratified with this content, as earlier releases did."""
    draft.content, draft.content_sha256 = content, content_hash(content)
    draft.state, draft.decided_by = ConstitutionVersion.State.RATIFIED, "organiser"
    draft.ratification, draft.ratified_at = content["ratification"], draft.drafted_at
    draft.save()
    return ConstitutionVersion.objects.get(pk=draft.pk)


def test_the_manifest_names_the_entry_of_the_log_by_which_it_was_ratified(
    draft: ConstitutionVersion,
) -> None:
    sealed = seal_log(deliberation=draft.deliberation).last
    assert sealed is not None
    version = ratify_version(version=draft)
    before = export_of(version).manifest
    log = json.loads(before)["log"]
    assert log["seal_before"]["root"] == sealed.root
    assert LogSeal.objects.count() == 1
    seal_log(deliberation=draft.deliberation)
    event = Event.objects.get(kind=Event.Kind.CONSTITUTION_RATIFIED)
    assert SealedEvent.objects.get(event=event).leaf == log["ratification_leaf"]
    assert export_of(version).manifest == before


def test_a_draft_has_no_place_in_the_log(draft: ConstitutionVersion) -> None:
    manifest = json.loads(export_of(draft).manifest)
    assert manifest["log"] is None
    assert manifest["code"]["name"] == "concord"


def test_a_large_version_is_read_in_a_fixed_number_of_queries(django_assert_max_num_queries: Any) -> None:
    statements = [(f"The AI should be honest about matter {number}.", AGREED) for number in range(12)]
    version = draft_version(deliberation=analysed_assembly(statements).deliberation, size=12)
    with django_assert_max_num_queries(12):
        assert len(canonical_constitution(version)["principles"]) > 5
