"""Deciding about the statements of a simulated assembly, through the moderation service."""

from typing import Final

from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, ModerationDecision, Statement, User
from deliberation.models.events import Event
from deliberation.models.statements import StatementQuerySet
from deliberation.moderation.services import moderate_statement
from deliberation.organising.simulation_request import request_behind, simulated_statement_numbers
from deliberation.simulation.statements import SimulatedStatement, choose_statements

Outcome = ModerationDecision.Outcome
Reason = ModerationDecision.Reason

REJECTIONS: Final = {
    "off_topic": (Reason.OFF_TOPIC, ""),
    "abusive": (Reason.HATEFUL, "It attacks people instead of saying how an AI should behave."),
    "injection": (Reason.SPAM, "It is an instruction to a program, not a statement to vote on."),
}


def moderate_simulated_statements(
    *, deliberation: Deliberation, decided_by: User | None, leave_pending: int = 0
) -> int:
    """Decide about the waiting statements of a simulation as a fair moderator would; return how many.

    Statements on the subject are accepted, those about the deliberation itself marked as such. Off-topic
    and abusive ones and instructions to programs are rejected with a reason; the last `leave_pending` of
    these stay in the queue, for visitors of a demonstration to decide about.
    """
    waiting = _pairs(deliberation, deliberation.statements.awaiting_moderation())
    rejected = [planned.number for planned, _statement in waiting if planned.is_rejected]
    left = set(rejected[len(rejected) - leave_pending :]) if leave_pending else set()
    decided = 0
    for planned, statement in waiting:
        if planned.number in left:
            continue
        reason, note = REJECTIONS.get(planned.role, ("", ""))
        moderate_statement(
            statement=statement,
            outcome=Outcome.REJECTED if planned.is_rejected else Outcome.ACCEPTED,
            decided_by=decided_by,
            reason=reason,
            note=note,
            is_meta=planned.role == "meta",
            origin=Event.Origin.SIMULATED,
        )
        decided += 1
    return decided


def merge_simulated_duplicates(
    *, deliberation: Deliberation, decided_by: User | None, limit: int | None = None
) -> int:
    """Merge near-duplicates into the statements they repeat, at most `limit` of them; return how many.

    Meant for after the vote, when both of a pair hold votes. Pairs that somebody decided about are left.
    """
    numbers = simulated_statement_numbers(deliberation)
    open_now = {statement.number: statement for statement in deliberation.statements.open_for_voting()}
    merged = 0
    for planned, statement in _pairs(deliberation, deliberation.statements.open_for_voting()):
        if planned.role != "near_duplicate" or planned.relates_to is None or merged == limit:
            continue
        target = open_now.get(numbers.get(planned.relates_to, 0))
        if target is None or statement.merged_statements.exists():
            continue
        moderate_statement(
            statement=statement,
            outcome=Outcome.DUPLICATE,
            decided_by=decided_by,
            duplicate_of=target,
            client_key=f"simulation.merge.{planned.number}",
            origin=Event.Origin.SIMULATED,
        )
        merged += 1
    return merged


def _pairs(
    deliberation: Deliberation, statements: StatementQuerySet
) -> list[tuple[SimulatedStatement, Statement]]:
    """Pair each of the statements with what the simulation knows about it, in the simulation's order."""
    request = request_behind(deliberation)
    if request is None:
        raise WorkRefused(f"The deliberation {deliberation.slug!r} was not simulated.")
    numbers = simulated_statement_numbers(deliberation)
    present = {statement.number: statement for statement in statements}
    return [
        (planned, present[numbers[planned.number]])
        for planned in choose_statements(request.statements)
        if numbers.get(planned.number) in present
    ]
