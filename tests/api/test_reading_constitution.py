"""Programs read constitutions: what the exported files say, version by version, and how it came about."""

import hashlib
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from constitution.models import ConstitutionVersion, Principle
from constitution.services import draft_version, ratify_version, start_amendment
from deliberation.models import Deliberation
from tests.api.callers import ANONYMOUS
from tests.api.reading import address, all_of, answer_to, queries_for, read, refusal
from tests.constitution.assemblies import analysed_assembly
from tests.constitution.public_page.versions import draft_of, large_draft
from tests.factories import DeliberationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(deliberation: Deliberation) -> ConstitutionVersion:
    """A draft of three principles that fifty people agree with."""
    return large_draft(deliberation)


def place(version: ConstitutionVersion) -> tuple[str, int]:
    return version.deliberation.slug, version.number


def exported(version: ConstitutionVersion) -> dict[str, Any]:
    """Return constitution.json as the website gives it out."""
    path = reverse("constitution:download", args=[*place(version), "constitution.json"])
    return dict(json.loads(b"".join(Client().get(path).streaming_content)))


def test_a_version_is_told_with_the_hash_of_its_file_before_and_after_it_is_ratified(
    draft: ConstitutionVersion,
) -> None:
    [listed] = all_of("versions", draft.deliberation.slug)
    assert (listed["state"], listed["sha256"], listed["principles"]) == ("draft", None, 3)
    assert read("version", *place(draft))["sha256"] == exported(draft)["sha256"]
    ratified = ratify_version(version=draft)
    [listed] = all_of("versions", draft.deliberation.slug)
    found = read("version", *place(draft))
    assert listed["sha256"] == found["sha256"] == exported(ratified)["sha256"] == ratified.content_sha256
    assert (found["state"], found["decided_by"]) == ("ratified", "organiser")
    assert found["selection"] == exported(ratified)["selection"]
    assert Client().get(found["links"]["constitution_json"]).status_code == 200
    assert Client().get(found["links"]["analysis"]).json()["result_hash"] == found["analysis"]


def test_a_principle_says_what_the_file_says_of_it(draft: ConstitutionVersion) -> None:
    for version in (draft, ratify_version(version=draft)):
        told = list(all_of("principles", *place(version), limit=2))
        written = exported(version)["principles"]
        assert [one["id"] for one in told] == [one["id"] for one in written] == ["p01", "p02", "p03"]
        for one, other in zip(told, written, strict=True):
            kept = {name: value for name, value in other.items() if name != "votes"}
            assert {name: one[name] for name in kept} == kept
            sides = ("agree", "disagree", "pass")
            assert [one["votes"][side] for side in sides] == [other["votes"][side] for side in sides]
            assert read("principle", *place(version), one["id"]).items() >= one.items()


def test_few_votes_behind_a_principle_are_held_back(deliberation: Deliberation) -> None:
    analysed_assembly(deliberation=deliberation)
    draft = draft_version(deliberation=deliberation)
    for one in all_of("principles", *place(draft)):
        assert [group["agree"] for group in one["votes"]["by_group"]] == [None, None]
        assert (one["group_aware_consensus"], one["lower_bound"], one["radius"]["added"]) == (
            None,
            None,
            None,
        )


def test_a_principle_leads_back_to_its_statements_and_on_to_later_versions(
    draft: ConstitutionVersion,
) -> None:
    ratified = ratify_version(version=draft)
    amended = ratify_version(version=start_amendment(version=ratified, started_by=None, why="To add to it."))
    first = read("principle", *place(ratified), "p01")
    assert [one["number"] for one in first["statements"]] == first["statement_ids"]
    assert Client().get(first["statements"][0]["url"]).json()["text"] == first["original_texts"][0]
    assert first["goes_on_in"] == [{"version": amended.number, "id": "p01"}]
    assert read("principle", *place(amended), "p01")["replaces"] == {"version": 1, "id": "p01"}
    assert first["chosen_by"]
    assert read("version", *place(ratified))["state"] == "superseded"


def test_a_program_waits_for_the_version_in_force(draft: ConstitutionVersion) -> None:
    slug = draft.deliberation.slug
    assert read("versions", slug, state="ratified")["results"] == []
    ratify_version(version=draft)
    assert [one["number"] for one in read("versions", slug, state="ratified")["results"]] == [1]
    assert answer_to(ANONYMOUS, address("versions", slug), state="good").status_code == 400


def test_principles_that_were_not_adopted_are_told_as_such(draft: ConstitutionVersion) -> None:
    Principle.objects.filter(version=draft, number=2).update(state=Principle.State.REJECTED)
    states = {one["id"]: one["state"] for one in all_of("principles", *place(draft))}
    assert states == {"p01": "proposed", "p02": "rejected", "p03": "proposed"}
    found = read("version", *place(draft))
    assert (found["principles"], found["rejected"]) == (2, 1)
    assert read("versions", draft.deliberation.slug)["results"][0]["principles"] == 2


def test_the_files_that_are_listed_are_those_that_are_sent(draft: ConstitutionVersion) -> None:
    ratify_version(version=draft)
    found = read("version_files", *place(draft))
    assert {"constitution.json", "CritiqueRevisionInstructions.json", "manifest.json"} <= {
        file["name"] for file in found["files"]
    }
    for file in found["files"]:
        answer = Client().get(file["url"])
        sent = b"".join(answer.streaming_content)
        assert (len(sent), hashlib.sha256(sent).hexdigest()) == (file["bytes"], file["sha256"])
        assert answer["Content-Type"] == file["media_type"]
    archive = b"".join(Client().get(found["archive"]).streaming_content)
    assert io.BytesIO(archive).read(2) == b"PK"


@pytest.mark.parametrize("name", ["versions", "version", "principles", "version_files"])
def test_what_has_not_changed_is_not_sent_again_until_it_is_edited(
    name: str, draft: ConstitutionVersion
) -> None:
    parts = place(draft)[: 1 if name == "versions" else 2]
    tag = answer_to(ANONYMOUS, address(name, *parts))["ETag"]
    again = Client().get(address(name, *parts), headers={"If-None-Match": tag})
    assert again.status_code == 304
    Principle.objects.filter(version=draft, number=1).update(state=Principle.State.REJECTED)
    later = Client().get(address(name, *parts), headers={"If-None-Match": tag})
    assert later.status_code == 200


def test_what_is_not_there_is_not_found(draft: ConstitutionVersion) -> None:
    slug = draft.deliberation.slug
    missing = (404, "not-found")
    assert refusal(ANONYMOUS, "version", slug, 7) == missing
    assert refusal(ANONYMOUS, "principles", slug, 7) == missing
    assert refusal(ANONYMOUS, "version_files", slug, 7) == missing
    for label in ("p04", "p1", "1", "none", "p" + "9" * 30):
        assert refusal(ANONYMOUS, "principle", slug, 1, label) == missing


def test_more_principles_take_no_more_queries(deliberation: Deliberation) -> None:
    def counted(version: ConstitutionVersion) -> list[int]:
        counts = [queries_for(name, *place(version)) for name in ("version", "principles", "version_files")]
        return [queries_for("versions", version.deliberation.slug), *counts]

    few = counted(draft_of(2, deliberation))
    assert counted(draft_of(9, DeliberationFactory())) == few
