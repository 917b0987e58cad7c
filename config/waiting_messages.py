"""Messages that wait for the next page, looked for only where a page asks for them or leaves some."""

from typing import Any

from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.messages.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject, empty


class WaitingMessagesMiddleware(MessageMiddleware):
    """Makes the storage of messages when it is first used: most requests, votes above all, use none."""

    def process_request(self, request: HttpRequest) -> None:
        """Have a storage ready to be made."""
        request._messages = SimpleLazyObject(lambda: default_storage(request))  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Keep what was left, if anything was."""
        messages: Any = getattr(request, "_messages", None)
        if isinstance(messages, SimpleLazyObject) and messages._wrapped is empty:
            return response
        return super().process_response(request, response)
