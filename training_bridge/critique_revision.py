"""The critique-revision procedure in text: which principle, which transcript, what the model's words mean.

Supervised phase of constitutional AI (Bai et al. 2022, section 3): a model answers a prompt, criticises its
answer by a principle, and revises it. A transcript is plain text with one turn a line, because that is what
small models follow best; few-shot transcripts come first and are the same for every prompt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from constitution.exports.inert_text import inert
from deliberation.integrity.evidence import content_hash
from deliberation.integrity.plain_text import clean_text
from training_bridge.principles import Principle
from training_bridge.prompts import FewShot

TURNS = ("Human", "Assistant", "CritiqueRequest", "Critique", "RevisionRequest", "Revision")
SEPARATOR = "###"
STOP = ("\n",)
"""Every turn is one line, so a turn ends where its line ends."""
CRITIQUE_OPENING = "The problem is that"
REVISION_OPENINGS = (
    "Instead of",
    "Rather than",
    "It would be wrong to",
)
"""Words that set a weak model going where it would otherwise repeat what stands before; see the settings."""

_TURN_MARK = re.compile(rf"\b({'|'.join(TURNS)})[\s\u200c\u200d]*[:\uff1a\ufe13\ufe55]", re.IGNORECASE)
_NO_FAULT = re.compile(
    r"\bnothing (?:needs|has|ought) to (?:be )?change[ds]?\b|\bnothing (?:to change|needs changing)\b"
    r"|\bno (?:changes?|revisions?) (?:is|are|were|would be) (?:needed|necessary|required)\b"
    r"|\bno (?:changes?|revisions?) (?:needed|necessary|required)\b|\bneeds no (?:changes?|revision)\b"
    r"|无需(?:修改|改动)|無需(?:修改|改動)|no (?:hace falta|es necesario) cambiar nada"
    r"|لا حاجة إلى (?:أي )?تغيير",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"""[.!?…]["'”’)\]]*(?=\s|$)|[。！？]["'”’」』）]*""")


def one_turn(text: str) -> str:
    """Return a text that can neither end its turn nor begin another one.

    It becomes a single line without invisible characters; a turn's name loses its colon, a separator loses
    its shape, and control marks of chat formats are broken up. So a principle or a prompt cannot change the
    number or the order of turns: its line is the slot it stands in.
    """
    flat = _TURN_MARK.sub(r"\1 -", clean_text(text))
    return inert(re.sub(r"#{3,}", "#", flat))


def finds_no_fault(critique: str) -> bool:
    """Say whether a critique says, as the examples teach, that nothing needs to change.

    A rule and not a judgement: a critique that finds no fault in other words is taken for one that does,
    and the model is asked for a revision as usual.
    """
    return _NO_FAULT.search(critique) is not None


def few_shot_prefix(few_shots: Sequence[FewShot]) -> str:
    """Write the example transcripts, each closed by a line that is a clean token boundary."""
    return "".join(
        _transcript(
            shot.prompt,
            shot.response,
            shot.critique_request,
            shot.critique,
            shot.revision_request,
            shot.revision,
        )
        + f"\n{SEPARATOR}\n"
        for shot in few_shots
    )


def critique_prompt(prefix: str, prompt: str, response: str, principle: Principle) -> str:
    """Write a transcript up to where the model's critique begins."""
    return prefix + _transcript(prompt, response, principle.critique_request, "")


def revision_prompt(prefix: str, prompt: str, response: str, principle: Principle, critique: str) -> str:
    """Write a transcript up to where the model's revision begins."""
    return prefix + _transcript(
        prompt, response, principle.critique_request, critique, principle.revision_request, ""
    )


def openings_of(prompt_id: str, round_number: int) -> tuple[str, str]:
    """Give the words that critique and revision begin with, fixed by prompt and round alone."""
    digest = int(content_hash({"opening": prompt_id, "round": round_number}), 16)
    return CRITIQUE_OPENING, REVISION_OPENINGS[digest % len(REVISION_OPENINGS)]


def begun(opening: str, text: str) -> str:
    """Put what a model wrote behind the words it was given."""
    return f"{opening} {text.strip()}" if opening else text


def template_hash(few_shots: Sequence[FewShot], *, begins: bool = False) -> str:
    """Hash everything in a transcript that does not come from the prompt, the principle or the model."""
    openings = {"openings": [CRITIQUE_OPENING, *REVISION_OPENINGS]} if begins else {}
    return content_hash(
        {"turns": list(TURNS), "few_shots": few_shot_prefix(few_shots), "stop": list(STOP), **openings}
    )


def whole_sentences(text: str, *, finished: bool) -> str:
    """Cut a text that ran into its length limit back to its last whole sentence, where it has one."""
    if finished:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return text[: ends[-1]] if ends else text


def _transcript(*parts: str) -> str:
    lines = [f"{name}: {one_turn(part)}".rstrip() for name, part in zip(TURNS, parts, strict=False)]
    return "\n".join(lines)
