"""How well a dictionary gives activations back, and how sparse it is.

Gao et al. 2024, *Scaling and evaluating sparse autoencoders*, section 2: the mean squared error, divided by
that of always predicting the mean.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

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
    """Measure a dictionary on activations (tokens, width); `learnt_mean` is of those learnt from."""
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
