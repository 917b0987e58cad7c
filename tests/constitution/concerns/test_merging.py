"""Two principles become one and two again; opposites never; two people at once lose nothing."""

import threading
from typing import Any

import pytest
from django.db import connection

from constitution.models import Concern, ConstitutionVersion, Principle
from constitution.services import edit_principle, open_ratification
from constitution.services.concerns import find_concerns
from constitution.services.deciding_concerns import decide_concern
from constitution.services.editing import EditConflict
from constitution.services.merging import MergeConflict, MergeRefused, merge_principles
from constitution.services.separating import separate_principles
from deliberation.models import Deliberation, Event, User
from tests.constitution.concerns.drafts import (
    LIKES,
    OPPOSITES,
    behind,
    checked_draft,
    draft_of,
    the_concern,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(deliberation: Deliberation) -> ConstitutionVersion:
    """A draft with two likes, two opposites and one more."""
    return draft_of(deliberation)


def merge(first: Principle, second: Principle, user: User | None, **options: Any) -> Principle:
    given = {"why": "They say the same.", "seen_revisions": (first.revision, second.revision), **options}
    return merge_principles(first=first, second=second, merged_by=user, **given)


def texts(version: ConstitutionVersion) -> list[tuple[int, str]]:
    return list(version.principles.order_by("number").values_list("number", "text"))


def everything(version: ConstitutionVersion) -> list[dict[str, Any]]:
    """All that stands in a draft, but the counts of its changes."""
    left_out = ("revision",)
    return [
        {name: value for name, value in row.items() if name not in left_out}
        | {"statements": list(principle.statement_links.order_by("statement__number").values_list("text"))}
        for principle in version.principles.order_by("number")
        for row in Principle.objects.filter(pk=principle.pk).values()
    ]


def test_the_surer_one_leads_and_all_statements_stand_behind_it(
    draft: ConstitutionVersion, owner: User
) -> None:
    leading, joining = behind(draft, LIKES[0]), behind(draft, LIKES[1])
    assert leading.lower_bound > joining.lower_bound
    one = merge(joining, leading, owner)
    assert one.pk == leading.pk
    assert [link.text for link in one.statement_links.all()] == list(LIKES)
    one.refresh_from_db()
    assert (one.votes, one.scores, one.lower_bound) == (leading.votes, leading.scores, leading.lower_bound)
    assert one.text.startswith("Choose the response that")


def test_numbers_stay_without_gaps(draft: ConstitutionVersion, owner: User) -> None:
    merge(behind(draft, LIKES[0]), behind(draft, LIKES[1]), owner)
    assert [number for number, _text in texts(draft)] == [1, 2, 3, 4]


def test_an_edit_page_opened_before_a_merge_never_writes_over_the_neighbour(
    draft: ConstitutionVersion, owner: User
) -> None:
    seen = draft.principles.get(number=3)
    merge(behind(draft, LIKES[0]), behind(draft, LIKES[1]), owner)
    moved = draft.principles.get(number=3)
    assert moved.pk != seen.pk

    with pytest.raises(EditConflict):
        edit_principle(principle=moved, text="Mine.", edited_by=owner, seen_revision=seen.revision)


def test_every_edit_of_both_is_kept_and_the_log_says_who_and_why(
    draft: ConstitutionVersion, owner: User
) -> None:
    leading, joining = behind(draft, LIKES[0]), behind(draft, LIKES[1])
    joining = edit_principle(
        principle=joining, text="Choose simple words.", edited_by=owner, seen_revision=1, why="Shorter."
    )
    kept = [edit.after for one in (leading, joining) for edit in one.edits.all()]
    one = merge(leading, joining, owner, text="Choose the response in the plainest words.")
    assert set(kept) < {edit.after for edit in one.edits.all()}
    last = one.edits.order_by("-pk")[0]
    assert (last.edited_by, last.after, last.why) == (owner, one.text, "They say the same.")
    event = Event.objects.filter(kind="constitution.concern_decided").get()
    assert event.payload.body["decision"] == "merged"
    assert event.payload.body["text"] == "Choose the response in the plainest words."


def test_taking_them_apart_gives_back_both_as_they_were(draft: ConstitutionVersion, owner: User) -> None:
    before = everything(draft)
    edits = {one.pk: list(one.edits.values_list("pk", flat=True)) for one in draft.principles.all()}
    one = merge(behind(draft, LIKES[0]), behind(draft, LIKES[1]), owner)
    back = separate_principles(
        principle=one, seen_revision=one.revision, why="They differ after all.", separated_by=owner
    )
    assert everything(draft) == before
    assert list(back.edits.values_list("pk", flat=True)) == edits[back.pk]
    pair = the_concern(draft, "same meaning")
    assert (pair.state, pair.why) == ("dismissed", "They differ after all.")
    find_concerns(version=draft)
    assert the_concern(draft, "same meaning").state == "dismissed"


def test_what_was_merged_step_by_step_is_taken_apart_step_by_step(
    deliberation: Deliberation, owner: User
) -> None:
    draft = draft_of(deliberation, [f"The AI should be {word}." for word in ("kind", "warm", "friendly")])
    before = everything(draft)
    first, second, third = draft.principles.order_by("number")
    inner = merge(second, third, owner)
    outer = merge(first, inner, owner)
    assert outer.statement_links.count() == 3
    back = separate_principles(
        principle=outer, seen_revision=outer.revision, why="Not yet.", separated_by=owner
    )
    assert (back.pk, back.statement_links.count()) == (inner.pk, 2)
    separate_principles(principle=back, seen_revision=back.revision, why="Not yet.", separated_by=owner)
    assert everything(draft) == before


def test_opposites_are_never_made_one(draft: ConstitutionVersion, owner: User) -> None:
    before = everything(draft)
    with pytest.raises(MergeRefused, match="opposite"):
        merge(behind(draft, OPPOSITES[0]), behind(draft, OPPOSITES[1]), owner, text="Choose the wise one.")
    assert everything(draft) == before


def test_opposites_stay_two_even_when_both_are_worded_anew(draft: ConstitutionVersion, owner: User) -> None:
    pair = [
        edit_principle(
            principle=behind(draft, text), text=f"Choose wisely, {place}.", edited_by=owner, seen_revision=1
        )
        for place, text in enumerate(OPPOSITES)
    ]
    with pytest.raises(MergeRefused, match="opposite"):
        merge(*pair, owner)


def test_what_votes_show_as_a_contradiction_is_made_one_only_after_a_person_says_it_is_none(
    draft: ConstitutionVersion, owner: User
) -> None:
    first, second = sorted((behind(draft, text) for text in LIKES), key=lambda one: one.pk)
    concern = Concern.objects.create(
        version=draft, kind="contradiction", principle=first, other=second, found_by="votes"
    )
    with pytest.raises(MergeRefused):
        merge(first, second, owner)
    decide_concern(
        concern=concern, decision="dismissed", why="Misread.", decided_by=owner, seen=concern.seen_mark
    )
    assert merge(first, second, owner).statement_links.count() == 2


def test_what_was_decided_about_the_joining_one_holds_for_both(
    deliberation: Deliberation, owner: User
) -> None:
    draft = checked_draft(deliberation)
    leading, joining, third = (behind(draft, text) for text in (*LIKES, OPPOSITES[0]))
    first, second = sorted((joining, third), key=lambda one: one.pk)
    order = Concern.objects.create(
        version=draft, kind="contradiction", principle=first, other=second, found_by="votes"
    )
    decide_concern(
        concern=order,
        decision="ordered",
        prevails=joining,
        why="So.",
        decided_by=owner,
        seen=order.seen_mark,
    )
    one = merge(leading, joining, owner)
    [moved] = Concern.objects.orders_of(draft)
    assert (moved.prevails, moved.gives_way) == (one, third)
    separate_principles(principle=one, seen_revision=one.revision, why="No.", separated_by=owner)
    [back] = Concern.objects.orders_of(draft)
    assert (back.prevails.pk, back.gives_way) == (joining.pk, third)


def test_a_wording_that_somebody_has_changed_meanwhile_is_not_lost(
    draft: ConstitutionVersion, owner: User
) -> None:
    first, second = (behind(draft, text) for text in LIKES)
    edit_principle(principle=second, text="Choose simple words.", edited_by=owner, seen_revision=1)
    with pytest.raises(MergeConflict, match="It now says: “Choose simple words.”"):
        merge(first, second, owner, seen_revisions=(1, 1))
    assert draft.principles.count() == 5


def test_the_second_of_two_who_merge_the_same_is_told(draft: ConstitutionVersion, owner: User) -> None:
    first, second = (behind(draft, text) for text in LIKES)
    merge(first, second, owner)
    with pytest.raises(MergeConflict, match="omebody else has changed"):
        merge(first, second, owner)


@pytest.mark.parametrize(
    ("options", "message"),
    [({"why": "  "}, "say why"), ({"text": "!!"}, "sentence"), ({"text": "x" * 1001}, "1000 characters")],
)
def test_merges_without_reason_or_sentence_are_refused(
    draft: ConstitutionVersion, owner: User, options: dict[str, str], message: str
) -> None:
    with pytest.raises(MergeRefused, match=message):
        merge(behind(draft, LIKES[0]), behind(draft, LIKES[1]), owner, **options)
    assert draft.principles.count() == 5


def test_a_principle_is_not_merged_with_itself(draft: ConstitutionVersion, owner: User) -> None:
    principle = behind(draft, LIKES[0])
    with pytest.raises(MergeRefused, match="Two different"):
        merge(principle, principle, owner)


def test_only_a_draft_changes_and_only_owners_change_it(
    draft: ConstitutionVersion, owner: User, moderator: User
) -> None:
    first, second = (behind(draft, text) for text in LIKES)
    with pytest.raises(PermissionError):
        merge(first, second, moderator)
    one = merge(first, second, owner)
    open_ratification(version=draft)
    with pytest.raises(MergeRefused, match="no draft any more"):
        separate_principles(principle=one, seen_revision=one.revision, why="So.", separated_by=owner)


def test_nothing_is_taken_apart_that_was_not_made_one(draft: ConstitutionVersion, owner: User) -> None:
    principle = behind(draft, LIKES[0])
    with pytest.raises(MergeRefused, match="Nothing was merged"):
        separate_principles(principle=principle, seen_revision=1, why="So.", separated_by=owner)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_once_one_merges_and_one_is_told(deliberation: Deliberation, owner: User) -> None:
    draft = draft_of(deliberation)
    first, second = (behind(draft, text) for text in LIKES)
    start, outcomes = threading.Barrier(2), []

    def act() -> None:
        start.wait()
        try:
            outcomes.append(type(merge(first, second, owner)))
        except MergeRefused as refusal:
            outcomes.append(type(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _person in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome.__name__ for outcome in outcomes) == ["MergeConflict", "Principle"]
    assert [number for number, _text in texts(draft)] == [1, 2, 3, 4]
    assert behind(draft, LIKES[1]).statement_links.count() == 2
