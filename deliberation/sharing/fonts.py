"""The fonts that cards are drawn with: those that come with the program, and the server's own.

Serif, what people said: Source Serif 4 (Latin, Greek, Cyrillic), Amiri (Arabic). Sans, the tool: Noto Sans.
Chinese: the server's Noto CJK, in the forms of the reader's language, where it is installed; else the Noto
Sans CJK that comes along. All are under the SIL Open Font License 1.1.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from deliberation.sharing.text_setting import Face

Voice = Literal["serif", "sans"]

PACKAGED = {
    "Source Serif 4": ("fontpkg_source_serif_4", "files/SourceSerif4[[]opsz,wght[]].ttf"),
    "Amiri": ("fontpkg_amiri", "files/Amiri-Regular.ttf"),
    "Noto Sans": ("fontpkg_noto_sans", "files/NotoSans[[]wdth,wght[]].ttf"),
    "Noto Sans CJK TC": ("cvttf_NotoSansCJK_Regular", "NotoSansCJKtc-Regular.otf"),
}
"""Families by the package that brings them and the file in it."""

SYSTEM_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
SYSTEM_FILES = {
    "Noto Serif CJK": "NotoSerifCJK-Regular.ttc",
    "Noto Sans CJK": "NotoSansCJK-Regular.ttc",
    "DejaVu Sans": "DejaVuSans.ttf",
}
"""Families of the server's own fonts that are used where they are installed, and their files."""
REGIONS = {"zh-hans": "SC", "zh-hant": "TC", "ja": "JP", "ko": "KR"}


def faces_for(voice: Voice, language: str, text: str) -> tuple[Face, ...]:
    """Return faces that between them draw the letters of a text, the preferred ones first.

    Large fonts are opened only for a text that needs them; a symbol that is missing opens none.
    """
    region = REGIONS.get(language.lower(), "SC")
    latin = ("Source Serif 4", "Noto Sans") if voice == "serif" else ("Noto Sans", "Source Serif 4")
    chinese = (f"Noto {voice.title()} CJK {region}", f"Noto Sans CJK {region}", "Noto Sans CJK TC")
    first = chinese if language.lower() in REGIONS else ()
    missing = {ord(character) for character in text if unicodedata.category(character)[0] in "LMNP"}
    found: list[Face] = []
    for family in dict.fromkeys((*first, *latin, "Amiri", *chinese, "DejaVu Sans")):
        face = _face(family) if missing or not found else None
        if face is not None:
            found.append(face)
            missing -= face.widths.keys()
    return tuple(found)


@lru_cache(maxsize=16)
def _face(family: str) -> Face | None:
    """Return a face with the widths of its characters; None where the font is not there."""
    path = _packaged(family) or _of_the_server(family)
    if path is None:
        return None
    from fontTools.ttLib import TTFont

    number = _number_in_collection(path, family) if path.suffix == ".ttc" else -1
    with TTFont(path, fontNumber=number, lazy=True) as font:
        return Face(family, str(path), dict(_widths(font)))


def _packaged(family: str) -> Path | None:
    package, pattern = PACKAGED.get(family, ("", ""))
    found = find_spec(package) if package else None
    if found is None or not found.submodule_search_locations:
        return None
    return next(Path(found.submodule_search_locations[0]).glob(pattern), None)


@lru_cache(maxsize=16)
def _of_the_server(family: str) -> Path | None:
    name = next((file for known, file in SYSTEM_FILES.items() if family.startswith(known)), None)
    if name is None:
        return None
    return next((path for folder in SYSTEM_FOLDERS for path in sorted(folder.rglob(name))), None)


def _number_in_collection(path: Path, family: str) -> int:
    from fontTools.ttLib import TTCollection

    with TTCollection(path, lazy=True) as collection:
        names = [font["name"].getBestFamilyName() for font in collection]
    return names.index(family) if family in names else 0


def _widths(font: Any) -> Iterator[tuple[int, float]]:
    """Yield each character and its advance in ems, as the font's default instance has it."""
    advances, em = font["hmtx"].metrics, font["head"].unitsPerEm
    for code, glyph in font.getBestCmap().items():
        yield code, advances[glyph][0] / em
