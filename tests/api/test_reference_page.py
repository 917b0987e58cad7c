"""The description of the interface is whole, and the page that shows it has all of it."""

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from deliberation.api.problem_kinds import PROBLEM_KINDS
from deliberation.api.reference import parts_of_reference, with_code
from deliberation.api.schema import TAGS, description, operations

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client) -> str:
    answer = client.get(reverse("api:reference"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_description_is_valid_and_nothing_in_it_had_to_be_guessed(tmp_path: Path) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "openapi.yaml"))


def test_every_operation_says_what_it_does_who_may_and_how_it_refuses() -> None:
    described = description()
    assert described["openapi"].startswith("3.1")
    names = []
    for address, method, operation in operations(described):
        names.append(operation["operationId"])
        assert operation["summary"], address
        assert operation["description"], address
        assert operation["tags"][0] in TAGS, address
        assert operation["security"], address
        assert {"401", "404", "429", "503"} <= set(operation["responses"]), address
        if method != "get":
            assert "409" in operation["responses"], address
        if "requestBody" in operation:
            assert operation["requestBody"]["content"]["application/json"]["examples"], address
        for status, response in operation["responses"].items():
            assert "RateLimit" in response["headers"], address
            if status >= "400":
                assert set(response["content"]) == {"application/problem+json"}, address
    assert len(names) == len(set(names)) > 25
    assert not [name for name in names if name.endswith(("_retrieve", "_create", "_update", "_destroy"))]


def test_every_example_of_a_request_is_one_that_the_description_allows() -> None:
    described = description()
    shown = 0
    for _address, _method, operation in operations(described):
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        for example in content.get("examples", {}).values():
            jsonschema.validate(example["value"], {**described, **content["schema"]})
            shown += 1
    assert shown > 6


def test_every_reference_in_the_description_leads_somewhere() -> None:
    described = description()
    for place in re.findall(r"'\$ref': '#/([^']+)'", str(described)):
        found: Any = described
        for part in place.split("/"):
            found = found[part]
        assert found


def test_the_description_comes_as_json_and_as_yaml_with_a_tag(client: Client) -> None:
    as_json = client.get(reverse("api:schema_json"))
    as_yaml = client.get(reverse("api:schema_yaml"))
    assert as_json.json()["paths"] == yaml.safe_load(as_yaml.content)["paths"]
    again = client.get(reverse("api:schema_json"), headers={"if-none-match": as_json["ETag"]})
    assert again.status_code == 304
    assert as_json["Access-Control-Allow-Origin"] == "*"


def test_the_page_shows_every_operation_with_a_request_to_try(page: str) -> None:
    shown = [operation for part in parts_of_reference("http://testserver") for operation in part.operations]
    assert len(shown) == len(list(operations(description())))
    for operation in shown:
        assert page.count(f'id="{operation.name}"') == 1
        assert f'href="#{operation.name}"' in page
    assert "curl &#x27;http://testserver/api/v1/deliberations/&#x27;" in page
    assert "Authorization: Bearer concord_participant_…" in page


def test_every_kind_of_problem_has_a_paragraph_at_the_address_that_documents_name(
    client: Client, page: str
) -> None:
    for kind in PROBLEM_KINDS:
        assert page.count(f'id="problem-{kind}"') == 1
    path, _mark, anchor = client.get("/api/v1/nothing/").json()["type"].partition("#")
    assert path == reverse("api:reference")
    assert f'id="{anchor}"' in page


def test_every_page_links_to_it(client: Client) -> None:
    assert f'href="{reverse("api:reference")}"' in client.get(reverse("deliberation:home")).content.decode()


def test_what_a_description_marks_as_code_is_shown_so_and_nothing_else_gets_through() -> None:
    assert with_code("the scope `read` <b>") == "the scope <code>read</code> &lt;b&gt;"
