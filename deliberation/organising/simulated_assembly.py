"""Making a simulated assembly in the database, through the same services that serve people.

Every step can be repeated: citizens are known by their participant numbers, statements and votes by their
client keys, so that a run that was interrupted goes on where it stopped, and a finished one stays as it is.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.jobs import Report, WorkRefused
from deliberation.models import (
    Deliberation,
    Event,
    Membership,
    Participant,
    ParticipantProfile,
    Question,
    Role,
    User,
)
from deliberation.organising.simulated_moderation import moderate_simulated_statements
from deliberation.organising.simulation_request import (
    STATEMENT_KEY,
    SimulationRequest,
    request_behind,
    simulated_statement_numbers,
)
from deliberation.simulation.assembly import Assembly
from deliberation.simulation.citizens import AGE_BANDS, LANGUAGES, REGIONS, Citizen
from deliberation.voting.proposals import propose_statement
from deliberation.voting.services import Ballot, record_votes

BATCH: Final = 2000
VOTES_PER_TRANSACTION: Final = 2000
VOTE_KEY: Final = "simulation.vote."

DESCRIPTION: Final = (
    "Artificial intelligence answers questions, writes letters and gives advice. How should it behave? "
    "Everyone may propose rules and vote on them; what all groups agree on becomes the constitution. "
    "The people in this demonstration are simulated."
)


def create_simulated_assembly(
    *,
    slug: str,
    title: str,
    request: SimulationRequest,
    moderator: User | None,
    leave_pending: int = 0,
    report: Report,
) -> Deliberation:
    """Make the deliberation, or go on with it: join, propose, moderate, vote.

    `moderator` becomes a moderator of it and takes the decisions; without one they are the command's own.
    The last `leave_pending` of the statements to reject stay in the queue.

    Raises:
        WorkRefused: the deliberation exists and came about otherwise, or is closed and unfinished.
        ValueError: a number of the request is out of range.
    """
    report("Simulating the citizens", 0.0)
    assembly = request.assembly()
    report("Joining", 0.02)
    deliberation = open_simulated_deliberation(slug=slug, title=title, request=request, assembly=assembly)
    if moderator is not None:
        Membership.objects.get_or_create(
            user=moderator, deliberation=deliberation, defaults={"role": Role.MODERATOR}
        )
    if _is_complete(deliberation, assembly):
        return deliberation
    if not deliberation.is_open:
        raise WorkRefused(f"The deliberation {slug!r} is closed; its simulation cannot go on.")
    report("Proposing statements", 0.05)
    propose_simulated_statements(deliberation=deliberation, assembly=assembly)
    report("Moderating", 0.2)
    moderate_simulated_statements(
        deliberation=deliberation, decided_by=moderator, leave_pending=leave_pending
    )
    cast_simulated_votes(
        deliberation=deliberation,
        assembly=assembly,
        report=lambda step, fraction: report(step, 0.3 + 0.7 * fraction),
    )
    report("Done", 1.0)
    return deliberation


@transaction.atomic
def open_simulated_deliberation(
    *, slug: str, title: str, request: SimulationRequest, assembly: Assembly
) -> Deliberation:
    """Create the deliberation with all its citizens, or return the one made by the same request.

    Raises:
        WorkRefused: the deliberation exists and came about otherwise.
    """
    known = Deliberation.objects.filter(slug=slug).first()
    if known is not None:
        if request_behind(known) != request:
            raise WorkRefused(
                f"The deliberation {slug!r} exists and was not simulated with these numbers; "
                "choose another slug, or the numbers it was made with."
            )
        return known
    deliberation = Deliberation.objects.create(
        slug=slug,
        title=title,
        description=DESCRIPTION,
        languages=[code for code, _share in LANGUAGES if code != "en"],
    )
    record_event(
        deliberation,
        EventDraft(
            kind=Event.Kind.DELIBERATION_CREATED,
            body={"title": title, "language": deliberation.language, "simulation": asdict(request)},
            client_key="simulation.created",
            origin=Event.Origin.SIMULATED,
        ),
    )
    _ask_questions(deliberation)
    _join(deliberation, assembly.citizens)
    return deliberation


def propose_simulated_statements(*, deliberation: Deliberation, assembly: Assembly) -> None:
    """Propose what is not there yet: seeds by the organisers, the rest by their authors."""
    known = simulated_statement_numbers(deliberation)
    people = _citizens_of(deliberation)
    for statement in assembly.statements:
        if statement.number not in known:
            propose_statement(
                deliberation=deliberation,
                text=statement.text,
                client_key=f"{STATEMENT_KEY}{statement.number}",
                author=people.get(assembly.authors.get(statement.number, 0)),
                language=statement.language,
                is_seed=statement.origin == "seed",
                origin=Event.Origin.SIMULATED,
            )


def cast_simulated_votes(*, deliberation: Deliberation, assembly: Assembly, report: Report) -> int:
    """Cast the votes in their order, on accepted statements only; return how many were new."""
    numbers = simulated_statement_numbers(deliberation)
    open_now = {statement.number: statement for statement in deliberation.statements.open_for_voting()}
    people = _citizens_of(deliberation)
    cast = 0
    total = len(assembly.value)
    for start in range(0, total, VOTES_PER_TRANSACTION):
        report(f"Voting, {start:,} of {total:,}", start / total)
        part = slice(start, start + VOTES_PER_TRANSACTION)
        rows = zip(
            assembly.participant[part].tolist(),
            assembly.statement[part].tolist(),
            assembly.value[part].tolist(),
            strict=True,
        )
        votes = [
            (people[citizen], [Ballot(open_now[numbers[number]], value, f"{VOTE_KEY}{number}")])
            for citizen, number, value in rows
            if citizen in people and numbers.get(number) in open_now
        ]
        cast += len(record_votes(deliberation, votes, origin=Event.Origin.SIMULATED))
    return cast


def _ask_questions(deliberation: Deliberation) -> None:
    """Ask what the simulated citizens have answered, so that their answers can be shown."""
    asked = [
        ("age_band", "How old are you?", [name for name, _share in AGE_BANDS]),
        ("region", "Where do you live?", [name for name, _share, _leaning in REGIONS]),
    ]
    Question.objects.bulk_create(
        Question(deliberation=deliberation, key=key, position=position, text=text, options=options)
        for position, (key, text, options) in enumerate(asked)
    )


def _join(deliberation: Deliberation, citizens: Sequence[Citizen]) -> None:
    """Make the participants of a new deliberation in bulk; a citizen's number becomes the participant's."""
    now = timezone.now()
    participants = Participant.objects.bulk_create(
        [
            Participant(
                deliberation=deliberation,
                number=citizen.number,
                origin=Participant.Origin.SIMULATED,
                consent_version=deliberation.consent_version,
                joined_at=now,
            )
            for citizen in citizens
        ],
        batch_size=BATCH,
    )
    ParticipantProfile.objects.bulk_create(
        [
            ParticipantProfile(participant=participant, answers=_answers(citizen))
            for participant, citizen in zip(participants, citizens, strict=True)
        ],
        batch_size=BATCH,
    )
    deliberation.next_participant_number = len(citizens) + 1
    deliberation.save(update_fields=["next_participant_number"])


def _answers(citizen: Citizen) -> dict[str, Any]:
    return {"age_band": citizen.age_band, "region": citizen.region, "language": citizen.language}


def _citizens_of(deliberation: Deliberation) -> dict[int, Participant]:
    """The simulated participants by number, without those who have been deleted since."""
    citizens = deliberation.participants.filter(origin=Participant.Origin.SIMULATED)
    people = {participant.number: participant for participant in citizens}
    for participant in people.values():
        participant.deliberation = deliberation
    return people


def _is_complete(deliberation: Deliberation, assembly: Assembly) -> bool:
    """Whether every vote of the simulation has been cast; one without votes is never taken for complete."""
    cast = Event.objects.filter(
        deliberation=deliberation, kind=Event.Kind.VOTE_CAST, origin=Event.Origin.SIMULATED
    )
    return 0 < len(assembly.value) == cast.count()
