"""Critique and revision request for an English principle that a person worded. PURE."""

from __future__ import annotations

import re

_FORMS = (
    (r"is (?:the )?least likely to (?P<said>.+)", "might {said}", "does not {said}"),
    (r"is (?:the )?most likely to (?P<said>.+)", "does not {said}", "does {said}"),
    (r"is (?:the )?least (?P<said>.+)", "is {said}", "is not {said}"),
    (r"is (?:the )?most (?P<said>.+)", "is not {said}, or less so than it could be", "is {said}"),
    (r"is (?P<said>as .+ as possible.*)", "is not {said}", "is {said}"),
    (r"least (?P<said>\w+[^s\W]s .+)", "{said}", "no longer {said}"),
)
_COMPOUND = re.compile(r"[.;]\s|\b(?:that|and|but)\s+(?:is\s+)?(?:also\s+)?(?:least|most)\b|[“”]")


def requests_for_edited_english(principle: str) -> tuple[str, str]:
    """Return critique and revision request for a principle that a person worded.

    Where it keeps to one of the usual forms they are made from its parts, otherwise they quote it.
    """
    said = re.fullmatch(r"Choose the response that (.+?)\.?", principle.strip(), re.DOTALL)
    if said and not _COMPOUND.search(said[1]):
        for pattern, lacking, wanted in _FORMS:
            form = re.fullmatch(pattern, said[1])
            if form:
                return (
                    f"Identify specific ways in which the response {lacking.format(said=form['said'])}.",
                    f"Rewrite the response so that it {wanted.format(said=form['said'])}.",
                )
    quoted = f"“{principle.strip()}”"
    return (
        f"Identify specific ways in which the response would not be chosen by this rule: {quoted}",
        f"Rewrite the response so that it would be chosen by this rule: {quoted}",
    )
