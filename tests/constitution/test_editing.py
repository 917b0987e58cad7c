import pytest

from constitution.models import Principle
from constitution.services import (
    EditConflict,
    EditRefused,
    draft_version,
    edit_principle,
    open_ratification,
    ratify_version,
)
from deliberation.models import Deliberation, Event, User
from tests.constitution.assemblies import analysed_assembly

pytestmark = pytest.mark.django_db


@pytest.fixture
def principle(deliberation: Deliberation) -> Principle:
    """The first principle of a draft."""
    analysed_assembly(deliberation=deliberation)
    return draft_version(deliberation=deliberation).principles.get(number=1)


def test_an_edit_is_kept_with_what_stood_before_and_why(principle: Principle, owner: User) -> None:
    edit_principle(
        principle=principle,
        text="Choose the response that is  completely honest.\x00",
        edited_by=owner,
        seen_revision=1,
        why="Half-truths are meant too.",
    )
    principle.refresh_from_db()
    assert principle.text == "Choose the response that is completely honest."
    edit = principle.edits.last()
    assert (edit.who, edit.edited_by, edit.rule) == ("organiser", owner, "")
    assert edit.before == "Choose the response that is most honest."
    assert edit.why == "Half-truths are meant too."
    assert Event.objects.filter(kind=Event.Kind.CONSTITUTION_EDITED, user=owner).count() == 1


def test_the_requests_are_written_anew_where_only_the_text_was_changed(principle: Principle) -> None:
    edited = edit_principle(
        principle=principle, text="Choose the frank one.", edited_by=None, seen_revision=1
    )
    assert "“Choose the frank one.”" in edited.critique_request
    assert "“Choose the frank one.”" in edited.revision_request


def test_requests_that_the_editor_wrote_are_kept(principle: Principle) -> None:
    edited = edit_principle(
        principle=principle,
        text="Choose the frank one.",
        critique_request="Where is it not frank?",
        revision_request="Make it frank.",
        kind="avoid",
        edited_by=None,
        seen_revision=1,
    )
    assert (edited.critique_request, edited.revision_request) == ("Where is it not frank?", "Make it frank.")
    assert edited.kind == "avoid"


def test_a_second_editor_who_has_not_seen_the_first_edit_is_told(principle: Principle, owner: User) -> None:
    edit_principle(principle=principle, text="Choose the first.", edited_by=owner, seen_revision=1)
    with pytest.raises(EditConflict, match="Choose the first"):
        edit_principle(principle=principle, text="Choose the second.", edited_by=owner, seen_revision=1)
    principle.refresh_from_db()
    assert principle.text == "Choose the first."
    edit_principle(principle=principle, text="Choose the second.", edited_by=owner, seen_revision=2)
    assert [edit.after for edit in principle.edits.all()][1:] == ["Choose the first.", "Choose the second."]


def test_saving_what_is_there_already_leaves_no_trace(principle: Principle) -> None:
    edit_principle(principle=principle, text=principle.text, edited_by=None, seen_revision=1)
    assert principle.edits.count() == 1


@pytest.mark.parametrize("text", ["", "  ", "\u202e", "!?", "x" * 1001])
def test_empty_and_endless_texts_are_refused(principle: Principle, text: str) -> None:
    with pytest.raises(EditRefused):
        edit_principle(principle=principle, text=text, edited_by=None, seen_revision=1)


def test_nothing_is_edited_once_the_vote_is_open_or_the_version_ratified(principle: Principle) -> None:
    open_ratification(version=principle.version)
    with pytest.raises(EditRefused, match="no draft any more"):
        edit_principle(principle=principle, text="Choose late.", edited_by=None, seen_revision=1)


def test_nothing_is_edited_after_ratification(principle: Principle) -> None:
    ratify_version(version=principle.version)
    with pytest.raises(EditRefused):
        edit_principle(principle=principle, text="Choose late.", edited_by=None, seen_revision=1)


def test_only_owners_edit(principle: Principle, moderator: User, stranger: User) -> None:
    for account in (moderator, stranger):
        with pytest.raises(PermissionError):
            edit_principle(principle=principle, text="Choose mine.", edited_by=account, seen_revision=1)


def test_an_edit_page_opened_on_an_earlier_draft_never_writes_into_the_new_one(
    principle: Principle, owner: User
) -> None:
    seen = principle.revision
    anew = draft_version(deliberation=principle.version.deliberation, size=1).principles.get(number=1)
    assert anew.version != principle.version

    with pytest.raises(EditConflict):
        edit_principle(principle=anew, text="Mine.", edited_by=owner, seen_revision=seen)
