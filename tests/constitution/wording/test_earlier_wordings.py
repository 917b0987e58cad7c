from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from constitution.models import Principle
from constitution.reading.edit_history import history_of, two_wordings
from constitution.services import EditConflict, EditRefused, draft_version, edit_principle
from constitution.services.earlier_wordings import past_edits, put_back_wording
from deliberation.models import Deliberation, Event, User
from tests.constitution.assemblies import analysed_assembly

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
DRAFTED = "Choose the response that is most honest."


@pytest.fixture
def principle(deliberation: Deliberation) -> Principle:
    """The first principle of a draft."""
    analysed_assembly(deliberation=deliberation)
    return draft_version(deliberation=deliberation).principles.get(number=1)


@pytest.fixture
def edited(principle: Principle, owner: User) -> Principle:
    """The same after two edits: first its text, then its kind and one request."""
    first = edit_principle(
        principle=principle, text="Choose the frank one.", edited_by=owner, seen_revision=1, why="Shorter."
    )
    return edit_principle(
        principle=first,
        text=first.text,
        kind="avoid",
        critique_request="Where is it not frank?",
        edited_by=owner,
        seen_revision=2,
        why="Wrong kind.",
    )


def offered(principle: Principle) -> dict[str, int]:
    return {past.edit.after: past.edit.pk for past in past_edits(principle) if past.may_be_put_back}


def test_an_edit_keeps_kind_and_requests_as_they_were_and_as_they_are(edited: Principle) -> None:
    last = past_edits(edited)[-1]
    assert last.was is not None and last.became is not None
    assert (last.was.kind, last.became.kind) == ("promote", "avoid")
    assert last.was.critique_request.endswith("“Choose the frank one.”")
    assert last.became.critique_request == "Where is it not frank?"
    assert last.was.revision_request == last.became.revision_request
    body = Event.objects.filter(kind=Event.Kind.CONSTITUTION_EDITED).latest("pk").payload.body
    assert body["was"]["kind"] == "promote"


def test_the_history_tells_every_part_that_changed_by_whom_and_why_the_latest_first(
    edited: Principle,
) -> None:
    last, first, drafted = history_of(past_edits(edited))
    assert [str(part.name) for part in last.parts] == ["This principle", "Critique request"]
    assert [str(part.name) for part in first.parts] == ["Principle", "Critique request", "Revision request"]
    assert (last.why, first.why) == ("Wrong kind.", "Shorter.")
    assert drafted.reasons and not last.reasons and not drafted.why


def test_a_wording_of_a_rule_is_put_back_with_the_kind_and_the_requests_it_had(
    principle: Principle, owner: User
) -> None:
    before = (principle.text, principle.kind, principle.critique_request, principle.revision_request)
    changed = edit_principle(
        principle=principle, text="Choose the other.", kind="avoid", edited_by=owner, seen_revision=1, why="-"
    )
    again = put_back_wording(
        principle=changed, edit=offered(changed)[DRAFTED], put_back_by=owner, seen_revision=2
    )
    assert (again.text, again.kind, again.critique_request, again.revision_request) == before
    last = again.edits.last()
    assert last is not None and last.edited_by == owner
    assert (last.before, last.after) == ("Choose the other.", DRAFTED)
    assert last.why == "An earlier wording is put back."
    assert last.event.payload.body["put_back"] is True
    assert list(offered(again)) == ["Choose the other."]


def test_what_stands_there_now_is_not_offered(edited: Principle) -> None:
    assert edited.text == "Choose the frank one."
    assert set(offered(edited)) == {DRAFTED, "Choose the frank one."}
    # The frank one is offered for the kind it had before; its latest edit is not.
    assert offered(edited)["Choose the frank one."] == past_edits(edited)[-2].edit.pk


def test_no_other_edit_and_no_stale_page_can_put_anything_back(
    edited: Principle, owner: User, moderator: User
) -> None:
    there = offered(edited)[DRAFTED]
    with pytest.raises(EditRefused, match="no such earlier wording"):
        put_back_wording(principle=edited, edit=10**6, put_back_by=owner, seen_revision=3)
    with pytest.raises(EditConflict):
        put_back_wording(principle=edited, edit=there, put_back_by=owner, seen_revision=2)
    with pytest.raises(PermissionError):
        put_back_wording(principle=edited, edit=there, put_back_by=moderator, seen_revision=3)


def test_two_wordings_are_told_apart_part_by_part(edited: Principle) -> None:
    wanted = {"text": "Choose it.", "kind": "avoid", "critique_request": "", "revision_request": "Better."}
    assert [str(part.name) for part in two_wordings(edited, wanted)] == ["Principle", "Revision request"]


def test_an_owner_reads_the_history_and_puts_a_wording_back_on_the_page(
    edited: Principle, signed_in: SignedIn, owner: User
) -> None:
    browser, slug = signed_in(owner), edited.version.deliberation.slug
    there = reverse("constitution:edit", args=[slug, edited.number])
    text = browser.get(there).content.decode()
    assert "By the organiser" in text and "By a rule" in text and "Wrong kind." in text
    assert "<del>" in text and "<ins>" in text
    sent = {"edit": offered(edited)[DRAFTED], "seen_revision": 3}
    done = browser.post(
        reverse("constitution:put_back", args=[slug, edited.number]), sent, follow=True
    ).content.decode()
    assert "is back" in done
    edited.refresh_from_db()
    assert edited.text == DRAFTED
    stale = browser.post(reverse("constitution:put_back", args=[slug, edited.number]), sent, follow=True)
    assert "no such earlier wording" in stale.content.decode()
    nonsense = browser.post(reverse("constitution:put_back", args=[slug, edited.number]), {"edit": "x"})
    assert nonsense.status_code == 302


def test_whoever_edits_what_another_has_changed_sees_both_wordings(
    edited: Principle, signed_in: SignedIn, owner: User
) -> None:
    there = reverse("constitution:edit", args=[edited.version.deliberation.slug, edited.number])
    sent = {"text": "Choose my one.", "kind": "promote", "why": "Mine.", "seen_revision": 1}
    conflict = signed_in(owner).post(there, sent)
    text = conflict.content.decode()
    assert conflict.status_code == 422
    assert "Two people edit this principle" in text
    assert "<del>the frank</del>" in text and "<ins>my</ins>" in text
    assert "Avoids" in text and 'name="seen_revision" value="3"' in text
