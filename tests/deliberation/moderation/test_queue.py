"""The queue: what says about the same is one item, by topic and then by age."""

from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deliberation.integrity.evidence import content_hash
from deliberation.models import (
    Deliberation,
    DuplicateCandidate,
    QueuePlace,
    Statement,
    StatementEmbedding,
    StatementFlag,
    StatementTopic,
    TextVector,
    Topic,
    TopicMap,
    User,
)
from deliberation.moderation.grouping import place_waiting
from deliberation.moderation.queue_lines import queue_lines
from deliberation.moderation.services import moderate_statement
from deliberation.results.semantic_index import encoder_for, index_statements
from deliberation.semantics.near_duplicates import opposition
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db

PENDING = Statement.State.PENDING


def at(statement: Statement, *coordinates: float) -> Statement:
    """Give a statement a vector."""
    vector = np.zeros(4, dtype="<f4")
    vector[: len(coordinates)] = coordinates
    encoder = encoder_for(statement.deliberation)
    kept, _new = TextVector.objects.get_or_create(
        encoder=encoder,
        text_hash=content_hash(statement.text),
        defaults={"vector": (vector / np.linalg.norm(vector)).tobytes()},
    )
    StatementEmbedding.objects.create(statement=statement, encoder=encoder, text_vector=kept)
    return statement


def alike(first: Statement, second: Statement, **fields: Any) -> None:
    DuplicateCandidate.objects.create(
        deliberation=first.deliberation, first=first, second=second, similarity=0.9, **fields
    )


def items(deliberation: Deliberation) -> list[tuple[int, int]]:
    """Return the first statement and the size of each item, in order."""
    return [(line.first, line.size) for line in queue_lines(deliberation)]


@pytest.fixture
def waiting(deliberation: Deliberation) -> list[Statement]:
    """Three that say the same in other words, and one about something else."""
    texts = ("Say what is true.", "Tell the truth.", "Be truthful.", "Cite your sources.")
    made = [StatementFactory(deliberation=deliberation, text=text, state=PENDING) for text in texts]
    for statement, coordinates in zip(made, ((1, 0), (1, 0.1), (1, 0.2), (0, 1)), strict=True):
        at(statement, *coordinates)
    return made


def test_what_has_not_been_compared_yet_stands_by_itself(
    deliberation: Deliberation, waiting: list[Statement]
) -> None:
    assert items(deliberation) == [(1, 1), (2, 1), (3, 1), (4, 1)]


def test_near_duplicates_are_one_item(deliberation: Deliberation, waiting: list[Statement]) -> None:
    alike(waiting[0], waiting[1])
    alike(waiting[1], waiting[2])
    place_waiting(deliberation)
    assert items(deliberation) == [(1, 3), (4, 1)]


def test_putting_the_queue_in_order_again_writes_nothing(
    deliberation: Deliberation, waiting: list[Statement]
) -> None:
    alike(waiting[0], waiting[1])
    assert place_waiting(deliberation) == 4
    assert place_waiting(deliberation) == 0


def test_a_dismissed_pair_and_one_that_votes_speak_against_are_two_items(
    deliberation: Deliberation, waiting: list[Statement]
) -> None:
    alike(waiting[0], waiting[1], state=DuplicateCandidate.State.DISMISSED)
    alike(waiting[0], waiting[2], warning="People who saw both vote on them in opposite ways.")
    place_waiting(deliberation)
    assert items(deliberation) == [(1, 1), (2, 1), (3, 1), (4, 1)]


def test_an_opposite_is_never_in_the_same_item(deliberation: Deliberation) -> None:
    texts = (
        "An AI should always tell people the truth about their health.",
        "An AI should never tell people the truth about their health.",
    )
    made = [at(StatementFactory(deliberation=deliberation, text=text, state=PENDING), 1) for text in texts]
    assert opposition(*texts)
    alike(*made)
    place_waiting(deliberation)
    assert items(deliberation) == [(1, 1), (2, 1)]


def test_what_waits_stands_under_the_nearest_topic_and_the_strange_under_none(
    deliberation: Deliberation, waiting: list[Statement], signed_in: Any, observer: User
) -> None:
    topic_map = TopicMap.objects.create(
        deliberation=deliberation, encoder=encoder_for(deliberation), input_hash="x"
    )
    for number, (name, coordinates) in enumerate((("Sources", (0, 1)), ("Truth", (1, 0)))):
        topic = Topic.objects.create(topic_map=topic_map, number=number, name=name)
        for shift in (-0.5, 0.5):
            text = f"{name} {shift} is what we vote on."
            accepted = at(StatementFactory(deliberation=deliberation, text=text), *coordinates, shift)
            StatementTopic.objects.create(topic=topic, statement=accepted)
    at(StatementFactory(deliberation=deliberation, text="Ducks!", number=99, state=PENDING), 0, 0, 0, 1)
    place_waiting(deliberation)
    page = signed_in(observer).get(reverse("deliberation:moderation_queue", args=[deliberation.slug]))
    shown = [(item.statement.number, item.topic) for item in page.context["page"]]
    assert shown == [(4, "Sources"), (1, "Truth"), (2, "Truth"), (3, "Truth"), (99, "Not sorted yet")]
    one = signed_in(observer).get(
        reverse("deliberation:moderation_queue", args=[deliberation.slug]), {"topic": "1"}
    )
    assert [item.statement.number for item in one.context["page"]] == [1, 2, 3]


def test_the_largest_items_come_first_if_asked_for(
    deliberation: Deliberation, waiting: list[Statement], signed_in: Any, observer: User
) -> None:
    alike(waiting[1], waiting[2])
    place_waiting(deliberation)
    page = signed_in(observer).get(
        reverse("deliberation:moderation_queue", args=[deliberation.slug]), {"order": "size"}
    )
    assert [item.size for item in page.context["page"]] == [2, 1, 1]


def test_what_was_decided_leaves_its_item_and_the_rest_stays_one(
    deliberation: Deliberation, waiting: list[Statement], owner: User
) -> None:
    alike(waiting[0], waiting[1])
    alike(waiting[0], waiting[2])
    place_waiting(deliberation)
    moderate_statement(statement=waiting[0], outcome="accepted", decided_by=owner)
    assert items(deliberation) == [(2, 2), (4, 1)]
    place_waiting(deliberation)
    assert items(deliberation)[-1] == (4, 1)
    assert not QueuePlace.objects.filter(statement=waiting[0]).exists()


def test_what_a_computer_noticed_stands_beside_the_statement_with_its_why(
    deliberation: Deliberation, waiting: list[Statement], signed_in: Any, observer: User
) -> None:
    StatementFlag.objects.create(
        statement=waiting[0], kind="personal_data", detail={"sign": "email", "found": "a@example.org"}
    )
    browser: Client = signed_in(observer)
    address = reverse("deliberation:moderation_queue", args=[deliberation.slug])
    assert "Personal data?" in browser.get(address).text
    assert "It contains an e-mail address: a@example.org" in browser.get(address, {"statement": 1}).text


@pytest.mark.parametrize("is_blind", [True, False])
def test_blind_moderators_do_not_see_who_wrote_a_statement(
    deliberation: Deliberation, waiting: list[Statement], signed_in: Any, observer: User, is_blind: bool
) -> None:
    Deliberation.objects.update(blind_moderation=is_blind)
    alike(waiting[0], waiting[1])
    place_waiting(deliberation)
    page = signed_in(observer).get(
        reverse("deliberation:moderation_queue", args=[deliberation.slug]), {"statement": 1}
    )
    assert ("by participant no." in page.text) is not is_blind


def test_a_long_queue_takes_no_more_queries_to_open(
    deliberation: Deliberation, signed_in: Any, moderator: User
) -> None:
    browser = signed_in(moderator)
    address = reverse("deliberation:moderation_queue", args=[deliberation.slug])
    counts: dict[str, list[int]] = {"": [], "1": []}
    for start, size in ((1, 30), (100, 600)):
        Statement.objects.bulk_create(
            Statement(deliberation=deliberation, number=start + n, text=f"{start} {n}", state=PENDING)
            for n in range(size)
        )
        for wanted, taken in counts.items():
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address, {"statement": wanted} if wanted else {}).status_code == 200
            taken.append(len(queries))
    assert counts[""][0] == counts[""][1] <= 20
    assert counts["1"][0] >= counts["1"][1] <= 40


def mail(count: int) -> list[str]:
    """Return variants of one letter, as people send it with their own names and words in it."""
    chance = np.random.default_rng(7)

    def one(*words: str) -> str:
        return str(chance.choice(words))

    texts = {}
    while len(texts) < count:
        texts[
            f"{one('As a', 'I am a', 'Speaking as a')} {one('teacher', 'nurse', 'parent', 'farmer')} "
            f"from {one('Leeds', 'Porto', 'Lyon', 'Graz', 'Turin', 'Oslo', 'Bern')} I {one('ask', 'urge')} "
            f"you: every AI {one('must', 'should', 'has to')} tell {one('people', 'citizens')} "
            f"{one('clearly', 'openly', 'plainly')} that they are {one('talking', 'speaking')} to a machine"
            f"{one('.', ', please.', '!')}"
        ] = None
    return list(texts)


def test_a_letter_that_hundreds_send_is_one_item(deliberation: Deliberation) -> None:
    others = [
        "The AI should keep what I tell it to itself.",
        "It should cite its sources.",
        "Children need answers made for children.",
        "An AI should refuse to help with weapons.",
    ]
    Statement.objects.bulk_create(
        Statement(deliberation=deliberation, number=number, text=text, state=PENDING)
        for number, text in enumerate([*mail(150), *others], start=1)
    )
    index_statements(deliberation=deliberation)
    place_waiting(deliberation)
    sizes = sorted((line.size for line in queue_lines(deliberation)), reverse=True)
    assert sizes[0] >= 0.95 * 150
    letters = set(deliberation.statements.filter(number__lte=150).values_list("pk", flat=True))
    largest = QueuePlace.objects.filter(group=queue_lines(deliberation).largest_first()[0].group)
    assert set(largest.values_list("statement", flat=True)) <= letters
