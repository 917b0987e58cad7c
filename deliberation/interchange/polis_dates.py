"""The dates of Polis files: printed in the time zone of the server that wrote them. PURE.

A generation A file gives each time twice: ``1688761206123`` and ``Fri Jul 07 13:20:06 PDT 2023``. The first
counts; the second only tells the zone, which is kept so that an export can print the same text again.
"""

import calendar
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_TIME = 253_402_300_799_999
"""Milliseconds to the end of the year 9999."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
JAVA_DATE = re.compile(
    rf"(?:{'|'.join(WEEKDAYS)}) ({'|'.join(MONTHS)}) (\d\d) (\d\d):(\d\d):(\d\d) ([!-~]{{1,20}}) (\d{{4}})"
)


@dataclass(frozen=True)
class ZoneRun:
    """From `start` (milliseconds since 1970) on, dates were printed in the zone `name`, `offset` from UTC.

    A server has one zone, which changes its name and offset with summer time: a few runs say it all.
    """

    start: int
    name: str
    offset: int
    """Seconds east of UTC."""


UTC_ONLY = (ZoneRun(0, "UTC", 0),)


def to_datetime(milliseconds: int) -> datetime:
    """Return the time that many milliseconds after the start of 1970, exactly."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def to_milliseconds(time: datetime) -> int:
    """Return the whole milliseconds from the start of 1970 to that time."""
    return (time - EPOCH) // timedelta(milliseconds=1)


def zone_of(milliseconds: int, printed: str) -> tuple[str, int] | None:
    """Return the zone name and the offset in seconds with which that time was printed.

    None when the text is not such a date, or is no date of that time in any zone.
    """
    match = JAVA_DATE.fullmatch(printed)
    if match is None:
        return None
    month, day, hour, minute, second, name, year = match.groups()
    shown = calendar.timegm(
        (int(year), MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second))
    )
    offset = shown - milliseconds // 1000
    return (name, offset) if offset % 900 == 0 and abs(offset) <= 15 * 3600 else None


def zone_runs(zones: Iterable[tuple[int, tuple[str, int]]]) -> tuple[ZoneRun, ...]:
    """Return the runs behind many (milliseconds, zone) pairs; UTC where there is none."""
    runs: list[ZoneRun] = []
    for start, (name, offset) in sorted(zones):
        if not runs or (runs[-1].name, runs[-1].offset) != (name, offset):
            runs.append(ZoneRun(start, name, offset))
    return tuple(runs) or UTC_ONLY


def print_date(milliseconds: int, runs: tuple[ZoneRun, ...]) -> str:
    """Return the date as Java prints it, in the zone of its run."""
    place = bisect_right([run.start for run in runs], milliseconds) - 1
    run = runs[max(place, 0)]
    local = to_datetime(milliseconds) + timedelta(seconds=run.offset)
    weekday, month = WEEKDAYS[local.weekday()], MONTHS[local.month - 1]
    return f"{weekday} {month} {local:%d %H:%M:%S} {run.name} {local.year:04d}"
