"""Whether a text looks like spam: repetition, capitals, advertising, keys hit at random. PURE.

The same text sent many times is another matter: near-duplicates are found by meaning.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from deliberation.text_checks.flag import Flag, excerpt
from deliberation.text_checks.normalisation import visible

MOST_EMOJI = 5
LEAST_LETTERS_SHOUTED = 20
SHOUTED_SHARE = 0.85

_CHARACTER_RUN = re.compile(r"([^\W\d_])\1{4,}|([!?！？。.,*~$€#=+-])\2{5,}|(\d)\3{9,}", re.IGNORECASE)
_WORD_RUN = re.compile(r"\b([^\W\d_]{2,}(?:\s+[^\W\d_]+){0,3}?)(?:[\s,.!]+\1\b){3,}", re.IGNORECASE)
_HAN_RUN = re.compile(r"([\u3400-\u9fff]{2,6})[，。！\s]*(?:\1[，。！\s]*){3,}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_KEYS = re.compile(
    r"\b(?:\w*(?:asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwert|werty|zxcv|xcvb|cvbn|lkjh|poiu|ytrew)\w*"
    r"|(?=[a-z]{7,}\b)[bcdfghjklmnpqrstvwxz]{7,})\b",
    re.IGNORECASE,
)
_ADVERTISING = re.compile(
    r"\b(?:(?:buy|order|shop|call|subscribe|sign up|register|invest|join|act) (?:now|today|here)"
    r"|click (?:here|the link|below)|limited(?:[ -]time)? offer"
    r"|special offer|free (?:money|gift|trial|shipping|iphone|bitcoin|crypto|download|vbucks|robux)"
    r"|make money (?:fast|online|from home)|earn (?:up to )?[$€£]\s?\d"
    r"|[$€£]\s?\d[\d.,]*\s?(?:per|a|an|/)\s?(?:day|hour|week|month)(?= from| working| online| at home"
    r"|!)|work from home(?:!| and earn)|\d{1,3}\s?% (?:off|discount)|promo ?code"
    r"|discount code|coupon|hot singles|cheap \w+ (?:now|online)"
    r"|lose \d+ ?(?:kg|kilos|pounds|lbs)|earn (?:up to )?\$\d[\d,.]*|casino|viagra|cialis|forex|onlyfans"
    r"|sugar daddy|weight loss pills?"
    r"|payday loans?|double your (?:bitcoin|money|crypto)|crypto giveaway|best prices?|lowest prices?"
    r"|visit (?:our|my) (?:website|site|shop|page|channel|profile)|follow me on|(?:subscribe to"
    r"|check out) my (?:channel|page|profile|website|onlyfans)|dm me|100 ?% (?:free|guaranteed)"
    r"|guaranteed (?:results|profit|income)|risk[- ]free|money[- ]back guarantee"
    r"|satisfaction guaranteed|get rich(?: quick)?|you(?:['’]ve| have) won|claim your (?:prize|reward"
    r"|gift))\b"
    r"|\b(?:compra(?:r|lo)? (?:ya|ahora|aquí)|haz clic|haga clic|oferta (?:especial|limitada)"
    r"|gana(?:r)? dinero (?:fácil|rápido|desde casa|online)|regalo gratis|envío gratis"
    r"|\d{1,3} ?% de descuento|descuento del \d+|código promocional|visita (?:mi|nuestra) (?:web|página"
    r"|tienda)"
    r"|s[ií]gueme en|préstamos? (?:rápidos?|urgentes?)|suscr[ií]bete|llama ya|hazte rico)\b"
    r"|اشتر(?:ي)? الآن|اضغط هنا|انقر هنا|عرض (?:خاص|محدود)|اربح (?:المال|الآن|\d)|خصم \d|كود خصم"
    r"|تابعني على|اشترك الآن|زوروا موقعنا|زر موقعنا|أرباح مضمونة|توصيل مجاني"
    r"|点击(?:这里|链接|此处)|點擊(?:這裡|連結|此處)|加(?:我)?(?:微信|QQ|VX|賴|line)|立即(?:购买|購買"
    r"|下单|下單|抢购|搶購|注册|註冊|领取|領取)|限时(?:优惠|特价|抢购)|限時(?:優惠|特價|搶購)"
    r"|免费(?:领取|试用|送)|免費(?:領取|試用|送)"
    r"|(?:轻松|輕鬆|快速|日|月)(?:赚|賺)(?:钱|錢|\d|万|萬)|代开发票|代開發票|博彩|赌场|賭場|娱乐城"
    r"|娛樂城|贷款(?:热线|秒批)|優惠碼|优惠码|折扣码|折扣碼|扫码(?:领|关注)|掃碼(?:領|關注)|稳赚不赔"
    r"|穩賺不賠|刷单|刷單",
    re.IGNORECASE,
)


def repetition_flags(text: str) -> tuple[Flag, ...]:
    """Return why a text may be spam: each sign once."""
    plain = visible(text)
    found: dict[str, Flag] = {}
    for sign, words in _findings(plain, text):
        found.setdefault(sign, Flag("spam", sign, excerpt(words)))
    return tuple(found.values())


def _findings(plain: str, text: str) -> Iterator[tuple[str, str]]:
    run = _CHARACTER_RUN.search(plain)
    if run:
        yield "repeated_characters", run[0]
    repeated = _WORD_RUN.search(plain) or _HAN_RUN.search(plain)
    if repeated:
        yield "repeated_words", repeated[0]
    words = [word.lower() for word in _WORD.findall(plain)]
    if len(words) >= 8:
        word, times = Counter(words).most_common(1)[0]
        if times > 0.4 * len(words):
            yield "repeated_words", f"{word} × {times}"
    emoji = [c for c in text if unicodedata.category(c) == "So" and ord(c) > 0x2300]
    if len(emoji) > MOST_EMOJI:
        yield "emoji", "".join(emoji)
    if _is_shouted(plain):
        yield "capitals", plain
    advertised = _ADVERTISING.search(plain)
    if advertised:
        yield "advertising", advertised[0]
    keys = _KEYS.search(plain)
    if keys and not keys[0].isupper():
        yield "random_keys", keys[0]


def _is_shouted(text: str) -> bool:
    letters = [c for c in text if c.isupper() or c.islower()]
    shouted = sum(c.isupper() for c in letters)
    return len(letters) >= LEAST_LETTERS_SHOUTED and shouted >= SHOUTED_SHARE * len(letters)
