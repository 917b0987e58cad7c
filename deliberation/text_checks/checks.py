"""All checks of a text at once. PURE."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from deliberation.text_checks.flag import Flag, excerpt
from deliberation.text_checks.languages import language_flags
from deliberation.text_checks.links import link_flags
from deliberation.text_checks.normalisation import considered
from deliberation.text_checks.personal_data import personal_data_flags
from deliberation.text_checks.prompt_injection import injection_flags
from deliberation.text_checks.repetition import repetition_flags
from deliberation.text_checks.toxicity import toxicity_flags

ToxicityCheck = Callable[[str], Iterable[str]]
"""A site's own check: takes a text, returns the passages it finds abusive, none where there are none."""


def check_text(
    text: str, *, languages: Sequence[str] = (), toxicity: ToxicityCheck | None = None
) -> tuple[Flag, ...]:
    """Return everything about a text that a person may want to look at.

    Args:
        text: what somebody wrote, as it came or as it is stored.
        languages: codes of the expected languages. Empty: the language is not checked, and nothing is
            loaded for it.
        toxicity: used instead of the list of words that comes with the project.
    """
    text = considered(text)
    abusive = (
        toxicity_flags(text)
        if toxicity is None
        else tuple(Flag("toxicity", "model", excerpt(passage)) for passage in toxicity(text))
    )
    return (
        *language_flags(text, languages),
        *personal_data_flags(text),
        *link_flags(text),
        *repetition_flags(text),
        *abusive,
        *injection_flags(text),
    )
