"""Cards as pictures: five languages without boxes, mirrored, escaped, the same bytes for the same card."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from deliberation.sharing.card_drawing import Card, CardBar, draw_card
from deliberation.sharing.fonts import faces_for
from deliberation.sharing.rendering import Drawing
from tests.deliberation.sharing.pictures import size_of, unpacked

TEXT = "{http://www.w3.org/2000/svg}text"
SAID = {
    "en": "An AI should tell people the truth, “even” when it is not what they hoped for.",
    "es": "¿Debería una IA decir la verdad? Sí: también mañana, aunque duela.",
    "ar": "ينبغي أن يقول الذكاء الاصطناعي (AI) الحقيقة للناس، حتى لو لم تكن ما يأملونه؟",
    "zh-hans": "人工智能应当对人说真话，即使真话并不是他们希望听到的；“说明”它有多大把握。",
    "zh-hant": "人工智慧應該對人說真話，即使那不是他們想聽的「話」。",
}
FINDING = {
    "en": "In every group surely over 62% agree",
    "es": "En cada grupo, con seguridad más del 62 %",
    "ar": "في كل مجموعة يوافق أكثر من 62٪",
    "zh-hans": "在每一组中，超过 62% 的人同意",
    "zh-hant": "在每一組中，超過 62% 的人同意",
}


def card_in(language: str) -> Card:
    return Card(
        eyebrow=SAID[language][:20],
        text=SAID[language],
        text_language=language,
        finding=FINDING[language],
        source="Concord · concord.example",
        stamp="2026-11-22 · 3fa92c1b",
        language=language,
        is_mirrored=language == "ar",
        bars_title=FINDING[language][:8],
        bars=(
            CardBar("", "All", 0.7, "70%"),
            CardBar("A", "", 0.82, "82%"),
            CardBar("B", "", None, "–"),
        ),
    )


def texts_of(svg: str) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(svg).iter(TEXT)]


@pytest.mark.parametrize("language", SAID)
def test_every_letter_of_the_five_languages_is_drawn_by_a_font_that_comes_along(language, monkeypatch):
    monkeypatch.setattr("deliberation.sharing.fonts._of_the_server", lambda _family: None)
    svg, files = draw_card(card_in(language), faces_for)
    said = "".join("".join(texts_of(svg)).split())
    assert "".join(SAID[language].split()) in said.replace("\u2067", "").replace("\u2069", "")
    known = {
        code
        for voice in ("serif", "sans")
        for face in faces_for(voice, language, said)
        for code in face.widths
    }
    assert {letter for letter in said if ord(letter) not in known} <= {"\u2067", "\u2069"}
    assert files


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_it_is_a_whole_picture_of_its_size_and_the_same_bytes_twice(language, settings):
    first, again = Drawing(card_in(language)), Drawing(card_in(language))
    assert size_of(first.png()) == (1200, 630)
    assert len(unpacked(first.png())) > 630 * 1200
    assert (first.digest, first._render()) == (again.digest, again._render())


def test_another_result_is_another_picture():
    card = card_in("en")
    other = replace(card, bars=(replace(card.bars[0], share=0.4, words="40%"), *card.bars[1:]))
    assert Drawing(card).digest != Drawing(other).digest
    assert Drawing(card).png() != Drawing(other).png()


def test_a_text_that_no_font_draws_is_left_out_and_the_rest_is_shown():
    svg, _files = draw_card(replace(card_in("en"), text="𐎀𐎁𐎂 𐎃𐎄"), faces_for)
    said = texts_of(svg)
    assert FINDING["en"] in " ".join(said)
    assert not any("\U00010380" <= letter <= "\U0001039f" for line in said for letter in line)


def test_what_people_wrote_stays_text_and_refers_to_nothing():
    hostile = '</text><script>alert(1)</script><image href="https://evil.example/x.png"/>&amp; \x00 ]]>'
    svg, _files = draw_card(replace(card_in("en"), text=hostile, eyebrow=hostile, finding=hostile), faces_for)
    names = {node.tag.rpartition("}")[2] for node in ElementTree.fromstring(svg).iter()}
    assert names <= {"svg", "rect", "path", "text", "g", "circle"}
    assert "href" not in {key for node in ElementTree.fromstring(svg).iter() for key in node.attrib}
    assert "<script>alert(1)</script>" in " ".join(texts_of(svg)).replace("> alert", ">alert")


def test_a_card_from_right_to_left_is_mirrored():
    there, _files = draw_card(card_in("en"), faces_for)
    back, _files = draw_card(card_in("ar"), faces_for)

    def box_of_group_a(svg: str) -> float:
        boxes = [node for node in ElementTree.fromstring(svg) if node.get("fill") == "#0072b2"]
        return float(boxes[0].get("x"))

    assert box_of_group_a(there) > 600 > box_of_group_a(back)


def test_held_back_votes_have_no_bar():
    svg, _files = draw_card(card_in("en"), faces_for)
    yellow = [node for node in ElementTree.fromstring(svg) if node.get("fill") == "#e69f00"]
    assert len(yellow) == 1, "the letter's box, and no bar"
    assert "–" in texts_of(svg)
