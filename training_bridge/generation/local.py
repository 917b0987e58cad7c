"""A model whose weights are on this machine, run by transformers on the CPU or a GPU."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from training_bridge.generation.attention import running
from training_bridge.generation.decoding import Decoder
from training_bridge.generation.interface import (
    Continuation,
    Generation,
    GenerationError,
    OnDone,
    Request,
    Sampling,
    Score,
    Usage,
    check_choices,
    in_order,
)
from training_bridge.generation.kept_rows import KeptRows
from training_bridge.generation.memory import Limits, limits_of
from training_bridge.generation.scoring import next_token_logits, score_rows
from training_bridge.generation.shared_prefix import KeptPrefixes, SharedPrefix
from training_bridge.inert_messages import InertText
from training_bridge.training.adapters import put_on

Found = TypeVar("Found")
ENDING = 80
"""Characters by which a text is named: all requests of a call may begin alike."""


class LocalModel:
    """A causal language model and its tokenizer.

    Many rows go through the model side by side; what all rows of a call begin with (few-shot transcripts, a
    chat template's system message) is computed once; what a row shares with one that has just ended, too.
    """

    def __init__(
        self,
        model: Any,
        tokenizer: Any,
        *,
        name: str,
        sha256: str | None = None,
        batch_rows: int = 32,
        limits: Limits | None = None,
    ) -> None:
        """Take a loaded model; `load_model` in `weights.py` loads one by name.

        `batch_rows` rows are written side by side, or fewer where memory does not allow as many.
        """
        self.model = model.eval()
        self.tokenizer = tokenizer
        self.name = name
        self.sha256 = sha256
        self.batch_rows = batch_rows
        self.usage = Usage()
        self._limits = limits or limits_of(model, batch_rows)
        self._prefixes = KeptPrefixes()
        self._rows = KeptRows(self._limits.kept_bytes)
        self._text = InertText(tokenizer)

    def generate(
        self, requests: Sequence[Request], sampling: Sampling, on_done: OnDone | None = None
    ) -> list[Generation]:
        """Answer every request. See `Generator.generate`."""
        return in_order(self.generate_each(requests, sampling), len(requests), on_done)

    def generate_each(
        self, requests: Sequence[Request], sampling: Sampling
    ) -> Iterator[tuple[int, Generation]]:
        """Give each answer as soon as it is there. See `Generator.generate_each`."""
        started = time.perf_counter()
        token_rows = [self._request_tokens(request) for request in requests]
        self._refuse_too_long(
            [request.text for request in requests],
            [len(row) + sampling.max_new_tokens for row in token_rows],
        )
        with running(self.model):
            prefix, was_kept = self._prefixes.of(self.model, token_rows)
        skipped = prefix.length if prefix else 0
        decoder = Decoder(
            self.model,
            self.tokenizer,
            [row[skipped:] for row in token_rows],
            stops=[request.stop for request in requests],
            seeds=[_row_seed(sampling.seed, request.text) for request in requests],
            sampling=sampling,
            prefix=prefix,
            limits=self._limits,
            kept=self._rows,
        )
        self._count(token_rows, prefix, was_kept, 0.0)
        spared = 0
        while True:
            with running(self.model):
                ended = decoder.advance()
            new_tokens = sum(answer.tokens for _, answer in ended)
            now = time.perf_counter()
            self.usage += Usage(0, 0, decoder.spared - spared, new_tokens, now - started)
            started, spared = now, decoder.spared
            if not ended:
                return
            yield from ended
            # What the caller does with the answers is not the model's time.
            started = time.perf_counter()

    def log_probabilities(
        self, continuations: Sequence[Continuation], on_done: OnDone | None = None
    ) -> list[Score]:
        """Score every given answer after the chat template. See `Generator.log_probabilities`."""
        contexts = [self._chat_tokens(pair.prompt) for pair in continuations]
        answers = [self._tokens(pair.answer) for pair in continuations]
        self._refuse_too_long(
            [pair.prompt for pair in continuations],
            [len(context) + len(answer) for context, answer in zip(contexts, answers, strict=True)],
        )
        return self._scores(contexts, answers, on_done)

    def choose(
        self, requests: Sequence[Request], choices: Sequence[str], on_done: OnDone | None = None
    ) -> list[tuple[float, ...]]:
        """Score each choice after each request. See `Generator.choose`.

        Choices of one token each are read off one pass; longer ones are scored token by token.
        """
        check_choices(choices)
        contexts = [self._request_tokens(request) for request in requests]
        answers = [self._tokens(choice) for choice in choices]
        longest = max(map(len, answers))
        self._refuse_too_long(
            [request.text for request in requests], [len(context) + longest for context in contexts]
        )
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
        """Put a LoRA adapter saved by a training recipe on the model, with the one it was trained upon."""
        self.replace_model(put_on(self.model, folder))

    def remove_adapter(self) -> None:
        """Go back to the weights as they were loaded."""
        base = self.model.unload()
        if hasattr(base, "peft_config"):
            del base.peft_config
        self.replace_model(base)

    def replace_model(self, model: Any) -> None:
        """Go on with other weights behind the same tokenizer and name."""
        self.model = model.eval()
        self._prefixes.forget()
        self._rows.forget()

    @property
    def parameters(self) -> int:
        """Count the model's weights."""
        return sum(weight.numel() for weight in self.model.parameters())

    @property
    def dtype(self) -> str:
        """Say in which numbers it calculates: "float32" or "bfloat16"."""
        return str(self.model.dtype).removeprefix("torch.")

    @property
    def device(self) -> str:
        """Say what the model runs on."""
        import torch

        on_gpu = self.model.device.type == "cuda"
        return torch.cuda.get_device_name(self.model.device) if on_gpu else "CPU"

    def _scores(
        self, contexts: Sequence[list[int]], answers: Sequence[list[int]], on_done: OnDone | None
    ) -> list[Score]:
        return self._behind_prefix(
            contexts,
            lambda prefix, own: score_rows(self.model, prefix, own, answers, self._limits, on_done),
        )

    def _next_tokens(
        self, contexts: Sequence[list[int]], tokens: Sequence[int], on_done: OnDone | None
    ) -> list[tuple[float, ...]]:
        """Give the log-probabilities of these tokens to come next."""
        return self._behind_prefix(
            contexts,
            lambda prefix, own: next_token_logits(self.model, prefix, own, tokens, self._limits, on_done),
        )

    def _behind_prefix(
        self,
        contexts: Sequence[list[int]],
        compute: Callable[[SharedPrefix | None, list[list[int]]], list[Found]],
    ) -> list[Found]:
        """Compute from the prefix that all contexts share and what each has of its own; count the usage."""
        started = time.perf_counter()
        with running(self.model):
            prefix, was_kept = self._prefixes.of(self.model, contexts)
            skipped = prefix.length if prefix else 0
            found = compute(prefix, [context[skipped:] for context in contexts])
        self._count(contexts, prefix, was_kept, time.perf_counter() - started)
        return found

    def _refuse_too_long(self, texts: Sequence[str], lengths: Sequence[int]) -> None:
        """Refuse what goes beyond the places that the model knows, where it would write nonsense."""
        most = getattr(self.model.config, "max_position_embeddings", None)
        for text, length in zip(texts, lengths, strict=True):
            if most is not None and length > most:
                raise GenerationError(
                    f"{self.name} reads and writes at most {most} tokens at once, and a text needs {length}: "
                    f"take out or shorten the one that ends in {text[-ENDING:]!r}"
                )

    def _count(
        self, token_rows: Sequence[list[int]], prefix: SharedPrefix | None, was_kept: bool, seconds: float
    ) -> None:
        """Add the requests of a call to the usage."""
        computed_once = 0 if was_kept else 1
        shared = prefix.length * (len(token_rows) - computed_once) if prefix else 0
        self.usage += Usage(len(token_rows), sum(map(len, token_rows)), shared, 0, seconds)

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


def _row_seed(seed: int, text: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}:{text}".encode()).digest()[:7], "big")
