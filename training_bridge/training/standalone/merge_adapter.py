"""Puts an adapter and the model that it belongs to into one model, which the next recipe begins with.

    python recipes/merge_adapter.py models/sft weights/sft

Needs torch, transformers and peft, and is to be started in the run's folder. `models/sft` names the model it
belongs to in `adapter_config.json`.
"""

import json
import sys
from pathlib import Path


def merge(adapter: str, to: str) -> None:
    """Write the whole model and its tokenizer into the folder `to`."""
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    base = json.loads(Path(adapter, "adapter_config.json").read_text(encoding="utf-8"))[
        "base_model_name_or_path"
    ]
    # The operator names the model, as in every recipe.
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)  # nosec
    PeftModel.from_pretrained(model, adapter).merge_and_unload().save_pretrained(to)
    AutoTokenizer.from_pretrained(base).save_pretrained(to)  # nosec


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    merge(sys.argv[1], sys.argv[2])
