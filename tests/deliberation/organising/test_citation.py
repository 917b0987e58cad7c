"""Owners say how the data are to be cited; what is mistyped is kept in the form."""

import json
from typing import Any

import pytest
from django.urls import reverse

from deliberation.models import Citation
from tests.deliberation.results.assemblies import analysed, two_camps
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
SAID = {
    "authors": "Lovelace, Ada 0000-0002-1825-0097\r\nCity of Ghent",
    "publisher": "Ghent University",
    "licence": "CC-BY-4.0",
    "doi": "https://doi.org/10.5281/zenodo.1234567",
}


def address(deliberation: Any) -> str:
    return reverse("deliberation:organise_citation", args=[deliberation.slug])


def test_what_an_owner_says_is_in_the_next_files(client, signed_in):
    camps = two_camps()
    analysed(camps)
    client = signed_in(MembershipFactory(deliberation=camps, role="owner").user)
    file = reverse("deliberation:research_file", args=[camps.slug, "datacite.json"])
    assert b"The organisers of" in client.get(file).getvalue()
    assert client.post(address(camps), SAID).status_code == 302
    told = json.loads(client.get(file).getvalue())
    assert [creator["name"] for creator in told["creators"]] == ["Lovelace, Ada", "City of Ghent"]
    assert (told["publisher"]["name"], told["doi"]) == ("Ghent University", "10.5281/zenodo.1234567")
    assert told["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"
    [event] = camps.events.filter(payload__body__subject="citation")
    assert "Lovelace" not in json.dumps(event.payload.body)


@pytest.mark.parametrize(
    "wrong",
    [{"doi": "zenodo.1234567"}, {"authors": "Lovelace, Ada 0000-0002-1825-0098"}, {"licence": "mine"}],
    ids=["no DOI", "a mistyped ORCID iD", "an unknown licence"],
)
def test_a_mistake_is_told_and_nothing_is_saved(deliberation, owner, signed_in, wrong):
    response = signed_in(owner).post(address(deliberation), SAID | wrong)
    assert response.status_code == 422
    assert "Ghent University" in response.content.decode()
    assert not Citation.objects.exists()


def test_moderators_read_and_change_nothing(deliberation, moderator, signed_in):
    assert signed_in(moderator).get(address(deliberation)).status_code == 200
    assert signed_in(moderator).post(address(deliberation), SAID).status_code == 403
