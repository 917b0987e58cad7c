import threading

import pytest
from django.db import connection

from constitution.comparing_versions import as_json, compare_versions
from constitution.models import ConstitutionVersion, Principle, PrincipleStatement
from constitution.services import (
    AmendmentRefused,
    EditConflict,
    EditRefused,
    add_principle,
    close_ratification,
    drop_principle,
    edit_principle,
    open_ratification,
    ratify_version,
    start_amendment,
)
from deliberation.models import Event, Statement, User
from tests.constitution.ratification.answers import RULE, everybody_answers

pytestmark = pytest.mark.django_db


def amended(version: ConstitutionVersion, **more: object) -> ConstitutionVersion:
    return start_amendment(version=version, started_by=None, why="Two words read badly.", **more)


@pytest.fixture
def ratified(draft: ConstitutionVersion) -> ConstitutionVersion:
    """A version of which the second principle was not adopted; the rule lets it come back."""
    version = open_ratification(version=draft, rule={**RULE, "rejected": "amend"})
    everybody_answers(version, {1: ("++++++", "++++"), 2: ("------", "+++~")})
    return close_ratification(version=version)


def test_an_amendment_starts_with_what_stands_and_carries_its_lineage(ratified: ConstitutionVersion) -> None:
    draft = amended(ratified)
    first, second = draft.principles.with_sources()
    assert (draft.number, draft.parent, draft.state) == (2, ratified, "draft")
    assert (draft.reason_for_amending, draft.contested) == ("Two words read badly.", ratified.contested)
    former = ratified.principles.get(number=1)
    assert (first.replaces, first.text, first.state) == (former, former.text, "proposed")
    assert (first.needs_review, second.needs_review) == (False, True)
    assert [link.statement for link in first.statement_links.all()] == [
        link.statement for link in former.statement_links.all()
    ]
    assert [edit.after for edit in first.edits.all()] == [edit.after for edit in former.edits.all()]
    body = Event.objects.filter(kind=Event.Kind.CONSTITUTION_DRAFTED).order_by("-pk")[0].payload.body
    assert (body["parent"], [one["replaces"] for one in body["principles"]]) == (1, ["p01", "p02"])


def test_principles_come_back_as_the_rule_or_the_organiser_says(ratified: ConstitutionVersion) -> None:
    assert amended(ratified, bring_back=[]).principles.count() == 1
    with pytest.raises(AmendmentRefused, match="not adopted"):
        amended(ratified, bring_back=[1], set_aside_draft=True)
    assert amended(ratified, bring_back=[2], set_aside_draft=True).principles.count() == 2


def test_the_version_in_force_stays_in_force_until_the_amendment_is_ratified(
    ratified: ConstitutionVersion,
) -> None:
    draft = amended(ratified)
    ratified.refresh_from_db()
    assert ratified.state == "ratified"
    ratify_version(version=draft)
    ratified.refresh_from_db()
    assert ratified.state == "superseded"


def test_a_rejected_version_can_be_amended_with_all_of_its_principles(draft: ConstitutionVersion) -> None:
    version = close_ratification(version=open_ratification(version=draft, rule=RULE), give_up=True)
    assert amended(version).principles.count() == 2


def test_what_is_not_decided_or_has_no_reason_is_not_amended(
    draft: ConstitutionVersion, moderator: User
) -> None:
    with pytest.raises(AmendmentRefused, match="decided"):
        amended(draft)
    ratify_version(version=draft)
    with pytest.raises(AmendmentRefused, match="Say why"):
        start_amendment(version=draft, started_by=None, why=" ")
    with pytest.raises(PermissionError):
        start_amendment(version=draft, started_by=moderator, why="Because.")


def test_a_second_amendment_is_told_of_the_first(ratified: ConstitutionVersion) -> None:
    first = amended(ratified, client_key="one")
    assert amended(ratified, client_key="one") == first
    with pytest.raises(AmendmentRefused, match="Version 2 is being drafted already"):
        amended(ratified)
    second = amended(ratified, set_aside_draft=True)
    first.refresh_from_db()
    assert (first.state, second.number) == ("superseded", 3)
    open_ratification(version=second, rule=RULE)
    with pytest.raises(AmendmentRefused, match="voting on version 3"):
        amended(ratified, set_aside_draft=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer at a time")
def test_of_two_amendments_at_once_one_is_made_and_the_other_told(ratified: ConstitutionVersion) -> None:
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def amend() -> None:
        try:
            start.wait()
            outcomes.append(f"version {amended(ratified).number}")
        except AmendmentRefused as refusal:
            outcomes.append(str(refusal)[:31])
        finally:
            connection.close()

    threads = [threading.Thread(target=amend) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["Version 2 is being drafted alre", "version 2"]
    assert ConstitutionVersion.objects.count() == 2


def other_statement(version: ConstitutionVersion) -> Statement:
    behind = PrincipleStatement.objects.filter(principle__version=version).values("statement")
    return version.deliberation.statements.accepted().exclude(pk__in=behind).order_by("number")[0]


def test_a_principle_added_by_hand_is_worded_by_rule_and_says_why(draft: ConstitutionVersion) -> None:
    statement = other_statement(draft)
    principle = add_principle(version=draft, statement=statement, why="It was missed.", added_by=None)
    assert (principle.number, principle.votes["by_group"][0]["group"]) == (3, "A")
    assert principle.text.startswith("Choose the response that")
    last = principle.edits.order_by("-pk")[0]
    assert (last.after, last.why, last.rule) == (principle.text, "It was missed.", "")
    draft.refresh_from_db()
    assert statement.number not in {one["statement"] for one in draft.not_selected}
    with pytest.raises(EditRefused, match="behind principle 3 already"):
        add_principle(version=draft, statement=statement, why="Again.", added_by=None)


def test_only_accepted_statements_of_this_deliberation_are_added_and_only_to_a_draft(
    draft: ConstitutionVersion, statement: Statement, moderator: User
) -> None:
    with pytest.raises(EditRefused, match="accepted"):
        add_principle(version=draft, statement=statement, why="From elsewhere.", added_by=None)
    inside = other_statement(draft)
    with pytest.raises(PermissionError):
        add_principle(version=draft, statement=inside, why="Because.", added_by=moderator)
    with pytest.raises(EditRefused, match="Say why"):
        add_principle(version=draft, statement=inside, why="", added_by=None)
    ratify_version(version=draft)
    with pytest.raises(EditRefused, match="no draft any more"):
        add_principle(version=draft, statement=inside, why="Too late.", added_by=None)


def test_a_dropped_principle_leaves_its_statements_with_the_reason_and_the_others_move_up(
    draft: ConstitutionVersion,
) -> None:
    first, second = draft.principles.order_by("number")
    number = first.statement_links.get().statement.number
    drop_principle(principle=first, why="Said twice.", dropped_by=None, seen_revision=first.revision)
    draft.refresh_from_db()
    [left] = draft.principles.all()
    assert (left.pk, left.number) == (second.pk, 1)
    out = next(one for one in draft.not_selected if one["statement"] == number)
    assert (out["reason"], out["detail"]) == ("dropped", "Said twice.")
    body = Event.objects.filter(kind=Event.Kind.CONSTITUTION_EDITED).get().payload.body
    assert (body["dropped"], body["before"], body["after"]) == ([number], first.text, "")


def test_whoever_edits_meanwhile_is_told_and_edits_no_other_principle(draft: ConstitutionVersion) -> None:
    first, second = draft.principles.order_by("number")
    drop_principle(principle=first, why="Said twice.", dropped_by=None, seen_revision=first.revision)
    with pytest.raises(EditConflict):
        edit_principle(
            principle=Principle.objects.get(version=draft, number=1),
            text="Choose the response that is short.",
            edited_by=None,
            seen_revision=first.revision,
        )
    with pytest.raises(EditConflict):
        drop_principle(principle=first, why="Again.", dropped_by=None, seen_revision=first.revision)
    assert Principle.objects.get(version=draft).text == second.text


def test_what_an_amendment_changed_is_told_word_by_word(ratified: ConstitutionVersion) -> None:
    draft = amended(ratified, bring_back=[])
    principle = draft.principles.get(number=1)
    edit_principle(
        principle=principle,
        text=principle.text.replace("honest", "honest and kind"),
        edited_by=None,
        seen_revision=principle.revision,
        why="Kindness was missing.",
    )
    statement = other_statement(draft)
    add_principle(version=draft, statement=statement, why="It was missed.", added_by=None)
    draft.refresh_from_db()
    found = compare_versions(ratified, draft)
    assert [len(part) for part in (found.added, found.dropped, found.reworded, found.moved)] == [1, 0, 1, 0]
    body = as_json(found, ratified, draft)
    [reworded] = body["reworded"]
    assert "".join(one["text"] for one in reworded["pieces"] if one["kind"] != "in") == principle.text
    assert [one["text"].strip() for one in reworded["pieces"] if one["kind"] == "in"] == ["and kind"]
    assert (body["to"]["reason_for_amending"], body["from"]["sha256"]) == (
        "Two words read badly.",
        ratified.content_sha256,
    )
