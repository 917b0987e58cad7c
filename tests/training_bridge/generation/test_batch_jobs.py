"""Batch jobs against a real HTTP server that keeps files and jobs as OpenAI's does."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from training_bridge.generation.interface import GenerationError, Request, Sampling
from training_bridge.generation.server import ServerModel
from training_bridge.generation.server_settings import ServerSettings


class JobServer:
    """Finishes a job at the third look at it. Requests with "fails" in them fail inside the job."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.jobs: dict[str, dict[str, Any]] = {}
        self.looks = 0
        self.singly = 0
        self.ends_as = "completed"
        self.offers_jobs = True
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/v1/chat/completions":
                    server.singly += 1
                    self.answer(200, completion(json.loads(content)))
                elif not server.offers_jobs:
                    self.answer(404, {"error": "no such address"})
                elif self.path == "/v1/files":
                    name = f"file-{len(server.files)}"
                    server.files[name] = content.split(b"\r\n\r\n")[-1].split(b"\r\n--")[0]
                    assert b'name="purpose"\r\n\r\nbatch' in content
                    self.answer(200, {"id": name})
                else:
                    name = f"batch-{len(server.jobs)}"
                    server.jobs[name] = json.loads(content)
                    self.answer(200, {"id": name, "status": "validating"})

            def do_GET(self) -> None:
                if self.path.endswith("/content"):
                    self.answer(200, server.files[self.path.split("/")[3]])
                    return
                job = server.jobs[self.path.split("/")[3]]
                server.looks += 1
                if server.looks < 3:
                    self.answer(503 if server.looks == 2 else 200, {"status": "in_progress"})
                    return
                server.files["answers"] = answers(server.files[job["input_file_id"]])
                told = {"status": server.ends_as, "output_file_id": "answers"}
                self.answer(200, told if server.ends_as == "completed" else {"status": server.ends_as})

            def answer(self, status: int, content: Any) -> None:
                raw = content if isinstance(content, bytes) else json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_args: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def completion(body: dict[str, Any]) -> dict[str, Any]:
    said = f"You said {body['messages'][0]['content']}"
    usage = {"prompt_tokens": 10, "completion_tokens": 3, "prompt_tokens_details": {"cached_tokens": 8}}
    return {"choices": [{"message": {"content": said}, "finish_reason": "stop"}], "usage": usage}


def answers(asked: bytes) -> bytes:
    lines = []
    for line in reversed(asked.splitlines()):
        row = json.loads(line)
        failed = "fails" in json.dumps(row["body"])
        response = {"status_code": 500 if failed else 200, "body": {} if failed else completion(row["body"])}
        lines.append(json.dumps({"custom_id": row["custom_id"], "response": response}).encode())
    return b"\n".join([*lines, b"not JSON"])


@pytest.fixture
def server() -> Iterator[JobServer]:
    running = JobServer()
    yield running
    running.close()


class Stopped(BaseException):
    """Stands for the process being killed."""


def model(server: JobServer, memory: Path | None = None, *, killed: bool = False) -> ServerModel:
    def sleep(_seconds: float) -> None:
        if killed:
            raise Stopped

    settings = ServerSettings(batch_jobs=True, poll_seconds=30)
    return ServerModel(server.url, "big-model", settings=settings, memory=memory, sleep=sleep)


REQUESTS = [Request(text) for text in ("one", "two", "three", "this fails")]
SAID = [f"You said {request.text}" for request in REQUESTS]


def test_a_job_answers_in_the_order_of_the_requests_and_what_failed_is_asked_singly(
    server: JobServer,
) -> None:
    asking = model(server)
    assert [answer.text for answer in asking.generate(REQUESTS, Sampling(8))] == SAID
    assert (len(server.jobs), server.singly) == (1, 1)
    assert asking.usage.cached_share == pytest.approx(0.8)
    (job,) = server.jobs.values()
    assert job["endpoint"] == "/v1/chat/completions"


def test_a_run_that_was_killed_waits_for_the_same_job(server: JobServer, tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        model(server, tmp_path, killed=True).generate(REQUESTS, Sampling(8))
    assert [answer.text for answer in model(server, tmp_path).generate(REQUESTS, Sampling(8))] == SAID
    assert len(server.jobs) == 1
    model(server, tmp_path).generate(REQUESTS, Sampling(8))
    assert (len(server.jobs), server.singly) == (1, 1)


@pytest.mark.parametrize("end", ["failed", "expired", "cancelled"])
def test_a_job_that_ends_without_answers_is_told_and_not_waited_for_again(
    server: JobServer, tmp_path: Path, end: str
) -> None:
    server.ends_as = end
    with pytest.raises(GenerationError, match=f"ended as {end}"):
        model(server, tmp_path).generate(REQUESTS, Sampling(8))
    server.ends_as = "completed"
    assert [answer.text for answer in model(server, tmp_path).generate(REQUESTS, Sampling(8))] == SAID
    assert len(server.jobs) == 2


def test_a_server_without_jobs_says_so(server: JobServer) -> None:
    server.offers_jobs = False
    with pytest.raises(GenerationError, match="took no batch job"):
        model(server).generate(REQUESTS, Sampling(8))
