"""Many requests as one job of a server that offers `/batches`: sent as a file, fetched when it is done.

The job's id is on the disk as soon as it is known, so that a run that was killed waits for the same job.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from training_bridge.generation.http_connection import HttpConnection, RefusedError, TryAgainError
from training_bridge.generation.interface import GenerationError

MOST_REQUESTS = 50_000
"""The most that OpenAI takes in one job."""
MOST_FAILED_LOOKS = 20
ENDED = ("completed", "failed", "expired", "cancelled")


class BatchJobs:
    """Runs jobs on one server; `notes` is the file that remembers those under way, None to forget them."""

    def __init__(
        self,
        connection: HttpConnection,
        *,
        notes: Path | None,
        poll_seconds: float,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Send nothing yet."""
        self._connection = connection
        self._notes = notes
        self._poll_seconds = poll_seconds
        self._sleep = sleep

    def run(self, path: str, bodies: Mapping[str, dict[str, Any]]) -> Iterator[tuple[str, Any]]:
        """Ask for all bodies, which carry keys of their own, and give the whole answer to each key.

        A request that failed inside its job is left out, so that it can be asked singly.

        Raises:
            GenerationError: the server offers no jobs, or a job failed as a whole.
        """
        keys = sorted(bodies)
        for start in range(0, len(keys), MOST_REQUESTS):
            part = {key: bodies[key] for key in keys[start : start + MOST_REQUESTS]}
            job = self._finished(self._begun(path, part))
            yield from self._results(job, part)
            self._forget(job["id"])

    def _begun(self, path: str, bodies: Mapping[str, dict[str, Any]]) -> str:
        """Give the id of the job for these requests: one that is under way, or a new one."""
        name = hashlib.sha256("".join([path, *bodies]).encode()).hexdigest()[:32]
        known = self._known()
        if name in known:
            return known[name]
        address = f"/v1{path}"
        lines = [
            json.dumps({"custom_id": key, "method": "POST", "url": address, "body": body}, ensure_ascii=False)
            for key, body in bodies.items()
        ]
        try:
            file = self._connection.upload("/files", "\n".join(lines).encode(), {"purpose": "batch"})
            wanted = {"input_file_id": file["id"], "endpoint": address, "completion_window": "24h"}
            job_id = str(self._connection.post("/batches", wanted)["id"])
        except (RefusedError, TryAgainError, KeyError, TypeError) as error:
            raise GenerationError(f"{self._connection.base_url} took no batch job: {error}") from error
        self._write({**known, name: job_id})
        return job_id

    def _finished(self, job_id: str) -> dict[str, Any]:
        """Wait for a job. A look that fails is no reason to give it up."""
        failed = 0
        while True:
            try:
                job = self._connection.get(f"/batches/{job_id}")
                failed = 0
            except TryAgainError as error:
                failed += 1
                if failed >= MOST_FAILED_LOOKS:
                    raise GenerationError(f"The batch job {job_id} cannot be looked at: {error}") from error
                job = {}
            except RefusedError:
                # The server no longer knows it: the next start sends it anew.
                self._forget(job_id)
                raise
            if isinstance(job, dict) and job.get("status") in ENDED:
                if not job.get("output_file_id"):
                    self._forget(job_id)
                    raise GenerationError(f"The batch job {job_id} ended as {job['status']} without answers")
                return {**job, "id": job_id}
            self._sleep(self._poll_seconds)

    def _results(self, job: Mapping[str, Any], bodies: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        try:
            content = self._connection.read(f"/files/{job['output_file_id']}/content")
        except TryAgainError as error:
            raise GenerationError(f"The answers of batch job {job['id']} cannot be read: {error}") from error
        for line in content.splitlines():
            try:
                row = json.loads(line)
                key, answer = row["custom_id"], row["response"]["body"]
                if key in bodies and row["response"]["status_code"] == 200:
                    yield key, answer
            except (ValueError, KeyError, TypeError):
                continue

    def _known(self) -> dict[str, str]:
        if self._notes is None or not self._notes.exists():
            return {}
        try:
            known: dict[str, str] = json.loads(self._notes.read_bytes())
        except ValueError:
            return {}
        return known

    def _forget(self, job_id: str) -> None:
        self._write({name: each for name, each in self._known().items() if each != job_id})

    def _write(self, known: Mapping[str, str]) -> None:
        if self._notes is None:
            return
        self._notes.parent.mkdir(parents=True, exist_ok=True)
        beside = self._notes.with_suffix(".part")
        beside.write_text(json.dumps(dict(known)), encoding="utf-8")
        beside.replace(self._notes)
