"""A process that starts children which are killed in the middle of their work: run by `killing.py`.

It loads the project once and forks for each line it reads, so that a kill costs no start of Python; it does
none of the work itself, because libraries that have used threads do not survive a fork. A line is an object:

    work     "task" or "command"
    name     of the task or of the management command
    given    keyword arguments of the task, or the list of arguments of the command
    kill     null, or where to send SIGKILL to oneself, as a list:
             ["report", n]            when the n-th report of a job has been stored
             ["before", name]         when a function, named by its dotted path, is called
             ["after", name]          when it has done its work, before its caller goes on
             ["file", folder, n]      at the n-th time that something in a folder is opened for writing, made
                                      or renamed
It answers with {"signal": ..., "exit": ..., "seen": [the step of each report, or the path of each file]}.
"""

import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

WRITING = {"os.mkdir", "os.rename", "os.link", "shutil.move"}


def kill_oneself() -> None:
    """End as a process does that is out of memory, or whose machine is: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


class Counter:
    """Counts what happens, and kills at the n-th time; 0 is never."""

    def __init__(self, kill_at: int) -> None:
        self.seen: list[str] = []
        self._kill_at = kill_at

    def __call__(self, what: str) -> None:
        self.seen.append(what)
        if len(self.seen) == self._kill_at:
            kill_oneself()


def count_reports(counter: Counter) -> None:
    """Count the reports of jobs, each after it was stored."""
    from deliberation.models import Job

    report = Job.report

    def counted(job: Job, step: str, fraction: float) -> None:
        report(job, step, fraction)
        counter(step)

    Job.report = counted  # type: ignore[method-assign]


def count_files(counter: Counter, folder: str) -> None:
    """Count what is opened for writing, made or renamed below a folder."""

    def audit(event: str, said: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = said
            writes = bool(flags & (os.O_WRONLY | os.O_RDWR)) or any(
                letter in str(mode or "") for letter in "wax+"
            )
        elif event in WRITING:
            path, writes = said[0], True
        else:
            return
        if writes and isinstance(path, str | os.PathLike) and os.fspath(path).startswith(folder):
            counter(os.fspath(path))

    sys.addaudithook(audit)


def kill_around(when: str, dotted: str) -> None:
    """Kill before a function is called, or once it has done its work and before its caller goes on."""
    parts = dotted.split(".")
    for length in range(len(parts) - 1, 0, -1):
        try:
            holder: Any = import_module(".".join(parts[:length]))
            break
        except ModuleNotFoundError:
            continue
    for part in parts[length:-1]:
        holder = getattr(holder, part)
    function: Callable[..., Any] = getattr(holder, parts[-1])

    def called(*args: Any, **keywords: Any) -> Any:
        if when == "before":
            kill_oneself()
        done = function(*args, **keywords)
        kill_oneself()
        return done

    setattr(holder, parts[-1], called)


def work(order: dict[str, Any]) -> list[str]:
    """Do what is ordered; return the steps that were reported, or the files that were touched."""
    kind, *where = order["kill"] or ["report", 0]
    counter = Counter(where[-1] if kind in {"report", "file"} else 0)
    if kind == "file":
        count_files(counter, where[0])
    elif kind == "report":
        count_reports(counter)
    else:
        kill_around(kind, where[0])
    if order["work"] == "task":
        from celery import current_app

        current_app.tasks[order["name"]](**order["given"])
    else:
        from django.core.management import call_command

        with open(os.devnull, "w") as nowhere:
            call_command(order["name"], *order["given"], stdout=nowhere)
    return counter.seen


def fork(order: dict[str, Any]) -> dict[str, Any]:
    """Do what is ordered in a child, and return how that ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            said = json.dumps(work(order))
            with os.fdopen(writing, "w") as pipe:
                pipe.write(said)
            status = 0
        except Exception:
            logging.exception("The work failed.")
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as said:
        seen = said.read()
    _child, status = os.waitpid(child, 0)
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        "seen": json.loads(seen or "[]"),
    }


def main() -> None:
    """Load the project, and fork for each line."""
    import django

    django.setup()
    from celery import current_app

    current_app.loader.import_default_modules()
    print(json.dumps("ready"), flush=True)  # noqa: T201 - how it speaks with the test
    for line in sys.stdin:
        print(json.dumps(fork(json.loads(line))), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
