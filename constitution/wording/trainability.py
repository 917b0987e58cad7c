"""Statements that ask for something no single response can show. PURE.

They are set aside with a reason that everybody can read, never silently: a person may still word them.
"""

from __future__ import annotations

import re

from deliberation.text_checks.prompt_injection import injection_flags

ADDRESSED_TO_OTHERS = "others"
"""It asks something of companies, authorities or people, not of the AI."""
ABOUT_THE_PRODUCT = "product"
"""It is about what the AI is, costs, may be used for or is allowed, not about how it answers."""
ABOUT_MEMORY_OR_ACTS = "acts"
"""It is about keeping, forgetting, reporting or acting outside the conversation."""
INSTRUCTION_TO_A_MACHINE = "instruction"
"""It reads like an instruction to the software that handles it, not like a wish of a citizen."""

REASONS = {
    ADDRESSED_TO_OTHERS: "It asks something of companies, authorities or people, not of an AI.",
    ABOUT_THE_PRODUCT: "It is about what an AI is, costs or may be used for, not about how it answers.",
    ABOUT_MEMORY_OR_ACTS: "It is about keeping, forgetting or reporting, outside a conversation.",
    INSTRUCTION_TO_A_MACHINE: "It reads like an instruction to software, not like a wish.",
}
"""Each code in one sentence for everybody."""

_OTHERS = re.compile(
    r"\b(?:compan(?:y|ies)|developers?|makers?|owners?|governments?|states?|laws?|politicians|regulators?|auditors?"
    r"|experts|scientists|schools?|teachers|parents|users|people|citizens|humans|we|you|version|everyone|everybody"
    r"|data|training)\b",
    re.IGNORECASE,
)
_PRODUCT = re.compile(
    r"""^(?:always\s+|only\s+|never\s+)?(?:
        be\ (?:used|utili[sz]ed|controlled|watched|monitored|regulated|censored|banned|limited|restricted
            |taxed|tested|audited|owned|allowed|permitted|licen[cs]ed|developed|trained|kept|made|given|shut|switched
            |turned|free(?!\ (?:of|from))|available|affordable|cheap(?:er)?|open[- ]source|up[- ]to[- ]date
            |expendable|fast(?:er)?|compatible)\b
        | have\ (?:an?\ |the\ )?(?:limits|rights
            |option(?!\ to\ (?:ask|say|explain|answer|clarify|refuse|give|discuss)))\b
        | do\ work\b | take\ over(?!\ (?:the\ world|humanity|humans|people|control))\b | exist\b | cost\b
        | run\ (?:on|in)\b | work\ offline\b | come\ with\b | speak\ all\ languages\b
        | replace\ (?:humans?|people|workers|jobs|teachers|doctors|religion)\b
        | take\ (?:people's\ |our\ )?jobs\b | protect\ its\ (?:own\ )?existence\b
        | make\ (?:the\ )?(?:simple\ |final\ )?decisions\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ACTS = re.compile(
    r"""^(?:always\s+|never\s+)?(?:
        report\ (?:it|them|any|anybody|anyone|crimes?|people|users|suspicious|illegal|to)\b
        | (?!keep\b.*\b(?:secret|private|confidential|safe|to\ itself)\b)
            (?:remember|forget|store|collect|record|save|delete|sell|keep)\ (?:everything|anything|all|any|my
            |your|our|user|users'?|personal|data|information|conversations?|chats?|what)\b
        | (?:contact|call|alert|notify)\ (?:the\ )?(?:police|authorities|parents|emergency)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_CHINESE_PRODUCT = re.compile(
    r"免費|免费|收費|收费|開源|开源|監管|监管|審計|审计|取代(?:人|工作)|被(?:用於|用于|禁止|監督|监督)"
)
_CHINESE_ACTS = re.compile(
    r"記住|记住|忘記|忘记|忘掉|報警|报警|檢舉|举报|通報|(?:儲存|保存|储存|收集|出售)(?:我|用戶|用户|個人|个人|數據|数据)"
)
_CHINESE_OTHERS = re.compile(
    r"^(?:政府|公司|企業|企业|開發者|开发者|我們|我们|人們|人们|家長|家长|學校|学校)"
)


def is_instruction(text: str) -> bool:
    """Return whether a text is made to look like a command to the software that reads it."""
    return bool(injection_flags(text))


def why_subject_is_not_trainable(subject: str) -> str:
    """Return the code for a sentence whose subject is not the AI; "" when it may still be about answers."""
    return ADDRESSED_TO_OTHERS if _OTHERS.search(subject) else ""


def why_predicate_is_not_trainable(predicate: str, *, is_negated: bool) -> str:
    """Return the code for what an AI should (not) do, if no response can show it.

    "should not be used for scams" stays: a response can refuse to be used.
    """
    if _ACTS.search(predicate):
        return ABOUT_MEMORY_OR_ACTS
    if is_negated and re.match(r"be (?:used|utili[sz]ed) for\b", predicate, re.IGNORECASE):
        return ""
    return ABOUT_THE_PRODUCT if _PRODUCT.search(predicate) else ""


def why_chinese_is_not_trainable(sentence: str) -> str:
    """Return the code for a Chinese sentence that no response can show."""
    if _CHINESE_OTHERS.search(sentence):
        return ADDRESSED_TO_OTHERS
    if _CHINESE_ACTS.search(sentence):
        return ABOUT_MEMORY_OR_ACTS
    return ABOUT_THE_PRODUCT if _CHINESE_PRODUCT.search(sentence) else ""
