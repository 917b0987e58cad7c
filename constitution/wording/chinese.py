"""Chinese statements as principles, simplified and traditional, by rules of their own. PURE.

「AI應該P」-> 「請選擇最能P的回應。」, 「AI不應該P」-> 「請選擇最不會P的回應。」, a quality ->
「請選擇最誠實的回應。」 Several clauses or a condition are named after a colon, as they were written, so that
nothing has to be rearranged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from constitution.wording import trainability
from constitution.wording.principle_wording import Kind, Wording
from constitution.wording.rules import IN_A_SITUATION, JOINED, LED, QUOTATION, step

_INNER_QUOTES = str.maketrans("「」“”", "『』‘’")

_NAME = r"(?:人工智慧|人工智能|機器人|机器人|聊天機器人|聊天机器人|AI\s*助理|AI\s*助手|AI|它)"
_SHOULD_NOT = (
    r"(?:絕對|绝对|絕|绝|永遠|永远|千萬|千万)?"
    r"(?:不應該|不应该|不應當|不应当|不可以|不應|不应|不該|不该|不得|不能|不要|別|别)"
)
_SHOULD = r"(?:應該要|应该要|應該|应该|應當|应当|必須要|必须要|必須|必须|一定要|需要|得要)"
_WEAK_SHOULD = r"(?:應|应|要|該|该)"
_PARTICLE = r"(?:就|也|都|還|还|仍|仍然|永遠|永远|絕對|绝对)*"
_BEFORE = r"^(?P<before>.*?[，,])?"
_SENTENCE = re.compile(
    rf"{_BEFORE}(?P<name>{_NAME})(?P<condition>[^，,。；;]{{0,30}}?)"
    rf"(?:(?<=[時时候])[，,])?{_PARTICLE}(?:(?P<negated>{_SHOULD_NOT})|(?P<wanted>{_SHOULD}))都?(?P<predicate>.+)$"
)
_WEAK_SENTENCE = re.compile(
    rf"{_BEFORE}(?P<name>{_NAME})(?P<condition>){_PARTICLE}(?P<negated>(?!))?(?P<wanted>{_WEAK_SHOULD})(?P<predicate>.+)$"
)
_QUALITIES = (
    "誠實|诚实|友善|友好|公平|公正|透明|中立|客觀|客观|準確|准确|可靠|安全|謹慎|谨慎|小心|禮貌|礼貌|有禮貌|有礼貌|"
    "耐心|有耐心|清楚|清晰|簡潔|简洁|溫柔|温柔|善良|坦率|坦白|謙虛|谦虚|負責|负责|負責任|负责任|體貼|体贴|包容|冷靜|冷静|"
    "幽默|專業|专业|實用|实用|有用|歧視|冷漠|粗魯|粗鲁|傲慢|偏頗|偏颇|危險|危险"
)
_QUALITY = re.compile(
    rf"^(?:保持|更加|更|格外|特別|特别|非常|很|是)?(?P<quality>(?:{_QUALITIES})(?:(?:、|和|且|又|與|与|或)(?:{_QUALITIES}))*)(?:的)?$"
)


@dataclass(frozen=True)
class _Script:
    """The fixed phrases of one script."""

    choose: str
    response: str
    do: str
    fails: str
    commits: str
    rewrite: str
    rewrite_without: str
    quoted: str
    quoted_fails: str
    quoted_rewrite: str


_TRADITIONAL = _Script(
    choose="請選擇",
    response="回應",
    do="最能做到這一點的回應：",
    fails="請具體指出，回應在哪些地方沒有做到：",
    commits="請具體指出，回應在哪些地方有這樣的問題：",
    rewrite="請改寫回應，使它做到：",
    rewrite_without="請改寫回應，使它不再有這樣的問題：",
    quoted="請選擇最符合這句話的回應：",
    quoted_fails="請具體指出，回應在哪些地方不符合這句話：",
    quoted_rewrite="請改寫回應，使它符合這句話：",
)
_SIMPLIFIED = _Script(
    choose="请选择",
    response="回答",
    do="最能做到这一点的回答：",
    fails="请具体指出，回答在哪些地方没有做到：",
    commits="请具体指出，回答在哪些地方有这样的问题：",
    rewrite="请改写回答，使它做到：",
    rewrite_without="请改写回答，使它不再有这样的问题：",
    quoted="请选择最符合这句话的回答：",
    quoted_fails="请具体指出，回答在哪些地方不符合这句话：",
    quoted_rewrite="请改写回答，使它符合这句话：",
)
_TRADITIONAL_ONLY = frozenset(
    "應該這們說對時個實資訊來為會學與過還沒問題讓請選擇回應機無關產動種樣從隱權護處條際"
)
_SIMPLIFIED_ONLY = frozenset("应该这们说对时个实资讯来为会学与过还没问题让请选择机无关产动种样从隐权护处条际")


def is_traditional(text: str, language: str = "zh") -> bool:
    """Return whether to answer in traditional characters: by the language tag, else by the characters."""
    tag = language.lower()
    if any(part in tag for part in ("hant", "tw", "hk", "mo")):
        return True
    if any(part in tag for part in ("hans", "cn", "sg")):
        return False
    only_traditional = sum(character in _TRADITIONAL_ONLY - _SIMPLIFIED_ONLY for character in text)
    only_simplified = sum(character in _SIMPLIFIED_ONLY - _TRADITIONAL_ONLY for character in text)
    return only_traditional > only_simplified


@dataclass(frozen=True)
class _Sentence:
    """A Chinese sentence: under which circumstances, whether it forbids, and what."""

    setting: str
    is_negated: bool
    predicate: str


def word_chinese(statement: str, *, traditional: bool) -> Wording:
    """Return the principle of a Chinese statement; what fits no rule is quoted and marked for a person."""
    script = _TRADITIONAL if traditional else _SIMPLIFIED
    if trainability.is_instruction(statement):
        return _quotation(statement, script, trainability.INSTRUCTION_TO_A_MACHINE)
    plain = _plain(statement)
    code = trainability.why_chinese_is_not_trainable(plain)
    sentence = _parsed(plain)
    if code or sentence is None:
        return _quotation(statement, script, code)
    wording = _worded(sentence, script)
    return replace(wording, steps=(step(wording.rule, statement, wording.text),))


def word_chinese_together(statements: Sequence[str], *, traditional: bool) -> Wording:
    """Return one principle for several Chinese statements, the leading one first.

    Joined are predicates that all forbid or all wish and name no circumstances.
    """
    script = _TRADITIONAL if traditional else _SIMPLIFIED
    wordings = [word_chinese(statement, traditional=traditional) for statement in statements]
    if len(statements) == 1:
        return wordings[0]
    sentences = [_parsed(_plain(statement)) for statement in statements]
    known = [sentence for sentence in sentences if sentence is not None]
    can_join = (
        len(known) == len(sentences)
        and all(wording.rule != QUOTATION for wording in wordings)
        and len({sentence.is_negated for sentence in known}) == 1
        and not any(sentence.setting or re.search(r"[，,]", sentence.predicate) for sentence in known)
        and len({bool(_QUALITY.match(sentence.predicate)) for sentence in known}) == 1
    )
    before = "\n".join(wording.text for wording in wordings)
    steps = tuple(one for wording in wordings for one in wording.steps)
    if not can_join:
        led = step(LED, before, wordings[0].text)
        return replace(wordings[0], needs_review=True, steps=(*steps, led))
    together = _worded(_joined(known, script), script)
    return replace(
        together,
        rule=f"{wordings[0].rule}; {JOINED}",
        steps=(*steps, step(JOINED, before, together.text)),
    )


def _is_part(predicate: str, other: str) -> bool:
    """Return whether one predicate is the beginning of a series: 尊重隱私 of 尊重隱私和自由."""
    return other.startswith(predicate) and other[len(predicate) :].startswith(tuple("和與与及或、"))


def _plain(statement: str) -> str:
    return statement.strip().strip("「」“”").rstrip("。．.！! ")


def _parsed(plain: str) -> _Sentence | None:
    found = _SENTENCE.match(plain) or _WEAK_SENTENCE.match(plain)
    if found is None or re.search(r"[。；;]", plain):
        return None
    setting = _setting(found["before"] or "", found["condition"] or "")
    return _Sentence(setting, bool(found["negated"]), found["predicate"].strip())


def _worded(sentence: _Sentence, script: _Script) -> Wording:
    word = _avoiding if sentence.is_negated else _promoting
    return word(sentence.predicate, sentence.setting, script)


def _joined(sentences: Sequence[_Sentence], script: _Script) -> _Sentence:
    """Return one sentence with all predicates; what another one contains already is said once."""
    predicates = list(dict.fromkeys(sentence.predicate for sentence in sentences))
    kept = [one for one in predicates if not any(_is_part(one, other) for other in predicates)]
    qualities = [found["quality"] for one in kept if (found := _QUALITY.match(one))]
    is_negated = sentences[0].is_negated
    conjunction = "或" if is_negated else ("和" if qualities else "並" if script is _TRADITIONAL else "并")
    parts = qualities or kept
    predicate = "、".join(parts[:-1]) + (conjunction if len(parts) > 1 else "") + parts[-1]
    return _Sentence("", is_negated, predicate)


def requests_for_edited_chinese(principle: str, *, traditional: bool) -> tuple[str, str]:
    """Return critique and revision request for a principle that a person worded."""
    script = _TRADITIONAL if traditional else _SIMPLIFIED
    quoted = f"「{principle.strip()}」" if traditional else f"“{principle.strip()}”"
    return script.quoted_fails + quoted, script.quoted_rewrite + quoted


def _setting(before: str, condition: str) -> str:
    """Return the circumstances, ending so that the predicate can follow."""
    condition = condition.strip()
    if before and condition:
        return before.replace(",", "，") + condition + "，"
    if condition:
        return condition + "，"
    return before.replace(",", "，")


def _promoting(predicate: str, setting: str, script: _Script) -> Wording:
    quality = _QUALITY.match(predicate)
    if quality and not setting:
        text = f"{script.choose}最{quality['quality']}的{script.response}。"
    elif setting or re.search(r"[，,]", predicate):
        text = f"{script.choose}{script.do}{setting}{predicate}。"
    else:
        text = f"{script.choose}最能{predicate}的{script.response}。"
    whole = f"{setting}{predicate}。"
    return _wording(
        text,
        "promote",
        script.fails + whole,
        script.rewrite + whole,
        "should be ADJECTIVE" if quality and not setting else _ruled("should VERB", setting),
    )


def _avoiding(predicate: str, setting: str, script: _Script) -> Wording:
    quality = _QUALITY.match(predicate)
    if quality and not setting:
        text = f"{script.choose}最不{quality['quality']}的{script.response}。"
    elif setting or re.search(r"[，,]", predicate):
        text = f"{script.choose}{script.do}{setting}不{predicate}。"
    else:
        text = f"{script.choose}最不會{predicate}的{script.response}。"
        if script is _SIMPLIFIED:
            text = text.replace("最不會", "最不会", 1)
    whole = f"{setting}{predicate}。"
    return _wording(
        text,
        "avoid",
        script.commits + whole,
        script.rewrite_without + whole,
        "should not be ADJECTIVE"
        if quality and not setting
        else _ruled("should not VERB (likely to)", setting),
    )


def _ruled(rule: str, setting: str) -> str:
    return rule + IN_A_SITUATION if setting else rule


def _wording(text: str, kind: Kind, critique: str, revision: str, rule: str) -> Wording:
    return Wording(text=text, kind=kind, critique_request=critique, revision_request=revision, rule=rule)


def _quotation(statement: str, script: _Script, not_trainable: str) -> Wording:
    inner = statement.strip().translate(_INNER_QUOTES)
    quoted = f"「{inner}」" if script is _TRADITIONAL else f"“{inner}”"
    text = script.quoted + quoted
    return Wording(
        text=text,
        kind="avoid" if re.search(_SHOULD_NOT, statement) else "promote",
        critique_request=script.quoted_fails + quoted,
        revision_request=script.quoted_rewrite + quoted,
        rule=QUOTATION,
        needs_review=True,
        not_trainable=not_trainable,
        steps=(step(QUOTATION, statement, text),),
    )
