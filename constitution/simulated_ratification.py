"""Simulated citizens ratify a draft: the people of a simulated assembly vote on its principles.

Each citizen answers a principle as they would its statement, by the same model of opinions
(`deliberation.simulation.opinions`) and a new draw; a share of them does not come back for this vote. Some of
those who would not adopt a principle would change it instead, and a few of them say how. Whoever adopts most
principles adopts the whole.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from constitution.models import ConstitutionVersion, Principle, RatificationVote, Suggestion
from constitution.services import (
    RatificationBallot,
    SuggestionAsRead,
    close_ratification,
    draft_version,
    moderate_suggestion,
    open_ratification,
    record_ratification_votes,
    record_votes_on_whole,
    suggest_wording,
)
from deliberation.jobs import Report
from deliberation.models import Deliberation, Event, Participant
from deliberation.organising.simulation_request import SimulationRequest, simulated_statement_numbers
from deliberation.simulation import opinions
from deliberation.simulation.assembly import Assembly

TURNOUT: Final = 0.4
PEOPLE_PER_TRANSACTION: Final = 100
WOULD_CHANGE: Final = 0.3
"""Share of those who would reject or pass who wish for other words instead."""
SUGGESTIONS: Final = (
    "Say it in plainer words.",
    "Please use simpler words that everybody understands.",
    "Add: unless the person asks for something else.",
    "Add an exception for emergencies.",
    "Make an exception when somebody is in danger.",
    "Make it shorter.",
    "It should also say why.",
    "And the answer should explain its reasons.",
    "Say clearly that this holds for children too.",
)
"""What simulated citizens suggest, in turn; the last suggestion waits for a moderator."""

State = ConstitutionVersion.State
Value = RatificationVote.Value


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
        record_votes_on_whole(
            version=version,
            votes=[
                (person, _on_whole(answers[person.number - 1]), f"simulation.whole.{version.pk}")
                for person in some
            ],
            origin=Event.Origin.SIMULATED,
        )
        report("The participants vote on the principles", 0.1 + 0.8 * (start + len(some)) / len(people))
    _suggest(version, principles)


def _on_whole(answers: NDArray[np.int8]) -> int:
    """Adopt the whole whoever adopts more than half of it, reject it whoever rejects more than half."""
    return int(np.mean(answers == Value.ADOPT) > 0.5) - int(np.mean(answers == Value.REJECT) > 0.5)


def _suggest(version: ConstitutionVersion, principles: list[Principle]) -> None:
    """Let a few say how they would word a principle, and let their suggestions in, all but the last.

    Those who would change it come first; of a small assembly others make up the number.
    """
    wishes = RatificationVote.objects.filter(principle__in=principles)
    wishes = wishes.select_related("principle", "participant__deliberation")
    changes_first = wishes.order_by("-value", "principle__number", "participant__number")
    ordered = list(changes_first[: len(SUGGESTIONS)])
    for wish, text in zip(ordered, SUGGESTIONS, strict=False):
        suggestion = suggest_wording(
            participant=wish.participant,
            principle=wish.principle,
            text=text,
            language="en",
            client_key=f"simulation.suggest.{wish.principle_id}",
            origin=Event.Origin.SIMULATED,
        )
        if suggestion and suggestion.state == Suggestion.State.WAITING and wish != ordered[-1]:
            moderate_suggestion(
                deliberation=version.deliberation,
                as_read=SuggestionAsRead.of(suggestion),
                outcome=Suggestion.State.SHOWN,
                decided_by=None,
                origin=Event.Origin.SIMULATED,
            )


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
    """Draw (participants, principles) answers: adopt 1, pass 0, reject -1, change 2."""
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
    answers = opinions.draw_votes(utility, tau[:, None], rng)
    would_change = np.random.default_rng([seed, 3]).random(answers.shape) < WOULD_CHANGE
    return np.where((answers != Value.ADOPT) & would_change, np.int8(Value.CHANGE), answers)
