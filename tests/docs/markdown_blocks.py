"""The fenced blocks of the project's Markdown, with their language and what is said of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "benchmarks" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
FENCE = re.compile(
    r"^(?:<!-- tested: (?P<mark>\w+) -->\n)?```(?P<language>[a-z]*)\n(?P<text>.*?)^```$", re.M | re.S
)
IN_LINE = re.compile(r"`((?:manage\.py|python -m|make) [^`]+)`")


@dataclass(frozen=True)
class Block:
    """One fenced block: the document it is in, its language, its text, and the mark of a tested one."""

    document: Path
    language: str
    text: str
    mark: str

    def command_lines(self) -> list[str]:
        """Its commands, one a line: continued lines are joined, comments and what is printed left out."""
        joined = re.sub(r"\\\n\s*", " ", self.text)
        lines = [re.sub(r"(^|\s+)#\s.*$", "", line).strip() for line in joined.splitlines()]
        return [line for line in lines if line]


def blocks(document: Path, language: str) -> list[Block]:
    """The blocks of one language in a document, in order."""
    return [
        Block(document, found["language"], found["text"], found["mark"] or "")
        for found in FENCE.finditer(document.read_text(encoding="utf-8"))
        if found["language"] == language
    ]


def commands_in(document: Path) -> list[str]:
    """Every command that a document gives: the lines of its ``sh`` blocks, and those in its sentences."""
    text = document.read_text(encoding="utf-8")
    outside = FENCE.sub("", text)
    given = [line for block in blocks(document, "sh") for line in block.command_lines()]
    return given + [" ".join(found.split()) for found in IN_LINE.findall(outside)]


def words_of(command: str) -> list[str]:
    """A command as words, without settings in front of it; what shows a choice is cut to its first part."""
    plain = re.sub(r"\s*[|>;].*$|\s*\.\.\.$|\s*…$", "", command.replace("[", "").replace("]", ""))
    words = plain.split()
    while words and (re.fullmatch(r"[A-Z_]+=\S*", words[0])):
        words.pop(0)
    return words


def of_manage(commands: list[str]) -> Iterator[list[str]]:
    """The words behind ``manage.py`` of each command that has it."""
    for command in commands:
        words = words_of(command)
        places = [place for place, word in enumerate(words) if word.endswith("manage.py")]
        if places and len(words) > places[0] + 1:
            yield words[places[0] + 1 :]
