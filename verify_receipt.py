#!/usr/bin/env python3
"""Check a receipt of Concord's sealed log, or that the log only grew. Needs no database and no website.

    python verify_receipt.py RECEIPT [--key HEX] [--json]
    python verify_receipt.py --consistency OLD NEW [--key HEX] [--json]
    python verify_receipt.py --leaves HEADS FILE [FILE ...] [--key HEX] [--json]

RECEIPT is the file that a participant downloads under "My data"; OLD and NEW are two downloads of the heads
of a log (heads.json), OLD the earlier one; FILE are all its published hashes (leaves), in order. --key is a
public key that you know from elsewhere; without it the key in the file is taken at its word and shown.

The exit code is 0 if everything holds, 1 if something does not, 2 if a file cannot be read. Besides Python's
own library it needs `cryptography` (for Ed25519). What is checked is written down in docs/evidence.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

RECEIPT_FORMAT = "concord-receipt-1"
HEADS_FORMAT = "concord-log-heads-1"
HEAD_FORMAT = "concord-log-head-1"
LARGEST_NUMBER = 2**53 - 1
VOTES = {1: "agree", -1: "disagree", 0: "pass"}
ANSWERS = {1: "adopt", 2: "change", -1: "reject", 0: "pass"}


class Unreadable(Exception):
    """A file is not what it should be, so that nothing can be said about the log; the text says why."""


@dataclass(frozen=True)
class Problem:
    """One thing that does not hold: what kind of thing, where (a position or a seal's number), in words."""

    kind: str
    where: int | None
    text: str


@dataclass
class Findings:
    """What a check found. `ok` means that everything that was looked at holds."""

    checked: int = 0
    problems: list[Problem] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def found(self, kind: str, where: int | None, text: str) -> None:
        """Note something that does not hold."""
        self.problems.append(Problem(kind, where, text))


def canonical_json(value: Any) -> bytes:
    """Return the RFC 8785 bytes of a value without fractions, of which the log's evidence has none.

    Raises:
        Unreadable: the value has no such form.
    """
    try:
        return _canonical(value).encode("utf-8")
    except UnicodeEncodeError as error:
        raise Unreadable("It holds text that is not Unicode.") from error


def _canonical(value: Any) -> str:
    if value is None or isinstance(value, (bool, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int) and abs(value) <= LARGEST_NUMBER:
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(_canonical(item) for item in value) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{_canonical(name)}:{_canonical(value[name])}" for name in names) + "}"
    raise Unreadable(f"It holds {value!r}, which this program cannot put into its one canonical form.")


def leaf_hash(entry: Mapping[str, Any]) -> bytes:
    """Return the leaf of an entry of the log (RFC 9162, section 2.1.1)."""
    return hashlib.sha256(b"\x00" + canonical_json(dict(entry))).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the node above two hashes (RFC 9162, section 2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of_leaves(leaves: Iterable[bytes]) -> tuple[int, bytes]:
    """Return how many leaves there are and the root above them."""
    peaks: list[bytes] = []
    size = 0
    for leaf in leaves:
        peaks, size = _grown(peaks, size, leaf), size + 1
    return size, _root(peaks)


def root_by_inclusion(leaf: bytes, position: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that a path leads to; None if the path has the wrong length (RFC 9162, 2.1.3.2)."""
    if not 0 <= position < size:
        return None
    node, at, last = leaf, position, size - 1
    for sibling in path:
        if last == 0:
            return None
        if at % 2 or at == last:
            node = node_hash(sibling, node)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        at, last = at >> 1, last >> 1
    return node if last == 0 else None


def only_grew(old_size: int, old_root: bytes, new_size: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether a path proves that the larger log begins with the smaller one (RFC 9162, 2.1.4.2)."""
    if old_size == 0:
        return not path and new_size >= 0
    if old_size == new_size:
        return not path and old_root == new_root
    if not 0 < old_size < new_size or not path:
        return False
    left = list(path)
    if old_size & (old_size - 1) == 0:
        left.insert(0, old_root)
    at, last = old_size - 1, new_size - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    smaller = larger = left.pop(0)
    for sibling in left:
        if last == 0:
            return False
        if at % 2 or at == last:
            smaller, larger = node_hash(sibling, smaller), node_hash(sibling, larger)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            larger = node_hash(larger, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and smaller == old_root and larger == new_root


def is_signed(head: Mapping[str, Any], signature: str) -> bool:
    """Whether a head is signed with the key that it names."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head["public_key"]))
        key.verify(bytes.fromhex(signature), canonical_json(dict(head)))
    except (InvalidSignature, ValueError, TypeError, KeyError):
        return False
    return True


def check_receipt(receipt: Any, trusted_keys: Sequence[str] = ()) -> Findings:
    """Check a receipt: the signature, the place of every entry in the log, and that it says what it shows.

    Raises:
        Unreadable: it is no receipt.
    """
    try:
        return _check_receipt(receipt, trusted_keys)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Unreadable("This is not a receipt, or a part of it is missing.") from error


def _check_receipt(receipt: Any, trusted_keys: Sequence[str]) -> Findings:
    if receipt["format"] != RECEIPT_FORMAT:
        raise Unreadable("This is not a receipt of this kind.")
    head, events, participant = receipt["head"], receipt["events"], receipt["participant"]
    if not events or not all(isinstance(one, int) for one in (head["number"], head["size"], participant)):
        raise Unreadable("This receipt holds nothing.")
    found = Findings(checked=len(events), facts={"head": head, "participant": participant})
    _check_head(found, head, receipt["signature"], trusted_keys)
    root, positions = bytes.fromhex(head["root"]), set()
    for event in events:
        position = event["position"]
        if position in positions:
            found.found("twice", position, f"Entry {position} is in the receipt twice.")
        positions.add(position)
        _check_event(found, event, head, root, participant)
    waiting = receipt.get("waiting", 0)
    found.facts["waiting"] = waiting
    found.sentences = [
        f"The receipt holds {len(events)} entries of participant {participant}.",
        f"Seal {head['number']} of {head['sealed_at']} is over {head['size']} entries.",
        f"It is signed with the key {head['public_key']}.",
    ]
    if waiting:
        found.sentences.append(f"{waiting} more were not sealed yet when the receipt was made.")
    return found


def _check_head(
    found: Findings, head: Mapping[str, Any], signature: str, trusted_keys: Sequence[str]
) -> None:
    number = head["number"]
    if head["format"] != HEAD_FORMAT:
        found.found("format", number, f"Seal {number} is not of a kind that this program knows.")
    if not is_signed(head, signature):
        found.found("signature", number, f"The signature of seal {number} is not valid.")
    if trusted_keys and head["public_key"] not in trusted_keys:
        found.found("key", number, f"Seal {number} was signed with another key than the one you know.")


def _check_event(
    found: Findings, event: Mapping[str, Any], head: Mapping[str, Any], root: bytes, participant: int
) -> None:
    entry, position = event["entry"], event["position"]
    if entry["log"] != head["log"]:
        found.found("log", position, f"Entry {position} is from another log.")
    if entry["participant"] != participant:
        found.found("participant", position, f"Entry {position} is somebody else's.")
    path = [bytes.fromhex(step) for step in event["path"]]
    if root_by_inclusion(leaf_hash(entry), position, head["size"], path) != root:
        found.found("inclusion", position, f"Entry {position} is not in the sealed log as it is shown here.")
    if not event["salt"]:
        found.found("erased", position, f"Nothing shows any more what entry {position} said.")
        return
    content = {name: entry[name] for name in ("kind", "participant", "key", "occurred_at")}
    content["body"] = event["body"]
    opened = hashlib.sha256(bytes.fromhex(event["salt"]) + canonical_json(content)).hexdigest()
    if opened != entry["commitment"]:
        found.found("content", position, f"Entry {position} was something else when it was sealed.")


def check_consistency(old: Any, new: Any, trusted_keys: Sequence[str] = ()) -> Findings:
    """Check that a log only grew between two downloads of its heads, and that each head is signed.

    `new` may begin later than with the first seal; together with `old` no number may be missing.

    Raises:
        Unreadable: one of them is no list of heads.
    """
    try:
        return _check_consistency(old, new, trusted_keys)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable("This is not a list of heads, or a part of it is missing.") from error


def _check_consistency(old: Any, new: Any, trusted_keys: Sequence[str]) -> Findings:
    earlier, later = _heads_by_number(old), _heads_by_number(new)
    if old["log"] != new["log"]:
        raise Unreadable("The two files are about different logs.")
    found = Findings()
    for number in sorted(earlier.keys() & later.keys()):
        if (earlier[number]["head"], earlier[number]["signature"]) != (
            later[number]["head"],
            later[number]["signature"],
        ):
            found.found("rewritten", number, f"Seal {number} is another one than before.")
    if earlier and max(later, default=0) < max(earlier):
        found.found(
            "truncated", max(earlier), f"There were {max(earlier)} seals; the new file ends before that."
        )
    _check_chain(found, earlier | later, trusted_keys)
    if earlier and later and not found.problems:
        before, now = earlier[max(earlier)]["head"], later[max(later)]["head"]
        found.sentences.append(
            f"The log went from {before['size']} entries to {now['size']}; nothing was changed or taken out."
        )
    return found


def _heads_by_number(heads: Any) -> dict[int, Any]:
    if heads["format"] != HEADS_FORMAT:
        raise Unreadable("This is not a list of heads of this kind.")
    by_number = {one["head"]["number"]: one for one in heads["heads"]}
    if len(by_number) != len(heads["heads"]) or any(
        one["head"]["log"] != heads["log"] for one in heads["heads"]
    ):
        raise Unreadable("A head is there twice, or is another log's.")
    return by_number


def _check_chain(found: Findings, heads: Mapping[int, Any], trusted_keys: Sequence[str]) -> None:
    """Check every head, and that each follows from the one before it."""
    previous: Mapping[str, Any] | None = None
    for number in sorted(heads):
        head, path = heads[number]["head"], [bytes.fromhex(step) for step in heads[number]["consistency"]]
        _check_head(found, head, heads[number]["signature"], trusted_keys)
        found.checked += 1
        if previous is None and number == 1:
            if head["previous_root"] is not None:
                found.found("chain", number, "The first seal says that there was one before it.")
        elif previous is not None and previous["number"] != number - 1:
            found.found("missing", number - 1, f"Seal {number - 1} is missing.")
        elif previous is not None:
            if head["previous_root"] != previous["root"]:
                found.found("chain", number, f"Seal {number} does not follow from the one before it.")
            sizes = previous["size"], head["size"]
            roots = bytes.fromhex(previous["root"]), bytes.fromhex(head["root"])
            if not only_grew(sizes[0], roots[0], sizes[1], roots[1], path):
                found.found("growth", number, f"Before seal {number} the log did more than grow.")
            if head["public_key"] != previous["public_key"]:
                found.sentences.append(f"From seal {number} on the key is {head['public_key']}.")
        previous = head
    if previous is not None:
        found.facts["head"] = previous
        found.sentences.append(
            f"{found.checked} seals; the last over {previous['size']} entries, "
            f"signed with the key {previous['public_key']}."
        )


def check_leaves(heads: Any, leaves: Iterable[str], trusted_keys: Sequence[str] = ()) -> Findings:
    """Compute the root of every head anew from the published hashes of the entries.

    Raises:
        Unreadable: a file is not what it should be.
    """
    found = check_consistency(heads, heads, trusted_keys)
    roots = {one["head"]["size"]: one["head"] for one in heads["heads"]}
    peaks: list[bytes] = []
    size = 0
    try:
        for leaf in leaves:
            peaks, size = _grown(peaks, size, bytes.fromhex(leaf)), size + 1
            head = roots.pop(size, None)
            if head is not None and _root(peaks).hex() != head["root"]:
                found.found("root", head["number"], f"Seal {head['number']} is not over these entries.")
    except ValueError as error:
        raise Unreadable("A file of hashes holds something else.") from error
    for head in roots.values():
        found.found(
            "short", head["number"], f"Seal {head['number']} is over more entries than the files hold."
        )
    found.sentences = [f"{size} hashes of entries were held against {found.checked} seals."]
    return found


def _grown(peaks: list[bytes], size: int, leaf: bytes) -> list[bytes]:
    """Return the roots of the complete subtrees after one more leaf."""
    while size % 2:
        leaf, size = node_hash(peaks.pop(), leaf), size >> 1
    peaks.append(leaf)
    return peaks


def _root(peaks: Sequence[bytes]) -> bytes:
    """Return the root over complete subtrees, the largest first; of none, the hash of nothing."""
    if not peaks:
        return hashlib.sha256(b"").digest()
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def said_by(entry: Mapping[str, Any], body: Mapping[str, Any] | None) -> str:
    """Return in words what an entry says."""
    time = entry["occurred_at"] or entry["recorded_at"]
    if body is None:
        return f"{time}  {entry['kind']}"
    if entry["kind"] == "vote.cast":
        return f"{time}  voted {VOTES.get(body['value'], body['value'])} on statement {body['statement']}"
    if entry["kind"] == "ratification.vote_cast":
        answer = ANSWERS.get(body["value"], body["value"])
        return f"{time}  answered {answer} to principle {body['principle']} of version {body['version']}"
    if entry["kind"] == "ratification.vote_on_whole_cast":
        answer = ANSWERS.get(body["value"], body["value"])
        return f"{time}  answered {answer} to version {body['version']} as a whole"
    about = ", ".join(f"{name}: {value}" for name, value in sorted(body.items()))
    return f"{time}  {entry['kind']}" + (f" ({about})" if about else "")


def _read(path: str) -> Any:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise Unreadable(f"{path} cannot be read: {error}") from error


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("receipt", nargs="?", help="the receipt")
    parser.add_argument("--consistency", nargs=2, metavar=("OLD", "NEW"), help="two downloads of heads.json")
    parser.add_argument("--leaves", nargs="+", metavar="FILE", help="heads.json, then all files of hashes")
    parser.add_argument("--key", action="append", default=[], help="a public key that you know (repeatable)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = parser.parse_args(arguments)
    if sum(bool(one) for one in (chosen.receipt, chosen.consistency, chosen.leaves)) != 1:
        parser.error("give a receipt, or --consistency, or --leaves")
    return chosen


def main(arguments: Sequence[str] | None = None) -> int:
    """Check what the command line names; return the exit code."""
    chosen = _arguments(arguments)
    keys = [key.lower() for key in chosen.key]
    lines: list[str] = []
    try:
        if chosen.receipt:
            receipt = _read(chosen.receipt)
            found = check_receipt(receipt, keys)
            lines = [said_by(event["entry"], event["body"]) for event in receipt["events"]]
        elif chosen.consistency:
            old, new = map(_read, chosen.consistency)
            found = check_consistency(old, new, keys)
        else:
            files = [Path(name).read_text("ascii").split() for name in chosen.leaves[1:]]
            found = check_leaves(_read(chosen.leaves[0]), (leaf for file in files for leaf in file), keys)
    except (Unreadable, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(_json(found) if chosen.json else _text(found, lines))
    return 0 if found.ok else 1


def _json(found: Findings) -> str:
    problems = [vars(problem) for problem in found.problems]
    result = {"ok": found.ok, "checked": found.checked, "problems": problems, **found.facts}
    return json.dumps(result, ensure_ascii=False) + "\n"


def _text(found: Findings, lines: Sequence[str]) -> str:
    shown = [*(f"  {line}" for line in lines), *found.sentences]
    shown += [problem.text for problem in found.problems]
    shown.append("Everything holds." if found.ok else "THIS DOES NOT HOLD.")
    return "\n".join(shown) + "\n"


if __name__ == "__main__":
    sys.exit(main())
