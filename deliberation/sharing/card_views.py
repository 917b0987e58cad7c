"""Cards of a deliberation, its results and single statements."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from deliberation.models import Analysis, Deliberation
from deliberation.results.statement_page import line_of
from deliberation.results.visibility import results_are_public
from deliberation.sharing import cards
from deliberation.sharing.answering import as_picture
from deliberation.sharing.card_drawing import Card


@require_safe
@as_picture
def deliberation(request: HttpRequest, slug: str) -> Card:
    """The question of a deliberation."""
    return cards.deliberation_card(request, _listed(slug))


@require_safe
@as_picture
def results(request: HttpRequest, slug: str) -> Card:
    """The first finding of the newest results, where everybody may see them."""
    deliberation, analysis = _with_public_results(slug)
    return cards.results_card(request, deliberation, analysis)


@require_safe
@as_picture
def statement(request: HttpRequest, slug: str, number: int) -> Card:
    """One statement with its result, where everybody may see it."""
    deliberation, analysis = _with_public_results(slug)
    line = line_of(analysis, number)
    if line is None:
        raise Http404("No results of such a statement.")
    return cards.statement_card(request, deliberation, analysis, line)


def _listed(slug: str) -> Deliberation:
    return get_object_or_404(Deliberation.objects.listed(), slug=slug)


def _with_public_results(slug: str) -> tuple[Deliberation, Analysis]:
    """Return a deliberation and its newest analysis.

    Raises:
        Http404: there is none, or not everybody may see it: a card has no reader, so it has no private one.
    """
    deliberation = _listed(slug)
    analysis = Analysis.objects.latest_of(deliberation) if results_are_public(deliberation) else None
    if analysis is None:
        raise Http404("No results that everybody may see.")
    return deliberation, analysis
