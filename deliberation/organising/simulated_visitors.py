"""Simulated citizens who take part through the website, as a browser without JavaScript does.

A visitor loads a page, keeps its cookies, fills in the form it finds there and presses one of its buttons,
or follows the link that skips a statement. Little of the site is known here: the addresses of three pages
and the names of a few fields.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

from deliberation.jobs import Report, WorkRefused
from deliberation.models import Deliberation
from deliberation.organising.simulation_request import SimulationRequest, simulated_statement_numbers
from deliberation.simulation.assembly import simulate
from deliberation.simulation.citizens import AssemblyPlan
from deliberation.simulation.statements import choose_statements

PATIENCE_SECONDS: Final = 30
PASS: Final = 0
SKIPS_PER_VOTE: Final = 3


@dataclass
class _Form:
    """A form of a page: where it goes, what it sends, and the values of its buttons by their names."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, list[str]] = field(default_factory=dict)


class _PageReader(HTMLParser):
    """Collects the forms of a page, and the link that puts a statement off."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[_Form] = []
        self.skip_link = ""
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.forms.append(_Form(action=given.get("action", "")))
            self._open = True
        elif tag == "a" and "skipped=" in given.get("href", ""):
            self.skip_link = given["href"]
        elif self._open and "name" in given:
            form = self.forms[-1]
            if tag == "button":
                form.buttons.setdefault(given["name"], []).append(given.get("value", ""))
            elif tag == "input":
                form.fields[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False


class Visitor:
    """One browser with its own cookies on the pages of one deliberation."""

    def __init__(self, *, base_url: str, slug: str, key: str) -> None:
        """Open a browser; `key` stands in for the random key of the join form, so that it joins once."""
        self._pages = urljoin(base_url.rstrip("/") + "/", f"d/{slug}/")
        self._key = key
        self._browser = build_opener(HTTPCookieProcessor(CookieJar()))

    def join(self) -> None:
        """Press the button of the join page.

        Raises:
            WorkRefused: the site cannot be reached, or has no such form.
        """
        address = urljoin(self._pages, "join/")
        page_address, page = self._load(address)
        form = _form_with(_read(page), "key")
        if form is None:
            raise WorkRefused(f"There is no form for joining at {address}.")
        self._press(page_address, form, {"key": self._key})

    def votes_cast(self) -> int:
        """Count the votes that the site keeps of this visitor."""
        _address, data = self._load(urljoin(self._pages, "my-data/?format=json"))
        return len(json.loads(data)["votes"])

    def vote(self, opinions: Mapping[int, int], count: int) -> int:
        """Vote on what the site shows until `count` votes are cast or none is left; return how many.

        `opinions` maps statement numbers to votes. A statement not in it is skipped while the page offers
        that and patience lasts, and passed otherwise.
        """
        address, page = self._load(urljoin(self._pages, "vote/"))
        cast, patience = 0, SKIPS_PER_VOTE * count
        while cast < count:
            reader = _read(page)
            form = _form_with(reader, "statement", button="value")
            if form is None:
                break
            value = opinions.get(int(form.fields["statement"]))
            if value is None and reader.skip_link and patience:
                patience -= 1
                address, page = self._load(urljoin(address, reader.skip_link))
                continue
            pressed = str(PASS if value is None else value)
            if pressed not in form.buttons["value"]:
                raise WorkRefused(f"The vote form at {address} has no button for {pressed}.")
            address, page = self._press(address, form, {"value": pressed})
            cast += 1
        return cast

    def _load(self, address: str) -> tuple[str, str]:
        return self._send(Request(address))  # noqa: S310 - the command has checked the scheme

    def _press(self, page_address: str, form: _Form, choice: Mapping[str, str]) -> tuple[str, str]:
        body = urlencode(form.fields | dict(choice)).encode()
        target = urljoin(page_address, form.action)
        return self._send(Request(target, data=body, headers={"Referer": page_address}))  # noqa: S310

    def _send(self, request: Request) -> tuple[str, str]:
        try:
            with self._browser.open(request, timeout=PATIENCE_SECONDS) as answer:
                return answer.url, answer.read().decode()
        except HTTPError as error:
            raise WorkRefused(f"{request.full_url} answered {error.code} {error.reason}.") from error
        except (URLError, OSError) as error:
            raise WorkRefused(f"{request.full_url} cannot be reached: {error}") from error


def cast_votes_over_http(
    *, deliberation: Deliberation, request: SimulationRequest, visitors: int, base_url: str, report: Report
) -> int:
    """Let further citizens of the same kind join and vote on the running site; return how many votes.

    They are not among the request's citizens: the site gives them numbers of their own and chooses what
    they see. The same call again finds them there and adds only votes that are missing.

    Raises:
        WorkRefused: the site cannot be reached, or is not the one of this deliberation.
    """
    numbers = simulated_statement_numbers(deliberation)
    opinions = _opinions_of(visitors, request, numbers)
    cast = 0
    for index, held in enumerate(opinions):
        report(f"Visitor {index + 1} of {visitors}", index / visitors)
        digest = hashlib.sha256(f"{deliberation.public_id}:{request.seed}:{index}".encode()).hexdigest()
        visitor = Visitor(base_url=base_url, slug=deliberation.slug, key=digest[:40])
        visitor.join()
        missing = request.votes_per_participant - visitor.votes_cast()
        cast += visitor.vote(held, max(missing, 0))
    report("Done", 1.0)
    return cast


def _opinions_of(
    visitors: int, request: SimulationRequest, numbers: Mapping[int, int]
) -> list[dict[int, int]]:
    """What each visitor would vote on everything they can read, by statement number of the deliberation."""
    plan = AssemblyPlan(
        participants=visitors,
        votes_per_participant=request.statements,
        seed=request.seed + 1,
        straight_liner_share=0.0,
        bloc_share=0.0,
    )
    assembly = simulate(plan, choose_statements(request.statements))
    opinions: list[dict[int, int]] = [{} for _ in range(visitors)]
    rows = zip(
        assembly.participant.tolist(), assembly.statement.tolist(), assembly.value.tolist(), strict=True
    )
    for participant, statement, value in rows:
        if statement in numbers:
            opinions[participant - 1][numbers[statement]] = value
    return opinions


def _read(page: str) -> _PageReader:
    reader = _PageReader()
    reader.feed(page)
    return reader


def _form_with(page: _PageReader, name: str, *, button: str = "") -> _Form | None:
    """The first form of a page that sends a field of this name and has such buttons, if asked for."""
    for form in page.forms:
        if name in form.fields and (not button or button in form.buttons):
            return form
    return None
