from django.db import models

from deliberation.models.deliberations import Deliberation


class Citation(models.Model):
    """How the data of a deliberation are to be cited, and on what terms they may be used."""

    deliberation = models.OneToOneField(
        Deliberation, on_delete=models.CASCADE, primary_key=True, related_name="citation"
    )
    authors = models.TextField(blank=True)
    """One on each line: "Family name, given names" for a person, anything else for an organisation."""
    publisher = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=20, blank=True)
    """SPDX name of one of `research.citation.LICENCES`; empty: nothing is said of it."""
    doi = models.CharField(max_length=200, blank=True)
    """Without anything before "10."; empty: none was registered."""

    def __str__(self) -> str:
        return f"citation of {self.deliberation}"
