#!/usr/bin/env python3
"""Check an exported constitution: that no file was changed, and whose signature it bears.

    python verify.py [FOLDER] [--key PUBLIC] [--json]

FOLDER is the export (without it, the folder that you are in). PUBLIC is the public key as you know it from
elsewhere, 64 hexadecimal digits or a PEM file; with it, an export that is unsigned or signed by anybody else
is refused. The exit code is 0 if everything holds, 1 if something does not, 2 if it could not be checked.

It needs Python 3.9 or newer and neither a database nor Concord; for signatures also the package
`cryptography`. The copy of this program that comes with an export proves nothing against somebody who can
change that copy as well: take it from another place, for instance from the project itself. What is checked is
written down in docs/exports.md.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig.json"
CONSTITUTION = "constitution.json"
MANIFEST_FORMATS = ("concord-manifest/1", "concord-manifest/2")
SIGNATURE_FORMAT = "concord-signature/1"
CONSTITUTION_FORMATS = ("concord-constitution/1", "concord-constitution/2")
NOT_HASHED = ("sha256", "about")
LARGEST_NUMBER = 2**53 - 1
PIECE = 1 << 20
PEM_START = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of a public key in its PEM file (RFC 8410)."""


class NotCanonical(ValueError):
    """A value has no form in canonical JSON."""


class KeyUnreadable(ValueError):
    """What was given as a public key is none."""


@dataclass
class Findings:
    """What a check found.

    Attributes:
        problems: what does not hold, one sentence each.
        notes: what else there is to know: what was checked, and by whom it is signed.
        unchecked: what could not be checked on this machine.
        checked: how many files are as the manifest says.
        signed_by: the public key under whose valid signature the export stands, if there is one.
        constitution: the SHA-256 of the constitution, where it could be read.
    """

    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    checked: int = 0
    signed_by: str | None = None
    constitution: str | None = None

    @property
    def ok(self) -> bool:
        """Whether everything was checked and holds."""
        return not self.problems and not self.unchecked

    def as_dict(self) -> dict[str, Any]:
        """The findings as plain values."""
        return {
            "ok": self.ok,
            "problems": self.problems + self.unchecked,
            "checked": self.checked,
            "signed": self.signed_by is not None,
            "public_key": self.signed_by,
            "constitution_sha256": self.constitution,
        }


def check_export(folder: Path, trusted_key: str | None = None) -> Findings:
    """Check an export against its manifest.

    Every file must be there, none may be added, each must have the size and the digest that the manifest
    states, the manifest its own; the hashes inside the constitution must fit what it says; and where the
    manifest names a signer, the signature must be theirs.

    Args:
        folder: where the export lies.
        trusted_key: the public key that has to have signed it, in hexadecimal.
    """
    found = Findings()
    try:
        _check(found, folder, trusted_key)
    except OSError as error:
        found.problems.append(f"{error.filename or folder} cannot be read: {error.strerror or error}.")
    return found


def _check(found: Findings, folder: Path, trusted_key: str | None) -> None:
    if not folder.is_dir():
        found.problems.append(f"{folder} is not a folder.")
        return
    manifest = _read_manifest(found, folder / MANIFEST)
    if manifest is None:
        return
    expected = _expected_files(manifest)
    if expected is None:
        found.problems.append(f"{MANIFEST} was changed: it does not list the files.")
        return
    signer = manifest.get("signed_by")
    _check_files(found, folder, expected, signer is not None)
    if not found.problems:
        _check_constitution(found, (folder / CONSTITUTION).read_bytes(), manifest)
    if not found.problems:
        found.notes.append(f"{found.checked} files are as they were exported.")
        found.notes.append(f"The SHA-256 of the constitution is {found.constitution}.")
    _check_signature(found, folder, signer, trusted_key)


def _read_manifest(found: Findings, path: Path) -> dict[str, Any] | None:
    """Return the manifest if it is whole, else note what is wrong with it."""
    if path.is_symlink() or not path.is_file():
        found.problems.append(f"{MANIFEST} is missing.")
        return None
    manifest = read_canonical(path.read_bytes())
    if manifest is None:
        found.problems.append(f"{MANIFEST} was changed: it is not canonical JSON.")
    elif manifest.get("format") not in MANIFEST_FORMATS:
        found.problems.append(f"{MANIFEST} is of a format that this program does not know.")
    elif manifest.get("sha256") != _hash_without(manifest, "sha256"):
        found.problems.append(f"{MANIFEST} was changed: its digest does not fit.")
    else:
        return manifest
    return None


def _expected_files(manifest: Mapping[str, Any]) -> dict[str, tuple[int | None, str]] | None:
    """Return size and digest of each file by its name; the first format says nothing of sizes."""
    files = manifest.get("files")
    if not isinstance(files, dict) or CONSTITUTION not in files:
        return None
    if manifest["format"] == MANIFEST_FORMATS[0]:
        return {name: (None, digest) for name, digest in files.items()}
    try:
        return {name: (entry["bytes"], entry["sha256"]) for name, entry in files.items()}
    except (TypeError, KeyError):
        return None


def _check_files(
    found: Findings, folder: Path, expected: Mapping[str, tuple[int | None, str]], signed: bool
) -> None:
    present = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    known = {MANIFEST, *expected, *([SIGNATURE] if signed else [])}
    found.problems += [f"{name} is not in the manifest." for name in present if name not in known]
    for name, (size, digest) in sorted(expected.items()):
        path = present.get(name)
        if path is None:
            found.problems.append(f"{name} is missing.")
        elif path.is_symlink() or not path.is_file():
            found.problems.append(f"{name} is not a file.")
        elif size is not None and path.stat().st_size != size:
            found.problems.append(f"{name} was changed: it has {path.stat().st_size} bytes and not {size}.")
        elif _file_hash(path) != digest:
            found.problems.append(f"{name} was changed.")
        else:
            found.checked += 1


def _file_hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _check_constitution(found: Findings, data: bytes, manifest: Mapping[str, Any]) -> None:
    content = read_canonical(data)
    if content is None:
        found.problems.append(f"{CONSTITUTION} is not canonical JSON.")
    elif content.get("format") not in CONSTITUTION_FORMATS:
        found.problems.append(f"{CONSTITUTION} is of a format that this program does not know.")
    else:
        found.constitution = str(content.get("sha256"))
        try:
            found.problems += _constitution_problems(content, manifest)
        except (AttributeError, TypeError, KeyError):
            found.problems.append(f"{CONSTITUTION} is not built as a constitution is.")


def _constitution_problems(content: Mapping[str, Any], manifest: Mapping[str, Any]) -> list[str]:
    problems = []
    if content.get("sha256") != _hash_without(content, *NOT_HASHED):
        problems.append(f"{CONSTITUTION} was changed: its hash does not fit what it says.")
    for name, stated, said in _statements_about(content, manifest):
        if stated != said:
            problems.append(f"{MANIFEST} speaks of another {name}.")
    principles = [*content.get("principles", []), *content.get("rejected", [])]
    for principle in principles:
        if principle.get("sha256") != _hash_without(principle, "sha256"):
            problems.append(f"Principle {principle.get('id')} was changed: its hash does not fit.")
    return problems


def _statements_about(
    content: Mapping[str, Any], manifest: Mapping[str, Any]
) -> list[tuple[str, object, object]]:
    """Return what the manifest says about the constitution beside what the constitution says itself."""
    if manifest["format"] == MANIFEST_FORMATS[0]:
        return [
            ("constitution", manifest.get("constitution_sha256"), content.get("sha256")),
            ("version", manifest.get("version"), content.get("version")),
        ]
    about, votes = manifest.get("constitution") or {}, manifest.get("analysis") or {}
    analysis = content.get("analysis") or {}
    return [
        ("constitution", about.get("sha256"), content.get("sha256")),
        ("version", about.get("version"), content.get("version")),
        ("parent", about.get("parent_sha256"), content.get("parent_sha256")),
        ("snapshot of the votes", votes.get("input_hash"), analysis.get("input_hash")),
        ("analysis", votes.get("result_hash"), analysis.get("result_hash")),
    ]


def _check_signature(found: Findings, folder: Path, signer: Any, trusted_key: str | None) -> None:
    if signer is None:
        if trusted_key is not None:
            found.problems.append(
                "It is not signed, so nothing shows that it is from the holder of that key."
            )
        found.notes.append("It is not signed: nothing here shows who made it.")
        return
    public_key, problem = _signature_problem(folder, signer)
    if problem:
        found.problems.append(problem)
        return
    if trusted_key is not None and public_key != trusted_key:
        found.problems.append(f"It was signed with another key than the one you know: {public_key}.")
        return
    try:
        is_valid = _is_signed((folder / MANIFEST).read_bytes(), folder / SIGNATURE, public_key)
    except ImportError:
        found.unchecked.append(
            "The signature was not checked: that needs the package `cryptography` (pip install cryptography)."
        )
        return
    if not is_valid:
        found.problems.append(f"{SIGNATURE} does not sign this {MANIFEST}.")
        return
    found.signed_by = public_key
    found.notes.append(
        f"It is signed with the key that you know, {public_key}."
        if trusted_key
        else f"It is signed with the key {public_key}: compare it with the one that the site publishes."
    )


def _signature_problem(folder: Path, signer: Any) -> tuple[str, str]:
    """Return the public key that is said to have signed, and what is wrong with the file of the signature."""
    path = folder / SIGNATURE
    if not isinstance(signer, dict) or not _is_hex(signer.get("public_key"), 64):
        return "", f"{MANIFEST} does not name the key that signed it."
    public_key = str(signer["public_key"])
    if signer != {"algorithm": "Ed25519", "key_id": key_id(public_key), "public_key": public_key}:
        return "", f"{MANIFEST} does not name the key that signed it."
    if path.is_symlink() or not path.is_file():
        return "", f"{SIGNATURE} is missing, but {MANIFEST} says that it was signed."
    signature = read_canonical(path.read_bytes())
    expected = {"format": SIGNATURE_FORMAT, **signer, "signature": (signature or {}).get("signature")}
    if signature != expected or not _is_hex(signature["signature"], 128):
        return "", f"{SIGNATURE} was changed."
    return public_key, ""


def _is_signed(manifest: bytes, path: Path, public_key: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    signature = json.loads(path.read_bytes())["signature"]
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), manifest)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_id(public_key: str) -> str:
    """Return the short name of a public key: the start of its SHA-256."""
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:16]


def read_public_key(given: str) -> str:
    """Return a public key in hexadecimal, given so or as the name of its PEM file.

    Raises:
        KeyUnreadable: it is neither.
    """
    if _is_hex(given.strip().lower(), 64):
        return given.strip().lower()
    try:
        text = Path(given).read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise KeyUnreadable(f"{given} is neither a public key nor a file that holds one.") from error
    if _is_hex(text.strip().lower(), 64):
        return text.strip().lower()
    inside = [line.strip() for line in text.splitlines() if not line.startswith("-----")]
    try:
        der = base64.b64decode("".join(inside), validate=True)
    except binascii.Error as error:
        raise KeyUnreadable(f"{given} holds no public key.") from error
    if not der.startswith(PEM_START) or len(der) != len(PEM_START) + 32:
        raise KeyUnreadable(f"{given} holds no Ed25519 public key.")
    return der[len(PEM_START) :].hex()


def _is_hex(text: object, length: int) -> bool:
    return isinstance(text, str) and re.fullmatch(f"[0-9a-f]{{{length}}}", text) is not None


def read_canonical(data: bytes) -> dict[str, Any] | None:
    """Return the JSON object of the bytes if they are its canonical form (RFC 8785), else None."""
    try:
        value = json.loads(data)
        same = canonical_json(value) == data
    except (ValueError, RecursionError):
        return None
    return value if same and isinstance(value, dict) else None


def canonical_json(value: Any) -> bytes:
    """Return the RFC 8785 bytes of a value.

    Raises:
        ValueError: the value has no such form.
    """
    return _canonical(value).encode("utf-8")


def _canonical(value: Any) -> str:
    if value is None or isinstance(value, (bool, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > LARGEST_NUMBER:
            raise NotCanonical("a whole number is too large")
        return str(value)
    if isinstance(value, float):
        return _canonical_number(value)
    if isinstance(value, list):
        return "[" + ",".join([_canonical(item) for item in value]) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join([f"{_canonical(name)}:{_canonical(value[name])}" for name in names]) + "}"
    raise NotCanonical(f"{type(value).__name__} is not JSON")


def _canonical_number(value: float) -> str:
    """Write a number as ECMAScript does: the shortest digits that give it back (RFC 8785, 3.2.2.3)."""
    if value != value or value in (float("inf"), float("-inf")):
        raise NotCanonical("a number is not finite")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _e, exponent = repr(abs(value)).partition("e")
    whole, _point, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return f"{sign}{digits}{'0' * (point - len(digits))}"
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{rest}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def _hash_without(value: Mapping[str, Any], *names: str) -> str:
    kept = {key: item for key, item in value.items() if key not in names}
    return hashlib.sha256(canonical_json(kept)).hexdigest()


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("."), help="the exported folder")
    parser.add_argument("--key", metavar="PUBLIC", help="the public key that has to have signed it")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check what the command line names; return the exit code."""
    chosen = _arguments(arguments)
    try:
        trusted = read_public_key(chosen.key) if chosen.key else None
    except KeyUnreadable as error:
        sys.stderr.write(f"{error}\n")
        return 2
    found = check_export(chosen.folder, trusted)
    if chosen.json:
        sys.stdout.write(json.dumps(found.as_dict(), ensure_ascii=False) + "\n")
    else:
        verdict = "Everything holds." if found.ok else "THIS DOES NOT HOLD." if found.problems else ""
        lines = [*found.problems, *found.notes, *found.unchecked, verdict]
        sys.stdout.write("\n".join(line for line in lines if line) + "\n")
    return 1 if found.problems else 2 if found.unchecked else 0


if __name__ == "__main__":
    sys.exit(main())
