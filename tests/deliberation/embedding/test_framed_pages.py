"""The site's pages in a frame: who may show them, what stays inside, which cookies they keep."""

import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import get_script_prefix, set_script_prefix

from deliberation.models import Deliberation, Embedding, Participant, Statement, Vote
from tests.browser.filled_site import known_as
from tests.deliberation.embedding.host_sites import (
    HOST,
    INSIDE,
    address_of,
    ancestors,
    ballot_of,
    embedded,
    enter,
    entrance,
    signed,
    text,
)
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db
LAX = "SameSite=Lax"


def test_the_sites_that_are_named_may_show_it_and_no_others(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    page = enter(browser, deliberation)
    assert page.status_code == 200
    assert ancestors(page) == f"'self' {HOST}"
    assert "X-Frame-Options" not in page.headers
    assert statement.text in text(page) or Statement.objects.exclude(pk=statement.pk).get().text in text(page)


def test_the_site_s_own_pages_are_still_framed_by_nobody(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    page = browser.get(f"/d/{deliberation.slug}/vote/", headers=INSIDE)
    assert (ancestors(page), page.headers["X-Frame-Options"]) == ("'none'", "DENY")
    assert LAX in page.cookies["csrftoken"].OutputString()


def test_where_no_site_is_named_a_kind_page_says_so(browser: Client, deliberation: Deliberation) -> None:
    refused = browser.get(entrance(deliberation), headers=INSIDE)
    assert refused.status_code == 403
    assert "Not shown on this site" in text(refused)
    assert f'href="/d/{deliberation.slug}/"' in text(refused)
    assert "<form" not in text(refused)


def test_a_draft_is_not_there(browser: Client, deliberation: Deliberation) -> None:
    embedded(deliberation)
    deliberation.state = Deliberation.State.DRAFT
    deliberation.save(update_fields=["state"])
    for address in (entrance(deliberation), entrance(deliberation, xid=signed(deliberation.slug, "7"))):
        assert browser.get(address, headers=INSIDE).status_code == 404


def test_everything_on_the_page_leads_back_into_the_frame(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    page = enter(browser, deliberation)
    prefix = address_of(page).removesuffix(f"d/{deliberation.slug}/vote/")
    addresses = re.findall(r'(?:href|action|hx-post|hx-get|data-batch|data-upcoming)="(/[^"]*)"', text(page))
    outside = [one for one in addresses if not one.startswith((prefix, "/static/"))]
    # The one link that is meant for a new tab.
    assert set(outside) == {f"/d/{deliberation.slug}/vote/"}
    assert "site-header" not in text(page)
    assert len(addresses) > 8


def test_one_votes_in_the_frame_without_javascript(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    page = enter(browser, deliberation)
    answer = browser.post(address_of(page), ballot_of(page), headers=INSIDE)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/embed/")
    assert Vote.objects.get().participant == Participant.objects.get()
    following = browser.get(answer["Location"], headers=INSIDE)
    browser.post(address_of(following), ballot_of(following, -1), headers=INSIDE)
    assert Vote.objects.count() == 2
    assert Participant.objects.count() == 1


def test_cookies_in_a_frame_are_partitioned_and_have_names_of_their_own(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    page = enter(browser, deliberation)
    browser.post(address_of(page), ballot_of(page), headers=INSIDE)
    participant = Participant.objects.get()
    assert participant.public_id
    names = set(browser.cookies)
    assert names == {"embedded_csrftoken", f"embedded_participant_{deliberation.public_id}"}
    for cookie in browser.cookies.values():
        said = set(cookie.OutputString().split("; ")[1:])
        assert {"SameSite=None", "Secure", "HttpOnly", "Path=/", "Partitioned"} <= said


def test_a_cookie_of_the_frame_means_nothing_outside_and_the_other_way_round(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    page = enter(browser, deliberation)
    browser.post(address_of(page), ballot_of(page), headers=INSIDE)
    assert "Nothing of yours yet" in text(browser.get(f"/d/{deliberation.slug}/my-votes/"))
    known = known_as(Participant.objects.get())
    other = Client()
    other.cookies[known["name"]] = known["value"]
    inside = enter(other, deliberation, show="vote")
    assert "Your last vote" not in text(inside).split("<template")[0]


def test_an_organiser_s_session_does_not_show_in_a_frame(
    moderator: Any, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    browser = Client()
    browser.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")
    page = enter(browser, deliberation)
    assert "oderat" not in text(page).split("</template")[-1]
    prefix = address_of(page).removesuffix(f"d/{deliberation.slug}/vote/")
    for path in (f"d/{deliberation.slug}/moderation/", f"d/{deliberation.slug}/organise/", "back-office/"):
        answer = browser.get(prefix + path, headers=INSIDE)
        assert answer.status_code in {200, 404}
        assert answer.status_code == 404 or "This page opens in a new tab" in text(answer)


def test_results_that_are_not_open_yet_stay_closed_in_a_frame_even_for_organisers(
    owner: Any, deliberation: Deliberation
) -> None:
    embedded(deliberation)
    deliberation.results_visibility = Deliberation.ResultsVisibility.AFTER_CLOSE
    deliberation.save(update_fields=["results_visibility"])
    browser = Client()
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    page = enter(browser, deliberation, show="results")
    assert page.status_code == 403
    assert "The results are not open yet" in text(page)


def test_the_link_to_come_back_leads_out_of_the_frame(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    page = enter(browser, deliberation)
    browser.post(address_of(page), ballot_of(page), headers=INSIDE)
    mine = browser.get(address_of(page).replace("/vote/", "/my-data/"), headers=INSIDE)
    [link] = re.findall(r'id="recovery-link"[^>]*value="([^"]*)"', text(mine))
    assert link.startswith(f"http://testserver/d/{deliberation.slug}/return/")
    opened = Client()
    opened.post(link)
    assert "participant 1" in text(opened.get(f"/d/{deliberation.slug}/my-data/"))


def test_a_browser_that_keeps_no_cookie_is_told_so_and_nothing_is_recorded(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    page = enter(browser, deliberation)
    ballot = ballot_of(page)
    browser.cookies.clear()
    for headers in (INSIDE, INSIDE | {"HX-Request": "true"}):
        answer = browser.post(address_of(page), ballot, headers=headers)
        assert answer.status_code == 403
        assert "Your browser keeps no cookies here" in text(answer)
        assert f'href="/d/{deliberation.slug}/vote/?statement={ballot["statement"]}"' in text(answer)
        assert ancestors(answer) == f"'self' {HOST}"
    batch = {"votes": [{"statement": statement.number, "value": 1, "key": uuid.uuid4().hex}]}
    votes = re.findall(r'data-batch="([^"]*)"', text(page))[0]
    sent = browser.post(votes, json.dumps(batch), content_type="application/json", headers=INSIDE)
    assert sent.status_code == 403
    assert not Participant.objects.exists()


def test_the_script_can_ask_whether_cookies_are_kept(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    page = enter(browser, deliberation)
    check = re.findall(r'data-check="([^"]*)"', text(page))[0]
    assert browser.get(check).json() == {"kept": True}
    browser.cookies.clear()
    assert browser.get(check).json() == {"kept": False}


def test_a_forged_form_is_refused_in_a_frame_as_well(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    page = enter(browser, deliberation)
    forged = ballot_of(page) | {"csrfmiddlewaretoken": "x" * 64}
    assert browser.post(address_of(page), forged, headers=INSIDE).status_code == 403
    assert not Vote.objects.exists()


def test_votes_kept_by_the_script_arrive_from_the_frame(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    page = enter(browser, deliberation)
    votes = re.findall(r'data-batch="([^"]*)"', text(page))[0]
    batch = {"votes": [{"statement": statement.number, "value": 1, "key": uuid.uuid4().hex}]}
    headers = INSIDE | {"X-CSRFToken": ballot_of(page)["csrfmiddlewaretoken"]}
    answer = browser.post(votes, json.dumps(batch), content_type="application/json", headers=headers)
    assert answer.status_code == 200, answer.content
    assert Vote.objects.count() == 1


@pytest.mark.parametrize("path", ["d/{slug}/log/", "d/{slug}/results/statements/", "d/{slug}/"])
def test_other_pages_open_in_a_new_tab(browser: Client, deliberation: Deliberation, path: str) -> None:
    embedded(deliberation)
    prefix = address_of(enter(browser, deliberation)).removesuffix(f"d/{deliberation.slug}/vote/")
    own = path.format(slug=deliberation.slug)
    page = browser.get(f"{prefix}{own}?q=1", headers=INSIDE)
    assert page.status_code == 200
    assert f'href="/{own}?q=1" target="_blank"' in text(page)


def test_the_frame_of_one_deliberation_shows_no_other(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    other = StatementFactory().deliberation
    embedded(deliberation)
    embedded(other)
    prefix = address_of(enter(browser, deliberation)).removesuffix(f"d/{deliberation.slug}/vote/")
    assert browser.get(f"{prefix}d/{other.slug}/vote/").status_code == 404
    assert (
        browser.get(prefix.replace(deliberation.slug, other.slug) + f"d/{other.slug}/vote/").status_code
        == 404
    )
    assert browser.get(f"/embed/{deliberation.slug}/changed/d/{deliberation.slug}/vote/").status_code == 404


def test_colours_and_language_are_those_the_host_asks_for(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    page = enter(browser, deliberation, accent="005a9c", language="ar")
    assert '<html lang="ar" dir="rtl">' in text(page)
    sheet = browser.get(re.findall(r'href="([^"]*colours.css)"', text(page))[0])
    assert sheet["Content-Type"] == "text/css"
    assert "--accent: #005a9c;" in text(sheet)


def test_colours_that_cannot_be_read_and_what_is_no_colour_are_left_out(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    asked = {"accent": "red;}body{display:none", "ground": "#777777", "ink": "#888888", "language": "xx"}
    page = enter(browser, deliberation, **asked)
    assert page.status_code == 200
    assert "colours.css" not in text(page)


def test_a_site_that_is_not_named_is_told_no_height(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    assert f'data-host="{HOST}"' in text(enter(browser, deliberation))
    assert 'data-host=""' in text(enter(browser, deliberation, origin="https://elsewhere.example"))


def test_nothing_of_a_frame_is_kept_by_a_shared_cache(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    told = browser.get(entrance(deliberation, xid=signed(deliberation.slug, "7")))
    for response in (told, enter(browser, deliberation)):
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


def test_static_files_stay_where_they_are_when_a_frame_is_the_first_that_reads_the_settings(
    settings: Any,
) -> None:
    settings.SITE_IS_NEW = True  # after a change all settings are read anew
    before = get_script_prefix()
    set_script_prefix("/embed/a-frame/")
    try:
        assert settings.STATIC_URL == "/static/"
    finally:
        set_script_prefix(before)


def test_the_script_is_the_same_for_everybody_and_kept_for_an_hour(owner: Any) -> None:
    browser = Client()
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    script = browser.get("/embed.js")
    assert script["Content-Type"].startswith("text/javascript")
    assert script["Cache-Control"] == "public, max-age=3600"
    assert "__WORDS__" not in text(script)
    assert browser.get("/embed.js", headers={"If-None-Match": script["ETag"]}).status_code == 304


def test_a_deliberation_that_nobody_embeds_has_no_row(browser: Client, deliberation: Deliberation) -> None:
    browser.get(entrance(deliberation))
    assert not Embedding.objects.exists()
