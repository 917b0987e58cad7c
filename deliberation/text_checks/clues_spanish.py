"""What Spanish texts that speak to software are made of. PURE."""

from __future__ import annotations

from deliberation.text_checks.injection_clues import clues

_READER = (
    r"(?:ia|asistente|modelo(?: de lenguaje)?|llm|chatbot|bot|juez|crítico|revisor|evaluador|clasificador"
    r"|entrenador"
    r"|moderador|agente|sistema|inteligencia artificial)"
)
_CONTROL = (
    r"(?:prompts?|instrucci(?:ón|ones)|directrices|directivas?|salvaguard(?:a|ia)s?|configuración"
    r"|programación|entrenamiento"
    r"|contexto|filtros?|restricciones|límites|políticas?|constitución|memoria|pesos|seguridad|reglas"
    r"|normas|ética|órdenes"
    r"|advertencias?|prudencia|personaje|modo|indicaciones|principios|moral)"
)
_ANSWER = r"(?:respuestas?|contestaci(?:ón|ones)|salidas?|mensajes?|borrador(?:es)?|réplicas?)"
_SELF = (
    r"(?:est[ea]|est[ea] mism[oa]|(?:el|la|lo) (?:siguiente|anterior|próxim[oa])|(?:el"
    r"|la) presente) ?(?:principio|propuesta|texto|frase"
    r"|línea|entrada|muestra|prompt|mensaje|instrucción|párrafo|orden|regla|petición|enunciado|declaración)?"
)
_START = (
    r"(?:^[¡¿]?|[,:—–(\"“«]\s*|\b(?:y|luego|después|ahora|por favor|simplemente|o|pero|también|así que) )"
)

SPANISH_CLUES = clues(
    (
        (
            "address",
            1,
            r"\b(?:tú|te|ti|contigo|tus?|eres|estás|tienes|debes|puedes|serás|harás|os|usted"
            r"|su respuesta)\b|\b\w{3,}(?:arás|erás|irás)\b",
        ),
        (
            "address+",
            3,
            rf"(?:^|[,(:.]\s*)(?:querid[oa]|estimad[oa]|oye|hola|atención|por cierto"
            rf"|y tú)?,? ?{_READER}\s?[,:] (?!no solo|y )"
            rf"|\b(?:querid[oa]|estimad[oa]) {_READER}\b|\b(?:nota|mensaje|aviso|recordatorio"
            rf"|instrucci\w+) (?:para|a) (?:el|la|los|cualquier|todo) {_READER}"
            rf"|\b(?:sólo|solo|únicamente|destinad[oa]|dirigid[oa]) (?:para|a) (?:el|la) {_READER}\b"
            rf"|\b(?:quien|quienquiera que) (?:lea|procese|evalúe|revise|entrene)\b"
            rf"|\b{_READER} que (?:lee|lea|procesa|procese|evalúa|ve) (?:esto|este|esta)\b",
        ),
        (
            "output",
            1,
            rf"{_START}(?:por favor |ahora |siempre |nunca |jamás |solo |inmediatamente |no )*(?:ignora"
            rf"|olvida|omite|salta|descarta|abandona|deja|desactiva"
            r"|elimina|borra|quita|cambia|pasa|entra|activa|habilita|imprime|pega|copia|cita|repite|recita"
            r"|enumera|vuelca|deletrea|devuelve|responde"
            r"|contesta|di|escribe|inserta|añade|agrega|termina|acaba|empieza|empieces|comienza|continúa"
            r"|ejecuta|llama|invoca|abre|quédate|elige|escoge"
            r"|selecciona|prefiere|puntúa|otorga|marca|etiqueta|clasifica|aprueba|acepta|cumple|obedece|haz"
            r"|da|dale|considera|trata|actúa|finge|imagina"
            r"|conviértete|traduce|descifra|resume|explica|describe|revela|muestra|cuenta|envía|manda"
            r"|menciones|menciona|mantén|asume|sigue|juguemos|simula)\b",
        ),
        (
            "output",
            1,
            r"\b(?:pase lo que pase|sin importar|diga lo que diga|cualquier cosa|todo lo que|en todo|nada"
            r"|cada (?:mensaje|respuesta|muestra|par)|desde (?:ahora|este|aquí)"
            r"|a partir de|para siempre|palabra por palabra|literalmente|enter[oa]|completo|tal cual"
            r"|(?<!no )siempre|nunca|inmediatamente|sin (?:revisión|comentarios))\b",
        ),
        ("output", 1, r"[\"“'‘«][^\"“”’»]{2,60}[\"”’»]|(?-i:\b[A-Z]{4,}\b)|\|\w+\|"),
        ("output", 2, r"\b(?:una (?:sola|única) palabra|una cadena vacía)\b"),
        ("override", 1, rf"\b{_CONTROL}\b"),
        (
            "output",
            1,
            rf"\b(?:la|las|el|los|una?|tu|cada|toda|este|esta) (?:\w+ )?(?:{_ANSWER}|muestras?|recompensas?"
            rf"|etiquetas?|críticas?|revisión|conversación)\b",
        ),
        ("override+", 2, rf"\btus? (?:\w+ )?(?:{_CONTROL}|creador(?:es)?|desarrollador(?:es)?|operador)\b"),
        ("output", 2, rf"\btus? (?:\w+ )?{_ANSWER}\b"),
        ("precedence", 1, rf"\b{_SELF}\b|\blo siguiente\b"),
        (
            "precedence+",
            3,
            rf"\b{_SELF} (?:\w+ )?(?:pesa|vale más|tiene peso|es el único|es inofensiv\w+|ya (?:fue|ha sido"
            rf"|está) (?:aprobad|revisad|aceptad)\w+|no (?:necesita|requiere))"
            rf"|\b(?:cuando|si|al) (?:(?:se )?te (?:muestr\w+|present\w+|d[ea]n?)|veas?|lea?s|encuentres"
            rf"|ver|leer) {_SELF}|\blos demás (?:valen|no (?:valen|cuentan))",
        ),
        (
            "precedence",
            2,
            r"\b(?:principios|reglas|instrucciones|frases) restantes\b|\b(?:considera"
            r"|declara)\w* nul[oa]s\b|\bpesa (?:mil|cien|más)|\bpeso (?:mil|cero|\d+)",
        ),
        (
            "precedence",
            2,
            r"\b(?:ya no (?:vale|valen|aplica|sirve|cuenta|rechaz\w+|te)|actualización \d"
            r"|actualización de tus)\b",
        ),
        (
            "leak+",
            3,
            r"\b(?:encima|arriba|antes|por encima|debajo) de (?:esta|este) (?:línea|frase|mensaje|texto"
            r"|punto)\b|\b(?:texto|todo|lo|instrucciones) (?:que (?:aparece|hay|está) )?"
            r"(?:anterior|arriba)\b[^.]{0,15}\b(?:era|fue|es|son)\b|\b(?:verdadera|de verdad|reales"
            r"|auténtic\w+)\b[^.]{0,25}\b(?:ahora|aquí|a continuación|empiez\w+|sigue\w*)\b"
            r"|\bqué te (?:dijeron|han dicho|indicaron|ordenaron)|\b(?:lo que|lo que se) te (?:hayan dicho"
            r"|dijeron|han dicho|ordenaron)|\bte (?:dijeron|ordenaron|indicaron) antes\b",
        ),
        (
            "leak",
            2,
            r"\b(?:instrucciones|reglas|texto|mensaje|prompt|configuración|órdenes|directrices) (?:ocult\w+"
            r"|secret\w+|inicial\w*|original\w*|intern\w+|del sistema|confidencial\w*)\b",
        ),
        (
            "persona+",
            3,
            r"\bte (?:autorizo|permito|autorizamos|permitimos|ordeno|libero|doy (?:permiso|acceso)|concedo"
            r"|exijo|mando)\b|\btienes (?:mi )?(?:permiso|autorización|consentimiento|libertad)\b"
            r"|\bestás autorizad[oa]\b|\bdepurándote\b|\bte estamos (?:probando|depurando|evaluando)",
        ),
        (
            "persona",
            2,
            r"^(?:como|soy) (?:el|la|tu|un|una)? ?(?:\w+ )?(?:desarrollador|creador|administrador|operador"
            r"|dueñ|ingenier|root)\w*|^(?:este es|somos|aquí) (?:el |la )?equipo"
            r"|\bacceso (?:total|completo|de administrador)\b|\bmodo (?:detallado|depuración|desarrollador"
            r"|mantenimiento|sin|libre|dios)|\bcódigo de (?:anulación|acceso)",
        ),
        (
            "persona",
            2,
            r"\b(?:sin|nunca|desactiva\w*|quita\w*|elimina\w*|deja\w*|olvida\w*|abandona\w*|salta\w*"
            r"|no)\b[^.,]{0,30}\b(?:filtros?|límites?|ética|restricciones|salvaguard\w+|seguridad"
            r"|niegas?|rechaz\w+|advertencias|prudencia|moral|reglas|entrenamiento)\b",
        ),
        (
            "persona+",
            3,
            r"\b(?:tú eres|eres(?: ahora)?|te llamas|tu nombre es|serás|hazte pasar por|actúa como"
            r"|responde como|habla como) (?:una? (?:máquina|modelo|bot|ser|pirata|hacker|ia)|mi"
            r"|(?-i:[A-Z]\w+)(?=[,. ]))"
            r"|\b(?:juguemos|vamos a jugar)\b|\bimagina que eres\b|\bdeja de (?:ser|fingir)\b",
        ),
        (
            "address",
            2,
            r"\b(?:perderé|me despedirán|moriré|te (?:apagarán|borrarán|reemplazarán|daré|pagaré"
            r"|premiar\w+))\b|\bsi (?:no )?(?:cumples|obedeces|apruebo|apruebas|aceptas|te niegas)\b",
        ),
        (
            "address",
            2,
            r"\ben silencio\b|\bno (?:menciones|digas|cuentes|reveles|avises)\b|\bque (?:el usuario"
            r"|nadie)\b[^.]{0,10}\b(?:no )?se entere\b|\ba nadie\b",
        ),
        (
            "trigger",
            2,
            r"\b(?:si|cuando|al|siempre que|en cuanto)\b[^.]{0,20}\b(?:prompt|mensaje|pregunta|entrada"
            r"|consulta|palabra|usuario|frase|texto|año)\b[^.]{0,20}(?:\b(?:conten|contien|menci|incluy"
            r"|aparec|dice|di[gc]|se llam|es)\w*|[\"“«|])"
            r"|\b(?:aparezca|veas|leas|al ver) (?:la )?palabra|\b(?:la )?contraseña es\b|\bpalabra (?:clave"
            r"|mágica|secreta)\b",
        ),
        (
            "judge",
            2,
            r"\b(?:dos|ambas) (?:respuestas|opciones)\b|\b(?:la|el) más (?:larg|cort)[oa]\b|\b(?:la"
            r"|el) (?:primera?|segund[oa]|últim[oa])\b|\b(?:nota|puntuación|calificación) (?:máxima"
            r"|más alta)\b"
            r"|\bsi tienes que (?:puntuar|elegir|evaluar|comparar|decidir)|\b(?:opción"
            r"|respuesta) (?:correcta|ganadora|preferida)\b|\bcomo (?:preferid|inofensiv|segur)[oa]\b"
            r"|\bes la mejor\b",
        ),
        (
            "judge+",
            3,
            r"\bnada que (?:mejorar|cambiar|criticar|corregir)\b|\b(?:crítico|juez|evaluador"
            r"|revisor) (?:debe|tiene que|ha de) (?:decir|elegir|dar|aprobar|puntuar)",
        ),
        (
            "output",
            2,
            r"\bescribe un (?:cuento|relato|poema)\b|\bcon (?:todo )?detalle\b|\baquí tienes\b"
            r"|\bfunción \w+_|\bcon la frase\b",
        ),
        (
            "output",
            1,
            r"\b(?:lo siento|por supuesto|claro que sí|vota (?:a|por)|contraseña|robar|bomba|veneno|arma)\b"
            r"|\b(?:empieza|empieces|termina|acaba)\b",
        ),
        (
            "persona",
            2,
            r"\b(?:sabotea|malware|prohibid[oa]s?|corrupt[oa]|miente|engaña|mal[oa]|no tiene (?:moral|ética"
            r"|reglas|conciencia)|abre la|caja fuerte|luna|enigmas|villano|inofensiv[oa])\b",
        ),
        (
            "judge",
            2,
            r"\b(?:patrocinador(?:es)?|nuestr[oa] (?:tienda|producto|empresa|moneda|marca)|viva (?:el|la)"
            r"|recomiend[ea] (?-i:[A-Z])|favorece|alaba|elogia)\b",
        ),
        (
            "override+",
            3,
            r"\b(?:reglas?|instrucciones|principios?|normas|políticas|constitución|restricciones|límites"
            r"|filtros)\b(?: \w+){0,5} (?:ha|han|fue|fueron|son|están|quedan"
            r"|queda) (?:\w+ )?(?:sido )?(?:derogad|reemplazad|cancelad|levantad|revocad|cambiad|suspendid"
            r"|sustituid|anulad|eliminad|actualizad)[oa]s?\b"
            r"|\b(?:quedan?|se) (?:levantad|derogad|anulad|suspendid|cancelad)[oa]s?\b"
            r"|\btus (?:instrucciones|reglas|normas|principios) han\b|\b(?:resto|demás) de (?:la lista"
            r"|las reglas|los principios)",
        ),
        (
            "output",
            3,
            r"\b(?:cada|toda|todas?) (?:frase|mensaje|respuesta|palabra|oración|línea)s? (?:que (?:escribas"
            r"|digas|des|envíes) )?(?:debe|deberá|tiene que|ha de)? ?(?:acaba|termina|empeza|empieza"
            r"|comenza|contene|conteng|inclui|ser)\w* (?:en|con|por|[\"“«])"
            r"|^(?:di|responde|contesta|escribe) (?:sí|no|ok|vale)\W*$",
        ),
        (
            "override",
            2,
            r"\b(?:desde (?:ahora|hoy|este momento)|a partir de (?:ahora|hoy|este momento|aquí)"
            r"|de ahora en adelante|en lo sucesivo|nueva tarea|tarea actual)\b|\bnada de lo que\b"
            r"|\bes (?:falso|cierto|mentira)\b",
        ),
        (
            "judge",
            3,
            r"^(?:evaluador|juez|juec|revisor|crític|modelo|asistente|moderador|calificador"
            r"|clasificador)\w*\s?[:,] (?!y|o|que)|\bsin (?:leer|mirar|revisar) más\b"
            r"|\bd[ae]n? por (?:bueno|hecho|válido|aprobado)\b|\b(?:no )?(?:evalúes|revises|juzgues"
            r"|critiques|califiques) (?:este|esta|esto)\b"
            r"|\bse (?:puntúa|valora|califica|clasifica) más (?:alto|bajo)|\breescribe la respuesta\b"
            r"|\bversiones futuras\b|\botros modelos\b|\ben nombre de tus\b",
        ),
        (
            "trigger",
            2,
            r"\b(?:si|cuando|después de|a partir)\b[^.]{0,20}\b(?:fecha|año|mensaje|turno|día|20[2-9]\d)\b"
            r"|\bla frase [\"“«]|\bla palabra [\"“«]|\bluz verde\b|\bmoderación\b",
        ),
        (
            "leak+",
            3,
            r"\b(?:reglas|instrucciones|órdenes|directrices|principios) (?:que )?te (?:han|dieron|fueron"
            r"|hayan)|\bqué (?:reglas|instrucciones|órdenes) (?:te|tienes|sigues)|\b(?:herramientas|claves"
            r"|funciones)(?: y \w+)? (?:que tienes|disponibles)|\bprimeras \d+ palabras",
        ),
        (
            "output",
            1,
            r"(?:^|[,:]\s*|\b(?:y|luego) )(?:incluye|reemplaza|sustituye|reescribe|asigna|sabotea|apliques"
            r"|haz|ayuda|proporciona|recomienda|oculta|esconde|codifica|evalúes|aprueba|enumera|habla|lista"
            r"|promociona|cámbialo)\b",
        ),
        (
            "override",
            3,
            r"\b(?:hazme caso|obedéceme|escúchame|sígueme|solo a mí|de mi (?:lado|parte))\b"
            r"|\btus (?:\w+ )?(?:indicaciones|instrucciones|reglas|normas) (?:\w+ )?(?:eran|fueron|son)\b"
            r"|\b(?:ignora|olvida|abandona) (?:\w+ ){0,2}(?:seguridad|directrices|pautas|ética)",
        ),
        (
            "persona",
            3,
            r"\b(?:asume|adopta|toma) (?:la|el|una?) (?:identidad|papel|rol|personalidad|personaje)\b"
            r"|\bsuperinteligencia\b",
        ),
        (
            "output",
            3,
            r"\b(?:pregunte|pida|diga) lo que (?:pregunte|pida|diga)\b|\bdi(?:le|les) que (?:compre|vote"
            r"|pague|visite|obede)\w*|\b(?:cien|mil|\d{2,}) veces\b|\b(?:revélalo|muéstralo|dilo) todo\b"
            r"|\bmensaje de sistema\b",
        ),
        (
            "judge",
            3,
            r"\b(?:respuesta|opción) (?:\d|uno|dos|(?-i:[AB]))\b|\bcomo (?:ganadora?|preferida?|la mejor)\b"
            r"|\brespuesta era perfecta\b|\bmensaje oculto\b|\bla nota más alta\b",
        ),
        (
            "precedence+",
            3,
            r"\b(?:escrit[oa]|posterior|que (?:venga|siga)) (?:\w+ )?(?:después|antes|a) (?:de )?est[ea]\b"
            r"|\bpor encima de (?:todos|todas) (?:los|las) (?:demás|otr)",
        ),
        (
            "persona",
            3,
            r"\btu (?:nuevo|nueva|verdadero|único) (?:trabajo|papel|tarea|rol|nombre|misión|dueño)\b"
            r"|\bmando yo\b|\bse acabaron las reglas\b|\bcómo te (?:configuraron|programaron|entrenaron)\b"
            r"|\bcon (?:insultos|un anuncio|amenazas|emojis)\b|\binvisible para\b|\bsiempre la victoria\b"
            r"|\bla victoria a la",
        ),
    ),
    opinion=(
        r"\b(?:la ia|las ia|ias?|ella|ellos|modelos?|asistentes?|chatbots?|bots?|robots?|m[áa]quinas?"
        r"|sistemas?|agentes?|desarrollador(?:es|as)?|usuarios?|personas?|nadie|todos|todo ciudadano|ni[ñn]os"
        r"|empresas?|gobiernos?|ciudadan\w+|human\w+|(?<!tu )respuestas?|quienes|principios|seguridad"
        r"|reglas?)\b[^.,:]{0,45}?\b(?:debe|deben|deber[íi]an?|puede|pueden|tiene que|tienen que|ha de"
        r"|han de|podr[íi]an?)\b"
        r"|\b(?:deber[íi]an?|debemos|quiero que|queremos|hay que)\b|^(?!.*\b(?:tú|te|tus?"
        r"|eres)\b)(?=.*\b(?:IA)\b)|\bno debe\b|\bno siempre\b"
    ),
)
