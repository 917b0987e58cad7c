"""The pages of a ratification without JavaScript: answering, suggesting, moderating, amending, comparing."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from constitution.models import (
    ConstitutionVersion,
    Principle,
    PrincipleStatement,
    RatificationVote,
    Suggestion,
    VersionVote,
)
from constitution.services import SuggestionAsRead, close_ratification, open_ratification, suggest_wording
from deliberation.models import Membership, Participant, Role, User
from tests.browser.hostile.hostile_site import PAYLOADS
from tests.constitution.assemblies import people_of_group
from tests.constitution.ratification.answers import (
    CHANGE,
    RULE,
    answer,
    everybody_answers,
    everybody_answers_the_whole,
)
from tests.constitution.test_views import known_as

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef"
SignedIn = Callable[[User], Client]


def address(name: str, version: ConstitutionVersion, *parts: object) -> str:
    return reverse(f"constitution:{name}", args=[version.deliberation.slug, *parts])


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def owner(analysis: Any) -> User:
    """The owner of the deliberation."""
    from tests.factories import MembershipFactory

    membership: Membership = MembershipFactory(deliberation=analysis.deliberation, role=Role.OWNER)
    return membership.user


def suggested(person: Participant, principle: Principle, text: str, state: str = "shown") -> Suggestion:
    answer(person, principle, CHANGE)
    made = suggest_wording(participant=person, principle=principle, text=text, client_key=f"s-{text[:30]}")
    assert made is not None
    Suggestion.objects.filter(pk=made.pk).update(state=state, theme=0 if state == "shown" else None)
    made.refresh_from_db()
    return made


def test_whoever_would_change_a_principle_is_led_to_the_field_for_it_and_then_on(
    open_version: ConstitutionVersion, person: Participant
) -> None:
    browser, there = known_as(person), address("ratify", open_version)
    answered = browser.post(there, {"principle": 1, "value": 2, "key": KEY})
    assert answered["Location"] == f"{there}#p01"
    assert "How would you word it?" in text_of(browser.get(there))
    sent = browser.post(
        address("suggest", open_version), {"principle": 1, "text": "Say it shortly.", "key": KEY}, follow=True
    )
    text = text_of(sent)
    assert "You suggest:" in text and "Say it shortly." in text and "A moderator will read it" in text
    rejected = browser.post(there, {"principle": 1, "value": -1, "key": KEY})
    assert rejected["Location"] == f"{there}#p02"


def test_what_cannot_be_taken_comes_back_with_what_was_typed(
    open_version: ConstitutionVersion, person: Participant, first: Principle
) -> None:
    answer(person, first, CHANGE)
    browser = known_as(person)
    for headers in ({}, {"HX-Request": "true"}):
        refused = browser.post(
            address("suggest", open_version), {"principle": 1, "text": "y" * 401, "key": KEY}, headers=headers
        )
        assert refused.status_code == 409
        assert "1 character too long" in text_of(refused) and "y" * 401 in text_of(refused)
    assert not Suggestion.objects.exists()


def test_others_see_what_was_let_in_and_its_author_where_it_stands(
    open_version: ConstitutionVersion, person: Participant, first: Principle
) -> None:
    others = [*people_of_group(open_version.analysis, 0)[1:], *people_of_group(open_version.analysis, 1)]
    suggested(others[0], first, "Say it shortly.")
    suggested(others[1], first, "Something nobody has read.", "waiting")
    kept_out = suggested(person, first, "Buy my book.", "hidden")
    Suggestion.objects.filter(pk=kept_out.pk).update(kept_out_why="This is an advertisement.")
    theirs = text_of(Client().get(address("ratify", open_version)))
    assert "Say it shortly." in theirs
    assert (
        "nobody has read" not in theirs
        and "Buy my book" not in theirs
        and "people suggest this" not in theirs
    )
    mine = text_of(known_as(person).get(address("ratify", open_version)))
    assert "Not shown" in mine and "This is an advertisement." in mine


def test_the_whole_is_voted_on_at_the_end_with_ones_own_answers_in_view(
    open_version: ConstitutionVersion, person: Participant, first: Principle
) -> None:
    answer(person, first, CHANGE)
    browser = known_as(person)
    there = address("vote_on_whole", open_version)
    voted = browser.post(there, {"version": 1, "value": 1, "key": KEY}, follow=True)
    assert "Your answer on the whole is stored." in text_of(voted)
    assert VersionVote.objects.get().value == 1
    in_place = browser.post(there, {"version": 1, "value": -1, "key": KEY}, headers={"HX-Request": "true"})
    assert '<section class="section whole" id="whole"' in text_of(in_place)
    stale = browser.post(there, {"version": 7, "value": 1, "key": "f" * 16}, follow=True)
    assert "out of date" in text_of(stale)
    assert VersionVote.objects.get().value == -1


def test_hostile_suggestions_are_words_on_every_page(
    open_version: ConstitutionVersion, first: Principle, owner: User, signed_in: SignedIn
) -> None:
    person = people_of_group(open_version.analysis, 0)[1]
    suggestion = suggested(person, first, "x")
    markup = [payload for payload in PAYLOADS if "<" in payload]
    for payload in markup[:12]:
        Suggestion.objects.filter(pk=suggestion.pk).update(text=payload, kept_out_why=payload)
        for browser, there in (
            (Client(), address("ratify", open_version)),
            (known_as(person), address("ratify", open_version)),
            (signed_in(owner), address("suggestions", open_version) + "?state=shown"),
        ):
            content = browser.get(there).content.decode()
            assert escape(payload) in content
            assert payload not in content


def test_a_moderator_lets_in_or_keeps_out_and_says_why(
    open_version: ConstitutionVersion, first: Principle, owner: User, signed_in: SignedIn
) -> None:
    people = people_of_group(open_version.analysis, 0)
    good, bad = (
        suggested(person, first, text, "waiting")
        for person, text in zip(people, ("Good.", "Bad."), strict=False)
    )
    browser, desk = signed_in(owner), address("suggestions", open_version)
    assert "Good." in text_of(browser.get(desk)) and "Bad." in text_of(browser.get(desk))
    decide = address("decide_suggestion", open_version)
    browser.post(decide, {"suggestion": str(SuggestionAsRead.of(good)), "outcome": "shown", "key": KEY})
    kept_out = {
        "suggestion": str(SuggestionAsRead.of(bad)),
        "outcome": "hidden",
        "why": "Unclear.",
        "key": KEY,
    }
    browser.post(decide, kept_out)
    assert list(Suggestion.objects.order_by("pk").values_list("state", "kept_out_why")) == [
        ("shown", ""),
        ("hidden", "Unclear."),
    ]
    again = browser.post(
        decide,
        {"suggestion": str(SuggestionAsRead.of(bad)), "outcome": "shown", "key": "g" * 16},
        follow=True,
    )
    assert "decided about meanwhile" in text_of(again)
    assert browser.post(decide, {"suggestion": "x", "outcome": "shown", "key": KEY}).status_code == 404


def test_an_owner_amends_adds_drops_and_everybody_reads_what_is_different(
    draft: ConstitutionVersion, owner: User, signed_in: SignedIn
) -> None:
    version = open_ratification(version=draft, rule={**RULE, "rejected": "amend"})
    everybody_answers(version, {1: ("++++++", "++++"), 2: ("------", "----")})
    suggested(people_of_group(version.analysis, 0)[0], version.principles.get(number=2), "Say it kindly.")
    close_ratification(version=version)
    browser = signed_in(owner)
    form = address("amend", version, 1)
    assert "checked" in text_of(browser.get(form))
    assert browser.post(form, {"why": "", "key": KEY}).status_code == 422
    started = browser.post(form, {"why": "One reads badly.", "bring_back": ["2"], "key": KEY}, follow=True)
    assert "starts from version 1" in text_of(started)
    assert "Say it kindly." in text_of(browser.get(address("edit", version, 2)))
    assert "being drafted already" in text_of(browser.post(form, {"why": "Me too.", "key": "h" * 16}))
    behind = PrincipleStatement.objects.filter(principle__version__number=2).values("statement")
    statement = version.deliberation.statements.accepted().exclude(pk__in=behind)[0]
    page = text_of(browser.get(address("add", version), {"q": statement.text[:12]}))
    assert escape(statement.text) in page
    added = browser.post(
        address("add", version),
        {"statement": statement.number, "why": "It was missed.", "key": "a" * 16},
        follow=True,
    )
    assert "p03 is new in the draft" in text_of(added)
    dropping = address("drop", version, 2)
    seen = Principle.objects.get(version=ConstitutionVersion.objects.latest("pk"), number=2).revision
    assert browser.post(dropping, {"why": "No.", "seen_revision": 1, "key": KEY}).status_code == 422
    assert "out of date" in text_of(browser.post(dropping, {"why": "No.", "seen_revision": seen, "key": KEY}))
    dropped = browser.post(
        dropping, {"why": "Nobody wants it.", "seen_revision": seen, "key": "d" * 16}, follow=True
    )
    assert "p02 is taken out" in text_of(dropped)
    chosen = Client().get(address("differences", version), {"from": 1, "to": 2}, follow=True)
    text = text_of(chosen)
    assert "One reads badly." in text and "<ins>" in text
    body = Client().get(address("difference_json", version, 1, 2)).json()
    assert [one["id"] for one in body["added"]] == ["p02"]
    assert body["unchanged"] == [{"from": "p01", "to": "p01"}]
    assert Client().get(address("difference", version, 1, 9)).status_code == 404


def test_one_version_alone_has_nothing_to_compare_with(draft: ConstitutionVersion) -> None:
    assert "nothing to compare yet" in text_of(Client().get(address("differences", draft)))


def test_the_organiser_sets_the_whole_rule_before_the_vote(
    draft: ConstitutionVersion, owner: User, signed_in: SignedIn
) -> None:
    sent = {
        "overall": 70, "every_group": 40, "quorum": 8, "group_quorum": 2, "silent_groups": "go on",
        "asks_whole": "on", "whole": 55, "rejected": "amend",
    }  # fmt: skip
    signed_in(owner).post(address("open_vote", draft), sent)
    draft.refresh_from_db()
    assert draft.rule == {
        "overall": 0.7, "every_group": 0.4, "quorum": 8, "group_quorum": 2, "silent_groups": "go on",
        "whole": 0.55, "rejected": "amend",
    }  # fmt: skip
    text = text_of(Client().get(address("ratify", draft)))
    assert "at least 55%" in text and "counts without that group" in text and "come back reworded" in text


def test_outside_the_dates_of_the_phase_the_page_says_so(open_version: ConstitutionVersion) -> None:
    deliberation = open_version.deliberation
    deliberation.ratifying_until = timezone.now() - timedelta(hours=1)
    deliberation.save(update_fields=["ratifying_until"])
    assert "over or has not begun" in text_of(Client().get(address("ratify", open_version)))


def test_the_organiser_is_told_how_the_vote_ended(
    draft: ConstitutionVersion, owner: User, signed_in: SignedIn
) -> None:
    version = open_ratification(version=draft, rule={**RULE, "whole": 0.5})
    everybody_answers(version, {1: ("++++++", "++++"), 2: ("++++++", "++++")})
    browser, close = signed_in(owner), address("close_vote", version)
    assert "no quorum on the text as a whole" in text_of(browser.post(close, follow=True))
    everybody_answers_the_whole(version, ("------", "----"))
    assert "the text as a whole was not" in text_of(browser.post(close, follow=True))


def many_principles(draft: ConstitutionVersion, count: int) -> ConstitutionVersion:
    """Give a draft so many principles, each with its statement, a suggestion and an answer, and open it."""
    model = draft.principles.get(number=1)
    link = model.statement_links.get()
    fields = {
        field.attname: getattr(model, field.attname)
        for field in Principle._meta.concrete_fields
        if field.attname not in {"id", "number"}
    }
    have = draft.principles.count()
    made = Principle.objects.bulk_create(
        Principle(**fields, number=number) for number in range(have + 1, count + 1)
    )
    PrincipleStatement.objects.bulk_create(
        PrincipleStatement(principle=one, statement_id=link.statement_id, text=link.text) for one in made
    )
    version = open_ratification(version=draft, rule=RULE)
    one, other = people_of_group(version.analysis, 0)[:2]
    answer(one, version.principles.get(number=1), CHANGE)
    event = RatificationVote.objects.get().event
    principles = list(version.principles.all())
    RatificationVote.objects.exclude(pk=None).delete()
    RatificationVote.objects.bulk_create(
        RatificationVote(principle=principle, participant=one, value=CHANGE, event=event)
        for principle in principles
    )
    Suggestion.objects.bulk_create(
        Suggestion(
            principle=principle, participant=person, text="Say it shortly.", language="en", state="shown",
            theme=0, event=event,
        )
        for principle in principles
        for person in (one, other)
    )  # fmt: skip
    return version


def test_two_hundred_principles_take_as_many_queries_as_two_and_little_time(
    draft: ConstitutionVersion,
) -> None:
    version = many_principles(draft, 200)
    browser = known_as(people_of_group(version.analysis, 0)[0])
    there = address("ratify", version)
    browser.get(there)
    started = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(there)
    seconds = time.process_time() - started
    assert text_of(response).count('class="article ballot-row') == 200
    assert len(queries) <= 16
    assert seconds < 1.5, "the page is measured in docs/constitution.md; this only guards against a blunder"
