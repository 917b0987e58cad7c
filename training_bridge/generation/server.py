"""A model behind an OpenAI-compatible server (vLLM, TGI, Ollama and others)."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from constitution.exports.inert_text import inert
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
)
from training_bridge.generation.next_tokens import likely_tokens, weigh_choices

ATTEMPTS = 6
LONGEST_WAIT_SECONDS = 60.0
TOP_TOKENS = 20
"""How many alternatives are asked for: the most that OpenAI's and vLLM's chat addresses give."""
TOP_TOKENS_OF_COMPLETIONS = 5


class ServerModel:
    """Sends each request to `/chat/completions` or, for plain text, to `/completions`.

    429 and 5xx answers and broken connections are tried again, ever later, or when the server says so.
    The key of a server that wants one is read by the caller from the environment, never stored.
    """

    sha256: str | None = None

    def __init__(
        self,
        base_url: str,
        model: str,
        *,
        api_key: str | None = None,
        parallel: int = 8,
        timeout_seconds: float = 120.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take an address such as http://127.0.0.1:8000/v1; nothing is sent yet.

        Raises:
            GenerationError: the address is not one of http or https.
        """
        if not base_url.startswith(("http://", "https://")):
            raise GenerationError(f"The server address must begin with http:// or https://, not '{base_url}'")
        self.name = model
        self._base_url = base_url.rstrip("/")
        self._api_key = api_key
        self._parallel = parallel
        self._timeout = timeout_seconds
        self._sleep = sleep
        self._lock = threading.Lock()
        self.usage = Usage()

    def generate(
        self, requests: Sequence[Request], sampling: Sampling, on_done: OnDone | None = None
    ) -> list[Generation]:
        """Answer every request, several at a time. See `Generator.generate`."""

        def answer(request: Request) -> Generation:
            generation = self._answer(request, sampling)
            if on_done:
                on_done(1)
            return generation

        with ThreadPoolExecutor(self._parallel) as pool:
            return list(pool.map(answer, requests))

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

        def weigh(request: Request) -> tuple[float, ...]:
            weights = self._weigh(request, choices)
            if on_done:
                on_done(1)
            return weights

        with ThreadPoolExecutor(self._parallel) as pool:
            return list(pool.map(weigh, requests))

    def _weigh(self, request: Request, choices: Sequence[str]) -> tuple[float, ...]:
        body: dict[str, Any] = {"model": self.name, "max_tokens": 1, "temperature": 0.0}
        if request.style == "chat":
            body |= {"logprobs": True, "top_logprobs": TOP_TOKENS}
            body["messages"] = [{"role": "user", "content": inert(request.text)}]
            choice, _ = self._first_choice("/chat/completions", body)
        else:
            body |= {"prompt": inert(request.text), "logprobs": TOP_TOKENS_OF_COMPLETIONS}
            choice, _ = self._first_choice("/completions", body)
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

    def _answer(self, request: Request, sampling: Sampling) -> Generation:
        body: dict[str, Any] = {
            "model": self.name,
            "max_tokens": sampling.max_new_tokens,
            "temperature": sampling.temperature,
            "seed": sampling.seed,
        }
        if request.stop:
            body["stop"] = list(request.stop)
        if request.style == "chat":
            body["messages"] = [{"role": "user", "content": inert(request.text)}]
            choice, used = self._first_choice("/chat/completions", body)
            text = (choice.get("message") or {}).get("content")
        else:
            body["prompt"] = inert(request.text)
            choice, used = self._first_choice("/completions", body)
            text = choice.get("text")
        if not isinstance(text, str):
            raise GenerationError(f"{self._base_url} answered without a text")
        for stop in request.stop:
            text = text.split(stop)[0]
        written = used.new_tokens or len(text.split())
        return Generation(text.strip(), written, choice.get("finish_reason") == "stop")

    def _first_choice(self, path: str, body: dict[str, Any]) -> tuple[dict[str, Any], Usage]:
        answer = self._post(path, body)
        choices = answer.get("choices") if isinstance(answer, dict) else None
        if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
            raise GenerationError(f"{self._base_url}{path} answered with something other than a completion")
        used = _told_usage(answer.get("usage"))
        with self._lock:
            self.usage += used
        return choices[0], used

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        reason = ""
        for attempt in range(ATTEMPTS):
            try:
                return self._post_once(path, body)
            except urllib.error.HTTPError as error:
                if error.code != 429 and error.code < 500:
                    raise GenerationError(
                        f"{self._base_url}{path} refused the request: {error.code} {error.reason}"
                    ) from error
                reason = f"{error.code} {error.reason}"
                wait = _asked_wait(error) or 2.0**attempt
            except OSError as error:
                reason, wait = str(getattr(error, "reason", error)), 2.0**attempt
            except ValueError as error:
                raise GenerationError(f"{self._base_url}{path} did not answer in JSON") from error
            if attempt + 1 < ATTEMPTS:
                self._sleep(min(wait, LONGEST_WAIT_SECONDS))
        raise GenerationError(f"{self._base_url}{path} gave up after {ATTEMPTS} attempts: {reason}")

    def _post_once(self, path: str, body: dict[str, Any]) -> Any:
        headers = {"Content-Type": "application/json"}
        if self._api_key:
            headers["Authorization"] = f"Bearer {self._api_key}"
        request = urllib.request.Request(  # noqa: S310 - the scheme is checked in __init__
            self._base_url + path, data=json.dumps(body).encode(), headers=headers
        )
        with urllib.request.urlopen(request, timeout=self._timeout) as answer:  # noqa: S310 - as above  # nosec
            return json.load(answer)


def _asked_wait(error: urllib.error.HTTPError) -> float | None:
    """Give the seconds of a Retry-After header, where it names seconds."""
    value = error.headers.get("Retry-After", "")
    return float(value) if value.isdigit() else None


def _told_usage(told: Any) -> Usage:
    """Read what a server says of the tokens of one request; zeros where it says nothing."""
    told = told if isinstance(told, dict) else {}
    details = told.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else 0
    return Usage(1, told.get("prompt_tokens") or 0, cached or 0, told.get("completion_tokens") or 0)
