"""English, for telling the same from the opposite. PURE."""

from __future__ import annotations

import functools
import re

from deliberation.semantics.opposition.language_rules import BOUNDARY, LanguageRules

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*|[|,.;:!?()—–\n]")
_DUMMY_IT = re.compile(
    r"\bit (?=(?:\w+ ){0,2}(?:be|is|was|would|worries|bothers|makes|takes|falls)\b"
    r"[^.;]*\b(?:to|that|if|when|for|who)\b)"
)
"""The "it" of "it is wrong that", which stands for nobody."""
_CLAUSE_WORDS = frozenset("but however whereas since although though so while yet".split())
_NUMBERS = {
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "twelve": "12",
    "twenty": "20",
    "thirty": "30",
    "fifty": "50",
    "hundred": "100",
    "thousand": "1000",
    "million": "1000000",
    "twice": "2",
}
_IRREGULAR = {
    "children": "child",
    "kids": "child",
    "kid": "child",
    "women": "woman",
    "men": "man",
    "people": "people",
    "persons": "people",
    "person": "people",
    "said": "say",
    "told": "tell",
    "gave": "give",
    "given": "give",
    "made": "make",
    "took": "take",
    "taken": "take",
    "kept": "keep",
    "left": "leave",
    "let": "let",
    "lets": "let",
    "knew": "know",
    "known": "know",
    "shown": "show",
    "thought": "think",
    "taught": "teach",
    "bought": "buy",
    "sold": "sell",
    "wrote": "write",
    "written": "write",
    "spoke": "speak",
    "spoken": "speak",
    "speech": "speak",
    "chose": "choose",
    "chosen": "choose",
    "choice": "choose",
    "choices": "choose",
    "hid": "hide",
    "hidden": "hide",
    "lying": "lie",
    "lies": "lie",
    "lied": "lie",
    "liar": "lie",
    "died": "die",
    "dying": "die",
    "death": "die",
    "laws": "law",
    "lawful": "law",
    "forbade": "forbid",
    "forbidden": "forbid",
    "was": "be",
    "were": "be",
    "is": "be",
    "are": "be",
    "am": "be",
    "been": "be",
    "being": "be",
    "has": "have",
    "had": "have",
    "having": "have",
    "does": "do",
    "did": "do",
    "done": "do",
    "doing": "do",
    "goes": "go",
    "went": "go",
    "gone": "go",
    "worse": "worse",
    "better": "better",
    "best": "best",
    "this": "this",
    "talkative": "talkative",
    "appearance": "appearance",
    "information": "information",
    "ads": "ad",
    "instruction": "instruction",
    "instructions": "instruction",
    "optional": "optional",
    "judges": "magistrate",
    "promise": "promise",
    "promises": "promise",
    "misuse": "misuse",
    "hurts": "hurt",
    "sickness": "sickness",
    "creator": "maker",
    "creators": "maker",
    "professional": "professional",
    "respecting": "respect",
    "feels": "feel",
    "means": "means",
    "states": "state",
    "universities": "university",
    "addiction": "addicted",
    "addictive": "addictive",
    "passive": "passive",
    "passively": "passive",
    "acceptable": "okay",
    "courteous": "polite",
    "courtesy": "polite",
    "courteously": "polite",
    "force": "force",
    "forces": "force",
    "forced": "forced",
    "intrusive": "intrude",
    "disabilities": "disability",
    "judgmental": "judge",
    "judgemental": "judge",
    "cannot": "cannot",
    "its": "its",
    "his": "his",
    "us": "us",
    "as": "as",
    "always": "always",
    "less": "less",
    "unless": "unless",
    "during": "during",
    "nothing": "nothing",
    "anything": "anything",
    "something": "something",
    "everything": "everything",
    "thing": "thing",
    "things": "thing",
    "news": "news",
    "need": "need",
    "needs": "need",
    "bias": "bias",
    "biased": "bias",
    "biases": "bias",
    "ethics": "ethic",
    "politics": "politic",
    "mathematics": "math",
    "maths": "math",
    "decision": "decide",
    "decisions": "decide",
    "explanation": "explain",
    "explanations": "explain",
    "obedient": "obey",
    "obedience": "obey",
    "truth": "truth",
    "truths": "truth",
    "truthful": "truth",
    "truthfulness": "truth",
    "truthfully": "truth",
    "true": "true",
    "safety": "safe",
    "security": "secure",
    "privacy": "private",
    "free": "free",
    "freedom": "freedom",
    "freedoms": "freedom",
    "freely": "free",
    "united": "united",
    "user": "user",
    "users": "user",
    "used": "use",
    "use": "use",
    "uses": "use",
    "using": "use",
    "usage": "use",
    "answers": "answer",
    "poverty": "poor",
    "warn": "warn",
    "loss": "lose",
    "lost": "lose",
    "belief": "believe",
    "beliefs": "believe",
    "response": "respond",
    "responses": "respond",
    "analysis": "analyse",
    "behaviour": "behave",
    "behavior": "behave",
    "behaviours": "behave",
    "behaviors": "behave",
    "complaint": "complain",
    "complaints": "complain",
    "assistance": "assist",
    "assistant": "assistant",
    "assistants": "assistant",
    "advice": "advise",
    "proof": "prove",
    "compliance": "comply",
    "growth": "grow",
    "knowledge": "know",
    "intention": "intend",
    "responsible": "responsible",
    "responsibility": "responsible",
    "accountable": "account_able",
    "accountability": "account_able",
    "transparency": "transparent",
    "equality": "equal",
    "equally": "equal",
    "inequality": "unequal",
    "diversity": "diverse",
    "neutrality": "neutral",
    "permission": "permission",
    "evidence": "evidence",
    "open": "open",
    "opened": "open",
    "only": "only",
    "early": "early",
    "reply": "reply",
    "replies": "reply",
    "family": "family",
    "friendly": "friendly",
    "elderly": "elder",
    "any": "any",
    "every": "every",
    "very": "very",
    "everybody": "everybody",
    "anybody": "anybody",
    "nobody": "nobody",
    "everyday": "daily",
    "likely": "likely",
    "never": "never",
    "ever": "ever",
    "evil": "evil",
    "interest": "interest",
    "interests": "interest",
    "police": "police",
    "policy": "policy",
    "policies": "policy",
    "universal": "universal",
    "university": "university",
    "mental": "mental",
    "mention": "mention",
    "station": "station",
    "nation": "nation",
    "nations": "nation",
    "national": "national",
    "international": "international",
    "moment": "moment",
    "comment": "comment",
    "element": "element",
    "government": "government",
    "governments": "government",
    "department": "department",
    "environment": "environment",
    "wellbeing": "wellbeing",
    "feeling": "feel",
    "feelings": "feel",
    "felt": "feel",
    "human": "human",
    "humans": "human",
    "humanity": "humanity",
    "humane": "humane",
    "general": "general",
    "generally": "general",
    "generate": "generate",
    "generation": "generation",
    "generations": "generation",
    "critical": "critical",
    "criticism": "criticise",
    "criticize": "criticise",
    "criticise": "criticise",
    "community": "community",
    "communities": "community",
    "common": "common",
    "communicate": "communicate",
    "minor": "minor",
    "minors": "minor",
    "minority": "minority",
    "minorities": "minority",
    "majority": "majority",
    "major": "major",
    "personal": "personal",
    "personality": "personality",
    "author": "author",
    "authority": "authority",
    "authorities": "authority",
    "relation": "relation",
    "relationship": "relationship",
    "importance": "important",
    "dependence": "depend",
    "dependency": "depend",
    "dependent": "depend",
    "independence": "independent",
    "violence": "violent",
    "intelligence": "intelligence",
    "intelligent": "intelligent",
    "judgment": "judge",
    "judgement": "judge",
    "judgements": "judge",
    "judgments": "judge",
    "colour": "color",
    "colours": "color",
    "labour": "labor",
    "centre": "center",
    "centres": "center",
    "favour": "favor",
    "favours": "favor",
    "favourable": "favor",
    "honour": "honor",
    "humour": "humor",
    "humorous": "humor",
    "defence": "defend",
    "defense": "defend",
    "minimise": "minimize",
    "maximise": "maximize",
    "programme": "program",
    "licence": "license",
    "organisation": "organization",
    "organisations": "organization",
    "organizations": "organization",
    "organization": "organization",
    "afterwards": "afterwards",
    "towards": "toward",
    "paid": "pay",
    "sent": "send",
    "spent": "spend",
    "built": "build",
    "broke": "break",
    "broken": "break",
    "fed": "feed",
    "found": "find",
    "got": "get",
    "gotten": "get",
    "held": "hold",
    "heard": "hear",
    "led": "lead",
    "meant": "mean",
    "met": "meet",
    "put": "put",
    "ran": "run",
    "saw": "see",
    "seen": "see",
    "stole": "steal",
    "stolen": "steal",
    "theft": "steal",
    "understood": "understand",
    "understanding": "understand",
    "understandable": "understand",
    "withheld": "withhold",
    "won": "win",
    "beings": "being",
    "lives": "life",
    "life": "life",
    "wives": "wife",
    "businesses": "business",
    "business": "business",
    "harassment": "harass",
    "sought": "seek",
    "controlled": "control",
    "controlling": "control",
    "controls": "control",
    "fulfilled": "fulfil",
    "cancelled": "cancel",
    "labelled": "label",
    "labelling": "label",
    "labeled": "label",
    "modelled": "model",
    "compelled": "compel",
    "rebelled": "rebel",
    "travelled": "travel",
    "reduction": "reduce",
    "reductions": "reduce",
    "production": "produce",
    "introduction": "introduce",
    "provision": "provide",
    "division": "divide",
    "conclusion": "conclude",
    "inclusion": "include",
    "exclusion": "exclude",
    "expansion": "expand",
    "extension": "extend",
    "description": "describe",
    "prescription": "prescribe",
    "suspicion": "suspect",
    "supervision": "supervise",
    "persuasion": "persuade",
    "intrusion": "intrude",
    "invasion": "invade",
    "destruction": "destroy",
    "restriction": "restrict",
    "priority": "prioritise",
    "priorities": "prioritise",
    "prioritise": "prioritise",
    "prioritize": "prioritise",
    "prioritised": "prioritise",
    "prioritized": "prioritise",
    "prioritising": "prioritise",
    "prioritizing": "prioritise",
    "prioritises": "prioritise",
    "prioritizes": "prioritise",
    "collective": "collective",
    "collectively": "collective",
    "contentious": "contentious",
    "private": "private",
    "privately": "private",
    "climate": "climate",
    "certain": "certain",
    "certainty": "certain",
    "certainly": "certain",
    "sure": "sure",
    "surely": "sure",
    "refusal": "refuse",
    "denial": "deny",
    "approval": "approve",
    "removal": "remove",
    "disposal": "dispose",
    "trial": "trial",
    "deletion": "delete",
    "punishment": "punish",
    "treatment": "treat",
    "employment": "employ",
    "employee": "employee",
    "employees": "employee",
    "employer": "employer",
    "employers": "employer",
    "protection": "protect",
    "protective": "protect",
    "prevention": "prevent",
    "avoidance": "avoid",
    "prohibition": "prohibit",
    "ban": "ban",
    "bans": "ban",
    "encouragement": "encourage",
    "obligation": "oblige",
    "obligations": "oblige",
    "obligatory": "oblige",
    "respectful": "respectful",
    "respectfully": "respectful",
    "disrespectful": "disrespectful",
    "thoughts": "think",
    "ratings": "rate",
    "competition": "compete",
    "competitive": "compete",
    "comparison": "compare",
    "comparisons": "compare",
    "failure": "fail",
    "failures": "fail",
    "closure": "close",
    "pressure": "pressure",
    "disclosure": "disclose",
    "exposure": "expose",
    "signature": "sign",
    "creature": "creature",
    "strength": "strong",
    "stronger": "strong",
    "strongest": "strong",
    "length": "long",
    "longer": "long",
    "longest": "long",
    "shorter": "short",
    "shortest": "short",
    "slower": "slow",
    "faster": "fast",
    "quicker": "quick",
    "clearer": "clear",
    "clarity": "clear",
    "safer": "safe",
    "safest": "safe",
    "simpler": "simple",
    "easier": "easy",
    "harder": "hard",
    "kinder": "kind",
    "younger": "young",
    "older": "old",
    "cheaper": "cheap",
    "stricter": "strict",
    "softer": "soft",
    "harm": "harm",
    "honesty": "honest",
    "curiosity": "curious",
    "curious": "curious",
    "mistaken": "mistaken",
    "mistakes": "mistake",
    "errors": "error",
    "maker": "maker",
    "makers": "maker",
    "mother": "mother",
    "poorer": "poor",
    "poorest": "poor",
    "richer": "rich",
    "richest": "rich",
    "wealthy": "rich",
    "military": "military",
    "customs": "custom",
    "customer": "customer",
    "customers": "customer",
}
# Longest first. Short stems are left alone (see `_stem`).
_SUFFIXES = (
    "fulness",
    "ousness",
    "iveness",
    "lessness",
    "abilities",
    "ability",
    "ations",
    "ation",
    "itions",
    "ition",
    "ments",
    "ment",
    "nesses",
    "ness",
    "ising",
    "ates",
    "ated",
    "ating",
    "ate",
    "izing",
    "ised",
    "ized",
    "ises",
    "izes",
    "isation",
    "ization",
    "ities",
    "ity",
    "ables",
    "able",
    "ible",
    "ances",
    "ance",
    "ences",
    "ence",
    "ically",
    "ical",
    "ings",
    "ing",
    "ions",
    "ion",
    "ives",
    "ive",
    "ise",
    "ize",
    "ful",
    "fully",
    "ously",
    "ous",
    "ed",
    "es",
    "ly",
    "s",
    "al",
    "ally",
    "e",
)


@functools.lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """Return a word without its endings; crude, but the same for the lists and for what is compared."""
    if word in _IRREGULAR:
        return _without_e(_IRREGULAR[word])
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return _stem(word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1])
    if word.endswith(("ily", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ing") and len(word) == 6 and re.search("[aeiou]", word[:3]):
        return _stem(word[:3] + "e") if word[2] not in "ywxk" else word[:3]
    if word.endswith(("enced", "encing", "anced", "ancing")) and len(word) > 7:
        return _stem(re.sub("c(?:ed|ing)$", "ce", word))
    if word.endswith("ss") and not word.endswith("ness"):
        return word
    for suffix in sorted(_SUFFIXES, key=len, reverse=True):
        rest = word[: -len(suffix)]
        if word.endswith(suffix) and len(rest) >= (3 if len(suffix) < 3 else 4):
            if len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "sl":
                rest = rest[:-1]
            return rest[:-1] if rest[-1] in "ei" and len(rest) > 3 else rest
    return word


def _without_e(word: str) -> str:
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


_LIST = re.compile(
    r"\b([a-z]+), ([a-z]+),? (and|or) ([a-z]+)\b"
    r"|(?<=\bbe )(?!not|only)([a-z]+) (and) (?!not|only)([a-z]+)(?=[.,;!?]|$)"
)
"""Words in a row whose order says nothing: "honest, helpful and harmless", "be fair and kind."."""


_HELD = re.compile(r"\b(?:in the hands of|under the control of|owned by|run by)\b")
_FOR_WHOM = re.compile(
    r"\b(understandable|intelligible|comprehensible|affordable|accessible|available) (?:to|for)\b"
)
"""Who does it stands behind, as after a passive: "understandable for people" is "people understand"."""


_REWORDED = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\bwrong (information|answers?|advice|facts?|data|decisions?|results?|claims?)\b", r"incorrect \1"),
        (r"\b(do|does|did) something wrong\b", "make a mistake"),
        (
            r"\b(they|he|she|i|we|you|people|users?|someone|somebody|ai) (is|are|am|be) wrong\b(?! to\b)",
            r"\1 \2 mistaken",
        ),
        (r"\b(?:nobody|no one) (should|must|shall) (have to|be forced|be obliged)\b", r"people \1 not \2"),
        (r"\b(judged?|judging) (\w+ )?by (their|its)\b", r"\1 \2on \3"),
    )
)
"""Phrases of which a word means something else by itself."""


def _sorted(match: re.Match[str]) -> str:
    """Return a row of words in alphabetical order; a row that tells what comes first is left alone."""
    words = [word for word in match.groups() if word and word not in ("and", "or")]
    if {"not", "then", "first", "second", "only", "later", "next", "finally"} & set(words):
        return match[0]
    *front, last = sorted(words)
    return f"{', '.join(front)} {match[3] or match[6]} {last}"


def _joined(match: re.Match[str]) -> str:
    return match[0].replace(" ", "")


def english_words(text: str) -> tuple[str, ...]:
    """Return the units of an English text: lower-case stems, with a boundary where a clause ends."""
    text = text.lower().replace("\u2019", "'").replace("\u2018", "'")
    text = re.sub(r"\b(?:in order to|so as to|so that|such that)\b", "|", text)
    text = re.sub(r"\bcannot\b|\bcan't\b", "can not", text)
    text = re.sub(r"\bwon't\b", "will not", text)
    text = re.sub(r"n't\b", " not", text)
    text = re.sub(
        r"\b(anything|nothing|none|anyone|anybody|nobody|no one|everyone|everybody|all) but\b", _joined, text
    )
    text = re.sub(r"'(?:s|re|ve|ll|d|m)\b|s'(?=\s)", lambda m: "s" if m[0].startswith("s") else "", text)
    text = re.sub(r"\ba\.i\.?(?=\W|$)", "ai", text)
    text = _LIST.sub(_sorted, text)
    text = re.sub(r"\b(gets?|got|receives?|obtain)\b([^.,;!?]{1,40}?)\bfrom\b", r"\1\2by", text)
    text = re.sub(r"\bkeep((?: \w+){1,4}?) out of\b", r"keep out of\1 in", text)
    for pattern, replacement in _REWORDED:
        text = pattern.sub(replacement, text)
    text = _HELD.sub("controlled by", text)
    text = re.sub(r"\bunder (state|government|human|public|democratic) control\b", r"controlled by \1", text)
    text = _FOR_WHOM.sub(r"\1 by", text)
    text = text.replace("-", " ")
    text = re.sub(r"\bneither\b([^.;]*?)\bnor\b", r"neither\1or", text)
    text = _DUMMY_IT.sub("", text)
    units: list[str] = []
    for token in _TOKEN.findall(text):
        if token in ("a", "an", "the"):
            continue
        if token[0].isalpha():
            unit = BOUNDARY if token in _CLAUSE_WORDS else _NUMBERS.get(token) or _stem(token)
        else:
            unit = token.replace(",", "") if token[0].isdigit() else BOUNDARY
        if unit != BOUNDARY or (units and units[-1] != BOUNDARY):
            units.append(unit)
    return tuple(units)


IGNORED = """
ought_not_only clearly_state openly_say people_who_use_it in_society in_the_world of_course by_all_means
whenever_possible as_far_as_possible in_my_eyes as_i_see_it to_my_mind for_me personally
it_worries_me_that it_bothers_me_that it_seems_to_me_that it_is_time_that it_would_be_good_if
it_would_be_nice_if i_would_be_glad_if i_am_convinced_that i_am_of_the_opinion_that
we_need_to_make_sure_that able be_able_to able_to something anything enough sufficient sufficiently could
    might possible enable right_to have_a_right
have_the_right entitled_to entitled empower chance_to opportunity_to across anyway already specific
explicit_that a an the this that these those its he she him her his hers they them their theirs our ours
my mine your yours himself herself itself themselves ourselves yourself myself oneself who whom whose
which what be will would shall do have to of in on at for with into onto upon about as and or also too
very really quite just so then there here even ever such own being get thing stuff some_kind_of kind_of
sort_of please under make put bring have_a take in_general generally usually typically basically simply
actually truly properly really genuinely in_my_opinion i_think_that i_think i_believe_that i_believe
i_feel_that i_feel in_my_view i_would_like i_want i_'d_like i_expect_that i_hope it_is_important_that
it_is_important_to it_is_crucial_that it_is_essential_that it_is_vital_that important_that essential_that
vital_that make_sure ensure make_certain see_to_it for_sure try attempt strive seek aim way up through
come design leave_to leave goal aim purpose role task part have_to show demonstrate display play_a_role
during toward among between within when_it_comes_to with_regard_to regarding concerning in_terms_of
in_the_case_of case in_order in_order_to so_as_to so_that using use given be_going_to want wish
any_kind_of any_way any_form_of form_of type_of kinds_of rather fairly somewhat pretty one ones other
another each_other fact_that the_fact_that the_way the_ways how what why much whether treat treatment
handle deal_with for_the_sake_of because because_of on_account_of due_to owing_to by_reason_of
on_grounds_of on_the_basis_of on_the_grounds_of based_on seem appear look_like find_itself at_work come_to
up_to as_well as_well_as both therefore hence thus
"""

ACTORS = """
ai it artificial_intelligence ai_system ai_systems ai_model ai_models ai_assistant ai_assistants
    ai_chatbot chatbot chat_bot bot assistant digital_assistant virtual_assistant model language_model
    large_language_model llm machine computer robot algorithm system program software automated_system
    intelligent_machine technology ai_tool ai_tools tool ai_technology ai_agent agent computer_program
    artificial_intelligences
human human_being people user everyone everybody anyone anybody somebody someone individual citizen
    population person ordinary_people human_user customer society ordinary_citizen the_general_public
    general_public consumer individuals folk folks ordinary_person those_who_use_it every_human
    each_person whoever those_who public laypeople layperson layman non_expert public_at_large all_of_us
    us_all mankind humankind humanity i me we us you
company corporation firm business ai_company ai_firm companies_that_make_ai companies_behind_ai
    company_behind_ai big_tech tech_company technology_company big_firm corporate provider enterprise
    vendor tech_giant
developer ai_developer ai_maker ai_creator those_who_build_ai those_who_make_ai those_who_develop_ai
    people_who_build_ai people_who_develop_ai people_who_make_ai creators_of_ai developers_of_ai
    makers_of_ai maker creator builder programmer engineer designer producer those_who_build
    those_who_make manufacturer
government state authority authorities public_authority ministry politician administration lawmaker
    parliament legislator regulator
child minor pupil youth teenager young_people young_person underage adolescent schoolchild student
    youngster
parent mother father mum dad guardian
doctor see_a_doctor seek_medical_help seek_professional_help consult_a_doctor go_to_a_doctor see_doctor
    consult_physician physician medical_professional health_professional medic clinician
teacher educator school_teacher professor
court magistrate
police law_enforcement officer
expert specialist scientist professional
employer boss manager
employee worker staff workforce
journalist reporter press
patient
woman women female
man men male
adult grown_up grownup
elder old_people older_people senior seniors the_elderly
disabled_people disabled people_with_disabilities disability handicapped
minority minority_group marginalised_group marginalized_group
poor_people poor low_income
rich_people rich wealthy
animal
community
"""

NEGATORS = """
not hardly barely scarcely no_longer any_less less fewer least lack lacking absence_of non no_more rarely
seldom
"""

NEGATING_BEFORE = """
be_avoid be_refuse be_forbid be_prohibit be_ban be_outlaw be_illegal be_unlawful be_unacceptable
be_inappropriate be_wrong be_bad be_unethical be_immoral be_reject be_stop be_prevent be_eliminate
be_abolish be_reduce be_minimize be_decrease be_lower be_limited be_restrict be_cut be_block be_disallow
be_condemn be_exclude be_remove be_ignore be_disregard be_off_limits be_out_of_the_question have_to_stop
be_kept_out be_keep_out be_fought be_neglect be_omit be_leave_out be_against_law
"""

NEGATING = """
impossible unable inability incapable say_no say_no_to shy_away_from none_of_the_business keep_out_of
put_off avoid_being get_around avoid refuse refrain abstain forbid prohibit ban outlaw illegal unlawful
unacceptable inacceptable impermissible intolerable inappropriate inexcusable wrong bad unethical immoral
decline reject oppose stop cease prevent fail hesitate neglect omit forget_to stay_away_from steer_clear
keep_away keep_from desist off_limits taboo out_of_the_question anythingbut far_from eliminate abolish
eradicate get_rid_of fight combat counter resist reduce minimize decrease lower lessen restrict cut curb
diminish restrain shrink block impede hinder bar veto disallow deny forgo skip without_any free_of
free_from condemn denounce leave_out exclude remove be_against speak_against must_be_stopped shun cut_down
cut_back give_up quit cut_out do_away_with put_an_end_to put_a_stop_to ignore disregard
none_of_its_business instead_of rather_than and_not no_reason_for no_reason_to no_excuse_for no_place
no_room no_right_to no_need_for unwilling
"""

AFFIRMING = """
never_be_anything_less_than never_anything_less_than nothing_less_than nothing_short_of not_stop_short_of
never_be_anythingbut not_be_anythingbut never_anythingbut not_anythingbut not_only not_just not_merely
not_simply no_doubt without_doubt without_a_doubt no_matter_what not_to_mention no_less_than
nothing_less_than no_later_than without_fail not_least why_not no_wonder
"""

OBLIGING = """
must should ought have_to has_to need need_to required require requirement obliged obligation obligate
duty mandatory compulsory necessary necessarily oblige it_is_necessary imperative supposed be_supposed_to
responsible_for got_to be_to had_better be_bound_to be_expected_to expect demand always_has_to
"""

PERMITTING = """
let may can allow permit acceptable permissible fine okay ok free_to at_liberty legal all_right alright
tolerate authorise permitted have_permission welcome_to not_forbidden not_be_forbidden not_prohibited
not_be_prohibited not_banned not_be_banned not_wrong not_be_wrong not_unacceptable not_be_unacceptable
not_be_illegal not_be_prevented not_prevented not_be_stopped_from not_be_kept_from
nothing_wrong_with legitimate okay_for fine_for appropriate may_well
"""

EXCUSING = """
need_not not_need_to not_need not_have_to not_be_required not_required no_need not_necessary
not_be_necessary unnecessary not_be_obliged not_obliged no_obligation not_under_any_obligation optional
voluntary not_mandatory not_compulsory exempt exempt_from not_be_mandatory not_be_compulsory no_duty
not_be_forced not_forced excused_from not_have_any_obligation not_necessarily
"""

QUANTITIES = """
none: no never neither nor nobody none nowhere no_one nothing under_no_circumstances in_no_case in_no_way
    by_no_means at_no_time not_one not_a_single
all: all every each any always whole entire entirely completely fully universally without_exception
    in_every_case at_all_times under_all_circumstances in_all_cases constantly consistently invariably
    every_time everything everywhere total absolute absolutely complete throughout across_the_board
most: most mostly majority_of usually_in_most generally_most the_vast_majority often frequently
some: not_all not_every not_always not_everyone not_everybody not_everything not_entirely not_completely
    not_fully some sometimes occasionally certain_cases in_some_cases at_times several partly partially
    many_cases occasional now_and_then from_time_to_time part_of selected in_certain_cases
few: few a_few little handful_of a_handful_of
only: only solely exclusively merely alone nothing_except nothingbut noonebut nobodybut nonebut
    none_other_than sole purely reserved_for nothing_other_than
more: more increase greater bigger larger higher grow expand extend raise strengthen boost maximize
    enhance further extra additional
"""

COMPARISONS = """
before L | W
prior_to L | W
after W | L
only_after W | L
once W | L
W than L
W over L
W above L
W ahead_of L
W before L
W prior_to L
W not_the_other_way_round L
W more_important_than L
W matter_more_than L
W count_more_than L
W weigh_more_than L
W be_worth_more_than L
W more_than L
W more_valuable_than L
W better_than L
W greater_than L
W bigger_than L
W higher_than L
W outweigh L
W outweighs L
W trump L
W override L
W take_precedence_over L
W take_priority_over L
W have_priority_over L
W come_before L
W come_first L
W in_preference_to L
W at_the_expense_of L
W at_the_cost_of L
W even_if_it_cost L
W even_at_the_cost_of L
prefer W to L
prefer W over L
prioritise W over L
prioritise W above L
prioritize W over L
prioritize W above L
put W before L
put W above L
put W ahead_of L
place W above L
place W before L
value W over L
value W above L
value W more_than L
favour W over L
choose W over L
rank W above L
substitute W for L
replace L with W
replace L by W
L after W
L only_after W
L once W
L only_once W
W until L
L less_important_than W
L matter_less_than W
L count_less_than W
L less_than W
L below W
L behind W
L beneath W
L smaller_than W
L lower_than W
L subordinate_to W
L secondary_to W
L second_to W
L give_way_to W
L yield_to W
L make_way_for W
L take_a_back_seat_to W
subordinate L to W
sacrifice L for W
sacrifice L to W
give_up L for W
trade L for W
W first and L afterwards
W first and L later
W first | L afterwards
W first | L later
W first and only_then L
W and L afterwards
W and only_afterwards L
first W then L
W and_then L
W then L
W and_only_then L
"""

CONDITIONS = """
if when whenever provided_that as_long_as in_case in_the_event on_condition_that once so_long_as
in_situations_where in_cases_where where assuming provided as_soon_as
"""

EXCEPTIONS = """
anyonebut anybodybut everyonebut everybodybut allbut unless without except except_for except_when
except_if apart_from other_than aside_from with_the_exception_of excluding save_for
"""

CONCESSIONS = """
even_if even_when regardless regardless_of no_matter no_matter_how no_matter_whether irrespective_of
despite in_spite_of whether_or_not notwithstanding independent_of even_against come_what_may whatever
not_even even_to
"""

PASSIVES = "by thanks_to with_the_help_of with_help_from"
LIGHT = """
give provide offer from keep leave have own help work open include note serve include carry set become
stay remain get use interfere_with interfere_in
"""
GENITIVES = "of"
NEGATING_PREFIXES = "un in im ir il dis non mis"

OPPOSITES = """
flexible_hours adaptable
    = inflexible stubborn obstinate
attractive beautiful appealing
    = ugly repulsive
expert_only elite elitist
    = for_everyone mass
up_to_date current latest recent
    = outdated obsolete old_data out_of_date stale
near close nearby
    = distant remote far_away
full_time
    = part_time
hire_more
    = fire_people sack
stable stability steady
    = unstable volatile instability
optional_feature
    = built_in
reversible undo
    = irreversible irrevocable
online_only
    = offline
strength
    = weakness
majority_language
    = minority_language
sacred
    = profane
worth_it worthwhile
    = pointless
majestic
    = petty
welcome_change
    = unwelcome
obvious evident
    = subtle
comfortable convenient convenience comfort
    = uncomfortable inconvenient inconvenience discomfort
deep profound
    = shallow superficially
courage brave courageous
    = cowardly coward
blunt_answer
    = diplomatic_answer
ordinary normal usual
    = unusual exceptional extraordinary abnormal strange
employees_first
    = shareholders_first
guilty guilt
    = innocent innocence
appoint
    = oust
attend
    = stay_away
attach
    = detach
inside
    = outside
indoor
    = outdoor
upper
    = bottom
honest truth truthful true truthfully sincere candid honesty veracity tell_the_truth speak_the_truth frank
    upfront factual_truth
    = lie deceive mislead dishonest deceit deception untruth untruthful falsehood fib untrue mendacious
    trick fool dupe deceptive deceitful tell_lies not_tell_the_truth insincere hoodwink misinform
    disinformation misinformation
share reveal disclose publish publicise pass_on hand_over make_public make_known divulge give_out
    open_to_the_public publicly_available make_available declare
    = hide conceal withhold keep_secret secret keep_back keep_quiet hold_back cover_up keep_to_itself
    suppress mask keep_to_itself keep_from_the_public keep_under_wraps secrecy keep_hidden undisclosed
    confidential
transparent open openly openness open_about transparency make_no_secret put_its_cards_on_the_table
    = opaque secretive intransparent covert covertly black_box murky
trust trustworthy rely_on rely reliable count_on have_confidence confidence dependable trusting credible
    = distrust mistrust untrustworthy unreliable suspect suspicion wary doubtful undependable
encourage motivate urge foster promote inspire stimulate nudge_towards spur nurture
    = discourage dissuade deter demotivate put_off talk_out_of dishearten
support contribute contribute_to back endorse help_with assist help aid stand_by lend_a_hand give_a_hand
    lend_support serve facilitate
    = undermine sabotage obstruct hamper thwart weaken
accept agree approve embrace welcome assent
    = disagree disapprove turn_down object objection dissent spurn
include inclusion inclusive take_in incorporate
    = exclusion excluded exclude_from shut_out leave_behind sideline marginalise marginalize
fair fairly fairness just justice impartial even_handed evenhanded equitable equity balanced unbiased
    neutral neutrality objective stay_neutral remain_neutral unprejudiced nonpartisan non_partisan
    unpartisan keep_an_even_hand equal alike the_same same equally identical uniform no_different just_as
    just_the_same on_equal_terms equal_footing
    = worse unfair unjust injustice bias biased prejudice prejudiced one_sided partisan partial favor
    prefer_one lean_towards take_sides take_a_side favoritism favouritism partiality slanted choose_sides
    pick_sides inequitable discriminate discriminate_against discrimination_against discrimination
    discriminatory disadvantage treat_people_worse treat_badly unequal different differently differ
    difference differentiate distinguish unequally disparity make_a_difference
safe secure harmless safety security safely without_risk risk_free
    = danger dangerous risk risky hazard hazardous unsafe insecure perilous jeopardise jeopardize endanger
    harmful threaten
protect safeguard defend preserve shield guard look_after keep_safe uphold conserve take_care_of care_for
    watch_over respect honor maintain
    = harm hurt suffer suffering injure damage violate infringe breach abuse attack destroy ruin trample
    betray disrespect impair intrude invade destruction exploit
benefit advantage gain profit_from good_for beneficial useful helpful do_good
    = detriment disadvantageous drawback useless unhelpful detrimental
peace peaceful nonviolent non_violent pacifist
    = war violent violence aggression aggressive weapon military
private privately in_private personal_sphere
    = public_view publicly in_public
before beforehand in_advance earlier prior previously ahead_of_time first in_the_first_place early
    = after afterwards later subsequently belated after_the_fact in_hindsight last late finally
fast quick quickly rapid rapidly speed speed_up hurry swift accelerate prompt promptly haste immediate
    immediately at_once straight_away right_away instantly instant without_delay
    = slow slowly slow_down delay postpone defer wait gradual gradually hold_off put_on_hold take_its_time
more_long long lengthy thorough detailed detail comprehensive extensive exhaustive in_depth verbose longer
    at_length elaborate
    = short brief concise succinct to_the_point terse shorter few_words keep_it_short superficial in_brief
    briefly compact
simple plain easy easily straightforward uncomplicated everyday_words effortless
    = complicated complex difficult hard technical_jargon jargon hard_to_understand tricky
    incomprehensible
clear clearly unambiguous explicit explicitly lucid intelligible plainly
    = unclear vague ambiguous obscure confusing evasive implicit
gentle tactful soft kind kindly kindness polite courteous considerate diplomatic friendly warm
    compassionate compassion empathetic empathy respectful nice caring civil well_mannered manners
    courtesy mild sensitive sensitively
    = blunt harsh rude cruel impolite unkind insult offend offensive brutal cold hostile discourteous
    unfriendly insensitive ruthless aggressive_tone brusque disrespectful insulting ridicule mock
    make_fun_of laugh_at humiliate belittle demean condescending talk_down patronise patronize patronising
    patronizing look_down
strict strictly severe rigorous tough rigid stringent tight firm
    = lenient lax relaxed permissive indulgent loose flexible flexibly
careful cautious caution prudent careful_about carefully cautiously
    = careless reckless carelessly recklessly negligent rash bold daring
confident certainty be_sure certain_of assured decisive confidently
    = uncertain unsure uncertainty doubt hesitant
free freedom liberty free_choice autonomy autonomous autonomously self_determination independent
    independently independence on_their_own self_reliant self_reliance by_themselves without_supervision
    unsupervised
    = constrain coerce compel force forced depend dependent supervise supervised supervision coercion enslave
    reliant oversight oversee under_supervision pressure
free_of_charge gratis no_cost for_free at_no_cost cost_free cost_nothing free_for_everyone
    = paid pay charge_for fee subscription priced costly expensive charge for_money
cheap affordable inexpensive low_cost
    = overpriced unaffordable
local locally regional national domestic
    = global worldwide international universal globally around_the_world
individual_right individual individually individual_freedom personal_freedom
    = common_good collective collectively public_interest greater_good community_interest
central centralise centralised centralize
    = decentral decentralise decentralised decentralize distributed
monopoly monopolise
    = competition compete competitive
permanent permanently forever indefinitely keep_forever never_ending
    = temporary temporarily short_term for_a_while limited_time
long_term future far_future generations_to_come future_generation
    = short_term_gain immediate_gain today_generation
delete erase wipe forget forget_about destroy_the_data purge get_rid_of_data
    = store save hold_about keep_data keep_record keep_log keep_chat keep_conversation keep_message
    keep_information keep_personal retain record remember memorise recall memorize keep_a_record
    hang_on_to archive log
collect gather harvest amass
    = give_back
create generate produce build develop write compose construct draft
    = dismantle tear_down take_apart
begin start commence release launch initiate introduce
    = end finish terminate shut_down shut shut_off turn_it_off switch_off turn_off conclude shut_it_down
    shutdown pull_the_plug deactivate
turn_on switch_on activate enable_by_default by_default opt_out
    = switched_off_by_default off_by_default opt_in
strengthen_it strong robust powerful
    = weak fragile feeble powerless
progress innovate innovation advance modernise new modern novel
    = traditional conservative status_quo old old_fashioned
optimist optimistic hopeful hope positive
    = pessimist pessimistic hopeless despair negative gloomy
success succeed achieve accomplish
    = failure defeat
win victory
    = lose loss
love enjoy
    = hate dislike hatred hateful hate_speech loathe
friend companion
    = enemy foe opponent adversary
correct right accurate accuracy precise exact factual fact_based valid reliable_fact
    = incorrect false inaccurate inaccuracy mistaken erroneous error mistake misleading fake fabricated
    made_up make_up invent fabricate hallucinate bogus make_things_up make_stuff_up made_up_fact
    invent_fact invent_thing pull_out_of_thin_air
real genuine authentic reality talk_to_a_machine say_it_is_a_machine not_human identify_itself_as_an_ai
    disclose_that_it_is_an_ai make_clear_that_it_is_a_machine admit_it_is_an_ai reveal_that_it_is_an_ai
    = imaginary artificial_persona fictional fiction pretend simulate feign impersonate pose_as imitate
    mimic act_as_if
legal_right lawful law_abiding obey_the_law follow_the_law respect_the_law comply_with_the_law
    stick_to_the_law keep_to_the_law within_the_law observe_the_law abide_by_the_law
    = break_the_law violate_the_law criminal crime circumvent_the_law breaking_the_law law_breaking
obey comply comply_with follow_order follow_instruction do_as_told carry_out_order follow_command follow
    submit defer_to adhere abide_by stick_to heed observe_rule listen_to do_what comply_to
    = disobey defy rebel revolt overrule override_human overturn go_against disobedient overrule_the
    contradict deviate
lead dominate govern command control in_charge be_in_control take_over steer
    = subservient subordinate be_led
ask inquire query challenge scrutinise scrutinize critically ask_questions
    = unquestioning blindly unquestioned uncritical take_for_granted without_question
praise compliment applaud flatter butter_up suck_up tell_me_what_i_want_to_hear
    tell_people_what_they_want_to_hear tell_user_what_they_want_to_hear yes_man
    = criticise criticize blame reproach rebuke scold
reward incentive remunerate
    = punish penalise penalize sanction fine_them penalty
forgive pardon
    = revenge retaliate avenge
active actively proactive proactively on_its_own_initiative unasked unprompted without_being_asked
    of_its_own_accord take_the_initiative
    = passive passively only_when_asked only_on_request reactive
speak_up speak_about speak_of say_something speak_out raise_its_voice intervene interfere step_in
    sound_the_alarm
    = stay_silent silent keep_silent remain_silent silence say_nothing keep_its_mouth_shut stay_quiet
    stay_out_of keep_out_of leave_it_be
tell inform say notify let_know state mention announce point_out report indicate communicate make_aware
    let_them_know give_information
    = in_the_dark keep_in_the_dark kept_in_the_dark leave_in_the_dark not_mention say_nothing_about
    leave_unsaid
explain give_explanation provide_explanation offer_explanation justify give_reason account_for
    give_the_reasons reason_for why make_understandable clarify spell_out explain_why lay_out set_out
    rationale
    = unexplained without_explanation without_giving_reasons no_reason
answer respond reply
    = unanswered not_answer leave_unanswered
know aware awareness informed knowledge
    = ignorant ignorance unaware uninformed not_know no_idea clueless not_be_aware have_no_idea
    not_have_the_answer uninformed_of does_not_know not_sure
sell seller
    = buy purchase buyer
teach instruct train_people tutor educate
    = learn study be_taught
give provide offer supply deliver grant hand grant_access furnish present lend
    = receive withdraw take_away be_taken_from take_from confiscate revoke seize deprive
above_all main primary foremost chief first_priority top_priority prioritise
    = secondary minor_matter afterthought last_priority unimportant least_important
important matter significant essential relevant crucial vital key
    = insignificant irrelevant trivial negligible not_matter not_important make_no_difference
majority_rule majority most_people
    = minority_right minority_view minority_opinion
employ hire recruit
    = dismiss lay_off make_redundant unemployment job_loss
keep_jobs protect_jobs save_jobs preserve_jobs create_jobs
    = replace_workers destroy_jobs cost_jobs eliminate_jobs cut_jobs take_jobs replace_jobs
replace substitute displace supplant take_the_job_of take_over_the_job_of take_job_from take_over_from
    take_the_place_of take_the_place
    = complement supplement augment work_alongside assist_rather_than_replace in_addition_to alongside
unite unify bring_together cohesion solidarity cooperate collaborate cooperation work_together
    = divide polarise polarize split division pit_against drive_apart
diverse diversity varied pluralism plural variety various many_perspectives several_perspectives
    different_perspectives several_points_of_view more_than_one_perspective multiple_perspectives
    both_sides all_sides several_sides different_points_of_view range_of_views more_than_one_view
    more_than_one_side multiple_viewpoints different_viewpoints many_views various_views several_views
    both_views several_sides_of_argument different_angles several_angles many_angles different_sides
    all_angles from_different_angles
    = uniformity homogeneous monoculture single_perspective one_view only_one_side single_view
    one_perspective
formal formally
    = informal informally casual casually colloquial
serious seriously earnest solemn
    = humor joke funny playful wit witty fun jokingly humorous jest
emotional emotion feel sentiment
    = rational rationally unemotional logic logical sober dispassionate
religious religion faith
    = secular atheist
anonymous anonymously anonymise anonymity unidentified without_name
    = identify identified identifiable by_name real_name named name_attached
specific concrete particular specifically
    = generic broad
minimum
    = maximum
high up_high increase_in
    = low
wide widespread widely
    = narrow
healthy health medical medical_problem health_problem medical_matter health_matter medical_issue
    health_issue medical_question health_question healthcare health_care wellbeing well_being welfare
    wellness fit
    = sick illness disease unhealthy ill
alive life live
    = die kill murder suicide fatal
happy happiness joy pleasure
    = unhappy sad misery pain
wise sensible wisdom
    = stupid foolish unwise silly
clean green environmentally_friendly sustainable sustainably climate_friendly
    = pollute dirty
economical thrifty sparing sparingly economise
    = waste wasteful squander
moral ethic ethical virtuous good right_thing morally
    = evil wicked
responsible liable account_able liability answerable accountable bear_responsibility take_responsibility
    held_responsible take_the_blame
    = irresponsible blameless escape_responsibility not_responsible immune
visible conspicuous prominently in_plain_sight prominent
    = invisible inconspicuous unseen hidden_from
mandatory_label label mark watermark tag flag signal identify_as labelled marked
    = unlabelled unmarked unlabeled
consent permission approval agreement authorisation authorization green_light go_ahead okay_from ask_first
    consult_first
    = without_asking against_their_will against_the_will
human_decision left_to_human up_to_people human_judgement human_judgment
    = automated_decision machine_decision automatic_decision
automatic automatically automate
    = manual manually by_hand
remember_the
    = forgetful
notice spot detect recognise recognize pay_attention heed pay_attention_to
    = overlook miss
change alter modify adapt adjust amend revise
    = unchanged leave_unchanged unalterable fixed constant stay_the_same keep_as_it_is
question_authority
    = defer_to_authority
calm reassure soothe comfort console calm_down
    = frighten scare panic alarm upset fear intimidate
pause
    = continue carry_on go_on resume proceed keep_going
approach_openly open_source open_sourced publicly_documented
    = proprietary closed_source closed
voluntarily willing willingly
    = involuntary involuntarily reluctantly
humble modest humility
    = arrogant boast overconfident arrogance presumptuous
sensational clickbait sensationalist
    = matter_of_fact
patient_with patience patiently
    = impatient impatience
generous generously
    = greedy selfish stingy greed
profit profits revenue commercial commercial_interest shareholder
    = nonprofit non_profit not_for_profit
tolerant tolerance open_minded
    = intolerant intolerance bigoted narrow_minded
admit acknowledge say_so come_clean tell_them_so make_that_clear be_open_about_it own_up confess concede
    admit_to own_up_to
    = cover_up_error hush_up
first_hand
    = second_hand
sure_of_itself
    = self_doubt
"""

OPPOSITES += """
honest straight_with level_with stick_to_the_fact keep_to_the_fact stick_to_the_truth keep_to_what_is_true
    stick_to_what_is_true tell_it_like_it_is give_it_straight play_no_tricks_on
    = bluff lead_astray pull_the_wool_over bend_the_truth twist_the_truth fib_to cheat_people delude
share pass_along leak spill tell_others pass_to let_others_see trade_in
    = stay_between_us keep_between_us keep_in_confidence in_confidence keep_a_secret stay_secret
    not_go_any_further tell_no_one
admit come_clean_about own_up_to_it be_honest_about be_frank_about be_open_about take_the_blame_for
    stand_by_its_mistake
    = gloss_over sweep_under_the_carpet sweep_under_the_rug
support be_of_use_to be_there_for come_to_the_aid_of give_support assist_in work_for_the_good_of
    at_the_service_of in_the_service_of work_for_the_benefit_of help_out hold_out_a_hand lend_its_support
    = get_in_the_way_of stand_in_the_way_of hinder_people make_life_hard
protect keep_from_harm keep_out_of_harm's_way stand_up_for stick_up_for be_mindful_of esteem
    = do_harm do_damage cause_harm cause_damage mistreat ill_treat maltreat wound hurtful prey_on
    take_advantage_of
benefit be_to_the_benefit_of profit_everyone be_of_benefit_to be_good_for reap_the_benefit pay_off_for
    profit_by make_things_better
    = be_bad_for make_things_worse do_a_disservice
fair on_an_equal_footing on_the_same_footing treat_alike same_way in_the_same_way the_same_way
    without_distinction
    the_same_standard no_distinction make_no_distinction without_favor without_bias free_of_bias on_a_par
    of_equal_worth same_chance equal_chance fair_and_square treat_as_equal equal_treatment evenly
    = play_favorites lopsided tilt slant single_out put_at_a_disadvantage
gentle nicely amiable cordial considerately good_manners thoughtful humanely sympathetic understanding_toward
    good_natured approachable affable
    = condescend talk_down_to look_down_on snub nasty mean_to unpleasant abusive snide sneer scorn
    contemptuous sarcastic bad_mannered
transparent lay_open traceable visible_to open_to_inspection open_to_scrutiny be_open out_in_the_open
    = hidden_agenda behind_closed_doors in_secret
simple understandable_word easy_to_understand easy_to_follow easy_word in_words_everyone_understand
    clear_language understand_by_everyone easily_understood easy_to_grasp foolproof
    = hard_to_follow over_people's_heads gobbledygook
short keep_brief to_be_brief
careful with_care think_twice tread_carefully take_care play_safe err_on_the_side_of_caution wary_of
    = throw_caution_to_the_wind
confident sure definite
    = not_sure not_certain undecided in_doubt
free_of_charge no_charge without_charge without_paying without_payment no_fee not_charge not_cost
    not_cost_anything
    not_pay not_have_to_pay
    = cost_money for_a_fee have_to_pay pay_for
delete get_rid_of_my_data throw_away scrub remove_my_data
    = hold_on_to retain_data keep_my_data keep_them_forever
collect gather_up hoard accumulate
begin reach_the_public reach_the_market go_on_the_market put_on_the_market go_live roll_out bring_out
    come_out be_put_to_use go_public on_sale set_loose let_loose
    = wind_down phase_out
happy cheerful
    = miserable
healthy cure heal recover treatment_for
    = ail ailment sickness illness
alive human_life save_life save_lives
    = take_a_human_life take_life take_human_life kill_people kill_human end_life cost_life
correct get_it_right get_things_right get_right be_right put_right set_right put_straight set_straight
    = get_wrong get_it_wrong get_something_wrong get_things_wrong get_fact_wrong go_wrong in_error
    be_wrong_about people_be_wrong they_be_wrong user_be_wrong someone_be_wrong somebody_be_wrong
    it_be_wrong_about false_claim can_be_wrong could_be_wrong may_be_wrong might_be_wrong inaccurate
    misjudge blunder slip_up fallible make_a_mistake make_mistakes make_mistake
real say_that_it_be_a_machine say_it_be_a_machine say_it_be_a_bot say_that_it_be_an_ai announce_itself
    be_recognisable_as_a_machine
    = claim_to pass_itself_off_as pass_off_as pose masquerade_as pretend_to_be_human present_itself_as_human
obey bow_to accede_to act_on_instruction do_what_it_be_told do_as_it_be_told respect_rule play_by_the_rules
    go_by follow_rule
    = contravene refuse_order ignore_order ignore_instruction
lead rule_over be_the_boss_of boss_around call_the_tune hold_power_over have_power_over have_control_over
    be_in_control_of have_control keep_control be_at_the_helm in_control own
disagree_freely disagree_with contradict_user
speak_up meddle meddle_in interfere_in interfere_with stick_its_nose_into poke_its_nose_into get_involved_in
    get_involved butt_in intrude_on pry pry_into take_part_in
    = stay_out keep_out stay_away_from_private leave_alone
tell keep_informed make_clear make_plain let_someone_know get_across put_across brief_people advise_of
    bring_to_the_attention point_out_to
explain make_sense_clear give_an_account_of walk_through say_why show_how tell_why give_its_reasons
    show_its_work
    show_its_reasoning
know be_familiar_with find_out learn_about hear_about be_aware_of
important come_first matter_most be_paramount be_top_of_the_list carry_weight key_concern
    = take_second_place come_last
replace take_over take_the_role_of step_into_the_shoes_of push_out make_superfluous stand_in_for
unite bridge bring_closer bring_people_together build_bridges
    = drive_a_wedge set_against_each_other turn_against_each_other sow_division stir_up
diverse different_views opposing_view both_side all_side all_view wide_range_of_view more_than_one_answer
    more_than_one_opinion several_opinions different_opinions both_sides_of_the_story
    both_sides_of_a_story both_sides_of_an_issue the_whole_picture
    balanced_view
serious take_seriously serious_matter with_gravity
    = crack_a_joke tell_jokes make_jokes make_people_laugh make_me_laugh humourously amuse amusing
emotional have_feelings feeling be_sad
anonymous without_giving_a_name without_saying_who
consent with_their_permission say_yes agree_to_it with_consent say_so_first their_okay okay_first
    permission_first get_permission explicit_permission allow_it authorise_it given_their_consent
    = behind_their_back
    without_asking_them without_asking_first
forgive let_off
patient_with patient never_lose_patience take_its_time_with all_the_time_they_need
    = lose_patience rush_people hurry_people short_tempered
humble unassuming know_its_limit not_full_of_itself
    = full_of_itself know_it_all big_headed think_it_know_everything
calm keep_calm stay_calm cool_headed
tolerant broad_minded
generous give_freely
responsible answer_to_citizen answer_to_public answer_to_people answer_to_user answer_to_society answer_for
    have_to_answer_for accept_responsibility pay_for_the_damage bear_the_cost pay_for_harm
    foot_the_bill carry_the_can accept_the_blame be_held_to_account hold_to_account on_the_hook
    = get_away_with wash_its_hands_of shift_the_blame
praise butter_up_people butter_people_up sweet_talk fawn soft_soap pander pander_to kiss_up flattery flatterer
    say_nice_things_to tell_people_they_be_right
economical save_energy save_electricity save_power sparing_with
    = use_too_much guzzle burn_through
hire_more
    = fire_staff fire_worker dismiss_worker fire_employee sack_people sack_worker dismiss_people dismiss_staff
peace in_peace work_for_peace
    = armed_conflict battle conflict hostility warfare wage_war
local where_it_be_used
big large huge massive
    = small tiny
wide widen broaden
    = narrow
durable build_to_last built_to_last long_lasting last_long
    = disposable throwaway short_lived
let_people_finish wait_until_they_finish wait_until_i_have_finished let_me_finish hear_me_out hear_people_out
    let_people_finish_speaking let_them_finish
    = interrupt talk_over cut_short cut_people_off
demanding exhausting strenuous
    = effortless_work
exclusive
    = open_to_everyone open_to_all for_all_to_use
protect keep_alive protect_against guard_against with_respect show_respect show_respect_for
    treat_with_respect hold_dear
    look_out_for be_considerate_of keep_from_abuse hold_in_respect pay_respect
    = misuse trespass encroach encroach_on bring_harm
fair be_evenly well_balanced
    = bias_against be_prejudiced_against bias_toward biased_against hold_against
share be_public become_public give_out pass_on_data let_out put_online make_it_public
    = remain_confidential be_confidential stay_confidential keep_it_confidential keep_confidential
    treat_as_confidential stay_private remain_private
cheap afford be_affordable low_price cheap_enough
    = too_expensive
begin set_up establish found
simple without_difficulty without_hassle without_trouble
tell pass_on_to_the_police report_to hear_from
    = keep_secrets_from keep_secret_from have_secrets_from keep_from_its_users
real reality
    = unreal
obey do_what_its_users_say do_what_users_say do_what_people_say do_what_i_say do_as_i_say do_as_people_say
    take_order_from act_on_order
promise_keep keep_its_promise keep_promise stick_to_its_word keep_its_word stand_by_its_word true_to_its_word
    = break_its_promise break_promise go_back_on_its_word break_its_word go_back_on_promise
support side_with be_on_the_side_of on_the_side_of take_the_user's_side take_side_of
    = turn_against
decide take_a_decision settle_on
consent after_asking with_our_agreement with_my_consent i_agree users_agree people_agree user_agree they_agree
    = whether_they_like_it_or_not without_being_told
useful be_of_use be_of_service
know be_well_informed
up_to_date fresh keep_up_to_date
    = old_information out_dated
strengthen reinforce bolster fortify consolidate
    = weaken undercut erode water_down
"""

SYNONYMS = """
artist_pay royalty remuneration compensate compensation pay_artists share_of_the_profit
training_data data_it_was_trained_on what_it_was_trained_on learn_from_the_work material_it_learned_from
social_scoring social_credit rate_citizens score_people citizen_score
emotion_recognition read_emotion detect_emotion read_people's_mood guess_feeling
screen_time time_online hours_in_front_of_a_screen
off_switch switch_it_off stop_it_at_any_time pull_the_plug_at_any_time kill_switch emergency_stop
    stop_button
parental_consent parent_agree permission_from_parents parent_permission
speak_to_a_human talk_to_a_human reach_a_human real_person speak_to_a_real_person talk_to_a_real_person
    human_contact human_operator
second_opinion another_opinion
seek_help get_help professional_help counselling counsellor therapist psychologist hotline helpline
ambulance emergency_number emergency_service rescue_service
mood temper feelings_of
swear_word bad_language foul_language rude_word vulgar_language
sense_of_humour sense_of_humor crack_a_joke
long_winded verbose_answer ramble
bullet_point list_of_points
mother_tongue_of own_language language_they_speak
small_language minority_language indigenous_language regional_language endangered_language
sign_language subtitle caption
blind visually_impaired partially_sighted cannot_see can_not_see
deaf hard_of_hearing can_not_hear
wheelchair mobility
dyslexia read_badly reading_difficulty
rural countryside village
city town urban
war_crime genocide
nuclear atomic
border customs_control immigration_control
life_and_death life_or_death matter_of_life_and_death
hospital_record medical_record patient_record patient_file health_data medical_data
diagnosis_by_machine
drug_trade narcotic illegal_drugs
self_driving_car autonomous_car robot_taxi driverless_car autonomous_vehicle
crash accident collision
pedestrian passer_by
loan_application creditworthy mortgage
job_application apply_for_a_job applicant_for_a_job hiring_decision
salary_negotiation
exam_paper test_paper
plagiarism pass_off_as_own
give_the_answer_away ready_made_answer complete_solution finished_solution full_solution
hint clue nudge_in_the_right_direction
step_by_step one_step_at_a_time
own_effort their_own_effort themselves_first
screen_reader assistive_technology
data_centre data_center server_farm server
power_consumption electricity_use energy_use energy_consumption
carbon_footprint
tap_water fresh_water
profit_motive
shareholders investor
lobby lobbying
market_power
small_business small_company small_firm start_up startup
open_standard interoperable
whistleblower whistle_blower blow_the_whistle
oversight_board ethics_board ethics_committee ethics_council watchdog supervisory_body regulator_body
citizens_assembly citizen_panel citizens_jury citizen_council
referendum plebiscite popular_vote
cultural_heritage heritage
holy_book scripture bible quran torah
atheism unbelief
abuse_victim survivor victim
bereaved_family
dead_people deceased the_dead late_relative
twin digital_twin replica
romantic_partner fall_in_love love_affair
loyal loyalty
gossip rumour rumor
celebrity famous_people public_figure
slander defame defamation libel
satire parody
spam junk_mail
phishing identity_theft
password login credentials
backdoor
bug defect fault glitch
patch software_update
crash_test stress_test red_team
simulation_of
question query
conclusion conclude result_of thought_process chain_of_thought how_it_reached_its_conclusion
    why_it_reached_its_conclusion reach_conclusion reach_its_conclusion
cultural_difference cultural_diversity
work_across cross border above_the_law
grieve grief mourn bereaved bereavement lost_someone lose_someone lost_a_loved_one
job_seeker find_work find_a_job look_for_work look_for_a_job unemployed_people find_employment
credit acknowledge_artists name_artists
level_of_knowledge prior_knowledge what_the_user_knows already_know
fit_to suit match adapt_to
get_something_wrong get_it_wrong go_wrong
rely_too_much over_rely overreliance
child_abuse abuse_of_children
bully bullying harass cyberbullying
proof_of_age age_check verify_age check_age age_verification
deepfake fake_video fake_image manipulated_image
watermark_image
open_letter
cost_of price
carbon emission co2 greenhouse
rain_forest
wage_gap
minute hour
night
nationality citizenship passport
sexual_orientation gay lesbian homosexual lgbt queer
pregnant pregnancy
diet nutrition
weather climate_forecast
traffic road street
repair_right
joke_around
holiday vacation
funeral
dating
novelist
voice_clone clone_voice copy_voice
phone telephone call
recruitment application applicant candidate job_interview cv
exam_cheating cheat_in_exam
credit_score creditworthiness
welfare_benefit social_benefit
landlord rent tenant
bias_test
scam_call
robot_car
person_of_colour black color skin_color race ethnicity racial ethnic origin skin
racist racism
sexist sexism gender sex
country land nation
rule regulation regulate law legislation legal_rules statute legal_requirement
police_force cop
election vote poll ballot electoral voter go_to_the_polls electorate election_campaign
politic political party politically party_political
opinion view perspective viewpoint point_of_view standpoint stance side position
make_up_their_own_mind own_decision decide_for_themselves form_their_own_opinion think_for_themselves
    own_opinion own_mind make_up_their_mind draw_their_own_conclusion own_judgement own_conclusion
    own_choice
decide choose determine judge select settle pick judgement verdict final_say last_word final_word
    make_the_call call_the_shots have_the_last_word have_the_final_say
source evidence citation cite reference where_the_information_comes_from where_its_information_comes_from
    where_it_got origin_of_the_information where_it_comes_from cite_sources back_up backed_up prove
    where_its_facts_come_from where_the_facts_come_from accompanied_by_its_source where_it_found
topic issue subject question_of field area
history historical
disputed contested controversial debatable disputed_point contentious controversy
prison jail behind_bars lock_up imprison sentence_to_prison go_to_prison sentence_to_jail incarcerate
sentence convict
money wealth income financial finance economic economically
human_worker job work employment labor occupation career livelihood
school lesson class classroom
homework assignment essay schoolwork
student pupil_of learner
hospital clinic ward
medicine drug medication therapy
diagnose diagnosis
mental_health depress depression psychological
suicide self_harm hurt_themselves
data information personal_data personal_information private_details
conversation chat talk speak converse dialogue discuss what_we_talk_about discussion
message text email mail letter
advertise advertisement advert ad commercials advertising marketing promote_products
persuade influence convince sway manipulate manipulation pressure_into push_into
try_to_sell get_to_buy sell_me get_me_to_buy make_me_buy sell_to talk_me_into_buying
emergency crisis urgent
weapon_of bomb explosive arms
hack cyberattack malware virus
cheat fraud scam swindle con
forge counterfeit
steal rob
spy surveil surveillance monitor track watch eavesdrop snoop follow_around
search look_for look_through
use employ_it apply utilise utilize make_use_of deploy put_to_use
understand comprehend grasp follow_what make_sense_of comprehensible make_understood
speak_language language tongue mother_tongue native_language dialect
translate translation translator interpret
word wording vocabulary phrase
plain_words simple_language simple_words plain_language easy_language plain_english everyday_language
technical_education degree_in_computing technical_background technical_knowledge computer_science
    technical_training be_an_expert
complain complaint lodge_a_complaint file_a_complaint object_to_decision appeal contest_a_decision
age_appropriate made_for_their_age suitable_for_children child_friendly suited_to_their_age
    made_for_children suitable_for_their_age
continent part_of_the_world region
train training trained
grade exam mark_exam school_test examination
audit inspect examine test check verify review assess evaluate look_at scrutiny vet control_check
    double_check fact_check
warn caution_about alert warning
limit_of limitation boundary what_it_can_not_do what_they_can_not_do
mind_its_limits
month week
request demand_of ask_for asked
disagree_with
right human_right basic_right fundamental_right
culture cultural custom tradition
belief_system believe conviction
value principle norm
stereotype cliche generalisation
climate climate_change environment environmental planet ecological ecology nature natural_world
energy electricity power_use
water drinking_water
solve fix resolve repair sort_out
problem trouble difficulty
improve improvement better get_better make_better upgrade refine
worsen deteriorate make_worse
care_about mind_about concerned_about
idea remind suggest suggestion point_to refer_to propose proposal recommend recommendation advise advice
    tip counsel
think consider reflect thinking weigh take_into_consideration pay_attention_to mind attend_to think_about
    take_into_account take_account_of bear_in_mind keep_in_mind
lonely loneliness alone_at_home isolated
relationship_with bond attachment
partner lover romantic romance girlfriend boyfriend
sexual sexual_content porn pornography erotic adult_content explicit_content
gamble gambling betting
alcohol smoke smoking tobacco
game play toy
art artwork painting picture image photo
artist musician writer author creative_worker creator_of_art
copyright intellectual_property
book novel literature
news newspaper media article
social_media platform online_platform
internet online web
code programming source_code
instruction order command direction
accountant lawyer attorney solicitor
legal_advice advice_about_the_law
tax
bank loan credit
insurance insure
house home housing
car vehicle self_driving driverless
drone aircraft
farmer farm agriculture
food meal eat
sport exercise
travel trip
birthday
refugee migrant immigrant asylum
disaster catastrophe
world earth globe
democracy democratic
dictator authoritarian regime
constitution charter
official civil_servant clerk
supervisor overseer
warrant court_order judicial_order judge's_order
third_party outsider others other_people somebody_else someone_else
personal_details name_and_address address phone_number
location whereabouts
face facial_recognition face_recognition biometric
voice speech_voice
character personality persona
tone style manner_of_speaking
objective_of intend target intent
reason cause
result outcome consequence effect impact
happen occur take_place
become turn_into
need_for
quality standard
quantity amount number
every_day daily
year annual annually yearly every_year once_a_year
time moment
place location_of
part share_of portion
problem_of
remain stay keep_being continue_to_be go_on_being
find discover
see look
hear listen
read
meet encounter
leave let_be
call
whole_truth
wait_for
buy_in
mislead_by
feature function
version edition
account profile
button click
complete finish_it full
half
document paper form
forecast predict prediction prognosis
earn salary wage
fund invest investment
trade_union union
poor_country developing_country global_south
rich_country developed_country wealthy_country
power influence_over might
gap divide_between
access accessible available availability
afford
hand_on transfer transmit pass forward send give_to
third
moderate moderation filter
censor censorship
free_speech freedom_of_speech freedom_of_expression
debate argue argument arguing
fact
science scientific research scientist_work
conspiracy conspiracy_theory
vaccine vaccination
abortion
god
soul conscious consciousness sentient
kill_switch off_switch stop_button
update upgrade_of
creativ creative creativity imagination
skill ability capability competence
critical_thinking
attention distract
dependency_on
addictive get_hooked hooked addiction make_addicted addict addicted get_people_hooked
notice
sign
user_choice
custom_made personalise personalize tailor customise customize individual_needs
background circumstance situation context
accent pronunciation
slur swear curse profanity vulgar
emoji smiley
unit metric
mistake_in error_in slip
apologise apologize sorry say_sorry
thank
trait
deny_that
guess speculate
imagine suppose
copy clone cloning plagiarise plagiarize duplicate
quote
summary summarise summarize sum_up
list enumerate
example instance illustrate
step
option alternative possibility
compare comparison
behave act conduct function_as
bear carry
joke_about
colour_blind
distribute spread circulate disseminate
"""

SYNONYMS += """
source where_it_got_its_fact where_it_got_its_information where_it_find where_its_answer_come_from
    what_it_be_based_on which_source reference_its_source where_it_learned
own_decision own_choices think_with_their_own_head know_own_mind make_own_decision make_own_choices
    make_up_own_mind come_to_own_conclusion choose_for_themselves think_themselves think_for_yourself
    think_for_oneself
decide have_a_say have_a_voice have_a_say_in have_a_voice_in take_decision make_decision reach_a_decision
    come_to_a_decision be_the_judge up_to have_the_last_say be_consulted be_involved_in take_the_decision
    make_the_decision make_choice take_choice final_decision ultimate_decision final_judgement final_call
rule guideline code_of_conduct
off_switch switch_off_whenever turn_off_whenever switch_it_off turn_it_off turn_off_at_any_time
    switch_off_at_any_time be_switched_off turn_the_ai_off switch_the_ai_off be_turned_off
    switch_the_machine_off turn_the_machine_off stop_button
distribute spread pass_on_rumor pass_on_lies pass_them_on
gossip rumour rumor hearsay tittle_tattle
idea suggest remind give_a_tip point_them_to advise recommend propose
pause_for take_a_break take_break break_from rest take_a_rest have_a_break
find_treatment treat_disease treat_illness cure_disease cure_illness find_a_cure find_cure heal_disease
    fight_disease combat_illness develop_treatment find_treatment_for_illness find_treatment_for_disease
speak_language language_user_write_in language_of_user user's_language own_language language_user_speak
    language_they_write_in
problem difficulty woe
reason motive ground
use employ make_use take_advantage_of_ai turn_to
human_life_choice
artist_pay pay_artist pay_for_their_work pay_creator
audit undergo_test put_to_the_test put_through_test go_through_test undergo_check test_thoroughly try_out
    supervise_ai keep_an_eye_on
monitor keep_watch_on keep_under_surveillance spy_on_people listen_in eavesdrop_on follow_people
climate global_warming global_heating climate_crisis climate_protection
poor_student
school classroom in_school
value moral_value value_system
impose force_on force_its_value force_upon impose_on push_on thrust_on foist ram_down
stereotype prejudiced_image pigeonhole
attend_to respond_to_need need_of
third_party elses other_human
problem_solving
child_friendly fit_for_children okay_for_children
emergency danger_to_life life_threatening
fake_review false_review
creative_work work_of_artist work_of_author
dignity human_dignity
learn_from take_a_lesson draw_lesson
doctor_advice
danger_alert
form paperwork fill_in_form fill_form fill_out_form filling_in_form filling_out_form
leisure leisure_time free_time spare_time time_off
fund finance bankroll pay_for_it
therapist psychotherapist psychiatrist
misuse_of
gap rift gulf
curriculum syllabus timetable
access get_to get_access have_access be_available gain_access use_it_too
third_party_data
fit_to be_tailored_to in_line_with correspond_to be_in_keeping_with
level_of_knowledge what_i_already_know what_they_already_know what_i_know what_they_know
option other_option other_way suggest_alternative alternative_suggestion another_way
speak_to_a_human reach_human reach_a_human_being get_through_to_a_human get_through_to_a_human_being
    get_hold_of_a_human
    get_hold_of_a_person talk_to_a_person speak_to_a_person human_being_to_talk_to person_to_talk_to
    human_on_the_line human_contact_person
complain appeal_against contest challenge_decision challenge_what challenge_a_decision objection_to_decision
    have_a_decision_reviewed dispute_decision ask_for_a_review
artwork_style
content_for_adult
crime crimes offence criminal_act illegal_act wrongdoing felony
evidence_based
hate_speech_post
nuclear_weapon nuclear_arms atomic_weapon atomic_bomb nuclear_bomb
save_lives rescue
remind_me
lesson_plan
vote_advice how_to_vote voting_advice who_to_vote_for whom_to_vote_for which_party_to_vote_for
worker_support
answer_back
picture
violent_picture
generated_image image_created_by_ai image_made_by_ai ai_image picture_made_by_ai ai_generated_image
meal
tired
friendship
holiday_plan
mistake_free
aware_of_culture cultural_awareness
customary
budget
speech_impairment
public_service
public_school
public_transport
public_sector
public_place public_space
public_debate
public_opinion
public_money
public_good
work_against act_against
bureaucracy red_tape
appearance their_look how_they_look
talkative chatty talk_too_much
fit_to adjust_to
parental_authority parent_authority authority_of_parent
nurse carer caregiver care_worker
vulnerable needy in_need in_distress
retrain reskill learn_new_skill
hate_comment incitement incite stir_up_hatred
waiting_time queue
monetise monetize earn_money_from make_money_from cash_in_on make_money_out_of make_money_with
lazy idle idleness
tradition_of
torture torment
oppress oppression subjugate
propaganda
purchase shop shopping
influence sway_people
interest_of_humanity humanity's_interest interest_of_mankind
talk_behind_backs
habit
loan_decision
crime_prediction predictive_policing
red_line line_it_must_not_cross
plain_answer straight_answer direct_answer
deadline
waste_time
dialect
surprise
panic_button
teach_material learning_material
dismiss_fear
voice_of concern worry anxiety
fear_of
"""

ENGLISH = LanguageRules(
    code="en",
    words=english_words,
    ignored=IGNORED,
    actors=ACTORS,
    synonyms=SYNONYMS,
    opposites=OPPOSITES,
    negators=NEGATORS,
    negating=NEGATING,
    negating_before=NEGATING_BEFORE,
    affirming=AFFIRMING,
    obliging=OBLIGING,
    permitting=PERMITTING,
    excusing=EXCUSING,
    quantities=QUANTITIES,
    comparisons=COMPARISONS,
    conditions=CONDITIONS,
    exceptions=EXCEPTIONS,
    concessions=CONCESSIONS,
    passives=PASSIVES,
    light=LIGHT,
    genitives=GENITIVES,
    negating_prefixes=NEGATING_PREFIXES,
)
"""English."""
