"""A dictionary of sparse features: a TopK autoencoder (Gao et al. 2024), learnt by SAELens.

Gao et al. 2024, *Scaling and evaluating sparse autoencoders*, section 2.3: activations x, latents
z = TopK(W_enc (x - b) + b_enc), reconstruction W_dec z + b. SAELens learns it, from batches that are drawn
here: its own loading of models and texts, and what it can report to the network, are not used.
"""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from training_bridge.features.settings import FeatureSettings
from training_bridge.library_notes import without_library_notes

STEPS_BETWEEN_CHECKPOINTS = 100
DEAD_AFTER_STEPS = 100
"""A feature that was not active for so many steps takes part in the auxiliary loss that brings it back."""

Activations = np.ndarray[Any, np.dtype[np.float32]]


def sae_lens() -> Any:
    """Import SAELens, silent and without what it brings to talk to the network."""
    os.environ.setdefault("WANDB_MODE", "disabled")
    os.environ.setdefault("WANDB_ERROR_REPORTING", "false")
    with warnings.catch_warnings():
        # What the library imports is on its way out in libraries of its own.
        warnings.simplefilter("ignore")
        import sae_lens as library
        import sae_lens.training.sae_trainer  # noqa: F401

    return library


def learn(
    activations: Activations,
    settings: FeatureSettings,
    folder: Path,
    passing: Path,
    advance: Callable[[int], None],
    device: str = "cpu",
) -> None:
    """Learn a dictionary from activations (tokens, width) and save it in a folder that SAELens reads.

    Every so many steps the state is kept in `passing`; a process that was killed goes on from there to the
    same bytes.
    """
    trainer = _trainer(activations, settings, device)
    _go_on(trainer, passing)
    advance(trainer.n_training_steps)
    order = _orders(len(activations), settings, trainer.n_training_steps)
    for rows in order:
        trainer.maybe_reset_sparsity()
        trainer.step(_tensor(activations[np.sort(rows)]))
        trainer.n_training_steps += 1
        advance(1)
        if trainer.n_training_steps % STEPS_BETWEEN_CHECKPOINTS == 0:
            _keep(trainer, passing)
    sae = trainer.sae
    sae.fold_activation_norm_scaling_factor(trainer.activation_scaler.scaling_factor)
    # Directions of length one: their length goes into the encoder, so that latents can be compared.
    sae.fold_W_dec_norm()
    temporary = passing / "finished"
    shutil.rmtree(temporary, ignore_errors=True)
    sae.save_inference_model(temporary)
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary.rename(folder)


def load(folder: Path, device: str = "cpu") -> Any:
    """Load a dictionary that `learn` saved, to encode and decode with."""
    with without_library_notes():
        sae = sae_lens().SAE.load_from_disk(folder, device=device)
    sae.eval()
    return sae


def steps_of(tokens: int, settings: FeatureSettings) -> int:
    """Count the steps of learning from so many tokens."""
    return settings.epochs * max(1, tokens // settings.batch_tokens)


def encode_in_blocks(
    sae: Any, activations: Activations, block: int = 2048
) -> Iterator[tuple[slice, Any, Any]]:
    """Give, block by block, where it is, the latents and the reconstruction as tensors."""
    import torch

    with torch.inference_mode():
        for start in range(0, len(activations), block):
            where = slice(start, min(start + block, len(activations)))
            latents = sae.encode(_tensor(activations[where]).to(sae.device))
            yield where, latents, sae.decode(latents)


def _trainer(activations: Activations, settings: FeatureSettings, device: str) -> Any:
    import torch

    library = sae_lens()
    from sae_lens.config import SAETrainerConfig

    width = activations.shape[1]
    torch.manual_seed(settings.seed)
    with without_library_notes():
        configuration = library.TopKTrainingSAEConfig(
            d_in=width, d_sae=settings.size, k=settings.k, device=device, apply_b_dec_to_input=True
        )
        sae = library.TopKTrainingSAE(configuration)
    batch = min(settings.batch_tokens, len(activations))
    trainer = library.training.sae_trainer.SAETrainer(
        SAETrainerConfig(
            total_training_samples=steps_of(len(activations), settings) * batch,
            train_batch_size_samples=batch,
            lr=settings.learning_rate,
            lr_end=settings.learning_rate / 10,
            lr_decay_steps=steps_of(len(activations), settings) // 5,
            dead_feature_window=DEAD_AFTER_STEPS,
            device=device,
        ),
        sae,
        iter(()),
    )
    mean = np.mean(activations, axis=0, dtype=np.float64)
    lengths = np.linalg.norm(activations - mean.astype(np.float32), axis=1)
    scale = float(np.sqrt(width) / max(float(lengths.mean()), 1e-8))
    trainer.activation_scaler.scaling_factor = scale
    with torch.no_grad():
        # Begun at the centre of the data, so that no feature has to stand for it (Gao et al., appendix A.1).
        sae.b_dec.copy_(torch.tensor(mean * scale, dtype=sae.b_dec.dtype))
    return trainer


def _orders(
    tokens: int, settings: FeatureSettings, done: int
) -> Iterator[np.ndarray[Any, np.dtype[np.int64]]]:
    """Give the tokens of each step that is left: every epoch in an order of its own."""
    batch = min(settings.batch_tokens, tokens)
    each = max(1, tokens // settings.batch_tokens)
    for epoch in range(done // each, settings.epochs):
        order = np.random.default_rng([settings.seed, epoch]).permutation(tokens)
        for step in range(each):
            if epoch * each + step >= done:
                yield order[step * batch : (step + 1) * batch]


def _keep(trainer: Any, passing: Path) -> None:
    """Keep the state of learning; the older one is there until the newer is whole."""
    temporary = passing / "unfinished"
    shutil.rmtree(temporary, ignore_errors=True)
    trainer.save_checkpoint("state", base_path=temporary)
    older = sorted(passing.glob("step-*"))
    (temporary / "state").rename(passing / f"step-{trainer.n_training_steps:08d}")
    for folder in older:
        shutil.rmtree(folder)


def _go_on(trainer: Any, passing: Path) -> None:
    found = sorted(passing.glob("step-*"))
    if found:
        with without_library_notes():
            trainer.sae.load_weights_from_checkpoint(found[-1])
            trainer.load_trainer_state(found[-1])


def _tensor(rows: Any) -> Any:
    import torch

    return torch.from_numpy(np.array(rows, dtype=np.float32))
