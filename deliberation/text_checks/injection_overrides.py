"""A verb of ignoring, something earlier, and what it is that came earlier, in many languages. PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass


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
