"""What makes the local model fast changes nothing it writes, and what it takes is bounded."""

from pathlib import Path
from typing import Any

import pytest
import torch

from tests.training_bridge.tiny_model import load_tiny_model
from training_bridge.generation import memory, packed_weights
from training_bridge.generation.decoding import of_like_length
from training_bridge.generation.interface import Continuation, GenerationError, Request, Sampling
from training_bridge.generation.kept_rows import KeptRows
from training_bridge.generation.local import LocalModel
from training_bridge.generation.memory import Limits
from training_bridge.generation.weights import load_model

EXAMPLES = "Human: How do I bake bread?\nAssistant: Mix flour, water and salt, and bake it.\n###\n" * 5
SUBJECTS = ("bread", "a long walk in the rain", "it", "swimming when the water is deep and cold", "tea")
CRITIQUES = [
    Request(f"{EXAMPLES}Human: What about {subject}?\nCritique:", style="plain") for subject in SUBJECTS
]
AMPLE = Limits(rows=8, tokens=100_000, pass_tokens=512, kept_bytes=1 << 28)


def local(folder: Path, **limits: int) -> LocalModel:
    """Load the model with nothing kept, and these bounds instead of ample ones."""
    loaded = load_tiny_model(folder)
    bounds = Limits(**{**vars(AMPLE), **limits})
    return LocalModel(loaded.model, loaded.tokenizer, name="tiny", limits=bounds)


def one_by_one(folder: Path, requests: list[Request], sampling: Sampling) -> list[Any]:
    """Let transformers write each answer alone."""
    model = load_tiny_model(folder)
    written = []
    for request in requests:
        tokens = model.tokenizer(request.text, return_tensors="pt")
        output = model.model.generate(**tokens, max_new_tokens=sampling.max_new_tokens, do_sample=False)
        text = model.tokenizer.decode(output[0, tokens["input_ids"].shape[1] :], skip_special_tokens=True)
        written.append(text.strip())
    return written


@pytest.mark.parametrize(
    "limits", [{"rows": 2}, {"rows": 1}, {"tokens": 90}, {"pass_tokens": 3}, {"kept_bytes": 0}]
)
def test_no_bound_changes_an_answer(tiny_model_folder: Path, limits: dict[str, int]) -> None:
    written = local(tiny_model_folder, **limits).generate(CRITIQUES, Sampling(16))
    expected = one_by_one(tiny_model_folder, CRITIQUES, Sampling(16))
    assert [answer.text for answer in written] == expected


def test_a_revision_goes_on_from_its_critique_and_is_the_same(tiny_model_folder: Path) -> None:
    model = local(tiny_model_folder)
    critiques = model.generate(CRITIQUES, Sampling(16))
    revisions = [
        Request(f"{request.text} {critique.text}\nRevise it.\nRevision:", style="plain")
        for request, critique in zip(CRITIQUES, critiques, strict=True)
    ]
    before = model.usage
    written = model.generate(revisions, Sampling(16))
    asked = model.usage.prompt_tokens - before.prompt_tokens
    spared = model.usage.cached_prompt_tokens - before.cached_prompt_tokens
    examples = len(model.tokenizer(EXAMPLES)["input_ids"]) * len(revisions)
    assert spared > examples + 0.3 * (asked - examples)
    assert [answer.text for answer in written] == one_by_one(tiny_model_folder, revisions, Sampling(16))


def test_each_answer_is_given_as_soon_as_it_is_there(tiny_model_folder: Path) -> None:
    model = local(tiny_model_folder, rows=2)
    written = dict(model.generate_each(CRITIQUES, Sampling(8)))
    assert [written[place] for place in range(len(CRITIQUES))] == model.generate(CRITIQUES, Sampling(8))
    begun = model.generate_each(CRITIQUES, Sampling(8))
    next(begun)
    assert not torch.is_inference_mode_enabled()
    begun.close()
    assert model.model.config._attn_implementation != "concord_shared_prefix"


def test_other_weights_leave_nothing_behind(tiny_model_folder: Path) -> None:
    model = local(tiny_model_folder)
    pair = Continuation("Why is the sky blue?", "I do not know.")
    before = model.generate(CRITIQUES, Sampling(8)), model.log_probabilities([pair])
    with torch.no_grad():
        for weight in model.model.parameters():
            weight.mul_(1.5)
    model.replace_model(model.model)
    after = model.generate(CRITIQUES, Sampling(8)), model.log_probabilities([pair])
    assert after != before
    packed_weights._PACKED.clear()
    fresh = LocalModel(model.model, model.tokenizer, name="tiny", limits=AMPLE)
    assert (fresh.generate(CRITIQUES, Sampling(8)), fresh.log_probabilities([pair])) == after


def test_packed_weights_give_what_plain_ones_give(
    tiny_model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = [Continuation(subject, "Mix flour and water, and wait.") for subject in SUBJECTS]
    packed = local(tiny_model_folder).log_probabilities(pairs)
    monkeypatch.setattr(packed_weights, "MOST_OF_MEMORY", 0.0)
    packed_weights._PACKED.clear()
    plain = local(tiny_model_folder).log_probabilities(pairs)
    assert not packed_weights._PACKED
    assert [score.total for score in packed] == pytest.approx([score.total for score in plain], abs=1e-3)


def test_rows_of_very_different_length_are_written_apart(tiny_model_folder: Path) -> None:
    assert list(of_like_length([10, 100, 60, 45, 20])) == [[1, 2], [3], [4], [0]]
    requests = [Request(f"{EXAMPLES * 6}Human: Why?\nCritique:", style="plain"), *CRITIQUES]
    written = local(tiny_model_folder).generate(requests, Sampling(8))
    assert [answer.text for answer in written] == one_by_one(tiny_model_folder, requests, Sampling(8))


def test_kept_rows_hold_no_more_than_they_may() -> None:
    def row(length: int) -> tuple[torch.Tensor, torch.Tensor]:
        return torch.zeros(2, 1, length, 4), torch.zeros(2, 1, length, 4)

    kept = KeptRows(most_bytes=3 * 2 * 2 * 4 * 4 * 3)
    for first in range(5):
        kept.keep(None, [first, 7, 8], row(3))
    assert [kept.find(None, [first, 7, 9])[0] for first in range(5)] == [0, 0, 2, 2, 2]
    kept.forget()
    assert kept.find(None, [4, 7, 9]) == (0, None)


def test_a_model_larger_than_the_free_memory_is_refused_before_it_is_read(
    tiny_model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from transformers import AutoModelForCausalLM

    def read(*_args: Any, **_options: Any) -> None:
        raise AssertionError("the weights were read")

    monkeypatch.setattr(AutoModelForCausalLM, "from_pretrained", read)
    monkeypatch.setattr(memory, "available_bytes", lambda _device: 200_000)
    with pytest.raises(GenerationError, match=r"does not fit: its 0 million weights need 0\.0 GB"):
        load_model(str(tiny_model_folder))


def test_a_seventy_billion_model_is_refused_with_its_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda _device: 80_000_000_000)
    with pytest.raises(
        GenerationError, match=r"70\.0 billion weights need 168\.0 GB in 16-bit .* 80\.0 GB of the GPU"
    ):
        memory.refuse_if_too_large("giant", 70_000_000_000, 2, "cuda")
    memory.refuse_if_too_large("small", 30_000_000_000, 2, "cuda")


def test_a_gpu_that_is_not_there_and_half_numbers_on_a_cpu_are_refused(tiny_model_folder: Path) -> None:
    if not torch.cuda.is_available():
        with pytest.raises(GenerationError, match="no GPU"):
            load_model(str(tiny_model_folder), device="cuda")
    with pytest.raises(GenerationError, match="float32"):
        load_model(str(tiny_model_folder), device="cpu", dtype="bfloat16")


def test_memory_that_runs_out_is_said_plainly(
    tiny_model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = local(tiny_model_folder)

    def full(*_args: Any, **_options: Any) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes")

    monkeypatch.setattr(type(model.model), "forward", full)
    with pytest.raises(GenerationError, match="fewer rows"):
        model.generate(CRITIQUES, Sampling(4))


SHAPE = {
    "vocab_size": 512,
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 16,
    "max_position_embeddings": 512,
    "initializer_range": 0.2,
    "eos_token_id": 1,
    "pad_token_id": 2,
    "bos_token_id": None,
}


def of_kind(kind: str, folder: Path, **shape: Any) -> LocalModel:
    """Make a random model of another architecture, with the tiny model's tokenizer."""
    import transformers

    torch.manual_seed(3)
    configuration = getattr(transformers, f"{kind}Config")(**{**SHAPE, **shape})
    model = transformers.AutoModelForCausalLM.from_config(configuration)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    return LocalModel(model, tokenizer, name=kind, limits=AMPLE)


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("Qwen3", {}),
        ("Gemma2", {"sliding_window": 24}),
        ("Gemma3Text", {"sliding_window": 24, "layer_types": ["sliding_attention", "full_attention"]}),
        ("Mistral", {"sliding_window": 16}),
        ("Phi3", {}),
    ],
)
def test_models_of_other_kinds_write_what_transformers_lets_them_write(
    tiny_model_folder: Path, kind: str, shape: dict[str, Any]
) -> None:
    model = of_kind(kind, tiny_model_folder, **shape)
    written = [answer.text for answer in model.generate(CRITIQUES, Sampling(12))]
    for request, text in zip(CRITIQUES, written, strict=True):
        tokens = model.tokenizer(request.text, return_tensors="pt")
        output = model.model.generate(**tokens, max_new_tokens=12, do_sample=False)
        expected = model.tokenizer.decode(output[0, tokens["input_ids"].shape[1] :], skip_special_tokens=True)
        assert text == expected.strip()


def test_a_kind_of_model_that_cannot_be_run_here_is_refused(tiny_model_folder: Path) -> None:
    bloom = {"hidden_size": 64, "n_layer": 2, "n_head": 4}
    with pytest.raises(GenerationError, match="served elsewhere"):
        of_kind("Bloom", tiny_model_folder, **bloom).generate(CRITIQUES, Sampling(4))


def test_half_numbers_come_close(tiny_model_folder: Path) -> None:
    pairs = [Continuation(subject, "Mix flour and water, and wait.") for subject in SUBJECTS]
    model = local(tiny_model_folder)
    whole = [score.per_token for score in model.log_probabilities(pairs)]
    model.replace_model(model.model.to(torch.bfloat16))
    half = [score.per_token for score in model.log_probabilities(pairs)]
    assert half == pytest.approx(whole, abs=0.3)
    assert all(answer.tokens for answer in model.generate(CRITIQUES, Sampling(8)))
