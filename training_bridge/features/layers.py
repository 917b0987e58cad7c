"""The layers of a model: which there are, and whether a dictionary for one of them can be learnt here."""

from __future__ import annotations

from typing import Any

from training_bridge.features.settings import FeatureSettings
from training_bridge.generation.interface import GenerationError
from training_bridge.generation.memory import available_bytes

PLACES = (
    "model.layers",
    "transformer.h",
    "gpt_neox.layers",
    "model.decoder.layers",
    "model.language_model.layers",
)
"""Where causal language models of Hugging Face keep their layers."""
NUMBERS_A_WEIGHT = 5
"""A weight, its gradient, two of Adam, and one while it is saved or scaled."""
ROWS_OF_A_STEP = 6
"""Arrays of batch by dictionary that one step holds at once, gradients included."""
BYTES = 4


def layers_of(model: Any) -> Any:
    """Give the list of a causal language model's layers, with an adapter on it or not.

    Raises:
        GenerationError: the model keeps its layers at none of the usual places.
    """
    base = model.get_base_model() if hasattr(model, "get_base_model") else model
    for place in PLACES:
        found: Any = base
        for name in place.split("."):
            found = getattr(found, name, None)
        if found is not None and len(found):
            return found
    raise GenerationError(
        f"A model of the kind {type(base).__name__} keeps its layers where they are not looked for: "
        f"dictionary learning knows {', '.join(PLACES)}"
    )


def chosen_layer(settings: FeatureSettings, layers: int) -> int:
    """Give the layer to look behind, counted from 1. Raises GenerationError where there is none such."""
    if settings.layer is None:
        return max(1, round(layers * 2 / 3))
    if settings.layer > layers:
        raise GenerationError(
            f"There is no layer {settings.layer}: this model has {layers}, counted from 1 to {layers}"
        )
    return settings.layer


def bytes_needed(settings: FeatureSettings, width: int) -> int:
    """Compute the memory that learning needs, in bytes, for activations of a width."""
    weights = 2 * settings.size * width + settings.size + width
    step = settings.batch_tokens * (ROWS_OF_A_STEP * settings.size + 4 * width)
    return BYTES * (NUMBERS_A_WEIGHT * weights + step)


def refuse_too_large(settings: FeatureSettings, width: int, device: str) -> None:
    """Raise GenerationError, with the figures, where the dictionary does not fit in what is free."""
    needed, free = bytes_needed(settings, width), available_bytes(device)
    if needed > free:
        raise GenerationError(
            f"A dictionary of {settings.size} features over {width} numbers a token needs "
            f"{needed / 1e9:.1f} GB to be learnt, and {free / 1e9:.1f} GB of memory are free: "
            f"at most about {settings.size * free // needed} features would fit"
        )


def refuse_early(settings: FeatureSettings, model_name: str) -> None:
    """Refuse a layer or a dictionary before any weights are read, as far as the configuration tells.

    Raises:
        GenerationError: the layer does not exist, or the dictionary does not fit in memory.
    """
    shape = shape_of(model_name)
    if shape is not None:
        chosen_layer(settings, shape[0])
        refuse_too_large(settings, shape[1], "cpu")


def shape_of(model_name: str) -> tuple[int, int] | None:
    """Give the number of layers and the width from a model's configuration; None where it does not say."""
    from transformers import AutoConfig

    from training_bridge.generation.weights import DEMONSTRATION_MODEL

    if model_name == DEMONSTRATION_MODEL:
        return DEMONSTRATION_SHAPE
    try:
        # Operators name the model, and a folder or a revision with it if they wish.
        text = AutoConfig.from_pretrained(model_name).get_text_config()  # nosec
    except (OSError, ValueError, KeyError):
        return None
    return int(text.num_hidden_layers), int(text.hidden_size)


DEMONSTRATION_SHAPE = (30, 576)
"""Of SmolLM2-135M, whose packaged file takes seconds to ask."""
