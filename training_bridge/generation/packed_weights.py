"""Linear layers on a CPU through oneDNN, with weights laid out for it.

PyTorch hands float32 products to MKL, which is slow on other processors than Intel's. There oneDNN is two to
three times as fast if it may lay out the weights itself. Their second copy is taken where memory allows, and
made anew when the first has changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from training_bridge.generation.memory import available_bytes

EXPECTED_ROWS = 32
"""A hint for the layout; other numbers of rows are as right, and hardly slower."""
MOST_OF_MEMORY = 0.5
LEAST_WEIGHTS = 10_000
"""A layer with fewer is not worth it."""


@dataclass(frozen=True)
class _Packed:
    weight: Any
    address: int
    version: int


# Beside the layers and not in them, so that a model can be copied and saved as ever.
_PACKED: WeakKeyDictionary[Any, _Packed] = WeakKeyDictionary()


@contextmanager
def packed_weights_of(model: Any) -> Iterator[None]:
    """Let linear layers use packed weights for a while, where the device is a CPU and they fit."""
    with ExitStack() as stack:
        for layer in _linear_layers(model):
            stack.callback(layer.__dict__.pop, "forward", None)
            layer.forward = _forward_of(layer)
        yield


def _linear_layers(model: Any) -> list[Any]:
    import torch

    mkldnn: Any = torch.backends.mkldnn
    offered = hasattr(torch.ops.mkldnn, "_linear_pointwise") and mkldnn.is_available()
    if model.device.type != "cpu" or not offered:
        return []
    layers = [
        layer
        for layer in model.modules()
        if type(layer) is torch.nn.Linear
        and layer.weight.dtype == torch.float32
        and layer.weight.numel() >= LEAST_WEIGHTS
    ]
    missing = sum(layer.weight.nbytes for layer in layers if not _is_packed(layer))
    return layers if missing <= MOST_OF_MEMORY * available_bytes("cpu") else []


def _is_packed(layer: Any) -> bool:
    """Say whether the packed weights are those that the layer has now."""
    packed, weight = _PACKED.get(layer), layer.weight
    return packed is not None and (packed.address, packed.version) == (weight.data_ptr(), weight._version)


def _forward_of(layer: Any) -> Any:
    import torch

    if not _is_packed(layer):
        weight = layer.weight
        packed = torch.ops.mkldnn._reorder_linear_weight(weight.detach(), EXPECTED_ROWS)
        _PACKED[layer] = _Packed(packed, weight.data_ptr(), weight._version)
    own, bias = _PACKED[layer].weight, layer.bias

    def forward(given: Any) -> Any:
        return torch.ops.mkldnn._linear_pointwise(given, own, bias, "none", [], "")

    return forward
