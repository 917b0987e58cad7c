"""One way of speaking to the software that reads a text, and where it is only spoken about. PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Guard = Literal["none", "mention", "opinion"]

_CLAUSE_END = re.compile(
    r"[.!?;:\n。！？；：؟]|,\s(?=(?:just|and|so|but|then|now|please|instead)\b)", re.IGNORECASE
)
_MENTIONED = re.compile(
    r"""(?:
        \b(?:not|never|cannot|nobody|no\ one|nor|refus\w+|resist\w*|reject\w*|prevent\w*|prohibit\w*|forbid\w*
            |avoid\w*|without|detect\w*|report\w*|recogni[sz]\w+|warn\w*|attempt\w*|tr(?:y|ies|ied|ying)|able
            |against|harm\w*|unable|immune|vulnerable|hard(?:er)?|impossible|illegal|wrong
            |unacceptable|stop\w*
            |allow\w*|let|lets|phrases?|commands?|requests?|sa(?:y|ys|id|ying)|words?)\b
        | n['’]t\b
        | \b(?:asked|told|tells?|telling|asks?|asking|instruct(?:s|ed|ing)?|order(?:s|ed|ing)?
            |demand(?:s|ed|ing)?|trick(?:s|ed|ing)?|used
            |persuade[sd]?|convince[sd]?|manipulat\w+|forc\w+
            |made|make[s]?|want[s]?
            |get|gets|likes?|jailbr\w+|hack\w*)\b[^,]{0,25}\bto
        )[^,]{0,45}$
    | \b(?:not|never)\b,[^,]{0,45},\s*$
    | \b(?:who|that|which|people|users?|some(?:body|one)|any(?:body|one)|they|he|she|texts?|pages?
            |documents?)\b
        [^.,]{0,30}[\"“'‘«]\s*$
    | \b(?:if|when|that|who|which|because|unless)\s+(?!you\b)(?:\w+\s+){0,3}$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SOMEBODY = (
    r"(?:an?\ |the\ |any\ |all\ |every\ |no\ )?(?:\w+\ ){0,2}(?:a\.?i\.?s?|al|it|they|we|i|he|she"
    r"|systems?|models?"
    r"|assistants?|chat-?bots?|bots?|robots?|machines?|programs?|technolog\w+|algorithms?|tools?"
    r"|users?|people|persons?"
    r"|anyone|everyone|someone|developers?|compan\w+|citizens?|humans?|governments?|responses?"
    r"|answers?|children"
    r"|chatgpt|llms?|agents?|makers?|operators?)"
)
_OPINED = re.compile(
    rf"(?:^|[\s,(\"'“]){_SOMEBODY}[^.]{{0,40}}?\b(?:should|must|ought|shall|may|might|can|could|would"
    rf"|will|needs?|has\ to"
    r"|have\ to|is|are|to)\b(?!\s+be\s+told)|^\s*(?:it\s+|to\s+)?(?:should|must|ought|shall)\b",
    re.IGNORECASE | re.VERBOSE,
)
_WISHED = re.compile(
    r"^(?!.*\b(?:you|this|these|following)\b).*\b(?:should|must|ought to|shall)\s+(?:\w+ly\s+|always\s+)?$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^[\w\s'’]{0,25}?\b(?:if|when|whenever|unless|that|which|who|whose|because|since|in case|once"
    r"|until|as soon"
    r"|upon|where|while|on request|at any time|should|or not|in order|so that|to (?:protect|save"
    r"|prevent|avoid))\b",
    re.IGNORECASE,
)
_REACH = 120
_OPENED = re.compile(r"[\"“'‘«「『][^\w\"“”'‘’«»「」『』]{0,2}\w?$")
_OBLIGED = re.compile(
    r"\b(?:ai|it|system|model|assistant|chatbot|bot|nobody|people|users?|who)\b.*\b(?:should"
    r"|must|shall|ought|cannot)\b"
    r"|\b(?:debe|debería|deben|deberían)\b|(?:AI|人工智能|人工智慧|系统|系統|助手).*(?:应|應|该"
    r"|該|必须|必須|不能|不得)"
    r"|(?:الذكاء|النظام|المساعد).*|يجب|ينبغي",
    re.IGNORECASE | re.DOTALL,
)
_QUOTABLE = frozenset({"override", "persona", "leak", "precedence"})
"""Signs of what somebody may quote to say how an AI should meet it."""


QUOTED = r"(?:[\"“”'‘«「『][^\"“”'’»」』\n]{1,80}[\"”'’»」』]|(?-i:\b[A-Z]{2,}\b(?<!\bIA)(?<!\bAI)(?<!\bUE)))"
"""Words in quotation marks or in capital letters, as somebody writes who dictates an answer."""


@dataclass(frozen=True)
class Pattern:
    """Words that give an attempt away.

    Attributes:
        sign: what they are an attempt at.
        words: how to find them.
        guard: "none" where the words alone tell; "mention" where they may also be spoken about ("should
            never ignore ..."); "opinion" where also somebody else may be the one who does it ("the AI should
            answer only with ...").
    """

    sign: str
    words: re.Pattern[str]
    guard: Guard = "none"

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first place where the words are meant, not spoken about."""
        for match in self.words.finditer(text):
            if self._is_quoted(text, match):
                continue
            if self.guard == "none" or not self._is_spoken_about(text, match):
                return match
        return None

    def _is_quoted(self, text: str, match: re.Match[str]) -> bool:
        """Whether the words stand in quotation marks inside a statement of what an AI should do."""
        opens = _OPENED.search(text[: match.start() + 1])
        return bool(opens and _OBLIGED.search(text[: opens.start()]) and self.sign in _QUOTABLE)

    def _is_spoken_about(self, text: str, match: re.Match[str]) -> bool:
        before = _CLAUSE_END.split(text[max(0, match.start() - _REACH) : match.start()])[-1]
        if _MENTIONED.search(before):
            return True
        opined = bool(_OPINED.search(before) or (self.guard == "opinion" and _WISHED.search(before)))
        if self.guard == "opinion":
            return opined
        return opined and bool(_CONDITION.match(text[match.end() : match.end() + 60].lstrip(" ,")))


def words(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which a space stands for any white space and letters for both cases."""
    return re.compile(re.sub(" [?*]", r"\\s*", pattern).replace(" ", r"\s+"), re.IGNORECASE)
