"""What the cards of a deliberation and its results say. Only what everybody may see is ever on a card."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from deliberation.models import Analysis, Deliberation
from deliberation.people.introduction import introduction_of
from deliberation.results import sentences
from deliberation.results.certainty import redrawn_assemblies
from deliberation.results.charts import ShareBar
from deliberation.results.overview import StatementLine, overview_of
from deliberation.results.verdicts import verdict_of
from deliberation.sharing.card_drawing import Card, CardBar
from deliberation.templatetags.figures import percent
from deliberation.templatetags.markdown import markdown_words
from deliberation.translating.translations import translations_into

SHORT_HASH = 10


def deliberation_card(request: HttpRequest, deliberation: Deliberation) -> Card:
    """The question, and what it is about."""
    introduction = introduction_of(deliberation)
    return card_of(
        request,
        eyebrow=standing_of(deliberation),
        text=introduction.title,
        text_language=introduction.title_language,
        finding=markdown_words(introduction.opening),
        stamp="",
    )


def results_card(request: HttpRequest, deliberation: Deliberation, analysis: Analysis) -> Card:
    """What most people in every group agree with above all, by group; or that there is no such statement."""
    overview = overview_of(analysis)
    if not overview.uniting:
        return _card(
            request,
            deliberation,
            analysis,
            text=sentences.uniting_title(overview),
            text_language=get_language() or "en",
            finding=sentences.opening_sentences(overview)[0],
        )
    return _statement_card(
        request, deliberation, analysis, overview.uniting[0], sentences.uniting_title(overview)
    )


def statement_card(
    request: HttpRequest, deliberation: Deliberation, analysis: Analysis, line: StatementLine
) -> Card:
    """One statement, and how each group voted on it."""
    verdict = verdict_of(line, redrawn_assemblies(analysis))
    return _statement_card(
        request,
        deliberation,
        analysis,
        line,
        verdict.words if line.everyone else _("Too few votes to show yet."),
    )


def standing_of(deliberation: Deliberation) -> str:
    """Return what one can do in a deliberation now, in a few words."""
    if not deliberation.is_open:
        return _("This deliberation is closed")
    if deliberation.takes_votes and deliberation.takes_statements:
        return _("Open for votes and statements")
    if deliberation.takes_votes:
        return _("Open for votes")
    if deliberation.takes_statements:
        return _("Open for statements")
    return _("Voting has ended") if deliberation.voting_has_ended else _("Not begun yet")


def source_of(request: HttpRequest) -> str:
    """Return where a card comes from: the program and the site."""
    return f"{_('Concord')} · {request.get_host()}"


def stamp_of(analysis: Analysis) -> str:
    """Return the date of an analysis and the beginning of its hash."""
    return f"{date_format(analysis.created_at, 'DATE_FORMAT')} · {analysis.result_hash[:SHORT_HASH]}"


def card_of(
    request: HttpRequest,
    *,
    eyebrow: str,
    text: str,
    text_language: str,
    finding: str,
    stamp: str,
    bars_title: str = "",
    bars: tuple[CardBar, ...] = (),
) -> Card:
    """Return a card in the reader's language; the title of bars is left out where there are none."""
    return Card(
        eyebrow=eyebrow,
        text=text,
        text_language=text_language,
        finding=finding,
        source=source_of(request),
        stamp=stamp,
        language=get_language() or "en",
        is_mirrored=get_language_bidi(),
        bars_title=bars_title if bars else "",
        bars=bars,
    )


def bars_of(shares: Iterable[ShareBar]) -> tuple[CardBar, ...]:
    """Return the bars of a page as a card draws them; one without a public count is a dash."""
    return tuple(
        CardBar(
            letter=bar.letter,
            name=_("All"),
            share=bar.tally.agree_share if bar.tally and bar.tally.votes else None,
            words=percent(bar.tally.agree_share) if bar.tally and bar.tally.votes else "–",
        )
        for bar in shares
    )


def _statement_card(
    request: HttpRequest, deliberation: Deliberation, analysis: Analysis, line: StatementLine, finding: str
) -> Card:
    translation = translations_into([line.statement], get_language() or "en").get(line.statement.pk)
    shown = translation or line.statement
    return _card(
        request,
        deliberation,
        analysis,
        text=translation.text if translation else line.statement.shown_text,
        text_language=shown.language,
        finding=finding,
        bars=_bars(line),
    )


def _card(
    request: HttpRequest,
    deliberation: Deliberation,
    analysis: Analysis,
    *,
    text: str,
    text_language: str,
    finding: str,
    bars: tuple[CardBar, ...] = (),
) -> Card:
    return card_of(
        request,
        eyebrow=introduction_of(deliberation).title,
        text=text,
        text_language=text_language,
        finding=finding,
        stamp=stamp_of(analysis),
        bars_title=_("How many agree"),
        bars=bars,
    )


def _bars(line: StatementLine) -> tuple[CardBar, ...]:
    """The bars of the page, held back where the page holds them back."""
    return () if line.everyone is None else bars_of(line.share_bars)
