"""How well a dictionary gives activations back, and how sparse it is.

Gao et al. 2024, *Scaling and evaluating sparse autoencoders*: section 2 (the mean squared error, divided by
that of always predicting the mean), 4.1 (the loss of the model that goes on with the reconstruction).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from training_bridge.features.activations import TokenRows, hooked
from training_bridge.features.dictionary import Activations, encode_in_blocks


@dataclass(frozen=True)
class Reconstruction:
    """What came of giving so many tokens back.

    Attributes:
        variance_explained: 1 - sum |x - x'|^2 / sum |x - mean of these tokens|^2; 1 is everything.
        normalised_error: sum |x - x'|^2 / sum |x - mean of the tokens learnt from|^2; 0 is none.
        active: features active at a token, in the mean (L0).
        dead: features that were active at none of these tokens.
    """

    tokens: int
    variance_explained: float
    normalised_error: float
    active: float
    features: int
    dead: int

    def to_json(self) -> dict[str, Any]:
        """Give it as it is stored."""
        return {**asdict(self), "dead_share": self.dead / self.features}


def measure(sae: Any, activations: Activations, learnt_mean: Any) -> Reconstruction:
    """Measure a dictionary on activations (tokens, width); `learnt_mean` is that of the tokens learnt from."""
    own_mean = np.mean(activations, axis=0, dtype=np.float64)
    error = variance = baseline = active = 0.0
    fired = np.zeros(sae.cfg.d_sae, dtype=np.int64)
    for where, latents, given_back in encode_in_blocks(sae, activations):
        true = np.asarray(activations[where], dtype=np.float64)
        error += float(((true - given_back.cpu().double().numpy()) ** 2).sum())
        variance += float(((true - own_mean) ** 2).sum())
        baseline += float(((true - learnt_mean) ** 2).sum())
        on = (latents > 0).cpu().numpy()
        active += float(on.sum())
        fired += on.sum(axis=0)
    return Reconstruction(
        tokens=len(activations),
        variance_explained=1 - error / max(variance, 1e-12),
        normalised_error=error / max(baseline, 1e-12),
        active=active / max(1, len(activations)),
        features=int(sae.cfg.d_sae),
        dead=int((fired == 0).sum()),
    )


def loss_recovered(
    model: Any, sae: Any, tokens: TokenRows, layer: int, mean: Any, padding: int
) -> dict[str, Any]:
    """Compare the model's loss, in nats a token, as it is, with reconstructions, and with the mean instead.

    `recovered` is (loss with the mean - loss with reconstructions) / (loss with the mean - loss as it is):
    1 where nothing is lost. Replaced are the tokens that are looked at, and no others.
    """
    import torch

    centre = torch.as_tensor(mean, dtype=torch.float32, device=model.device)

    def reconstruct(hidden: Any) -> Any:
        rest = hidden[:, tokens.skipped :].float()
        return torch.cat([hidden[:, : tokens.skipped], sae.decode(sae.encode(rest)).to(hidden.dtype)], dim=1)

    def forget(hidden: Any) -> Any:
        changed = hidden.clone()
        changed[:, tokens.skipped :] = centre.to(hidden.dtype)
        return changed

    ways = {"model": None, "reconstruction": reconstruct, "mean": forget}
    sums = dict.fromkeys(ways, 0.0)
    counted = sum(max(0, count - 1) for count in tokens.counts)
    for row in tokens.rows:
        for name, change in ways.items():
            sums[name] += _loss(model, row, tokens.skipped, layer, change)
    losses = {name: value / max(1, counted) for name, value in sums.items()}
    lost = losses["mean"] - losses["model"]
    recovered = (losses["mean"] - losses["reconstruction"]) / lost if not math.isclose(lost, 0) else None
    return {"texts": len(tokens.rows), "tokens": counted, **losses, "recovered": recovered}


def _loss(model: Any, row: Sequence[int], skipped: int, layer: int, change: Any) -> float:
    import torch

    tokens = torch.tensor([row], device=model.device)
    with torch.inference_mode(), hooked(model, layer, change or (lambda _: None)):
        logits = model(input_ids=tokens, use_cache=False).logits[0, skipped:-1].float()
    return float(torch.nn.functional.cross_entropy(logits, tokens[0, skipped + 1 :], reduction="sum"))
