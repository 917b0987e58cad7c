"""A model behind an OpenAI-compatible server (vLLM, TGI, Ollama and others)."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any, TypeVar

from training_bridge.generation.batch_jobs import BatchJobs
from training_bridge.generation.completions import (
    completion_request,
    first_choice,
    read_generation,
    told_usage,
)
from training_bridge.generation.http_connection import (
    LONGEST_WAIT_SECONDS,
    HttpConnection,
    RefusedError,
    TryAgainError,
)
from training_bridge.generation.interface import (
    Continuation,
    Generation,
    GenerationError,
    OnDone,
    Request,
    Sampling,
    Score,
    Usage,
    check_choices,
    in_order,
)
from training_bridge.generation.next_tokens import likely_tokens, weigh_choices
from training_bridge.generation.pace import Pace
from training_bridge.generation.remembered_answers import Answer, RememberedAnswers, request_key
from training_bridge.generation.server_settings import ServerSettings

ATTEMPTS = 6
ATTEMPTS_AT_NONSENSE = 3
TOP_TOKENS = (20, 5)
"""How many alternatives are asked for, and how many of a server that refuses as many."""
CHARACTERS_A_TOKEN = 4
WORTH_WARMING_CHARACTERS = 2_000
"""A common beginning as long as this is sent once first, so that the server's cache has it."""

Done = TypeVar("Done")


class ServerModel:
    """Sends each request to `/chat/completions` or, for plain text, to `/completions`.

    Busy, slow, broken and nonsensical answers are tried again, ever later or when the server says so, with
    fewer requests at a time; then they are told. With `memory`, a folder, every answer is on the disk at once
    and never asked for again. The key of a server that wants one is read by the caller from the environment.
    """

    sha256: str | None = None

    def __init__(
        self,
        base_url: str,
        model: str,
        *,
        api_key: str | None = None,
        settings: ServerSettings | None = None,
        memory: Path | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take an address such as http://127.0.0.1:8000/v1; nothing is sent yet.

        Raises:
            GenerationError: the address is not one of http or https.
        """
        self.name = model
        self.usage = Usage()
        self.pace = Pace(settings or ServerSettings(), sleep=sleep, clock=clock)
        self._settings = settings or ServerSettings()
        self._connection = HttpConnection(base_url, api_key, self._settings.timeout_seconds)
        self._base_url = self._connection.base_url
        self._answers = RememberedAnswers(memory / "answers.jsonl" if memory else None)
        notes = memory / "jobs.json" if memory else None
        self._jobs = BatchJobs(
            self._connection, notes=notes, poll_seconds=self._settings.poll_seconds, sleep=sleep
        )
        self._sleep = sleep
        self._lock = threading.Lock()
        self._top_tokens = TOP_TOKENS[0]

    def generate(
        self, requests: Sequence[Request], sampling: Sampling, on_done: OnDone | None = None
    ) -> list[Generation]:
        """Answer every request, several at a time. See `Generator.generate`."""
        return in_order(self.generate_each(requests, sampling), len(requests), on_done)

    def generate_each(
        self, requests: Sequence[Request], sampling: Sampling
    ) -> Iterator[tuple[int, Generation]]:
        """Give each answer as soon as it is there. See `Generator.generate_each`."""
        asked = [completion_request(self.name, request, sampling) for request in requests]
        known = self._answers_of_jobs(asked)

        def answer(place: int) -> Generation:
            path, body = asked[place]
            found = known.get(request_key(path, body))
            choice, used = found if found else self._choice(path, body)
            return read_generation(choice, requests[place], used, self._base_url)

        yield from self._side_by_side(requests, answer)

    def log_probabilities(
        self, continuations: Sequence[Continuation], on_done: OnDone | None = None
    ) -> list[Score]:
        """Refuse: few servers score a given answer, so the model to be measured is loaded here."""
        raise GenerationError("A server does not score given answers: name a model that can be loaded here")

    def choose(
        self, requests: Sequence[Request], choices: Sequence[str], on_done: OnDone | None = None
    ) -> list[tuple[float, ...]]:
        """Ask for one token and read how probable its alternatives were. See `Generator.choose`."""
        check_choices(choices)
        chosen: dict[int, tuple[float, ...]] = {}
        for place, weights in self._side_by_side(requests, lambda n: self._weigh(requests[n], choices)):
            chosen[place] = weights
            if on_done:
                on_done(1)
        return [chosen[place] for place in range(len(requests))]

    def _side_by_side(
        self, requests: Sequence[Request], work: Callable[[int], Done]
    ) -> Iterator[tuple[int, Done]]:
        """Do the work for each request in threads; what was done comes out even where some of it failed.

        A request that the server refuses stops no other; a server that is given up is asked nothing more.
        """
        started = time.perf_counter()
        failures: list[GenerationError] = []
        waiting = list(reversed(range(len(requests))))
        under_way: dict[Future[Done], int] = {}
        at_once = 1 if _worth_warming(requests) else self._settings.parallel
        with ThreadPoolExecutor(self._settings.parallel) as pool:
            while waiting or under_way:
                while waiting and len(under_way) < at_once:
                    place = waiting.pop()
                    under_way[pool.submit(work, place)] = place
                finished, _ = wait(under_way, return_when=FIRST_COMPLETED)
                at_once = self._settings.parallel
                for future in finished:
                    place, error = under_way.pop(future), future.exception()
                    if error is None:
                        yield place, future.result()
                    elif isinstance(error, GenerationError):
                        failures.append(error)
                        if not isinstance(error, RefusedError):
                            waiting.clear()
                    else:
                        raise error
        with self._lock:
            self.usage += Usage(seconds=time.perf_counter() - started)
        if failures:
            raise _together(failures, len(requests))

    def _weigh(self, request: Request, choices: Sequence[str]) -> tuple[float, ...]:
        # Others may learn meanwhile that the server names fewer, so what this request asked for is kept.
        asked = self._top_tokens
        try:
            choice = self._with_alternatives(request, asked)
        except RefusedError as error:
            if error.status not in (400, 422) or asked == TOP_TOKENS[-1]:
                raise
            choice = self._with_alternatives(request, TOP_TOKENS[-1])
            self._top_tokens = TOP_TOKENS[-1]
        tokens = likely_tokens(choice)
        if not tokens:
            raise GenerationError(
                f"{self._base_url} gives no log-probabilities, so it cannot weigh choices: start it with "
                "log-probabilities allowed, or name a judge that can be loaded here"
            )
        weights = weigh_choices(tokens, choices)
        if weights is None:
            named = ", ".join(repr(token) for token, _ in tokens[:5])
            raise GenerationError(
                f"{self.name} would begin with none of {', '.join(map(repr, choices))}, but with {named}"
            )
        return weights

    def _with_alternatives(self, request: Request, count: int) -> Answer:
        path, body = completion_request(self.name, request, Sampling(1))
        del body["seed"]
        told = {"logprobs": True, "top_logprobs": count} if request.style == "chat" else {"logprobs": count}
        return self._choice(path, {**body, **told})[0]

    def _answers_of_jobs(
        self, asked: Sequence[tuple[str, dict[str, Any]]]
    ) -> dict[str, tuple[Answer, Usage]]:
        """Let a batch job answer what is not known yet, where the settings say so."""
        if not self._settings.batch_jobs:
            return {}
        found: dict[str, tuple[Answer, Usage]] = {}
        for path in sorted({path for path, _ in asked}):
            bodies = {request_key(path, body): body for own, body in asked if own == path}
            missing = {key: body for key, body in bodies.items() if self._answers.get(key) is None}
            for key, answer in self._jobs.run(path, missing) if missing else ():
                try:
                    found[key] = self._keep(key, path, answer)
                except TryAgainError:
                    # Asked singly afterwards.
                    continue
        return found

    def _choice(self, path: str, body: dict[str, Any]) -> tuple[Answer, Usage]:
        """Give the first choice of the answer, and what it took; nothing where it was remembered."""
        key = request_key(path, body)
        known = self._answers.get(key)
        if known is not None:
            return known, Usage()
        tokens = body["max_tokens"] + len(str(body.get("prompt", body.get("messages")))) // CHARACTERS_A_TOKEN
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.pace.turn(tokens) as began:
                    choice, used = self._keep(key, path, self._post(path, body))
            except TryAgainError as error:
                attempts = ATTEMPTS if error.busy else ATTEMPTS_AT_NONSENSE
                if attempt >= attempts:
                    raise GenerationError(
                        f"{self._base_url}{path} gave up after {attempts} attempts: {error}"
                    ) from error
                if error.busy:
                    self.pace.was_busy(began, error.wait)
                if error.wait is None:
                    self._sleep(min(2.0 ** (attempt - 1), LONGEST_WAIT_SECONDS))
            else:
                self.pace.went_well()
                return choice, used
        raise AssertionError("the last attempt either answers or raises")

    def _keep(self, key: str, path: str, answer: Any) -> tuple[Answer, Usage]:
        """Read an answer, write it down and count it. Raises TryAgainError where it is none."""
        choice = first_choice(answer, path)
        used = told_usage(answer.get("usage"))
        self._answers.put(key, choice)
        with self._lock:
            self.usage += used
        return choice, used

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        return self._connection.post(path, body)


def _worth_warming(requests: Sequence[Request]) -> bool:
    texts = [request.text for request in requests]
    return len(texts) > 1 and len(os.path.commonprefix(texts)) >= WORTH_WARMING_CHARACTERS


def _together(failures: Sequence[GenerationError], asked: int) -> GenerationError:
    """Tell the first failure, and how many there were."""
    if len(failures) == 1:
        return failures[0]
    return GenerationError(f"{failures[0]} (and {len(failures) - 1} more of {asked} requests)")
