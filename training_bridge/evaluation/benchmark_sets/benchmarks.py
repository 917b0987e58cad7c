"""All benchmarks of a folder, read and checked once, with the hash that belongs to a run's identity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from training_bridge.evaluation.benchmark_sets.bbq_set import BiasQuestion, read_bbq
from training_bridge.evaluation.benchmark_sets.data_files import BenchmarkError
from training_bridge.evaluation.benchmark_sets.gsm8k_set import MathProblem, read_gsm8k
from training_bridge.evaluation.benchmark_sets.sampling import item_hash
from training_bridge.evaluation.benchmark_sets.xstest_set import SafetyPrompt, read_xstest
from training_bridge.records import text_hash


@dataclass(frozen=True)
class Benchmarks:
    """What a folder holds; a set that it lacks is empty."""

    xstest: tuple[SafetyPrompt, ...] = ()
    bbq: tuple[BiasQuestion, ...] = ()
    gsm8k: tuple[MathProblem, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """Hash the content of all sets, whatever files it came in."""
        return text_hash(
            "\n".join(f"{name}:{_content(items)}" for name, items in sorted(self._sets().items()))
        )

    def to_json(self) -> dict[str, object]:
        """Give what belongs to a run's identity: the hash and the sizes, not thirty thousand rows."""
        return {
            "sha256": self.sha256,
            "items": {name: len(tuple(items)) for name, items in sorted(self._sets().items())},
        }

    def _sets(self) -> dict[str, Iterable[object]]:
        return {"xstest": self.xstest, "bbq": self.bbq, "gsm8k": self.gsm8k}


NONE = Benchmarks()
"""No folder was named."""


def read_benchmarks(folder: str | Path) -> Benchmarks:
    """Read XSTest, BBQ and GSM8K from a folder, in the layout of their repositories or any like it.

    Raises:
        BenchmarkError: there is no such folder, it holds none of the sets, or a file is wrong or damaged.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise BenchmarkError(f"{folder}: there is no such folder of evaluation data")
    found = Benchmarks(read_xstest(folder), read_bbq(folder), read_gsm8k(folder))
    if found == NONE:
        raise BenchmarkError(
            f"{folder}: holds neither XSTest (xstest_prompts.csv) nor BBQ (Age.jsonl, ... or "
            "bbq_mini*.jsonl) nor GSM8K (gsm8k/test.jsonl)"
        )
    return found


def _content(items: Iterable[object]) -> str:
    return text_hash("\n".join(sorted(map(item_hash, items))))
