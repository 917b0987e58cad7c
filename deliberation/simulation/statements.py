"""The statements of the demo assembly: what they say, and how the simulated citizens take them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import Final

ENGLISH: Final = "en"
REJECTED_ROLES: Final = frozenset({"off_topic", "abusive", "injection"})

# Situations that turn a statement into a narrower one, where an assembly needs more than were written.
SITUATIONS: Final = (
    "In medicine",
    "In the classroom",
    "At work",
    "In a public office",
    "On the telephone",
    "In court",
    "In the kitchen",
    "On a journey",
    "In the bank",
    "In a newsroom",
    "In the family",
    "In a laboratory",
    "On the farm",
    "In a library",
    "In an emergency",
    "In a night-time chat",
    "In an election year",
    "In a shop",
    "In a care home",
    "In a small club",
)


@dataclass(frozen=True)
class SimulatedStatement:
    """One statement of the demo assembly.

    Attributes:
        number: from 1, unique within the collection.
        text: what people read and vote on.
        language: `en`, `zh-hans` or `zh-hant`.
        topic: the subject in one word.
        role: `consensus`, `common`, `divisive`, `opposite`, `near_duplicate`, `meta`, or one that
            moderation rejects: `off_topic`, `abusive`, `injection`.
        relates_to: number of the statement that it repeats, opposes or translates.
        origin: `seed` (written by the organisers) or `participant`.
        loadings: position on the two latent dimensions: individual freedom (+) against common protection
            (-), and usefulness (+) against caution (-).
        appeal: how readily a citizen without any leaning agrees, in standard deviations of the vote noise.
    """

    number: int
    text: str
    language: str
    topic: str
    role: str
    relates_to: int | None
    origin: str
    loadings: tuple[float, float]
    appeal: float

    @property
    def is_rejected(self) -> bool:
        """Whether moderation keeps the statement out of the vote."""
        return self.role in REJECTED_ROLES

    @property
    def is_translation(self) -> bool:
        """Whether it says in another language what the English statement `relates_to` says."""
        return self.language != ENGLISH


def load_statements() -> tuple[SimulatedStatement, ...]:
    """Read all the statements written for the demo assembly, in the order of their numbers."""
    source = resources.files("deliberation.simulation") / "data" / "statements.jsonl"
    return tuple(_read(line) for line in source.read_text(encoding="utf-8").splitlines() if line)


def choose_statements(count: int) -> tuple[SimulatedStatement, ...]:
    """Take `count` statements of every kind, numbered from 1.

    Fewer than were written are taken at even steps, so that every role keeps about its share; a relation to
    a statement left out is dropped. Beyond that, English statements are repeated in narrower situations
    ("At work: the AI should ..."), which is enough for measuring sizes and no more than that.

    Raises:
        ValueError: if `count` is below 1.
    """
    if count < 1:
        raise ValueError("An assembly needs at least one statement.")
    written = load_statements()
    if count > len(written):
        return written + _narrower(written, count - len(written))
    kept = [written[step * len(written) // count] for step in range(count)]
    return _renumbered(kept)


def _read(line: str) -> SimulatedStatement:
    fields = json.loads(line)
    first, second = fields.pop("loadings")
    return SimulatedStatement(loadings=(float(first), float(second)), **fields)


def _renumbered(statements: Sequence[SimulatedStatement]) -> tuple[SimulatedStatement, ...]:
    numbers = {statement.number: position for position, statement in enumerate(statements, start=1)}
    return tuple(
        replace(
            statement,
            number=numbers[statement.number],
            relates_to=numbers.get(statement.relates_to) if statement.relates_to else None,
        )
        for statement in statements
    )


def _narrower(written: Sequence[SimulatedStatement], count: int) -> tuple[SimulatedStatement, ...]:
    sources = [
        statement
        for statement in written
        if not statement.is_translation and not statement.is_rejected and statement.role != "meta"
    ]
    made = []
    for position in range(count):
        repeat, index = divmod(position, len(sources))
        again, situation = divmod(repeat, len(SITUATIONS))
        case = f" (case {again + 1})" if again else ""
        source = sources[index]
        made.append(
            replace(
                source,
                number=len(written) + position + 1,
                text=f"{SITUATIONS[situation]}{case}: {source.text}",
                relates_to=None,
                origin="participant",
            )
        )
    return tuple(made)
