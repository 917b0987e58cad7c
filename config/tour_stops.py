"""The stops of the tour, in the order in which a person meets the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from config.demo_steps import SLUG

ROOM = f"/d/{SLUG}/"


@dataclass(frozen=True)
class Stop:
    """One page of the tour: what it is called, what to say of it, who opens it, and where.

    `show` brings the page into the state worth seeing, by clicks such as a person makes, and `after` ends it;
    `section` begins a new part of the tour. Whoever opens two stops with the same language and colours is the
    same person.
    """

    name: str
    title: str
    words: str
    address: str
    who: str = "visitor"
    show: Callable[[Any], None] | None = None
    after: Callable[[Any], None] | None = None
    section: str = ""
    language: str = "en"
    is_dark: bool = False


def vote(page: Any, times: int) -> None:
    """Vote a number of times, now agreeing, now disagreeing, now passing."""
    for turn in range(times):
        way = ("agree", "disagree", "agree", "pass")[turn % 4]
        page.locator(f".ballot-form .vote-button--{way}").click()
        page.wait_for_timeout(700)


def write_like_another(page: Any) -> None:
    """Write what others have said already, so that the hints appear."""
    page.locator("textarea[name=text]").fill("An AI should tell the truth, even when it is uncomfortable.")
    page.wait_for_timeout(2500)


def show(selector: str) -> Callable[[Any], None]:
    """Bring a part of the page to the top of the picture."""
    return lambda page: page.locator(selector).first.evaluate("(part) => part.scrollIntoView()")


def follow(part: str) -> Callable[[Any], None]:
    """Follow the first link whose address ends in this."""

    def click(page: Any) -> None:
        page.locator(f"a[href$='{part}']").first.click()
        page.wait_for_load_state("networkidle")

    return click


def lose_the_network(page: Any) -> None:
    """Vote while the network is gone."""
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    vote(page, 2)


def find_the_network_again(page: Any) -> None:
    """Let the votes go out, so that the next stop finds everything in order."""
    page.context.set_offline(False)


def go_on_deciding(page: Any) -> None:
    """Take the next item of the queue onto one's desk."""
    button = page.get_by_role("button", name="Go on deciding")
    if button.count():
        button.first.click()
        page.wait_for_load_state("networkidle")


def look_for_unusual_voting(page: Any) -> None:
    """Have the ballots looked at, where nobody has yet, and wait for the report."""
    button = page.get_by_role("button", name="Look now")
    if button.count():
        button.click()
        page.locator("#unusual-state progress").wait_for(state="detached", timeout=120_000)
        page.reload()


TAKING_PART = [
    Stop(
        "home",
        "The front page",
        "What Concord is and where one can take part now. No cookie, no redirect, nothing to accept.",
        "/",
        section="Taking part",
    ),
    Stop(
        "deliberation",
        "A deliberation",
        "The question, until when one can take part, and a first statement with its three buttons: whoever "
        "opens the link can vote at once.",
        ROOM,
    ),
    Stop(
        "vote",
        "The first vote",
        "One statement, three buttons. The first vote makes one a participant; there is no account.",
        f"{ROOM}vote/",
    ),
    Stop(
        "voting",
        "After a few votes",
        "The last vote can be undone, marked as important, explained; a pass can say what it means. The page "
        "never reloads.",
        f"{ROOM}vote/",
        show=lambda page: vote(page, 8),
    ),
    Stop(
        "offline",
        "When the network is gone",
        "Votes are kept in the browser and sent when the network returns; the page says so.",
        f"{ROOM}vote/",
        show=lose_the_network,
        after=find_the_network_again,
    ),
    Stop(
        "propose",
        "Proposing a statement",
        "While one writes, similar statements appear, to vote on instead.",
        f"{ROOM}propose/",
        show=write_like_another,
    ),
    Stop(
        "where-you-stand",
        "Where you stand",
        "The opinion map with one's own place, what people nearby hold, and what everyone shares.",
        f"{ROOM}where-you-stand/",
    ),
    Stop(
        "my-votes",
        "My votes",
        "Every vote, to change, to mark or to withdraw.",
        f"{ROOM}my-votes/",
    ),
    Stop(
        "my-data",
        "My data",
        "Everything that is kept, to take away or to erase, and a link to come back on another device.",
        f"{ROOM}my-data/",
    ),
    Stop(
        "notices",
        "E-mails, if one wants them",
        "When something of one's own is decided, when results or a ratification open. One click ends it.",
        f"{ROOM}notices/",
    ),
]

RESULTS = [
    Stop(
        "results",
        "Results",
        "Three sentences to begin with; then what unites, what divides, who took part, and how sure it is.",
        f"{ROOM}results/",
        section="What came out",
    ),
    Stop(
        "results-unites",
        "What unites",
        "A bar for each group with its interval, on one scale.",
        f"{ROOM}results/",
        show=show("#unites"),
    ),
    Stop(
        "results-divides",
        "What divides",
        "Every statement by how far the groups are apart.",
        f"{ROOM}results/",
        show=show("#divides"),
    ),
    Stop(
        "participation",
        "When people came, and who they are",
        "Votes over time; kinds of people, small numbers kept back.",
        f"{ROOM}results/participation/",
    ),
    Stop(
        "statements",
        "All statements",
        "To search and to sort, each with a page of its own.",
        f"{ROOM}results/statements/",
    ),
    Stop(
        "constitution",
        "The constitution",
        "What the groups agree on, as a document: each principle opens to why it is there.",
        f"{ROOM}constitution/",
    ),
    Stop(
        "principle",
        "Why a principle is there",
        "The statements behind it, their votes by group, its scores, and every change of its words.",
        f"{ROOM}constitution/v1/p01/",
    ),
    Stop(
        "rules",
        "The rules side by side",
        "What every rule of choosing would have taken from the same votes, and whether anybody got less.",
        f"{ROOM}constitution/v1/rules/",
    ),
    Stop(
        "trace",
        "From the first vote to a principle",
        "Every step with its place in the sealed record, and how the model was trained with it.",
        f"{ROOM}constitution/v1/p01/trace/",
    ),
    Stop(
        "files",
        "The constitution to take away",
        "In ten forms, with the program that checks them all.",
        f"{ROOM}constitution/v1/files/",
    ),
    Stop(
        "training",
        "What this constitution changed",
        "Three sentences, then figures with intervals, the limits, who signed the data, and how to check it.",
        f"{ROOM}constitution/v1/changed/",
    ),
    Stop(
        "human-feedback",
        "Do people prefer what the judge prefers?",
        "Invited people compare the same answers. In the demonstration programs stand in for them, and "
        "the page says so.",
        f"{ROOM}constitution/v1/changed/",
        show=follow("/human-feedback/"),
    ),
    Stop(
        "critic",
        "Does a critic help people to find faults?",
        "Known faults, found with its remarks and without; and where it is of no use, that is said.",
        f"{ROOM}constitution/v1/changed/",
        show=follow("/critic/"),
    ),
    Stop(
        "conflicts",
        "Which principles pull apart?",
        "The same answers by several principles; owners can propose which goes first.",
        f"{ROOM}constitution/v1/changed/",
        show=follow("/conflicts/"),
    ),
    Stop(
        "features",
        "What changed inside the model?",
        "Features of one layer, how well they describe it, and those that training changed most.",
        f"{ROOM}constitution/v1/changed/",
        show=follow("/features/"),
    ),
    Stop(
        "summary",
        "All of it on one sheet",
        "What was asked, who took part, what unites and what divides: on screen, and on one page of paper.",
        f"{ROOM}summary/",
    ),
    Stop(
        "research-data",
        "Data for researchers",
        "Tidy tables with a data dictionary and a citation; every file names the snapshot it belongs to.",
        f"{ROOM}results/data/",
    ),
    Stop(
        "api",
        "For programs",
        "Every address of the interface: who may ask, what to send, what comes back.",
        "/api/",
    ),
    Stop(
        "moderation-log",
        "What the moderators decided",
        "Every decision with its reason, and whether all sides are treated alike.",
        f"{ROOM}moderation-log/",
    ),
    Stop(
        "record",
        "The record",
        "All events under signed seals: whoever keeps one can prove that nothing was changed afterwards.",
        f"{ROOM}log/",
    ),
    Stop(
        "check-receipt",
        "Checking a receipt",
        "That one's own votes are in the record, checked here or by a program of one file.",
        f"{ROOM}log/check/",
    ),
]

ORGANISING = [
    Stop(
        "sign-in",
        "Signing in",
        "By a code in an e-mail, a password, a passkey or one's own service. Only organisers need it.",
        "/sign-in/",
        section="Behind the scenes",
    ),
    Stop(
        "organise",
        "Organising a deliberation",
        "What is still missing, how everything is set, and the numbers so far.",
        f"{ROOM}organise/",
        who="owner",
    ),
    Stop(
        "seeds",
        "First statements",
        "From a file or pasted, with a dry run that shows every row.",
        f"{ROOM}organise/seeds/",
        who="owner",
    ),
    Stop(
        "dates",
        "Phases with their dates",
        "When people may propose, vote and ratify.",
        f"{ROOM}organise/dates/",
        who="owner",
    ),
    Stop(
        "invitations",
        "Invitations",
        "Codes for one person each, with links, expiry and places by kind of people.",
        f"{ROOM}organise/invitations/",
        who="owner",
    ),
    Stop(
        "programs",
        "Tokens for programs",
        "What each may do, how long it is good, when it was used last; shown once, revoked at any time.",
        f"{ROOM}organise/programs/",
        who="owner",
    ),
    Stop(
        "webhooks",
        "Telling other programs",
        "Signed messages when something happens, tried again until they arrive.",
        f"{ROOM}organise/webhooks/",
        who="owner",
    ),
    Stop(
        "embedding",
        "On other people's sites",
        "Which sites may show the vote, in which colours, and who vouches for their people.",
        f"{ROOM}organise/embedding/",
        who="owner",
    ),
    Stop(
        "moderation",
        "Moderation: the queue",
        "What says about the same is one item, and items are in order of their topics.",
        f"{ROOM}moderation/",
        who="owner",
    ),
    Stop(
        "moderation-desk",
        "Moderation: deciding",
        "The statement or the group, what it resembles, and the next decision one key away.",
        f"{ROOM}moderation/",
        who="owner",
        show=go_on_deciding,
    ),
    Stop(
        "moderation-pending",
        "Moderation: what needs somebody else",
        "Other words wait for the author's consent, and rejecting what holds votes for a second moderator.",
        f"{ROOM}moderation/pending/",
        who="owner",
    ),
    Stop(
        "unusual-voting",
        "Unusual voting",
        "Ballots that stand out, why, and what would change without them. An owner decides, for a "
        "public reason.",
        f"{ROOM}organise/unusual/",
        who="owner",
        show=look_for_unusual_voting,
    ),
    Stop(
        "translate",
        "Translating statements",
        "Side by side, or as a file for translators.",
        f"{ROOM}translate/?language=es",
        who="owner",
    ),
    Stop(
        "start-training",
        "Starting a training run",
        "Model, judge, amount and methods; what it will take is shown before anything starts.",
        f"{ROOM}training/start/",
        who="owner",
    ),
]

LANGUAGES = [
    Stop(
        "vote-arabic",
        "العربية",
        "From right to left, in the dark.",
        f"{ROOM}vote/",
        section="In other languages, light and dark",
        language="ar",
        is_dark=True,
    ),
    Stop("results-arabic", "النتائج", "Results in Arabic.", f"{ROOM}results/", language="ar", is_dark=True),
    Stop("vote-chinese", "简体中文", "Voting in Simplified Chinese.", f"{ROOM}vote/", language="zh-CN"),
    Stop("home-spanish", "Español", "The front page in Spanish.", "/", language="es"),
]

STOPS = [*TAKING_PART, *RESULTS, *ORGANISING, *LANGUAGES]
