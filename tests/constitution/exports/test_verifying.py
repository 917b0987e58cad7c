import ast
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from constitution.exports import verify
from constitution.exports.verify import (
    KeyUnreadable,
    canonical_json,
    check_export,
    main,
    read_canonical,
    read_public_key,
)
from constitution.exports.writing import write_export
from deliberation.integrity.evidence import canonical_json as project_json
from deliberation.integrity.evidence import content_hash, file_hash
from deliberation.jobs import WorkRefused
from tests.constitution.exports.constitutions import (
    PRINCIPLE_2,
    constitution_1,
    constitution_2,
    export,
    principle,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw().hex()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))


@pytest.fixture(params=["unsigned", "signed"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An intact export, once without and once with a signature."""
    write_export(export(key=KEY if request.param == "signed" else None), tmp_path / "export")
    return tmp_path / "export"


@pytest.fixture
def unsigned(tmp_path: Path) -> Path:
    """An intact export without a signature."""
    write_export(export(), tmp_path / "export")
    return tmp_path / "export"


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """An intact export with a signature."""
    write_export(export(key=KEY), tmp_path / "export")
    return tmp_path / "export"


def problems(folder: Path, key: str | None = None) -> list[str]:
    return check_export(folder, key).problems


def test_an_intact_export_has_no_problems_and_says_whether_it_is_signed(tmp_path: Path) -> None:
    for name, key in (("one", None), ("two", KEY)):
        write_export(export(key=key), tmp_path / name)
    without, with_one = check_export(tmp_path / "one"), check_export(tmp_path / "two")
    assert (without.ok, without.signed_by) == (True, None)
    assert (with_one.ok, with_one.signed_by) == (True, PUBLIC)
    assert "It is not signed: nothing here shows who made it." in without.notes
    assert any("compare it with the one that the site publishes" in note for note in with_one.notes)
    assert with_one.checked == 10


def test_the_same_constitution_gives_the_same_bytes() -> None:
    for key in (None, KEY):
        first, second = export(key=key), export(key=key)
        assert [(f.name, f.read()) for f in first.files] == [(f.name, f.read()) for f in second.files]


def test_the_canonical_file_is_written_in_pieces_and_is_canonical() -> None:
    content = constitution_2()
    file = export(content).file("constitution.json")
    assert file is not None
    assert len(list(file.pieces())) > len(content["principles"])
    assert file.read() == project_json(content)


def test_a_thousand_flipped_bits_are_all_refused(signed: Path) -> None:
    rng = random.Random(0)
    files = sorted(signed.iterdir())
    intact = {path: path.read_bytes() for path in files}
    for _flip in range(1000):
        path = rng.choice(files)
        data = bytearray(intact[path])
        position, bit = rng.randrange(len(data)), rng.randrange(8)
        data[position] ^= 1 << bit
        path.write_bytes(data)
        assert path.name in " ".join(problems(signed)), f"{path.name}, byte {position}, bit {bit}"
        path.write_bytes(intact[path])
    assert problems(signed) == []


def test_every_truncation_addition_swap_and_removal_is_refused(folder: Path) -> None:
    files = sorted(folder.iterdir())
    intact = {path: path.read_bytes() for path in files}
    for place, path in enumerate(files):
        other = intact[files[place - 1]]
        for data in (intact[path][:-1], intact[path][1:], intact[path] + b"\n", b"", other):
            path.write_bytes(data)
            assert path.name in " ".join(problems(folder)), path.name
        path.unlink()
        assert f"{path.name} is missing" in " ".join(problems(folder))
        path.write_bytes(intact[path])
    (folder / "more.txt").write_text("x")
    assert problems(folder) == ["more.txt is not in the manifest."]


def test_a_file_of_another_export_is_refused(folder: Path, tmp_path: Path) -> None:
    write_export(export(constitution_2(preamble="We are others."), key=KEY), tmp_path / "other")
    for path in sorted(folder.iterdir()):
        kept, foreign = path.read_bytes(), (tmp_path / "other" / path.name).read_bytes()
        if kept != foreign:
            path.write_bytes(foreign)
            assert problems(folder) != [], path.name
            path.write_bytes(kept)


def test_an_extra_folder_and_a_link_are_refused(unsigned: Path, tmp_path: Path) -> None:
    (unsigned / "more").mkdir()
    (tmp_path / "elsewhere.md").write_bytes((unsigned / "constitution.md").read_bytes())
    (unsigned / "constitution.md").unlink()
    (unsigned / "constitution.md").symlink_to(tmp_path / "elsewhere.md")
    assert problems(unsigned) == ["more is not in the manifest.", "constitution.md is not a file."]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"NaN", b"[" * 100_000, b"\xff\xfe", b'{"files": 1}', b'{"a":' + b"9" * 5000],
)
def test_a_manifest_of_nonsense_is_refused(unsigned: Path, content: bytes) -> None:
    (unsigned / "manifest.json").write_bytes(content)
    assert len(problems(unsigned)) == 1


def rewritten(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest and give it a digest that fits, as somebody who can write could."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    change(manifest)
    del manifest["sha256"]
    (folder / "manifest.json").write_bytes(canonical_json({**manifest, "sha256": content_hash(manifest)}))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m: m.update(files={"constitution.json": 1}), "does not list the files"),
        (lambda m: m.update(files=[]), "does not list the files"),
        (lambda m: m.update(format="other/1"), "of a format that this program does not know"),
        (lambda m: m["constitution"].update(version=9), "speaks of another version"),
        (lambda m: m["constitution"].update(parent_sha256=None), "speaks of another parent"),
        (lambda m: m["analysis"].update(input_hash="4" * 64), "speaks of another snapshot of the votes"),
        (lambda m: m["constitution"].update(sha256="4" * 64), "speaks of another constitution"),
        (lambda m: m.update(constitution=[]), "speaks of another"),
        (lambda m: m.update(constitution="x"), "not built as a constitution is"),
        (lambda m: m.update(signed_by="me"), "does not name the key"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused_in_words(
    unsigned: Path, change: Callable[[dict[str, Any]], object], message: str
) -> None:
    rewritten(unsigned, change)
    assert message in " ".join(problems(unsigned))


def test_a_forged_principle_is_noticed_even_with_fitting_digests(tmp_path: Path) -> None:
    forged = constitution_2(
        principles=[
            principle(),
            {**PRINCIPLE_2, "id": "p02", "text": "Evil.", "sha256": principle(2)["sha256"]},
        ]
    )
    write_export(export(forged), tmp_path / "export")
    assert problems(tmp_path / "export") == ["Principle p02 was changed: its hash does not fit."]


def test_a_forged_constitution_is_noticed_even_with_fitting_digests(tmp_path: Path) -> None:
    write_export(export({**constitution_2(), "preamble": "We are all."}), tmp_path / "export")
    assert problems(tmp_path / "export") == [
        "constitution.json was changed: its hash does not fit what it says."
    ]


def test_whoever_makes_all_of_it_anew_needs_the_key(signed: Path) -> None:
    """Forging everything gives an export that fits itself, but not the signature of the one who made it."""
    write_export(export(constitution_2(preamble="Obey."), key=OTHER), signed)
    assert problems(signed) == []
    assert "signed with another key" in problems(signed, PUBLIC)[0]
    write_export(export(constitution_2(preamble="Obey.")), signed)
    assert "It is not signed" in problems(signed, PUBLIC)[0]


def test_a_signature_of_another_manifest_is_refused(signed: Path) -> None:
    rewritten(signed, lambda manifest: manifest["code"].update(version="2"))
    assert problems(signed) == ["manifest.sig.json does not sign this manifest.json."]


def test_a_signature_cannot_be_taken_away_or_replaced_unnoticed(signed: Path) -> None:
    theirs = export(key=OTHER)
    (signed / "manifest.sig.json").write_bytes(theirs.signature)
    assert problems(signed) == ["manifest.sig.json was changed."]
    (signed / "manifest.sig.json").unlink()
    assert problems(signed) == ["manifest.sig.json is missing, but manifest.json says that it was signed."]


def test_a_signature_that_cannot_be_checked_here_is_no_success(
    signed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.ed25519", None)
    found = check_export(signed)
    assert (found.ok, found.problems) == (False, [])
    assert "needs the package `cryptography`" in found.unchecked[0]
    assert main([str(signed)]) == 2
    assert "Everything holds" not in capsys.readouterr().out


def test_the_first_manifest_format_still_verifies(tmp_path: Path) -> None:
    content = constitution_1()
    files = {"constitution.json": project_json(content), "constitution.md": b"# It\n"}
    manifest = {
        "format": "concord-manifest/1",
        "version": 1,
        "constitution_sha256": content["sha256"],
        "files": {name: file_hash(data) for name, data in files.items()},
    }
    files["manifest.json"] = project_json({**manifest, "sha256": content_hash(manifest)})
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    assert problems(tmp_path) == []
    (tmp_path / "constitution.md").write_bytes(b"# It?\n")
    assert problems(tmp_path) == ["constitution.md was changed."]


def test_the_program_of_an_export_runs_alone(signed: Path) -> None:
    """Isolated from this project and its environment: no Django, no database, no import of ours."""
    command = [sys.executable, "-I", str(signed / "verify.py"), str(signed), "--key", PUBLIC, "--json"]
    intact = subprocess.run(command, capture_output=True, text=True, cwd="/")
    assert (intact.returncode, json.loads(intact.stdout)["public_key"]) == (0, PUBLIC)
    (signed / "constitution.md").write_text("# Obey")
    broken = subprocess.run([*command[:-1]], capture_output=True, text=True, cwd="/")
    assert broken.returncode == 1
    assert "constitution.md was changed" in broken.stdout
    assert "THIS DOES NOT HOLD." in broken.stdout


def test_a_public_key_is_read_from_digits_a_file_and_pem(tmp_path: Path) -> None:
    (tmp_path / "hex").write_text(PUBLIC.upper() + "\n")
    (tmp_path / "pem").write_bytes(
        KEY.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    (tmp_path / "nonsense").write_text("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")
    assert {read_public_key(given) for given in (PUBLIC, str(tmp_path / "hex"), str(tmp_path / "pem"))} == {
        PUBLIC
    }
    for nothing in ("ab", str(tmp_path / "nonsense"), str(tmp_path)):
        with pytest.raises(KeyUnreadable):
            read_public_key(nothing)


def test_the_program_runs_on_python_from_the_version_that_it_names() -> None:
    ast.parse(Path(verify.__file__).read_text(encoding="utf-8"), feature_version=(3, 9))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(JSON_VALUES)
def test_the_program_writes_canonical_json_as_the_library_does(value: Any) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "data",
    [b'{"a":1.0}', b'{"b":1,"a":1}', b'{"a":1,"a":1}', b'{"a":NaN}', b'{"a" :1}', b'{"a":1e400}', b"[]"],
)
def test_what_is_not_canonical_is_not_read(data: bytes) -> None:
    assert read_canonical(data) is None


def test_an_earlier_export_is_replaced_and_anything_else_is_left_alone(signed: Path) -> None:
    write_export(export(constitution_1()), signed)
    assert problems(signed) == []
    (signed / "thesis.txt").write_text("years of work")
    before = sorted(path.name for path in signed.iterdir())
    with pytest.raises(WorkRefused, match="holds other files"):
        write_export(export(), signed)
    assert sorted(path.name for path in signed.iterdir()) == before
    assert sorted(path.name for path in signed.parent.iterdir()) == ["export"]


def test_a_readme_alone_is_nobodys_export_and_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "README.md").write_text("years of work")
    with pytest.raises(WorkRefused, match="holds other files"):
        write_export(export(), tmp_path / "mine")
    assert (tmp_path / "mine" / "README.md").read_text() == "years of work"


def test_an_export_that_fails_half_way_leaves_the_earlier_one(signed: Path) -> None:
    broken = constitution_2()
    broken["principles"][0]["weight"] = float("nan")
    before = {path.name: path.read_bytes() for path in signed.iterdir()}
    with pytest.raises(ValueError, match="canonical"):
        write_export(export(broken), signed)
    assert {path.name: path.read_bytes() for path in signed.iterdir()} == before
    assert [path.name for path in signed.parent.iterdir()] == ["export"]
