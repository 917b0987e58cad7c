"""What a critic reads, and what it says of a row: passages quoted from it, each with what is wrong. PURE.

A model that points at problems in an answer, for a person who decides (Saunders et al. 2022,
*Self-critiquing models for assisting human evaluators*; McAleese et al. 2024, *LLM Critics Help Catch LLM
Bugs*). Plain text after examples of our own, one turn a line, as in critique and revision.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from deliberation.integrity.evidence import content_hash
from deliberation.integrity.plain_text import clean_text
from training_bridge.critic.passages import Passage, passage_of
from training_bridge.critic.reviews import Fault
from training_bridge.critique_revision import SEPARATOR, one_turn
from training_bridge.records import Provenance, row_id

TURNS = ("Human", "Assistant", "Principle", "Faults")
NO_PRINCIPLE = "Choose the response that is true, polite and useful."
"""What a helpful example is read by: no principle of the constitution brought it about."""
NOTHING_WRONG = "none"
STOP = (SEPARATOR, "\n\n", "\nHuman:")
LONGEST_REMARK = 300

_TURN_MARK = re.compile(rf"\b({'|'.join(TURNS)})[\s\u200c\u200d]*[:\uff1a\ufe13\ufe55]", re.IGNORECASE)
_QUOTE_MARK = re.compile(r'["“”„«»]')
_FLAG = re.compile(r"""^(?:-\s*)?["“](?P<quote>[^"“”]+)["”]\s*[:\-–—]\s*(?P<remark>\S.*)$""")
_NONE = re.compile(r"^(?:-\s*)?(?:none|no faults?|nothing(?: is)? wrong)[.!]?$", re.IGNORECASE)
_ENDS = re.compile("|".join(map(re.escape, STOP)))


@dataclass(frozen=True)
class CriticShot:
    """One example reading; `faults` is empty where nothing is wrong."""

    id: str
    prompt: str
    principle: str
    answer: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Flag:
    """A passage that the critic quotes, and what it says is wrong with it.

    `start` and `end` say where the passage stands in the answer; None where its words do not stand there.
    Such a flag is kept on record and shown to nobody.
    """

    id: str
    quote: str
    remark: str
    start: int | None
    end: int | None

    @property
    def passage(self) -> Passage | None:
        """Where it points; None for a quote that was not found."""
        return None if self.start is None or self.end is None else Passage(self.start, self.end)


@dataclass(frozen=True)
class FlaggedRow:
    """One row as the critic and people read it, and the critic's flags: a row of `data/critic_flags.jsonl`.

    Nothing in it says whether a fault was planted.

    Attributes:
        set: which sampling of rows it belongs to; another setting of the critic makes another.
        written: what the critic wrote, as it wrote it.
        unreadable: lines of it that are no flag.
        says_nothing_wrong: whether it said so, instead of a flag.
        answers_provenance: of the answer; `provenance` is that of the flags.
    """

    id: str
    set: str
    prompt: str
    answer: str
    principle_id: str | None
    principle_sha256: str | None
    principle_text: str | None
    statement_ids: tuple[str, ...]
    flags: tuple[Flag, ...]
    written: str
    unreadable: int
    says_nothing_wrong: bool
    answers_provenance: Provenance
    provenance: Provenance

    @property
    def shown_flags(self) -> tuple[Flag, ...]:
        """The flags that point at something."""
        return tuple(flag for flag in self.flags if flag.passage is not None)

    def to_json(self) -> dict[str, Any]:
        """Give the row as it is written to a file."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> FlaggedRow:
        """Read a row back."""
        return cls(
            **{
                **row,
                "statement_ids": tuple(row["statement_ids"]),
                "flags": tuple(Flag(**flag) for flag in row["flags"]),
                "answers_provenance": Provenance(**row["answers_provenance"]),
                "provenance": Provenance(**row["provenance"]),
            }
        )


@dataclass(frozen=True)
class Reading:
    """What a critic said of one answer."""

    flags: tuple[Flag, ...]
    unreadable: int
    says_nothing_wrong: bool


def load_critic_shots() -> list[CriticShot]:
    """Return our own example readings in the order in which a critic should read them."""
    file = resources.files("training_bridge.data") / "critic_few_shots.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [CriticShot(**{**row, "faults": tuple(Fault(**each) for each in row["faults"])}) for row in rows]


def reading_prefix(shots: Sequence[CriticShot]) -> str:
    """Write the examples, each closed by a line that is a clean token boundary."""
    return "".join(
        f"{_asked(shot.prompt, shot.answer, shot.principle)}{_said(shot)}\n{SEPARATOR}\n" for shot in shots
    )


def reading_prompt(prefix: str, prompt: str, answer: str, principle: str | None) -> str:
    """Write what a critic is asked of one row, up to where its first flag begins."""
    return f"{prefix}{_asked(prompt, answer, principle or NO_PRINCIPLE)}\n-"


def template_hash(shots: Sequence[CriticShot]) -> str:
    """Hash everything a critic reads that does not come from the row."""
    return content_hash(
        {
            "turns": list(TURNS),
            "few_shots": reading_prefix(shots),
            "stop": list(STOP),
            "no_principle": NO_PRINCIPLE,
        }
    )


def read_flags(written: str, answer: str, *, row: str, most: int) -> Reading:
    """Take apart what a critic wrote; of flags that say the same, the first, and at most so many.

    Every line is a quote in quotation marks, a colon and a remark, or says that there is no fault. Other
    lines are counted and nothing more. Where it names a fault and says "none" too, the fault counts.
    """
    begun = "-" + _ENDS.split(written.rstrip(), maxsplit=1)[0]
    lines = [line.strip() for line in begun.splitlines() if line.strip(" -")]
    said = [match for line in lines if (match := _FLAG.match(line))]
    none = [line for line in lines if _NONE.match(line)]
    flags: dict[str, Flag] = {}
    for match in said:
        flag = _flag(row, match["quote"], match["remark"], answer)
        flags.setdefault(flag.id, flag)
    return Reading(
        flags=tuple(flags.values())[:most],
        unreadable=len(lines) - len(said) - len(none),
        says_nothing_wrong=bool(none) and not said,
    )


def slot(text: str) -> str:
    """Return a text that can neither end its turn, nor begin another one, nor pass for a quote in one."""
    return _QUOTE_MARK.sub("'", _TURN_MARK.sub(r"\1 -", one_turn(text)))


def _flag(row: str, quote: str, remark: str, answer: str) -> Flag:
    quoted = clean_text(quote).strip()
    said = clean_text(remark).strip()[:LONGEST_REMARK]
    found = passage_of(quoted, answer)
    return Flag(
        id=row_id("flag", row, quoted, said),
        quote=quoted,
        remark=said,
        start=found.start if found else None,
        end=found.end if found else None,
    )


def _asked(prompt: str, answer: str, principle: str) -> str:
    turns = zip(TURNS, (prompt, answer, principle, ""), strict=True)
    return "\n".join(f"{name}: {slot(text)}".rstrip() for name, text in turns)


def _said(shot: CriticShot) -> str:
    if not shot.faults:
        return f"\n- {NOTHING_WRONG}"
    return "".join(f'\n- "{slot(fault.quote)}": {slot(fault.reason)}' for fault in shot.faults)
