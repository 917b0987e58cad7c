"""What a simulated deliberation was asked for, and where its statements are found in it."""

from dataclasses import dataclass
from typing import Final

from deliberation.models import Deliberation, Event
from deliberation.simulation.assembly import Assembly, simulate
from deliberation.simulation.citizens import AssemblyPlan
from deliberation.simulation.coordination import Coordination, Style, coordinate
from deliberation.simulation.statements import choose_statements

STATEMENT_KEY: Final = "simulation.statement."


@dataclass(frozen=True)
class SimulationRequest:
    """What was asked of a simulation; the same request always gives the same assembly."""

    participants: int
    statements: int
    votes_per_participant: int
    seed: int
    coordinated: float = 0.0
    coordination_style: Style = "copies"
    coordination_noise: float = 0.0

    def assembly(self) -> Assembly:
        """Simulate the assembly.

        Raises:
            ValueError: a number is out of range.
        """
        plan = AssemblyPlan(
            participants=self.participants, votes_per_participant=self.votes_per_participant, seed=self.seed
        )
        assembly = simulate(plan, choose_statements(self.statements))
        if not self.coordinated:
            return assembly
        coordination = Coordination(
            share=self.coordinated, style=self.coordination_style, noise=self.coordination_noise
        )
        return coordinate(assembly, coordination)


def request_behind(deliberation: Deliberation) -> SimulationRequest | None:
    """Return the request that a simulated deliberation was made by, or None for any other."""
    created = (
        Event.objects.filter(
            deliberation=deliberation,
            kind=Event.Kind.DELIBERATION_CREATED,
            origin=Event.Origin.SIMULATED,
        )
        .select_related("payload")
        .first()
    )
    if created is None or "simulation" not in created.payload.body:
        return None
    return SimulationRequest(**created.payload.body["simulation"])


def simulated_statement_numbers(deliberation: Deliberation) -> dict[int, int]:
    """Map the numbers of the simulation's statements to their numbers in the deliberation."""
    proposals = Event.objects.filter(
        deliberation=deliberation,
        kind=Event.Kind.STATEMENT_PROPOSED,
        client_key__startswith=STATEMENT_KEY,
    ).values_list("client_key", "payload__body")
    return {int(key.removeprefix(STATEMENT_KEY)): body["statement"] for key, body in proposals}
