"""The public moderation log, moderation parity, and both as files."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deliberation.models import Deliberation, ModerationDecision
from deliberation.moderation.acceptance import ModerationParity, moderation_parity
from deliberation.moderation.log_files import HEADER, json_pieces, log_rows
from deliberation.moderation.public_log import ASKED, REASONS, LogQuery, counts_of_log, page_of_log
from deliberation.people.participation import participant_from
from deliberation.results.csv_response import Row, csv_response
from deliberation.results.visibility import for_readers_of_results, results_visible_to, role_of

PARITY_HEADER = ("authors", "people", "statements", "accepted", "rate", "low", "high")


@require_safe
def moderation_log(request: HttpRequest, slug: str) -> HttpResponse:
    """Every decision, the newest first; above the whole log, how alike the opinion groups were treated."""
    deliberation = _listed(slug)
    asked = request.GET
    query = LogQuery.of(asked.get("outcome", ""), asked.get("reason", ""), asked.get("statement", ""))
    page = page_of_log(deliberation, query, asked.get("page"))
    is_whole = query.asks_for_all and page.number == 1
    sees_results = is_whole and _sees_results(request, deliberation)
    context = {
        "deliberation": deliberation,
        "query": query,
        "page": page,
        "is_whole": is_whole,
        "counts": counts_of_log(deliberation),
        "outcomes": _outcomes(),
        "reasons": ModerationDecision.Reason.choices,
        "sees_results": sees_results,
        "parity": moderation_parity(deliberation) if sees_results else None,
    }
    return render(request, "deliberation/moderation/log.html", context)


@require_safe
def moderation_log_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The log as a table for spreadsheets."""
    deliberation = _listed(slug)
    return csv_response(f"{slug}-moderation-log.csv", HEADER, log_rows(deliberation))


@require_safe
def moderation_log_json(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The log as JSON."""
    deliberation = _listed(slug)
    return StreamingHttpResponse(
        json_pieces(deliberation),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{slug}-moderation-log.json"'},
    )


@require_safe
@for_readers_of_results
def moderation_parity_csv(request: HttpRequest, deliberation: Deliberation) -> HttpResponseBase:
    """Acceptance by opinion group as a table; rows that are held back have no figures."""
    parity = moderation_parity(deliberation)
    if parity is None:
        raise Http404("There are no opinion groups yet.")
    return csv_response(f"{deliberation.slug}-moderation-parity.csv", PARITY_HEADER, _parity_rows(parity))


def _listed(slug: str) -> Deliberation:
    return get_object_or_404(Deliberation.objects.listed(), slug=slug)


def _sees_results(request: HttpRequest, deliberation: Deliberation) -> bool:
    participant = participant_from(request, deliberation)
    return results_visible_to(deliberation, participant, role_of(request, deliberation))


def _outcomes() -> list[tuple[str, str]]:
    """Return what the log can be narrowed down to, with names in the reader's language."""
    outcomes = [(value, str(label)) for value, label in ModerationDecision.Outcome.choices]
    return [*outcomes, (ASKED, _("Asked of somebody else")), (REASONS, _("Reasons for votes"))]


def _parity_rows(parity: ModerationParity) -> list[Row]:
    return [
        [
            row.name,
            row.decided.authors,
            row.decided.decided,
            row.decided.accepted,
            round(row.decided.rate, 4),
            *(round(end, 4) for end in row.decided.interval),
        ]
        if row.decided is not None
        else [row.name, *[""] * (len(PARITY_HEADER) - 1)]
        for row in parity.rows
    ]
