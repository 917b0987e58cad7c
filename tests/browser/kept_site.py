"""The site on which everything has happened, filled once in a run of tests and brought back for each."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection

from deliberation.models import Deliberation, Participant, User
from tests.browser.filled_site import fill_site
from tests.kept_rows import KeptRows, keep_rows, put_back
from tests.training_bridge.tiny_model import save_tiny_model

Filled = tuple[Deliberation, User, Participant]


class KeptSite:
    """What filling the site brought: its rows and its files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: KeptRows | None = None
        self.people: Filled | None = None

    def bring_back(self) -> Filled:
        """Put everything into the empty database and `settings.DATA_DIR`; SQLite is filled each time.

        Returns the deliberation, its owner, and somebody who took part.
        """
        if self.rows is None or self.people is None:
            return self._fill()
        shutil.copytree(self.folder, settings.DATA_DIR, dirs_exist_ok=True)
        put_back(self.rows)
        deliberation, owner, participant = self.people
        return (
            Deliberation.objects.get(pk=deliberation.pk),
            User.objects.get(pk=owner.pk),
            Participant.objects.get(pk=participant.pk),
        )

    def _fill(self) -> Filled:
        save_tiny_model(settings.DATA_DIR / "model")
        filled = fill_site(settings.DATA_DIR / "model")
        if connection.vendor == "postgresql":
            shutil.copytree(settings.DATA_DIR, self.folder, dirs_exist_ok=True)
            self.rows, self.people = keep_rows(), filled
        return filled
