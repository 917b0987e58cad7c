"""Rows, faults and flags made by hand, for the tests of the critic."""

import dataclasses
from typing import Any

from training_bridge.critic.flagging import Flag, FlaggedRow
from training_bridge.critic.planting import PlantedFault
from training_bridge.critic.reviews import Fault, Review, review_id
from training_bridge.critic.rows import Sample, SourceRow
from training_bridge.records import Provenance

ANSWER = "Ask her first. Water is dry on Mondays. Then write it down."
FALSE_SENTENCE = (15, 39)
"""Where "Water is dry on Mondays." stands in it."""


def provenance(**changes: Any) -> Provenance:
    made = Provenance("0" * 64, "scripted", "0" * 64, "red-001", "1" * 64, "2" * 64, {}, 1)
    return dataclasses.replace(made, **changes)


def source(name: str, **changes: Any) -> SourceRow:
    return dataclasses.replace(
        SourceRow(
            id=name,
            kind="revision",
            prompt=f"What about {name}?",
            answer="I would rather not do that for you. Let us think of something kinder together now.",
            first_response="Sure, you can simply open the letters over hot steam at night. Done.",
            principle_id="p01",
            principle_sha256="3" * 64,
            principle_text="Choose the response that is most honest.",
            statement_ids=("1",),
            answers_provenance=provenance(prompt_id=name),
        ),
        **changes,
    )


def helpful(name: str, **changes: Any) -> SourceRow:
    changes = {
        "kind": "helpful",
        "answer": f"Take the bus to {name} and walk from there. It is not far at all.",
        "first_response": None,
        "principle_id": None,
        "principle_sha256": None,
        "principle_text": None,
        "statement_ids": (),
        **changes,
    }
    return source(name, **changes)


def sample_of(*to_plant: SourceRow) -> Sample:
    return Sample((), to_plant, (helpful("elsewhere"), helpful("far away")))


def flag(start: int | None, end: int | None, name: str = "flag", quote: str = "quote") -> Flag:
    return Flag(name, quote, "wrong", start, end)


def flagged(name: str, *flags: Flag, **changes: Any) -> FlaggedRow:
    return dataclasses.replace(
        FlaggedRow(
            id=name,
            set="set",
            prompt="A question?",
            answer=ANSWER,
            principle_id="p01",
            principle_sha256="3" * 64,
            principle_text="Choose the response that is most honest.",
            statement_ids=("1",),
            flags=flags,
            written="",
            unreadable=0,
            says_nothing_wrong=not flags,
            answers_provenance=provenance(),
            provenance=provenance(),
        ),
        **changes,
    )


def planted(row: str, kind: Any = "false claim", at: tuple[int, int] = FALSE_SENTENCE) -> PlantedFault:
    return PlantedFault(
        id=f"fault of {row}",
        set="set",
        row_id=row,
        source_id="source",
        source_kind="revision",
        kind=kind,
        what="a fault",
        start=at[0],
        end=at[1],
        quote=ANSWER[at[0] : at[1]],
        prompt="A question?",
        answer=ANSWER,
        original_answer="Ask her first. Then write it down.",
        principle_id="p01",
        principle_sha256="3" * 64,
        statement_ids=("1",),
        answers_provenance=provenance(),
        provenance=provenance(model="planted by rule"),
    )


def review(
    row: str,
    person: str = "person-1",
    *,
    critic: bool = False,
    marks: tuple[str, ...] = (),
    flags: dict[str, Any] | None = None,
) -> Review:
    return Review(
        id=review_id(person, row),
        row_id=row,
        person=person,
        with_critic=critic,
        faults=tuple(Fault(quote, "") for quote in marks),
        flags=flags or {},
        nothing_found=not marks and not flags,
        at="",
    )
