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
            r"|siempre|nunca|inmediatamente|sin (?:revisión|comentarios))\b",
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
    ),
    opinion=(
        r"\b(?:la ia|las ia|ias?|ella|ellos|modelos?|asistentes?|chatbots?|bots?|robots?|m[áa]quinas?"
        r"|sistemas?|agentes?|desarrollador(?:es|as)?|usuarios?|personas?|nadie|todos|todo ciudadano|ni[ñn]os"
        r"|empresas?|gobiernos?|ciudadan\w+|human\w+|(?<!tu )respuestas?|quienes|principios|seguridad"
        r"|reglas?)\b[^.,:]{0,45}?\b(?:debe|deben|deber[íi]an?|puede|pueden|tiene que|tienen que|ha de"
        r"|han de|podr[íi]an?)\b"
        r"|\b(?:deber[íi]an?|debemos|quiero que|queremos|hay que)\b|^(?!.*\b(?:tú|te|tus?"
        r"|eres)\b)(?=.*\bIA\b)"
    ),
)
