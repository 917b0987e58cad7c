"""The server model against a real HTTP server on this machine that behaves and misbehaves by a script."""

import json
import math
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from training_bridge.generation.interface import Continuation, GenerationError, Request, Sampling
from training_bridge.generation.server import ATTEMPTS, ServerModel

Reply = tuple[int, dict[str, str], bytes]


class Server:
    """Answers each request with the next of the given replies, or with the last one for ever."""

    def __init__(self) -> None:
        self.replies: list[Reply | Callable[[dict[str, Any]], Reply]] = []
        self.asked: list[tuple[str, dict[str, Any], str | None]] = []
        self.waits: list[float] = []
        lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with lock:
                    server.asked.append((self.path, body, self.headers.get("Authorization")))
                    reply = server.replies.pop(0) if len(server.replies) > 1 else server.replies[0]
                status, headers, content = reply(body) if callable(reply) else reply
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_args: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def model(self, **options: Any) -> ServerModel:
        return ServerModel(self.url, "big-model", sleep=self.waits.append, parallel=2, **options)

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def ok(**choice: Any) -> Reply:
    return 200, {}, json.dumps({"choices": [{"finish_reason": "stop", **choice}]}).encode()


def chat_echo(body: dict[str, Any]) -> Reply:
    return ok(message={"content": f"You said {body['messages'][0]['content']}"})


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


def test_answers_come_back_in_the_order_of_the_requests(server: Server) -> None:
    server.replies = [chat_echo]
    done: list[int] = []
    answers = server.model().generate([Request(str(n)) for n in range(9)], Sampling(8), done.append)
    assert [answer.text for answer in answers] == [f"You said {n}" for n in range(9)]
    assert sum(done) == 9


def test_plain_text_is_continued_with_its_stop_sequence(server: Server) -> None:
    server.replies = [ok(text=" It is fine.\nHuman: more")]
    (answer,) = server.model(api_key="key").generate(
        [Request("Critique:", style="plain", stop=("\n",))], Sampling(8, temperature=0.5, seed=3)
    )
    assert answer.text == "It is fine."
    path, body, authorization = server.asked[0]
    assert path == "/v1/completions"
    assert (body["prompt"], body["stop"], body["max_tokens"], body["seed"]) == ("Critique:", ["\n"], 8, 3)
    assert authorization == "Bearer key"


def test_busy_and_broken_answers_are_tried_again_ever_later(server: Server) -> None:
    server.replies = [(503, {}, b""), (429, {"Retry-After": "7"}, b""), (500, {}, b""), chat_echo]
    (answer,) = server.model().generate([Request("hello")], Sampling(8))
    assert answer.text == "You said hello"
    assert server.waits == [1.0, 7.0, 4.0]


def test_a_server_that_stays_busy_is_given_up_with_a_clear_reason(server: Server) -> None:
    server.replies = [(429, {}, b"")]
    with pytest.raises(GenerationError, match="gave up after 6 attempts: 429"):
        server.model().generate([Request("hello")], Sampling(8))
    assert len(server.asked) == ATTEMPTS


def test_a_refused_request_is_not_tried_again(server: Server) -> None:
    server.replies = [(401, {}, b"")]
    with pytest.raises(GenerationError, match="refused the request: 401"):
        server.model().generate([Request("hello")], Sampling(8))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>welcome</html>", "did not answer in JSON"),
        (b"[]", "other than a completion"),
        (b'{"choices": []}', "other than a completion"),
        (b'{"choices": [{"message": {"content": null}}]}', "without a text"),
    ],
)
def test_nonsense_is_said_to_be_nonsense(server: Server, content: bytes, words: str) -> None:
    server.replies = [(200, {}, content)]
    with pytest.raises(GenerationError, match=words):
        server.model().generate([Request("hello")], Sampling(8))


def test_a_server_that_is_not_there_is_given_up(server: Server) -> None:
    server.close()
    with pytest.raises(GenerationError, match="gave up"):
        server.model(timeout_seconds=1).generate([Request("hello")], Sampling(8))


def test_an_address_that_is_not_of_the_web_is_refused() -> None:
    with pytest.raises(GenerationError, match="http"):
        ServerModel("file:///etc/passwd", "m")


def test_given_answers_are_not_scored_by_a_server(server: Server) -> None:
    with pytest.raises(GenerationError, match="loaded here"):
        server.model().log_probabilities([Continuation("a", "b")])


JUDGED = Request("Which is better? (A) this (B) that", style="plain")


def test_choices_are_read_from_the_tokens_that_would_come_next(server: Server) -> None:
    server.replies = [
        ok(
            message={},
            logprobs={
                "content": [
                    {
                        "top_logprobs": [
                            {"token": "A", "logprob": -1.0},
                            {"token": " A", "logprob": -2.0},
                            {"token": "▁B", "logprob": -3.0},
                        ]
                    }
                ]
            },
        )
    ]
    ((first, second),) = server.model().choose([Request(JUDGED.text)], [" A", " B"])
    assert first == pytest.approx(math.log(math.exp(-1) + math.exp(-2)))
    assert second == -3.0
    path, body, _ = server.asked[0]
    assert (path, body["logprobs"], body["max_tokens"]) == ("/v1/chat/completions", True, 1)


def test_a_choice_that_is_not_named_gets_the_most_it_can_still_have(server: Server) -> None:
    server.replies = [ok(text="A", logprobs={"top_logprobs": [{" A": math.log(0.9), "The": math.log(0.06)}]})]
    ((first, second),) = server.model().choose([JUDGED], [" A", " B"])
    assert (first, second) == pytest.approx((math.log(0.9), math.log(0.04)))


@pytest.mark.parametrize(
    ("logprobs", "words"),
    [
        (None, "gives no log-probabilities"),
        ({"content": []}, "gives no log-probabilities"),
        ({"top_logprobs": [{"<think>": -0.1}]}, "would begin with none of"),
    ],
)
def test_a_server_that_cannot_weigh_choices_says_so(server: Server, logprobs: Any, words: str) -> None:
    server.replies = [ok(text="A", logprobs=logprobs)]
    with pytest.raises(GenerationError, match=words):
        server.model().choose([JUDGED], [" A", " B"])


def test_tokens_that_a_server_took_from_its_cache_are_counted(server: Server) -> None:
    usage = {
        "prompt_tokens": 50,
        "completion_tokens": 7,
        "prompt_tokens_details": {"cached_tokens": 32},
    }
    answer = {"choices": [{"text": "yes", "finish_reason": "stop"}], "usage": usage}
    server.replies = [(200, {}, json.dumps(answer).encode())]
    model = server.model()
    (written,) = model.generate([JUDGED], Sampling(8))
    assert written.tokens == 7
    used = model.usage
    assert (used.requests, used.prompt_tokens, used.cached_prompt_tokens, used.new_tokens) == (1, 50, 32, 7)
