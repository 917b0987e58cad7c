"""Figures for Prometheus, read from the database when they are asked for.

The database knows all of them, for every process and host at once: so nothing is counted in web processes,
no folder is shared between them, and it does not matter which of them answers. No query here grows with the
number of votes: they read the newest events by primary key, or by index the few jobs that are not finished.
What each figure means, and when to worry, is in docs/monitoring.md.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.db.models import Count, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from deliberation.integrity.redis_state import is_redis_away
from deliberation.models import Analysis, Deliberation, Event, Job, LogSeal, RelayHeartbeat
from training_bridge.models import TrainingRun

NEWEST_EVENTS = 10_000
"""So many of the newest events are read for what happened lately; more than arrive within a few minutes."""
DELIBERATIONS_TOLD = 50
"""Of so many open deliberations, the newest, each is told by itself."""
RUNS_TOLD = 10
VOTES = (Event.Kind.VOTE_CAST, Event.Kind.VOTE_UNDONE)
ROWS_DONE = re.compile(r"^(?P<step>.+): (?P<done>\d+) of (?P<total>\d+)$")
"""How a training run's job says how far a step is: see `training_bridge.overall_progress`."""

Told = list[tuple[Deliberation, Analysis | None]]


def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with all figures, to whoever shows METRICS_TOKEN; without that setting there is no such page.

    Raises:
        Http404: METRICS_TOKEN is not set.
    """
    if not settings.METRICS_TOKEN:
        raise Http404
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not constant_time_compare(token.strip(), settings.METRICS_TOKEN):
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Bearer realm="concord metrics"'})
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Site())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class _Site(Collector):
    """What the database and Redis say of the site at this moment."""

    def collect(self) -> Iterator[Metric]:
        """Yield each figure with its meaning."""
        yield GaugeMetricFamily("concord_redis_up", "1 if Redis can be reached.", float(not is_redis_away()))
        newest, told = _newest_event(), list(_newest_analyses())
        yield from _votes(newest, told)
        yield from _jobs()
        yield from _analyses(newest, told)
        yield from _heartbeats()
        yield from _trainings()


def _votes(newest: int, told: Told) -> Iterator[Metric]:
    yield CounterMetricFamily(
        "concord_events",
        "Highest id in the log of events: grows by one with each vote and everything else that is recorded.",
        newest,
    )
    lately = Event.objects.filter(
        id__gt=newest - NEWEST_EVENTS, kind__in=VOTES, recorded_at__gt=timezone.now() - timedelta(minutes=1)
    )
    yield GaugeMetricFamily(
        "concord_votes_last_minute", "Votes cast, changed or undone within the last minute.", lately.count()
    )
    counted = [analysis.vote_count for _deliberation, analysis in told if analysis]
    yield GaugeMetricFamily(
        "concord_votes_counted",
        f"Votes in the last analyses of the newest {DELIBERATIONS_TOLD} open deliberations.",
        sum(counted),
    )


def _newest_event() -> int:
    return Event.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _jobs() -> Iterator[Metric]:
    waiting: Counter[str] = Counter()
    running: Counter[str] = Counter()
    oldest: dict[str, float] = {}
    tasks = Job.objects.unfinished().values("task")
    for row in tasks.annotate(
        waiting=Count("id", filter=Q(state=Job.State.QUEUED)),
        running=Count("id", filter=Q(state=Job.State.RUNNING)),
        since=Min("created_at", filter=Q(state=Job.State.QUEUED)),
    ):
        queue = _queue_of(row["task"])
        waiting[queue] += row["waiting"]
        running[queue] += row["running"]
        oldest[queue] = max(oldest.get(queue, 0.0), _age(row["since"]))
    queues = sorted({"analysis", *waiting, *(each["queue"] for each in settings.CELERY_TASK_ROUTES.values())})
    yield _by("concord_jobs_waiting", "Jobs that wait.", "queue", ((each, waiting[each]) for each in queues))
    yield _by("concord_jobs_running", "Jobs at work.", "queue", ((each, running[each]) for each in queues))
    yield _by(
        "concord_oldest_waiting_job_seconds",
        "For how long the oldest waiting job has waited; 0 if none does.",
        "queue",
        ((each, oldest.get(each, 0.0)) for each in queues),
    )
    failed = Job.objects.filter(state=Job.State.FAILED)
    yield _by(
        "concord_jobs_failed",
        "Jobs that were given up and are still listed.",
        "task",
        failed.values_list("task").annotate(jobs=Count("id")).order_by("task"),
    )
    yield GaugeMetricFamily(
        "concord_jobs_to_deal_with",
        "Given-up jobs that no later job stands for: somebody has to try them again.",
        Job.objects.dead_letters().count(),
    )


def _analyses(newest: int, told: Told) -> Iterator[Metric]:
    yield _by(
        "concord_analysis_age_seconds",
        "Age of the last analysis of an open deliberation.",
        "deliberation",
        ((each.slug, _age(analysis.created_at)) for each, analysis in told if analysis),
    )
    start = newest - NEWEST_EVENTS
    uncounted = Q(pk__in=[])
    for each, analysis in told:
        uncounted |= Q(deliberation=each, id__gt=max(start, analysis.event_watermark if analysis else 0))
    waiting = Event.objects.filter(uncounted, id__gt=start, kind__in=VOTES).order_by()
    since = dict(waiting.values_list("deliberation").annotate(since=Min("recorded_at")))
    yield _by(
        "concord_oldest_uncounted_vote_seconds",
        "For how long a vote has waited to be counted on the results page; 0 if none does.",
        "deliberation",
        ((each.slug, _age(since.get(each.pk))) for each, _analysis in told),
    )


def _heartbeats() -> Iterator[Metric]:
    yield GaugeMetricFamily(
        "concord_relay_last_look_seconds",
        "Seconds since a relay last handed over all that waited; -1 if none ever did.",
        _age(RelayHeartbeat.last(), never=-1.0),
    )
    sealed = LogSeal.objects.order_by("-id").values_list("sealed_at", flat=True).first()
    yield GaugeMetricFamily(
        "concord_last_seal_seconds",
        "Seconds since the log was last sealed, which is only when something happened; -1 if it never was.",
        _age(sealed, never=-1.0),
    )


def _trainings() -> Iterator[Metric]:
    """Say how far each run at work is; a rate is the change between two scrapes."""
    runs = list(TrainingRun.objects.unfinished().select_related("job").order_by("-id")[:RUNS_TOLD])
    done = CounterMetricFamily(
        "concord_training_rows", "Rows that the present step of a run has done.", labels=["run", "step"]
    )
    speed = GaugeMetricFamily(
        "concord_generation_tokens_per_second",
        "Tokens that a model of a run wrote in a second, as last written down by the run.",
        labels=["run", "model"],
    )
    for run in runs:
        if run.job and (step := ROWS_DONE.match(run.job.step)):
            done.add_metric([run.public_id, step["step"]], int(step["done"]))
        for model, tokens in _speeds(run):
            speed.add_metric([run.public_id, model], tokens)
    yield _by(
        "concord_training_progress",
        "How far a run is, from 0 to 1.",
        "run",
        ((run.public_id, run.job.progress) for run in runs if run.job),
    )
    yield done
    yield speed


def _speeds(run: TrainingRun) -> Iterator[tuple[str, float]]:
    """Yield models and their tokens a second, where the run's folder lies on this host."""
    path = run.artifact_folder / "usage.json"
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return
    yield from (
        (model, each["tokens_per_second"]) for model, each in told.items() if each["tokens_per_second"]
    )


def _newest_analyses() -> Iterator[tuple[Deliberation, Analysis | None]]:
    """Yield the newest open deliberations, each with the analysis that its pages show."""
    for each in Deliberation.objects.filter(state=Deliberation.State.OPEN).order_by("-id")[
        :DELIBERATIONS_TOLD
    ]:
        yield each, Analysis.objects.latest_of(each)


def _queue_of(task: str) -> str:
    return str(current_app.amqp.router.route({}, task)["queue"].name)


def _by(name: str, meaning: str, label: str, values: Iterable[tuple[str, float]]) -> Metric:
    family = GaugeMetricFamily(name, meaning, labels=[label])
    for value, figure in values:
        family.add_metric([value], figure)
    return family


def _age(moment: datetime | None, *, never: float = 0.0) -> float:
    """Return the seconds since a moment, not less than none: hosts' clocks differ a little."""
    return never if moment is None else max(0.0, (timezone.now() - moment).total_seconds())
