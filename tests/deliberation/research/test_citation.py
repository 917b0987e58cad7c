"""Whoever cites the data names the right people, the right state and the right place."""

import json
from dataclasses import replace
from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.research.citation import LICENCES, Author, Work, authors_in, bibtex, sentence
from deliberation.research.citation_files import citation_cff, datacite_json, zenodo_json

WORK = Work(
    title="How should an AI behave?",
    description="Everybody may say.",
    language="en",
    authors=(Author("Lovelace", "Ada King", "0000-0002-1825-0097"), Author("City of Ghent")),
    publisher="Ghent University",
    created=date(2026, 1, 2),
    issued=date(2026, 11, 22),
    snapshot="66dd30c4075c" + "0" * 52,
    address="https://concord.example/d/camps/results/data/",
    licence=LICENCES[1],
    doi="",
    participants=24,
    statements=8,
    votes=192,
)
SIGNS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t:#'\"&*!|>%@`{}\\"),
    min_size=1,
    max_size=40,
)


def test_authors_are_read_line_by_line():
    text = (
        "Lovelace, Ada King https://orcid.org/0000-0002-1825-0097\n\n  City of Ghent \n"
        "Hopper, Grace (0000-0001-5109-3700)"
    )
    assert authors_in(text) == (
        Author("Lovelace", "Ada King", "0000-0002-1825-0097"),
        Author("City of Ghent"),
        Author("Hopper", "Grace", "0000-0001-5109-3700"),
    )


@pytest.mark.parametrize("line", ["Lovelace, Ada 0000-0002-1825-0098", "0000-0002-1825-0097", ","])
def test_a_mistyped_orcid_or_one_without_a_name_is_refused(line):
    with pytest.raises(ValueError):
        authors_in(line)


def test_the_sentence_names_authors_year_title_version_publisher_and_place():
    assert sentence(WORK) == (
        "Lovelace, A. K., & City of Ghent. (2026). How should an AI behave? (Version 66dd30c4075c) "
        "[Data set]. Ghent University. https://concord.example/d/camps/results/data/"
    )
    assert sentence(replace(WORK, doi="10.5281/zenodo.1")).endswith(" https://doi.org/10.5281/zenodo.1")


def test_bibtex_carries_the_whole_hash_and_escapes_what_latex_would_run():
    entry = bibtex(replace(WORK, title="50% & more_{\\input}"))
    assert r"title = {{50\% \& more\_\{\textbackslash{}input\}}}" in entry
    assert "author = {Lovelace, Ada King and {City of Ghent}}" in entry
    assert WORK.snapshot in entry
    assert entry.count("{") == entry.count("}")


@settings(max_examples=60, deadline=None)
@given(SIGNS, SIGNS)
def test_the_files_say_the_same_whatever_the_title_and_the_names_hold(title, name):
    work = replace(WORK, title=title, authors=(Author(name),), publisher=name)
    cff = yaml.safe_load(citation_cff(work))
    datacite, zenodo = json.loads(datacite_json(work)), json.loads(zenodo_json(work))
    assert cff["title"] == datacite["titles"][0]["title"] == zenodo["title"] == title
    assert (
        cff["authors"][0]["name"] == datacite["creators"][0]["name"] == zenodo["creators"][0]["name"] == name
    )


def test_what_a_doi_asks_for_is_there():
    told = json.loads(datacite_json(WORK))
    assert {"creators", "titles", "publisher", "publicationYear", "types"} <= told.keys()
    assert told["types"]["resourceTypeGeneral"] == "Dataset"
    assert told["version"] == WORK.snapshot
    assert told["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"
    assert told["creators"][0]["nameIdentifiers"][0]["nameIdentifier"].endswith("0000-0002-1825-0097")
    assert "identifiers" not in told
    registered = json.loads(datacite_json(replace(WORK, doi="10.5281/zenodo.1")))
    assert registered["identifiers"] == [{"identifier": "10.5281/zenodo.1", "identifierType": "DOI"}]


def test_without_a_licence_no_file_claims_one():
    work = replace(WORK, licence=None)
    assert "license" not in yaml.safe_load(citation_cff(work))
    assert "rightsList" not in json.loads(datacite_json(work))
    assert "license" not in json.loads(zenodo_json(work))
