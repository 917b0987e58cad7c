"""Style sheets, scripts and pictures as browsers get them: compressed, kept for ever under hashed names.

``python -m config.static_files`` collects them, if any has changed; `make run` does so as it starts.
"""

import os
import sys

import django
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

NOT_OURS = ["django_htmx", "rest_framework"]
"""What lies in installed apps and no page uses; pages use the htmx in static/vendor."""


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Files by hashed names where they have been collected, and by their own names where not.

    So a checkout and the tests run without collecting anything first.
    """

    # Our own modules import each other by their hashed names; other people's files stay as they are.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((r'(?P<matched>from "(?P<url>\./[^"]+)")', 'from "%(url)s"'),)),
    )

    def stored_name(self, name: str) -> str:
        """Return the hashed name from the manifest, or the name itself where the manifest lacks it."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name


def collect_static_files() -> None:
    """Collect, hash and compress the static files, unless none has changed since the last time."""
    manifest = staticfiles_storage.manifest_name
    if staticfiles_storage.exists(manifest):
        collected = staticfiles_storage.get_modified_time(manifest)
        files = [
            (storage.get_modified_time(path), path)
            for finder in get_finders()
            for path, storage in finder.list(NOT_OURS)
        ]
        known = {path for _changed, path in files} <= set(staticfiles_storage.hashed_files)
        if known and max(changed for changed, _path in files) < collected:
            return
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_OURS)


def main() -> int:
    """Collect the static files of this version beside the last ones, which old pages still ask for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    collect_static_files()
    return 0


if __name__ == "__main__":
    sys.exit(main())
