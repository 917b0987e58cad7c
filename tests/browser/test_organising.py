"""Organising in a real browser: from the first idea to an open deliberation, its end, and a copy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from deliberation.models import Deliberation, Question, Quota, Role, User, Vote
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import MembershipFactory, StatementFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Any]
BASE = "/d/ai/organise/"


@pytest.fixture
def organiser(open_browser: OpenBrowser, stranger: User, live_server: Any) -> OpenBrowser:
    """A function that opens a window in which somebody who owns a deliberation is signed in."""

    def new_page(**options: Any) -> Any:
        client = Client()
        client.force_login(stranger)
        page = open_browser(**options)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return new_page


def test_from_an_idea_to_votes_and_a_copy(
    organiser: OpenBrowser, open_browser: OpenBrowser, tmp_path: Path
) -> None:
    page = organiser(viewport=PHONE)
    page.goto("/")
    page.get_by_role("link", name="Start a deliberation").click()
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_role("link", name="What do you want to ask?").click()
    page.keyboard.type("What may AI decide?")
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_text("Needed to open").wait_for()

    page.get_by_role("link", name="Say in a few sentences what it is about").click()
    page.get_by_label("Description").fill("Who **decides** when it matters?")
    page.locator("#description-preview strong", has_text="decides").wait_for()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()

    page.goto("/d/what-may-ai-decide/organise/seeds/")
    sheet = tmp_path / "seeds.csv"
    sheet.write_text(
        "text\n" + "".join(f'"An AI, asked, should keep promise {n}."\n' for n in range(3)) + "!!\n"
    )
    page.get_by_label("Or a CSV file").set_input_files(sheet)
    page.get_by_role("button", name="Check them").click()
    page.get_by_text("There is no word in this line.").wait_for()
    page.get_by_role("button", name="Add 3 statements").click()
    page.get_by_text("3 statements are added.").wait_for()

    page.get_by_role("link", name="Overview").click()
    page.get_by_role("link", name="Preview").click()
    page.get_by_text("Preview: only you see this").wait_for()
    page.get_by_role("button", name="Disagree").first.click()
    page.wait_for_load_state("networkidle")
    page.get_by_text("Preview: only you see this").wait_for()
    assert not Vote.objects.exists()
    page.get_by_role("link", name="Back to organising").click()
    page.get_by_role("button", name="Open it").click()
    page.get_by_text("It is open. Give people the link").wait_for()

    citizen = open_browser(viewport=PHONE)
    citizen.goto(page.locator(".share-link a").get_attribute("href"))
    citizen.get_by_role("button", name="Agree", exact=True).first.click()
    for _wait in range(50):
        if Vote.objects.exists():
            break
        citizen.wait_for_timeout(100)
    assert Vote.objects.count() == 1

    page.get_by_role("button", name="Close it").click()
    page.get_by_text("It is closed. Nobody can vote").wait_for()
    page.get_by_role("button", name="Open it again").click()
    page.get_by_text("It is open: people can vote now.").wait_for()

    page.set_viewport_size(DESKTOP)
    page.get_by_role("link", name="Make a new deliberation like this one").click()
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_text("This is a draft.").wait_for()
    copy = Deliberation.objects.latest("id")
    assert (copy.state, copy.statements.count()) == ("draft", 3)


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])
def test_an_older_encoding_is_explained_and_the_right_one_taken(
    organiser: OpenBrowser, draft: Deliberation, tmp_path: Path, javascript: bool
) -> None:
    sheet = tmp_path / "seeds.csv"
    text = "text;language\nUne IA devrait être honnête.;fr\n"
    sheet.write_bytes(text.encode("latin-1"))
    page = organiser(viewport=PHONE, java_script_enabled=javascript)
    page.goto(f"{BASE}seeds/")
    page.get_by_label("Or a CSV file").set_input_files(sheet)
    page.get_by_role("button", name="Check them").click()
    assert "Line 2 is not written in UTF-8: “Une IA devrait être honnête.;fr”" in page.inner_text("main")
    assert page.get_by_label("Or a CSV file").get_attribute("aria-invalid") == "true"

    sheet.write_text(text, encoding="utf-16")
    page.get_by_label("Or a CSV file").set_input_files(sheet)
    page.get_by_role("button", name="Check them").click()
    page.get_by_role("button", name="Add 1 statement").click()
    page.get_by_text("1 statement is added.").wait_for()
    assert draft.statements.filter(is_seed=True, language="fr").exists()


def test_a_whole_form_is_filled_by_keyboard(organiser: OpenBrowser, draft: Deliberation) -> None:
    page = organiser()
    page.goto(f"{BASE}joining/")
    page.get_by_label("Everyone who has the link").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Saved.").wait_for()
    draft.refresh_from_db()
    assert (draft.access, draft.asks_proof_of_work) == ("account", True)


@pytest.fixture
def draft(transactional_db: None, deliberation: Deliberation, stranger: User) -> Deliberation:
    """A draft of the organiser with something on every page."""
    Deliberation.objects.filter(pk=deliberation.pk).update(
        slug="ai", state="draft", title="What may AI decide?", languages=["ar", "es"], description="Words."
    )
    deliberation.refresh_from_db()
    MembershipFactory(user=stranger, deliberation=deliberation, role=Role.OWNER)
    Question.objects.create(
        deliberation=deliberation, key="age", text="How old are you?", options=["young", "middle", "old"]
    )
    Quota.objects.create(deliberation=deliberation, cell={"age": "young"}, seats=9)
    deliberation.invitations.create(code_digest="x", batch="Letters of March")
    StatementFactory(deliberation=deliberation, author=None, is_seed=True)
    return deliberation


def test_what_pages_answer_has_no_accessibility_fault_and_does_not_scroll_sideways(
    organiser: OpenBrowser, draft: Deliberation
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = organiser(viewport=PHONE, color_scheme="light", reduced_motion="reduce")
    faults: dict[str, Any] = {}

    def look(name: str) -> None:
        """Everything on a light phone; then what a wide dark screen changes: colours and what is shown."""
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found = []
        for screen, scheme, options in (
            (PHONE, "light", None),
            (DESKTOP, "dark", {"runOnly": ["color-contrast", "region", "link-name", "target-size"]}),
        ):
            page.set_viewport_size(screen)
            page.emulate_media(color_scheme=scheme)
            violations = Axe().run(page, options=options).response["violations"]
            found += [(one["id"], one["nodes"][0]["html"]) for one in violations]
            if page.evaluate("document.documentElement.scrollWidth") > screen["width"]:
                found.append(("wide", str(screen["width"])))
        if found:
            faults[name] = found
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="light")

    page.goto(f"{BASE}preview/d/ai/vote/")
    look("preview")
    page.goto(f"{BASE}seeds/")
    page.get_by_label("One statement per line").fill("Fine.\n!!\nIs it?\nفليكن صادقًا.")
    page.get_by_role("button", name="Check them").click()
    page.get_by_role("button", name="Add 3 statements").wait_for()
    look("dry run")
    page.goto(f"{BASE}invitations/")
    page.get_by_label("A name for them").fill("More")
    page.get_by_role("button", name="Make the codes").click()
    page.get_by_text("shown only this once").wait_for()
    look("codes")
    page.goto(f"{BASE}about/")
    page.get_by_label("Title", exact=True).fill("")
    page.get_by_role("button", name="Save").click()
    page.locator("#errors").wait_for()
    look("errors")
    assert faults == {}
