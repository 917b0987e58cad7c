"""A training run from its start to its end in a real browser, done by a real worker without a model."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from constitution.services import draft_version, ratify_version
from deliberation.jobs import publish_jobs
from deliberation.models import Role, User
from tests.browser.filled_site import known_as
from tests.browser.test_every_page import VIEWS, faults_on
from tests.constitution.assemblies import analysed_assembly
from tests.factories import MembershipFactory
from training_bridge.models import Standing, TrainingRun

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Any]
MOST_SECONDS = 120


def wait_until(standing: Standing) -> TrainingRun:
    """Hand out jobs, as the relay does, until the only run stands so."""
    until = time.monotonic() + MOST_SECONDS
    while time.monotonic() < until:
        publish_jobs()
        run = TrainingRun.objects.get()
        if run.standing == standing:
            return run
        assert run.standing not in {Standing.FAILED, Standing.FINISHED}, run.summary or run.job
        time.sleep(0.3)
    raise AssertionError(f"the run stands at {run.standing}: {run.job and run.job.step}")


def window_of(open_browser: OpenBrowser, account: User, live_server: Any, **options: Any) -> Any:
    page = open_browser(**options)
    page.context.add_cookies([{**known_as(account), "url": live_server.url}])
    return page


@pytest.mark.usefixtures("celery_worker_process")
def test_start_confirm_stop_go_on_sign_twice_and_see_what_came_of_it(
    open_browser: OpenBrowser, live_server: Any
) -> None:
    version = ratify_version(version=draft_version(deliberation=analysed_assembly().deliberation))
    slug = version.deliberation.slug
    ada, grace = (
        MembershipFactory(deliberation=version.deliberation, role=role).user
        for role in (Role.OWNER, Role.MODERATOR)
    )
    owner = window_of(open_browser, ada, live_server)
    owner.goto(f"/d/{slug}/training/")
    owner.get_by_role("link", name="Start a training run").click()
    owner.get_by_label("Model to train").select_option("scripted")
    owner.get_by_label("Requests to rewrite answers to").fill("16")
    for method in ("A preference model", "Learning from pairs", "Learning by reward"):
        owner.get_by_label(method).uncheck()
    owner.get_by_role("button", name="Show what it will take").click()
    owner.get_by_role("heading", name="This run will take").wait_for()
    assert faults_on(owner, VIEWS) == []
    assert not TrainingRun.objects.exists()
    owner.get_by_role("button", name="Start the run").click()

    owner.get_by_role("button", name="Stop the run").click()
    owner.get_by_text("can go on where it was").wait_for()
    owner.get_by_role("button", name="Let it go on").click()
    run = wait_until(Standing.SIGN_OFF)
    owner.get_by_role("link", name="Look at the data").click()
    owner.get_by_label("Your name").fill("Ada")
    owner.get_by_role("button", name="I have looked at it").click()
    owner.get_by_text("A second person has to sign").wait_for()

    moderator = window_of(open_browser, grace, live_server, java_script_enabled=False)
    moderator.goto(f"/d/{slug}/training/{run.public_id}/sign-off/")
    moderator.get_by_label("Your name").fill("Grace")
    moderator.get_by_role("button", name="I have looked at it").click()
    moderator.get_by_text("the run goes on").wait_for()
    wait_until(Standing.FINISHED)

    visitor = open_browser()
    visitor.goto(f"/d/{slug}/training/{run.public_id}/")
    visitor.get_by_text("Scripted: no model took part.").wait_for()
    for name in ("Ada", "Grace"):
        assert visitor.get_by_role("listitem").filter(has_text=name).count() == 1
    assert faults_on(visitor, VIEWS) == []
