"""What other sites and search engines are told of a page: its card, its address, its facts as linked data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deliberation.models import Analysis, Deliberation
from deliberation.people.introduction import Introduction
from deliberation.results.overview import StatementLine
from deliberation.results.verdicts import verdict_of
from deliberation.results.visibility import results_are_public
from deliberation.sharing.answering import LANGUAGE
from deliberation.templatetags.markdown import markdown_words

Facts = dict[str, Any]


@dataclass(frozen=True)
class SharedPage:
    """A page as other sites show a link to it.

    Attributes:
        title, description: plain text, short.
        address: the whole canonical address.
        card: the whole address of its picture; empty where it has none.
        finding: what the picture says, in one sentence.
        facts: linked data by schema.org.
        feeds: titles and addresses of feeds that go with the page.
        summary: address of the printable page; empty where there is none.
    """

    title: str
    description: str
    address: str
    card: str = ""
    finding: str = ""
    facts: tuple[Facts, ...] = ()
    feeds: tuple[tuple[str, str], ...] = ()
    summary: str = ""


def shared_deliberation(
    request: HttpRequest, deliberation: Deliberation, introduction: Introduction
) -> SharedPage:
    """The page of a deliberation."""
    address = whole(request, "deliberation:deliberation", deliberation.slug)
    description = shortened(markdown_words(introduction.opening))
    if deliberation.state == Deliberation.State.DRAFT:  # its organisers' preview
        return SharedPage(title=introduction.title, description=description, address=address)
    return SharedPage(
        title=introduction.title,
        description=description,
        address=address,
        card=card_address(request, "deliberation:card", deliberation.slug),
        finding=introduction.title,
        facts=(_event(request, deliberation, introduction, address, description), breadcrumbs(request)),
        feeds=feeds_of(request, deliberation),
        summary=summary_of(deliberation),
    )


def shared_results(
    request: HttpRequest, deliberation: Deliberation, analysis: Analysis, sentences: Sequence[str]
) -> SharedPage:
    """The page of the results; without a card and data where not everybody may see them."""
    address = whole(request, "deliberation:results", deliberation.slug)
    title = f"{_('Results')}: {deliberation.title}"
    if not results_are_public(deliberation):
        return SharedPage(title=title, description="", address=address)
    finding = " ".join(sentences)
    return SharedPage(
        title=title,
        description=shortened(finding),
        address=address,
        card=card_address(request, "deliberation:results_card", deliberation.slug),
        finding=sentences[1] if len(sentences) > 1 else finding,
        facts=(
            _dataset(request, deliberation, analysis, title, finding, address),
            breadcrumbs(request, deliberation),
        ),
        feeds=feeds_of(request, deliberation),
        summary=summary_address(deliberation),
    )


def shared_statement(
    request: HttpRequest, deliberation: Deliberation, analysis: Analysis, line: StatementLine
) -> SharedPage:
    """The page of one statement's result."""
    slug, statement = deliberation.slug, line.statement
    address = whole(request, "deliberation:statement_result", slug, statement.number)
    if not results_are_public(deliberation):
        return SharedPage(title=statement.shown_text, description="", address=address)
    finding = verdict_of(line, None).words if line.everyone else ""
    facts: Facts = {
        "@context": "https://schema.org",
        "@type": "Quotation",
        "text": statement.shown_text,
        "inLanguage": statement.language,
        "url": address,
        "identifier": f"{slug}/{statement.number}",
        "isPartOf": whole(request, "deliberation:results", slug),
    }
    return SharedPage(
        title=shortened(statement.shown_text, 140),
        description=shortened(" · ".join(part for part in (finding, deliberation.title) if part)),
        address=address,
        card=card_address(request, "deliberation:statement_card", slug, statement.number),
        finding=f"“{statement.shown_text}” {finding}".strip(),
        facts=(facts, breadcrumbs(request, deliberation, results=True)),
        feeds=feeds_of(request, deliberation),
        summary=summary_address(deliberation),
    )


def whole(request: HttpRequest, name: str, *parts: object) -> str:
    """Return the whole address of a page by its name."""
    return request.build_absolute_uri(reverse(name, args=parts))


def card_address(request: HttpRequest, name: str, *parts: object) -> str:
    """Return the whole address of a card in the reader's language."""
    return f"{whole(request, name, *parts)}?{urlencode({LANGUAGE: get_language() or 'en'})}"


def feeds_of(request: HttpRequest, deliberation: Deliberation) -> tuple[tuple[str, str], ...]:
    """Return the feed of a deliberation's statements."""
    return ((_("Accepted statements"), whole(request, "deliberation:statements_feed", deliberation.slug)),)


def summary_of(deliberation: Deliberation) -> str:
    """Return the address of the printable summary; empty while there are no results for everybody."""
    if not results_are_public(deliberation) or not deliberation.analyses.exists():
        return ""
    return summary_address(deliberation)


def summary_address(deliberation: Deliberation) -> str:
    """Return the address of the printable summary of a deliberation with results."""
    return reverse("deliberation:summary", args=[deliberation.slug])


def shortened(text: str, length: int = 300) -> str:
    """Return a text on one line, cut with an ellipsis."""
    return Truncator(" ".join(text.split())).chars(length, truncate="…")


def breadcrumbs(
    request: HttpRequest, deliberation: Deliberation | None = None, *, results: bool = False
) -> Facts:
    """Return the way to a page from the front page."""
    way = [(_("Concord"), whole(request, "deliberation:home"))]
    if deliberation is not None:
        way.append((deliberation.title, whole(request, "deliberation:deliberation", deliberation.slug)))
    if deliberation is not None and results:
        way.append((_("Results"), whole(request, "deliberation:results", deliberation.slug)))
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": item}
            for place, (name, item) in enumerate(way, 1)
        ],
    }


def _event(
    request: HttpRequest,
    deliberation: Deliberation,
    introduction: Introduction,
    address: str,
    description: str,
) -> Facts:
    """A deliberation is something that happens online between two days."""
    found: Facts = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": introduction.title,
        "description": description,
        "url": address,
        "identifier": deliberation.public_id,
        "image": card_address(request, "deliberation:card", deliberation.slug),
        "inLanguage": deliberation.statement_languages,
        "startDate": (deliberation.voting_from or deliberation.created_at).isoformat(),
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {"@type": "VirtualLocation", "url": address},
        "isAccessibleForFree": True,
    }
    if deliberation.voting_until:
        found["endDate"] = deliberation.voting_until.isoformat()
    return found


def _dataset(
    request: HttpRequest,
    deliberation: Deliberation,
    analysis: Analysis,
    title: str,
    finding: str,
    address: str,
) -> Facts:
    """Results are data, told from every other state of them by the hash of the analysis."""
    files = (("deliberation:statements_csv", _("Statements")), ("deliberation:groups_csv", _("The groups")))
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": shortened(finding, 5000),
        "url": address,
        "identifier": f"sha256:{analysis.result_hash}",
        "version": analysis.result_hash[:10],
        "dateModified": analysis.created_at.isoformat(),
        "isAccessibleForFree": True,
        "inLanguage": deliberation.statement_languages,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": words,
                "encodingFormat": "text/csv",
                "contentUrl": whole(request, name, deliberation.slug),
            }
            for name, words in files
        ],
    }
