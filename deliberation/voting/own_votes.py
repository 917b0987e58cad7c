"""One's own votes: searched, and narrowed down to one kind."""

from dataclasses import dataclass
from typing import Final, Self

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deliberation.models import Vote

KINDS: Final[dict[str, tuple[Promise, Q]]] = {
    "": (_("All my votes"), Q()),
    "agree": (_("Agree"), Q(value=Vote.Value.AGREE)),
    "disagree": (_("Disagree"), Q(value=Vote.Value.DISAGREE)),
    "pass": (_("Pass"), Q(value=Vote.Value.PASS)),
    "important": (_("Important to me"), Q(is_important=True)),
}
"""What can be asked for: its word in the address, its name, and which votes it means."""


@dataclass(frozen=True)
class OwnVotesQuery:
    """What somebody looks for among their votes."""

    words: str = ""
    kind: str = ""

    @classmethod
    def from_request(cls, parameters: QueryDict) -> Self:
        """Read it from the address; what means nothing asks for everything."""
        kind = parameters.get("show", "")
        words = parameters.get("q", "").replace("\x00", "").strip()[:200]
        return cls(words, kind if kind in KINDS else "")

    @property
    def asks_for_all(self) -> bool:
        """Whether nothing is left out."""
        return not (self.words or self.kind)

    @property
    def choices(self) -> list[tuple[str, Promise]]:
        """The kinds one can ask for, with their names."""
        return [(kind, name) for kind, (name, _votes) in KINDS.items()]

    def among(self, votes: "QuerySet[Vote]") -> "QuerySet[Vote]":
        """Return those of the votes that are asked for; each word has to be in the statement."""
        found = votes.filter(KINDS[self.kind][1])
        for word in self.words.split():
            found = found.filter(statement__text__icontains=word)
        return found
