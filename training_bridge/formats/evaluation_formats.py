"""The configurations of other evaluation programs, written into a run's folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from training_bridge.evaluation.comparing import Question
from training_bridge.formats import guides
from training_bridge.formats.inspect_tasks import inspect_files
from training_bridge.formats.lm_eval import lm_eval_files
from training_bridge.formats.promptfoo import promptfoo_files
from training_bridge.principles import Constitution
from training_bridge.prompts import MarginPair
from training_bridge.record_files import write_whole


def write_evaluation_formats(
    folder: Path,
    *,
    constitution: Constitution,
    questions: Sequence[Question],
    pairs: Sequence[MarginPair],
) -> list[Path]:
    """Write inspect/, promptfoo/ and lm_eval/ below a folder, each with its guide, and return all paths.

    Args:
        folder: the run's `formats` folder.
        constitution: gives the statements behind each principle and the hash.
        questions: prompts with the principle that their answers are judged by
            (`AdherenceSuite.questions`).
        pairs: the answer pairs of the primary measure.
    """
    written = {
        "README.md": guides.ALL.encode(),
        "inspect/README.md": guides.INSPECT.encode(),
        "promptfoo/README.md": guides.PROMPTFOO.encode(),
        "lm_eval/README.md": guides.LM_EVAL.encode(),
        **_below("inspect", inspect_files(questions, constitution)),
        **_below("promptfoo", promptfoo_files(questions, constitution)),
        **_below("lm_eval", lm_eval_files(pairs)),
    }
    for name, content in sorted(written.items()):
        write_whole(folder / name, content)
    return [folder / name for name in sorted(written)]


def _below(folder: str, files: dict[str, bytes]) -> dict[str, bytes]:
    return {f"{folder}/{name}": content for name, content in files.items()}
