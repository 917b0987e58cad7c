"""A comparison as JSON and as lines of text. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from constitution.comparing.comparison import Alone, Comparison, Pairing


def as_json(found: Comparison, ours: Sequence[str], theirs: Sequence[str]) -> dict[str, Any]:
    """Return a comparison of A (ours) with B (theirs) as plain values; numbers count from 1."""
    return {
        "matched": _pairs(found.matched, ours, theirs),
        "partial": _pairs(found.partial, ours, theirs),
        "contradicts": _pairs(found.contradicting, ours, theirs),
        "only_a": _alone(found.only_ours, ours),
        "only_b": _alone(found.only_theirs, theirs),
        "overlap": found.overlap,
        "overlap_a": found.overlap_ours,
        "overlap_b": found.overlap_theirs,
        "novelty": found.novelty,
        "missing": found.missing,
        "encoders": list(found.encoders),
    }


def told(
    found: Comparison, ours: Sequence[str], theirs: Sequence[str], names: tuple[str, str] = ("A", "B")
) -> str:
    """Return a comparison as a summary line and lists."""
    partly = len({pair.ours for pair in found.partial} - {pair.ours for pair in found.matched})
    lines = [
        f"{len(found.matched)} of {len(ours)} principles of {names[0]} are also in {names[1]}, "
        f"{partly} partly; {len(found.only_ours)} are only in {names[0]}; "
        f"{len(found.only_theirs)} of {len(theirs)} of {names[1]} are missing there. "
        f"Overlap {found.overlap:.0%}.",
        "Compared with " + " and ".join(found.encoders)
        if found.encoders
        else "Compared by words alone: no sentence encoder is installed, so fewer matches are found.",
    ]
    for title, pairs in (
        ("The same", found.matched),
        ("In part", found.partial),
        ("Opposite", found.contradicting),
    ):
        lines += ["", f"{title}:", *(_line(pair, ours, theirs) for pair in pairs)] if pairs else []
    for name, alone, texts in (
        (names[0], found.only_ours, ours),
        (names[1], found.only_theirs, theirs),
    ):
        lines += ["", f"Only in {name}:", *(f"  {texts[one.place]}" for one in alone)] if alone else []
    return "\n".join(lines)


def _line(pair: Pairing, ours: Sequence[str], theirs: Sequence[str]) -> str:
    why = f" ({' '.join(pair.why)})" if pair.why else ""
    return f"  {pair.confidence:.2f}  {ours[pair.ours]}\n        {theirs[pair.theirs]}{why}"


def _pairs(pairs: Iterable[Pairing], ours: Sequence[str], theirs: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "a": pair.ours + 1,
            "b": pair.theirs + 1,
            "text_a": ours[pair.ours],
            "text_b": theirs[pair.theirs],
            "confidence": pair.confidence,
            "why": list(pair.why),
        }
        for pair in pairs
    ]


def _alone(alone: Iterable[Alone], texts: Sequence[str]) -> list[dict[str, Any]]:
    return [{"n": one.place + 1, "text": texts[one.place], "confidence": one.confidence} for one in alone]
