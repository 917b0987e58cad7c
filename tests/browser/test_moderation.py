"""Moderating in a real browser: by keyboard, and with plain forms without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest

from deliberation.models import (
    Deliberation,
    DuplicateCandidate,
    ModerationClaim,
    QueuePlace,
    Statement,
    User,
)
from deliberation.moderation.services import moderate_statement
from deliberation.results.services import request_analysis
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import PASSWORD, StatementFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Any]
DESK = "/d/ai/moderation/"
PAGES = [
    DESK,
    f"{DESK}?statement=3&find=honest",
    f"{DESK}?statement=6",
    f"{DESK}duplicates/",
    f"{DESK}accepted/",
    f"{DESK}rejected/",
    f"{DESK}jobs/",
]


@pytest.fixture
def queue(transactional_db: None, deliberation: Deliberation) -> list[Statement]:
    """Three waiting statements, the first like an accepted one and like its opposite."""
    Deliberation.objects.filter(pk=deliberation.pk).update(slug="ai")
    deliberation.refresh_from_db()
    honest = StatementFactory(deliberation=deliberation, text="An AI should be honest.", author=None)
    opposite = StatementFactory(deliberation=deliberation, text="An AI should not be honest.", author=None)
    waiting = [
        StatementFactory(deliberation=deliberation, text=text, author=None, state=Statement.State.PENDING)
        for text in ("AIs ought to be honest.", "Buy my watches!", "An AI should cite its sources.")
    ]
    negation = "One of them negates what the other says."
    for other, similarity, warning in ((honest, 0.94, ""), (opposite, 0.91, negation)):
        DuplicateCandidate.objects.create(
            deliberation=deliberation, first=other, second=waiting[0], similarity=similarity, warning=warning
        )
    return waiting


@pytest.fixture
def sign_in(open_browser: OpenBrowser, moderator: User, settings: Any) -> OpenBrowser:
    """A function that opens a window in which the moderator has signed in and sees the desk."""
    # Every test signs in from the same network; together they would meet the limit.
    settings.SIGN_IN_RATE_LIMIT = "1000/minute"

    def new_page(**options: Any) -> Any:
        page = open_browser(**options)
        page.goto(DESK)
        page.get_by_label("Email").fill(moderator.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        # The address of the sign-in page names the desk as well, so the desk itself is waited for.
        page.locator("#desk").wait_for()
        page.wait_for_load_state()
        return page

    return new_page


def on_the_desk(page: Any, text: str) -> None:
    """Wait until the statement lies on the desk."""
    page.locator(".desk-statement h2", has_text=text).wait_for()


def state(statement: Statement) -> str:
    statement.refresh_from_db()
    return statement.state


def test_a_whole_queue_is_decided_by_keyboard(sign_in: OpenBrowser, queue: list[Statement]) -> None:
    """Start, merge, note and reject, undo, look around, accept as meta, all without a mouse."""
    page = sign_in()
    page.evaluate("window.stayed = true")
    press = page.keyboard.press
    press("j")
    assert page.evaluate("document.activeElement.textContent") == "AIs ought to be honest."
    press("s")
    on_the_desk(page, "AIs ought to be honest.")
    press("m")
    on_the_desk(page, "Buy my watches!")
    press("u")
    on_the_desk(page, "AIs ought to be honest.")
    assert state(queue[0]) == "pending"
    press("m")
    on_the_desk(page, "Buy my watches!")
    assert page.evaluate("window.stayed")

    press("j")
    on_the_desk(page, "An AI should cite its sources.")
    press("k")
    on_the_desk(page, "Buy my watches!")
    assert page.evaluate("window.stayed"), "a new page would lose the keys pressed before it is ready"
    press("Control+a")
    press("5")
    press("p")
    assert "Advertising is left out." in page.get_by_label("Note to the author").input_value()
    press("Control+a")
    page.keyboard.type("No adverts, please. ar1")
    press("Escape")
    assert {state(queue[1]), state(queue[2])} == {"pending"}
    press("Enter")
    on_the_desk(page, "An AI should cite its sources.")
    press("?")
    assert "choose a reason to reject" in page.locator(".keys").inner_text()
    press("t")
    press("8")
    press("a")
    page.get_by_text("Nothing is waiting.").wait_for()

    queue[0].refresh_from_db()
    assert queue[0].merged_into.text == "An AI should be honest."
    spam = queue[1].last_decision()
    assert (state(queue[1]), spam.reason, spam.note) == ("rejected", "spam", "No adverts, please. ar1")
    assert (state(queue[2]), queue[2].is_meta) == ("accepted", True)


def same(deliberation: Deliberation) -> list[Statement]:
    """Return four waiting statements in one group, numbered from 6."""
    texts = ("Tell the truth.", "Tell the truth, please.", "Always tell the truth.", "Tell nobody the truth.")
    made = [
        StatementFactory(deliberation=deliberation, text=text, author=None, state=Statement.State.PENDING)
        for text in texts
    ]
    for each in made:
        QueuePlace.objects.create(statement=each, deliberation=deliberation, group=made[0].number)
    return made


def test_a_group_is_decided_by_keyboard_and_undone_as_one(
    sign_in: OpenBrowser, queue: list[Statement]
) -> None:
    group = same(queue[0].deliberation)
    page = sign_in()
    page.goto(f"{DESK}?statement={group[0].number}")
    ticks = page.locator("[data-member]")
    for box in ticks.all():
        box.set_checked(True)
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    assert [box.is_checked() for box in ticks.all()] == [True, True, True, False]
    page.keyboard.press("a")
    page.get_by_text("and 2 more with it").wait_for()
    on_the_desk(page, "Tell nobody the truth.")
    for each in group:
        each.refresh_from_db()
    assert [each.merged_into_id for each in group] == [None, group[0].pk, group[0].pk, None]
    page.keyboard.press("u")
    page.locator("[data-member]").nth(3).wait_for()
    assert {state(each) for each in group} == {"pending"}

    page.keyboard.press("l")
    page.keyboard.press("x")
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    page.get_by_text("and 3 more with it").wait_for()
    assert {state(each) for each in group} == {"rejected"}


def test_two_at_one_queue_see_each_other_and_lose_nothing_they_typed(
    sign_in: OpenBrowser, queue: list[Statement], owner: User
) -> None:
    group = same(queue[0].deliberation)
    page = sign_in()
    page.goto(f"{DESK}?statement={group[0].number}")
    page.get_by_label("Note to the author").fill("Half a sentence")
    claims = ModerationClaim.objects.filter(statement__in=group)
    assert claims.count() == 4
    moderate_statement(statement=group[1], outcome="rejected", reason="spam", decided_by=owner)
    page.locator(f"#member-{group[1].number}").wait_for(state="detached")
    assert page.get_by_label("Note to the author").input_value() == "Half a sentence"
    assert page.locator("#waiting-count").inner_text() == "6"
    for each in (group[0], group[2], group[3]):
        moderate_statement(statement=each, outcome="accepted", decided_by=owner)
    page.get_by_text("Decided meanwhile: Accepted.").wait_for()
    assert page.get_by_label("Note to the author").input_value() == "Half a sentence"
    page.goto("/")
    claims = ModerationClaim.objects.filter(statement__in=[*queue, *group])
    for _time in range(50):
        if not claims.exists():
            break
        page.wait_for_timeout(100)
    assert not claims.exists()


def test_a_likely_opposite_comes_with_a_warning(sign_in: OpenBrowser, queue: list[Statement]) -> None:
    page = sign_in()
    page.keyboard.press("s")
    pair = page.locator(".alike > li", has_text="An AI should not be honest.")
    assert "May say the opposite." in pair.inner_text()
    assert "91% alike" in pair.inner_text()


def test_one_finds_another_statement_to_merge_into(sign_in: OpenBrowser, queue: list[Statement]) -> None:
    page = sign_in()
    page.keyboard.press("s")
    on_the_desk(page, "AIs ought to be honest.")
    page.keyboard.press("f")
    page.keyboard.type("not be")
    page.locator("#targets").get_by_role("button", name="Merge into this").click()
    on_the_desk(page, "Buy my watches!")
    queue[0].refresh_from_db()
    assert queue[0].merged_into.text == "An AI should not be honest."


def test_everything_works_without_javascript(sign_in: OpenBrowser, queue: list[Statement]) -> None:
    page = sign_in(java_script_enabled=False, viewport=PHONE)
    page.get_by_role("button", name="Go on deciding").click()
    page.get_by_label("Find another one to merge into").fill("not be honest")
    page.get_by_role("button", name="Find").click()
    page.locator("#targets").get_by_role("button", name="Merge into this").click()
    page.get_by_label("Note to the author").fill("No adverts.")
    page.get_by_label("Spam").check()
    page.get_by_role("button", name="Reject").click()
    page.get_by_label("It is about the deliberation itself").check()
    page.get_by_role("button", name="Accept").click()
    assert "Nothing is waiting." in page.locator("main").inner_text()
    assert [state(statement) for statement in queue] == ["accepted", "rejected", "accepted"]
    assert queue[2].is_meta

    page.get_by_role("button", name="Undo").click()
    assert state(queue[2]) == "pending"

    group = same(queue[0].deliberation)
    page.goto(DESK)
    page.get_by_role("link", name="Tell the truth.", exact=True).click()
    page.get_by_label("Tell nobody the truth.").uncheck()
    page.get_by_role("button", name="Accept one, merge the rest").click()
    for each in group:
        each.refresh_from_db()
    assert [each.merged_into_id for each in group] == [None, group[0].pk, group[0].pk, None]
    page.get_by_role("link", name="Rejected").click()
    page.get_by_role("button", name="Put back").click()
    assert state(queue[1]) == "pending"


def test_a_running_job_is_followed(sign_in: OpenBrowser, queue: list[Statement]) -> None:
    job = request_analysis(deliberation=queue[0].deliberation)
    page = sign_in()
    page.get_by_role("link", name="Jobs").click()
    job.claim()
    job.report("Finding groups", 0.4)
    page.get_by_text("40% · Finding groups").wait_for()
    job.fail("There are no votes to analyse yet.")
    page.get_by_text("There are no votes to analyse yet.").wait_for()
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("It will be tried again.").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(
    sign_in: OpenBrowser, queue: list[Statement], screen: dict[str, int], scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    same(queue[0].deliberation)
    rejected = StatementFactory(deliberation=queue[0].deliberation, author=None)
    moderate_statement(statement=rejected, outcome="rejected", reason="spam", note="No.", decided_by=None)
    failed = request_analysis(deliberation=queue[0].deliberation)
    failed.claim()
    failed.fail("Traceback\nValueError: no")
    running = request_analysis(deliberation=queue[0].deliberation)
    running.claim()
    page = sign_in(viewport=screen, color_scheme=scheme, reduced_motion="reduce")
    faults = {}
    for path in [*PAGES, f"{DESK}?statement={rejected.number}"]:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        violations = Axe().run(page).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth") > screen["width"]
        if violations or wide:
            faults[path] = [(one["id"], one["nodes"][0]["html"]) for one in violations] + ["wide"] * wide
    assert faults == {}
