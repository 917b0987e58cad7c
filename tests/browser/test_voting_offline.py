"""Losing the network in the middle of voting, going on, and coming back: every vote counts exactly once."""

import re
from typing import Any

import pytest

from deliberation.models import Deliberation, Event, ModerationDecision, Participant, Statement, User, Vote
from deliberation.moderation.services import moderate_statement
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_participants import OpenBrowser, assembly, settle, shown, votes
from tests.factories import StatementFactory

__all__ = ["assembly"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Any, word: str) -> str:
    """Vote without waiting for an answer, and return the statement voted on."""
    settle(page)
    text = shown(page)
    page.get_by_role("button", name=word, exact=True).click()
    settle(page)
    return text


def line(page: Any) -> str:
    return str(page.locator("[data-outbox-line]").inner_text())


def ready(page: Any) -> None:
    """Open the vote page and wait until it holds statements for later."""
    with page.expect_response("**/statements/next/*"):
        page.goto("/d/ai/vote/")


def cast_events() -> int:
    return Event.objects.filter(kind=Event.Kind.VOTE_CAST).count()


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_voting_goes_on_without_a_network_and_nothing_is_lost_or_doubled(
    open_browser: OpenBrowser, assembly: Deliberation, screen: dict[str, int]
) -> None:
    page = open_browser(viewport=screen)
    ready(page)
    page.evaluate("window.still_here = true")
    cast = {press(page, "Agree"): 1}
    page.get_by_text("1 vote cast").wait_for()

    page.context.set_offline(True)
    cast |= {press(page, "Disagree"): -1}
    assert line(page) == "No connection. 1 vote is kept on this device and will be sent when you are back."
    assert page.evaluate("document.activeElement.id") == "ballot-statement"
    taken_back = press(page, "Agree")
    page.get_by_role("button", name="Undo").click()
    assert shown(page) == taken_back
    settle(page)
    cast |= {press(page, "Pass"): 0}
    page.get_by_role("button", name="Not sure").click()
    page.get_by_role("button", name="Important to me").click()
    assert "2 votes are kept" in line(page)
    assert votes() == dict(list(cast.items())[:1])

    page.context.set_offline(False)
    page.get_by_text("3 votes cast").wait_for()
    page.locator(".mark[aria-pressed=true]", has_text="Not sure").wait_for()
    assert votes() == cast
    assert cast_events() == 3
    passed = Vote.objects.get(value=0)
    assert (passed.pass_reason, passed.is_important) == ("unsure", True)
    assert page.evaluate("[window.still_here, localStorage.length]") == [True, 0]

    cast |= {press(page, "Agree"): 1}
    page.get_by_text("4 votes cast").wait_for()
    page.context.set_offline(True)
    last = press(page, "Agree")
    page.get_by_role("heading", name="That is all for now").wait_for()
    page.get_by_role("button", name="Undo").click()
    assert shown(page) == last
    cast |= {press(page, "Disagree"): -1}
    page.context.set_offline(False)
    page.get_by_role("heading", name="You have voted on every statement").wait_for()
    assert votes() == cast
    assert len(cast) == 5
    assert Participant.objects.filter(votes__isnull=False).distinct().count() == 1


def test_a_visitor_s_votes_survive_closing_the_page_and_an_answer_that_never_came(
    open_browser: OpenBrowser, assembly: Deliberation
) -> None:
    page = open_browser(viewport=PHONE)
    ready(page)

    def lose_the_answer(route: Any) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort("failed")
        else:
            route.continue_()

    page.route("**/vote/", lose_the_answer)
    page.route("**/votes/", lambda route: route.abort("failed"))
    first = press(page, "Agree")
    page.get_by_text("1 vote is kept").first.wait_for()
    assert page.get_by_role("button", name="Undo").count() == 0
    second = press(page, "Disagree")
    page.wait_for_timeout(200)
    assert votes() == {first: 1}

    again = page.context.new_page()
    page.close()
    again.goto("/d/ai/vote/")
    again.get_by_text("2 votes cast").wait_for()
    assert votes() == {first: 1, second: -1}
    assert cast_events() == 2
    assert Participant.objects.filter(votes__isnull=False).distinct().count() == 1
    assert shown(again) not in votes()


def test_two_tabs_send_the_same_votes_once_and_say_what_the_site_did_not_take(
    open_browser: OpenBrowser, assembly: Deliberation, moderator_of_assembly: User
) -> None:
    page = open_browser(viewport=PHONE)
    page.goto("/d/ai/vote/")
    press(page, "Agree")
    page.get_by_text("1 vote cast").wait_for()
    ready(page)
    other = page.context.new_page()
    ready(other)
    page.context.set_offline(True)
    refused = press(page, "Agree")
    kept = [press(page, "Disagree"), press(other, "Pass")]
    moderate_statement(
        statement=Statement.objects.get(text=refused),
        outcome="rejected",
        reason=ModerationDecision.Reason.SPAM,
        decided_by=moderator_of_assembly,
    )
    page.context.set_offline(False)

    page.locator(".refused-votes").wait_for()
    assert refused[:30] in page.locator(".refused-votes").inner_text()
    assert "no longer open for voting" in page.locator(".refused-votes").inner_text()
    page.get_by_role("button", name="Understood").click()
    assert page.locator(".refused-votes").count() == 0
    taken = set(kept) - {refused}
    while page.evaluate("localStorage.length"):
        page.wait_for_timeout(100)
    assert set(votes()) >= taken
    assert refused not in votes()
    assert cast_events() == 1 + len(taken)


def test_a_site_that_is_busy_or_has_forgotten_the_page_gets_the_votes_later(
    open_browser: OpenBrowser, assembly: Deliberation
) -> None:
    for _more in range(60):
        StatementFactory(deliberation=assembly)
    page = open_browser(viewport=PHONE)
    ready(page)
    numbers = list(Statement.objects.filter(deliberation=assembly).values_list("number", flat=True))
    page.evaluate(
        """([deliberation, numbers]) => numbers.forEach((number, order) => {
            const key = `a-random-key-of-statement-${number}`;
            const vote = { statement: number, value: 1, key, order, cast_at: new Date().toISOString() };
            localStorage.setItem(`concord.vote.${deliberation}.${key}`, JSON.stringify(vote));
        })""",
        [assembly.public_id, numbers],
    )
    answers: list[int] = []
    sizes: list[int] = []

    def busy_at_first(route: Any) -> None:
        if not answers:
            answers.append(429)
            route.fulfill(status=429, headers={"Retry-After": "1"}, json={"detail": "Please wait."})
            return
        sizes.append(len(route.request.post_data_json["votes"]))
        answer = route.fetch()
        answers.append(answer.status)
        route.fulfill(response=answer)

    page.route("**/votes/", busy_at_first)
    page.reload()
    page.get_by_text("The site is busy").first.wait_for()
    page.context.clear_cookies(name="csrftoken")
    page.get_by_text("All sent").first.wait_for()

    assert Vote.objects.count() == cast_events() == len(numbers) == 65
    assert max(sizes) == 50
    assert 403 in answers


def test_a_browser_that_keeps_nothing_says_so_and_the_vote_can_be_sent_again(
    open_browser: OpenBrowser, assembly: Deliberation
) -> None:
    page = open_browser(viewport=PHONE)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page.goto("/d/ai/vote/")
    page.context.set_offline(True)
    press(page, "Agree")
    page.get_by_text(re.compile("No connection. Nothing was sent")).wait_for()
    assert votes() == {}

    page.context.set_offline(False)
    press(page, "Agree")
    page.get_by_text("1 vote cast").wait_for()
    assert list(votes().values()) == [1]


@pytest.fixture
def moderator_of_assembly(assembly: Deliberation) -> User:
    from tests.factories import MembershipFactory

    return MembershipFactory(deliberation=assembly).user
