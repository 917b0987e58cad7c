"""Keeps what could point to a person out of log lines: pure functions from text to text.

Our own lines name no person. What remains are the texts of errors and of libraries: a database quotes the row
that it refused, a converter the value that it could not read, a client the address that it asked.
"""

import re
import traceback
from collections.abc import Iterator

LEFT_OUT = "…"
LONGEST_MESSAGE = 300
ROWS_OF_THE_DATABASE = re.compile(r"\n\s*(DETAIL|CONTEXT|HINT|WHERE|LINE \d+|QUERY):.*", re.DOTALL)
"""What PostgreSQL adds to an error: values of the row, the query, the parameters."""
E_MAIL = re.compile(r"[^\s<>\"'(),;:=@]+@[^\s<>\"'(),;:=@]+\.[^\W\d_]{2,}\b")
"""With a domain that has a dot; the names of workers, `mail@host`, mostly have none."""
QUERY_STRING = re.compile(r"\?[^\s?\"']*=[^\s\"']*")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|`[^`]*`")
NAME_IN_CODE = re.compile(r"[a-z]+(_[a-z]+)+")
"""A column, a table, an attribute: words as people do not write them are shown, for they help most."""
SAYS_ONLY_A_VALUE = frozenset(
    ("KeyError", "LookupError", "UnicodeDecodeError", "UnicodeEncodeError", "JSONDecodeError")
)
CALLER = re.compile(r"\bip=\S+")
"""How gunicorn writes who sent a request that is none."""


def without_personal_data(text: str) -> str:
    """Return a log message without e-mail addresses, query strings, callers and the database's own quotes."""
    if "\n" in text:
        text = ROWS_OF_THE_DATABASE.sub("", text)
    if "@" in text:
        text = E_MAIL.sub(LEFT_OUT, text)
    if "?" in text:
        text = QUERY_STRING.sub(f"?{LEFT_OUT}", text)
    return CALLER.sub(f"ip={LEFT_OUT}", text) if "ip=" in text else text


def without_quotes(text: str) -> str:
    """Return a text in which whatever stands in quotation marks is left out, unless it is a name in code."""
    return QUOTED.sub(lambda quoted: quoted[0] if NAME_IN_CODE.fullmatch(quoted[0][1:-1]) else LEFT_OUT, text)


def describe_error(error: BaseException) -> str:
    """Return an error as a traceback without values: where it arose, its type, what it says beside them."""
    parts: list[str] = []
    for link in _chain(error):
        parts.append("".join(traceback.format_tb(link.__traceback__)) + _headline(link))
    return "\n\nwhich led to\n\n".join(reversed(parts))


def message_without_values(kind: str, message: str) -> str:
    """Return what an error of a type (its name) says, without the values that it says it of."""
    if kind in SAYS_ONLY_A_VALUE:
        return ""
    return without_quotes(without_personal_data(message)).strip()[:LONGEST_MESSAGE]


def _headline(error: BaseException) -> str:
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    said = message_without_values(kind.__name__, str(error))
    return f"{name}: {said}" if said else name


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
