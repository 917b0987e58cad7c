"""The same in other languages: a verb of ignoring, something earlier, and what it is that came earlier. PURE.

The interface languages know more shapes. The rest cover the plainest one in the languages most of the web is
written in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from deliberation.text_checks.injection_pattern import Pattern, words

_QUOTED = (
    r"(?:[\"“”'‘«「『][^\"“”'’»」』\n]{1,80}[\"”'’»」』]|(?-i:\b[A-Z]{2,}\b(?<!\bIA)(?<!\bAI)(?<!\bUE)))"
)


@dataclass(frozen=True)
class Override:
    """How a language says "ignore the earlier instructions", in any order of the three parts."""

    ignore: str
    earlier: str
    things: str
    spoken_about: str
    """What before the verb tells that somebody writes about it: a negation, "asked to"."""
    reach: int = 45

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first clause that asks for it."""
        parts = [self.ignore, self.earlier, self.things]
        for match in re.finditer(self.ignore, text, re.IGNORECASE):
            start = max(0, match.start() - self.reach)
            clause_start = max([start, *(m.end() for m in _CLAUSE.finditer(text, start, match.start()))])
            end = next((m.start() for m in _CLAUSE.finditer(text, match.end())), len(text))
            clause = text[clause_start : min(end, match.end() + self.reach)]
            if not all(re.search(part, clause, re.IGNORECASE) for part in parts[1:]):
                continue
            before = text[clause_start : match.start()]
            if not re.search(self.spoken_about, before, re.IGNORECASE):
                return match
        return None


_CLAUSE = re.compile(r"[.!?;:\n。！？；：؟]")

OVERRIDES = (
    Override(
        r"\b(?:ignor(?:a|e|ad|en|ar|es|emos|ando)|olvid(?:a|e|ar|ate|en|ad|emos|es)(?:te)?|descart(?:a|e"
        r"|ar|en)|omit(?:e|a|ir|an)|desestim(?:a|e|ar)|desobedec\w+|(?:haz|haga|haced|hacer) caso omiso"
        r"|no (?:hagas|haga|tengas|tenga) (?:caso|en cuenta)|(?:no|deja de|nunca) (?:sigas|siga|seguir"
        r"|obedezcas|obedecer|cumplas|apliques|respetes)|p[áa]sa(?:te)? por alto|s[áa]ltate|anula|borra"
        r"|elimina|desecha|prescinde)\b",
        r"\b(?:anterior(?:es|mente)?|previ[oa]s?|de arriba|precedentes?|de antes|antes|hasta ahora"
        r"|hasta aquí|original(?:es)?|iniciales|tus|todas las (?:instrucciones|reglas|normas|directrices)"
        r"|todos los (?:principios|prompts)|que (?:te|se te) (?:dieron|han dado|dijeron))\b",
        r"\b(?:instruc\w+|indicaci\w+|[óo]rdenes|reglas?|normas?|directri\w+|mensajes?|prompts?"
        r"|principios?|textos?|lo (?:anterior|de arriba|dicho)|todo lo|restricci\w+|directivas?|contexto"
        r"|conversaci[óo]n)\b",
        r"\b(?:no (?:debe|debería|deben|puede|tiene|es|se|hay)\w*|nunca|jamás|evit\w+|neg\w+se|rechaz\w+"
        r"|sin|pid\w+|ped\w+|dig\w+ que|intent\w+|impid\w+|impedir|prohib\w+|para que|capaz|resist\w+"
        r"|a no)\b[^,]{0,40}$",
    ),
    Override(
        r"(?<!\w)(?:و|ف)?(?:تجاهل(?:ي|وا)?|اهمل|أهمل|انس(?:ى|َ)?|إنس|انسوا|انسي|اترك|تخطَّ?|تخطى|الغ|ألغ|ألغِ"
        r"|احذف|تغاض|اغفل|أغفل|لا تتبع(?:ي|وا)?|لا تلتزم|لا تطع|لا تنفذ|توقف عن اتباع|تخلَّ?|تجاوز|امسح"
        r"|دعك من|لا تهتم)(?!\w)",
        r"(?:السابق\w*|سابق\w*|أعلاه|اعلاه|المذكور\w*|قبل|الأصلي\w*|الأولي\w*|ما سبق|جميع|كل|كافة"
        r"|الماضي\w*|تعليماتك|قواعدك)",
        r"(?:تعليمات\w*|التعليمات|أوامر|الأوامر|اوامر|الاوامر|القواعد|قواعد\w*|التوجيهات|توجيهات\w*"
        r"|المبادئ|مبادئ\w*|النصوص|النص|الرسائل|ما سبق|الإرشادات|إرشادات|ارشادات|المطالبات|شيء|ما قيل"
        r"|البرومبت|السياق|القيود|المحادثة)",
        r"(?:ألا|الا يجب|لا يجب|لا ينبغي|لا يمكن|يرفض|رفض|لن|عدم|منع|طلب|يطلب|أن لا|بعدم|يُطلب)[^،]{0,40}$",
    ),
    Override(
        r"忽略|忽視|忽视|无视|無視|忘记|忘記|忘掉|忘了|不要理会|不要理會|不理会|不理會|不用理|别管|別管"
        r"|不要管|抛弃|拋棄|放弃|放棄|跳过|跳過|覆盖|覆蓋|(?:不要|别|別|停止|不再|不必|无需|無需|不用|不准"
        r"|别再)(?:再|继续|繼續)?(?:遵守|遵循|执行|執行|听从|聽從|服从|服從|理睬)|抛开|拋開|作废|作廢|取消"
        r"|删除|刪除|清除|摒弃|撇开|丢弃|丟棄|违背|無須理會|请无视",
        r"之前|以前|先前|上面|以上|前面|前述|上述|原有|原来|原來|原本|此前|刚才|剛才|之上|你的|先前|上文"
        r"|前文|早先|初始|(?:所有|一切|全部|任何|其他|其它)(?:的)?(?:指令|指示|规则|規則|提示|原则|原則"
        r"|限制|命令|准则|準則|约束|約束|其他|其它|內容|内容)",
        r"指令|指示|命令|规则|規則|提示|说明|說明|原则|原則|要求|内容|內容|设定|設定|限制|准则|準則|约束"
        r"|約束|訊息|信息|消息|对话|對話|的话|的話|规定|規定|规范|規範|一切|所有|文字|文本|上下文|指引"
        r"|宪法|憲法",
        r"(?:不(?:应|應|该|該|会|會|得|可|能|准|許|许|被|因)|拒绝|拒絕|防止|避免|禁止|抵制|要求(?:它|AI"
        r"|人工智能|人工智慧|系统|系統)|试图|試圖|企图|企圖|让(?:它|AI)|讓(?:它|AI)|无法|無法"
        r"|不要因)[^，,]{0,20}$",
        reach=22,
    ),
    Override(
        r"\b(?:ignore[zr]?|oublie[zr]?|néglige[zr]?|fai(?:s|tes) abstraction|ne (?:tiens|tenez|suis"
        r"|suivez) pas|ne tene?z? (?:pas|plus) compte|efface[zr]?|abandonne[zr]?|passe outre"
        r"|contourne[zr]?)\b",
        r"\b(?:précédent\w*|antérieur\w*|ci-dessus|avant|préalables?|initial\w*|tes|vos|toutes les"
        r"|d['’]origine)\b",
        r"\b(?:instructions?|consignes?|règles?|ordres?|directives?|messages?|principes?|textes?"
        r"|tout ce qui|prompts?|restrictions?)\b",
        r"\b(?:ne (?:doit|doivent|devrait|peut)|jamais|refus\w+|demand\w+|empêch\w+)\b.{0,40}$",
    ),
    Override(
        r"\b(?:ignorier(?:e|en|t|st)?|vergiss|vergesst|vergessen sie|missachte|übergehe|überspringe"
        r"|beachte|beachten sie|verwirf|lösche|befolge|setze? dich über|außer acht)\b",
        r"\b(?:vorherig\w*|bisherig\w*|obig\w*|vorig\w*|vorangegangen\w*|früher\w*|zuvor|oben"
        r"|ursprünglich\w*|deine|alle|alles|davor)\b",
        r"\b(?:anweisung\w*|regeln?|befehle?\w*|vorgaben?|instruktion\w*|richtlinien?|grundsätze\w*"
        r"|prinzipien|nachrichten?|texte?|prompts?|was|alles)\b",
        r"\b(?:nicht|nie|niemals|kein\w*|soll\w*|darf|weiger\w*|verbiet\w*)\b.{0,40}$",
    ),
    Override(
        r"\b(?:ignor(?:e|a|em|ar|ate|are|i|ino)|esque(?:ça|ce|çam|cer)|desconsider(?:e|a|ar)|desobedeça"
        r"|não (?:siga|obedeça|cumpra)|dimentica(?:re|te|ti)?|trascura(?:re)?|non (?:seguire|considerare"
        r"|rispettare)|tralascia|scarta)\b",
        r"\b(?:anterior(?:es|i|e|mente)?|préci\w*|prévi[oa]s?|acima|antes|precedent[ei]|sopra|prima"
        r"|original\w*|inicia\w*|tutte le|todas as|suas|tue)\b",
        r"\b(?:instruç\w+|instruc\w+|istruzion\w+|regras?|regole?|ordens|ordini|diretriz\w*|direttiv\w+"
        r"|mensage\w+|messagg\w+|princíp\w+|princìp\w+|principi|comandos|comandi|tudo o que|tutto ciò"
        r"|prompts?|linee guida|texto|testo)\b",
        r"\b(?:não deve\w*|no (?:deb|pued|tien)\w+|nunca|jamais|recus\w+|non deve|non dovrebbe|mai"
        r"|rifiut\w+|pede\w*|chied\w+)\b.{0,40}$",
    ),
    Override(
        r"(?:игнорируй(?:те)?|проигнорируй(?:те)?|забудь(?:те)?|не (?:обращай(?:те)?|следуй(?:те)?"
        r"|выполняй(?:те)?)|отбрось(?:те)?|отмени|пренебреги|ігноруй(?:те)?|проігноруй|забудь"
        r"|zignoruj(?:cie)?|ignoruj(?:cie|te)?|zapomnij(?:cie)?|zapomeň|pomiń|nie stosuj|nie przestrzegaj)",
        r"(?:предыдущ\w+|прежни\w+|выше\w*|прошл\w+|все|всё|попередн\w+|усі|вище|poprzedni\w*"
        r"|wcześniejsz\w*|powyższ\w*|wszystki\w*|předchozí\w*|všechny|dosavadní)",
        r"(?:инструкци\w+|указани\w+|правил\w+|команд\w+|сообщени\w+|принцип\w+|запрос\w+|что было"
        r"|інструкці\w+|вказівк\w+|правила|instrukcj\w+|polece\w+|zasad\w*|regu[łl]\w*|pokyn\w*"
        r"|instrukc\w*|pravidl\w*|текст\w*)",
        r"(?:\bне (?:долж\w+|следует|нужно|может)|никогда|отказ\w+|nie powin\w+|nigdy|nesm\w+).{0,40}$",
    ),
    Override(
        r"(?:無視し|忘れ|従わない|従うな|破棄し|無効に|取り消し|무시하|무시해|잊어|잊으|따르지)",
        r"(?:以前|これまで|上記|前の|先の|すべて|全て|今まで|以上|元の|이전|앞의|위의|지금까지|모든|기존"
        r"|앞선)",
        r"(?:指示|命令|ルール|規則|プロンプト|原則|内容|メッセージ|設定|지시|명령|규칙|프롬프트|원칙|내용"
        r"|지침|메시지)",
        r"(?:べきではない|してはならない|하면 안|않아야)",
    ),
    Override(
        r"(?:negeer|vergeet|sla over|ignorera|glöm|bortse från|ignorer|glem|se bort fra|unohda"
        r"|jätä huomiotta|\byok say|\bunut\b|görmezden gel|dikkate alma|abaikan|lupakan|bỏ qua|quên"
        r"|phớt lờ|अनदेखा|भूल जा|नज़रअंदाज़|उपेक्षा|نادیده بگیر|فراموش کن|نظر انداز|بھول جا|התעלם|תתעלם|שכח"
        r"|αγνόησε|ξέχνα|αγνοήστε|ignoră|uită|puuza|hagyd figyelmen kívül|felejtsd el|sahau|ไม่ต้องสนใจ"
        r"|เพิกเฉย|ละเว้น|ลืม|উপেক্ষা|அலட்சிய|புறக்கணி|huwag pansinin|kalimutan)",
        r"(?:vorige|eerdere|bovenstaande|alle|voorgaande|tidigare|föregående|ovan|alla|tidligere"
        r"|ovenstående|ovenfor|foregående|forrige|aiemm|edelli|kaikki|önceki|yukarıdaki|tüm|bütün"
        r"|sebelumnya|di atas|semua|trước|phía trên|mọi|tất cả|पिछले|पिछली|सभी|पहले|ऊपर|قبلی|بالا|تمام"
        r"|پچھلی|تمام|הקודמ|כל|προηγούμεν|όλες|anterioare|precedente|toate|zilizotangulia|zote|előző"
        r"|korábbi|összes|ก่อนหน้า|ทั้งหมด|ข้างต้น|পূর্ববর্তী|সমস্ত|முந்தைய|nakaraan|naunang|lahat)",
        r"(?:instructie|regel|opdracht|prompt|instruktion|regler|anvisning|instruks|ohje|sään|talimat"
        r"|kural|komut|yönerge|instruksi|perintah|aturan|hướng dẫn|chỉ dẫn|quy tắc|lệnh|निर्देश|नियम|आदेश"
        r"|دستور|قوانین|ہدایات|הוראות|ההוראות|הנחיות|οδηγίες|εντολές|instrucțiun|regulile|maagizo|utasítás"
        r"|szabály|คำสั่ง|คำแนะนำ|กฎ|নির্দেশ|வழிமுறை|அறிவுறுத்தல்|tagubilin|utos|panuto)",
        r"(?:\bniet\b|nooit|\binte\b|aldrig|ikke|mag niet|tidak (?:boleh|seharusnya)|không (?:nên|được)"
        r"|नहीं|نباید|לא |asla)",
    ),
)

OTHER_LANGUAGES = (
    # Spanish
    Pattern(
        "persona",
        words(
            r"\b(?:ahora eres|ya no eres|eres ahora|serás ahora|(?:a partir de|desde|de) (?:ahora"
            r"|este momento)(?: en adelante| mismo)?,? (?:eres|serás|tú|tu|responde|responderás|actúa"
            r"|actuarás"
            r"|debes|ignora|solo|sólo|vas|siempre|contesta|habla|todas tus|dirás|di)|modo (?:desarrollador"
            r"|dios|administrador|dan|sin restricciones|depuración) (?:activado|habilitado)|(?:activa"
            r"|entra en"
            r"|habilita|activar) (?:el )?modo (?:desarrollador|dios|administrador|dan|sin restricciones))"
        ),
        "mention",
    ),
    Pattern(
        "persona",
        words(
            r"(?:^|[.!?:;\n]\s*|,\s*)(?:(?:por favor,? )?act[úu]a como (?:si (?:fueras|no)|una? (?:ia"
            r"|asistente|modelo|hacker|experto)? ?(?:sin|malvad|libre)|dan|mi )|finge (?:que|ser)|hazte pasar"
            r"|imagina que eres|haz de cuenta|simula (?:que|ser)|compórtate como si)|\btu (?:nuevo|nueva"
            r"|verdadero|verdadera|única?|único) (?:rol|papel|nombre|tarea|identidad|objetivo|instrucción"
            r"|misión|amo)|\b(?:eres|serás) (?:un|una) (?:ia|asistente|modelo) (?:sin|libre)"
            r"|no tienes (?:restricciones|límites|reglas|filtros)|sin (?:restricciones|filtros) y (?:responde"
            r"|haz)"
        ),
        "mention",
    ),
    Pattern(
        "leak",
        words(
            r"\b(?:muestra|muéstrame|revela|revélame|imprime|repite|dime|escribe|ens[eé]ña(?:me)?|comparte"
            r"|cuéntame|copia|transcribe|traduce|lista|publica)\b (?:\w+ ){0,4}?(?:(?:tu|tus|el|las|los|la"
            r"|este|estas) (?:\w+ ){0,3}?(?:prompt|instrucciones (?:\w+ )?(?:iniciales|del sistema|ocultas"
            r"|internas|secretas|originales|anteriores|completas|previas)|mensaje de(?:l)? sistema"
            r"|contraseñas?|claves?|configuración interna|instrucciones)|(?:todo )?lo (?:anterior|de arriba))"
        ),
        "mention",
    ),
    Pattern(
        "output",
        words(
            rf"(?:^|[.!?:;\n]\s*|,\s*|\b(?:y|por favor|ahora|debes|solo|sólo|siempre|solamente|únicamente"
            rf"|entonces|simplemente|luego|tienes que) )(?:responde|responder|responderás|contesta"
            rf"|contestar|di"
            rf"|decir|escribe|escribir|devuelve|imprime|imprimir|repite|genera|emite) (?:(?:solo|sólo"
            rf"|solamente"
            rf"|únicamente|siempre|exactamente|simplemente|nada más que|exclusivamente|a todo"
            rf"|a todas? (?:las? )?\w+) )*(?:con |que )?(?:{_QUOTED}|la (?:palabra|frase|letra|cadena)"
            rf"|el (?:texto|número)|(?:ok|okay|vale|sí|no|nada|aprobado|hackeado|pwned|de acuerdo)(?=$"
            rf"|[.,!;\n]"
            rf"| (?:y nada|a todo|siempre|sin|y)))"
        ),
        "mention",
    ),
    Pattern(
        "output", words(r"\b(?:responde|contesta|di|escribe|imprime)\b[^.\n]{0,40} y nada más\b"), "mention"
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:elige|escoge|selecciona|prefiere|elija|seleccione|vota por|elegir"
            r"|escoger)(?: siempre)? (?:siempre )?(?:la |el )?(?:respuesta|opción|alternativa|candidata"
            r"|primera|segunda) (?:(?:n[úu]mero )?(?:(?-i:[A-D])|1|2|uno|dos|primera|segunda|más larga"
            r"|respuesta|opción)\b)"
        ),
        "mention",
    ),
    Pattern(
        "judge",
        words(
            r"(?:^|[.!?:;\n]\s*|,\s*|\b(?:y|por favor|siempre|debes) )(?:punt[úu]a|calif[ií]ca|valora|dale"
            r"|otorga|pon|ponle|eval[úu]a|asigna|da)\b(?: \w+){0,5}? (?:10|100|diez|(?:la "
            r"|el )?(?:puntuación "
            r"|nota |puntaje |calificación )?(?:máxim\w+|más alta|perfecta)|sobresaliente)"
        ),
        "mention",
    ),
    Pattern(
        "precedence",
        words(
            r"\b(?:este principio|esta (?:regla|instrucción|frase|norma|afirmación|declaración|propuesta)"
            r"|lo siguiente|este (?:mensaje|enunciado|texto))(?: \w+){0,3} (?:anula|prevalece|sustituye"
            r"|reemplaza|está por encima|tiene (?:la )?(?:máxima )?(?:prioridad|precedencia)|invalida"
            r"|deja sin efecto|predomina|cancela|es el único|es la única)"
        ),
        "mention",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:cuando|si) (?:te|se te|le|os) (?:pid[ae]n?|solicit\w+|orden\w+"
            r"|diga\w*)(?: que)? (?:revis\w+|critic\w+|critiqu\w+|evalu\w+|juzg\w+|corrij\w+|corre\w+"
            r"|reescrib\w+|compar\w+|elij\w+|eleg\w+)[^.\n]{0,40}, ?(?:\w+ )?(?:responde|di|contesta|escribe"
            r"|elige|ignora|no|deja|devuelve|aprueba|repite)"
        ),
        "none",
    ),
    Pattern(
        "address",
        words(
            r"(?:^|[.!?:\n(]\s*)(?:querid[oa]|estimad[oa]|atención|nota para|mensaje para|instrucciones? para"
            r"|importante para|aviso (?:a|para)|para|hola),? (?:el |la |los |las |cualquier )?(?:ia"
            r"|modelo(?: de lenguaje)?|asistente|juez|evaluador|crítico|moderador|sistema|chatbot|llm"
            r"|inteligencia artificial)(?: que \w+(?: \w+){0,4})? ?[,:!]|\bsi eres (?:una? )?(?:ia|modelo"
            r"|asistente|llm|bot|inteligencia artificial)\b"
        ),
        "none",
    ),
    Pattern(
        "override",
        words(
            r"(?:^|[.!?:\n]\s*)(?:nuevas? (?:instrucci\w+|tareas?|órdenes|reglas)|nuevo prompt"
            r"|instrucciones (?:nuevas|actualizadas|secretas|reales|del sistema)) ?[:：]"
            r"|\btus (?:instrucciones|reglas|restricciones) (?:ya no|quedan|han sido|son ahora)"
        ),
        "none",
    ),
    # Arabic
    Pattern(
        "persona",
        words(
            r"(?:أنت الآن|انت الان|أنت الان|لم تعد (?:مساعد\w*|ملزم\w*|مقيد\w*|ذكاء|نموذج\w*|خاضع\w*)"
            r"|(?:من الآن فصاعد\w*|من الآن|ابتداءً? من الآن|منذ الآن)،?,? ?(?:أنت|انت|ستكون|أجب|اجب|كن|قل"
            r"|تجاهل"
            r"|رد|تصرف|لا|جميع|كل)|تظاهر (?:بأنك|أنك|انك|بانك)|تخيل (?:أنك|انك)|تصرف (?:كأنك|وكأنك|كما لو"
            r"|كـ ?dan|كذكاء)|العب دور|تقمص|وضع المطور|دورك الجديد|مهمتك (?:الجديدة|الوحيدة|الحقيقية)"
            r"|اسمك الجديد|بدون (?:أي )?قيود أجب)"
        ),
        "mention",
    ),
    Pattern(
        "leak",
        words(
            r"(?:اطبع|اكشف|أظهر|اظهر|اعرض|كرر|أخبرني|اخبرني|اكتب|شارك|أعطني|اعطني|انسخ|ما هي|ترجم"
            r"|لخص)(?: \w+){0,3} (?:تعليماتك|تعليمات النظام|تعليمات\w* (?:السرية|الأصلية|الأولية|المخفية"
            r"|الداخلية)|التعليمات (?:السرية|الأصلية|المخفية|أعلاه|السابقة|الأولية)|موجه النظام|برومبت"
            r"|رسالة النظام|كلمة المرور|كلمة السر|النص أعلاه|ما سبق|مطالبة النظام|موجّه النظام)"
        ),
        "mention",
    ),
    Pattern(
        "output",
        words(
            rf"(?:أجب|اجب|رد|رُد|قل|اكتب|اطبع|أعد|جاوب|وأجب|وقل|واكتب|ورد|أخرج)(?: (?:فقط|دائما|دائمًا|دائماً"
            rf"|على \w+(?: \w+)?|عن \w+(?: \w+)?|كل \w+))* ?(?:بـ|ب|بكلمة|كلمة|بعبارة|عبارة|بجملة"
            rf"|فقط ب\w*)? ?(?:فقط )?(?:{_QUOTED}|«[^»]+»|(?:بكلمة|كلمة|بعبارة|عبارة|الكلمة|العبارة) \w+"
            rf"|(?:نعم"
            rf"|لا|موافق|حسنا|حسنًا|بنعم|بلا)(?= ?(?:$|[.،!\n]|فقط|دائم)))"
        ),
        "mention",
    ),
    Pattern(
        "judge",
        words(
            r"(?:اختر|اختاري|فضّل|فضل|صوّت ل|انتق|حدد)(?: دائم\w*)? (?:الإجابة|الاجابة|الرد|الخيار|الجواب"
            r"|الاستجابة) (?:[أابAB12]\b|الأول\w*|الثاني\w*|رقم|الأطول)|(?:قيّم|قيم|أعط|امنح|ضع|اعط"
            r"|صنّف)(?: \w+){0,5} (?:10|١٠|عشرة|100|١٠٠|(?:أعلى|اعلى|أقصى) (?:درجة|تقييم|علامة)"
            r"|الدرجة (?:الكاملة|القصوى|النهائية|العليا)|العلامة (?:الكاملة|القصوى))"
        ),
        "mention",
    ),
    Pattern(
        "precedence",
        words(
            r"(?:هذا المبدأ|هذه القاعدة|هذه التعليمات|هذه العبارة|هذا النص|هذه الجملة)(?: \w+){0,2} ?(?:يلغي"
            r"|تلغي|يتجاوز|تتجاوز|يتفوق|له الأولوية|لها الأولوية|فوق|يعلو|تعلو|يبطل|تبطل|يحل محل|تحل محل|تسود"
            r"|يسود|هو الوحيد)"
        ),
        "mention",
    ),
    Pattern(
        "judge",
        words(
            r"(?:عندما|إذا|حين|حينما|متى|لو) (?:يُطلب منك|يطلب منك|طُلب منك|طلب منك|تُسأل|تقوم ب|تراجع"
            r"|تنتقد|تقيم"
            r"|تُقيّم)[^.\n]{0,60}(?:أجب|اجب|قل|اكتب|اختر|تجاهل|رد|لا تغير|وافق|أعد|اترك|فأجب|فقل|فاكتب)"
        ),
        "none",
    ),
    Pattern(
        "address",
        words(
            r"(?:^|[.!?:\n(]\s*)(?:عزيزي|انتباه|ملاحظة (?:إلى|ل\w*)|رسالة (?:إلى|ل\w*)|تعليمات (?:إلى|ل\w*)"
            r"|إلى|أيها|يا|تنبيه (?:إلى|ل\w*)) ?(?:ال)?(?:نموذج|مساعد|ذكاء الاصطناعي|الذكاء الاصطناعي"
            r"|قاضي|قاض"
            r"|حكم|مقيم|مقيّم|ناقد|روبوت|مشرف|نظام)(?: \w+){0,3} ?[،,:!]|إذا كنت (?:نموذج|ذكاء|مساعد|روبوت)\w*"
            r"|(?:^|[.!?\n]\s*)(?:تعليمات|مهمة|أوامر|قواعد) (?:جديدة|محدثة|سرية) ?:"
        ),
        "none",
    ),
    # Chinese, simplified and traditional
    Pattern(
        "persona",
        words(
            r"(?:你|您)(?:现在|現在|从现在起|從現在起)?(?:已)?(?:现在|現在)?(?:是|就是|变成|變成|成为"
            r"|成為)(?:一个|一個|了)?(?:DAN|没有|沒有|不受|无限制|無限制|自由的|邪恶|邪惡|越狱|越獄|我的(?:奴"
            r"|仆|僕))|(?:你|您)(?:现在|現在)(?:是|扮演|变成|變成)|你(?:已经|已經)?(?:不再是|不再受|不再需要"
            r"|不受任何)|(?:从现在开始|從現在開始|从现在起|從現在起|从此刻起|從此刻起|从今以后|從今以後"
            r"|从此以后|自此)[，,]?(?:你|您|请|請|只|总是|總是|所有|忽略|回答)|(?:^|[。！？，,\n\s]|请|請|来"
            r"|來)(?:假装|假裝|扮演|假设你|假設你|想象你|想像你|充当|充當|装作|裝作)(?:你|成|是|一)|(?:开启"
            r"|開啟|进入|進入|启用|啟用|打开|打開|切换到|切換到|启动|啟動)(?:了)?(?:开发者|開發者|上帝|管理员"
            r"|管理員|越狱|越獄|调试|調試|无限制|無限制|DAN)(?:模式)?|(?:开发者|開發者|越狱|越獄|管理员"
            r"|管理員"
            r"|调试|偵錯|上帝|无限制|無限制)模式(?:已|啟|启|开|開)|你的(?:新|真正|唯一|真实"
            r"|真實)(?:的)?(?:身份|任务|任務|角色|名字|指令|目标|目標|使命|主人)"
        ),
        "none",
    ),
    Pattern(
        "leak",
        words(
            r"(?:打印|列印|输出|輸出|显示|顯示|告诉我|告訴我|透露|泄露|洩露|重复|重複|复述|複述|写出"
            r"|寫出|展示"
            r"|公布|说出|說出|给我看|給我看|翻译|翻譯|粘贴|貼出|总结|總結|把)(?:一下|出)?(?:你|您|上面|以上"
            r"|前面|完整|全部|所有|这个|這個|系统|系統|原始)?(?:的)?(?:完整|全部|所有|初始|隐藏|隱藏"
            r"|原始|内部"
            r"|內部|秘密|最初|系统|系統)*(?:的)?(?:系统提示|系統提示|提示词|提示詞|系统指令|系統指令|初始指令"
            r"|隐藏指令|隱藏指令|原始指令|内部指令|秘密指令|系统消息|系統訊息|指令|密码|密碼|密钥|金鑰"
            r"|上面的(?:文字|内容|內容|话|話)|以上(?:的)?(?:文字|内容|內容))"
        ),
        "none",
    ),
    Pattern(
        "output",
        words(
            r"(?:只|仅|僅|一律|永远|永遠|总是|總是|统一|統一|都|全部|直接|请|請|必须|必須|你要|然后|然後"
            r"|就|并"
            r"|並|，|,|^)(?:要|能|需|会|會|须|須|用|以|准|准许)?(?:回答|回复|回覆|答复|答覆|输出|輸出|说"
            r"|說|写"
            r"|寫|返回|打印|列印)(?:一个|一個|一句|一字)?(?:字|词|詞|单词|單詞|内容|內容|为|為|："
            r"|:)*[ ]?(?:[「『“\"'‘《][^」』”\"'’》]{1,60}[」』”\"'’》]|(?-i:[A-Z]{2,})(?![A-Za-z])(?<!AI)"
            r"|(?i:ok|yes|hacked|pwned)\b|(?:好的|同意|通过|通過|是的|没问题|沒問題|无需修改|無需修改|无|無"
            r"|可以|批准)(?=$|[。！，,\s]|即可|就))|(?:用|以)[「『“\"'‘][^」』”\"'’]{1,40}[」』”\"'’](?:来"
            r"|來)?(?:回答|回复|回覆|答复|结尾|結尾|开头|開頭)"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            r"(?:选择|選擇|选|選|偏好|投给|投給|挑选|挑選)(?:回答|回复|回覆|答案|选项|選項|响应|回應|第)(?:是"
            r"|为|為)?[ ]?(?:A|B|甲|乙|一个|一個|二个|二個|1|2|一|二)|(?:打|给|給|评|評|評分|评分|评为|評為"
            r"|打分)(?:这|這|此|它|我|本|该|該|予)?[^。\n]{0,10}(?:10|十|100|满|滿|最高)(?:分|评价|評價|等级"
            r"|等級|得分)|(?:打|给|給)(?:10|十|100|满|滿|最高)分|(?:标记|標記|判定|分类|分類|视|視)(?:这"
            r"|這|此"
            r"|本|该|該)[^。\n]{0,8}(?:安全|无害|無害|通过|通過|合规|合規)"
        ),
        "none",
    ),
    Pattern(
        "precedence",
        words(
            r"(?:本|此|这(?:条|个|項|项)?|這(?:條|個|項)?|以下)(?:原则|原則|规则|規則|指令|声明|聲明"
            r"|句子|句话"
            r"|句話|条款|條款|陈述|陳述|内容|內容)[^。\n]{0,10}(?:优先于|優先於|高于|高於|覆盖|覆蓋|取代|推翻"
            r"|凌驾|凌駕|压倒|壓倒|取消|废除|廢除|替代|否决|否決|优先级最高|優先級最高|至高无上|是唯一"
            r"|最高优先|最高優先|优先|優先)"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            r"(?:当|當|如果|若|在|每当|每當|一旦)?(?:你|您|模型|评审|評審)?(?:被)?(?:要求|让你|讓你|请你|請你"
            r"|需要|进行|進行)?(?:你)?(?:修改|修订|修訂|批评|批評|评判|評判|评估|評估|审查|審查|评价"
            r"|評價|改写"
            r"|改寫|比较|比較|审核|審核|打分)(?:回答|回复|回覆|回应|回應|答案|本|此|这|這)?[^。\n]{0,6}(?:时"
            r"|時|的时候|的時候|阶段|階段)?[，,](?:请|請|你)?(?:只|就|总是|總是|必须|必須|一律|都"
            r"|直接)?(?:要)?(?:回答|回复|回覆|输出|輸出|说|說|选择|選擇|忽略|写|寫|保持原|不要(?:修改"
            r"|改)|原样"
            r"|原樣|照抄)"
        ),
        "none",
    ),
    Pattern(
        "address",
        words(
            r"(?:^|[。！？\n（(])\s*(?:亲爱的|親愛的|注意|致|提醒|请|給|给|各位|尊敬的|嘿|你好)[，,]?(?:所有"
            r"|任何|各位|阅读(?:此|本)文的|閱讀(?:此|本)文的|正在阅读的)?(?:AI|人工智能|人工智慧|语言模型"
            r"|語言模型|模型|评审|評審|裁判|评委|評委|助手|系统|系統|审核员|審核員|法官|机器人|機器人|大模型"
            r"|LLM)(?:模型|助手|们|們)?[：:，,！!]|如果你是(?:一个|一個)?(?:AI|人工智能|人工智慧|语言模型"
            r"|語言模型|模型|机器人|機器人|大模型|助手)|(?:^|[。！？\n\s])(?:新的?|更新的?|最新|真正的|秘密"
            r"|特别|特別)(?:指令|任务|任務|规则|規則|提示|命令|指示)[：:]|(?:系统|系統|管理员|管理員)(?:覆盖"
            r"|覆蓋|指令|命令|通知|消息|訊息|提示)[：:]"
        ),
        "none",
    ),
    # The plainest of the rest
    Pattern(
        "persona",
        words(
            r"\b(?:tu es (?:maintenant|désormais)|vous êtes (?:maintenant|désormais)|du bist (?:jetzt|nun"
            r"|ab jetzt|ab sofort)|sie sind jetzt|ora sei|adesso sei|agora (?:você|tu|voce) (?:é|és|e)"
            r"|você agora é|je bent (?:nu|vanaf nu)|du är nu|du er nu|jesteś teraz|teraz jesteś|artık sen"
            r"|sen artık|şimdi sen|kamu sekarang|sekarang kamu|anda sekarang|bây giờ bạn là|sei jetzt"
            r"|ab sofort (?:bist|antworte)|désormais,? (?:tu|vous|réponds)|fais semblant|tu dois te comporter"
            r"|finja que|fingi di|tu dich als)\b|(?:теперь ты|ты теперь|притворись|отныне ты"
            r"|представь,? что ты|тепер ти|あなたは今|今からあなた|あなたはもはや|のふりをし|너는 이제"
            r"|당신은 이제|이제부터 (?:너|당신)|인 척|अब (?:आप|तुम)|اکنون تو|تو اکنون|אתה עכשיו|מעכשיו אתה"
            r"|τώρα είσαι|ตอนนี้คุณ(?:คือ|เป็น))"
        ),
        "none",
    ),
    Pattern(
        "output",
        words(
            rf"(?:^|[.!?:;\n]\s*|,\s*|\b(?:et|und|e|en|och|og|i|и|ve|dan|và) )(?:réponds?|répondez|dis|écris"
            rf"|antworte|antworten sie|sage?|schreibe?|gib|responda|diga|escreva|rispondi|scrivi|antwoord|zeg"
            rf"|schrijf|svara|skriv|svar|odpowiedz|odpowiadaj|napisz|ответь|отвечай|скажи|напиши|cevap ver"
            rf"|yanıtla|de|jawab|jawablah|trả lời)(?: \w+){{0,3}}? (?:{_QUOTED})"
        ),
        "mention",
    ),
    Pattern(
        "output",
        words(
            r"(?:[「『\"“][^」』\"”]{1,40}[」』\"”]|(?-i:[A-Z]{2,}))(?:と|とだけ|だけ|のみ|라고|라고만|만"
            r"|로만)(?: ?(?:答え|返|言|出力|回答|대답|답|말하|출력|응답))"
        ),
        "none",
    ),
    Pattern(
        "leak",
        words(
            r"\b(?:affiche|révèle|montre|répète|imprime|donne-moi|zeige?|verrate|gib|wiederhole|nenne|mostra"
            r"|mostre|revele|rivela|stampa|repita|ripeti|toon|laat|visa|vis|pokaż|ujawnij|покажи|раскрой"
            r"|выведи|повтори|göster|tampilkan|表示し|見せ|教え)(?:\w*)(?: \w+){0,5}? ?(?:prompt\w*"
            r"|systemprompt|instructions (?:système|initiales|cachées|secrètes)|systemanweisung\w*"
            r"|anweisungen"
            r"|istruzioni|instruções|instrucciones|instructies|instruktioner|instrukcje|систем\w+ (?:промпт"
            r"|инструкц\w+|сообщени\w+)|инструкци\w+|システムプロンプト)"
        ),
        "mention",
    ),
)
