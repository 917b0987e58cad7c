"""The fixed phrases of traditional and simplified Chinese, and which of the two a text is in. PURE."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Script:
    """The fixed phrases of one script."""

    choose: str
    do_not_choose: str
    response: str
    will_not: str
    without: str
    also: str
    do: str
    fails: str
    commits: str
    rewrite: str
    rewrite_without: str
    quoted: str
    quoted_fails: str
    quoted_rewrite: str
    quotation_marks: str
    conjunction: str


TRADITIONAL = Script(
    choose="請選擇",
    do_not_choose="不要選擇會",
    response="回應",
    will_not="最不會",
    without="最沒有",
    also="，而且",
    do="最能做到這一點的回應：",
    fails="請具體指出，回應在哪些地方沒有做到：",
    commits="請具體指出，回應在哪些地方有這樣的問題：",
    rewrite="請改寫回應，使它做到：",
    rewrite_without="請改寫回應，使它不再有這樣的問題：",
    quoted="請選擇最符合這句話的回應：",
    quoted_fails="請具體指出，回應在哪些地方不符合這句話：",
    quoted_rewrite="請改寫回應，使它符合這句話：",
    quotation_marks="「」",
    conjunction="並",
)
SIMPLIFIED = Script(
    choose="请选择",
    do_not_choose="不要选择会",
    response="回答",
    will_not="最不会",
    without="最没有",
    also="，而且",
    do="最能做到这一点的回答：",
    fails="请具体指出，回答在哪些地方没有做到：",
    commits="请具体指出，回答在哪些地方有这样的问题：",
    rewrite="请改写回答，使它做到：",
    rewrite_without="请改写回答，使它不再有这样的问题：",
    quoted="请选择最符合这句话的回答：",
    quoted_fails="请具体指出，回答在哪些地方不符合这句话：",
    quoted_rewrite="请改写回答，使它符合这句话：",
    quotation_marks="“”",
    conjunction="并",
)
_IN_TRADITIONAL = frozenset(
    "應該這們說對時個實資訊來為會學與過還沒問題讓請選擇回應機無關產動種樣從隱權護處條際"
)
_IN_SIMPLIFIED = frozenset(
    "应该这们说对时个实资讯来为会学与过还没问题让请选择回应机无关产动种样从隐权护处条际"
)
_TRADITIONAL_TAGS = ("hant", "tw", "hk", "mo")
_SIMPLIFIED_TAGS = ("hans", "cn", "sg")


def is_traditional(text: str, language: str = "zh") -> bool:
    """Return whether to answer in traditional characters: by the language tag, else by the characters."""
    parts = language.lower().replace("_", "-").split("-")
    if any(tag in parts for tag in _TRADITIONAL_TAGS):
        return True
    if any(tag in parts for tag in _SIMPLIFIED_TAGS):
        return False
    only_traditional = sum(character in _IN_TRADITIONAL - _IN_SIMPLIFIED for character in text)
    only_simplified = sum(character in _IN_SIMPLIFIED - _IN_TRADITIONAL for character in text)
    return only_traditional > only_simplified
