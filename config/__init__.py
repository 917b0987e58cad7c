"""The project: settings, addresses, the Celery application and the checks before deploying."""

from config import checks
from config.celery import app as celery_app

__all__ = ["celery_app", "checks"]
