"""What is cited: a deliberation's snapshot, with what its organisers say of authors and licence."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from deliberation.models import Citation
from deliberation.research.citation import LICENCES, Author, Work, authors_in
from deliberation.research.snapshot import Snapshot


def work_of(snapshot: Snapshot) -> Work:
    """Return what is cited. Without other words the organisers are the author, and the site the publisher."""
    deliberation, analysis = snapshot.deliberation, snapshot.analysis
    said = Citation.objects.filter(deliberation=deliberation).first() or Citation()
    unnamed = (Author(f"The organisers of “{deliberation.title}”"),)
    return Work(
        title=deliberation.title,
        description=deliberation.description,
        language=deliberation.language,
        authors=authors_in(said.authors) or unnamed,
        publisher=said.publisher or urlsplit(settings.SITE_URL).netloc,
        created=deliberation.created_at.date(),
        issued=analysis.created_at.date(),
        snapshot=snapshot.hash,
        address=settings.SITE_URL + reverse("deliberation:research_data", args=[deliberation.slug]),
        licence=next((licence for licence in LICENCES if licence.spdx == said.licence), None),
        doi=said.doi,
        participants=analysis.participant_count,
        statements=analysis.statement_count,
        votes=analysis.vote_count,
    )
