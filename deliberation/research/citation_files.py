"""The citation as files for catalogues: CITATION.cff, DataCite and Zenodo. PURE.

CITATION.cff follows the Citation File Format 1.2.0, `datacite.json` the DataCite Metadata Schema 4.5 with all
that a DOI asks for but the DOI itself, `.zenodo.json` what Zenodo takes for an upload.
"""

from __future__ import annotations

import json
from typing import Any, Final

from deliberation.research.citation import Author, Work

SOFTWARE: Final = "Concord"
KEYWORDS: Final = ("deliberation", "opinion groups", "collective constitution", "public input to AI")
HASH_SAYS: Final = "Snapshot: SHA-256 of the analysis, its input, the topics and the statements"
_ZENODO_LICENCES: Final = {"CC0-1.0": "cc-zero"}


def citation_cff(work: Work) -> bytes:
    """Return CITATION.cff."""
    import yaml

    content: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them as below.",
        "type": "dataset",
        "title": work.title,
        "abstract": work.summary,
        "authors": [_cff_author(author) for author in work.authors],
        "version": work.version,
        "date-released": work.issued.isoformat(),
        "url": work.address,
        "keywords": list(KEYWORDS),
        "identifiers": [{"type": "other", "value": work.snapshot, "description": HASH_SAYS}],
    }
    if work.doi:
        content["doi"] = work.doi
    if work.licence:
        content["license"] = work.licence.spdx
    text: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    return text.encode()


def datacite_json(work: Work) -> bytes:
    """Return the metadata with which a DOI can be registered, by the DataCite Metadata Schema 4.5."""
    content: dict[str, Any] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Votes and results of a deliberation"},
        "creators": [_datacite_creator(author) for author in work.authors],
        "titles": [{"title": work.title, "lang": work.language}],
        "publisher": {"name": work.publisher},
        "publicationYear": str(work.issued.year),
        "subjects": [{"subject": word} for word in KEYWORDS],
        "dates": [
            {"date": f"{work.created.isoformat()}/{work.issued.isoformat()}", "dateType": "Collected"},
            {"date": work.issued.isoformat(), "dateType": "Issued"},
        ],
        "language": work.language,
        "version": work.snapshot,
        "formats": ["text/csv", "application/vnd.apache.parquet", "application/json"],
        "sizes": [
            f"{work.votes} votes",
            f"{work.statements} statements",
            f"{work.participants} participants",
        ],
        "descriptions": [{"description": _said(work), "descriptionType": "Abstract", "lang": "en"}],
        "alternateIdentifiers": [
            {"alternateIdentifier": work.snapshot, "alternateIdentifierType": "SHA-256 of the snapshot"}
        ],
        "relatedIdentifiers": [
            {
                "relatedIdentifier": work.address,
                "relatedIdentifierType": "URL",
                "relationType": "IsDerivedFrom",
            }
        ],
    }
    if work.doi:
        content["doi"] = work.doi
        content["identifiers"] = [{"identifier": work.doi, "identifierType": "DOI"}]
    if work.licence:
        content["rightsList"] = [
            {
                "rights": work.licence.title,
                "rightsUri": work.licence.address,
                "rightsIdentifier": work.licence.spdx,
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            }
        ]
    return _json(content)


def zenodo_json(work: Work) -> bytes:
    """Return what Zenodo takes as the metadata of an upload."""
    content: dict[str, Any] = {
        "upload_type": "dataset",
        "title": work.title,
        "description": _said(work),
        "creators": [
            {"name": author.sorted_name} | ({"orcid": author.orcid} if author.orcid else {})
            for author in work.authors
        ],
        "publication_date": work.issued.isoformat(),
        "version": work.version,
        "keywords": list(KEYWORDS),
        "notes": f"{HASH_SAYS}: {work.snapshot}",
        "access_right": "open",
        "related_identifiers": [
            {"identifier": work.address, "relation": "isDerivedFrom", "resource_type": "dataset"}
        ],
    }
    if work.doi:
        content["doi"] = work.doi
    if work.licence:
        content["license"] = _ZENODO_LICENCES.get(work.licence.spdx, work.licence.spdx.lower())
    return _json(content)


def _said(work: Work) -> str:
    told = " ".join(work.description.split())
    return f"{work.summary} {told}".strip()


def _cff_author(author: Author) -> dict[str, str]:
    orcid = {"orcid": f"https://orcid.org/{author.orcid}"} if author.orcid else {}
    if author.is_person:
        return {"family-names": author.name, "given-names": author.given, **orcid}
    return {"name": author.name, **orcid}


def _datacite_creator(author: Author) -> dict[str, Any]:
    creator: dict[str, Any] = {
        "name": author.sorted_name,
        "nameType": "Personal" if author.is_person else "Organizational",
    }
    if author.is_person:
        creator |= {"givenName": author.given, "familyName": author.name}
    if author.orcid:
        creator["nameIdentifiers"] = [
            {
                "nameIdentifier": f"https://orcid.org/{author.orcid}",
                "nameIdentifierScheme": "ORCID",
                "schemeUri": "https://orcid.org",
            }
        ]
    return creator


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
