"""A sentence-transformers model, run in batches of about the same length and bounded size. PURE.

What costs time is padding, waiting and copying. Texts are therefore tokenised once, in a thread beside the
model; sorted by length, so that a batch holds next to no padding; cut into batches by their number of
tokens, so that the memory of a batch is bounded whatever its texts; and on a GPU the transformer runs in
bfloat16, with the vectors of one chunk fetched while the next one is under way. Pooling stays in float32.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

TOKENS_ON_GPU = 65_536
"""Tokens of one batch, padding included: enough to fill a large GPU, some 0.2 GB for a small model."""
TOKENS_ON_CPU = 1_024
"""Beyond this a batch leaves the cache of a processor core and no longer runs faster."""
CHUNK = 16_384
"""Texts tokenised and sorted together; tokens of two chunks are in memory at a time."""


@dataclass(frozen=True)
class Batch:
    """Texts of about the same length: where they stand in their chunk, their tokens and which are padding."""

    positions: NDArray[np.intp]
    input_ids: NDArray[np.int64]
    attention_mask: NDArray[np.int64]


@dataclass(frozen=True)
class SentenceModel:
    """A loaded model with the device it runs on and the most tokens of a batch."""

    model: SentenceTransformer
    device: str
    tokens: int

    @property
    def width(self) -> int:
        """Length of a vector."""
        return self.model.get_embedding_dimension() or 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the (n, d) vectors of texts, in their order."""
        vectors = np.zeros((len(texts), self.width), dtype=np.float32)
        under_way: deque[tuple[int, list[Batch], list[torch.Tensor]]] = deque()
        for start, batches in self._prepared(texts):
            under_way.append((start, batches, [self.forward(*self.on_device(batch)) for batch in batches]))
            if len(under_way) > 1:
                _fetch(*under_way.popleft(), vectors)
        for waiting in under_way:
            _fetch(*waiting, vectors)
        return vectors

    def batches(self, texts: Sequence[str]) -> list[Batch]:
        """Tokenise texts and cut them into batches, the longest texts first."""
        token_ids = _token_ids(self.model, texts)
        lengths = np.fromiter(map(len, token_ids), dtype=np.intp, count=len(token_ids))
        padding = getattr(self.model.tokenizer, "pad_token_id", None) or 0
        return [
            _padded(token_ids, lengths, chosen, padding) for chosen in cut_by_tokens(lengths, self.tokens)
        ]

    def on_device(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Return a batch's tokens and its mask where the model is; on a GPU it may still be under way."""
        import torch

        tokens, mask = torch.from_numpy(batch.input_ids), torch.from_numpy(batch.attention_mask)
        if self.device == "cpu":
            return tokens, mask
        tokens, mask = tokens.pin_memory(), mask.pin_memory()
        return tokens.to(self.device, non_blocking=True), mask.to(self.device, non_blocking=True)

    def forward(self, tokens: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the vectors of a batch, on the device; on a GPU before they are computed."""
        import torch

        with torch.inference_mode():
            transformer, *others = self.model
            features: dict[str, Any] = transformer({"input_ids": tokens, "attention_mask": mask})
            features["token_embeddings"] = features["token_embeddings"].float()
            for module in others:
                features = module(features)
            vectors: torch.Tensor = features["sentence_embedding"]
            return vectors

    def _prepared(self, texts: Sequence[str]) -> Iterator[tuple[int, list[Batch]]]:
        """Yield where each chunk starts, and its batches; the next one is being prepared meanwhile."""
        ahead: deque[tuple[int, Future[list[Batch]]]] = deque()
        with ThreadPoolExecutor(1) as beside:
            for start in range(0, len(texts), CHUNK):
                ahead.append((start, beside.submit(self.batches, texts[start : start + CHUNK])))
                if len(ahead) > 1:
                    ready, batches = ahead.popleft()
                    yield ready, batches.result()
            for ready, batches in ahead:
                yield ready, batches.result()


def load_sentence_model(folder: str, *, device: str | None = None) -> SentenceModel:
    """Load a model by its folder or name, onto the GPU where there is one.

    Raises:
        OSError: there is no such model on this machine.
        ImportError: sentence-transformers is not installed.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    model = SentenceTransformer(folder, device=device)
    model.eval()
    if device == "cpu":
        return SentenceModel(model, device, TOKENS_ON_CPU)
    model[0].bfloat16()
    return SentenceModel(model, device, TOKENS_ON_GPU)


def cut_by_tokens(lengths: NDArray[np.intp], most: int) -> Iterator[NDArray[np.intp]]:
    """Yield the positions of texts in batches, the longest first, of at most `most` tokens with padding.

    A text that alone is longer makes a batch of its own.
    """
    order = np.argsort(-lengths, kind="stable")
    start = 0
    while start < len(order):
        size = max(1, most // max(1, int(lengths[order[start]])))
        yield order[start : start + size]
        start += size


def _padded(
    token_ids: Sequence[Sequence[int]], lengths: NDArray[np.intp], chosen: NDArray[np.intp], padding: int
) -> Batch:
    mask = np.arange(lengths[chosen[0]]) < lengths[chosen][:, None]
    input_ids = np.full(mask.shape, padding, dtype=np.int64)
    flat = itertools.chain.from_iterable(token_ids[position] for position in chosen)
    input_ids[mask] = np.fromiter(flat, dtype=np.int64, count=int(mask.sum()))
    return Batch(chosen, input_ids, mask.astype(np.int64))


def _token_ids(model: SentenceTransformer, texts: Sequence[str]) -> list[list[int]]:
    """Return the tokens of each text, with the prompt that the model wants by default."""
    prompt = model.prompts.get(model.default_prompt_name or "", "")
    wanted = [f"{prompt}{text}" for text in texts]
    fast = getattr(model.tokenizer, "backend_tokenizer", None)
    if fast is None:
        longest = model.max_seq_length
        return list(model.tokenizer(wanted, truncation=longest is not None, max_length=longest)["input_ids"])
    # The tokeniser itself, without the dictionaries around it: three times as fast on short texts.
    fast.no_padding()
    if model.max_seq_length is None:
        fast.no_truncation()
    else:
        fast.enable_truncation(model.max_seq_length)
    return [encoding.ids for encoding in fast.encode_batch_fast(wanted)]


def _fetch(
    start: int, batches: list[Batch], results: list[torch.Tensor], vectors: NDArray[np.float32]
) -> None:
    """Write the vectors of a chunk where they belong; on a GPU this waits for them."""
    import torch

    positions = np.concatenate([batch.positions for batch in batches])
    vectors[start + positions] = torch.cat(results).float().cpu().numpy()
