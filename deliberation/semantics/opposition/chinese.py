"""Chinese in both scripts, for telling the same from the opposite. PURE.

Traditional characters are folded to simplified ones, so the lists below serve both; where the mainland,
Taiwan and Hong Kong use different words, both stand in one group (软件, 软体; 数据, 资料).
"""

from __future__ import annotations

import re
import unicodedata

from deliberation.semantics.opposition.language_rules import BOUNDARY
from deliberation.semantics.opposition.word_lists import language_rules, word_lists

_LISTS = word_lists("chinese")
_FOLD = str.maketrans(
    "".join(_LISTS["traditional"].split()), "".join(_LISTS["simplified"].split())
) | str.maketrans("妳您祂牠她它諮谘", "你你他他他他咨咨")
_TOKEN = re.compile(r"[\u3400-\u9fff]|[a-z]+|\d+(?:[.,]\d+)*|[,.;:!?()—–\n]")
_PART_OF_A_WORD = (
    "智社机协员大晚聚议约误教领学国功可才技职性潜宴集许认适反供响主需必重"
    "使应利采信费作所拥享具不共相针面绝执进实银友良告通符配"
)
_YES_OR_NO = re.compile(
    f"(?<![{_PART_OF_A_WORD}])"
    r"(是|会|能|有|要|可|该|对|好|行|愿|懂|知|深|值|应|同|合|用|想)[不没]\1"
)
"""A verb asked both ways, "是不是": it negates nothing; but "人工智能不能" and "社会不会" do."""
_BUT = re.compile(
    "但是|(?<![不非])但(?!凡)|然而|(?<![认许])可是|不过(?![度分问滤期敏于关])|(?<![忘冷退])却|反而"
)
_WISH = re.compile(
    "((?:希望|要求|想要|期望|盼|让|使|令|要|应该|应当|应|必须|须|需)[^,不没无能]{0,12}?)(?<![智功职性技潜可才])能够?(?!力|源|耗|效|否)"
)
"""A wish that somebody can do something asks for it; nothing is permitted."""
_UNLESS = re.compile(
    "(^|,)(?:(?:如果|若|如|要是)?(?:没有?|无|未有?)(?:经过?|得到|获得|取得|征得|拿到)?|未经)([^,]{1,14}?)(?:,就|,|就|便)"
    "(?=[^,]{0,12}(?:不得|不能|不可|不应|不该|不准|不许|不要|禁止|不宜|严禁|勿))"
)
"""What must be there before something is not forbidden: "without a warrant, no chat may be handed over"."""
_DONE_TO = re.compile(
    "(?:针对|对于|对|就|把|将)([^,的对]{1,12}?)(?:进行|作出|做出|加以|予以|给予|作)([^,]{2,4})(?=,|$)"
)
_ACT_ON = re.compile("(?:针对|对于|对)([^,对]{1,14}?)的([^,的]{2})(?=是|要|应|必须|须|不|禁|需|会|可|能|,|$)")
"""Nominalisations, which name the object first: "对数据的收集" is "收集数据"."""
_MUST = re.compile("非(?![法营常洲公正人专必自])([^,]{1,12})不可(?=,|$)")
_LET_KNOW = re.compile("让([^,不]{1,8}?)(?:知道|晓得|知情|了解)")
_AGENT_FIRST = re.compile("((?:^|,)(?:[不该应当必须要可以得能宜准]|禁止){0,4})由(?!于|来|衷|$)")
"""Where "由" stands first, who acts stands before what is done to whom, as without it."""
_IN_THE_END = re.compile(
    ",(?=(?:但?我|这|这样|那)?(?:坚决|绝对|都|也|是)?"
    "(?:反对|不同意|不赞成|不行|不可以|不对|不能接受|不应该|不该|无法接受|不妥|不好|不可接受|不能容忍)[了的]?(?:,|$))"
)
"""The comma before a "no" that says of all before it that it must not be."""
_ALIKE = (
    (re.compile("没有?一(?:[则家位种名项次件条份所款台间])"), "没有一个"),
    (re.compile("([听看读])得?懂"), "懂"),
    (re.compile("何时"), "什么时候"),
    (re.compile("被告知"), "告知"),
    (re.compile("(希望[^,不没无]{0,8}?)可以"), r"\1"),
    (re.compile("被(?:用来|用于|用以|拿来|利用来)"), "用来"),
    (re.compile("未经([^,]{1,8}?)(?=不得|不能|不可|不应|不准|禁止)"), r"除非\1,"),
    (
        re.compile(
            "((?:^|,))([^,]{1,14}?)在([^,]{1,10}?)(的时候|时|期间|的?情况下)(?![候间刻代限长机])([^,]+)"
        ),
        r"\1\3\4,\2\5",
    ),
    (re.compile("((?:应该|应当|必须|应|须|要)[^,不没无]{0,6}?)可以"), r"\1"),
)
"""Ways of writing one thing, with the one that the lists know."""
_SHOULD_USE = re.compile("(不|只|都|能)应用|(?<![^,])应用(?=ai|人工|算法|机器)")
"""Where "应" and "用" are two words and not "应用"."""
_TOPIC_BEFORE_IF = re.compile("((?:^|,))([^,若如果假]{1,6})(?:若是|若|如果|假如|要是)(?!何|此|同)")
_NUMBERS = re.compile(
    "[两二三四五六七八九十百千万]+(?=个|次|年|天|日|月|岁|小时|分钟|种|成|倍|周|星期|页|字)"
)
_DIGITS = "零一二三四五六七八九十百千万"


def chinese_words(text: str) -> tuple[str, ...]:
    """Return the units of a Chinese text: every character, runs of Latin letters, numbers, clause ends."""
    text = unicodedata.normalize("NFKC", text).lower().translate(_FOLD)
    text = re.sub(r"\s+", "", re.sub("[。;:!?]+", ",", text))
    text = _YES_OR_NO.sub(r"\1", _BUT.sub(",", text))
    text = _IN_THE_END.sub("", text)
    for written, meant in _ALIKE:
        text = written.sub(meant, text)
    text = _TOPIC_BEFORE_IF.sub(r"\1如果\2", _SHOULD_USE.sub(r"\1该用", text))
    text = _UNLESS.sub(r"\1除非\2,", text)
    text = _ACT_ON.sub(r"\2\1", _DONE_TO.sub(r"\2\1", text))
    text = _MUST.sub(r"必须\1", _LET_KNOW.sub(r"告知\1", _AGENT_FIRST.sub(r"\1", text)))
    text = _WISH.sub(r"\1", text)
    text = _NUMBERS.sub(lambda found: " ".join(_number(sign) for sign in found[0]), text)
    units: list[str] = []
    for found in _TOKEN.findall(text):
        unit = found if found[0].isalpha() else found.replace(",", "") if found[0].isdigit() else BOUNDARY
        if unit != BOUNDARY or (units and units[-1] != BOUNDARY):
            units.append(unit)
    return tuple(units)


def _number(sign: str) -> str:
    return str(_DIGITS.index(sign.replace("两", "二")))


CHINESE = language_rules("chinese", code="zh", words=chinese_words)
