"""Pictures of every page over the demonstration's data, and ``docs/tour.md`` around them: ``make tour``.

The demonstration is copied first, so that what happens on the tour (a visitor votes, an organiser opens
pages) leaves it as it was. Needs a Chromium: the one on the path, or the one that ``CHROMIUM`` names.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from config.demo_steps import MODERATOR, SLUG
from config.processes import StartFailed, end_orderly_on_terminate, running_site
from config.tour_stops import STOPS, Stop

SCREENS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 860}}
SHARPNESS = {"phone": 1.5, "desktop": 1}
JPEG_QUALITY = 80
SETTLED_MS = 600
"""So long after the last click everything has arrived."""
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
DOCUMENT = Path("docs/tour.md")
PICTURES = Path("docs/images/tour")


class TourFailed(Exception):
    """The tour cannot be made; the text says why."""


def copy_demo(demo: Path, folder: Path) -> Path:
    """Copy the data of a finished demonstration and return where the copy lies.

    Raises:
        TourFailed: there is no finished demonstration.
    """
    if not (demo / "summary.json").exists():
        raise TourFailed(f"There is no finished demonstration in {demo}; run `make demo SERVE=0` first.")
    copy = folder / "data"
    shutil.copytree(demo, copy, ignore=shutil.ignore_patterns("*.sock", "redis", "logs"))
    return copy


def owner_cookie() -> dict[str, str]:
    """Make the demonstration's account an owner and return the cookie of a session of theirs."""
    from django.conf import settings
    from django.test import Client

    from deliberation.models import Deliberation, Membership, Role, User

    account = User.objects.get(email=MODERATOR)
    Membership.objects.update_or_create(
        user=account, deliberation=Deliberation.objects.get(slug=SLUG), defaults={"role": Role.OWNER}
    )
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


@contextmanager
def open_chromium() -> Iterator[Any]:
    """Start the browser.

    Raises:
        TourFailed: there is none.
    """
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise TourFailed("There is no Chromium on the path; name one in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


def take_pictures(browser: Any, base_url: str, cookie: dict[str, str], folder: Path) -> None:
    """Walk the tour once on each screen; visitors keep their place from stop to stop."""
    folder.mkdir(parents=True, exist_ok=True)
    for screen, size in SCREENS.items():
        windows: dict[tuple[str, str, bool], Any] = {}
        for number, stop in enumerate(STOPS, start=1):
            page = _window_for(stop, windows, browser, base_url, size, SHARPNESS[screen], cookie)
            answer = page.goto(stop.address)
            if answer.status != 200:
                raise TourFailed(f"{stop.address} answered {answer.status}.")
            if stop.show is not None:
                stop.show(page)
            page.wait_for_timeout(SETTLED_MS)
            page.screenshot(path=folder / picture_name(stop, screen), type="jpeg", quality=JPEG_QUALITY)
            if stop.after is not None:
                stop.after(page)
            sys.stdout.write(f"{screen} {number}/{len(STOPS)} {stop.name}\n")


def _window_for(
    stop: Stop,
    windows: dict[tuple[str, str, bool], Any],
    browser: Any,
    base_url: str,
    size: dict[str, int],
    sharpness: float,
    cookie: dict[str, str],
) -> Any:
    key = (stop.who, stop.language, stop.is_dark)
    if key not in windows:
        context = browser.new_context(
            base_url=base_url,
            viewport=size,
            device_scale_factor=sharpness,
            locale=stop.language,
            color_scheme="dark" if stop.is_dark else "light",
            reduced_motion="reduce",
        )
        if stop.who == "owner":
            context.add_cookies([{**cookie, "url": base_url}])
        context.set_default_timeout(90_000)
        windows[key] = context.new_page()
    return windows[key]


def picture_name(stop: Stop, screen: str) -> str:
    """Return the file name of a stop's picture on one screen."""
    return f"{stop.name}-{screen}.jpg"


def tour_text() -> str:
    """Return the document that leads through the pictures."""
    parts = [
        "# A tour of Concord\n",
        "Every page, on a phone and on a desktop, over the data of `make demo` (its people are simulated). "
        "Made by `make tour`.\n",
    ]
    for stop in STOPS:
        if stop.section:
            parts.append(f"## {stop.section}\n")
        parts.append(f"### {stop.title}\n\n{stop.words}\n")
        pictures = "".join(
            f'<img src="images/tour/{picture_name(stop, screen)}" width="{width}" '
            f'alt="{stop.title}, on a {screen}">\n'
            for screen, width in (("phone", 230), ("desktop", 600))
        )
        parts.append(pictures)
    return "\n".join(parts)


def main() -> int:
    """Copy the demonstration, open the site over the copy, walk through it and write the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", type=Path, default=Path("demo"), help="data folder of the demonstration")
    parser.add_argument("--address", default="127.0.0.1:8765")
    options = parser.parse_args()
    end_orderly_on_terminate()
    try:
        with tempfile.TemporaryDirectory(prefix="concord-tour-") as folder:
            os.environ["CONCORD_DATA_DIR"] = str(copy_demo(options.demo, Path(folder)))
            os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
            _walk(options.address)
    except (TourFailed, StartFailed) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


def _walk(address: str) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    cookie = owner_cookie()
    # Playwright runs an event loop of its own, in which Django would refuse to ask the database.
    with running_site(settings.DATA_DIR, settings.EMBEDDED_REDIS_SOCKET, address), open_chromium() as browser:
        take_pictures(browser, f"http://{address}", cookie, PICTURES)
    DOCUMENT.write_text(tour_text(), encoding="utf-8")
    sys.stdout.write(f"{DOCUMENT} with {2 * len(STOPS)} pictures\n")


if __name__ == "__main__":
    sys.exit(main())
