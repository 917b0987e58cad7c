"""What a computer noticed about a statement's text, as quiet marks with their why. Suggestions only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deliberation.models import Statement
from deliberation.moderation.flags import flags_in, flags_of, why
from deliberation.text_checks.flag import Flag

TITLES: dict[str, str | Promise] = {
    "language": _("Another language?"),
    "personal_data": _("Personal data?"),
    "link": _("A link"),
    "spam": _("Spam?"),
    "toxicity": _("Hurtful words?"),
    "injection": _("Written for a machine?"),
}


@dataclass(frozen=True)
class Mark:
    """One thing that was noticed: what it is about, and why."""

    kind: str
    why: str

    @property
    def title(self) -> str | Promise:
        """What it is about, as a question or in two words."""
        return TITLES.get(self.kind, self.kind)


def marks_of(statements: Sequence[Statement]) -> dict[int, list[Mark]]:
    """Return the marks of statements by their keys."""
    found = flags_of(statements)
    return {key: _marks(flags) for key, flags in found.items()}


def marks_in(text: str) -> list[Mark]:
    """Return the marks of a text that is no statement, such as a reason for a vote."""
    return _marks(flags_in(text))


def _marks(flags: Iterable[Flag]) -> list[Mark]:
    """Return one mark for each kind; everything that was noticed of it stands together."""
    reasons: dict[str, list[str]] = {}
    for flag in flags:
        reasons.setdefault(flag.kind, []).append(why(flag))
    return [Mark(kind, " ".join(said)) for kind, said in reasons.items()]
