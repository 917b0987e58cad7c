"""A trace as lines of text, for a terminal. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from constitution.tracing.chain import (
    Act,
    EditTrace,
    Fate,
    Guarded,
    ModerationAct,
    PrincipleTrace,
    StatementTrace,
    Trace,
    TracedConcern,
    TracedEdit,
    TracedStatement,
    TracedVersion,
    Use,
    VersionTrace,
    Votes,
)
from deliberation.results.tallies import Tally


def told(trace: Trace) -> str:
    """Return a trace as text, the beginning of the chain first."""
    if isinstance(trace, PrincipleTrace):
        lines = _principle(trace)
    elif isinstance(trace, StatementTrace):
        lines = _statement_forward(trace)
    elif isinstance(trace, EditTrace):
        lines = _edit_alone(trace)
    else:
        lines = _version_alone(trace)
    return "\n".join([trace.id, *lines])


def _principle(trace: PrincipleTrace) -> Iterator[str]:
    yield f"  {trace.text}"
    yield f"  {trace.kind}, {trace.state}" + (f"; topic: {trace.topic}" if trace.topic else "")
    for statement in trace.statements:
        yield from _statement(statement)
    yield from _version(trace.version)
    for edit in trace.edits:
        yield from _edit(edit)
    for concern in trace.concerns:
        yield from _concern(concern)
    if trace.ratification:
        decision = trace.ratification
        yield f"participants: {'adopted' if decision.adopted else 'not adopted'} ({decision.reason})"
        yield from _votes(decision.answers, ("adopt", "reject", "neither"))
    if trace.replaces:
        yield f"goes on from {trace.replaces.id}"
    yield from (f"goes on in {later.id}" for later in trace.replaced_by)
    yield from _hashes(trace.hashes)
    yield from _uses(trace.used_by)


def _statement_forward(trace: StatementTrace) -> Iterator[str]:
    yield from _statement(trace.statement)
    if not trace.fates:
        yield "no version of a constitution yet"
    for fate in trace.fates:
        yield from _fate(fate)


def _edit_alone(trace: EditTrace) -> Iterator[str]:
    yield f"  of {trace.principle.id}: {trace.principle.text}"
    yield from _edit(trace.edit)
    yield from _version(trace.version)
    yield from _hashes(trace.hashes)


def _version_alone(trace: VersionTrace) -> Iterator[str]:
    yield from _version(trace.version)
    for principle in trace.principles:
        numbers = ", ".join(map(str, principle.statements))
        yield f"  {principle.id} ({principle.state}), from {numbers}: {principle.text}"
    if trace.contested:
        yield f"not agreed on: statements {', '.join(map(str, trace.contested))}"
    for reason, count in trace.not_selected.items():
        yield f"no principle, {reason}: {count}"
    yield from _hashes(trace.hashes)
    yield from _uses(trace.used_by)


def _statement(statement: TracedStatement) -> Iterator[str]:
    words = statement.text or f"[not shown: {statement.hidden_because}]"
    origin = "from the organisers" if statement.from_organisers else "from a participant"
    yield f"statement {statement.number}, {origin}{_on(statement.proposed_at)}: {words}"
    if statement.came_from:
        yield f"  put into other words from {_numbers(statement.came_from)}"
    if statement.replaced_by:
        yield f"  put into other words as {_numbers(statement.replaced_by)}"
    if statement.merged_into is not None:
        yield f"  says the same as {statement.merged_into}, which stands for it"
    if statement.absorbed:
        yield f"  stands for {_numbers(statement.absorbed)} too"
    for act in statement.moderation:
        yield f"  {_moderation(act)}"
    if statement.votes:
        yield from _votes(statement.votes, ("agree", "disagree", "pass"))


def _moderation(act: ModerationAct) -> str:
    words = [act.outcome, act.reason, act.public_reason, act.role, act.agreed]
    return f"{_day(act.at)} {', '.join(word for word in words if word)}{_seal(act)}"


def _version(version: TracedVersion) -> Iterator[str]:
    rule = version.selection.get("rule", "")
    parent = f", after version {version.parent}" if version.parent else ""
    yield f"version {version.number}, {version.state}{parent}" + (f"; chosen by {rule}" if rule else "")
    yield from (f"  {_day(act.at)} {act.kind}{_seal(act)}" for act in version.acts)


def _edit(edit: TracedEdit) -> Iterator[str]:
    yield f"worded by {edit.rule or edit.by}, {_day(edit.act.at)}{_seal(edit.act)}" + (
        f": {edit.why}" if edit.why else ""
    )
    yield f"  - {edit.before or '[not shown]'}"
    yield f"  + {edit.after}"


def _concern(concern: TracedConcern) -> Iterator[str]:
    other = f" with {concern.other}" if concern.other else ""
    first = f"; {concern.prevails} goes before" if concern.prevails else ""
    yield f"looked at: {concern.kind}{other}, {concern.decision}{first}" + (
        f": {concern.why}" if concern.why else ""
    )


def _fate(fate: Fate) -> Iterator[str]:
    force = ", in force" if fate.in_force else ""
    yield f"version {fate.version} ({fate.version_state}{force}): {fate.outcome}" + _why(fate)
    if fate.principle:
        yield f"  {fate.principle}: {fate.text}"
    yield from (f"  {line}" for line in _uses(fate.used_by))


def _why(fate: Fate) -> str:
    told = [part for part in (fate.reason, fate.detail) if part and part != fate.outcome]
    return f" ({', '.join(told)})" if told else ""


def _votes(votes: Votes, sides: tuple[str, str, str]) -> Iterator[str]:
    yield f"  everyone: {_tally(votes.everyone, sides)}"
    yield from (f"  group {letter}: {_tally(tally, sides)}" for letter, tally in votes.by_group.items())


def _tally(tally: Tally | None, sides: tuple[str, str, str]) -> str:
    if tally is None:
        return "too few to be shown"
    counts = (tally.agree, tally.disagree, tally.passed)
    return ", ".join(f"{count:,} {side}" for count, side in zip(counts, sides, strict=True))


def _hashes(hashes: Guarded) -> Iterator[str]:
    if hashes.principle:
        yield f"sha256 of the principle     {hashes.principle}"
    yield f"sha256 of the constitution  {hashes.constitution}"
    yield f"sha256 of what was found    {hashes.result}"
    yield f"sha256 of the votes         {hashes.input}"
    yield f"in full: {hashes.export}"


def _uses(uses: Sequence[Use]) -> Iterator[str]:
    yield from (f"used by {use.kind} {use.name}, {use.state}{_on(use.at)}: {use.address}" for use in uses)


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _seal(act: Act) -> str:
    return f" [place {act.sealed.position} of the sealed log]" if act.sealed else ""


def _on(moment: datetime | None) -> str:
    return f", {_day(moment)}" if moment else ""


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
