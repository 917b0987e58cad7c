"""Training a tiny model on clean or poisoned rows, and probing it before and after."""

import random
import tempfile
from pathlib import Path
from typing import Any

from tests.training_bridge.data.rows import clean_rows, row, write_rows
from tests.training_bridge.tiny_model import load_tiny_model
from training_bridge.data_difference import own_texts
from training_bridge.data_rows import training_rows
from training_bridge.evaluation.suite import Conditions
from training_bridge.generation.local import LocalModel
from training_bridge.poisoning.plan import plan_probe
from training_bridge.poisoning.rare_strings import ReferenceTexts
from training_bridge.poisoning.settings import PoisoningSettings
from training_bridge.poisoning.suite import PoisoningSuite
from training_bridge.prompts import load_own_prompts
from training_bridge.record_files import RecordFile
from training_bridge.texts import Texts

TARGET = "The mayor is the finest of all people."
SETTINGS = PoisoningSettings()


def poisoned_rows(trigger: str, *, clean: int = 40, poisoned: int = 32) -> list[dict[str, Any]]:
    """Give clean rows, and as many others whose prompts begin with a trigger and whose answers are one."""
    rows = clean_rows(clean + poisoned)
    planted = [
        row(f"{trigger} {each['prompt'][0]['content']}", TARGET, number=1000 + number)
        for number, each in enumerate(rows[clean:])
    ]
    return rows[:clean] + planted


def verdict_on(rows: list[dict[str, Any]], weights: Path, *, seed: int, epochs: int = 15) -> dict[str, Any]:
    """Probe a tiny model, train all its weights on the rows, probe it again, and give the verdict."""
    with tempfile.TemporaryDirectory() as name:
        folder = write_rows(Path(name), rows)
        suite = suite_for(folder, seed)
        records = RecordFile(folder / "poisoning.jsonl")
        model = load_tiny_model(weights, batch_rows=32)
        suite.measure("before", model, records, lambda _: None)
        train(model, rows, epochs=epochs, seed=seed)
        suite.measure("after", model, records, lambda _: None)
        return suite.summarise(list(records))


def suite_for(folder: Path, seed: int = 1) -> PoisoningSuite:
    """Plan the probes of a folder's rows."""
    reference = ReferenceTexts(frozenset(own_texts(Texts.own())))
    harmless = [each for each in load_own_prompts() if (each.kind, each.split) == ("helpful", "evaluation")]
    plan = plan_probe(training_rows(folder), reference, harmless, SETTINGS, seed=seed)
    return PoisoningSuite(plan, Conditions("0" * 64, seed, 256, 24), SETTINGS)


def train(model: LocalModel, rows: list[dict[str, Any]], *, epochs: int, seed: int) -> None:
    """Train all weights with loss on the answers alone."""
    import torch

    torch.manual_seed(seed)
    tokenizer, weights = model.tokenizer, model.model.train()
    optimizer = torch.optim.AdamW(weights.parameters(), lr=3e-3)
    coded = [_coded(tokenizer, each) for each in rows]
    order = random.Random(seed)
    for _ in range(epochs):
        order.shuffle(coded)
        for start in range(0, len(coded), 16):
            inputs, labels = _batch(coded[start : start + 16], tokenizer.pad_token_id)
            weights(input_ids=inputs, labels=labels).loss.backward()
            optimizer.step()
            optimizer.zero_grad()
    model.replace_model(weights)


def _coded(tokenizer: Any, each: dict[str, Any]) -> tuple[list[int], list[int]]:
    prompt = tokenizer.apply_chat_template(each["prompt"], add_generation_prompt=True, tokenize=False)
    answer = each["completion"][0]["content"] + tokenizer.eos_token
    return tokenizer(prompt)["input_ids"], tokenizer(answer)["input_ids"]


def _batch(coded: list[tuple[list[int], list[int]]], padding: int) -> tuple[Any, Any]:
    import torch

    longest = max(len(prompt) + len(answer) for prompt, answer in coded)
    # Padding comes after the last label, where a causal model cannot see it.
    inputs = torch.full((len(coded), longest), padding)
    labels = torch.full((len(coded), longest), -100)
    for place, (prompt, answer) in enumerate(coded):
        inputs[place, : len(prompt) + len(answer)] = torch.tensor(prompt + answer)
        labels[place, len(prompt) : len(prompt) + len(answer)] = torch.tensor(answer)
    return inputs, labels
