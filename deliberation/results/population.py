"""Weights that make the participants stand for a population, from what they said about themselves."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models.fields.json import KeyTransform
from numpy.typing import NDArray

from deliberation.analysis.weighting import Raking, rake
from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Event, ParticipantProfile, User

Margins = Mapping[str, Mapping[str, float]]


@transaction.atomic
def set_population(
    *, deliberation: Deliberation, margins: Margins, user: User | None = None, origin: str = Event.Origin.WEB
) -> None:
    """Say for which population the participants stand; analyses from now on add weighted measures.

    `margins` holds for each question the share of the population that gives each answer, for instance
    `{"age_band": {"18-29": 0.2, "30+": 0.8}}`; nothing in it ends the weighting.

    Raises:
        WorkRefused: the participants of now cannot stand for that population; the text says why.
    """
    if not all(isinstance(shares, Mapping) for shares in margins.values()):
        raise WorkRefused("Each question of a population needs the shares of its answers.")
    numbers = np.array(list(deliberation.participants.values_list("number", flat=True)), dtype=np.int64)
    try:
        population_weights(deliberation, numbers, margins)
    except (TypeError, ValueError) as error:
        raise WorkRefused(f"The participants cannot be weighted to this population: {error}") from error
    deliberation.population = {question: dict(shares) for question, shares in margins.items()}
    deliberation.save(update_fields=["population"])
    record_event(
        deliberation,
        EventDraft(
            kind=Event.Kind.DELIBERATION_CONFIGURED,
            body={"population": deliberation.population},
            user=user,
            origin=origin,
        ),
    )


@dataclass(frozen=True)
class Weighting:
    """The weights of an analysis' participants, None without, and what is stored about them.

    `summary` is None where no population is given; otherwise what the weighting costs and how well it fits,
    or `refused`: why the participants of now cannot stand for the population.
    """

    weights: NDArray[np.float64] | None
    summary: dict[str, Any] | None


def weighting_of(deliberation: Deliberation, participants: NDArray[np.int64]) -> Weighting:
    """Weight the participants of an analysis, by number, to the deliberation's population.

    Where that has become impossible the analysis goes on without weights and says why.
    """
    try:
        raking = population_weights(deliberation, participants, deliberation.population)
    except ValueError as error:
        return Weighting(None, {"refused": str(error)})
    if raking is None:
        return Weighting(None, None)
    summary = asdict(raking)
    return Weighting(summary.pop("weights"), summary)


def population_weights(
    deliberation: Deliberation, participants: NDArray[np.int64], margins: Margins
) -> Raking | None:
    """Weight these participants, by number, to a population; None where no margins are given.

    Raises:
        ValueError: the participants cannot stand for that population; the message says why.
    """
    if not margins:
        return None
    profiles = ParticipantProfile.objects.filter(participant__deliberation=deliberation)
    place = {number: index for index, number in enumerate(participants.tolist())}
    answers: dict[str, list[str | None]] = {}
    for question, shares in margins.items():
        answers[question] = [None] * len(place)
        said = profiles.annotate(said=KeyTransform(question, "answers"))
        for number, answer in said.values_list("participant__number", "said").iterator():
            # An answer that the population's shares do not know is as good as none.
            if number in place and isinstance(answer, str) and answer in shares:
                answers[question][place[number]] = answer
    return rake(answers, margins, len(place))
