"""The Celery application. A worker: ``python -m config.worker QUEUE``."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_postrun, task_prerun
from structlog.contextvars import bind_contextvars, unbind_contextvars

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("concord")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _log_as_the_site_does(**_: Any) -> None:
    """Keep Celery from setting up logs of its own beside those in the settings."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)


@task_prerun.connect
def _name_task_in_logs(task_id: str, task: Any, kwargs: dict[str, Any], **_: Any) -> None:
    bind_contextvars(task=task.name, task_id=task_id, job=kwargs.get("job_id"))


@task_postrun.connect
def _forget_task_in_logs(**_: Any) -> None:
    unbind_contextvars("task", "task_id", "job")
