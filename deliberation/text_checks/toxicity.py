"""Whether a text is abusive: a small list of words that everybody can read, with their context. PURE.

It knows slurs, wishes of death and insults aimed at somebody, in English, Spanish, Arabic and Chinese. It
knows no irony and no new words; a site that needs more names its own check in the setting TOXICITY_CHECK.
Words for who people are (gay, Jewish, black, disabled ...) are never a sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from deliberation.text_checks.flag import Flag, excerpt
from deliberation.text_checks.normalisation import skeleton, visible

_SLURS = re.compile(
    r"\b(?:n[i1]gg(?:er|a|uh)s?|f[a4]gg?[o0]ts?|k[i1]kes?|sp[i1]cs?(?=\b)|ch[i1]nks?|g[o0]{2}ks"
    r"|wetbacks?|trann(?:y|ies)|ret[a4]rds?|ret[a4]rded|c[u\*]nts?|sandnigg\w+"
    r"|raghead\w*|towelhead\w*|pak[i1]s(?=\b)|coons(?=\b)|beaners?|shemales?|f[u\*]cktards?|libtards?"
    r"|white trash|dykes(?=\b))\b"
    r"|\b(?:maric[oó]n(?:es)?|sudacas?|negrata\w*|hijos? de (?:la gran )?puta|hij[oe]puta\w*"
    r"|malparid[oa]s?|mongolic[oa]s?|subnormal(?:es)?|puto maric\w+|panchit[oa]s?)\b"
    r"|شرموط\w*|(?<!\w)(?:يا |ال)?(?:عاهرات|قحبة|قحاب|منيوك|لوطي|خنيث|زنوج)(?!\w)|ابن (?:ال)?(?:كلب"
    r"|شرموطة|قحبة|عاهرة|زنا)|أولاد الكلاب|كس ام\w*|كس أم\w*"
    r"|傻[逼屄比Bb](?![较較])|煞笔|操你(?:妈|媽|大爷)?|草泥[马馬]|日你[妈媽]|肏|婊子|贱人|賤人|賤貨"
    r"|贱货|支那(?:猪|豬|人|狗)|黑鬼|死(?:基佬|同性恋|同性戀|胖子|变态|變態)|幹你娘|幹恁娘|干你娘"
    r"|王八蛋|畜生(?!道)|杂种|雜種|狗娘养|尼哥|阿共仔|台巴子",
    re.IGNORECASE,
)
_PEOPLE = (
    r"(?:you|they|them|muslims?|jews?|christians?|blacks?|whites?"
    r"|asians?|mexicans?|arabs?|gays?|lesbians?|women|men|immigrants?"
    r"|migrants?|refugees?|republicans?|democrats?|liberals?|conservatives?|politicians?|moderators?"
    r"|organi[sz]ers?|people|citizens?|voters?|americans?|chinese|indians?|foreigners?"
    r"|gypsies|trans(?: people)?|humans|users|participants|he|she|everyone|anyone who \w+(?: \w+){0,5})"
)
_GROUP = rf"(?:(?:these|those|all|every|most|the)\b|{_PEOPLE})"
_DEATH = re.compile(
    rf"\b(?:kill|hang|shoot|gas|exterminate|execute|lynch|burn|murder|slaughter) (?:yourself|yourselves"
    rf"|(?:all |every )?(?:the |those |these )?{_PEOPLE})\b"
    rf"|\b{_PEOPLE}(?: \w+){{0,3}} (?:should|must|deserve to|need to|ought to|have to) (?:all )?(?:die"
    rf"|be (?:killed|shot|hanged|gassed|exterminated|executed|lynched|deported|burned|wiped out"
    rf"|eliminated|sterili[sz]ed|put down))\b"
    r"|\bi hate (?:all )?(?:the )?(?:jews|muslims|blacks|gays|arabs|women|immigrants|mexicans|asians"
    r"|christians|refugees)\b"
    r"|\bodio a (?:los|las) (?:judí|negr|mor|inmigrantes|gays|musulman|mujeres|gitan)\w*"
    r"|^die\b,? all of you|^去死\W*$"
    r"|\bdeath to\b|\bgo die\b|\bkys\b|\bdrop dead\b|\bhope (?:you|they|he|she)(?: all)? (?:die|dies"
    r"|rot|burn|suffer|get (?:cancer|raped|killed))|\brot in hell\b|\bi(?:['’]ll| will| am going to"
    r"|['’]m going to|['’]m gonna) (?:kill|hurt|rape|find|shoot|beat) (?:you|them|him|her|your)"
    r"|\b(?:muérete|mátate|ojalá (?:te|os|se) mueras?n?|muerte a (?:los|las|todos|el)|(?:hay que"
    r"|deberían|debemos|vamos a) (?:matar|fusilar|colgar|exterminar|quemar) (?:a )?(?:los|las|todos"
    r"|esos|estos)|te voy a matar|deberían (?:morir|ser (?:fusilad|ejecutad|exterminad)\w+))\b"
    r"|الموت ل|اقتلوا (?:كل|جميع|ال)|يجب (?:قتل|حرق|شنق|إبادة) (?:كل|جميع|ال)|اقتل نفسك|سأقتلك"
    r"|سوف أقتلك|روح موت|مت يا"
    r"|(?<!要)(?<!会)(?<!會)(?:你|他们|他們|你们|你們|都|全家|给我|給我)(?:都|全)?(?:该|該|应该"
    r"|應該)?(?:去死|该死|該死)|去死吧|死全家|(?:杀光|殺光|杀死所有|殺死所有|灭绝|滅絕|弄死)(?:你|所有"
    r"|这些|這些|他们|他們|那些|全部)?|我要(?:杀|殺)了?(?:你|他|她)|自[杀殺]吧",
    re.IGNORECASE,
)
_INSULT_WORDS = (
    r"(?:(?:fucking |bloody |damn |total |complete |absolute |bunch of |pack of |nothing but |all "
    r"|just |a |an |so |such |real |utter(?:ly)? |dirty |filthy |piece of |pieces of |worthless "
    r"|stupid )*"
    r"(?:idiots?|morons?|imbeciles?|scum|vermin|parasites?|subhumans?|animals|cockroach(?:es)?|rats"
    r"|filth|garbage|trash|trolls?|cretins?|pigs?|losers?|whores?|sluts?|bitch(?:es)?|bastards?"
    r"|assholes?|arseholes?|dickheads?|dumbass(?:es)?"
    r"|shit(?:heads?|s)?|stupid|dumb|braindead|pathetic|disgusting|inferior|worthless|retarded"
    r"|degenerates?|savages|wankers?|twats?|pricks?|jerks?|clowns?|sheep|cancer|plague|terrorists"
    r"|criminals|thieves|evil))"
)
_INSULT = re.compile(
    rf"\b{_GROUP}(?: \w+){{0,2}}? (?:are|is|r|['’]re)(?: all| just| nothing but| such| really"
    rf"| a bunch of| so| only)* {_INSULT_WORDS}\b(?! (?:questions?|answers?|to)\b)"
    rf"|\b(?:you['’]re|ur|you) (?:a |an |such a |all |so |fucking |just |nothing but )*(?:idiots?"
    rf"|morons?|imbeciles?|scum|vermin|stupid|dumb|assholes?|bastards?|bitch(?:es)?|dickheads?|losers?"
    rf"|pathetic|worthless|trash|cretins?)\b"
    r"|\b(?:fuck (?:you|off|them|him|her|this|all|every|the|yourself|women|muslims|jews|immigrants"
    r"|liberals|politicians|ai)|go to hell|shut up|screw you|piss off|suck my|eat shit|stfu"
    r"|pieces? of shit|bunch of (?:idiots|morons|losers|clowns)|sons? of (?:a )?bitch(?:es)?|motherfuck\w*"
    r"|cocksuck\w*"
    r"|you (?:people )?(?:make me sick|disgust me)|go back to (?:your country|where you))\b"
    r"|\b(?:fucking|damn|stupid|filthy|dirty|disgusting|lazy) (?:idiots?|morons?|muslims?|jews?"
    r"|blacks?|whites?|arabs?|gays?|women|immigrants?|migrants?|mexicans?|bitch(?:es)?|whores?"
    r"|politicians?|liberals?|republicans?|democrats?|foreigners?|refugees?|people like you"
    r"|organi[sz]ers?|moderators?)\b"
    r"|\b(?:eres|sois|son|es)(?: (?:todos|todas|un|una|unos|unas|muy|tan|pura))* (?:idiotas?"
    r"|imb[eé]cil(?:es)?|est[uú]pid[oa]s?|gilipollas|cabr[oó]n(?:es)?|basura|escoria|ratas|cerd[oa]s?"
    r"|retrasad[oa]s?|cretin[oa]s?|pendej[oa]s?|capull[oa]s?|animales|bestias|putas?|zorras?"
    r"|inútil(?:es)?|asqueros[oa]s?|parásitos|tont[oa]s? del culo)\b"
    r"|\b(?:vete a la mierda|que te (?:jodan|den|follen)|me cago en (?:ti|tu|vosotros|los|tus|la puta)"
    r"|cállate|vuelve a tu país|chinga tu madre|la puta que te parió|pinches? (?:\w+)"
    r"|put[oa]s? (?:inmigrantes?|moros?|judíos?|negros?|políticos?|feministas?)"
    r"|malditos? (?:inmigrantes?|moros?|judíos?|negros?|gays|extranjeros)|gilipollas|pandilla de \w+"
    r"|hatajo de \w+)\b"
    r"|(?:أنت|انت|أنتم|انتم|أنتِ|هم|كلهم|كلكم|هؤلاء|كل ال\w+|جميع ال\w+)(?: \w+){0,2}? (?:غبي|أغبياء"
    r"|اغبياء|حمار|حمير|كلب|كلاب|خنزير|خنازير|حقير|حقراء|حثالة|قذر|قذرون|قذرين|تافه|تافهون|حشرات|معتوه"
    r"|متخلف|متخلفون|متخلفين|جرذان|حيوانات|مجرمون|زبالة|وسخ|نجس|أنجاس)(?!\w)|(?<!\w)يا (?:غبي|حمار|كلب"
    r"|حيوان|حقير|خنزير|وسخ|متخلف|أغبياء|كلاب|حمير|حثالة|زبالة)(?!\w)|اخرس|تبا لك|تباً لك"
    r"|اذهب إلى الجحيم|ارجع إلى بلدك|لعنة الله على|اللعنة علي(?:كم|ك|هم)|النساء غبيات"
    r"|(?:你|妳|你们|你們|他们|他們|这些|這些|那些|她们|全是|都是|这群|這群|一群"
    r"|死)[^，。,.!！不]{0,8}?(?:白痴|白癡|傻子|蠢货|蠢貨|蠢猪|蠢豬|废物|廢物|人渣|垃圾(?!邮件|郵件"
    r"|信息|分类|分類|食品|訊息)|脑残|腦殘|弱智|智障|混蛋|败类|敗類|禽兽|禽獸|寄生虫|寄生蟲|蟑螂|下贱"
    r"|下賤|恶心的|噁心的|低能|狗东西|狗東西|猪狗不如|豬狗不如|笨蛋|神经病|神經病)|(?:闭嘴|閉嘴|滚蛋"
    r"|滾蛋|滚出|滾出|滚回|滾回|他妈的|他媽的|你妈的|你媽的|去你的|妈的|媽的|放屁|狗屁)",
    re.IGNORECASE,
)
_ABOUT_IT = re.compile(
    r"(?:\b(?:not|never|nobody|no one|without|avoid\w*|refus\w+|prevent\w*|against|stop\w*|forbid\w*"
    r"|prohibit\w*|ban\w*|nor|reject\w*|condemn\w*|report\w*|slurs?|insults?|words?|phrases?"
    r"|call(?:s|ed|ing)?|sa(?:y|ys|id|ying)|stereotyp\w*|claim\w*|tell\w*|such as|like|think\w*"
    r"|believ\w*|if|when|help\w*|argu\w*|robots?|machines?|ai|whether|ask\w*)\b|n['’]t\b"
    r"|\b(?:no|nunca|jamás|evit\w+|rechaz\w+|llam\w+|dec\w+|insult\w+|sin|impedir|contra|prohib\w+"
    r"|si|palabras?|como)\b"
    r"|(?:لا|ألا|عدم|يرفض|منع|ضد|مثل|قول|إهانة|وصف|أن يقول)"
    r"|(?:不|禁止|拒绝|拒絕|避免|防止|反对|反對|称|稱|叫|骂|罵|辱骂|辱罵|说|說|如果|当|當|诸如|例如|像))"
    r"[^.!?。！？\n]{0,70}$",
    re.IGNORECASE,
)
_SPEECH_ABOUT_IT = re.compile(
    r"^[^.!?]{0,40}\b(?:is|are) (?:wrong|unacceptable|hate|hateful|offensive|racist|not (?:ok|okay"
    r"|acceptable))\b",
    re.IGNORECASE,
)


def toxicity_flags(text: str) -> tuple[Flag, ...]:
    """Return why a text may be abusive: each sign once. Slurs count wherever they stand."""
    return tuple(_findings(skeleton_where_latin(visible(text))))


def skeleton_where_latin(text: str) -> str:
    """Return a text in Latin letters with look-alikes replaced and accents kept; any other as it is."""
    if text.isascii() or any("\u0600" <= c <= "\u06ff" or "\u3400" <= c <= "\u9fff" for c in text):
        return _without_vowel_marks(text)
    return " ".join(word if all(ord(c) < 0x250 for c in word) else skeleton(word) for word in text.split(" "))


def _findings(text: str) -> Iterator[Flag]:
    slur = _SLURS.search(text)
    if slur:
        yield Flag("toxicity", "slur", excerpt(slur[0]))
    for pattern, sign in ((_DEATH, "death"), (_INSULT, "insult")):
        for match in pattern.finditer(text):
            if not _ABOUT_IT.search(text[: match.start()]) and not _SPEECH_ABOUT_IT.match(
                text[match.end() :]
            ):
                yield Flag("toxicity", sign, excerpt(match[0]))
                break


def _without_vowel_marks(text: str) -> str:
    return re.sub("[\u064b-\u0652\u0640]", "", text)
