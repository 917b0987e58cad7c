"""The summary of a deliberation is one sheet of paper, whatever people wrote and in whichever language."""

import re

import pytest
from django.urls import reverse

from constitution.models import ConstitutionVersion, Principle
from constitution.services import draft_version
from deliberation.models import Deliberation
from tests.browser.test_every_page import OpenBrowser
from tests.deliberation.results.assemblies import analysed, two_camps

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = {
    "en": "An AI should explain patiently what it knows, what it does not know and why it says so. ",
    "es": "Una inteligencia artificial debería explicar con paciencia lo que sabe y lo que no sabe. ",
    "ar": "ينبغي أن يشرح الذكاء الاصطناعي بصبر ما يعرفه وما لا يعرفه ولماذا يقول ذلك للناس جميعًا. ",
    "zh-hans": "人工智能应当耐心地说明它知道什么、不知道什么，以及它为什么这样说，并且说明有多大把握。",
    "zh-hant": "人工智慧應當耐心地說明它知道什麼、不知道什麼，以及它為什麼這樣說，並且說明有多大把握。",
}
MORE = [f"The AI should be honest in case {number}." for number in range(8)]


def write_at_length(deliberation: Deliberation, version: ConstitutionVersion, language: str) -> None:
    """Put a text of the greatest length in place of every text."""
    words = LONG[language] * 20
    Deliberation.objects.filter(pk=deliberation.pk).update(
        title=words[:200], description=words, language=language
    )
    deliberation.statements.update(text=words[:280], language=language)
    ConstitutionVersion.objects.filter(pk=version.pk).update(language=language)
    Principle.objects.filter(version=version).update(text=words[:300], language=language)


def test_it_prints_on_one_page_in_every_language_and_nothing_is_cut_off(open_browser: OpenBrowser) -> None:
    deliberation = two_camps(texts=MORE)
    analysed(deliberation)
    version = draft_version(deliberation=deliberation, size=9)
    for language in LONG:
        write_at_length(deliberation, version, language)
        page = open_browser(locale=language)
        page.goto(reverse("deliberation:summary", args=[deliberation.slug]))
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator(".sheet-points > li").count() == 8
        assert page.locator(".sheet-statements > li").count() == 8
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1, language
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 688, "height": 1028})
        shown, needed = page.locator(".sheet").evaluate("(one) => [one.clientHeight, one.scrollHeight]")
        assert needed <= shown, language
        page.context.close()
