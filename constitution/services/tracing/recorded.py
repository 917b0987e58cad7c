"""Recorded events as a trace tells them, with their place in the sealed log."""

import hashlib
from collections.abc import Iterable

from constitution.models import ConstitutionVersion
from constitution.tracing import Act, ModerationAct, Sealed
from deliberation.integrity.proofs import SealedTree
from deliberation.models import Deliberation, Event, LogSeal
from deliberation.moderation.public_log import LENGTH_OF_NAME, LogEntry, entries_about

OF_VERSIONS = (
    Event.Kind.CONSTITUTION_DRAFTED,
    Event.Kind.RATIFICATION_OPENED,
    Event.Kind.RATIFICATION_CLOSED,
    Event.Kind.CONSTITUTION_RATIFIED,
)


class Record:
    """A deliberation's sealed log, for as many events as one trace has.

    `with_proofs` asks for the path of each event to the root of the latest seal.
    """

    def __init__(self, deliberation: Deliberation, *, with_proofs: bool = False) -> None:
        self.deliberation = deliberation
        self._seal = LogSeal.objects.filter(deliberation=deliberation).order_by("-number").first()
        self._tree = SealedTree(deliberation, self._seal.size) if self._seal and with_proofs else None

    def act(self, event: Event) -> Act:
        """Return one event; its `sealed` has to be read with it."""
        sealed = getattr(event, "sealed", None)
        return Act(
            event=hashlib.sha256(event.commitment.encode()).hexdigest()[:LENGTH_OF_NAME],
            kind=event.kind,
            at=event.occurred_at or event.recorded_at,
            origin=event.origin,
            sealed=self._sealed(sealed.leaf, sealed.position) if sealed else None,
        )

    def acts_of(self, version: ConstitutionVersion) -> tuple[Act, ...]:
        """Return how a version came about, the oldest first."""
        events = Event.objects.filter(
            deliberation=self.deliberation, kind__in=OF_VERSIONS, payload__body__version=version.number
        )
        return tuple(self.act(event) for event in events.select_related("sealed").order_by("id"))

    def moderation_of(self, statements: Iterable[int]) -> dict[int, tuple[ModerationAct, ...]]:
        """Return what was decided about each statement, the oldest first."""
        found: dict[int, list[ModerationAct]] = {}
        for entry in entries_about(self.deliberation, list(statements)):
            found.setdefault(entry.statement, []).append(self._moderation_act(entry))
        return {number: tuple(acts) for number, acts in found.items()}

    def _moderation_act(self, entry: LogEntry) -> ModerationAct:
        return ModerationAct(
            event=entry.name,
            kind=entry.about,
            at=entry.at,
            origin=entry.origin,
            sealed=self._sealed(entry.leaf, entry.position) if entry.position is not None else None,
            outcome=entry.outcome,
            reason=entry.reason,
            public_reason=entry.public_reason,
            role=entry.role,
            agreed=entry.agreed,
            merged_into=entry.merged_into,
            replaced_by=entry.replaced_by,
        )

    def _sealed(self, leaf: str, position: int) -> Sealed | None:
        # Sealed a moment ago, after the seal was read: the next trace has it.
        if self._seal is None or position >= self._seal.size:
            return None
        return Sealed(
            leaf=leaf,
            position=position,
            seal=self._seal.number,
            size=self._seal.size,
            root=self._seal.root,
            proof=tuple(self._tree.inclusion(position)) if self._tree else (),
        )
