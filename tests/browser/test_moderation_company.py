"""Moderating in company: an author who is asked for other words, and two who reject together."""

from collections.abc import Callable
from typing import Any

import pytest

from deliberation.models import Deliberation, Participant, Role, Statement, User
from deliberation.voting.proposals import propose_statement
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.filled_site import known_as
from tests.factories import MembershipFactory, StatementFactory, VoteFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Any]
OLD = "An AI shoud name its sources and admit what it does not know!!"
NEW = ["An AI should name its sources.", "An AI should admit what it does not know."]


@pytest.fixture
def site(transactional_db: None, deliberation: Deliberation) -> Deliberation:
    """The deliberation at /d/ai/."""
    Deliberation.objects.filter(pk=deliberation.pk).update(slug="ai")
    deliberation.refresh_from_db()
    return deliberation


@pytest.fixture
def opened(open_browser: OpenBrowser, live_server: Any) -> Callable[..., Any]:
    """A function that opens a window as somebody whom the site knows."""

    def window(person: User | Participant, **options: Any) -> Any:
        page = open_browser(**options)
        page.context.add_cookies([{**known_as(person), "url": live_server.url}])
        return page

    return window


def faults(page: Any) -> list[str]:
    """Return what axe finds in light and dark, and whether the page scrolls sideways."""
    from axe_playwright_python.sync_playwright import Axe

    found = []
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{one['id']}: {one['nodes'][0]['html']}" for one in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("scrolls sideways")
    return found


def test_other_words_go_from_the_desk_to_the_author_and_into_the_vote(
    opened: Callable[..., Any], site: Deliberation, participant: Participant, moderator: User
) -> None:
    old = propose_statement(deliberation=site, text=OLD, client_key="proposal", author=participant)
    desk = opened(moderator, viewport=DESKTOP)
    desk.goto(f"/d/ai/moderation/?statement={old.number}")
    desk.keyboard.press("w")
    desk.get_by_label("What it should say").fill(NEW[0])
    assert faults(desk) == []
    desk.get_by_label("Second part").fill(NEW[1])
    desk.get_by_label("Note to the author").fill("Two thoughts, two statements.")
    desk.get_by_role("button", name="Ask its author").click()
    desk.get_by_text("Waits for its author").wait_for()
    assert faults(desk) == []

    phone = opened(participant, viewport=PHONE)
    phone.goto("/d/ai/my-statements/")
    question = phone.locator(".words-question")
    assert all(words in question.inner_text() for words in [*NEW, "Two thoughts, two statements."])
    assert faults(phone) == []
    question.get_by_role("button", name="Agree: use these words").click()
    phone.get_by_text("Put into other words").wait_for()
    assert phone.get_by_text("Not accepted").count() == 0
    assert faults(phone) == []
    phone.locator(".merged-into").filter(has_text=NEW[1]).get_by_role("link", name="Vote on it").click()
    phone.get_by_role("button", name="Agree", exact=True).click()
    phone.wait_for_load_state()

    log = opened(participant, viewport=PHONE)
    log.goto(f"/d/ai/moderation-log/?statement={old.number}")
    entry = log.locator(".log-entries > li", has_text="with its author’s consent")
    assert OLD not in entry.inner_text()
    assert faults(log) == []
    entry.get_by_role("link", name="no. 3").click()
    log.get_by_text(NEW[1]).wait_for()
    new = site.statements.get(text=NEW[1])
    assert (new.state, new.votes.count()) == ("accepted", 1)


def test_two_reject_what_people_voted_on_and_everybody_reads_why(
    opened: Callable[..., Any], site: Deliberation, moderator: User
) -> None:
    voted = VoteFactory(
        statement=StatementFactory(deliberation=site, text="Trains should be free.")
    ).statement
    second = MembershipFactory(deliberation=site, role=Role.MODERATOR).user
    first = opened(moderator, java_script_enabled=False, viewport=PHONE)
    first.goto(f"/d/ai/moderation/?statement={voted.number}")
    first.get_by_role("link", name="Propose to reject it").click()
    assert str(second) in first.locator("main").inner_text()
    first.get_by_label("Reason", exact=True).select_option("off_topic")
    first.get_by_label("Public reason").fill("It is about trains and not about an AI.")
    first.get_by_role("button", name="Ask a second moderator").click()
    assert first.get_by_role("button", name="Confirm").count() == 0
    voted.refresh_from_db()
    assert voted.state == Statement.State.ACCEPTED

    other = opened(second, viewport=DESKTOP)
    other.goto("/d/ai/moderation/pending/")
    assert faults(other) == []
    other.get_by_role("button", name="Confirm: reject it").click()
    other.get_by_text("the moderation log says why").wait_for()
    voted.refresh_from_db()
    assert voted.state == Statement.State.REJECTED

    reader = opened(second, viewport=DESKTOP)
    reader.context.clear_cookies()
    reader.goto("/d/ai/moderation-log/")
    entry = reader.locator(".log-entries > li", has_text="confirmed by a second person").inner_text()
    assert "It is about trains and not about an AI." in entry
    assert str(second) not in reader.content()
