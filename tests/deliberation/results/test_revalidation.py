"""A visitor's copy of the results is good until something changes; known people get theirs anew."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.deliberation.results.assemblies import analysed, member_of, two_camps
from tests.deliberation.results.test_views import browser_of
from tests.deliberation.results.test_where_you_stand import newcomer

pytestmark = pytest.mark.django_db


def test_a_copy_is_good_until_somebody_votes(django_assert_max_num_queries):
    deliberation = two_camps()
    analysed(deliberation)
    address = reverse("deliberation:results", args=[deliberation.slug])
    tag = Client().get(address).headers["ETag"]
    with django_assert_max_num_queries(5):
        assert Client().get(address, headers={"If-None-Match": tag}).status_code == 304
    in_spanish = {"If-None-Match": tag, "Accept-Language": "es"}
    assert Client().get(address, headers=in_spanish).status_code == 200
    newcomer(deliberation, 1)
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_participant_gets_no_tag():
    deliberation = two_camps()
    analysed(deliberation)
    response = browser_of(member_of(deliberation, 0)).get(
        reverse("deliberation:results", args=[deliberation.slug])
    )
    assert "ETag" not in response.headers
