"""What a server has answered, on the disk at once: a run that was killed asks nothing twice."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Answer = dict[str, Any]
"""One choice of a completion, as the server wrote it."""


def request_key(path: str, body: Mapping[str, Any]) -> str:
    """Name a request by its content, model and sampling included; equal requests have equal names."""
    content = json.dumps([path, body], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:32]


class RememberedAnswers:
    """Answers by the key of their request: in a file of JSON lines, or without a path for this sitting only.

    A last line that was cut off by the end of a process is passed over; the answer is asked for again.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Read what is there."""
        self._path = path
        self._lock = threading.Lock()
        self._answers: dict[str, Answer] = {}
        if path is None or not path.exists():
            return
        for line in path.read_bytes().splitlines():
            try:
                row = json.loads(line)
                self._answers[row["key"]] = row["answer"]
            except (ValueError, KeyError, TypeError):
                continue

    def get(self, key: str) -> Answer | None:
        """Give an answer that was there already."""
        return self._answers.get(key) if self._path else None

    def put(self, key: str, answer: Answer) -> None:
        """Write an answer down before anything else is done with it."""
        if self._path is None:
            return
        line = json.dumps({"key": key, "answer": answer}, ensure_ascii=False) + "\n"
        with self._lock:
            self._answers[key] = answer
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                if file.tell() and not self._ends_a_line():
                    file.write(b"\n")
                file.write(line.encode())
                file.flush()
                os.fsync(file.fileno())

    def _ends_a_line(self) -> bool:
        if self._path is None:
            return True
        with self._path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"
