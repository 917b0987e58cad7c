"""Simulated citizens ratify a draft: the people of a simulated assembly vote on its principles.

Each citizen answers a principle as they would its statement, by the same model of opinions
(`deliberation.simulation.opinions`) and a new draw; a share of them does not come back for this vote.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from constitution.models import ConstitutionVersion, Principle
from constitution.services import (
    RatificationBallot,
    close_ratification,
    draft_version,
    open_ratification,
    record_ratification_votes,
)
from deliberation.jobs import Report
from deliberation.models import Deliberation, Event, Participant
from deliberation.organising.simulation_request import SimulationRequest, simulated_statement_numbers
from deliberation.simulation import opinions
from deliberation.simulation.assembly import Assembly

TURNOUT: Final = 0.4
PEOPLE_PER_TRANSACTION: Final = 100

State = ConstitutionVersion.State


def ratify_with_simulated_citizens(
    *, deliberation: Deliberation, request: SimulationRequest, size: int, report: Report
) -> ConstitutionVersion:
    """Draft, open, vote and close; a run that was interrupted goes on where it stopped.

    Raises:
        WorkRefused: there is no analysis to draft from.
    """
    report("Drafting the principles", 0.0)
    version = ConstitutionVersion.objects.of(deliberation).first()
    if version is None:
        version = draft_version(deliberation=deliberation, size=size, origin=Event.Origin.SIMULATED)
    if version.state == State.DRAFT:
        version = open_ratification(version=version, origin=Event.Origin.SIMULATED)
    if version.state == State.RATIFYING:
        _vote(version, request.assembly(), request.seed, report)
        report("Counting the votes", 0.95)
        version = close_ratification(version=version, origin=Event.Origin.SIMULATED)
    return version


def _vote(version: ConstitutionVersion, assembly: Assembly, seed: int, report: Report) -> None:
    principles = list(version.principles.order_by("number"))
    answers = _answers(assembly, _sources(version.deliberation, principles), seed)
    turnout = np.random.default_rng([seed, 2]).random(len(assembly.citizens)) < TURNOUT
    people = [
        participant
        for participant in version.deliberation.participants.filter(origin=Participant.Origin.SIMULATED)
        if turnout[participant.number - 1]
    ]
    for start in range(0, len(people), PEOPLE_PER_TRANSACTION):
        some = people[start : start + PEOPLE_PER_TRANSACTION]
        record_ratification_votes(
            version=version,
            votes=[(person, _ballots(principles, answers[person.number - 1])) for person in some],
            origin=Event.Origin.SIMULATED,
        )
        report("The participants vote on the principles", 0.1 + 0.8 * (start + len(some)) / len(people))


def _ballots(principles: list[Principle], answers: NDArray[np.int8]) -> list[RatificationBallot]:
    return [
        RatificationBallot(
            principle, int(value), f"simulation.ratify.{principle.version_id}.{principle.number}"
        )
        for principle, value in zip(principles, answers, strict=True)
    ]


def _sources(deliberation: Deliberation, principles: list[Principle]) -> list[int]:
    """Return the simulation's number of the first statement behind each principle."""
    simulated = {stored: planned for planned, stored in simulated_statement_numbers(deliberation).items()}
    return [
        simulated[principle.statement_links.order_by("statement__number")[0].statement.number]
        for principle in principles
    ]


def _answers(assembly: Assembly, sources: list[int], seed: int) -> NDArray[np.int8]:
    """Draw (participants, principles) answers: adopt 1, pass 0, reject -1."""
    rng = np.random.default_rng([seed, 1])
    statements: dict[int, Any] = {statement.number: statement for statement in assembly.statements}
    size = len(assembly.citizens)
    utility = opinions.utilities(
        np.array([statements[number].appeal for number in sources]),
        np.array([statements[number].loadings for number in sources]).reshape(-1, 2),
        assembly.position,
        rng.normal(scale=opinions.LENIENCY_SPREAD, size=size),
    )
    tau = opinions.MEDIAN_TAU * rng.lognormal(sigma=opinions.TAU_SPREAD, size=size)
    return opinions.draw_votes(utility, tau[:, None], rng)
