"""One pass of new tokens of many rows through a model, without padding between them.

All new tokens stand in one line, so that no layer works on padding. Attention alone needs to know which token
belongs to which row (`attention.py`), and finds it in the `Pass`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from training_bridge.generation.interface import GenerationError
from training_bridge.generation.row_store import RowStore
from training_bridge.generation.shared_prefix import SharedPrefix

WRONG_KIND = "A model of this kind cannot be run here, but can be served elsewhere and named by its server"


@dataclass(frozen=True)
class NewTokens:
    """Tokens that follow the first `start` ones of the row in a slot."""

    slot: int
    start: int
    tokens: Sequence[int]


@dataclass(frozen=True)
class Pass:
    """What attention needs to know of the tokens of one pass; n tokens of r rows, w at most of one row.

    Attributes:
        slots, places: (n,), where each token's keys and values go.
        rows: the r slots, as a slice where they stand side by side, else (r,).
        row_count, width, reach: r, w, and the places that are looked at.
        spread: (r * w,), the token at each place of the table of rows; None where w is 1.
        gathered: (n,), the place of each token in that table.
        where: (r, w), the place of each token in its row.
        blocked: (r, 1, w, reach), True where a token must not look; 1 stands for all heads.
    """

    store: RowStore
    prefix: SharedPrefix | None
    slots: Any
    places: Any
    rows: Any
    row_count: int
    width: int
    reach: int
    spread: Any
    gathered: Any
    where: Any
    blocked: Any


def run_pass(
    model: Any,
    store: RowStore,
    prefix: SharedPrefix | None,
    new: Sequence[NewTokens],
    *,
    last_places: Sequence[int] | None = None,
) -> Any:
    """Run the model over new tokens, and return logits, float32, on the model's device.

    Must be used inside `running(model)`. `last_places` says of how many last tokens of each row logits are
    wanted, one after the other, (wanted, vocabulary); None for those of each row's last one.
    """
    import torch

    device = model.device
    prepared = _prepare(store, prefix, new, device)
    before = len(prefix.tokens) if prefix else 0
    kept: list[int] = []
    end = 0
    for number, row in enumerate(new):
        end += len(row.tokens)
        kept.extend(range(end - (last_places[number] if last_places else 1), end))
    token_ids = torch.tensor([token for row in new for token in row.tokens], device=device)
    output = model(
        input_ids=token_ids[None],
        position_ids=(prepared.places + before)[None],
        use_cache=False,
        logits_to_keep=torch.tensor(kept, device=device),
        ragged=prepared,
    )
    if store.keys is None:
        raise GenerationError(f"{WRONG_KIND}: it has an attention of its own")
    return output.logits[0].float()


def _prepare(store: RowStore, prefix: SharedPrefix | None, new: Sequence[NewTokens], device: Any) -> Pass:
    import torch

    slots = [row.slot for row in new]
    lengths = torch.tensor([len(row.tokens) for row in new])
    starts = torch.tensor([row.start for row in new])
    width = int(lengths.max())
    reach = int((starts + lengths).max())
    steps = torch.arange(width)
    # A row shorter than the table repeats its last token there; what comes of it is not read.
    inside = torch.minimum(steps[None], lengths[:, None] - 1)
    places = starts[:, None] + inside
    real = steps[None] < lengths[:, None]
    offsets = lengths.cumsum(0) - lengths
    side_by_side = slots == list(range(slots[0], slots[0] + len(slots)))
    return Pass(
        store=store,
        prefix=prefix,
        slots=torch.tensor(slots).repeat_interleave(lengths).to(device),
        places=places[real].to(device),
        rows=slice(slots[0], slots[0] + len(slots)) if side_by_side else torch.tensor(slots, device=device),
        row_count=len(new),
        width=width,
        reach=reach,
        spread=None if width == 1 else (offsets[:, None] + inside).flatten().to(device),
        gathered=None if width == 1 else real.flatten().nonzero()[:, 0].to(device),
        where=places.to(device),
        blocked=(torch.arange(reach) > places[..., None])[:, None].to(device),
    )
