"""What a trace says, link by link; nothing here names a person. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from deliberation.results.tallies import Tally

FORMAT: Final = "concord-trace/1"
NAMES: Final = {"passed": "pass"}
"""Fields that cannot be called in Python what the exports call them."""


@dataclass(frozen=True)
class Sealed:
    """Where an event stands in the sealed log.

    Attributes:
        leaf: hash of its entry; `position`: its place, from 0.
        seal: number of the seal that the proof leads to; `size`, `root`: what that seal covers.
        proof: path from the leaf to the root (RFC 9162, section 2.1.3); empty where it was not asked for.
    """

    leaf: str
    position: int
    seal: int
    size: int
    root: str
    proof: tuple[str, ...] = ()


@dataclass(frozen=True)
class Act:
    """Something that was recorded: what and when, never by whom.

    Attributes:
        event: what the event is called in public; it does not tell the event's commitment, from which one
            could find out which account acted.
        kind: of the event; `origin`: web, command, imported or simulated.
        sealed: its place in the sealed log; None until it is sealed.
    """

    event: str
    kind: str
    at: datetime
    origin: str
    sealed: Sealed | None


@dataclass(frozen=True)
class ModerationAct(Act):
    """A decision about a statement as the public log has it."""

    outcome: str
    reason: str
    public_reason: str
    role: str
    agreed: str
    merged_into: int | None
    replaced_by: tuple[int, ...]


@dataclass(frozen=True)
class Votes:
    """Counted votes; None for what too few people stand behind.

    `by_group` has the letter of each opinion group.
    """

    everyone: Tally | None
    by_group: Mapping[str, Tally | None]


@dataclass(frozen=True)
class TracedStatement:
    """What somebody said, how it was moderated, and how people voted on it.

    Attributes:
        text: empty where the rules of the moderation log hide it; then `hidden_because` says why.
        votes: by the analysis that the trace is about; None where there is none or it is not open.
        came_from, replaced_by: numbers of the statements it was put into other words from, and into.
        merged_into, absorbed: the statement that says the same and stands for it, and those it stands for.
    """

    number: int
    text: str
    language: str
    hidden_because: str
    from_organisers: bool
    proposed_at: datetime | None
    votes: Votes | None
    came_from: tuple[int, ...]
    replaced_by: tuple[int, ...]
    merged_into: int | None
    absorbed: tuple[int, ...]
    moderation: tuple[ModerationAct, ...]


@dataclass(frozen=True)
class TracedEdit:
    """One change of wording.

    Attributes:
        id: its name for `trace`; `by`: "rule" or "organiser".
    """

    id: str
    by: str
    rule: str
    before: str
    after: str
    why: str
    act: Act


@dataclass(frozen=True)
class TracedConcern:
    """What a person decided about a possible flaw; `prevails` names the principle that goes before."""

    kind: str
    decision: str
    found_by: str
    other: str
    prevails: str
    why: str
    act: Act | None


@dataclass(frozen=True)
class Decision:
    """What the participants answered when they were asked: adoption counts as agreement."""

    adopted: bool
    reason: str
    answers: Votes


@dataclass(frozen=True)
class Guarded:
    """The hashes that guard a version.

    Attributes:
        principle: SHA-256 of the principle with everything behind it; empty for a whole version.
        constitution: SHA-256 of the version; it covers every principle's.
        input, result: of the votes that were analysed, and of what the analysis found.
        export: address of the folder's file that has all of it.
    """

    principle: str
    constitution: str
    input: str
    result: str
    export: str


@dataclass(frozen=True)
class Use:
    """Where a version was used afterwards, a training run for example."""

    version: int
    kind: str
    name: str
    state: str
    at: datetime
    address: str


@dataclass(frozen=True)
class TracedVersion:
    """A version and what was recorded about it.

    Attributes:
        id: its name for `trace`.
        selection: the rules by which its statements were chosen.
        acts: drafting, opening, closing, ratifying; the oldest first.
    """

    id: str
    number: int
    state: str
    parent: int | None
    decided_by: str
    drafted_at: datetime
    ratified_at: datetime | None
    selection: Mapping[str, Any]
    analysed_at: datetime
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class Origin:
    """A principle of another version that this one goes on from, or that goes on from it."""

    id: str
    text: str


@dataclass(frozen=True)
class PrincipleTrace:
    """From a principle back to every statement, vote, decision and change behind it."""

    id: str
    label: str
    text: str
    language: str
    kind: str
    state: str
    topic: str
    version: TracedVersion
    statements: tuple[TracedStatement, ...]
    edits: tuple[TracedEdit, ...]
    concerns: tuple[TracedConcern, ...]
    ratification: Decision | None
    replaces: Origin | None
    replaced_by: tuple[Origin, ...]
    hashes: Guarded
    used_by: tuple[Use, ...]


@dataclass(frozen=True)
class Fate:
    """What became of a statement in one version.

    Attributes:
        outcome: "principle", "rejected" (by the participants), "contested", "set aside" (not trainable),
            "merged", "not selected", or "not considered" (it was not among the statements analysed).
        principle: the name of its principle for `trace`, empty without one; `text`: its words.
        reason, detail: as the version keeps them for statements that are none.
        used_by: where the version was used, if the statement is part of it.
    """

    version: int
    version_state: str
    in_force: bool
    outcome: str
    principle: str
    label: str
    text: str
    reason: str
    detail: str
    used_by: tuple[Use, ...]

    @property
    def principle_number(self) -> int | None:
        """The number of its principle; None without one."""
        return int(self.label[1:]) if self.label else None


@dataclass(frozen=True)
class StatementTrace:
    """From a statement forward to its principle in each version, or to the reason why it is none."""

    id: str
    statement: TracedStatement
    fates: tuple[Fate, ...]


@dataclass(frozen=True)
class EditTrace:
    """One change of wording, and the principle it belongs to."""

    id: str
    edit: TracedEdit
    principle: Origin
    version: TracedVersion
    hashes: Guarded


@dataclass(frozen=True)
class Behind:
    """A principle of a version and the numbers of the statements behind it."""

    id: str
    text: str
    state: str
    statements: tuple[int, ...]


@dataclass(frozen=True)
class VersionTrace:
    """A version, its principles with their statements, and where it was used."""

    id: str
    version: TracedVersion
    principles: tuple[Behind, ...]
    contested: tuple[int, ...]
    not_selected: Mapping[str, int]
    hashes: Guarded
    used_by: tuple[Use, ...]


Trace = PrincipleTrace | StatementTrace | EditTrace | VersionTrace


def as_json(trace: Trace) -> dict[str, Any]:
    """Return a trace as plain JSON; times in ISO 8601, counts that are held back as null."""
    plain = _plain(asdict(trace))
    if plain.get("ratification"):
        plain["ratification"]["answers"] = _as_answers(plain["ratification"]["answers"])
    return {"format": FORMAT, "trace": trace.id.partition(":")[0], **plain}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {NAMES.get(key, str(key)): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _as_answers(votes: dict[str, Any]) -> dict[str, Any]:
    """Return counted answers under their own names instead of those of votes on a statement."""

    def named(tally: dict[str, int] | None) -> dict[str, int] | None:
        return tally and {"adopt": tally["agree"], "reject": tally["disagree"], "neither": tally["pass"]}

    by_group = {letter: named(tally) for letter, tally in votes["by_group"].items()}
    return {"everyone": named(votes["everyone"]), "by_group": by_group}
