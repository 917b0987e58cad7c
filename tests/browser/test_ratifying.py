"""A citizen ratifies on a phone: answers in place, says how they would word it, and votes on the whole."""

from collections.abc import Callable
from typing import Any

import pytest

from constitution.models import RatificationVote, Suggestion, VersionVote
from constitution.services import (
    SuggestionAsRead,
    cast_ratification_vote,
    draft_version,
    moderate_suggestion,
    open_ratification,
    suggest_wording,
)
from deliberation.models import Role
from tests.browser.conftest import PHONE
from tests.browser.filled_site import known_as
from tests.browser.test_proposing import faults
from tests.constitution.assemblies import analysed_assembly, people_of_group
from tests.factories import DeliberationFactory, MembershipFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Any]


@pytest.fixture
def version(transactional_db: None) -> Any:
    """An open vote on two principles; somebody has suggested other words for the first."""
    deliberation = DeliberationFactory(slug="ai", title="How should an AI behave?", languages=["ar"])
    analysis = analysed_assembly(deliberation=deliberation)
    version = open_ratification(version=draft_version(deliberation=deliberation), rule={"whole": 0.5})
    person, principle = people_of_group(analysis, 0)[0], version.principles.get(number=1)
    cast_ratification_vote(participant=person, principle=principle, value=2, client_key="change")
    suggestion = suggest_wording(
        participant=person, principle=principle, text="Say it in plainer words.", client_key="suggest"
    )
    moderate_suggestion(
        deliberation=deliberation,
        as_read=SuggestionAsRead.of(suggestion),
        outcome="shown",
        decided_by=None,
    )
    return version


def test_a_citizen_answers_suggests_and_votes_on_the_whole_on_a_phone(
    open_browser: OpenBrowser, version: Any, live_server: Any
) -> None:
    page = open_browser(viewport=PHONE)
    person = people_of_group(version.analysis, 1)[0]
    page.context.add_cookies([{**known_as(person), "url": live_server.url}])
    page.goto("/d/ai/constitution/ratify/")
    page.get_by_text("What others suggest").click()
    assert page.get_by_text("Say it in plainer words.").is_visible()
    page.locator("#p01-change").focus()
    page.keyboard.press("Enter")
    field = page.locator("#p01-words")
    field.wait_for()
    assert field.is_visible(), "whoever would change it is asked how"
    assert page.get_by_text("1 of 2 answered").is_visible()
    field.fill("Say honest and kind.")
    page.locator("#p01-suggestion").get_by_role("button", name="Send").click()
    page.get_by_text("A moderator will read it").first.wait_for()
    page.locator("#p02-adopt").click()
    page.get_by_text("You have answered every principle.").wait_for()
    page.locator("#whole-adopt").click()
    page.get_by_text("Your answer on the whole is stored.").wait_for()
    assert page.locator("#whole-adopt").get_attribute("aria-pressed") == "true"
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert faults(page) == []
    mine = RatificationVote.objects.filter(participant=person).order_by("principle__number")
    assert list(mine.values_list("value", flat=True)) == [2, 1]
    assert VersionVote.objects.get(participant=person).value == 1
    assert Suggestion.objects.get(participant=person).state == "waiting"


def test_a_moderator_lets_suggestions_in_by_keyboard(
    open_browser: OpenBrowser, version: Any, live_server: Any
) -> None:
    for number in (1, 2):
        person = people_of_group(version.analysis, 1)[number]
        principle = version.principles.get(number=number)
        cast_ratification_vote(participant=person, principle=principle, value=2, client_key="change")
        suggest_wording(
            participant=person, principle=principle, text=f"Wish number {number}.", client_key="suggest"
        )
    moderator = MembershipFactory(deliberation=version.deliberation, role=Role.MODERATOR).user
    page = open_browser()
    page.context.add_cookies([{**known_as(moderator), "url": live_server.url}])
    page.goto("/d/ai/constitution/suggestions/")
    assert faults(page) == []
    page.keyboard.press("a")
    page.get_by_text("Wish number 1.").wait_for(state="detached")
    page.keyboard.press("r")
    page.locator("details[open] input[name=why]").fill("Unclear.")
    page.get_by_role("button", name="Keep it out").click()
    page.get_by_text("No suggestions are waiting.").wait_for()
    states = Suggestion.objects.filter(text__startswith="Wish").order_by("pk")
    assert list(states.values_list("state", "kept_out_why")) == [("shown", ""), ("hidden", "Unclear.")]
