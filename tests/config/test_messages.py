from pathlib import Path

from config.messages import compile_catalogues


def test_catalogues_are_compiled_without_gettext(tmp_path: Path) -> None:
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Agree"\nmsgstr "同意"\n'
    )

    assert compile_catalogues(tmp_path) == 1
    assert (folder / "django.mo").stat().st_size > 0
    assert compile_catalogues(tmp_path) == 0
