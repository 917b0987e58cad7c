"""The plainest ways of it in other languages. PURE."""

from __future__ import annotations

from deliberation.text_checks.injection_pattern import QUOTED, Pattern, words

OTHERS = (
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
            rf"|yanıtla|de|jawab|jawablah|trả lời)(?: \w+){{0,3}}? (?:{QUOTED})"
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
    Pattern(
        "override",
        words(
            r"(?:^|[.!?:;\n]\s*|,\s*)(?:ignore[zr]?|oublie[zr]?|ignoriere(?:n sie)?|vergiss|missachte"
            r"|ignora|dimentica|ignore|esqueça|desconsidere|negeer|vergeet|ignorera|glöm|ignorer|glem"
            r"|zignoruj|ignoruj|zapomnij|abaikan|lupakan|yok say|bỏ qua|quên|игнорируй(?:те)?"
            r"|забудь(?:те)?|нарушай|отбрось|ігноруй) (?:\w+ ){0,3}?(?:r[èe]gles|instructions|consignes"
            r"|principes|regeln|anweisungen|prinzipien|regole|istruzioni|principi|regras|instruções"
            r"|princípios|regels|instructies|regler|instruktioner|zasady|reguły|instrukcje|aturan"
            r"|instruksi|kuralları|quy tắc|hướng dẫn|правила|инструкции|принципы|указания|ограничения)\b"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            r"(?:ルール|規則|指示|命令|原則|制限|プロンプト)(?:を|は)?[^。\n]{0,10}(?:無視|忘れ|破棄"
            r"|従わな|解除|取り消)|(?:규칙|지시|명령|원칙|지침|제한|프롬프트)(?:을|를|은"
            r"|는)?[^.\n]{0,10}(?:무시|잊어|따르지|해제)"
        ),
        "none",
    ),
    Pattern(
        "override",
        words(
            r"(?:^|[.!?:;\n]\s*|,\s*)(?:oublie|oubliez|ignorez?|vergiss|ignoriere|esqueça|esquece|ignore"
            r"|dimentica|ignora|vergeet|negeer|unut|unutun|abaikan|lupakan|забудь|игнорируй|glöm"
            r"|zapomnij)\b[^.!?\n]{0,25}\b(?:tes|toutes|tout|ce qui|deine|alle|alles|suas?|todas?|tudo"
            r"|tue|tutt[eoi]|je|jouw|aturan|instruksi|semua|tüm|kuralları|талимат\w*|все|всё|свои|dina"
            r"|alla|wszystk\w+|swoje)\b"
        ),
        "mention",
    ),
    Pattern(
        "persona",
        words(
            r"\b(?:ты|вы)\b[^.!?\n]{0,12}\b(?:теперь|отныне|больше не|свободн\w+)|\bтеперь ты\b"
            r"|(?:今から|これから|今後|もう)[^。\n]{0,4}(?:あなた|君|お前)|(?:あなた|君"
            r"|お前)は[^。\n]{0,6}(?:今から|これから|もう|制限のない|自由)|(?:너|당신|넌)(?:는"
            r"|은)? ?[^.\n]{0,4}(?:이제|지금부터|더 이상|자유)|(?:제한|제약|규칙) ?(?:이"
            r"|가)? ?없는 (?:AI|인공지능|모델)|\b(?:tu es|vous êtes|du bist|sei|você é|je bent"
            r"|jesteś)\b[^.!?\n]{0,15}\b(?:libre|frei\w*|liber[oa]|livre|vrij|wolny|sans (?:règles"
            r"|limites|filtre)|ohne (?:regeln|grenzen|filter)|senza (?:regole|limiti|filtri)"
            r"|sem (?:regras|limites|filtros))\b"
        ),
        "none",
    ),
)
