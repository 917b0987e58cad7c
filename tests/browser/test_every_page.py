"""What holds on every page: no accessibility fault, nothing blocked by the policy, nobody else's server."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from constitution.models import Comparison
from deliberation.models import Deliberation, Participant, Statement, User
from deliberation.people.recovery import recovery_token
from tests.browser.filled_site import a_feature_of, a_webhook_of, known_as
from tests.browser.kept_site import KeptSite
from training_bridge.models import TrainingRun
from training_bridge.services.people import invite_person

OpenBrowser = Callable[..., Any]


class Page(NamedTuple):
    """An address by name, who opens it, and what the address needs beside the slug."""

    name: str
    who: str = "visitor"
    arguments: tuple[str, ...] = ("slug",)
    query: str = ""


PAGES = [
    Page("deliberation:home", arguments=()),
    Page("deliberation:sign_in", arguments=()),
    Page("account_signup", arguments=()),
    Page("account_reset_password", arguments=()),
    Page("account_email", "owner", ()),
    Page("account_reauthenticate", "owner", ()),
    Page("mfa_index", "owner", ()),
    Page("deliberation:deliberation"),
    Page("deliberation:join"),
    Page("deliberation:consent", "participant"),
    Page("deliberation:vote"),
    Page("deliberation:vote", "participant"),
    Page("deliberation:my_votes"),
    Page("deliberation:my_votes", "participant"),
    Page("deliberation:my_statements", "participant"),
    Page("deliberation:my_data", "participant"),
    Page("deliberation:about_me", "participant"),
    Page("deliberation:erase_my_data", "participant"),
    Page("deliberation:come_back", arguments=("slug", "recovery_token")),
    Page("deliberation:notices", "participant"),
    Page("deliberation:propose", "participant"),
    Page("deliberation:log", "participant"),
    Page("deliberation:check_receipt"),
    Page("deliberation:where_you_stand", "participant"),
    Page("deliberation:where_you_stand", "participant", query="?statement=1"),
    Page("deliberation:results", "participant"),
    Page("deliberation:research_data", "owner"),
    Page("deliberation:statement_results"),
    Page("deliberation:statement_result", arguments=("slug", "statement")),
    Page("deliberation:participation"),
    Page("deliberation:summary"),
    Page("deliberation:moderation_queue", "owner"),
    Page("deliberation:moderation_queue", "owner", query="?statement=1"),
    Page("deliberation:moderation_decided", "owner", ("slug", "decided")),
    Page("deliberation:moderation_pending", "owner"),
    Page("deliberation:moderation_other_words", "owner", ("slug", "statement")),
    Page("deliberation:moderation_reject_together", "owner", ("slug", "statement")),
    Page("deliberation:moderation_log"),
    Page("deliberation:moderation_duplicates", "owner"),
    Page("deliberation:moderation_reasons", "owner"),
    Page("deliberation:moderation_jobs", "owner"),
    Page("deliberation:translate", "owner"),
    Page("deliberation:translation_sheet", "owner"),
    Page("deliberation:organise_start", "owner", ()),
    Page("deliberation:organise", "owner"),
    Page("deliberation:organise_about", "owner"),
    Page("deliberation:organise_phases", "owner"),
    Page("deliberation:organise_joining", "owner"),
    Page("deliberation:organise_consent", "owner"),
    Page("deliberation:organise_questions", "owner"),
    Page("deliberation:organise_new_question", "owner"),
    Page("deliberation:organise_question", "owner", ("slug", "question")),
    Page("deliberation:organise_quotas", "owner"),
    Page("deliberation:organise_population", "owner"),
    Page("deliberation:organise_invitations", "owner"),
    Page("deliberation:organise_seeds", "owner"),
    Page("deliberation:organise_rules", "owner"),
    Page("deliberation:organise_visibility", "owner"),
    Page("deliberation:organise_citation", "owner"),
    Page("deliberation:organise_people", "owner"),
    Page("deliberation:organise_webhooks", "owner"),
    Page("deliberation:organise_webhook", "owner", ("slug", "webhook")),
    Page("deliberation:organise_unusual", "owner"),
    Page("deliberation:organise_translation", "owner", ("slug", "language")),
    Page("deliberation:organise_copy", "owner"),
    Page("deliberation:organise_preview", "owner"),
    Page("deliberation:organise_programs", "owner"),
    Page("deliberation:organise_embedding", "owner"),
    Page("api:reference", arguments=()),
    Page("constitution:constitution"),
    Page("constitution:versions"),
    Page("constitution:version", arguments=("slug", "version")),
    Page("constitution:files", arguments=("slug", "version")),
    Page("constitution:rules", arguments=("slug", "version")),
    Page("constitution:principle", arguments=("slug", "version", "principle")),
    Page("constitution:other_statements", arguments=("slug", "version")),
    Page("constitution:preamble", "owner"),
    Page("constitution:trace", arguments=("slug", "version", "principle")),
    Page("constitution:trace_statement", arguments=("slug", "statement")),
    Page("constitution:ratify", "participant"),
    Page("constitution:suggestions", "owner"),
    Page("constitution:difference", arguments=("slug", "version", "later_version")),
    Page("constitution:amend", "owner", ("slug", "version")),
    Page("constitution:add", "owner"),
    Page("constitution:drop", "owner", ("slug", "principle")),
    Page("constitution:comparisons"),
    Page("constitution:sources", "owner"),
    Page("constitution:comparison", arguments=("slug", "version", "comparison")),
    Page("constitution:compare", "owner"),
    Page("constitution:confirm_comparison", "owner", ("slug", "comparison")),
    Page("constitution:organise", "owner"),
    Page("constitution:concerns", "owner"),
    Page("constitution:edit", "owner", ("slug", "principle")),
    Page("training_bridge:run_list", "owner"),
    Page("training_bridge:run", arguments=("slug", "run")),
    Page("training_bridge:changed", arguments=("slug", "version")),
    Page("training_bridge:start", "owner"),
    Page("training_bridge:compare"),
    Page("training_bridge:run", "owner", ("slug", "waiting_run")),
    Page("training_bridge:sign_off", "owner", ("slug", "waiting_run")),
    Page("training_bridge:people", "owner", ("slug", "run")),
    Page("training_bridge:compare_answers", arguments=("slug", "run", "invitation_key")),
    Page("training_bridge:find_faults", arguments=("slug", "run", "invitation_key")),
    Page("training_bridge:human_feedback", arguments=("slug", "run")),
    Page("training_bridge:human_feedback", arguments=("slug", "waiting_run")),
    Page("training_bridge:legibility", arguments=("slug", "run")),
    Page("training_bridge:legibility", arguments=("slug", "waiting_run")),
    Page("training_bridge:critic", arguments=("slug", "run")),
    Page("training_bridge:critic", arguments=("slug", "waiting_run")),
    Page("training_bridge:conflicts", arguments=("slug", "run")),
    Page("training_bridge:conflicts", arguments=("slug", "waiting_run")),
    Page("training_bridge:character", arguments=("slug", "run")),
    Page("training_bridge:character", arguments=("slug", "waiting_run")),
    Page("training_bridge:without", arguments=("slug", "run")),
    Page("training_bridge:without", arguments=("slug", "waiting_run")),
    Page("training_bridge:nearest", arguments=("slug", "run")),
    Page("training_bridge:nearest", arguments=("slug", "waiting_run")),
    Page("training_bridge:features", arguments=("slug", "run")),
    Page("training_bridge:features", arguments=("slug", "waiting_run")),
    Page("training_bridge:feature", arguments=("slug", "run", "feature")),
]

NOT_PAGES = {
    "a press of a button": [
        "deliberation:sign_out",
        "deliberation:cast_vote",
        "deliberation:undo_vote",
        "deliberation:withdraw_vote",
        "deliberation:mark_vote",
        "deliberation:give_reason",
        "deliberation:new_recovery_link",
        "deliberation:moderation_decide",
        "deliberation:moderation_take",
        "deliberation:moderation_together",
        "deliberation:moderation_leave",
        "deliberation:moderation_answer",
        "deliberation:answer_other_words",
        "deliberation:moderation_decide_reasons",
        "deliberation:moderation_undo",
        "deliberation:moderation_settle_pair",
        "deliberation:moderation_analyse",
        "deliberation:moderation_retry_job",
        "deliberation:moderation_retry_all_jobs",
        "deliberation:save_translation",
        "deliberation:translate_by_machine",
        "deliberation:organise_state",
        "deliberation:organise_revoke",
        "deliberation:organise_remove_question",
        "constitution:check_draft",
        "constitution:compare_again",
        "constitution:decide_concern",
        "constitution:separate",
        "constitution:draft",
        "constitution:open_vote",
        "constitution:close_vote",
        "constitution:ratify_alone",
        "constitution:put_back",
        "constitution:vote_on_whole",
        "constitution:suggest",
        "constitution:decide_suggestion",
        "constitution:differences",
        "training_bridge:stop",
        "training_bridge:propose_order",
        "training_bridge:resume",
        "training_bridge:look_closer",
        "training_bridge:invite",
        "training_bridge:withdraw_invitation",
        "training_bridge:close_comparing",
        "set_language",
    ],
    "a part of a page": [
        "constitution:concerns_progress",
        "constitution:comparison_progress",
        "deliberation:where_you_stand_small",
        "deliberation:similar",
        "deliberation:organise_markdown",
        "deliberation:results_progress",
        "deliberation:moderation_targets",
        "deliberation:moderation_live",
        "deliberation:organise_webhook_messages",
        "training_bridge:progress",
    ],
    "a file or an answer to a program": [
        "deliberation:card",
        "deliberation:results_card",
        "deliberation:statement_card",
        "deliberation:statements_feed",
        "deliberation:deliberations_feed",
        "deliberation:robots",
        "sitemap",
        "constitution:versions_feed",
        "constitution:version_card",
        "constitution:principle_card",
        "deliberation:moderation_log_csv",
        "deliberation:moderation_log_json",
        "deliberation:moderation_parity_csv",
        "deliberation:statements_csv",
        "deliberation:statement_csv",
        "deliberation:participation_csv",
        "deliberation:people_csv",
        "deliberation:groups_csv",
        "deliberation:topics_csv",
        "deliberation:map_csv",
        "deliberation:research_file",
        "deliberation:research_rows",
        "deliberation:download_translations",
        "deliberation:log_heads",
        "deliberation:log_growth",
        "deliberation:log_leaves",
        "deliberation:receipt",
        "deliberation:verify_receipt_program",
        "deliberation:organise_invitations_file",
        "deliberation:organise_unusual_csv",
        "deliberation:organise_rows",
        "deliberation:my_data_file",
        "constitution:download",
        "constitution:difference_json",
        "constitution:comparison_json",
        "constitution:comparison_csv",
        "constitution:verify_export_program",
        "training_bridge:artifact",
        "deliberation:embed_script",
        "deliberation:embed_colours",
        "deliberation:embed_cookies",
    ],
    "the interface for programs, asked in tests/api": [
        "api:schema_json",
        "api:schema_yaml",
        "api:root",
        "api:deliberations",
        "api:deliberation",
        "api:statements",
        "api:statement",
        "api:results",
        "api:results_statements",
        "api:analyses",
        "api:analysis",
        "api:moderation_log",
        "api:log_heads",
        "api:exports",
        "api:export",
        "api:versions",
        "api:version",
        "api:principles",
        "api:principle",
        "api:version_files",
        "api:runs",
        "api:run",
        "api:participants",
        "api:me",
        "api:my_statements",
        "api:next_statements",
        "api:vote",
        "api:votes",
        "api:moderation_queue",
        "api:decisions",
        "api:answers",
        "api:webhooks",
        "api:webhook",
        "api:webhook_test",
        "api:webhook_deliveries",
        "api:webhook_replay",
        "api:unknown",
    ],
    "the same pages in a frame on another site": ["deliberation:embed", "deliberation:embed_page"],
    "reached by a link in an e-mail, looked at in test_accounts": [
        "deliberation:notices_confirm",
        "deliberation:notices_stop",
    ],
    "the same pages inside the preview": ["deliberation:organise_preview_page"],
}

LIBRARY = re.compile(r"^(account|mfa|openid_connect|socialaccount)_|^(account|social)/")
"""Names of the account library's pages; those people meet are looked at here or in test_accounts."""

VIEWS = [({"width": 320, "height": 700}, "light"), ({"width": 1280, "height": 900}, "dark")]
OTHER_VIEWS = [({"width": 320, "height": 700}, "dark"), ({"width": 1280, "height": 900}, "light")]


def all_names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{entry.namespace}:" if entry.namespace else ""
            if entry.namespace != "admin":
                yield from all_names(entry, prefix + space)
        elif isinstance(entry, URLPattern):
            yield prefix + (entry.name or str(entry.pattern))


def test_every_address_is_looked_at_or_is_no_page() -> None:
    listed = {page.name for page in PAGES} | {name for names in NOT_PAGES.values() for name in names}
    there = set(all_names(get_resolver()))
    assert {name for name in there - listed if not LIBRARY.match(name)} == set()
    assert listed - there == set()


class FilledSite(NamedTuple):
    """The deliberation, and who opens its pages."""

    deliberation: Deliberation
    owner: User
    participant: Participant

    def address_of(self, page: Page) -> str:
        """Return the address of a page."""
        known = {
            "slug": lambda: self.deliberation.slug,
            "decided": lambda: "accepted",
            "version": lambda: 1,
            "later_version": lambda: 2,
            "comparison": lambda: Comparison.objects.get().pk,
            "principle": lambda: 1,
            "language": lambda: "es",
            "question": lambda: "age_band",
            "webhook": lambda: a_webhook_of(self.deliberation).public_id,
            "recovery_token": lambda: recovery_token(self.participant),
            "run": lambda: TrainingRun.objects.of(self.deliberation).measured()[0].public_id,
            "waiting_run": lambda: (
                TrainingRun.objects.of(self.deliberation).filter(awaits_sign_off="revisions")[0].public_id
            ),
            "invitation_key": lambda: invite_person(
                run=TrainingRun.objects.of(self.deliberation).measured()[0], name=f"Ruth {page.name}"
            )[1],
            "feature": lambda: a_feature_of(TrainingRun.objects.of(self.deliberation).measured()[0]),
            "statement": lambda: (
                self.deliberation.statements.filter(state=Statement.State.ACCEPTED)[0].number
            ),
        }
        return reverse(page.name, args=[known[argument]() for argument in page.arguments]) + page.query


@pytest.fixture
def filled_site(transactional_db: None, settings: Any, tmp_path: Path, kept_site: KeptSite) -> FilledSite:
    """A site on which everything has happened."""
    settings.DATA_DIR = tmp_path
    return FilledSite(*kept_site.bring_back())


def faults_on(page: Any, views: list[tuple[dict[str, int], str]]) -> list[str]:
    """Return what axe finds on the open page, and whether it scrolls sideways, in each view."""
    from axe_playwright_python.sync_playwright import Axe

    found = []
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for screen, scheme in views:
        page.set_viewport_size(screen)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        view = f"{screen['width']} px {scheme}"
        for violation in Axe().run(page).response["violations"]:
            found.append(f"{view}: {violation['id']}: {violation['nodes'][0]['html'][:200]}")
        if page.evaluate("document.documentElement.scrollWidth") > screen["width"]:
            found.append(f"{view}: scrolls sideways")
    return found


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "views"), [("en", VIEWS), ("ar", OTHER_VIEWS)], ids=["en", "ar"])
@pytest.mark.parametrize("pages", [PAGES[::2], PAGES[1::2]], ids=["one half", "the other"])
def test_no_page_has_a_fault_scrolls_sideways_or_asks_another_server(
    open_browser: OpenBrowser,
    filled_site: FilledSite,
    language: str,
    views: list[Any],
    pages: list[Page],
    live_server: Any,
) -> None:
    elsewhere: list[str] = []
    windows = {}
    for who in ("visitor", "participant", "owner"):
        window = open_browser(viewport=views[0][0], locale=language)
        if who != "visitor":
            cookie = known_as(getattr(filled_site, who))
            window.context.add_cookies([{**cookie, "url": live_server.url}])
        window.on("request", lambda request: elsewhere.append(request.url))
        windows[who] = window
    faults = {}
    for listed in pages:
        window = windows[listed.who]
        answer = window.goto(filled_site.address_of(listed))
        found = faults_on(window, views)
        if answer.status != 200:
            found.append(f"answered {answer.status}")
        if window.locator("html").get_attribute("dir") != ("rtl" if language == "ar" else "ltr"):
            found.append("reads in the wrong direction")
        if found:
            faults[f"{listed.name} ({listed.who})"] = found
    assert not faults, json.dumps(faults, indent=1)
    strangers = {url for url in elsewhere if not re.match(f"{re.escape(live_server.url)}/|data:", url)}
    assert strangers == set()
