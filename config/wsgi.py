"""The WSGI entrance for gunicorn: ``gunicorn config.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 - needs the settings

from config.lasting_objects import set_lasting_objects_apart  # noqa: E402 - needs the settings
from deliberation.results.similar_statements import prepare_hints  # noqa: E402 - needs the settings

get_resolver().url_patterns  # noqa: B018 - loads all pages now and not for the first visitor
set_lasting_objects_apart()
prepare_hints()
