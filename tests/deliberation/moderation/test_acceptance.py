"""Moderation parity: rates by opinion group with their intervals, and nobody counted out."""

import csv
import io

import numpy as np
import pytest
from django.urls import reverse

from deliberation.models import Analysis, OpinionGroup, ParticipantPlaces, Statement
from deliberation.models.places import Places
from deliberation.moderation.acceptance import moderation_parity
from deliberation.moderation.pending import answer_as_author, propose_words
from tests.factories import ParticipantFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def propose(deliberation):
    """A function: so many authors propose a statement each; so many of them are accepted."""

    def people(authors, accepted):
        made = [ParticipantFactory(deliberation=deliberation) for _ in range(authors)]
        for place, author in enumerate(made):
            state = Statement.State.ACCEPTED if place < accepted else Statement.State.REJECTED
            StatementFactory(deliberation=deliberation, author=author, state=state)
        return made

    return people


def analysed(deliberation, *groups):
    """Store an analysis with these opinion groups of participants."""
    analysis = Analysis.objects.create(
        deliberation=deliberation, mode="stable", parameters={}, seed=0, input_hash="i", result_hash="r",
        participant_count=0, statement_count=0, vote_count=0, agree=0, disagree=0, passed=0, summary={},
    )  # fmt: skip
    for number, people in enumerate(groups):
        OpinionGroup.objects.create(
            analysis=analysis, number=number, size=len(people), center_x=0, center_y=0
        )
    pairs = sorted((one.number, group) for group, people in enumerate(groups) for one in people)
    columns = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    zeros = np.zeros(len(columns))
    places = Places(columns[:, 0], zeros, zeros, columns[:, 1], zeros)
    ParticipantPlaces.objects.keep(analysis, places)


def rates(parity):
    return {row.name: row.decided and (row.decided.accepted, row.decided.decided) for row in parity.rows}


def test_each_group_has_its_rate_and_the_rest_stands_apart(deliberation, propose):
    first, second, nowhere = propose(12, 11), propose(15, 6), propose(10, 10)
    for author in (None, None):
        StatementFactory(deliberation=deliberation, author=author, is_seed=True)
    StatementFactory(deliberation=deliberation, author=None, state=Statement.State.REJECTED)
    StatementFactory(deliberation=deliberation, author=nowhere[0], state=Statement.State.PENDING)
    analysed(deliberation, first, second)

    parity = moderation_parity(deliberation)
    assert rates(parity) == {
        "A": (11, 12), "B": (6, 15), "no_group": (10, 10), "seeds": (2, 2), "no_author": (0, 1),
    }  # fmt: skip
    assert (parity.difference.higher, parity.difference.lower) == ("A", "B")
    assert parity.difference.is_clear


def test_small_groups_are_held_back_with_another_so_that_nobody_is_counted_out(deliberation, propose):
    analysed(deliberation, propose(30, 20), propose(12, 6), propose(3, 0))
    parity = moderation_parity(deliberation)
    assert rates(parity) == {"A": (20, 30), "B": None, "C": None, "no_group": (0, 0)}
    assert parity.holds_back
    assert parity.difference is None


def test_few_authors_of_many_statements_are_held_back(deliberation, propose):
    [busy] = propose(1, 1)
    for _ in range(30):
        StatementFactory(deliberation=deliberation, author=busy)
    analysed(deliberation, propose(20, 10), [busy])
    assert rates(moderation_parity(deliberation))["B"] is None


def test_a_statement_in_other_words_counts_once_and_as_accepted(deliberation, propose, moderator):
    group = propose(10, 5)
    analysed(deliberation, group)
    old = group[0].statements.get()
    asked = propose_words(statement=old, texts=["One.", "Two."], proposed_by=moderator)
    answer_as_author(asked=asked, agrees=True, author=group[0], client_key="agreeing")
    assert rates(moderation_parity(deliberation))["A"] == (5, 10)


def test_the_page_says_in_words_whether_the_groups_were_treated_alike(client, deliberation, propose):
    address = reverse("deliberation:moderation_log", args=[deliberation.slug])
    assert "There are no opinion groups yet" in client.get(address).content.decode()

    first, second = propose(20, 18), propose(20, 17)
    analysed(deliberation, first, second)
    shown = client.get(address).content.decode()
    assert "differ by no more than chance explains" in shown
    assert "does not prove a bias" in shown

    Statement.objects.filter(author__in=second).update(state=Statement.State.REJECTED)
    shown = client.get(address).content.decode()
    assert "More of what group A proposed was accepted than of what group B did" in shown

    answer = client.get(reverse("deliberation:moderation_parity_csv", args=[deliberation.slug]))
    rows = {row["authors"]: row for row in csv.DictReader(io.StringIO(answer.getvalue().decode()))}
    assert (rows["A"]["people"], rows["A"]["statements"], rows["A"]["accepted"]) == ("20", "20", "18")
    assert float(rows["A"]["low"]) < 0.9 < float(rows["A"]["high"])


def test_groups_are_no_business_of_those_who_may_not_see_results_yet(client, deliberation, propose):
    deliberation.results_visibility = "after_close"
    deliberation.save()
    analysed(deliberation, propose(12, 6), propose(12, 6))
    address = reverse("deliberation:moderation_log", args=[deliberation.slug])
    shown = client.get(address).content.decode()
    assert "opens together with the results" in shown
    assert "parity-bars" not in shown
    csv_address = reverse("deliberation:moderation_parity_csv", args=[deliberation.slug])
    assert client.get(csv_address).status_code == 403
