"""Answers and suggestions follow from the log; whoever wrote them can read and erase them."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from constitution.models import ConstitutionVersion, Principle, RatificationVote, Suggestion, VersionVote
from constitution.services import SuggestionAsRead, cast_vote_on_whole, moderate_suggestion, suggest_wording
from deliberation.integrity.rebuild import Check, Difference, check_deliberation, rebuild_deliberation
from deliberation.integrity.receipt_check import checked
from deliberation.integrity.receipts import receipt_for
from deliberation.integrity.sealing import seal_log
from deliberation.models import EventPayload, Participant, Role
from deliberation.people.erasure import erase_participant
from deliberation.people.my_data import data_about
from tests.constitution.assemblies import people_of_group
from tests.constitution.ratification.answers import ADOPT, CHANGE, REJECT, answer
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
SECRET = "Write it as my grandmother in Secret Street says it."


def of_the_vote(check: Check) -> list[Difference]:
    """Return the differences here; statements that a factory made are not in the log."""
    return [difference for difference in check.differences if difference.statement is None]


@pytest.fixture
def lively(open_version: ConstitutionVersion, first: Principle, person: Participant) -> ConstitutionVersion:
    """People answer, change their minds, suggest, and a moderator decides."""
    other = people_of_group(open_version.analysis, 1)[0]
    moderator = MembershipFactory(deliberation=open_version.deliberation, role=Role.MODERATOR).user
    for one, value in ((person, ADOPT), (person, CHANGE), (other, REJECT)):
        answer(one, first, value)
    for value in (REJECT, ADOPT):
        cast_vote_on_whole(participant=person, version=open_version, value=value, client_key=f"whole{value}")
    for one, text in ((person, SECRET), (other, "Leave it out."), (other, "Make it shorter.")):
        made = suggest_wording(participant=one, principle=first, text=text, client_key=text[:40])
        moderate_suggestion(
            deliberation=open_version.deliberation,
            as_read=SuggestionAsRead.of(made),
            outcome="hidden" if one == other else "shown",
            decided_by=moderator,
            why="Unclear." if one == other else "",
        )
    return open_version


def test_answers_and_suggestions_follow_from_the_log(lively: ConstitutionVersion) -> None:
    check = check_deliberation(lively.deliberation)
    assert of_the_vote(check) == []
    assert check.counts_elsewhere() == {"ratification_votes": 2, "votes_on_the_whole": 1, "suggestions": 2}


def test_what_was_changed_beside_the_log_is_found_and_made_anew(
    lively: ConstitutionVersion, person: Participant, first: Principle
) -> None:
    kept = list(Suggestion.objects.order_by("participant").values_list("text", "state", "kept_out_why"))
    RatificationVote.objects.filter(participant=person).update(value=REJECT)
    RatificationVote.objects.exclude(participant=person).delete()
    RatificationVote.objects.create(
        principle=first,
        participant=people_of_group(lively.analysis, 1)[1],
        value=ADOPT,
        event=VersionVote.objects.get().event,
    )
    VersionVote.objects.update(value=REJECT)
    Suggestion.objects.filter(participant=person).update(text="Obey.", state="hidden")
    Suggestion.objects.exclude(participant=person).delete()
    before, after = rebuild_deliberation(lively.deliberation)
    assert (len(of_the_vote(before)), of_the_vote(after)) == (7, [])
    assert sorted(RatificationVote.objects.values_list("value", flat=True)) == [REJECT, CHANGE]
    assert VersionVote.objects.get().value == ADOPT
    assert (
        list(Suggestion.objects.order_by("participant").values_list("text", "state", "kept_out_why")) == kept
    )


def test_the_command_says_what_was_compared(lively: ConstitutionVersion) -> None:
    VersionVote.objects.update(value=REJECT)
    output = StringIO()
    with pytest.raises(CommandError):
        call_command("rebuild", lively.deliberation.slug, "--check", json=True, stdout=output)
    *_lines, said = output.getvalue().splitlines()
    [found] = json.loads(said)["deliberations"]
    assert (found["ratification_votes"], found["votes_on_the_whole"], found["suggestions"]) == (2, 1, 2)
    [difference] = [one for one in found["differences"] if one["statement"] is None]
    assert (difference["what"], difference["current"], difference["log"]) == (
        "answer to v1 as a whole",
        REJECT,
        ADOPT,
    )


def test_ones_own_answers_and_suggestions_are_in_ones_file(
    lively: ConstitutionVersion, person: Participant
) -> None:
    data = data_about(person)
    json.dumps(data)
    assert [(one["principle"], one["answer"]) for one in data["answers_to_principles"]] == [("p01", "change")]
    assert [(one["version"], one["answer"]) for one in data["answers_to_the_whole"]] == [(1, "adopt")]
    assert [(one["suggestion"], one["state"]) for one in data["suggestions"]] == [(SECRET, "shown")]


def test_ones_receipt_says_in_words_what_one_answered(
    lively: ConstitutionVersion, person: Participant
) -> None:
    seal_log(deliberation=lively.deliberation)
    receipt = checked(json.dumps(receipt_for(person)).encode(), lively.deliberation)
    assert receipt.ok
    said = [(str(line.what), line.vote, line.principle) for line in receipt.lines]
    assert ("answered a principle", "change", "v1 p01") in said
    assert ("voted on a constitution as a whole", "adopt", "v1") in said
    assert ("suggested other words for a principle", "", "v1 p01") in said


def test_erasing_takes_the_words_from_the_rows_and_the_log_and_leaves_the_answers(
    lively: ConstitutionVersion, person: Participant
) -> None:
    seal_log(deliberation=lively.deliberation)
    erase_participant(participant=person)
    assert not Suggestion.objects.filter(text=SECRET).exists()
    assert "Secret Street" not in json.dumps(list(EventPayload.objects.values_list("body", flat=True)))
    assert RatificationVote.objects.filter(participant=person).get().value == CHANGE
    assert VersionVote.objects.get().value == ADOPT
    assert of_the_vote(check_deliberation(lively.deliberation)) == []
    call_command("verify_log", lively.deliberation.slug, stdout=StringIO())
