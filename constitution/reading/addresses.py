"""Where a version stands for good."""

from django.http import HttpRequest
from django.urls import reverse

from constitution.models import ConstitutionVersion


def permanent_address(request: HttpRequest, version: ConstitutionVersion, label: str = "") -> str:
    """Return the whole address of a version, or of one of its principles, that stays when others follow."""
    slug = version.deliberation.slug
    if label:
        path = reverse("constitution:principle", args=[slug, version.number, int(label[1:])])
    else:
        path = reverse("constitution:version", args=[slug, version.number])
    return request.build_absolute_uri(path)
