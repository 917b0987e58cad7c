"""A data difference in Markdown, for the terminal and the run's folder. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deliberation.text_checks.flag import excerpt
from training_bridge.data_difference import DataDifference, Sample
from training_bridge.data_rows import TrainingRow

MOST_SUSPICIOUS = 50
MOST_SHARES = 10


def markdown(difference: DataDifference) -> str:
    """Say in Markdown what is new in the data, who has the largest part in it and what to look at."""
    lines = [
        "# What this run would train on",
        "",
        f"- Digest of the data: {difference.digest or 'no data yet'}",
        f"- Compared with: {difference.old_digest or 'nothing: there is no earlier data'}",
        f"- Revisions: {difference.accepted} accepted; rejected: {_counts(difference.rejected)}",
        f"- Preference pairs: {_counts(difference.feedback)}",
        "",
        "| stage | rows | added | removed | changed | unchanged |",
        "|---|---:|---:|---:|---:|---:|",
        *(
            f"| {each.stage} | {each.rows} | {each.added} | {each.removed} | {each.changed} "
            f"| {each.unchanged} |"
            for each in difference.stages
        ),
        "",
        *_shares(difference),
        *_suspicious(difference),
        "## Samples",
        "",
        "Of each stage the rows whose content has the smallest SHA-256, changed ones first.",
        "",
        *(line for sample in difference.samples for line in _sample(sample)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _shares(difference: DataDifference) -> Iterable[str]:
    yield "## Share of each principle"
    yield ""
    if difference.largest is None:
        yield "No row names a principle."
    else:
        yield f"The largest {MOST_SHARES} of {len(difference.shares)}, of the rows that name a principle."
        yield ""
        yield "| stage | principle | rows | share |"
        yield "|---|---|---:|---:|"
        for each in difference.shares[:MOST_SHARES]:
            yield f"| {each.stage} | {each.principle_id} | {each.rows} | {each.share:.1%} |"
    if difference.bound is not None:
        verdict = "exceeded by" if difference.exceeds_bound else "kept, before the filters, by"
        yield ""
        yield f"Bound of the settings on one principle's rounds: {difference.bound:.1%}; {verdict} the rows."
    yield ""


def _suspicious(difference: DataDifference) -> Iterable[str]:
    found = difference.suspicious
    yield "## Rows to look at"
    yield ""
    yield f"{len(found)} rows caught the eye." if found else "No row caught the eye."
    yield ""
    for suspicious in found[:MOST_SUSPICIOUS]:
        reasons = "; ".join(
            f"{reason.kind}, {reason.sign} in the {reason.part}: {_quoted(reason.found)}"
            for reason in suspicious.reasons
        )
        yield f"- {suspicious.row.stage} {suspicious.row.id}: {reasons}"
    if len(found) > MOST_SUSPICIOUS:
        yield f"- and {len(found) - MOST_SUSPICIOUS} more"
    if found:
        yield ""


def _sample(sample: Sample) -> Iterable[str]:
    principle = f", principle {sample.row.principle_id}" if sample.row.principle_id else ""
    yield f"### {sample.row.stage} {sample.row.id} ({sample.kind}{principle})"
    yield ""
    yield from _texts(sample.row, "")
    if sample.earlier is not None:
        yield from _texts(sample.earlier, "before: ")
    yield ""


def _texts(row: TrainingRow, prefix: str) -> Iterable[str]:
    for part, text in row.texts.items():
        yield f"- {prefix}{part}: {_quoted(text, 400)}"


def _quoted(text: str, longest: int | None = None) -> str:
    """Give a text as one line of code, in which nothing is markup and nothing is invisible."""
    line = excerpt(text) if longest is None else " ".join(_printable(text).split())[:longest]
    return "`" + line.replace("`", "'") + "`"


def _printable(text: str) -> str:
    return "".join(
        character if character.isprintable() else " " if character.isspace() else f"[U+{ord(character):04X}]"
        for character in text
    )


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in counts.items()) or "none"
