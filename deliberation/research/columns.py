"""Tables for researchers: columns of known types, each described, and what stands in them. PURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from numpy.typing import NDArray

Kind = Literal["integer", "number", "word", "text", "truth", "date"]
"""`word` is a text of few values, kept as a dictionary; `text` is what people wrote."""
Cells = Sequence[Any] | NDArray[Any]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        name, kind: what programs go by.
        description: what a cell says, in a sentence.
        bits: width of an integer.
        can_be_empty: whether cells may say nothing; then they are None.
        words: the values that a word can have, where they are known beforehand.
        refers_to: the table and the column in which each value stands.
    """

    name: str
    kind: Kind
    description: str
    bits: int = 32
    can_be_empty: bool = False
    words: tuple[str, ...] = ()
    refers_to: tuple[str, str] | None = None


@dataclass(frozen=True)
class Table:
    """A table: what a row is, its columns, and those by which a row is known."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    single_people: bool = False
    """Whether a row says something of one person; such tables are for those with the right to them."""

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns in their order."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class FilledTable:
    """A table with its cells, column by column.

    Raises:
        ValueError: a column is not described, has no cells, or is longer or shorter than another.
    """

    table: Table
    cells: Mapping[str, Cells]
    row_count: int = field(init=False)

    def __post_init__(self) -> None:
        if tuple(self.cells) != self.table.column_names:
            raise ValueError(f"{self.table.name} has the columns {self.table.column_names}: {[*self.cells]}")
        lengths = {len(cells) for cells in self.cells.values()}
        if len(lengths) > 1:
            raise ValueError(f"the columns of {self.table.name} differ in length: {sorted(lengths)}")
        object.__setattr__(self, "row_count", lengths.pop() if lengths else 0)

    @classmethod
    def from_rows(cls, table: Table, rows: Sequence[Sequence[Any]]) -> FilledTable:
        """Return a table out of rows in the order of its columns."""
        cells = zip(*rows, strict=True) if rows else iter([()] * len(table.columns))  # type: Any
        return cls(table, dict(zip(table.column_names, cells, strict=True)))
