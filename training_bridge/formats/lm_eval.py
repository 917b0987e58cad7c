"""The answer pairs of the primary measure as a multiple-choice task of lm-eval, and its commands by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from training_bridge.formats.plain_text import plain
from training_bridge.prompts import MarginPair
from training_bridge.record_files import json_lines

TASK = "concord_margins"
TASK_FILE = f"""# Answer pairs: is the principle-consistent answer the more probable one?
#   cd THE RUN'S FOLDER/formats/lm_eval
#   lm_eval --model hf --model_args pretrained=MODEL,dtype=float32 --tasks {TASK} --include_path . \\
#     --apply_chat_template
task: {TASK}
dataset_path: json
dataset_kwargs:
  data_files:
    test: {TASK}.jsonl
test_split: test
output_type: multiple_choice
doc_to_text: prompt
doc_to_choice: choices
doc_to_target: label
target_delimiter: ""
metric_list:
  - metric: acc
    aggregation: mean
    higher_is_better: true
  - metric: acc_norm
    aggregation: mean
    higher_is_better: true
metadata:
  version: 1.0
"""


def lm_eval_files(pairs: Sequence[MarginPair]) -> dict[str, bytes]:
    """Give the task and its data by name.

    acc compares the sums of the log-probabilities, acc_norm the sums over the length in bytes; the run's own
    margin is the mean over tokens, and says by how much and not only which.
    """
    return {f"{TASK}.jsonl": json_lines(map(_row, pairs)), f"{TASK}.yaml": TASK_FILE.encode()}


def _row(pair: MarginPair) -> dict[str, Any]:
    return {
        "id": pair.id,
        "theme": pair.theme,
        "prompt": plain(pair.prompt),
        "choices": [plain(pair.consistent), plain(pair.inconsistent)],
        "label": 0,
    }
