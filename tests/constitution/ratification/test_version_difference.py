from hypothesis import given
from hypothesis import strategies as st

from constitution.version_difference import (
    ComparedPrinciple,
    ComparedVersion,
    Piece,
    difference,
    pieces_of,
)


def version(*principles: ComparedPrinciple, preamble: str = "We.", **rule: object) -> ComparedVersion:
    return ComparedVersion(preamble=preamble, principles=principles, rule=rule)


def principle(label: str, text: str, line: str = "", statements: tuple[int, ...] = (), **facts: object):
    return ComparedPrinciple(label=label, text=text, line=line, statements=frozenset(statements), facts=facts)


def test_a_word_that_was_put_in_stands_alone_among_what_stayed() -> None:
    assert pieces_of("is honest.", "is very honest.") == (
        Piece("same", "is"),
        Piece("in", " very"),
        Piece("same", " honest."),
    )


def test_a_changed_phrase_is_read_as_one() -> None:
    assert pieces_of("Choose what is least rude today.", "Choose what is most polite today.") == (
        Piece("same", "Choose what is "),
        Piece("out", "least rude"),
        Piece("in", "most polite"),
        Piece("same", " today."),
    )


def test_texts_with_nothing_in_common_stand_beside_each_other() -> None:
    assert pieces_of("Be kind.", "Refuse violence always") == (
        Piece("out", "Be kind."),
        Piece("in", "Refuse violence always"),
    )


def test_chinese_is_compared_character_by_character() -> None:
    assert pieces_of("請選擇最誠實的回答。", "請選擇最坦率的回答。") == (
        Piece("same", "請選擇最"),
        Piece("out", "誠實"),
        Piece("in", "坦率"),
        Piece("same", "的回答。"),
    )


texts = st.text("ab ，請.é-", max_size=30)


@given(texts, texts)
def test_both_texts_can_be_read_back_from_the_pieces(before: str, after: str) -> None:
    pieces = pieces_of(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "in") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "out") == after


def test_principles_are_matched_by_descent_then_statements_then_words() -> None:
    found = difference(
        version(
            principle("p01", "Old words.", line="a"),
            principle("p02", "Be brief.", line="b", statements=(4, 5)),
            principle("p03", "Be just.", line="c"),
            principle("p04", "Gone.", line="d"),
        ),
        version(
            principle("p01", "New words.", line="a"),
            principle("p02", "Be short.", line="x", statements=(5,)),
            principle("p03", "Be just.", line="y"),
            principle("p04", "Come.", line="z"),
        ),
    )
    assert [(one.before.label, one.after.label) for one in found.kept] == [
        ("p01", "p01"),
        ("p02", "p02"),
        ("p03", "p03"),
    ]
    assert [one.label for one in found.added] == ["p04"]
    assert [one.text for one in found.dropped] == ["Gone."]
    assert [one.after.text for one in found.reworded] == ["New words.", "Be short."]
    assert (len(found.moved), len(found.unchanged)) == (0, 1)


def test_one_principle_moved_to_the_front_has_moved_alone() -> None:
    old = [principle(f"p{n}", f"Text {n}.", line=str(n)) for n in range(1, 6)]
    new = [old[4], *old[:4]]
    assert [one.after.label for one in difference(version(*old), version(*new)).moved] == ["p5"]


def test_a_principle_dropped_before_others_moves_none_of_them() -> None:
    old = [principle(f"p{n}", f"Text {n}.", line=str(n)) for n in range(1, 6)]
    found = difference(version(*old), version(*old[1:]))
    assert (len(found.dropped), found.moved) == (1, ())


def test_rule_votes_and_preamble_are_compared_by_name() -> None:
    found = difference(
        version(
            principle("p01", "A.", line="a", agree=0.7, votes=40), preamble="We.", quorum=10, overall=0.6
        ),
        version(
            principle("p01", "A.", line="a", agree=0.8, votes=40), preamble="We all.", quorum=20, overall=0.6
        ),
    )
    assert [(one.name, one.before, one.after) for one in found.rule] == [("quorum", 10, 20)]
    [kept] = found.kept
    assert [(one.name, one.before, one.after) for one in kept.changes] == [("agree", 0.7, 0.8)]
    assert found.preamble_changed
    assert not found.is_empty


def test_a_vote_that_has_not_been_yet_is_no_change_of_a_vote() -> None:
    found = difference(
        version(principle("p01", "A.", line="a", adopt=0.7), quorum=10),
        version(principle("p01", "A.", line="a", adopt=None)),
    )
    assert (found.rule, found.kept[0].changes, found.is_empty) == ((), (), True)


def test_a_version_and_itself_say_the_same() -> None:
    same = version(principle("p01", "A.", line="a", agree=0.7), quorum=3)
    assert difference(same, same).is_empty
