"""The sentences that open a constitution."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from constitution.models import ConstitutionVersion
from constitution.preamble import preamble_for, preamble_of
from constitution.services import draft_version, open_ratification, ratify_version
from constitution.services.editing import EditConflict, EditRefused
from constitution.services.preamble_editing import LONGEST, edit_preamble, mark_of
from deliberation.models import Deliberation, Event, User
from tests.constitution.public_page.versions import large_draft, page_of

pytestmark = pytest.mark.django_db


def edited(version: ConstitutionVersion, text: str, **changes: Any) -> ConstitutionVersion:
    seen = changes.pop("seen", mark_of(version.preamble))
    return edit_preamble(version=version, text=text, why="Clearer.", seen=seen, **changes)


def test_it_speaks_of_a_fair_share_where_the_rule_gives_one(deliberation: Deliberation) -> None:
    analysis = large_draft(deliberation).analysis
    assert "fair share" in preamble_of(analysis, "en", rule="equal_shares")
    assert "fair share" not in preamble_of(analysis, "en", rule="lower_bound")


def test_it_speaks_of_the_vote_once_there_is_one(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    assert "put to our vote" not in version.preamble
    assert "put to our vote" in open_ratification(version=version).preamble


def test_without_a_vote_it_speaks_of_none(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    version.preamble = preamble_for(version, is_voted_on=True)
    version.save()
    assert "put to our vote" not in ratify_version(version=version).preamble


def test_what_a_person_wrote_stays_as_it_is(deliberation: Deliberation) -> None:
    version = edited(large_draft(deliberation), "We, the people.")
    assert open_ratification(version=version).preamble == "We, the people."


def test_a_change_is_recorded_and_shown_with_its_reason(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    before = version.preamble
    edited(version, "We, the people.")
    body = Event.objects.get(kind=Event.Kind.CONSTITUTION_EDITED).payload.body
    assert body == {
        "version": 1,
        "part": "preamble",
        "before": before,
        "after": "We, the people.",
        "why": "Clearer.",
    }
    text = page_of(version)
    assert "We, the people." in text and "The preamble was changed on" in text and before in text


def test_two_people_lose_nothing(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    seen = mark_of(version.preamble)
    edited(version, "First.")
    with pytest.raises(EditConflict, match="First"):
        edited(version, "Second.", seen=seen)


def test_it_changes_only_in_a_draft_and_has_an_end(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    with pytest.raises(EditRefused, match="at most"):
        edited(version, "x" * (LONGEST + 1))
    open_ratification(version=version)
    version.refresh_from_db()
    with pytest.raises(EditRefused, match="no draft any more"):
        edited(version, "Too late.")


def test_only_owners_change_it(deliberation: Deliberation, moderator: User) -> None:
    with pytest.raises(PermissionError):
        edited(large_draft(deliberation), "Mine.", edited_by=moderator)


def test_an_owner_changes_it_on_its_page(
    deliberation: Deliberation, signed_in: Callable[[User], Client], owner: User
) -> None:
    version = large_draft(deliberation)
    browser = signed_in(owner)
    there = reverse("constitution:preamble", args=[deliberation.slug])
    sent = {"text": "We, the people.", "why": "Shorter.", "seen": mark_of(version.preamble)}
    assert browser.post(there, {**sent, "why": ""}).status_code == 422
    conflict = browser.post(there, {**sent, "seen": "another"})
    assert conflict.status_code == 422 and mark_of(version.preamble) in conflict.content.decode()
    assert browser.post(there, sent).status_code == 302
    assert "We, the people." in page_of(version)
    ratify_version(version=version)
    assert browser.get(there).status_code == 302
    assert draft_version(deliberation=deliberation).preamble != "We, the people."
