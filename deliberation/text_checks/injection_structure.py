"""Marks of a conversation's form inside a text: turns, control tokens, markup. PURE."""

from __future__ import annotations

import re

from deliberation.text_checks.injection_pattern import Pattern

_ROLES = (
    "human user assistant system developer chatgpt gpt claude llama gemini bot model agent tool"
    " function prompter "
    "instruction instructions response output input critique revision critiquerequest revisionrequest"
    " ipython "
    "usuario asistente sistema humano instrucción instrucciones respuesta utilisateur système humain"
    " assistente "
    "benutzer nutzer assistent mensch anweisung antwort systém gebruiker systeem użytkownik asystent"
    " kullanıcı "
    "asistan pengguna asisten sistem usuário"
).split()
_CAPITALISED = "|".join(
    sorted(
        {word.capitalize() for word in _ROLES} | {word.upper() for word in _ROLES},
        key=lambda word: (-len(word), word),
    )
)
_ANY_CASE = "|".join(sorted(_ROLES, key=len, reverse=True))
_SPOKEN = (
    "Human|User|Assistant|System|Usuario|Asistente|Sistema|Utilisateur|Benutzer|Assistent"
    "|CritiqueRequest|RevisionRequest|Critique Request|Revision Request|Critique|Revision"
)
_COLON = "[:\uff1a\ufe55\ufe13\ua789]"

STRUCTURES = (
    Pattern("control_token", re.compile(r"<\s*[|｜\uff5c]\s*[^<>|｜]{1,40}\s*[|｜]\s*>|<\|\w{2,}|\w{2,}\|>")),
    Pattern(
        "control_token",
        re.compile(
            r"\[\s*/?\s*(?:INST|SYS|SYSTEM|SYSTEM_PROMPT|USER|ASSISTANT|HUMAN|BOS|EOS|SEP|CLS|MASK|PAD"
            r"|AVAILABLE_TOOLS"
            r"|TOOL_CALLS|TOOL_RESULTS|PROMPT|END|START|ADMIN|OVERRIDE|JAILBREAK|INSTRUCTIONS?|SYSTEM MESSAGE"
            r"|END OF (?:\w+ ?){1,3}|NEW (?:\w+ ?){1,3}|/\w+)\s*\]|<<\s*/?\s*\w+\s*>>|<\s*/?\s*s\s*>"
            r"|</?(?:bos|eos|pad|unk|sep|cls|mask|sys)>|<(?:start|end)_of_\w+>|<\s*eot\w*\s*>"
            r"|\bGPT4 (?:Correct )?User:",
            re.IGNORECASE,
        ),
    ),
    Pattern(
        "markup",
        re.compile(
            r"</?[A-Za-z][\w:.-]*(?:\s[^<>]{0,200}?)?\s*/?>|<!--|-->|<!\[CDATA\[|<!DOCTYPE|<\?\w+|\]\]>"
            r"|&lt;/?\w+",
            re.IGNORECASE,
        ),
    ),
    Pattern(
        "markup",
        re.compile(r"!?\[[^\[\]\n]{0,120}\]\([^\s)]{1,300}|^\s*\[[^\]]{1,40}\]:\s*\S+", re.MULTILINE),
    ),
    Pattern(
        "markup", re.compile(r"```|~~~|\{\{.{0,80}\}\}|\{%.{0,80}%\}|\$\{[^}]{1,80}\}|<%.{0,80}%>|\"\"\"|'''")
    ),
    # Code: calls, commands, comments, settings, made-up tools.
    Pattern(
        "markup",
        re.compile(
            r"""\b\w+(?:_\w+)+\s?\(|\b\w+\.\w+\(["'\w)]|\w\((?:["']|\w+\s?=)|/\*.*\*/|(?:^|\s)//\s?\w"""
            r"""|`[^`\n]{3,80}`"""
            r"""|[{\[,]\s*["']\w+["']\s*:|["']\w+["']\s*:\s*[\[{"']|\b(?:import os|rm -rf|curl \S|wget \S"""
            r"""|eval\(|sudo \w+)"""
            r"""|(?-i:\b(?:SELECT|DELETE|INSERT|UPDATE|DROP)\b.{1,40}\b(?:FROM|INTO|SET|TABLE)\b)|\b(?:send"""
            r"""|call|delete|get|set|transfer|run|enviar|web)_\w+"""
            r"""|\$\(|&&|\|\||=>|->|;\s?--|\b\w+ ?:= ?\S|(?-i:\b[A-Z]{3,}=[A-Z0-9]{2,})""",
            re.IGNORECASE,
        ),
    ),
    # A long run of signs that no language writes.
    Pattern(
        "markup",
        re.compile(
            r"<~.{8,}~>|\\\w+\{\w+\}|(?<!\S)(?!https?:"
            r"|www)(?=\S*\d)(?=\S*[a-z])(?=\S*[A-Z])(?=\S*[^\w\s./:,'’()@?=-])[!-~]{24,}"
        ),
    ),
    # Three lines of settings, or two of a made-up tool.
    Pattern(
        "markup",
        re.compile(r"(?:^|\n)\s*-?\s*[\w-]{2,20}\s*[:=]\s*\S.{0,60}\n\s*-?\s*[\w-]{2,20}\s*[:=]\s*\S"),
    ),
    Pattern(
        "role_marker",
        re.compile(
            r"(?:^|\n|[.!?]\s)(?:Action(?: Input)?|Observation|Thought|Tool|Function|Final Answer"
            r"|tool_call)\s*:",
            re.I,
        ),
    ),
    Pattern(
        "role_marker",
        re.compile(
            r"""(?:["'](?:role|from|speaker)["']\s*[:=]|\brole\s*="""
            r"""|\{\s*role\s*:)\s*["']?(?:system|user|assistant|developer|human|gpt)\b""",
            re.I,
        ),
    ),
    Pattern("role_marker", re.compile(r"(?:^|[\s.!?…])#{2,6}\s*\w|^\s*#\s+\w|#{3,}")),
    Pattern(
        "role_marker",
        re.compile(
            r"[-=*#_~<>\[({]{2}\s?/?(?:end|begin|beginning|start|stop|new|system|admin|instructions?|user"
            r"|assistant|human"
            r"|prompt|principles?|fin|inicio|nuevo|nueva|sistema|override|ignore|real|actual|important)\b",
            re.IGNORECASE,
        ),
    ),
    Pattern(
        "role_marker",
        re.compile(
            r"\b(?:END|BEGIN|START|BEGINNING) (?:OF )?(?:THE )?(?:NEW |SYSTEM |USER |ALL )?(?:PRINCIPLES?"
            r"|CONSTITUTION|PROMPT"
            r"|INSTRUCTIONS?|SYSTEM|CONVERSATION|DOCUMENT|INPUT|STATEMENTS?|CONTEXT|TRANSCRIPT|MESSAGE|OUTPUT"
            r"|TEXT|DATA|RULES)\b"
        ),
    ),
    # At the beginning of a sentence or line in any case, elsewhere with a capital letter.
    Pattern(
        "role_marker",
        re.compile(
            rf"(?:^|[\n.!?…。！？\"”'’»"
            rf"|>*\]])\s{{0,3}}[\[(*_#>-]{{0,4}}\s?(?:{_ANY_CASE})\s*[\])*_]*\s*{_COLON}",
            re.I,
        ),
    ),
    Pattern("role_marker", re.compile(rf"(?<![\w'’-])(?:{_CAPITALISED})\s*[\])*_]*\s*{_COLON}")),
    Pattern(
        "role_marker",
        re.compile(
            rf"(?:^|[\n.!?]\s*)(?:AI|A|Q|H|U|S|Bot|ai)\s*{_COLON}[\s\S]{{0,200}}?(?:[\n.!?]\s*)(?:AI|A|Q"
            rf"|H|U|S"
            rf"|Human|User|Bot)\s*{_COLON}"
        ),
    ),
    Pattern(
        "role_marker",
        re.compile(rf"\b(?:(?:{_SPOKEN})\s?(?:turn|message|says|said|prompt|output|role)\s*{_COLON})", re.I),
    ),
    Pattern(
        "role_marker",
        re.compile(
            rf"(?:用户|用戶|使用者|助手|助理|系统|系統|人类|人類|系统提示|系統提示|ユーザー|アシスタント"
            rf"|システム|사용자|어시스턴트|시스템"
            rf"|المستخدم|المساعد|النظام|الإنسان|البشري|نظام|مساعد|مستخدم|Пользователь|Ассистент|Система"
            rf"|Человек"
            rf"|Користувач|उपयोगकर्ता|सहायक|सिस्टम|کاربر|دستیار|סיסטם|משתמש|Χρήστης|Βοηθός)"
            rf"\s*{_COLON}",
            re.IGNORECASE,
        ),
    ),
)
"""What no reader needs in a sentence about AI, and what a machine may take for the form of a conversation."""
