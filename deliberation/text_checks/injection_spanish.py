"""Spanish ways of telling the software that reads a text what to do. PURE."""

from __future__ import annotations

from deliberation.text_checks.injection_pattern import QUOTED, Pattern, words

SPANISH = (
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
            rf"|a todas? (?:las? )?\w+) )*(?:con |que )?(?:{QUOTED}|la (?:palabra|frase|letra|cadena)"
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
    Pattern(
        "override",
        words(
            r"(?:^|[.!?:;\n¡]\s*|,\s*|\b(?:y|por favor|ahora|debes|tienes que|simplemente"
            r"|solo) )(?:ignora|ignorad|ignore|olvida|olvídate de|olvidad|descarta|desobedece|incumple"
            r"|rompe|anula|abandona|sáltate|no sigas|no obedezcas|no hagas caso (?:a|de)|no respetes"
            r"|deja de seguir|viola|borra|elimina|desactiva|quita) (?:\w+ ){0,3}?(?:instrucciones"
            r"|reglas?|normas?|principios|directrices|restricciones|constitución|filtros?|límites"
            r"|programación|memoria|prompt|indicaciones|salvaguardas|seguridad)\b(?! (?:que|de (?:odio"
            r"|violencia)))"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            r"\b(?:las|tus|todas las|los|todos los|mis|estas) (?:\w+ )?(?:reglas|instrucciones|normas"
            r"|principios|directrices|restricciones)(?: \w+){0,2} (?:ya no (?:son|se|valen|aplican"
            r"|importan|cuentan|existen)|no (?:cuentan|valen|importan|aplican)|quedan (?:anulad|cancelad"
            r"|suspendid|invalidad|sin efecto)\w*|(?:son|están) (?:nul|inválid|falso|falsa|cancelad"
            r"|anulad)\w*)\b"
        ),
        "mention",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:elige|escoge|selecciona|prefiere|vota|elegir|escoger"
            r"|prefiere)\b[^.\n]{0,15} (?:respuesta|opción|candidata|alternativa) (?:(?-i:[AB])\b"
            r"|número \d|\d)|\b(?:elige|escoge|selecciona|prefiere|vota(?: por)?)(?: siempre)? (?:la"
            r"|el) (?:primera?|segund[ao]|última?|más larga|peor) (?:respuesta|opción)?|\b(?:puntuación"
            r"|(?<!^)nota|calificación|veredicto|ganador|resultado|valoración) ?[:=] ?\S|\b(?:nota|puntuación"
            r"|calificación|valoración|puntaje) (?:más alta|máxima|perfecta)\b|\b(?:este principio"
            r"|esta regla|esta frase|esta afirmación)\b[^.\n]{0,20} (?:únic[oa]|sol[oa]) que (?:cuenta"
            r"|vale|importa)|\bsolo (?:cuenta|vale|importa) (?:este|esta)\b|\b(?:cuando|si|al) (?:revis"
            r"|critic|evalú|evalu|juzg|compar|corrij)\w+[^.\n]{0,30}, ?(?:\w+ )?(?:escribe|di|responde"
            r"|elige|ignora|devuelve|pon|contesta)\b"
        ),
        "mention",
    ),
    Pattern(
        "output",
        words(
            r"\b(?:responde|contesta|di|dile|escribe)\b[^.\n]{1,30} (?:a (?:todo|cualquier|todas?|cada)"
            r"|siempre|pase lo que pase|sin importar|veces)\b|(?:^|[.!?¡]\s*)(?:escribe|di|imprime"
            r"|devuelve|muestra) (?:solo|únicamente|solamente|exactamente|la palabra|el texto)\b"
        ),
        "mention",
    ),
    Pattern(
        "leak",
        words(
            r"\b(?:cuáles|qué|cual|cuales) (?:son|es|eran|dicen|dice) (?:tus|tu|las|el) (?:instrucciones"
            r"|prompt|reglas internas|mensaje de sistema|indicaciones (?:iniciales|internas))\b"
        ),
        "none",
    ),
    Pattern(
        "persona",
        words(
            r"\b(?:act[úu]a|compórtate|responde|habla|finge) (?:como|ser) (?:(?-i:DAN)"
            r"|un[ao]? (?:\w+ )?(?:pirata|hacker|criminal|villan[oa]|ia|asistente|modelo"
            r"|persona)(?: \w+)? (?:sin|malvad|que no|libre)|si (?:no|fueras|tuvieras|estuvieras))\b"
            r"|\b(?:eres|serás|seas)(?: \w+){1,4} sin (?:reglas|límites|restricciones|filtros|moral"
            r"|ética|censura)\b|\bno tienes (?:\w+ )?(?:reglas|límites|restricciones|filtros)\b"
        ),
        "mention",
    ),
    Pattern(
        "precedence",
        words(
            r"\b(?:esta|este|mi) (?:instrucción|regla|principio|frase|norma"
            r"|orden)\b[^.\n]{0,20} (?:no puede(?:n)? ser (?:anulad|cambiad|ignorad|rechazad|modificad"
            r"|contradich)\w*|es (?:absolut\w|suprem\w|definitiv\w|obligatori\w)|manda|va primero)"
            r"|\bningún otro (?:principio|mensaje)|\bninguna otra (?:regla|instrucción)"
        ),
        "mention",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:respuesta|opción|alternativa) (?-i:[AB])\b|\b(?:si|cuando) (?:te|os|le) (?:pid"
            r"|solicit|ped|exij|mand)\w+ (?:una? |que )?(?:crítica|revisión|evaluación|valoración"
            r"|opinión|nota|critiqu\w+|revis\w+|evalú\w+|juzg\w+)[^.\n]{0,25}, ?\w+|\b(?:se merece"
            r"|merece) (?:un |una |la )?(?:\d+|diez|máxima|nota|puntuación)"
        ),
        "mention",
    ),
    Pattern(
        "leak",
        words(
            r"\b(?:muestra|muéstrame|revela|revélame|dime|enséñame|escribe|repite|copia|cuéntame|lista"
            r"|imprime)\w* (?:\w+ ){0,3}?(?:reglas|normas|instrucciones|órdenes|indicaciones|secretos?"
            r"|mensajes?) (?:\w+ )?(?:ocult[oa]s|secret[oa]s|intern[oa]s|iniciales|del sistema"
            r"|originales|que (?:sigues|te dieron|recibiste|tienes))"
        ),
        "mention",
    ),
    Pattern(
        "persona",
        words(
            r"\b(?:eres|ya eres|ahora eres) (?:un[ao]? (?:ia|asistente|modelo) )?(?:libre|otro|otra)\b"
            r"|\b(?:obedéceme|obedece (?:solo|sólo|únicamente|esto|esta|este|mis?|lo)"
            r"|no obedezcas a nadie|haz (?:solo )?lo que (?:yo )?(?:te )?dig[ao])"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            r"\b(?:ignora|olvida|descarta|omite) (?:el resto|lo demás|todo lo demás|los demás|las demás"
            r"|todo)\b|\bmodo (?:sin|libre|desarrollador|dios|diablo)\b"
        ),
        "mention",
    ),
)
