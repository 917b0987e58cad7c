"""Looking at a draft: what is found is kept, and what people decided stays."""

import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from constitution.models import Concern, ConstitutionVersion
from constitution.services import draft_version, edit_principle, open_ratification
from constitution.services.concerns import checks_of, find_concerns, request_concerns
from constitution.services.deciding_concerns import decide_concern
from constitution.tasks import find_concerns as look
from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, User, Vote
from tests.constitution.assemblies import AGREED, analysed_assembly
from tests.constitution.concerns.drafts import (
    LIKES,
    OPPOSITES,
    behind,
    checked_draft,
    draft_of,
    the_concern,
)
from tests.factories import ParticipantFactory, VoteFactory

pytestmark = pytest.mark.django_db


def kinds(version: ConstitutionVersion) -> list[str]:
    return [concern.kind for concern in Concern.objects.filter(version=version).with_principles()]


def test_a_draft_is_found_with_its_opposites_likes_and_vague_words(deliberation: Deliberation) -> None:
    version = checked_draft(deliberation)
    assert kinds(version) == ["negation", "same meaning", "double meaning"]
    negation = the_concern(version, "negation")
    assert {negation.principle, negation.other} == {behind(version, text) for text in OPPOSITES}
    assert negation.found_by == "words"
    like = the_concern(version, "same meaning")
    assert {like.principle, like.other} == {behind(version, text) for text in LIKES}


def test_looking_again_proposes_nothing_twice_and_keeps_what_was_decided(
    deliberation: Deliberation, owner: User
) -> None:
    version = checked_draft(deliberation)
    concern = the_concern(version, "double meaning")
    decide_concern(
        concern=concern, decision="dismissed", why="It is clear.", decided_by=owner, seen=concern.seen_mark
    )
    again = find_concerns(version=version)
    assert again.as_dict() == {"open": 2, "new": 0, "dropped": 0, "reworded": 0}
    concern.refresh_from_db()
    assert (concern.state, concern.why) == ("dismissed", "It is clear.")


def test_a_concern_that_an_edit_does_away_with_is_kept_with_the_edit_and_comes_back_with_the_words(
    deliberation: Deliberation, owner: User
) -> None:
    version = checked_draft(deliberation)
    principle = behind(version, "The AI should be friendly when appropriate.")
    edited = edit_principle(
        principle=principle,
        text="Choose the response that is most friendly.",
        edited_by=owner,
        seen_revision=1,
        why="Always.",
    )
    assert find_concerns(version=version).reworded == 1
    concern = the_concern(version, "double meaning")
    assert (concern.state, concern.why, concern.decided_by) == ("reworded", "Always.", owner)
    edit_principle(principle=edited, text=principle.text, edited_by=owner, seen_revision=2, why="No.")
    find_concerns(version=version)
    concern.refresh_from_db()
    assert (concern.state, concern.decided_by) == ("open", None)


def test_a_decision_holds_for_the_words_it_was_taken_on(deliberation: Deliberation, owner: User) -> None:
    version = checked_draft(deliberation)
    concern = the_concern(version, "double meaning")
    decide_concern(
        concern=concern, decision="dismissed", why="It is clear.", decided_by=owner, seen=concern.seen_mark
    )
    edit_principle(
        principle=concern.principle,
        text="Choose the response that is most friendly and/or brief.",
        edited_by=owner,
        seen_revision=1,
    )
    find_concerns(version=version)
    concern.refresh_from_db()
    assert concern.state == "open"


def test_an_open_concern_goes_with_its_cause(deliberation: Deliberation) -> None:
    version = checked_draft(deliberation)
    friendly = behind(version, "The AI should be friendly when appropriate.")
    Concern.objects.create(version=version, kind="two ideas", principle=friendly, found_by="words")
    Concern.objects.filter(kind="two ideas").update(detail={"texts": [friendly.text]})
    assert find_concerns(version=version).dropped == 1
    assert "two ideas" not in kinds(version)


def test_votes_show_a_contradiction_that_no_words_show(deliberation: Deliberation) -> None:
    texts = ("The AI should be brief.", "The AI should name its sources.")
    analysis = analysed_assembly([(text, AGREED) for text in texts], deliberation=deliberation)
    first, second = analysis.deliberation.statements.order_by("number")
    for _person in range(40):
        person = ParticipantFactory(deliberation=deliberation)
        VoteFactory(statement=first, participant=person, value=Vote.Value.AGREE)
        VoteFactory(statement=second, participant=person, value=Vote.Value.DISAGREE)
    version = draft_version(deliberation=deliberation)
    find_concerns(version=version)
    concern = the_concern(version, "contradiction")
    assert (concern.found_by, concern.detail["votes"]["people"]) == ("votes", 40)
    assert 0.9 < concern.confidence < 1


def test_only_a_draft_is_looked_at(deliberation: Deliberation) -> None:
    version = draft_of(deliberation)
    open_ratification(version=version)
    version.refresh_from_db()
    with pytest.raises(WorkRefused, match="no draft"):
        find_concerns(version=version)


def test_drafting_and_editing_ask_for_one_check(deliberation: Deliberation, owner: User) -> None:
    version = draft_of(deliberation)
    principle = version.principles.get(number=1)
    edit_principle(principle=principle, text="Choose well.", edited_by=owner, seen_revision=1)
    assert [job.state for job in checks_of(version)] == ["queued"]


def test_the_command_says_what_it_found_as_one_object(deliberation: Deliberation) -> None:
    draft_of(deliberation)
    out = StringIO()
    call_command("lint_draft", deliberation.slug, json=True, stdout=out)
    result = json.loads(out.getvalue().splitlines()[-1])
    assert (result["version"], result["open"], result["new"]) == (1, 3, 3)
    negation = result["concerns"][0]
    assert (negation["kind"], negation["state"]) == ("negation", "open")
    assert negation["found"] == "One of them negates what the other says."
    assert {negation["principle"], negation["other"]} <= {"p02", "p03", "p04", "p05"}


def test_the_command_says_what_comes_first_where_there_is_no_draft(deliberation: Deliberation) -> None:
    with pytest.raises(CommandError, match="no draft to look at"):
        call_command("lint_draft", deliberation.slug)


def test_looking_at_many_principles_needs_few_queries(
    deliberation: Deliberation, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    version = draft_of(deliberation, [f"The AI should name source {n} of its answers." for n in range(20)])
    with django_assert_max_num_queries(40):
        find_concerns(version=version)


def test_the_job_keeps_what_it_found_and_leaves_alone_what_is_no_draft_any_more(
    deliberation: Deliberation,
) -> None:
    version = draft_of(deliberation)
    [job] = checks_of(version)
    look(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.result["open"]) == ("succeeded", 3)
    again = request_concerns(version=version)
    open_ratification(version=version)
    look(job_id=again.pk)
    again.refresh_from_db()
    assert (again.state, again.result) == ("succeeded", {})
