"""Two people sign the data before a model learns from it: who they were, and the digests they signed. PURE.

`sign_off.json` in the run's folder binds names to the SHA-256 of each file that training reads. A file that
changes afterwards is no longer signed. People may sign before the data exists; the file then says so, and the
digests are bound as soon as there are any.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from training_bridge.data_rows import STAGES_WITH_DATA, digest, file_digests
from training_bridge.record_files import write_json

SIGN_OFF = "sign_off.json"
SIGN_OFF_FORMAT = "concord-sign-off/1"
SIGNED_AFTER_FEEDBACK = ("reward", "dpo", "grpo")
"""The stages whose rows follow from the feedback; they are signed together."""


class SignOffError(ValueError):
    """The sign-off cannot stand; the message says why."""


@dataclass(frozen=True)
class SignOff:
    """What two people signed.

    Attributes:
        people: their names, two different ones.
        data: the SHA-256 of each file they signed, by its name in the folder.
        before_data: the files among them that did not exist yet when they signed.
    """

    people: tuple[str, ...]
    data: Mapping[str, str] = field(default_factory=dict)
    before_data: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give the content of `sign_off.json`."""
        return {
            "format": SIGN_OFF_FORMAT,
            "people": list(self.people),
            "data": dict(sorted(self.data.items())),
            "signed_before_the_data_existed": sorted(self.before_data),
        }


def two_people(first: str, second: str) -> tuple[str, str]:
    """Make sure that two names stand for two people: not empty, and different beyond case and spaces.

    Raises:
        SignOffError: they do not.
    """
    names = (_tidy(first), _tidy(second))
    if not all(names):
        raise SignOffError("a sign-off needs two names, and one of them is empty")
    if _folded(names[0]) == _folded(names[1]):
        raise SignOffError(f"{names[1]} cannot sign off twice: two different people have to look at the data")
    return names


def signed_together(stage: str) -> tuple[str, ...]:
    """Give the stages whose data is signed at once with that of a stage."""
    return SIGNED_AFTER_FEEDBACK if stage in SIGNED_AFTER_FEEDBACK else (stage,)


def sign(folder: Path, people: tuple[str, str]) -> SignOff:
    """Write down that these two sign all data there is, and what this run will still write.

    Raises:
        SignOffError: the two are one.
    """
    signed = SignOff(two_people(*people), file_digests(folder))
    write_json(folder / SIGN_OFF, signed.to_json())
    return signed


def bind(folder: Path, stages: Sequence[str] = STAGES_WITH_DATA) -> SignOff | None:
    """Bind what did not exist yet when people signed, and return the sign-off; None where nobody signed."""
    signed = read_sign_off(folder)
    if signed is None:
        return None
    new = {name: found for name, found in file_digests(folder, stages).items() if name not in signed.data}
    if new:
        signed = replace(signed, data={**signed.data, **new}, before_data=(*signed.before_data, *new))
        write_json(folder / SIGN_OFF, signed.to_json())
    return signed


def read_sign_off(folder: Path) -> SignOff | None:
    """Read who signed; None where nobody did.

    Raises:
        SignOffError: the file is damaged, of another format, or names fewer than two people.
    """
    path = folder / SIGN_OFF
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_bytes())
        people = two_people(*content["people"])
        if content["format"] != SIGN_OFF_FORMAT:
            raise SignOffError(f"{SIGN_OFF} is of an unknown format: {content['format']}")
        return SignOff(people, dict(content["data"]), tuple(content["signed_before_the_data_existed"]))
    except SignOffError:
        raise
    except (ValueError, KeyError, TypeError) as error:
        raise SignOffError(f"{SIGN_OFF} is damaged") from error


def unsigned_files(folder: Path, stages: Sequence[str] = STAGES_WITH_DATA) -> list[str]:
    """Name the files that these stages read and nobody signed as they are now."""
    signed = read_sign_off(folder)
    data = signed.data if signed else {}
    return [name for name, found in file_digests(folder, stages).items() if data.get(name) != found]


def data_digest(folder: Path, stage: str) -> str | None:
    """Give the one digest under which the data of a stage is signed; None before there is any."""
    return digest(folder, signed_together(stage))


def _tidy(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).split())


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name.casefold())
