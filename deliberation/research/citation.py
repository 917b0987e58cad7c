"""How to cite the data of a deliberation: who made it, where it is, and which state of it is meant. PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

_ORCID: Final = re.compile(r"\s*\(?(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\)?\s*$")
_LATEX: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "$": r"\$", "&": r"\&",
    "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip


class Licence(NamedTuple):
    """A licence by its SPDX name, its full name and its address."""

    spdx: str
    title: str
    address: str


LICENCES: Final = (
    Licence("CC0-1.0", "Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    Licence("CC-BY-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    Licence(
        "CC-BY-SA-4.0",
        "Creative Commons Attribution ShareAlike 4.0",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    Licence(
        "CC-BY-NC-4.0",
        "Creative Commons Attribution NonCommercial 4.0",
        "https://creativecommons.org/licenses/by-nc/4.0/",
    ),
    Licence(
        "ODbL-1.0",
        "Open Data Commons Open Database License 1.0",
        "https://opendatacommons.org/licenses/odbl/1-0/",
    ),
)


class Author(NamedTuple):
    """Who made the data: a person with a family name, or an organisation with a name alone."""

    name: str
    given: str = ""
    orcid: str = ""

    @property
    def is_person(self) -> bool:
        """Whether it is a person."""
        return bool(self.given)

    @property
    def sorted_name(self) -> str:
        """The name as catalogues sort it: family name first."""
        return f"{self.name}, {self.given}" if self.given else self.name


@dataclass(frozen=True)
class Work:
    """What is cited.

    Attributes:
        title, description, language: of the deliberation.
        authors, publisher: as the organisers say; never empty.
        created, issued: day on which the deliberation began, and that of the analysis.
        snapshot: the hash of the state.
        address: of the page with the data.
        licence: None where the organisers have said nothing of one.
        doi: without anything before `10.`; empty where there is none.
        participants, statements, votes: how many the analysis counted.
    """

    title: str
    description: str
    language: str
    authors: tuple[Author, ...]
    publisher: str
    created: date
    issued: date
    snapshot: str
    address: str
    licence: Licence | None
    doi: str
    participants: int
    statements: int
    votes: int

    @property
    def version(self) -> str:
        """The beginning of the snapshot's hash."""
        return self.snapshot[:12]

    @property
    def link(self) -> str:
        """Where the data can be found: by the DOI, or else on the site."""
        return f"https://doi.org/{self.doi}" if self.doi else self.address

    @property
    def summary(self) -> str:
        """What it holds, in a sentence."""
        return (
            f"Statements, votes and opinion groups of the deliberation “{self.title}”: {self.votes} votes of "
            f"{self.participants} participants on {self.statements} statements."
        )


def authors_in(text: str) -> tuple[Author, ...]:
    """Return the authors of a text with one on each line.

    `Lovelace, Ada` is a person, a line without a comma an organisation; an ORCID iD may stand behind a name.

    Raises:
        ValueError: an ORCID iD has the wrong check digit, or nothing stands before it.
    """
    return tuple(_author(line.strip()) for line in text.splitlines() if line.strip())


def _author(line: str) -> Author:
    found = _ORCID.search(line)
    orcid = found[1] if found else ""
    if orcid and not is_orcid(orcid):
        raise ValueError(orcid)
    name = (line[: found.start()] if found else line).strip(" ,")
    if not name:
        raise ValueError(line)
    family, _comma, given = (part.strip() for part in name.partition(","))
    return Author(family, given, orcid) if family and given else Author(name, "", orcid)


def is_orcid(text: str) -> bool:
    """Whether the last sign is the check digit of the others (ISO 7064, MOD 11-2)."""
    total = 0
    for digit in text.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    return text[-1] == "0123456789X"[(12 - total % 11) % 11]


def sentence(work: Work) -> str:
    """Return the citation as a sentence, in the manner of the American Psychological Association."""
    names = [
        f"{author.name}, {_initials(author.given)}" if author.is_person else author.name
        for author in work.authors
    ]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"
    stop = "" if listed.endswith(".") else "."
    return (
        f"{listed}{stop} ({work.issued.year}). {work.title} (Version {work.version}) [Data set]. "
        f"{work.publisher}. {work.link}"
    )


def bibtex(work: Work) -> str:
    """Return the citation as an entry of a BibTeX file."""
    names = " and ".join(
        f"{_latex(author.name)}, {_latex(author.given)}" if author.is_person else f"{{{_latex(author.name)}}}"
        for author in work.authors
    )
    fields = {
        "author": names,
        "title": f"{{{_latex(work.title)}}}",
        "year": str(work.issued.year),
        "publisher": _latex(work.publisher),
        "version": work.version,
        "note": f"Data set; snapshot {work.snapshot}",
        **({"doi": work.doi} if work.doi else {}),
        "url": work.link,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{concord-{work.version},\n{lines}}}\n"


def _initials(given: str) -> str:
    return " ".join(f"{part[0]}." for part in given.split())


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in " ".join(text.split()))
