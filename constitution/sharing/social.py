"""What other sites and search engines are told of the pages of a constitution."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from constitution.models import ConstitutionVersion, Principle
from constitution.sharing.words import standing_in_words
from deliberation.models import Deliberation
from deliberation.sharing.social import (
    Facts,
    SharedPage,
    breadcrumbs,
    card_address,
    feeds_of,
    shortened,
    summary_of,
    whole,
)


def shared_version(request: HttpRequest, version: ConstitutionVersion) -> SharedPage:
    """A version, at the address where it stays; the page of the newest one names that address too."""
    deliberation = version.deliberation
    parts = (deliberation.slug, version.number)
    address, standing = whole(request, "constitution:version", *parts), standing_in_words(version)
    title = f"{_('Constitution')}: {deliberation.title}"
    facts: Facts = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": title,
        "description": shortened(version.preamble or standing),
        "url": address,
        "version": str(version.number),
        "inLanguage": version.language,
        "creativeWorkStatus": version.get_state_display(),
        "dateCreated": version.drafted_at.isoformat(),
        "isBasedOn": whole(request, "deliberation:deliberation", deliberation.slug),
    }
    if version.ratified_at:
        facts["datePublished"] = version.ratified_at.isoformat()
        facts["identifier"] = f"sha256:{version.content_sha256}"
    return SharedPage(
        title=title,
        description=shortened(f"{standing}. {version.preamble}"),
        address=address,
        card=card_address(request, "constitution:version_card", *parts),
        finding=f"{title}. {standing}",
        facts=(facts, breadcrumbs(request, deliberation)),
        feeds=feeds(request, deliberation),
        summary=summary_of(deliberation),
    )


def shared_principle(request: HttpRequest, version: ConstitutionVersion, principle: Principle) -> SharedPage:
    """One principle of a version."""
    deliberation = version.deliberation
    parts = (deliberation.slug, version.number, principle.number)
    address, standing = whole(request, "constitution:principle", *parts), standing_in_words(version)
    name = _("Principle %(number)s") % {"number": principle.number}
    facts: Facts = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": name,
        "text": principle.text,
        "position": principle.number,
        "inLanguage": principle.language,
        "url": address,
        "isPartOf": whole(request, "constitution:version", deliberation.slug, version.number),
    }
    return SharedPage(
        title=shortened(principle.text, 140),
        description=shortened(f"{name} · {standing} · {deliberation.title}"),
        address=address,
        card=card_address(request, "constitution:principle_card", *parts),
        finding=f"{name}: “{principle.text}” {standing}",
        facts=(facts, breadcrumbs(request, deliberation)),
        feeds=feeds(request, deliberation),
        summary=summary_of(deliberation),
    )


def shared_change(request: HttpRequest, version: ConstitutionVersion, name: str, title: str) -> SharedPage:
    """A page about what a version changed, by the name of its address; it goes with the version's card."""
    shared = shared_version(request, version)
    return SharedPage(
        title=f"{title} · {version.deliberation.title}",
        description=shared.description,
        address=whole(request, name, version.deliberation.slug, version.number),
        card=shared.card,
        finding=shared.finding,
        facts=(breadcrumbs(request, version.deliberation),),
        feeds=shared.feeds,
        summary=shared.summary,
    )


def feeds(request: HttpRequest, deliberation: Deliberation) -> tuple[tuple[str, str], ...]:
    """Return the feed of ratified versions, and that of the statements."""
    ratified = whole(request, "constitution:versions_feed", deliberation.slug)
    return ((_("Ratified versions"), ratified), *feeds_of(request, deliberation))
