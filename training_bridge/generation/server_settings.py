"""How hard a server may be asked. Not part of a run's settings: they change no row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from training_bridge.generation.interface import GenerationError


@dataclass(frozen=True)
class ServerSettings:
    """Bounds for one server.

    Attributes:
        parallel: at most so many requests at a time; fewer while the server is busy.
        requests_a_minute, tokens_a_minute: the server's rate limits; None where it has none. Tokens are
            estimated from the length of a request and of the longest answer it may get.
        timeout_seconds: how long one answer may take.
        batch_jobs: send all requests of a step as one job (`/batches`), which takes hours and costs less.
        poll_seconds: how long to wait between two looks at a job.
    """

    parallel: int = 8
    requests_a_minute: float | None = None
    tokens_a_minute: float | None = None
    timeout_seconds: float = 120.0
    batch_jobs: bool = False
    poll_seconds: float = 30.0

    def __post_init__(self) -> None:
        """Refuse bounds under which nothing could be asked."""
        rates = [each for each in (self.requests_a_minute, self.tokens_a_minute) if each is not None]
        if self.parallel < 1 or any(each <= 0 for each in (*rates, self.timeout_seconds, self.poll_seconds)):
            raise ValueError("parallel, rates and waiting times must be positive")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> ServerSettings:
        """Read TRAINING_SERVER_PARALLEL and its like. Raises GenerationError for a value of no use."""

        def number(name: str) -> float | None:
            written = environment.get(name, "").strip()
            if not written:
                return None
            try:
                value = float(written)
            except ValueError:
                value = 0.0
            if not 0 < value < float("inf"):
                raise GenerationError(f"{name} must be a positive number, not '{written}'")
            return value

        return cls(
            parallel=max(1, int(number("TRAINING_SERVER_PARALLEL") or cls.parallel)),
            requests_a_minute=number("TRAINING_SERVER_REQUESTS_A_MINUTE"),
            tokens_a_minute=number("TRAINING_SERVER_TOKENS_A_MINUTE"),
            timeout_seconds=number("TRAINING_SERVER_TIMEOUT") or cls.timeout_seconds,
            batch_jobs=environment.get("TRAINING_SERVER_BATCHES", "") == "1",
        )
