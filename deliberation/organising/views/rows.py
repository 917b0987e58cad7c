"""Single votes for owners with the right to them, as a file."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deliberation.interchange.rows_archive import MOST_VOTES, rows_archive
from deliberation.models import Deliberation
from deliberation.organising.access import for_owners
from deliberation.organising.members import record_rows_taken
from deliberation.organising.row_downloads import state_of_rows_link
from deliberation.people.expiring_links import LinkState


@require_safe
@never_cache
@for_owners
def rows_file(request: HttpRequest, deliberation: Deliberation, token: str) -> HttpResponseBase:
    """Every vote, under names good for this file alone, as Polis writes a conversation."""
    user = request.user
    state = state_of_rows_link(token, user, deliberation)
    if state is LinkState.FOREIGN:
        raise Http404("No such file for this account.")
    too_many = deliberation.votes.count() > MOST_VOTES
    if state is LinkState.EXPIRED or too_many:
        expired = _("That link was good for ten minutes. Here is a new one.")
        large = _("These are too many votes for the website. Take them out with the command export_polis.")
        messages.warning(request, large if too_many else expired)
        return redirect("deliberation:organise_people", deliberation.slug)
    if request.method == "GET":
        record_rows_taken(deliberation=deliberation, user=user)
    return FileResponse(
        rows_archive(deliberation),
        as_attachment=True,
        filename=f"{deliberation.slug}-votes.zip",
        content_type="application/zip",
        headers={"X-Content-Type-Options": "nosniff"},
    )
