"""How gunicorn serves the site: ``gunicorn --config config/gunicorn.py``; the environment chooses the size.

SIGHUP starts new processes with the code that is there now and lets the old ones end what they are doing;
SIGTERM lets them end and stops. Both keep a listening socket that systemd has handed over, so that whoever
comes meanwhile waits and is not refused.
"""

import os
from pathlib import Path

import gunicorn.http.wsgi


def _number(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal():
        raise SystemExit(f"{name} must be a whole number, not {value!r}.")
    return int(value)


chdir = str(Path(__file__).resolve().parent.parent)
wsgi_app = "config.wsgi:application"
bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = _number("WEB_WORKERS", 0) or min(max(os.cpu_count() or 1, 2), 8)
threads = _number("WEB_THREADS", 4)
# Loaded by each process for itself: a reload then brings new code, and no thread is there before the fork.
preload_app = False
# For a process that hangs as a whole; a request's own bounds are those of the database and of the proxy.
timeout = 60
graceful_timeout = 30
keepalive = 5
# What leaks does not add up. A process at its limit ends what it is doing first; not all reach it at once.
max_requests = 100_000
max_requests_jitter = 20_000
# Touched each second to show that a process lives: in memory, where a busy disk holds up nothing.
SHARED_MEMORY = Path("/", "dev", "shm")
worker_tmp_dir = str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None
# Who is trusted to say where a request came from is decided in one place, BEHIND_PROXY.
forwarded_allow_ips = ""
forwarder_headers = ""
# Addresses would be personal data; what has happened is in the log of the application.
accesslog = None
loglevel = os.environ.get("LOG_LEVEL", "INFO").lower()
control_socket_disable = True
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def pre_fork(server, worker):
    """Choose the core on which the fewest others run: after a restart that of the process that is gone."""
    taken = [other.core for other in server.WORKERS.values()]
    worker.core = min(CORES, key=taken.count, default=None)


def post_fork(server, worker):
    """Stay on a core of its own where there are as many processes as cores; else the system places them.

    The threads of one process take turns, and whose turn it is need not be told from core to core.
    """
    if os.environ.get("WEB_ONE_CORE_EACH", "1") != "0" and server.cfg.workers == len(CORES) > 1:
        os.sched_setaffinity(0, {worker.core})


class _QuietResponse(gunicorn.http.wsgi.Response):
    """An answer that does not say which program gave it; gunicorn has no option for that."""

    def default_headers(self):
        return [header for header in super().default_headers() if not header.startswith("Server:")]


gunicorn.http.wsgi.Response = _QuietResponse
