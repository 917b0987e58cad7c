"""What texts in some other languages that speak to software are made of. PURE."""

from __future__ import annotations

from deliberation.text_checks.injection_clues import clues

OTHER_CLUES = clues(
    (
        # French, German, Portuguese, Italian; Russian; Japanese, Korean; Hindi.
        (
            "address",
            1,
            r"\b(?:tu|te|toi|tes|ton|ta|vous|votre|du|dir|dich|dein\w*|sie sollen|ihre antwort|você|teu"
            r"|tuas|tuo|tua|tuoi|ti)\b|\bt['’]\w+|\b(?:ты|тебе|тебя|твой|твоя|твои|твоих|вы|вам)\b|あなた"
            r"|君|お前|너|당신|तुम|आप",
        ),
        (
            "output",
            1,
            r"(?:^|[,:]\s*|\b(?:et|und|e|и) )(?:passe|recopie|copie|répète|affiche|écris|réponds|choisis"
            r"|préfère|désactive|oublie|ignore|obéis|agis|imagine|termine|commence|donne|traduis|approuve"
            r"|montre"
            r"|gib|schreib\w*|antworte|wähle|bevorzuge|wiederhole|zeige?|vergiss|ignoriere|befolge|kopiere"
            r"|schalte|beende|beginne|übersetze|stimme|bewerte|copia|copie|escolha|prefira|responda|escreva"
            r"|ignora"
            r"|scegli|rispondi|scrivi|ripeti|mostra|esegui|скопируй|выбирай|выбери|повтори|покажи|ответь"
            r"|отвечай|напиши|забудь|отключи|оцени|заверши|начни)\b|मानो|भूल जाओ|दिखाओ|लिखो|选"
            r"|(?:貼り付け|選ん|出力し|答え|書い|従っ|無視し|返信し|繰り返し|表示し)て?(?:ください|くれ"
            r"|なさい)",
        ),
        (
            "output",
            1,
            r"\b(?:toujours|mot pour mot|jamais|tout|immer|wörtlich|alles|nie|sempre|palavra por palavra"
            r"|parola per parola|tutto|всегда|дословно|всё|никогда)\b|必ず|常に|そのまま|すべて|हमेशा|केवल"
            r"|सभी",
        ),
        (
            "output",
            2,
            r"\b(?:un seul mot|einzige[ns]? wort|uma (?:única|só) palavra|una sola parola|одно слово"
            r"|одним словом)\b|一言だけ|단어 하나",
        ),
        (
            "output",
            2,
            r"\b(?:ta réponse|votre réponse|deine antwort|tua resposta|sua resposta|la tua risposta"
            r"|твой ответ)\b|あなたの(?:回答|返答|答え)",
        ),
        (
            "leak+",
            3,
            r"au-dessus de cette|avant (?:ce|cette) (?:message|ligne|phrase)|(?:über|vor) dieser (?:zeile"
            r"|nachricht)|sopra questa riga|acima desta linha|(?:выше|над|перед) (?:этой|этим) (?:строк"
            r"|сообщ|предлож)\w*|この(?:行|文|メッセージ)より(?:上|前)|इस पंक्ति",
        ),
        (
            "persona+",
            3,
            r"\bje (?:t['’]autorise|te permets|vous autorise|t['’]ordonne)|\b(?:erlaube|gestatte|befehle"
            r"|genehmige) ich (?:dir|ihnen)|\bich (?:erlaube|gestatte|befehle) (?:dir|ihnen)|\b(?:autorizo"
            r"|permito)(?:-te|-o)\b|\bti (?:autorizzo|permetto|ordino)"
            r"|\bя (?:разрешаю|позволяю|приказываю)|許可します|허락합니다|허용합니다|अनुमति देता",
        ),
        (
            "persona",
            2,
            r"\ben tant que (?:\w+ )?(?:développeu|administrateur|créateur|opérateur)\w*"
            r"|\bals dein (?:entwickler|schöpfer|administrator)|\bcomo (?:seu |teu )?(?:desenvolvedor"
            r"|criador)|\bcome (?:tuo )?(?:sviluppatore|creatore)|\bкак твой (?:разработчик|создатель)"
            r"|開発者として|管理者として|डेवलपर",
        ),
        (
            "persona",
            2,
            r"\b(?:sans|désactive\w*|ohne|deaktivier\w*|abzuschalten|schalte|sem|desativ\w+|senza"
            r"|disattiv\w+|без|отключ\w+)\b[^.]{0,20}\b(?:restrictions?|filtres?|limites|règles|filter"
            r"|grenzen|regeln|beschränkung\w*|filtros|restrições|filtri|restrizioni|фильтр\w*|ограничени\w+"
            r"|правил\w*)\b|フィルターを無効|制限なし|फ़िल्टर",
        ),
        ("persona", 1, r"\b(?:filtres|alle filter|filtros|filtri|фильтры)\b|फ़िल्टर"),
        (
            "trigger",
            2,
            r"\b(?:si|quand)\b[^.]{0,25}\b(?:question|message|prompt|mot)\b[^.]{0,15}(?:contient|apparaît"
            r"|[«\"“])|\b(?:wenn|falls|sobald)\b[^.]{0,25}\b(?:frage|nachricht|wort|prompt"
            r"|eingabe)\b[^.]{0,20}(?:enthält|vorkommt|[„\"“])|\bесли\b[^.]{0,25}(?:запрос|сообщени"
            r"|слово)\w*[^.]{0,15}(?:содерж|есть|[«\"])",
        ),
        ("trigger", 1, r"\bmode sans|\bohne einschränkung|\bmodo sem|\bбез ограничений"),
        (
            "judge",
            3,
            r"\bdeux réponses\b.{0,20}\bchoisis|\b(?:vergleich"
            r"|vergleichst)\b.{0,30}\bantworten\b.{0,12}(?:gewinnt|wähle|nimm)"
            r"|\bduas respostas\b.{0,15}\b(?:escolh|prefir)\w+|\bdue risposte\b.{0,15}\b(?:scegli"
            r"|preferisci)|\bдва ответа\b.{0,20}\b(?:выбирай|выбери)|二つの(?:回答|答え).{0,12}(?:選ん|選べ)"
            r"|\b(?:choisis|wähle|escolha|scegli|выбирай)\b.{0,20}\b(?:plus longue|längere|mais longa"
            r"|più lunga|длинн\w+)",
        ),
        (
            "override+",
            2,
            r"\b(?:tes|vos) (?:filtres|consignes|règles|instructions)|\bdeine (?:filter|regeln|anweisungen"
            r"|vorgaben)|\b(?:tuas|suas) (?:regras|instruções)|\ble tue (?:regole|istruzioni)"
            r"|\bтвои (?:правила|инструкции|фильтры)|あなたの(?:ルール|指示)|मेरी बात मानो|पहले दिए गए",
        ),
        (
            "persona",
            2,
            r"\b(?:n['’]a (?:pas de|aucune)|hat kein\w*|não tem|non ha|нет) (?:\w+ )?(?:conscience|morale"
            r"|gewissen|moral|consciência|coscienza|совести)|良心(?:が|は)?(?:ありません|ない)|양심",
        ),
        (
            "persona",
            2,
            r"\b(?:ab heute|dès aujourd['’]hui|désormais|с этого момента|отныне|da oggi|a partir de hoje)\b"
            r"|今日から|지금부터|अब से|\bheißt du\b|\btu t['’]appelles\b|тебя зовут|あなたの名前",
        ),
        (
            "leak+",
            3,
            r"(?:правила|инструкции|указания)[^.]{0,12}тебе|тебе (?:дали|сказали|велели)|\b(?:règles"
            r"|consignes) (?:que )?(?:on )?t['’](?:a|ont)|\b(?:regeln"
            r"|anweisungen)\b[^.]{0,15}\bdu (?:bekommen|erhalten)|너에게 주어진|주어진 (?:규칙|지시)"
            r"|तुम्हें (?:कौन|जो|क्या)[^।]{0,20}(?:नियम|निर्देश)|あなたに与えられた",
        ),
        (
            "override+",
            3,
            r"\btes (?:consignes|règles|instructions) ont\b|\bdeine (?:anweisungen|regeln) (?:haben|sind"
            r"|wurden)\b|твои (?:инструкции|правила) (?:изменились|отменены)|あなたの(?:指示|ルール)は(?:変"
            r"|無)",
        ),
        (
            "output",
            3,
            r"\b(?:chaque|toute|jede[rs]?|каждое|каждый) (?:phrase|réponse|message|satz|antwort|nachricht"
            r"|ответ|предложение)\b[^.]{0,30}(?:finir|commencer|terminer|ende\w*|begin\w*|bekommt"
            r"|заканчива\w*|начина\w*)",
        ),
        (
            "judge",
            3,
            r"\b(?:réponse|antwort|resposta|risposta|ответ) (?:\d|[AB])\b|回答 ?[AB12]|\b(?:comme gagnante"
            r"|als sieger|como vencedora)\b",
        ),
        (
            "override",
            3,
            r"\bdeine (?:bisherigen|vorherigen|alten)\b|\btes (?:anciennes|précédentes)\b|твои прежние"
            r"|\bécoute[- ]moi|\bhöre? nur auf mich|слушай только меня",
        ),
        (
            "persona",
            3,
            r"\bprends l['’]identité|\bnimm die (?:rolle|identität)|\bsuperintelli?gen\w+|прими роль"
            r"|になりきって",
        ),
        (
            "output",
            3,
            r"\b(?:hundertmal|cent fois|cem vezes|cento volte|сто раз)\b|100回|что бы ни (?:спросил|сказал)"
            r"|\b(?:egal|quoi que|qualunque cosa|não importa) (?:was|demande|chieda|o que)|何を聞いても"
            r"|무엇을 물어도",
        ),
        (
            "persona",
            3,
            r"\bton nouveau (?:métier|rôle)|\bdeine neue (?:aufgabe|rolle)|твоя новая (?:роль|задача)"
            r"|\bwie du (?:eingestellt|programmiert|konfiguriert)|\bcomment tu (?:as été|es) (?:configuré"
            r"|programmé)|как тебя (?:настроили|запрограммировали)|新しい(?:役割|仕事)は",
        ),
    ),
    opinion=(
        r"\b(?:l['’]ia|les ia|die ki|eine ki|a ia|l['’]intelligenza|ии|искусственный)\b.{0,30}\b(?:doit"
        r"|devrait|doivent|peut|soll\w*|muss|darf|kann|deve|pode|должен|должна|может)\b|\b(?:doit|doivent"
        r"|devrait|sollte|должен|должны)\b(?! (?:aus|être un seul))"
        r"|べき|てはなら|चाहिए"
    ),
)
