"""Deciding about several statements that say about the same."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deliberation.models import Deliberation, Event, ModerationDecision, QueuePlace, Statement, User
from deliberation.moderation.services import moderate_statement
from deliberation.voting.forms import new_client_key
from tests.factories import StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db

PENDING, ACCEPTED, REJECTED = Statement.State.PENDING, Statement.State.ACCEPTED, Statement.State.REJECTED


@pytest.fixture
def browser(signed_in: Any, moderator: User) -> Client:
    return signed_in(moderator)


@pytest.fixture
def group(deliberation: Deliberation) -> list[Statement]:
    """Four that say the same."""
    return in_one_group(deliberation, 4)


def in_one_group(deliberation: Deliberation, count: int) -> list[Statement]:
    made = [
        StatementFactory(deliberation=deliberation, state=PENDING, text=f"Say what is true, {word}.")
        for word in ("please", "now", "always", "kindly", "too", "friend", "sister", "brother")[:count]
    ]
    QueuePlace.objects.bulk_create(
        QueuePlace(statement=each, deliberation=deliberation, group=made[0].number) for each in made
    )
    return made


def together(browser: Client, statements: list[Statement], action: str, **fields: Any) -> Any:
    deliberation = statements[0].deliberation
    sent = {
        "action": action,
        "statement": [each.number for each in statements],
        "opened": statements[0].number,
        "keep": statements[0].number,
        "key": new_client_key(),
    } | fields
    answer = browser.post(reverse("deliberation:moderation_together", args=[deliberation.slug]), sent)
    for statement in statements:
        statement.refresh_from_db()
    return answer


def undo(browser: Client, statements: list[Statement]) -> None:
    deliberation = statements[0].deliberation
    queue = reverse("deliberation:moderation_queue", args=[deliberation.slug])
    last = browser.get(queue).context["undoable"]
    browser.post(
        reverse("deliberation:moderation_undo", args=[deliberation.slug]),
        {"statement": last.latest.statement.number, "key": new_client_key()},
    )
    for statement in statements:
        statement.refresh_from_db()


def states(statements: list[Statement]) -> list[str]:
    return [statement.state for statement in statements]


def page_after(browser: Client, answer: Any) -> str:
    return browser.get(answer.headers["Location"]).text


def test_one_is_accepted_and_the_others_merged_into_it_each_by_an_event_of_its_own(
    browser: Client, group: list[Statement]
) -> None:
    answer = together(browser, group, "merge")
    assert states(group) == [ACCEPTED] * 4
    assert [each.merged_into for each in group] == [None, group[0], group[0], group[0]]
    assert Event.objects.filter(kind=Event.Kind.STATEMENT_MODERATED).count() == 4
    assert "Merged into another statement: 3" in page_after(browser, answer)


def test_only_what_is_ticked_is_decided_about_and_the_rest_stays_on_the_desk(
    browser: Client, group: list[Statement]
) -> None:
    answer = together(browser, group[:2], "merge")
    group[2].refresh_from_db()
    assert group[2].state == PENDING
    assert answer.headers["Location"].endswith("?statement=3")


def test_all_are_accepted_each_for_itself(browser: Client, group: list[Statement]) -> None:
    together(browser, group, "accept", is_meta="on")
    assert [(each.state, each.merged_into, each.is_meta) for each in group] == [(ACCEPTED, None, True)] * 4


def test_all_are_rejected_for_one_reason_with_one_note(browser: Client, group: list[Statement]) -> None:
    together(browser, group, "reject", reason="spam", note="No <b>adverts</b>.")
    assert states(group) == [REJECTED] * 4
    decisions = ModerationDecision.objects.values_list("reason", "note").distinct()
    assert list(decisions) == [("spam", "No <b>adverts</b>.")]


def test_all_are_merged_into_a_statement_outside_the_group(
    browser: Client, group: list[Statement], statement: Statement
) -> None:
    together(browser, group, "", duplicate_of=statement.number)
    assert {each.merged_into for each in group} == {statement}


@pytest.mark.parametrize(
    ("action", "fields", "words"),
    [
        ("reject", {}, "A rejection needs a reason"),
        ("accept", {"reason": "spam"}, "You chose a reason to reject, and then to accept."),
        ("merge", {"keep": ""}, "Choose the statement that stays"),
        ("accept", {"statement": []}, "Nothing is ticked."),
        ("merge_into", {}, "Say which statement of this deliberation it duplicates."),
        ("merge_into", {"duplicate_of": 999}, "Say which statement of this deliberation it duplicates."),
    ],
)
def test_what_is_not_clear_changes_nothing_and_keeps_what_was_typed(
    browser: Client, group: list[Statement], action: str, fields: dict[str, Any], words: str
) -> None:
    answer = together(browser, group, action, **({"note": "Long thoughts"} | fields))
    assert answer.status_code == 422
    assert words in answer.text
    assert "Long thoughts</textarea>" in answer.text
    assert states(group) == [PENDING] * 4


def test_what_cannot_be_decided_is_named_with_the_reason_and_the_rest_is_decided(
    browser: Client, group: list[Statement], owner: User
) -> None:
    moderate_statement(statement=group[1], outcome="rejected", reason="unclear", decided_by=owner)
    VoteFactory(statement=group[2])
    answer = together(browser, group, "reject", reason="spam")
    assert states(group) == [REJECTED, REJECTED, PENDING, REJECTED]
    assert group[1].last_decision().reason == "unclear"
    page = page_after(browser, answer)
    assert "2 statements were left as they are." in page
    assert "No. 2: Somebody else has decided about it in the meantime" in page
    assert "No. 3: People have voted on it already." in page


def test_sending_it_again_decides_once(browser: Client, group: list[Statement]) -> None:
    key = new_client_key()
    for _time in range(3):
        assert together(browser, group, "merge", key=key).status_code == 302
    assert ModerationDecision.objects.count() == 4


def test_another_button_of_the_same_page_is_another_decision(
    browser: Client, group: list[Statement], owner: User
) -> None:
    key = new_client_key()
    together(browser, group, "reject", reason="spam", key=key)
    undo(browser, group)
    together(browser, group, "accept", key=key)
    assert states(group) == [ACCEPTED] * 4


@pytest.mark.parametrize("action", ["merge", "accept", "reject"])
def test_what_was_decided_together_is_undone_together(
    browser: Client, group: list[Statement], action: str
) -> None:
    together(browser, group, action, reason="spam" if action == "reject" else "")
    undo(browser, group)
    assert states(group) == [PENDING] * 4
    assert {each.merged_into for each in group} == {None}


def test_undoing_leaves_what_somebody_else_has_decided_since(
    browser: Client, group: list[Statement], owner: User
) -> None:
    together(browser, group, "reject", reason="spam")
    moderate_statement(statement=group[3], outcome="accepted", decided_by=owner)
    undo(browser, group)
    assert states(group) == [PENDING, PENDING, PENDING, ACCEPTED]


def test_statements_of_another_deliberation_are_not_touched(browser: Client, group: list[Statement]) -> None:
    elsewhere = StatementFactory(state=PENDING, number=77)
    together(browser, group, "accept", statement=[1, 77])
    elsewhere.refresh_from_db()
    assert elsewhere.state == PENDING


def test_what_may_mean_something_else_is_shown_with_its_warning_and_not_ticked(
    browser: Client, deliberation: Deliberation
) -> None:
    texts = (
        "An AI should always obey the law.",
        "An AI should never obey the law.",
        "AI should obey the law.",
    )
    for text in texts:
        each = StatementFactory(deliberation=deliberation, state=PENDING, text=text)
        QueuePlace.objects.create(statement=each, deliberation=deliberation, group=1)
    page = browser.get(reverse("deliberation:moderation_queue", args=[deliberation.slug]), {"statement": 1})
    assert 2 in page.context["unticked"]
    assert "May not be the same." in page.text
    assert "<mark>never</mark>" in page.text


def test_each_statement_of_a_group_can_be_decided_about_alone(
    browser: Client, deliberation: Deliberation, group: list[Statement]
) -> None:
    address = reverse("deliberation:moderation_queue", args=[deliberation.slug])
    page = browser.get(address, {"statement": 2, "alone": ""})
    assert page.context["desk"].members == ()
    answer = browser.post(
        reverse("deliberation:moderation_decide", args=[deliberation.slug, 2]),
        {"outcome": "accepted", "key": new_client_key()},
    )
    assert answer.headers["Location"].endswith("?statement=1")


def test_each_further_statement_takes_few_queries(browser: Client, deliberation: Deliberation) -> None:
    counts = []
    for size in (3, 8):
        statements = in_one_group(deliberation, size)
        with CaptureQueriesContext(connection) as queries:
            together(browser, statements, "reject", reason="spam")
        counts.append(len(queries) - size)
    assert counts[1] <= counts[0] + 5


def test_deciding_takes_no_more_queries_in_a_long_queue(browser: Client, deliberation: Deliberation) -> None:
    counts = []
    for start, size in ((100, 5), (1000, 500)):
        Statement.objects.bulk_create(
            Statement(deliberation=deliberation, number=start + n, text=f"{start} {n}", state=PENDING)
            for n in range(size)
        )
        with CaptureQueriesContext(connection) as queries:
            browser.post(
                reverse("deliberation:moderation_decide", args=[deliberation.slug, start]),
                {"outcome": "accepted", "key": new_client_key()},
                headers={"HX-Request": "true"},
            )
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 75
