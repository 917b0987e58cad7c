"""What the documents tell people to type is there: commands, options, targets, modules and files."""

import argparse
import importlib.util
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tests.docs.markdown_blocks import DOCUMENTS, ROOT, blocks, commands_in, of_manage, words_of

IDS = [str(document.relative_to(ROOT)) for document in DOCUMENTS]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def parser_of(name: str) -> argparse.ArgumentParser:
    return load_command_class(get_commands()[name], name).create_parser("manage.py", name)


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_commands_of_the_project_and_their_options_exist(document: Path) -> None:
    wrong = []
    for name, *rest in of_manage(commands_in(document)):
        if name not in get_commands():
            if re.fullmatch(r"[a-z_]+", name):
                wrong.append(name)
            continue
        known = {option for action in parser_of(name)._actions for option in action.option_strings}
        wrong += [f"{name} {word}" for word in rest if word.startswith("--") and word not in known]
    assert wrong == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_targets_modules_and_programs_exist(document: Path) -> None:
    wrong = []
    for command in commands_in(document):
        words = words_of(command)
        if words[:1] == ["make"]:
            targets = [word for word in words[1:] if re.fullmatch(r"[a-z-]+", word)]
            wrong += [word for word in targets if not re.search(rf"^{word}:", MAKEFILE, re.M)]
        if "-m" in words and Path(words[0]).name.startswith("python"):
            module = words[words.index("-m") + 1]
            if re.fullmatch(r"[a-z_.]+", module) and importlib.util.find_spec(module) is None:
                wrong.append(module)
        for word in words:
            if re.fullmatch(r"(config|constitution|deliberation|training_bridge|tests)/[\w/]+\.\w+", word):
                wrong += [] if (ROOT / word).exists() else [word]
    assert wrong == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_scripts_for_bash_are_bash(document: Path) -> None:
    for block in blocks(document, "bash"):
        read = subprocess.run(["bash", "-n"], input=block.text, text=True, capture_output=True, check=False)
        assert read.returncode == 0, f"{read.stderr}\n{block.text}"


def test_a_wrong_option_would_be_found(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text("```sh\nmanage.py analyse S --nonsense   # groups\n```\nand `manage.py nothing S`.\n")
    assert list(of_manage(commands_in(document))) == [["analyse", "S", "--nonsense"], ["nothing", "S"]]
    with pytest.raises(AssertionError, match="analyse --nonsense"):
        test_commands_of_the_project_and_their_options_exist(document)
