"""The WSGI entrance for gunicorn: ``gunicorn config.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from deliberation.results.similar_statements import prepare_hints  # noqa: E402 - needs the settings

prepare_hints()
