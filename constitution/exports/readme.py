"""The note that lies beside the files of an export and says what each is for. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constitution.exports.markdown import plain

TEXT = """\
# {title}, version {version}

This folder is one version of a constitution for an AI, as the participants of a public deliberation made it.

- `constitution.json`: the constitution with everything behind it; all other forms are made from it.
- `constitution.schema.json`: what may stand in it, as a JSON Schema (2020-12).
- `constitution.md`: the constitution to read.
- `system-prompt.md`: the principles as instructions before a conversation.
- `CritiqueRevisionInstructions.json`: requests to criticise and revise an answer, in the shape in which
  Anthropic published theirs; NeMo-Aligner reads it.
- `RLMadisonInstructions.json`: instructions to choose the better of two answers, in the same way.
- `llm-swarm-constitution.json`: the requests as llm-swarm reads them.
- `character-traits.json`: the principles in the first person, for OpenCharacterTraining; add questions.
- `manifest.json`: size and SHA-256 of every file, and what the constitution rests on.
- `manifest.sig.json`: the signature over `manifest.json`, where the export is signed.
- `verify.py`: checks all of this: `python verify.py . --key PUBLIC`.

The copy of `verify.py` in this folder proves nothing if somebody else could change the folder: take the
program from the project or from the site, and the public key from a place that you trust.

SHA-256 of the constitution: `{sha256}`
"""


def readme(content: Mapping[str, Any]) -> bytes:
    """Return the note for one version."""
    title = plain(" ".join(content["about"]["title"].split()))
    return TEXT.format(title=title, version=content["version"], sha256=content["sha256"]).encode()
