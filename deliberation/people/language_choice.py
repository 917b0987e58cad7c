"""Choosing the language of the pages, without a cookie for those who do not."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language


@csrf_exempt
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Keep the chosen language in a cookie and lead back.

    The form stands on every page. A CSRF token in it would give each reader a cookie, and each page something
    of its own. Forged, the request could do no more than change the language; browsers say where it is from.
    """
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise PermissionDenied("The language is chosen on this site's own pages.")
    return set_language(request)
