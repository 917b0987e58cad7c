"""A model whose weights are on this machine, run by transformers on the CPU or a GPU."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from training_bridge.generation.batch import Batch
from training_bridge.generation.decoding import decode
from training_bridge.generation.interface import (
    Continuation,
    Generation,
    OnDone,
    Request,
    Sampling,
    Score,
    Usage,
    check_choices,
)
from training_bridge.generation.shared_prefix import (
    SharedPrefix,
    common_beginning,
    read_prefix,
    shared_prefix_attention_of,
)
from training_bridge.inert_messages import InertText
from training_bridge.library_notes import without_library_notes

WORTH_KEEPING = 8
"""A common beginning of fewer tokens than this is not worth a pass of its own."""


class LocalModel:
    """A causal language model and its tokenizer.

    Rows go through the model in batches of like length, and what all rows of a call begin with (few-shot
    transcripts, a chat template's system message) is computed once.
    """

    def __init__(
        self, model: Any, tokenizer: Any, *, name: str, sha256: str | None = None, batch_rows: int = 32
    ) -> None:
        """Take a loaded model; `load_model` in `weights.py` loads one by name."""
        self.model = model.eval()
        self.tokenizer = tokenizer
        self.name = name
        self.sha256 = sha256
        self.batch_rows = batch_rows
        self.usage = Usage()
        self._kept: SharedPrefix | None = None
        self._text = InertText(tokenizer)

    def generate(
        self, requests: Sequence[Request], sampling: Sampling, on_done: OnDone | None = None
    ) -> list[Generation]:
        """Answer every request. See `Generator.generate`."""
        import torch

        started = time.perf_counter()
        token_rows = [self._request_tokens(request) for request in requests]
        written: dict[int, Generation] = {}
        prefix = self._prefix_of(token_rows)
        own_rows = [row[len(prefix.tokens) if prefix else 0 :] for row in token_rows]
        for places in self._batches(list(map(len, own_rows))):
            with torch.inference_mode(), shared_prefix_attention_of(self.model):
                answers = decode(
                    self.model,
                    self.tokenizer,
                    [own_rows[place] for place in places],
                    stops=[requests[place].stop for place in places],
                    seeds=[_row_seed(sampling.seed, requests[place].text) for place in places],
                    sampling=sampling,
                    prefix=prefix,
                )
            written.update(zip(places, answers, strict=True))
            if on_done:
                on_done(len(places))
        self._count(token_rows, prefix, started, sum(answer.tokens for answer in written.values()))
        return [written[place] for place in range(len(requests))]

    def log_probabilities(
        self, continuations: Sequence[Continuation], on_done: OnDone | None = None
    ) -> list[Score]:
        """Score every given answer after the chat template. See `Generator.log_probabilities`."""
        contexts = [self._chat_tokens(pair.prompt) for pair in continuations]
        answers = [self._tokens(pair.answer) for pair in continuations]
        return self._scores(contexts, answers, on_done)

    def choose(
        self, requests: Sequence[Request], choices: Sequence[str], on_done: OnDone | None = None
    ) -> list[tuple[float, ...]]:
        """Score each choice after each request. See `Generator.choose`.

        Choices of one token each are read off one pass; longer ones are scored word for word.
        """
        check_choices(choices)
        contexts = [self._request_tokens(request) for request in requests]
        answers = [self._tokens(choice) for choice in choices]
        if all(len(answer) == 1 for answer in answers):
            return self._next_tokens(contexts, [answer[0] for answer in answers], on_done)
        scored = self._scores(
            [context for context in contexts for _ in answers], [*answers] * len(contexts), None
        )
        if on_done:
            on_done(len(requests))
        each = len(choices)
        return [
            tuple(score.total for score in scored[place * each : (place + 1) * each])
            for place in range(len(requests))
        ]

    def load_adapter(self, folder: Path) -> None:
        """Put a LoRA adapter saved by the training recipe on the model, for good."""
        from peft import PeftModel

        with without_library_notes():
            self.replace_model(PeftModel.from_pretrained(self.model, str(folder)))

    def remove_adapter(self) -> None:
        """Go back to the weights as they were loaded."""
        base = self.model.unload()
        if hasattr(base, "peft_config"):
            del base.peft_config
        self.replace_model(base)

    def replace_model(self, model: Any) -> None:
        """Go on with other weights behind the same tokenizer and name."""
        self.model = model.eval()
        self._kept = None

    @property
    def parameters(self) -> int:
        """Count the model's weights."""
        return sum(weight.numel() for weight in self.model.parameters())

    @property
    def device(self) -> str:
        """Say what the model runs on."""
        import torch

        on_gpu = self.model.device.type == "cuda"
        return torch.cuda.get_device_name(self.model.device) if on_gpu else "CPU"

    def _scores(
        self, contexts: Sequence[list[int]], answers: Sequence[list[int]], on_done: OnDone | None
    ) -> list[Score]:
        import torch

        started = time.perf_counter()
        prefix = self._prefix_of(contexts)
        skipped = len(prefix.tokens) if prefix else 0
        rows = [context[skipped:] + answer for context, answer in zip(contexts, answers, strict=True)]
        scores: dict[int, Score] = {}
        for places in self._batches(list(map(len, rows))):
            kept = max(len(answers[place]) for place in places) + 1
            with torch.inference_mode(), shared_prefix_attention_of(self.model):
                batch = Batch(
                    self.model, [rows[place] for place in places], prefix, keep_logits=kept, grows=False
                )
                for number, place in enumerate(places):
                    scores[place] = _score(batch.logits[number], answers[place])
            if on_done:
                on_done(len(places))
        self._count(contexts, prefix, started)
        return [scores[place] for place in range(len(rows))]

    def _next_tokens(
        self, contexts: Sequence[list[int]], tokens: Sequence[int], on_done: OnDone | None
    ) -> list[tuple[float, ...]]:
        """Give the log-probabilities of these tokens to come next."""
        import torch

        started = time.perf_counter()
        prefix = self._prefix_of(contexts)
        rows = [context[len(prefix.tokens) if prefix else 0 :] for context in contexts]
        found: dict[int, tuple[float, ...]] = {}
        for places in self._batches(list(map(len, rows))):
            with torch.inference_mode(), shared_prefix_attention_of(self.model):
                batch = Batch(self.model, [rows[place] for place in places], prefix, grows=False)
                likely = batch.logits[:, -1].log_softmax(-1)[:, list(tokens)].tolist()
            found.update(zip(places, map(tuple, likely), strict=True))
            if on_done:
                on_done(len(places))
        self._count(contexts, prefix, started)
        return [found[place] for place in range(len(contexts))]

    def _count(
        self, token_rows: Sequence[list[int]], prefix: SharedPrefix | None, started: float, new: int = 0
    ) -> None:
        """Add a call to the usage. A prefix counts as computed once for each call, kept or not."""
        shared = len(prefix.tokens) * (len(token_rows) - 1) if prefix else 0
        taken = time.perf_counter() - started
        self.usage += Usage(len(token_rows), sum(map(len, token_rows)), shared, new, taken)

    def _request_tokens(self, request: Request) -> list[int]:
        if request.style == "chat":
            return self._chat_tokens(request.text)
        return self._tokens(request.text, beginning=True)

    def _chat_tokens(self, message: str) -> list[int]:
        messages = [{"role": "user", "content": self._text.message(message)}]
        rendered = self.tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
        return list(self.tokenizer(rendered, add_special_tokens=False)["input_ids"])

    def _tokens(self, text: str, *, beginning: bool = False) -> list[int]:
        return list(self.tokenizer(self._text.passage(text), add_special_tokens=beginning)["input_ids"])

    def _prefix_of(self, token_rows: Sequence[list[int]]) -> SharedPrefix | None:
        """Compute what all rows begin with, or use what the last call computed where it still fits."""
        common = common_beginning(token_rows)
        if len(common) < WORTH_KEEPING or len(token_rows) < 2:
            return None
        kept = self._kept.tokens if self._kept else ()
        if not kept or kept != common[: len(kept)] or len(common) - len(kept) > WORTH_KEEPING:
            self._kept = read_prefix(self.model, common)
        return self._kept

    def _batches(self, lengths: Sequence[int]) -> Iterator[list[int]]:
        order = sorted(range(len(lengths)), key=lambda place: (lengths[place], place))
        for start in range(0, len(order), self.batch_rows):
            yield order[start : start + self.batch_rows]


def _score(logits: Any, answer: Sequence[int]) -> Score:
    """Sum the log-probabilities of an answer that ends at the last of these places."""
    import torch

    if not answer:
        return Score(0.0, 0)
    predicted = logits[-len(answer) - 1 : -1].log_softmax(-1)
    wanted = torch.tensor(list(answer), device=logits.device)[:, None]
    return Score(float(predicted.gather(1, wanted).sum()), len(answer))


def _row_seed(seed: int, text: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}:{text}".encode()).digest()[:7], "big")
