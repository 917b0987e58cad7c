"""Progress of long work in the terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from deliberation.jobs import Report


@contextmanager
def progress_bar(title: str) -> Iterator[Report]:
    """Show a progress bar on standard error while the body runs; silent where that is no terminal."""
    console = Console(file=sys.stderr)
    columns = (
        TextColumn("{task.fields[title]:<30}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=1.0, title=title)

        def report(step: str, fraction: float) -> None:
            bar.update(task, completed=fraction, description=step)

        yield report
