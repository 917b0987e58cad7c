"""The page on which organisers check a draft."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from constitution.models import Concern, ConstitutionVersion, Principle
from constitution.services import edit_principle, open_ratification
from constitution.services.concerns import checks_of
from deliberation.models import Deliberation, Event, User
from tests.constitution.concerns.drafts import LIKES, OPPOSITES, behind, checked_draft, the_concern

pytestmark = pytest.mark.django_db
KEY = "a-key-that-is-long-enough"


def address(name: str, version: ConstitutionVersion) -> str:
    return reverse(f"constitution:{name}", args=[version.deliberation.slug])


def page(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def draft(deliberation: Deliberation) -> ConstitutionVersion:
    """A draft with two opposites, two likes and a vague word, looked at."""
    version = checked_draft(deliberation)
    for job in checks_of(version):
        job.claim()
        job.succeed({})
    return version


@pytest.fixture
def browser(owner: User, signed_in: Callable[[User], Client]) -> Client:
    """The browser of an owner."""
    return signed_in(owner)


def decision(concern: Concern, decision: str, **more: Any) -> dict[str, Any]:
    sent = {
        "kind": concern.kind,
        "principle": concern.principle.number,
        "seen": concern.seen_mark,
        "key": KEY,
        "decision": decision,
        "why": "Because.",
    }
    if concern.other:
        sent["other"] = concern.other.number
    return sent | more


def test_it_shows_both_principles_what_was_found_and_what_can_be_done(
    draft: ConstitutionVersion, browser: Client
) -> None:
    text = page(browser.get(address("concerns", draft)))
    assert "One may negate the other" in text and "One of them negates what the other says." in text
    assert "May say the same" in text and "They ask for the same in other words." in text
    assert "“when appropriate”: it is not said who decides when that is." in text
    for statement in (*LIKES, *OPPOSITES):
        assert statement in text
    negation = the_concern(draft, "negation")
    for number in (negation.principle.number, negation.other.number):
        assert f"Principle {number} goes first" in text
    assert text.count("Make one principle") == 1


def test_the_organisers_page_says_how_much_is_open_and_warns_before_the_vote(
    draft: ConstitutionVersion, browser: Client
) -> None:
    text = page(browser.get(address("organise", draft)))
    assert "3 things to look at before people vote on this draft." in text
    assert "1 place in this draft may contradict another one" in text
    Concern.objects.all().delete()
    text = page(browser.get(address("organise", draft)))
    assert "The check of this draft has left nothing open so far." in text
    assert "may contradict another one" not in text


def test_an_owner_orders_two_principles_and_takes_it_back(
    draft: ConstitutionVersion, browser: Client
) -> None:
    concern = the_concern(draft, "negation")
    browser.post(address("decide_concern", draft), decision(concern, "second"))
    [order] = Concern.objects.orders_of(draft)
    assert order.prevails.number == max(concern.principle.number, concern.other.number)
    text = page(browser.get(address("concerns", draft)))
    assert f"Principle {order.prevails.number} goes before principle {order.gives_way.number}" in text
    assert "Because." in text
    browser.post(address("decide_concern", draft), decision(order, "open", key=KEY + "2", why=""))
    assert not Concern.objects.orders_of(draft).exists()


def test_an_owner_makes_one_principle_of_two_and_two_again(
    draft: ConstitutionVersion, browser: Client
) -> None:
    concern = the_concern(draft, "same meaning")
    words = "Choose the response in the plainest words."
    browser.post(address("decide_concern", draft), decision(concern, "merge", text=words))
    one = behind(draft, LIKES[1])
    assert (one.text, draft.principles.count()) == (words, 4)
    assert "Make two again" in page(browser.get(address("concerns", draft)))
    sent = {"principle": one.number, "revision": one.revision, "key": KEY + "2", "why": "No."}
    answer = browser.post(address("separate", draft), sent, follow=True)
    assert "They are two again" in page(answer)
    assert draft.principles.count() == 5


def test_sending_the_same_form_twice_is_one_decision(draft: ConstitutionVersion, browser: Client) -> None:
    sent = decision(the_concern(draft, "negation"), "dismissed")
    for _tap in range(2):
        answer = browser.post(address("decide_concern", draft), sent)
        assert answer.status_code == 302
    assert Event.objects.filter(kind="constitution.concern_decided").count() == 1


def test_of_two_people_the_second_is_told_and_keeps_what_they_typed(
    draft: ConstitutionVersion, browser: Client, owner: User
) -> None:
    concern = the_concern(draft, "same meaning")
    sent = decision(concern, "merge", text="Choose my words.", why="My reason.")
    edit_principle(
        principle=concern.principle, text="Choose theirs.", edited_by=owner, seen_revision=1, why="So."
    )
    answer = browser.post(address("decide_concern", draft), sent)
    assert answer.status_code == 409
    text = page(answer)
    assert "The draft has changed meanwhile" in text
    assert "Choose my words." in text and 'value="My reason."' in text and "Choose theirs." in text
    assert draft.principles.count() == 5


def test_a_concern_that_is_gone_says_so_and_keeps_the_reason(
    draft: ConstitutionVersion, browser: Client
) -> None:
    concern = the_concern(draft, "same meaning")
    sent = decision(concern, "dismissed", why="My reason.")
    concern.delete()
    answer = browser.post(address("decide_concern", draft), sent)
    assert answer.status_code == 409
    assert "somebody else has changed the draft" in page(answer) and "My reason." in page(answer)


@pytest.mark.parametrize("change", [{"why": " "}, {"decision": "merge"}, {"kind": "?"}, {"seen": ""}])
def test_what_makes_no_sense_is_refused_with_a_reason(
    draft: ConstitutionVersion, browser: Client, change: dict[str, str]
) -> None:
    concern = the_concern(draft, "negation")
    answer = browser.post(address("decide_concern", draft), decision(concern, "dismissed") | change)
    assert answer.status_code == 409
    assert 'role="alert"' in page(answer)
    concern.refresh_from_db()
    assert concern.state == "open"


def test_a_check_can_be_asked_for_and_its_progress_is_shown(
    draft: ConstitutionVersion, browser: Client
) -> None:
    browser.post(address("check_draft", draft))
    assert "waits to be checked" in page(browser.get(address("concerns", draft)))
    part = browser.get(address("concerns_progress", draft), headers={"HX-Request": "true"})
    assert "hx-get" in page(part) and "<html" not in page(part)
    checks_of(draft)[0].claim()
    checks_of(draft)[0].succeed({})
    done = page(browser.get(address("concerns_progress", draft), headers={"HX-Request": "true"}))
    assert "The check is done." in done and "hx-get" not in done


def test_with_nothing_found_or_no_draft_the_page_says_so(draft: ConstitutionVersion, browser: Client) -> None:
    Concern.objects.all().delete()
    assert "Nothing to decide." in page(browser.get(address("concerns", draft)))
    open_ratification(version=draft)
    assert "There is no draft to check." in page(browser.get(address("concerns", draft)))
    sent = {"principle": 1, "revision": 1, "key": KEY, "why": "So."}
    assert browser.post(address("separate", draft), sent).status_code == 302


def test_a_long_list_needs_few_queries(
    draft: ConstitutionVersion, browser: Client, django_assert_max_num_queries: Any
) -> None:
    principles = list(Principle.objects.filter(version=draft))
    for kind in ("two ideas", "injection"):
        for principle in principles:
            Concern.objects.create(version=draft, kind=kind, principle=principle, found_by="words")
    with django_assert_max_num_queries(30):
        browser.get(address("concerns", draft))
