"""The files of a snapshot with their bytes: tables, the files for Sensemaker, and what describes them all."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal

from deliberation.interchange.told_apart import uniqueness_of
from deliberation.models import Topic
from deliberation.research import sensemaker, tables
from deliberation.research.citation import Work, bibtex
from deliberation.research.citation_files import citation_cff, datacite_json, zenodo_json
from deliberation.research.citing import work_of
from deliberation.research.columns import FilledTable
from deliberation.research.csv_files import csv_pieces
from deliberation.research.data_package import WrittenFile, data_dictionary, datapackage_json
from deliberation.research.parquet_files import parquet_bytes
from deliberation.research.public_tables import public_table, topics_by_statement
from deliberation.research.row_tables import row_tables
from deliberation.research.snapshot import Snapshot
from deliberation.results.overview import StatementLine, public_results

Format = Literal["csv", "parquet"]
BOTH: Final[tuple[Format, ...]] = ("csv", "parquet")
CSV: Final = "text/csv; charset=utf-8"
PARQUET: Final = "application/vnd.apache.parquet"
JSON: Final = "application/json"
UNIQUENESS: Final = "uniqueness.json"


def public_files(
    snapshot: Snapshot, *, formats: Sequence[Format] = BOTH, exact: bool = False
) -> list[WrittenFile]:
    """Return the tables with counts and the files for Sensemaker; `exact` leaves texts in CSV as typed."""
    filled = (public_table(snapshot, table) for table in tables.PUBLIC)
    written = [file for table in filled for file in _table_files(snapshot, table, formats, exact)]
    return [*written, *_sensemaker_files(snapshot)]


def row_files(
    snapshot: Snapshot, *, formats: Sequence[Format] = BOTH, exact: bool = False
) -> list[WrittenFile]:
    """Return the tables with a row for single people, and how easily those are told apart."""
    written = [
        file for table in row_tables(snapshot) for file in _table_files(snapshot, table, formats, exact)
    ]
    shares = json.dumps(uniqueness_of(snapshot.deliberation), indent=2) + "\n"
    told_apart = WrittenFile(
        UNIQUENESS,
        "How unique the rows are",
        "Share of the rows that are unique given any 4 and any 8 known votes, from 0 to 1.",
        JSON,
        shares.encode(),
        needs_rows=True,
    )
    return [*written, told_apart]


def described(snapshot: Snapshot, files: Sequence[WrittenFile], *, exact: bool = False) -> list[WrittenFile]:
    """Return the files with those that describe them and say how to cite them, which come first."""
    work = work_of(snapshot)
    citation = list(_citation_files(work))
    told = [*files, *citation]
    dictionary = WrittenFile(
        "DATA_DICTIONARY.md",
        "Data dictionary",
        "Every file, table and column in words.",
        "text/markdown; charset=utf-8",
        data_dictionary(work, told, exact=exact),
    )
    package = WrittenFile(
        "datapackage.json",
        "Data package",
        "The same for programs: a Data Package with a Table Schema for each table.",
        JSON,
        datapackage_json(work, [dictionary, *told], snapshot.about, exact=exact),
    )
    return [dictionary, package, *told]


def _table_files(
    snapshot: Snapshot, filled: FilledTable, formats: Sequence[Format], exact: bool
) -> Iterator[WrittenFile]:
    makers: dict[Format, tuple[str, Callable[[], bytes]]] = {
        "csv": (CSV, lambda: b"".join(csv_pieces(filled, exact=exact))),
        "parquet": (PARQUET, lambda: parquet_bytes(filled, snapshot.about)),
    }
    table = filled.table
    for ending in formats:
        media_type, make = makers[ending]
        yield WrittenFile(
            f"{table.name}.{ending}",
            table.title,
            table.description,
            media_type,
            make(),
            table,
            filled.row_count,
            table.single_people,
        )


def _sensemaker_files(snapshot: Snapshot) -> Iterator[WrittenFile]:
    letters = tuple(group.letter for group in snapshot.analysis.groups.all())
    statements = _for_sensemaker(snapshot, letters)
    files = {
        sensemaker.VOTES: (
            "Sensemaker: votes of everyone",
            "Statements with everybody's votes, as Jigsaw's Sensemaker reads them (TypeScript library).",
            list(sensemaker.with_votes(statements)),
        ),
        sensemaker.GROUP_VOTES: (
            "Sensemaker: votes of each group",
            "The same with the votes of each opinion group.",
            list(sensemaker.with_group_votes(statements, letters)) if len(letters) > 1 else [],
        ),
        sensemaker.TEXTS: (
            "Sensemaker: texts alone",
            "Statements without votes, as Jigsaw's newer programs in Python read free answers.",
            list(sensemaker.as_texts(statements)),
        ),
    }
    for name, (title, description, lines) in files.items():
        if lines:
            data = "".join(lines).encode()
            yield WrittenFile(name, title, description, CSV, data, row_count=len(lines) - 1)


def _for_sensemaker(snapshot: Snapshot, letters: tuple[str, ...]) -> list[sensemaker.SensemakerStatement]:
    topic_of = topics_by_statement(snapshot)
    named = Topic.objects.filter(topic_map=snapshot.topic_map, is_other=False)
    names = dict(named.values_list("number", "name")) if topic_of else {}
    results = public_results(snapshot.analysis).order_by("statement__number")
    return [
        sensemaker.SensemakerStatement(
            result.statement.number,
            result.statement.text,
            names.get(topic_of.get(result.statement.number, -1), ""),
            StatementLine(result, letters).public,
        )
        for result in results.iterator(chunk_size=2000)
    ]


def _citation_files(work: Work) -> Iterator[WrittenFile]:
    for name, title, description, media_type, data in (
        (
            "CITATION.cff",
            "Citation",
            "How to cite the data, in the Citation File Format.",
            "application/yaml",
            citation_cff(work),
        ),
        (
            "citation.bib",
            "Citation for BibTeX",
            "The same as an entry for BibTeX.",
            "application/x-bibtex; charset=utf-8",
            bibtex(work).encode(),
        ),
        (
            "datacite.json",
            "Metadata for a DOI",
            "What the registration of a DOI asks for (DataCite 4.5).",
            JSON,
            datacite_json(work),
        ),
        (
            ".zenodo.json",
            "Metadata for Zenodo",
            "What Zenodo asks for, if the files are uploaded there.",
            JSON,
            zenodo_json(work),
        ),
    ):
        yield WrittenFile(name, title, description, media_type, data)
