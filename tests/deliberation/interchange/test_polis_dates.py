"""The dates that Polis prints tell the zone of its server, and can be printed again."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.interchange.polis_dates import (
    LAST_TIME,
    UTC_ONLY,
    ZoneRun,
    print_date,
    to_datetime,
    to_milliseconds,
    zone_of,
    zone_runs,
)


def test_a_printed_date_tells_the_zone():
    assert zone_of(1688761206123, "Fri Jul 07 13:20:06 PDT 2023") == ("PDT", -7 * 3600)


@pytest.mark.parametrize(
    "printed",
    ["", "Fri Jul 07 13:20:07 PDT 2023", "2023-07-07T13:20:06", "Fri Jul 07 13:20:06 PDT 2021"],
)
def test_a_text_that_is_no_date_of_that_time_tells_nothing(printed):
    assert zone_of(1688761206123, printed) is None


def test_summer_time_makes_two_runs():
    winter, summer = ("PST", -8 * 3600), ("PDT", -7 * 3600)
    runs = zone_runs([(3000, summer), (1000, winter), (2000, winter)])
    assert runs == (ZoneRun(1000, "PST", -8 * 3600), ZoneRun(3000, "PDT", -7 * 3600))
    assert print_date(2999, runs) == "Wed Dec 31 16:00:02 PST 1969"
    assert print_date(3000, runs) == "Wed Dec 31 17:00:03 PDT 1969"


def test_without_any_date_the_zone_is_utc():
    assert zone_runs([]) == UTC_ONLY
    assert print_date(1732028760000, UTC_ONLY) == "Tue Nov 19 15:06:00 UTC 2024"


@given(st.integers(0, LAST_TIME))
def test_milliseconds_survive_as_datetimes(milliseconds):
    assert to_milliseconds(to_datetime(milliseconds)) == milliseconds


@given(st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 30)), st.integers(-48, 48))
def test_what_was_printed_is_printed_again(local, quarters):
    time = to_milliseconds(local.replace(tzinfo=UTC))
    run = ZoneRun(0, "XYZ", quarters * 900)
    assert zone_of(time, print_date(time, (run,))) == ("XYZ", quarters * 900)
