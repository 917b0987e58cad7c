"""The manifest over an export's files, and its signature. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from constitution.exports.files import ExportFile, export_files
from constitution.exports.verify import MANIFEST, SIGNATURE, SIGNATURE_FORMAT, key_id
from deliberation.integrity.evidence import canonical_json, content_hash

FORMAT = "concord-manifest/2"
OF_THE_CONSTITUTION = ("format", "version", "sha256", "parent_sha256")
OF_THE_ANALYSIS = ("input_hash", "result_hash", "seed")
NAMES_PEOPLE = "excluded_participants"
"""A parameter that stored versions of the first format have; it numbers people."""


@dataclass(frozen=True)
class Provenance:
    """What stands behind an export beside what it says.

    Attributes:
        code: name and version of the program that wrote it.
        log: where the ratification stands in the sealed log; None for a draft.
    """

    code: Mapping[str, str] = field(default_factory=dict)
    log: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Export:
    """A constitution as files with the manifest that proves them, signed or not."""

    content: Mapping[str, Any]
    provenance: Provenance = field(default_factory=Provenance)
    key: Ed25519PrivateKey | None = None

    @cached_property
    def files(self) -> tuple[ExportFile, ...]:
        """Every file, the manifest and its signature last."""
        last = [ExportFile(MANIFEST, lambda: iter([self.manifest]))]
        if self.key is not None:
            last.append(ExportFile(SIGNATURE, lambda: iter([self.signature])))
        return (*self._proven, *last)

    def file(self, name: str) -> ExportFile | None:
        """Return one file, or None if there is none of that name."""
        return next((file for file in self.files if file.name == name), None)

    @cached_property
    def entries(self) -> dict[str, dict[str, Any]]:
        """Size and digest of each file that the manifest proves, by name."""
        return {file.name: _entry(file) for file in self._proven}

    @cached_property
    def manifest(self) -> bytes:
        """The manifest, in canonical JSON: what the constitution rests on, and the digest of each file."""
        content = self.content
        manifest = {
            "format": FORMAT,
            "code": dict(self.provenance.code),
            "constitution": {name: content[name] for name in OF_THE_CONSTITUTION},
            "analysis": {name: content["analysis"].get(name) for name in OF_THE_ANALYSIS},
            "parameters": {
                "analysis": _without_people(content["analysis"].get("parameters") or {}),
                "selection": content.get("selection"),
            },
            "models": content.get("models", []),
            "log": self.provenance.log and dict(self.provenance.log),
            "signed_by": self._signer,
            "files": self.entries,
        }
        return canonical_json({**manifest, "sha256": content_hash(manifest)})

    @cached_property
    def signature(self) -> bytes:
        """The signature over the bytes of the manifest, which name the signer.

        Raises:
            ValueError: the export is not to be signed.
        """
        if self._signer is None or self.key is None:
            raise ValueError("an export without a key has no signature")
        signed = self.key.sign(self.manifest).hex()
        return canonical_json({"format": SIGNATURE_FORMAT, **self._signer, "signature": signed})

    @property
    def signed_by(self) -> str | None:
        """The public key of whoever signs it, in hexadecimal; None for an export without signature."""
        return self._signer["public_key"] if self._signer else None

    @cached_property
    def _proven(self) -> tuple[ExportFile, ...]:
        return export_files(self.content)

    @cached_property
    def _signer(self) -> dict[str, str] | None:
        if self.key is None:
            return None
        public_key = self.key.public_key().public_bytes_raw().hex()
        return {"algorithm": "Ed25519", "key_id": key_id(public_key), "public_key": public_key}


def _entry(file: ExportFile) -> dict[str, Any]:
    size, digest = file.measured()
    return {"bytes": size, "sha256": digest}


def _without_people(parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if name != NAMES_PEOPLE}
