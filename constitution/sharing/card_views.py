"""Cards of a version and of a principle."""

from django.http import Http404, HttpRequest
from django.views.decorators.http import require_safe

from constitution.reading.articles import Article
from constitution.sharing.cards import principle_card, version_card
from constitution.views.public import readable_version
from deliberation.sharing.answering import as_picture
from deliberation.sharing.card_drawing import Card


@require_safe
@as_picture
def version(request: HttpRequest, slug: str, number: int) -> Card:
    """One version of the constitution."""
    return version_card(request, readable_version(slug, number))


@require_safe
@as_picture
def principle(request: HttpRequest, slug: str, number: int, principle: int) -> Card:
    """One principle of a version."""
    version = readable_version(slug, number)
    found = version.principles.filter(number=principle).first()
    if found is None:
        raise Http404("This version has no such principle.")
    return principle_card(request, version, Article(found))
