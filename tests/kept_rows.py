"""All rows of the database, taken out once and put back for another test, by PostgreSQL's own COPY."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class KeptRows:
    """What lay in each table that was not empty, and where each sequence stood."""

    tables: dict[str, bytes]
    sequences: dict[str, int]


def keep_rows() -> KeptRows:
    """Take out everything that the present transaction sees."""
    tables, sequences = {}, {}
    with connection.cursor() as cursor:
        for name in _tables():
            with cursor.copy(f"COPY {name} TO STDOUT (FORMAT binary)") as copy:
                tables[name] = b"".join(bytes(part) for part in copy)
        for name in _sequences():
            cursor.execute(f"SELECT last_value FROM {name}")
            sequences[name] = cursor.fetchone()[0]
    return KeptRows(tables, sequences)


def put_back(kept: KeptRows) -> None:
    """Bring the rows back into tables that are empty, within the present transaction if there is one."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for name, rows in kept.tables.items():
            with cursor.copy(f"COPY {name} FROM STDIN (FORMAT binary)") as copy:
                copy.write(rows)
        for name, value in kept.sequences.items():
            cursor.execute("SELECT setval(%s, %s)", [name, value])
        cursor.execute("SET session_replication_role = origin")


def _tables() -> list[str]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    filled_by_migrating = {"django_content_type", "auth_permission"}
    return [connection.ops.quote_name(name) for name in names if name not in filled_by_migrating]


def _sequences() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(sequencename) FROM pg_sequences"
            " WHERE schemaname = 'public' AND last_value IS NOT NULL"
        )
        return [name for (name,) in cursor.fetchall()]
