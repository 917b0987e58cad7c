"""The real Collective Constitutional AI data, taken out again as tables."""

import json
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from deliberation.analysis.pipeline import AnalysisParameters
from deliberation.models import Deliberation
from deliberation.research import tables
from deliberation.results.services import run_analysis
from tests.deliberation.research.reading import from_csv, from_parquet
from tests.shared_data import shared_data


@pytest.mark.nightly
@pytest.mark.django_db
def test_the_votes_of_ccai_add_up_to_its_results(tmp_path):
    call_command("import_polis", str(shared_data("ccai")), slug="ccai", title="CCAI", stdout=StringIO())
    run_analysis(
        deliberation=Deliberation.objects.get(slug="ccai"), parameters=AnalysisParameters(mode="polis")
    )
    output = StringIO()
    call_command("export_research", "ccai", "--to", str(tmp_path / "out"), "--rows", "--json", stdout=output)
    told = json.loads(output.getvalue().splitlines()[-1])
    assert told["unique_given_4"] == pytest.approx(0.65, abs=0.01)
    read = {name: (tmp_path / "out" / name).read_bytes() for name in told["files"]}
    votes = from_csv(read["votes.csv"], tables.VOTES)
    assert votes == from_parquet(read["votes.parquet"])
    # One of the 1,126 people whom the analysis read voted on rejected statements alone.
    assert (len(votes), len({row["participant"] for row in votes})) == (36_876, 1_125)
    assert len(from_parquet(read["participants.parquet"])) == 1_126
    counted = Counter((row["statement"], row["vote"]) for row in votes)
    results = from_csv(read["statement_results.csv"], tables.STATEMENT_RESULTS)
    of_everyone = [row for row in results if row["group"] == tables.EVERYONE]
    for row in of_everyone:
        if row["measure"] in tables.VOTE_WORDS.values() and row["value"] is not None:
            assert row["value"] == counted[row["statement"], row["measure"]]
