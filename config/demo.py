"""The whole chain on a simulated assembly, then the site: ``python -m config.demo`` (``make demo``).

Each link is a step with a progress bar: people vote (the bulk of them through the vote service, a sample
over HTTP), jobs on a real Redis and real workers find what the statements mean and what groups agree on,
the agreement becomes a constitution that the participants ratify, and the constitution trains a model whose
change is measured. ``summary.json`` keeps the figures. A finished step is not done again.
"""

import argparse
import json
import os
import sys
import time
from typing import Any

from config.demo_steps import MODERATOR, SLUG, STEPS, Demo, StepFailed
from config.processes import StartFailed, end_orderly_on_terminate, keep_running, running_site


def run_chain(demo: Demo) -> dict[str, Any]:
    """Do the steps that are left, each with its progress bar, and write the summary.

    Raises:
        StepFailed: a step ended badly; the next run goes on with it.
    """
    from deliberation.jobs import WorkRefused
    from deliberation.management.progress import progress_bar

    done = demo.steps_done()
    for name, (title, step) in STEPS.items():
        if name in done:
            continue
        started = time.monotonic()
        try:
            with progress_bar(title) as report:
                result = step(demo, report)
                report("done", 1.0)
        except WorkRefused as refusal:
            raise StepFailed(f"{title}: {refusal}") from refusal
        done[name] = result | {"seconds": round(time.monotonic() - started, 1)}
        demo.keep(demo.steps_file, done)
    summary = {"steps": done, "seconds": round(sum(step["seconds"] for step in done.values()), 1)}
    demo.keep(demo.summary_file, summary)
    return summary


def _tell(demo: Demo, summary: dict[str, Any]) -> None:
    """Print what the chain gave."""
    from training_bridge.management.commands.train_constitution import summary_text

    steps = summary["steps"]
    assembly, analysis, version = steps["assembly"], steps["analysis"], steps["constitution"]
    sys.stdout.write(
        f"{analysis['participants']} participants cast {analysis['votes']} votes on "
        f"{analysis['statements']} of {assembly['statements']} statements; "
        f"{len(analysis['groups'])} opinion groups.\n"
        f"{version['adopted']} of {version['drafted']} principles were adopted by "
        f"{version['ratification']['participants']} participants; constitution "
        f"{version['constitution_sha256'][:16]}.\n"
        f"{summary_text(steps['training'], demo.folder / 'training')}\n"
        f"{_record_text(steps.get('record'))}"
        f"The figures of every step: {demo.summary_file} ({summary['seconds']:.0f} seconds in all)\n"
    )


def _record_text(record: dict[str, Any] | None) -> str:
    """Say what is sealed; a chain that was run before there were seals has none."""
    if record is None:
        return ""
    return f"{record['sealed']} events are sealed and hold; the root over them is {record['root']}.\n"


def _tell_addresses(demo: Demo) -> None:
    lines = [
        f"Website        {demo.base_url}/",
        f"Vote           {demo.base_url}/d/{SLUG}/vote/",
        f"Results        {demo.base_url}/d/{SLUG}/results/",
        f"Constitution   {demo.base_url}/d/{SLUG}/constitution/",
        f"The record     {demo.base_url}/d/{SLUG}/log/",
        f"Organise       {demo.base_url}/d/{SLUG}/organise/",
        f"Moderation     {demo.base_url}/d/{SLUG}/moderation/",
        f"Sign in as     {MODERATOR}, password {demo.password_file.read_text().strip()}",
        "Ctrl-C stops it.",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run what is left of the chain, then serve the site until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="127.0.0.1:8000")
    parser.add_argument("--serve", type=int, choices=[0, 1], default=1)
    options = parser.parse_args()
    end_orderly_on_terminate()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Its visitors all come from this machine, and at once.
    os.environ.setdefault("JOIN_RATE_LIMIT", "100/minute")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    from config.static_files import collect_static_files

    demo = Demo(settings.DATA_DIR, f"http://{options.address}")
    try:
        call_command("migrate", verbosity=0)
        if demo.summary_file.exists() and not options.serve:
            _tell(demo, json.loads(demo.summary_file.read_text()))
            return 0
        collect_static_files()
        with running_site(settings.DATA_DIR, settings.EMBEDDED_REDIS_SOCKET, options.address) as processes:
            _tell(demo, run_chain(demo))
            if options.serve:
                _tell_addresses(demo)
                keep_running(processes)
    except (StartFailed, StepFailed) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; the next run goes on where this one was.\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
