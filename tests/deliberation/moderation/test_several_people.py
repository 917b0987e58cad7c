"""Several moderators at one queue: nobody is offered what somebody else has on the desk."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deliberation.models import (
    Deliberation,
    Event,
    Membership,
    ModerationClaim,
    ModerationDecision,
    QueuePlace,
    Role,
    Statement,
    User,
)
from deliberation.moderation import claiming
from deliberation.moderation.claiming import Others, take_next
from deliberation.moderation.queue_lines import queue_lines
from deliberation.moderation.together import decide_together, merge_verdicts
from deliberation.voting.forms import new_client_key
from tests.factories import MembershipFactory, StatementFactory, UserFactory

pytestmark = pytest.mark.django_db

PENDING = Statement.State.PENDING
MODERATORS = 8


@pytest.fixture
def queue(deliberation: Deliberation) -> list[Statement]:
    """A group of two and two that stand alone."""
    made = [StatementFactory(deliberation=deliberation, state=PENDING) for _ in range(4)]
    for statement, group in zip(made, (1, 1, 3, 4), strict=True):
        QueuePlace.objects.create(statement=statement, deliberation=deliberation, group=group)
    return made


@pytest.fixture
def robin(signed_in: Any, moderator: User) -> Client:
    return signed_in(moderator)


@pytest.fixture
def kim(signed_in: Any, deliberation: Deliberation) -> Client:
    user = UserFactory(name="Kim")
    MembershipFactory(user=user, deliberation=deliberation, role=Role.MODERATOR)
    return signed_in(user)


def take(browser: Client, deliberation: Deliberation, after: int | str = "") -> str:
    """Ask for the next item; return the number that one is sent to, or nothing."""
    answer = browser.post(reverse("deliberation:moderation_take", args=[deliberation.slug]), {"after": after})
    return answer.headers["Location"].partition("?statement=")[2]


def open_(browser: Client, deliberation: Deliberation, number: int) -> str:
    address = reverse("deliberation:moderation_queue", args=[deliberation.slug])
    return browser.get(address, {"statement": number}).text


def live(browser: Client, deliberation: Deliberation, number: int, shown: str = "") -> str:
    address = reverse("deliberation:moderation_live", args=[deliberation.slug, number])
    return browser.get(address, {"shown": shown}, headers={"HX-Request": "true"}).text


def test_each_is_offered_another_item(
    robin: Client, kim: Client, deliberation: Deliberation, queue: list[Statement]
) -> None:
    assert [take(robin, deliberation), take(kim, deliberation)] == ["1", "3"]
    assert take(kim, deliberation, after=3) == "4"
    assert take(robin, deliberation, after=1) == "3"


def test_when_others_hold_all_that_is_left_the_queue_is_shown(
    robin: Client, kim: Client, deliberation: Deliberation, queue: list[Statement]
) -> None:
    Statement.objects.filter(number__gt=2).delete()
    take(robin, deliberation)
    assert take(kim, deliberation) == ""
    page = kim.get(reverse("deliberation:moderation_queue", args=[deliberation.slug])).text
    assert "on the desk of Moderator" in page


def test_an_item_says_who_has_it_and_can_be_read_all_the_same(
    robin: Client, kim: Client, deliberation: Deliberation, queue: list[Statement]
) -> None:
    open_(robin, deliberation, 2)
    page = open_(kim, deliberation, 1)
    assert "Moderator has this on the desk." in page
    assert "At work now:" in page
    assert ModerationClaim.objects.filter(claimed_by__email="moderator@example.org").count() == 2


def test_an_observer_holds_nothing(
    signed_in: Any, observer: User, deliberation: Deliberation, queue: list[Statement]
) -> None:
    open_(signed_in(observer), deliberation, 1)
    live(signed_in(observer), deliberation, 1)
    assert not ModerationClaim.objects.exists()


def test_a_claim_runs_out_unless_the_page_shows_a_sign_of_life(
    robin: Client, kim: Client, deliberation: Deliberation, queue: list[Statement]
) -> None:
    take(robin, deliberation)
    ModerationClaim.objects.update(until=timezone.now() + timedelta(seconds=10))
    live(robin, deliberation, 1)
    assert ModerationClaim.objects.first().until > timezone.now() + timedelta(minutes=4)
    ModerationClaim.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert take(kim, deliberation) == "1"
    assert "Kim has this on the desk." in live(robin, deliberation, 1)


@pytest.mark.parametrize("how", ["to the queue", "to another item", "by closing the page"])
def test_what_is_left_is_free_for_others(
    robin: Client, kim: Client, deliberation: Deliberation, queue: list[Statement], how: str
) -> None:
    take(robin, deliberation)
    if how == "to the queue":
        robin.get(reverse("deliberation:moderation_queue", args=[deliberation.slug]))
    elif how == "to another item":
        open_(robin, deliberation, 4)
    else:
        robin.post(reverse("deliberation:moderation_leave", args=[deliberation.slug]))
    assert take(kim, deliberation) == "1"


def test_the_desk_says_when_somebody_else_was_faster(
    robin: Client, kim: Client, deliberation: Deliberation, queue: list[Statement]
) -> None:
    open_(robin, deliberation, 3)
    address = reverse("deliberation:moderation_decide", args=[deliberation.slug, 3])
    kim.post(address, {"outcome": "accepted", "key": new_client_key()})
    news = live(robin, deliberation, 3)
    assert "Decided meanwhile: Accepted." in news
    assert "hx-trigger" not in news


def test_members_that_others_decided_about_leave_the_page(
    robin: Client, kim: Client, deliberation: Deliberation, queue: list[Statement]
) -> None:
    open_(robin, deliberation, 1)
    address = reverse("deliberation:moderation_decide", args=[deliberation.slug, 2])
    kim.post(address, {"outcome": "rejected", "reason": "spam", "key": new_client_key()})
    news = live(robin, deliberation, 1, shown="1.2")
    assert 'id="member-2" hx-swap-oob="delete"' in news
    assert "member-1" not in news
    assert "shown=1&" in news or 'shown=1"' in news


def all_at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """Do all of it at the same moment, each in a thread with a connection of its own."""
    start, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int) -> None:
        start.wait()
        try:
            results[place] = works[place]()
        except Exception as error:  # noqa: BLE001 - the test shows it
            results[place] = error
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def eight(deliberation: Deliberation, statements: int) -> list[User]:
    """Return eight moderators of a deliberation in which statements wait."""
    Statement.objects.bulk_create(
        Statement(deliberation=deliberation, number=number, text=f"Statement {number}", state=PENDING)
        for number in range(1, statements + 1)
    )
    people = [UserFactory() for _ in range(MODERATORS)]
    Membership.objects.bulk_create(
        Membership(user=user, deliberation=deliberation, role=Role.MODERATOR) for user in people
    )
    return people


def ask_at_once(deliberation: Deliberation, people: list[User]) -> list[Any]:
    lines = queue_lines(deliberation)
    return all_at_once(
        [
            lambda user=user: take_next(
                deliberation=deliberation, moderator=user, lines=lines, others=Others({}, set(), [])
            )
            for user in people
        ]
    )


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite writes one after the other")
@pytest.mark.django_db(transaction=True)
def test_eight_who_ask_at_once_get_eight_items_and_would_not_without_the_lock(
    deliberation: Deliberation, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = eight(deliberation, 20)
    for _round in range(3):
        ModerationClaim.objects.all().delete()
        taken = ask_at_once(deliberation, people)
        assert len(set(taken)) == MODERATORS, taken

    # The control: without a look at the claims under the lock, people meet at the same items.
    ModerationClaim.objects.all().delete()
    monkeypatch.setattr(claiming, "_holder", lambda members, moderator: (None, False))
    met = ask_at_once(deliberation, people) + ask_at_once(deliberation, people)
    assert len(set(met)) < len(met)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite writes one after the other")
@pytest.mark.django_db(transaction=True)
def test_two_who_decide_about_the_same_group_at_once_decide_each_statement_once(
    deliberation: Deliberation,
) -> None:
    people = eight(deliberation, 12)[:2]
    numbers = list(range(1, 13))
    results = all_at_once(
        [
            lambda user=user, keep=keep: decide_together(
                deliberation=deliberation,
                verdicts=merge_verdicts(keep, [n for n in numbers if n != keep], is_meta=False),
                decided_by=user,
                key=new_client_key(),
            )
            for user, keep in zip(people, (1, 12), strict=True)
        ]
    )
    decided = sorted(len(result.decisions) for result in results)
    assert decided == [0, 12]
    loser = next(result for result in results if not result.decisions)
    assert set(loser.refused.values()) == {
        "Somebody else has decided about it in the meantime; nothing was changed."
    }
    assert ModerationDecision.objects.count() == 12
    assert Event.objects.filter(kind=Event.Kind.STATEMENT_MODERATED).count() == 12
