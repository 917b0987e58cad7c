"""The language somebody reads in, from their choice or their browser; no address of ours begins with one."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers


class ReadingLanguageMiddleware(LocaleMiddleware):
    """Does what Django's does, without looking for a language in each address."""

    def process_request(self, request: HttpRequest) -> None:
        """Let all text of the answer be in the reader's language."""
        translation.activate(translation.get_language_from_request(request))
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say in which language the answer is, and that others may get it in another."""
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response
