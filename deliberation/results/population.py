"""Weights that make the participants stand for a population, from what they said about themselves."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.weighting import Raking, rake
from deliberation.models import Deliberation, ParticipantProfile

Margins = Mapping[str, Mapping[str, float]]


def population_weights(deliberation: Deliberation, participants: NDArray[np.int64]) -> Raking | None:
    """Weight these participants, by number, to the deliberation's population; None where none is given.

    Raises:
        ValueError: the participants cannot stand for that population; the message says why.
    """
    margins: Margins = deliberation.population
    if not margins:
        return None
    said = dict(
        ParticipantProfile.objects.filter(participant__deliberation=deliberation).values_list(
            "participant__number", "answers"
        )
    )
    people = [said.get(number, {}) for number in participants.tolist()]
    answers = {
        question: [_known(person.get(question), shares) for person in people]
        for question, shares in margins.items()
    }
    return rake(answers, margins, len(people))


def _known(answer: object, shares: Mapping[str, float]) -> str | None:
    """Return an answer that the population's shares know; any other is as good as none."""
    return answer if isinstance(answer, str) and answer in shares else None
