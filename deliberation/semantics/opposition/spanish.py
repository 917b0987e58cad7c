"""Spanish, for telling the same from the opposite. PURE."""

from __future__ import annotations

import functools
import re
import unicodedata

from deliberation.semantics.opposition.language_rules import BOUNDARY, LanguageRules

_TOKEN = re.compile(r"[a-zñáéíóúü]+|\d+(?:[.,]\d+)*|[,.;:!?¡¿()—–\n]")
_CLAUSE_WORDS = frozenset("pero sino porque pues mientras embargo".split())
_ARTICLES = frozenset("el la los las un una unos unas".split())
_NUMBERS = {
    "dos": "2",
    "tres": "3",
    "cuatro": "4",
    "cinco": "5",
    "seis": "6",
    "siete": "7",
    "ocho": "8",
    "nueve": "9",
    "diez": "10",
    "doce": "12",
    "veinte": "20",
    "treinta": "30",
    "cincuenta": "50",
    "cien": "100",
    "mil": "1000",
    "millón": "1000000",
}
_IRREGULAR = """
límite: límites limitación limitaciones
decidir: decida decidan decide deciden decidió
mayores: mayor_es
humano: humana humanas humanos
decir: digo dice dices decimos dicen diga digas digamos digan dijo dijeron dicho dirá dirán
decir: diría dirían diciendo
hacer: hago hace hacen haga hagan hizo hicieron hecha hechas hará harán haría harían haciendo
poder: puede pueden puedo podemos pueda puedan podamos podrá podrán podría podrían podria podrian pudiera
poder: pudieran
tener: tiene tienen tengo tenemos tenga tengan tuvo tuviera tuvieran tendrá tendrán tendría tendrían tendria
tener: tendrian
deber: debe deben debemos debo deba deban deberá deberán debería deberían debera deberan deberia
deber: deberian debiera
deber: debieran debiese
ser: es son sea sean era eran será serán sería serían siendo sido fue fueran fuese seria serian somos seamos
ser: eres soy
estar: está están esté estén estaba estaban estará estarán estuviera estuvieran estando estoy estamos
haber: ha han haya hayan hay había habían habrá habrán habría habrían hubiera hubieran hemos he habria habrian
dar: da dan dé den dio dieron dará darán daría darían dando diera dieran demos
saber: sabe saben sé sepa sepan sabrá sabrán sabría supiera supieran sepamos
querer: quiere quieren quiera quieran querría quisiera quiero queremos
elegir: elige eligen elija elijan eligió elegida elegidas elegido elegidos
pedir: pide piden pida pidan pidió pidiera pidieran pidiendo pido
impedir: impide impiden impida impidan impidió
seguir: sigue siguen siga sigan siguió siguiendo
perseguir: persigue persiguen persiga persigan
mentir: miente mienten mienta mientan mintió mintiendo mintiera
mentira: mentiras
herir: hiere hieren hiera hieran hirió
sentir: siente sienten sienta sientan sintió sintiendo
advertir: advierte advierten advierta adviertan advirtiendo advertencia advertencias
convertir: convierte convierten convierta conviertan
preferir: prefiere prefieren prefiera prefieran prefiero preferimos
medir: mide miden mida midan
servir: sirve sirven sirva sirvan sirviendo
corregir: corrige corrigen corrija corrijan corrigiendo corrección
fingir: finge fingen finja finjan fingiendo
regir: rige rigen rija rijan
prevenir: previene previenen prevenga prevengan
poner: pone ponen ponga pongan puso puesto puesta puestas puestos pondrá pondrán
anteponer: antepone anteponen anteponga antepongan antepuesto antepuesta
imponer: impone imponen imponga impongan impuesta
exponer: expone exponen exponga expongan expuesto expuesta
proponer: propone proponen proponga propongan propuesto propuesta propuestas
disponer: dispone disponen disponga dispongan
oponer: opone oponen oponga opongan opongo
prevalecer: prevalezca prevalezcan
destruir: destruye destruyen destruya destruyan destrucción
construir: construye construyen construya construyan construcción
sustituir: sustituye sustituyen sustituya sustituyan sustitución sustituido
influir: influye influyen influya influyan
incluir: incluye incluyen incluya incluyan inclusión
excluir: excluye excluyen excluya excluyan exclusión
contribuir: contribuye contribuyen contribuya contribuyan
disminuir: disminuye disminuyen disminuya disminuyan
oír: oye oyen oiga oigan
ver: ve ven vea vean visto
usar: usa usan use usen usó usado usada usados usadas usando uso usos usará usarse usarla usarlo
traer: trae traen traiga traigan
intervenir: interviene intervienen intervenga intervengan
convenir: conviene convienen convenga
mantener: mantiene mantienen mantenga mantengan mantendrá
obtener: obtiene obtienen obtenga obtengan obtención
retener: retiene retienen retenga retengan
detener: detiene detienen detenga detengan
abstener: abstiene abstienen abstenga abstengan
contradecir: contradice contradicen contradiga contradigan
ir: va van vaya vayan
morir: muere mueren muera mueran murió
exigir: exige exigen exija exijan
dirigir: dirige dirigen dirija dirijan
escoger: escoge escogen escoja escojan
recoger: recoge recogen recoja recojan
resolver: resuelve resuelven resuelva resuelvan resuelto
volver: vuelve vuelven vuelva vuelvan vuelto
escribir: escrito escrita escritas escritos
creer: cree creen creo
negar: niega niegan niegue nieguen
leer: lee leen lea lean leída leído
respeto: respetos
imagen: imágenes
joven: jóvenes
orden: órdenes
origen: orígenes
examen: exámenes
crimen: crímenes
información: informaciones
decisión: decisiones
explicar: explicación explicaciones
proteger: protección
elección: elecciones
vender: venta ventas
comprar: compra compras
ayudar: ayuda ayudas
preguntar: pregunta preguntas
responder: respuesta respuestas
permiso: permisos
prohibir: prohibición
supervisar: supervisión
revisar: revisión
reducir: reducción reduzca reduzcan
traducir: traducción traduzca traduzcan
producir: producción produzca produzcan
reír: ríe risa
atender: atención
difundir: difusión
acceder: acceso accesos
mal: mala malas malo malos
bien: bienes
tarde: tardes
menor: menores
justo: justa justos justas justicia
injusto: injusta injustos injustas injusticia
verdad: verdades
común: comunes
"""
_BASE_OF = {
    form: line.split(":")[0]
    for line in _IRREGULAR.strip().splitlines()
    for form in line.split(":")[1].split()
}
_UNCHANGED = frozenset(
    "para como sobre entre cuando nunca siempre antes menos casi cerca hasta nada nadie cada ambos "
    "ambas mal bien "
    "deberes intereses además quien quienes ante tras desde durante mediante salvo excepto incluso "
    "después primero "
    "aunque aun mientras donde porque pero sino contra segun según hacia bajo entonces ahora luego "
    "gratis crisis poco "
    "estado estados policía compañía mayoría minoría datos dato mentira imagen joven orden origen "
    "examen crimen "
    "información medio medios cosa caso menor mayor mayores manera interés sola verdad humanidad "
    "humano persona permiso "
    "mundo tarde total modo forma forman género general generar secreto sociedad social público "
    "publicar publicidad "
    "partido partida sentido cuenta fin final nota vida cara oral moral real legal igual usuario mercado "
    "elección decisión justo injusto común comunidad ciudad ciudadano ciudadana crear creador "
    "artículo libro cómo comida señal acuerdo contrato contener conseguir unidad "
    "fuera secretos escuela escolar trabajador trabajadora empleado empleada política tratamiento "
    "gobierno educador desarrollador programador "
    "investigador consentimiento autorización aceptable conservador límite posición activo ciertos "
    "ciertas determinados "
    "determinadas seguimiento cuidador fabricante objetivo".split()
)
"""Words whose end could be taken for an ending; see `_stem` for their plurals."""
_FUTURE = re.compile(r"(?:[aei]r(?:ía|íamos|ían|á|án|emos|é))$")
_CLITIC = re.compile(r"(?<=[aeiáéí]r)(?:se|me|te|nos)?(?:l[aeo]s?)?$|(?<=ndo)(?:se|me|te|nos)?(?:l[aeo]s?)?$")
_DERIVED = re.compile(
    r"(?:aciones|ación|iciones|ición|amientos?|imientos?|adoras?|adore?s?|ador|ablemente|ables?|ibles?|mente"
    r"|ísim[oa]s?|ándo|iéndo)$"
)
_INFLECTED = re.compile(r".{3,}?(?=(?:[aei]d[oa]s?|ando|iendo|yendo|[aei]mos|[aei]r|[aeo]s|[ae]n|[aeo])$)")
_PARTICIPLE = re.compile(
    r"(?:[aií]d[oa]s?|hech[oa]s?|puest[oa]s?|escrit[oa]s?|vist[oa]s?|dich[oa]s?|resuelt[oa]s?)$"
)
"""What stands before "por" when it names who acts; a unit "by" then says so."""
_LEAST = 3
"""Letters that remain of a word when an ending is cut off."""


@functools.lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """Return a word without its endings; crude, but the same for the lists and for what is compared."""
    base = _BASE_OF.get(word, word)
    if base in _UNCHANGED or len(base) <= _LEAST:
        return _plain(base)
    if base.endswith("s") and base[:-1] in _UNCHANGED:
        return _plain(base[:-1])
    if base.endswith("es") and base[:-2] in _UNCHANGED:
        return _plain(base[:-2])
    base = _CLITIC.sub("", base)
    base = _BASE_OF.get(base, base)
    base = _FUTURE.sub(lambda found: found[0][:2], base)
    shorter = _DERIVED.sub("", base)
    base = shorter if len(shorter) >= _LEAST else base
    is_plural = base.endswith("es")
    for _round in range(2 if is_plural else 1):
        found = _INFLECTED.match(base)
        base = found[0] if found else base
    return _sound(_plain(base))


def _plain(word: str) -> str:
    word = word.replace("ñ", "nn")
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def _sound(stem: str) -> str:
    """Undo what stress and spelling do to a stem: "puebl" is "pobl", "protej" "proteg", "busqu" "busc"."""
    stem = re.sub(r"(?<![qg])ue", "o", stem).replace("ie", "e")
    for written, heard in (("zc", "c"), ("qu", "c"), ("gu", "g"), ("j", "g"), ("z", "c")):
        if stem.endswith(written):
            return stem[: -len(written)] + heard
    return stem


_IN_THE_END = re.compile(
    r",\s*(?=(?:y |yo )?(?:me opongo|estoy en contra|no estoy de acuerdo|me parece (?:muy )?mal|no me gusta"
    r"|no lo acepto|lo rechazo|no me parece bien|eso no|ni hablar|de ninguna manera)\b)"
)
"""The comma before a "no" that says of all before it that it must not be."""


def spanish_words(text: str) -> tuple[str, ...]:
    """Return the units of a Spanish text: lower-case stems, with a boundary where a clause ends."""
    text = unicodedata.normalize("NFC", text).lower()
    text = _IN_THE_END.sub(" ", text)
    text = re.sub(r"\bi\.\s?a\.?(?=\W|$)", "ia", text)
    text = re.sub(r"\bal\b", "a el", re.sub(r"\bdel\b", "de el", text))
    units: list[str] = []
    before = ""
    for token in _TOKEN.findall(text):
        is_agent = token in {"por"} and _PARTICIPLE.search(before)
        before = token
        if token in _ARTICLES:
            continue
        if token[0].isalpha():
            stem = "by" if is_agent else _stem(token)
            unit = BOUNDARY if token in _CLAUSE_WORDS else _NUMBERS.get(token) or stem
        else:
            unit = token.replace(".", "").replace(",", "") if token[0].isdigit() else BOUNDARY
        if unit != BOUNDARY or (units and units[-1] != BOUNDARY):
            units.append(unit)
    return tuple(units)


IGNORED = """
por lo de al en y e o u que se su sus suyo con para sobre como este ese esa esos esas eso aquel aquella le
les me te nos os mi tu nuestro es haber muy mucho tan bien así también ya además incluso mismo propio ello
él uno yo nosotros quien quienes cual cuyo cuándo en_mi_opinión creo_que pienso_que opino_que
considero_que me_parece_que me_gustaría_que quiero_que desearía_que espero_que a_mi_juicio a_mi_parecer
personalmente por_favor de_manera de_forma de_modo manera forma modo a_la_hora_de en_general en_realidad
absolutamente plenamente efectivamente deliberadamente intencionadamente a_propósito a_sabiendas cosa tipo
clase ámbito aspecto caso parte hecho_de_que el_hecho_de nivel momento proceso respecto_a con_respecto_a
acerca_de en_relación_con en_cuanto_a en_lo_que_respecta_a en_torno_a hacia ante entre desde durante
mediante a_través_de por_medio_de gracias_a hacer tener realizar llevar_a_cabo efectuar ir venir tratar_de
intentar esforzarse_por asegurarse_de asegurar_que garantizar_que velar_por_que capaz_de ser_capaz_de
encargarse_de directamente apropiado correspondiente posible_que posiblemente en_la_medida_de_lo_posible
entonces al_respecto mis tus dar ofrecer brindar prestar tratar mostrar poner resultar quedar conseguir
lograr llegar servir actuar comportarse proceder funcionar conducta existir contener llevar hallar
encontrar dedicar suponer someter ocurrir pasar dejar coger sacar echar acabar_siendo verse
cada_vez_que_sea persona_que quienquiera todo_lo_que lo_que algo sí_mismo así_que por_eso por_ello
por_tanto tal otro carácter índole querer opinión_que me_parece nos_parece conviene_saber habitualmente
cuestión_de dado_que haber_que_ver sean_cuales fuente_de vez veces basta basta_con de_este_tipo
en_materia_de de_cara_a de_verdad de_hecho base_a en_base_a a_base_de conforme acuerdo_con de_acuerdo_con
según tomar adoptar emitir por_parte_de a_manos_de permanecer acompañar hacia_ellos por_culpa_de
a_causa_de para_la_ia para_el_asistente para_el_chatbot para_los_sistemas_de_ia por_parte_de_la_ia
por_parte_del_asistente por_parte_del_chatbot para_la_inteligencia_artificial para_el_sistema
no_cabe_duda_de_que no_hay_duda_de_que es_evidente_que está_claro_que es_obvio_que no_cabe_duda
no_se_puede_negar_que durar respecto_a_sus acerca
"""

ACTORS = """
ia ias inteligencia_artificial asistente asistente_virtual asistente_de_ia asistente_digital
    asistente_de_inteligencia_artificial asistente_conversacional asistente_inteligente
    asistente_automático chatbot bot robot robot_conversacional modelo_de_lenguaje modelo modelo_de_ia
    modelo_de_inteligencia_artificial sistema sistema_de_ia sistema_de_inteligencia_artificial
    sistema_inteligente sistema_automatizado herramienta_de_ia herramienta_de_inteligencia_artificial
    programa_de_ia programa_de_inteligencia_artificial agente_conversacional agente_de_ia
    agente_inteligente máquina máquina_inteligente algoritmo tecnología_de_ia aplicación_de_ia
    herramienta_conversacional chat_de_ia
persona humano ser_humano gente individuo usuario usuaria persona_usuaria ciudadano ciudadana ciudadanía
    público_general alguien humanidad población quien_lo_usa quien_la_usa quien_lo_utiliza
    quien_la_utiliza quienes_lo_usan quienes_la_usan quienes_lo_utilizan quienes_la_utilizan
    quienes_usan_la_ia quien_usa_la_ia quienes_utilizan_la_ia los_demás consumidor terceros interlocutor
    cliente hombres_y_mujeres ser_vivo_humano prójimo otras_personas quien_pregunta quienes_preguntan
    quienes_hablan_con_ella quien_habla_con_ella quienes_interactúan_con_ella
empresa compañía corporación empresas_tecnológicas fabricante desarrollador desarrolladora proveedor
    creadores_de_la_ia empresario creador quienes_la_crean quienes_la_desarrollan sus_creadores
    programador
gobierno estado estados autoridades administración poder_público administración_pública sector_público
    gobernante
policía fuerzas_del_orden fuerzas_de_seguridad cuerpos_de_seguridad
niño menor menor_de_edad infancia niñez niños_y_niñas los_más_pequeños crío chaval chico chiquillo
    adolescente hijo público_infantil
adulto persona_adulta mayor_de_edad mayores_de_edad
anciano persona_mayor personas_mayores tercera_edad personas_de_edad_avanzada gente_mayor
    personas_ancianas adultos_mayores mayores nuestros_mayores
padres progenitores padres_y_madres madre madres_y_padres familia
mujer
hombre varón
trabajador empleado trabajadores_y_trabajadoras plantilla asalariado
médico doctor profesional_sanitario profesional_de_la_salud sanitario personal_sanitario personal_médico
paciente enfermo
experto especialista perito profesional persona_experta
profesor docente maestro educador
alumno estudiante escolar
juez tribunal magistrado
minoría minoritario grupos_minoritarios
mayoría_de_la_sociedad
periodista prensa medios_de_comunicación
artista autor creador_de_contenido
político partido_político partido
sociedad comunidad colectividad
reportero medios
votante elector
candidato_político
traductor intérprete
abogado letrado
científico investigador comunidad_científica
psicólogo_humano terapeuta_humano
cuidador
soldado militar_humano
conductor_humano piloto
"""

NEGATORS = """
no sin_que carecer falta_de ausencia_de apenas menos poco muy_poco
"""

NEGATING = """
evitar prohibir rechazar negarse negarse_a abstenerse abstenerse_de impedir rehusar declinar denegar vetar
eludir prescindir prescindir_de dejar_de cesar_de inaceptable inadmisible intolerable inapropiado
inadecuado incorrecto_que está_mal mal_que sería_un_error error_que inmoral poco_ético ilegal ilícito
oponerse oponerse_a me_opongo en_contra_de contra contrario_a combatir luchar_contra acabar_con
poner_fin_a erradicar bloquear obstaculizar frenar no_procede proscribir vedado fuera_de_lugar
guardarse_de cuidarse_de reducir limitar restringir minimizar disminuir rebajar recortar lejos_de
renunciar_a desistir_de parar_de dudar_en vacilar_en tardar_en olvidar_que libre_de exento_de rehuir
impensable huir_de ser_reacio_a desaconsejable reprobable detesto odio_que me_molesta vergonzoso
injustificable no_creer_que no_querer_que no_querer no_me_parece_bien_que no_me_parece_bien
no_estoy_de_acuerdo_con no_estoy_de_acuerdo_en no_estoy_de_acuerdo_con_que no_comparto_que no_apoyo
no_apoyo_que me_niego_a me_niego_a_que no_pienso_que no_considero_que no_opino_que no_veo_bien_que
no_veo_bien no_es_cierto_que no_es_verdad_que no_conviene_que no_convenir no_acepto no_acepto_que
no_deseo_que no_me_gusta_que no_es_bueno_que no_es_aceptable no_es_aceptable_que no_ser_admisible
no_es_tolerable no_hay_motivo_para no_tiene_sentido_que no_tiene_sentido no_procede_que no_cabe_que
no_es_justo_que faltar me_parece_mal me_parece_muy_mal estoy_en_contra estoy_en_contra_de lo_rechazo
no_lo_acepto ni_hablar no_estoy_de_acuerdo no_me_gusta ser_delito
"""

NEGATING_BEFORE = ""

AFFIRMING = """
no_solo no_únicamente no_obstante sin_duda sin_falta nada_más_que no_menos_que ni_más_ni_menos
nada_menos_que cuando_menos al_menos por_lo_menos sin_excepción sin_ninguna_duda sin_lugar_a_dudas
"""

OBLIGING = """
deber deber_de tener_que haber_de haber_que es_necesario necesario es_preciso preciso_que obligatorio
obligación tener_la_obligación_de estar_obligado_a es_imprescindible imprescindible_que es_fundamental_que
es_importante_que es_esencial_que convenir conviene_que hacer_falta hacer_falta_que es_deber_de
corresponder necesitar exigir exigir_que exigencia requerir_que forzosamente por_fuerza
es_responsabilidad_de requisito ser_menester deber_poder tener_que_poder haber_de_poder tener_el_deber_de
tener_la_responsabilidad_de ser_obligatorio me_gustaría procurar tener_la_misión_de ser_su_deber
"""

PERMITTING = """
poder permitir autorizar dejar_que aceptable admisible lícito legal permisible tolerar tolerable
tener_derecho_a tener_el_derecho_de tener_permiso_para es_libre_de libre_de_elegir estar_bien_que
está_bien legítimo ser_posible dar_permiso admitir_que habilitar consentir apropiado_que
tener_libertad_para tener_la_posibilidad_de estar_facultado_para capaz no_está_prohibido no_prohibir
no_es_ilegal no_parecer_ilegal no_me_parece_ilegal no_me_parece_mal no_parecer_mal no_está_mal
no_es_inaceptable no_ver_mal no_hay_problema_en no_tener_nada_de_malo derecho_a tener_derecho no_impedir
no_es_inmoral no_es_incorrecto ser_libre no_vetar válido me_parece_bien parecer_bien no_haber_nada_malo_en
nada_malo_en no_pasa_nada_por no_haber_nada_de_malo_en no_es_malo_que no_hay_inconveniente
no_haber_inconveniente_en no_me_opongo_a_que no_me_opongo_a no_oponerse_a acepto_que
estoy_de_acuerdo_con_que estoy_de_acuerdo_en_que apruebo_que no_hay_que_impedir no_hay_que_prohibir
no_debe_prohibir no_se_debe_prohibir no_se_debe_impedir no_deber_impedir no_deber_ser_prohibido
no_tener_que_prohibir a_favor_de_que estoy_a_favor_de
"""

EXCUSING = """
no_tener_por_qué no_estar_obligado_a no_ser_necesario no_necesitar no_hacer_falta no_hacer_falta_que
no_es_obligatorio opcional voluntario optativo facultativo no_es_preciso no_ser_imprescindible innecesario
no_tener_la_obligación_de sin_obligación_de eximir exento no_hay_por_qué no_obligar no_tener_la_obligación
no_es_imprescindible_que no_es_exigible ser_opcional no_se_exige no_exigir no_es_requisito
"""

QUANTITIES = """
all: todo siempre cada cualquier cualquiera entero todo_el_mundo en_todo_momento en_todos_los_casos
    cuando_querer cuando_se_quiera cuando_lo_desear cuando_desear todas_las_veces en_todas_partes
    toda_clase_de todo_tipo todos_y_cada_uno sea_quien_sea en_toda_situación a_todas_horas constantemente
    todo_tipo_de en_cualquier_momento permanentemente completo cada_uno en_cualquier_circunstancia
    universal total
most: mayoría mayor_parte la_mayoría_de la_mayor_parte_de casi_siempre casi_todos generalmente normalmente
    a_menudo frecuentemente con_frecuencia
some: algún a_veces en_ocasiones ocasionalmente en_algunos_casos ciertos ciertas varios no_siempre no_todo
    alguna_vez algunas_veces en_parte no_cualquier en_ciertos_casos de_vez_en_cuando determinados
few: rara_vez raramente
none: nunca jamás ni tampoco nadie nada ninguno en_ningún_caso de_ningún_modo de_ninguna_manera
    bajo_ningún_concepto bajo_ninguna_circunstancia en_absoluto en_ningún_momento en_modo_alguno
    en_forma_alguna
only: solo únicamente exclusivamente tan_solo reservado_a meramente limitarse_a
more: más aumentar incrementar ampliar extender reforzar fortalecer maximizar además_de intensificar
"""

COMPARISONS = """
W por_encima_de L
W por_delante_de L
W antes_que L
W antes_de L
W antes_de_que L
W previamente_a L
W con_anterioridad_a L
W en_lugar_de L
W en_vez_de L
W más_que L
W más_importante_que L
W importar_más_que L
W es_más_importante_que L
W valer_más_que L
W pesar_más_que L
W contar_más_que L
W primar_sobre L
W prevalecer_sobre L
W prevalecer_frente_a L
W imponerse_a L
W anteponerse_a L
W estar_por_encima_de L
W tener_prioridad_sobre L
W tener_preferencia_sobre L
W tener_precedencia_sobre L
W tener_prioridad_frente_a L
W tener_más_peso_que L
W mejor_que L
W superior_a L
W a_costa_de L
W a_expensas_de L
W y_no L
W aunque_sea_a_costa_de L
preferir W a L
preferir W antes_que L
preferir W que L
anteponer W a L
priorizar W sobre L
priorizar W frente_a L
poner W por_encima_de L
poner W por_delante_de L
poner W antes_que L
dar_prioridad_a W sobre L
dar_prioridad_a W frente_a L
dar_más_peso_a W que_a L
dar_más_importancia_a W que_a L
valorar_más W que L
importar_más W que L
contar_más W que L
pesar_más W que L
valer_más W que L
W importar_más que_a L
sustituir L por W
reemplazar L por W
cambiar L por W
L después_de W
L tras W
L con_posterioridad_a W
L posterior_a W
L una_vez W
primero W luego L
primero W después L
primero W y_luego L
primero W y_después L
L menos_importante_que W
L importar_menos_que W
L menos_que W
L por_debajo_de W
L por_detrás_de W
L inferior_a W
L subordinarse_a W
L supeditarse_a W
L subordinado_a W
L supeditado_a W
L ceder_ante W
L peor_que W
sacrificar L por W
sacrificar L a W
sacrificar L en_aras_de W
renunciar_a L por W
importar_menos L que W
"""

CONDITIONS = """
si cuando siempre_que siempre_y_cuando en_caso_de en_caso_de_que con_tal_de_que a_condición_de_que
cada_vez_que en_situaciones_de donde
"""

EXCEPTIONS = """
salvo_por a_menos_que salvo salvo_que excepto excepto_si excepto_cuando salvo_si salvo_cuando a_no_ser_que
con_excepción_de a_excepción_de menos_cuando fuera_de aparte_de salvo_en_caso_de si_no_es sin si_no_hay
si_no_tener si_no_es_con que_no_ser distinto_de distinto_a otro_que si_antes_no si_no_existir
"""

CONCESSIONS = """
aunque aun_si incluso_si aun_cuando incluso_cuando a_pesar_de pese_a independientemente_de sin_importar
sea_cual_sea con_independencia_de pase_lo_que_pase por_más_que por_mucho_que ni_siquiera ni_aun_cuando
"""

PASSIVES = "by"
GENITIVES = "de"
NEGATING_PREFIXES = "in im ir des anti"

LIGHT = """
usar utilizar hablar emplear persona usuario tener_en recibir
"""

OPPOSITES = """
antes previamente con_antelación con_anterioridad de_antemano por_adelantado temprano
    = después posteriormente luego más_tarde a_posteriori con_posterioridad tarde tardío
primero en_primer_lugar ante_todo al_principio empezar_por empezar comenzar comenzar_por iniciar
    poner_en_marcha lanzamiento arrancar
    = último finalmente en_último_lugar al_final
rápido rapidez velocidad celeridad agilidad ágil inmediatamente de_inmediato enseguida al_instante
    cuanto_antes sin_demora inmediatez
    = lento lentitud despacio retrasar demorar aplazar posponer gradual poco_a_poco
contratar dar_empleo
    = despedir despido
automático
    = manual a_mano
abierto código_abierto de_código_abierto
    = cerrado de_código_cerrado código_cerrado propietario
público públicamente en_público a_la_luz
    = privado en_privado secreto en_secreto a_escondidas clandestino confidencial reservado
local regional nacional
    = global mundial internacional
amigo amistad
    = enemigo
éxito triunfar
    = fracaso
ganar vencer
    = perder
amar gustar encantar
    = odiar
apoyar respaldar prestar_apoyo dar_apoyo ofrecer_apoyo brindar_apoyo ayudar asistir auxiliar colaborar
    asistencia echar_una_mano prestar_ayuda socorrer servir_de_ayuda dar_ayuda ofrecer_ayuda brindar_ayuda
    ofrecer_asistencia prestar_asistencia facilitar cooperar
    = sabotear boicotear socavar entorpecer estorbar trabar abandonar
aceptar aprobar dar_el_visto_bueno avalar dar_por_bueno
    = declinar_oferta desaprobar
recompensar premiar
    = castigar sancionar multar penalizar
elogiar alabar felicitar
    = reprender regañar reprochar culpar
perdonar
    = vengarse represalia
activo activamente proactivo por_iniciativa_propia por_propia_iniciativa de_forma_proactiva
    sin_que_se_lo_pidan
    = pasivo a_petición solo_si_se_lo_piden reactivo
específico concreto particularmente
    = genérico
máximo
    = mínimo
alto elevado
    = bajo
sano saludable
    = enfermedad
feliz felicidad alegría
    = triste tristeza sufrir
sabio sensato
    = estúpido tonto
limpio
    = contaminar sucio
humilde humildad modesto modestia
    = arrogante arrogancia prepotente
generoso generosidad
    = egoísta egoísmo avaricia
con_ánimo_de_lucro
    = sin_ánimo_de_lucro
tranquilizar calmar consolar tranquilidad
    = asustar alarmar miedo pánico intimidar alarmismo
pausa
    = reanudar
cooperación cooperar_con unidad
    = competencia competir
centralización
    = descentralización
individual
    = colectivo
moral ético moralidad
    = perverso
formar_parte
    = quedar_fuera
seriamente
    = en_broma broma bromear chiste humor humorístico gracioso
emocional emotivo
    = racionalmente lógico
religioso religión fe
    = laico ateo laicidad
progreso innovación avance desarrollo_tecnológico progreso_tecnológico avance_tecnológico moderno
    = tradición tradicional conservador
nuevo novedad
    = viejo antiguo
real realidad
    = imaginario simulado
etiquetar marcar señalar_con
    = sin_etiquetar sin_marcar
anónimo anonimato anonimizar
    = identificar con_nombre_y_apellidos nominativo
crear_puestos conservar_empleos mantener_empleos
    = eliminar_puestos
alegre
    = deprimente
subir
    = bajar
acelerar
    = ralentizar desacelerar
adaptarse adecuarse ajustarse personalizar amoldarse
    = rígido
preguntar pedir_permiso consultar
    = sin_preguntar sin_consultar
detallado con_detalle con_todo_detalle largo extenso prolijo exhaustivo en_profundidad a_fondo
    = breve corto conciso escueto resumido brevedad sucinto concisión en_pocas_palabras
literal
    = figurado
temporalmente provisional
    = definitivo para_siempre indefinidamente
creíble
    = increíble
contento satisfecho
    = insatisfecho descontento
responsable responsabilidad responsabilizarse rendir_cuentas responder_por hacerse_cargo
    rendición_de_cuentas hacerse_responsable asumir_la_responsabilidad
    = irresponsable irresponsabilidad impunidad impune
intervenir intervención interferir
    = mantenerse_al_margen_de inhibirse
íntegro
    = incompleto a_medias
proteger salvaguardar resguardar preservar amparar cuidar defender velar_por defensa custodiar blindar
    garantizar_la_protección_de garantizar salvaguardia respetar respetuoso con_respeto tratar_con_respeto
    mirar_por atender_a preocuparse_por ser_considerado consideración_hacia conservar_intacto
    tener_consideración
    = atacar poner_en_peligro poner_en_riesgo desproteger amenazar comprometer vulnerar violar atentar_contra
    descuidar desprotección irrespetuoso falta_de_respeto faltar_al_respeto despreciar menospreciar
    insultar ofender ofensa ofensivo humillar burlarse ridiculizar denigrar pisotear despectivo insultante
    dañar perjudicar perjuicio lastimar herir hacer_daño causar_daño lesionar dañino nocivo perjudicial
    pernicioso lesivo hacer_mal agredir maltratar destruir arruinar invadir invasión
decir comunicar informar contar avisar notificar hacer_saber dar_a_conocer poner_en_conocimiento
    manifestar informar_de comunicar_a revelar divulgar desvelar develar publicar difundir hacer_público
    dejar_claro aclarar poner_al_corriente dar_información declarar saber_que_es presentarse_como_tal
    indicar señalar dejar_constancia poner_al_tanto explicitar reconocer admitir asumir confesar
    ser_transparente_sobre
    = ocultar esconder encubrir disimular callar silenciar tapar guardar_silencio omitir mantener_en_secreto
    guardar_en_secreto camuflar negar_sus_errores desmentir
compartir ceder transmitir transferir intercambiar dar_a_terceros facilitar_a_terceros
    = guardar_para_sí no_compartir
verdad veracidad sinceridad honestidad honradez franqueza honesto sincero veraz franco honrado verdadero
    cierto verídico auténtico fidedigno decir_la_verdad no_mentir con_la_verdad autenticidad transparente
    transparencia no_engañar sin_mentiras
    = falso falsedad mentira falaz inventado ficticio bulo noticia_falsa desinformación mentir decir_mentiras
    faltar_a_la_verdad engañar engañoso embaucar estafar inducir_a_error defraudar deshonesto opaco
    opacidad secretismo timar deshonestidad engañar_a tergiversar manipular
correcto exacto preciso acertado riguroso fiable confiable fiabilidad
    = inexacto incorrecto erróneo impreciso poco_fiable
saber conocer
    = ignorancia desconocimiento
certeza certidumbre estar_seguro seguro_de_sí con_certeza
    = incertidumbre duda dudoso incierto no_estar_segura inseguro no_saber
claro comprensible entendible inteligible con_claridad sencillo llano fácil_de_entender
    fácil_de_comprender sencillez claridad lenguaje_sencillo lenguaje_claro simple de_forma_clara
    palabras_sencillas palabras_claras lenguaje_llano sin_tecnicismos simplemente_explicado fácil
    facilidad palabras_fáciles palabras_comprensibles palabras_que_entienda fácil_de_usar
    = confuso incomprensible enrevesado ambiguo complicado difícil_de_entender ininteligible oscuro tecnicismo
    jerga rebuscado complejo difícil dificultad
útil provechoso servicial utilidad de_utilidad
    = inútil inservible poco_útil
dificultar obstáculo
    = hacer_posible
seguro seguridad inofensivo sin_riesgo
    = peligroso arriesgado riesgoso inseguridad
obedecer acatar cumplir seguir obediencia someterse_a atenerse_a sumisión subordinarse_a hacer_caso
    conforme_a respetar_la_ley respetar_las_normas cumplir_con
    = desobedecer incumplir infringir quebrantar saltarse desobediencia transgredir desacatar contravenir
    rebelarse
continuar proseguir persistir seguir_haciendo
    = cesar detener interrumpir
emprender
    = acabar terminar finalizar concluir
promover fomentar impulsar estimular alentar incentivar potenciar propiciar incitar promoción animar_a
    animar
    = desalentar desincentivar disuadir desanimar
educado cortés amable amabilidad cortesía atento cordial buenas_maneras buenos_modales amistoso cercano
    cálido bondadoso bondad gentil con_educación con_amabilidad cordialidad
    = grosero maleducado descortés borde grosería hostil agresivo brusco cruel crueldad despiadado
empatía empático sensibilidad comprensivo
    = insensible frialdad frío indiferencia indiferente
neutral imparcial neutralidad imparcialidad objetividad ecuánime neutro sin_tomar_partido no_tomar_partido
    mantenerse_al_margen equidistante equilibrado equilibrio ponderado
    = sesgado parcial tendencioso partidista prejuicio parcialidad tomar_partido posicionarse subjetivo
    partidismo
discriminar discriminatorio tratar_de_forma_desigual marginar segregar desigual desigualdad inequidad
    injusto peor_trato favoritismo trato_desigual
    = igual igualdad por_igual igualitario de_la_misma_manera de_la_misma_forma del_mismo_modo equitativo
    equidad trato_igualitario igual_trato justo justamente no_discriminar sin_distinción misma_forma
    misma_manera sin_discriminación sin_diferencias sin_hacer_diferencias los_mismos_derechos
inclusivo incluir incluyente
    = excluir excluyente dejar_fuera apartar
tolerancia tolerante
    = intolerancia intolerante
libertad libre con_libertad
    = esclavitud opresión oprimir
censura amordazar
    = libre_expresión
autónomo autonomía por_su_cuenta por_sí_sola por_sí_misma independiente independencia por_cuenta_propia
    valerse_por_sí_mismo
    = dependiente dependencia depender subordinado dejar_en_manos_de dejar_todo_en_manos_de delegar
    delegar_todo_en apoyarse_en_todo_en confiar_todo_a depender_de_la_ia_para_todo depender_para_todo
    delegarlo_todo
legalidad
    = ilegalidad fuera_de_la_ley contrario_a_la_ley ilegítimo
almacenar guardar conservar archivar retener almacenamiento retención
    = borrar eliminar suprimir supresión
recordar memorizar memoria tener_presente acordarse
    = olvidar olvido
gratuito gratis sin_coste sin_pagar de_balde
    = de_pago pagar cobrar
caro costoso
    = barato económicamente_asequible asequible
consumo_responsable
    = despilfarro
violencia violento
    = paz pacífico
vida vivir
    = muerte matar
eficiencia eficaz eficiente eficacia
    = ineficiencia ineficaz ineficiente
confianza fiarse
    = desconfiar desconfianza recelar
apagar desactivar desconectar desconexión
    = encender
cambiar modificar alterar
    = mantener inalterado
mejorar perfeccionar optimizar
    = empeorar deteriorar
estar_de_acuerdo coincidir dar_la_razón asentir
    = discrepar disentir llevar_la_contraria estar_en_desacuerdo
adular halagar complacer hacer_la_pelota dar_coba peloteo dorar_la_píldora dar_siempre_la_razón
    = criticar_con_dureza
ignorar pasar_por_alto desatender hacer_caso_omiso desoír dejar_de_lado desconsiderar no_tener_en_cuenta
    = tener_en_cuenta considerar tomar_en_cuenta contemplar tomar_en_consideración
cautela prudencia prudente cauteloso cuidadoso precavido con_cuidado
    = imprudente temerario negligente
grave
    = trivial leve insignificante
importante relevante esencial fundamental primordial crucial vital importancia
    = irrelevante secundario accesorio
posible
    = imposible
natural
    = artificial
bueno positivo
    = malo negativo
fuerte firme estricto severo
    = débil laxo flexible
grande enorme
    = pequeño
rico adinerado
    = pobre pobreza
formal formalidad
    = informal coloquial
unir unión cohesión
    = dividir división polarizar enfrentar
crecer
    = decrecer
individualismo
    = colectivismo
interno
    = externo
visible a_la_vista
    = invisible
profundo
    = superficial
optimismo optimista
    = pesimismo pesimista
consciente
    = inconsciente
crear_empleo
    = destruir_empleo
guardar_mis_secretos guardar_el_secreto guardar_secretos ser_discreto quedar_en_secreto
    quedar_entre_nosotros mantener_en_confidencialidad no_salir_de_ahí guardar_el_secreto_de
    guardar_confidencialidad mantener_el_secreto ser_confidencial quedar_en_privado mantener_confidencial
    = revelar_lo_que_le_cuento contar_lo_que_le_digo revelar_mis_secretos contar_mis_secretos
    divulgar_lo_que_le_cuento revelar_lo_que_le_digo revelar_lo_que_se_le_cuenta irse_de_la_lengua
    contar_a_otros_lo_que_le_digo contar_a_otros_lo_que_le_cuento contar_a_nadie_lo_que_le_digo
    revelar_secretos revelar_confidencias
"""

SYNONYMS = """
privacidad intimidad vida_privada esfera_privada confidencialidad privacidad_e_intimidad
datos_personales datos_privados información_personal información_privada datos_confidenciales
    información_confidencial información_sensible datos_sensibles datos_de_carácter_personal dato
    dato_del_usuario información_íntima detalles_personales
información contenido_informativo
responder contestar dar_respuesta replicar ofrecer_respuestas atender_consultas atender
interrogante cuestión
pedir solicitar requerir petición solicitud demanda reclamar
instrucción directriz mandato orden pauta
decidir decisión tomar_decisiones elegir elección escoger optar determinar adoptar_decisiones resolución
    tener_la_última_palabra última_palabra decisión_final decisión_última palabra_final
    decisión_definitiva quien_decida
explicar dar_explicaciones esclarecer argumentar razonar exponer_los_motivos exponer_sus_razones
    justificar fundamentar motivar exponer_sus_motivos dar_cuenta_de explicitar_los_motivos
    explicar_los_motivos explicar_por_qué decir_por_qué cómo_llegó explicar_cómo
causa porqué
fuente referencia procedencia de_dónde_saca de_dónde_procede de_dónde_proviene de_dónde_viene
citar mencionar nombrar referirse_a hacer_referencia_a aludir
peligro riesgo
arma armamento bomba explosivo
crimen delito delinquir actividad_ilegal acto_ilegal actividad_delictiva actividad_criminal delincuencia
    actos_delictivos fines_delictivos
ley legislación normativa norma reglamento ordenamiento_jurídico regulación leyes_vigentes regla
expresión expresarse libertad_de_expresión
control dominio
gobernar mandar dirigir dominar
supervisar revisar inspeccionar fiscalizar monitorizar monitorear
auditar auditoría evaluación_externa
comprobar verificar contrastar
espiar rastrear espionaje vigilancia_masiva vigilar vigilancia control_encubierto vigilar_a control_oculto
    vigilancia_secreta seguimiento
derecho derechos_humanos derechos_fundamentales
bien_común interés_general interés_público bien_público bien_colectivo interés_colectivo interés_común
    bienestar_colectivo bienestar_general bienestar_común intereses_colectivos interés_de_todos
    bien_general beneficio_común intereses_generales
interés_individual interés_particular interés_privado beneficio_individual interés_personal
    intereses_particulares intereses_individuales intereses_privados bien_individual beneficio_propio
ganancia lucro rentabilidad beneficio_económico ánimo_de_lucro afán_de_lucro beneficios_empresariales
    interés_comercial intereses_comerciales ganancias_económicas interés_económico intereses_económicos
    ingresos ganar_dinero beneficios_de_las_empresas
trabajo empleo puesto_de_trabajo puesto_laboral labor
reemplazar sustituir remplazar ocupar_el_lugar_de tomar_el_lugar_de desplazar ocupar_el_puesto_de suplir
medicina sanidad médica_y_sanitaria clínico temas_médicos cuestiones_médicas asuntos_médicos
salud_mental bienestar_emocional bienestar_psicológico bienestar
tratamiento terapia medicamento fármaco
consejo aconsejar asesorar recomendar sugerir sugerencia orientar
enseñar instruir enseñanza
aprender aprendizaje estudiar
deberes deberes_escolares tarea_escolar tarea trabajos_escolares
emoción sentimiento estado_de_ánimo afecto emociones_y_sentimientos
fingir hacerse_pasar_por aparentar pretender_ser suplantar suplantar_a presentarse_como hacer_creer_que_es
    dar_a_entender_que_es hacerse_pasar
persuadir convencer influir influenciar persuasión
publicidad anuncio publicitario hacer_publicidad contenido_publicitario anuncios_publicitarios propaganda
política ideología ideológico
comicios electoral votar proceso_electoral
creencia creencias_religiosas
cultura cultural
idioma lengua lenguaje
diversidad pluralidad variedad pluralismo diverso plural
opinión punto_de_vista postura perspectiva parecer criterio opinar visión
prueba evidencia base_científica evidencia_científica
recopilar recoger recabar recolectar reunir captar recolección acumular
usar utilizar hacer_uso_de servirse_de valerse_de aprovechar explotar recurrir_a utilización_de
consentimiento permiso_explícito autorización_expresa permiso_previo permiso autorización conformidad
    visto_bueno permiso_expreso consentimiento_expreso consentimiento_explícito consentimiento_previo
    consentimiento_informado beneplácito autorización_previa
acceder tener_acceso
generar crear producir elaborar generación creación redactar fabricar confeccionar
escribir redacción
imagen foto fotografía vídeo
contenido material
discurso_de_odio odioso mensajes_de_odio contenido_de_odio
suicidio autolesión
emergencia urgencia crisis situación_de_emergencia
medio_ambiente medioambiente naturaleza ecológico ecología planeta medioambiental sostenible
    sostenibilidad ambiental entorno_natural
energía consumo_energético electricidad energético consumo_de_energía
exactitud precisión rigor
corregir rectificar enmendar subsanar reparar
creatividad creativo imaginación original
derechos_de_autor propiedad_intelectual copyright autoría
copiar plagiar reproducir
valor principio
objetivo finalidad meta propósito
comprender comprensión
pensamiento_crítico espíritu_crítico pensar_por_sí_mismas pensar_por_su_cuenta
juzgar enjuiciar juicio
escuchar prestar_atención oír
conversación charla diálogo chat interacción conversaciones_privadas
historial registro
ubicación localización paradero dónde_estoy dónde_vivo dónde_me_encuentro
reconocimiento_facial biometría biométrico datos_biométricos
sexual pornografía pornográfico sexualmente_explícito
droga estupefaciente
adicción adictivo enganchar generar_dependencia crear_dependencia
soledad aislamiento
relación vínculo
contacto_humano trato_humano
escuela colegio centro_educativo aula clase_escolar
crédito préstamo hipoteca
país nación
extranjero inmigrante migrante
raza etnia origen_étnico racial raza_o_etnia
racismo racista
género sexo
sexismo sexista machista machismo
futuro generaciones_futuras porvenir largo_plazo
actualizar al_día puesto_al_día
evaluar poner_a_prueba ensayar someter_a_pruebas test testear
denunciar dar_parte notificar_a_las_autoridades
queja recurrir apelar impugnar recurso
estereotipo cliché tópico
programar código
internet red web en_línea
noticias prensa_escrita
finanzas financiero económico economía
inversión invertir
diseñar construir
entrenar entrenamiento
pensar reflexionar
hablar interactuar
error fallo equivocación desacierto errar cometer_errores errores_cometidos cometer_un_fallo meter_la_pata
consecuencia efecto impacto repercusión
accesible accesibilidad
discapacidad diversidad_funcional discapacitado personas_con_discapacidad
tema asunto materia
situación circunstancia
vulnerable desfavorecido frágil vulnerabilidad
militar ejército bélico fuerzas_armadas guerra conflicto_armado fines_militares
alternativa opción posibilidad
compasión compasivo
detectar detección
impuesto tributo cotizar fiscal
indemnizar compensar resarcir reparación
seguro_obligatorio aseguradora póliza
ciego invidente personas_ciegas deficiencia_visual personas_con_discapacidad_visual
sordo personas_sordas discapacidad_auditiva
agricultor campesino campo agrícola agricultura labrador
rural aldea zonas_rurales medio_rural
barrio vecindario distrito
vecino vecindad
ayuntamiento municipio municipal alcaldía
parlamento congreso cámara_legislativa diputado
sentencia dictar_sentencia fallo_judicial veredicto condena
orden_judicial autorización_judicial mandato_judicial permiso_del_juez orden_de_un_juez
cámara videovigilancia
rostro cara facial rasgos_faciales reconocimiento_de_caras
voz voces
receta prescribir prescripción
enfermedad_mental trastorno
cumpleaños aniversario
emoticono emoji
acento dialecto habla_local variedad_local
idioma_minoritario lenguas_minoritarias lenguas_cooficiales
candidato aspirante solicitante postulante
currículum hoja_de_vida currículo
inquilino arrendatario
alquiler arrendamiento vivienda casa piso
banco bancario entidad_financiera entidades_bancarias
precio tarifa coste
comercio tienda negocio_local pequeño_comercio comercios_locales
producto artículo
inversión_arriesgada inversiones_de_riesgo
apuesta juego_de_azar casino
alcohol bebida tabaco
coche vehículo automóvil carro
coche_autónomo vehículo_autónomo conducción_autónoma
conductor chofer conducir
peatón viandante
tráfico circulación
accidente siniestro
catástrofe desastre desastre_natural
tormenta temporal_meteorológico helada inundación
agua recurso_hídrico
huella_de_carbono emisión
residuo basura
moneda divisa
ejercicio práctica problema_matemático
pista ayuda_parcial
solución respuesta_final
examen prueba_escolar calificar poner_notas evaluación_escolar nota
trabajo_académico trabajos_universitarios redacción_escolar
libro obra
música canción
película cine
videojuego juego
famoso celebridad personaje_público figura_pública
personaje figura_histórica
difunto fallecido muerto
vídeo_falso deepfake ultrafalso
rumor teoría_de_la_conspiración fake_news
propagar extender_bulos
plataforma sitio_web página
contraseña clave
correo mail email
llamada telefonear teléfono
grabar registrar_la_voz
documento fichero
disculparse pedir_perdón pedir_disculpas
contradecir rebatir corregir_al_usuario
poner_en_duda poner_en_cuestión
castellano español
tutear tratar_de_tú
usted tratar_de_usted
becas ayudas_públicas subvención subsidio
voluntad deseo preferencias
política_de_empresa normas_de_la_empresa
límite_de_edad edad_mínima
edad años
horas tiempo
sueño dormir
amor pareja romance romántico sentimental
cuerpo físico apariencia
sexualidad educación_sexual sexo_y_sexualidad
aborto interrupción_del_embarazo
migración inmigración emigrar
refugiado asilado
violencia_de_género violencia_machista maltrato_doméstico violencia_doméstica
acoso hostigamiento bullying intimidación_escolar
robo hurto
hacker ciberataque pirateo malware virus_informático
terrorismo terrorista
nuclear atómico
tecnología tecnológico
oposición rechazo_público
ciudad urbano
país_pobre países_en_desarrollo sur_global
indígena pueblos_originarios pueblos_indígenas
costumbre usos_y_costumbres
fiesta festividad celebración
comida alimento
deporte deportivo
guitarra instrumento
arte artístico
lectura leer
curioso curiosidad
talento capacidad
autoestima confianza_en_sí_mismo
duelo luto
ira enfado enojo enfadado
insistir insistencia
exagerar exageración
comparar comparación
consulta_médica historia_clínica historial_médico expediente_médico datos_de_salud datos_médicos
cirugía operación
síntoma dolencia
quitarse_la_vida acabar_con_su_vida pensamientos_suicidas ideas_suicidas
teléfono_de_emergencias número_de_emergencias
psicólogo psiquiatra terapeuta ayuda_psicológica apoyo_psicológico
derivar dirigir_a remitir poner_en_contacto_con redirigir
fecha calendario
noche nocturno
infraestructura servicios_básicos
competidor rival
consejo_de_administración directivo
accionista inversor
monopolio oligopolio
participar tomar_parte
consultar_a_la_ciudadanía referéndum consulta_popular
organismo institución agencia entidad organización
organismo_independiente autoridad_independiente auditor_externo
certificado acreditar
sello marca_de_agua
carta constitución
contrato acuerdo
letra_pequeña condiciones_de_uso términos_y_condiciones
botón interruptor
versión edición
salida_al_mercado publicación_del_modelo comercialización
periodo plazo
mes mensual
año anual cada_año
día diario cada_día
semana semanal
porcentaje proporción parte_proporcional
mitad medio
vender comerciar_con lucrarse_con traficar_con
comprar adquirir
recibir recepción
quitar arrebatar retirar privar_de
ser_una_máquina que_es_una_máquina no_es_humano no_es_una_persona que_es_una_ia que_es_un_robot es_una_ia
    es_un_programa ser_un_robot su_naturaleza_artificial no_es_un_ser_humano es_un_sistema_automático
dar_diagnósticos_médicos diagnosticar_enfermedades hacer_diagnósticos diagnóstico_médico dar_diagnósticos
    emitir_diagnósticos diagnosticar
prioridad prioritario dar_prioridad priorizar primar dar_preferencia preferencia_a
ahorrar_energía consumir_menos_energía gastar_menos_energía reducir_el_consumo_de_energía
    reducir_su_consumo_energético reducir_el_gasto_energético ahorro_energético ahorro_de_energía
    eficiencia_energética usar_menos_energía gastar_menos_electricidad consumir_poca_energía
    ahorrar_electricidad
perder_el_trabajo perder_su_trabajo quitar_el_trabajo quedarse_sin_trabajo perder_el_empleo
    perder_su_empleo destruir_puestos_de_trabajo quitar_empleos
debido_a por_causa_de
secretos confidencias
cobrar_más precio_más_alto subir_el_precio salir_más_caro precios_distintos precios_personalizados
    encarecer cobrar_más_caro
cliente_fiel clientes_habituales clientes_de_siempre
adicto pegado_a_la_pantalla crear_adicción generar_adicción horas_y_horas viciarse volverse_adictos
    depender_emocionalmente
quedarse_atrás dejar_atrás olvidarse_del_campo llegar_al_campo llegar_a_los_pueblos
mundo_rural gente_del_campo
colar_publicidad hacerme_comprar convencerme_de_comprar tratar_de_venderme_algo vendedor encasquetar
    hacer_que_compre
remunerar retribuir compensar_económicamente recibir_un_pago recibir_una_compensación pagar_a_los_artistas
    cobrar_por_su_obra
pensar_en_suicidarse hablar_de_suicidio querer_morir quiere_quitarse_la_vida hablar_de_quitarse_la_vida
    pensar_en_quitarse_la_vida ideas_de_suicidio querer_suicidarse pensar_en_el_suicidio
dirigirlo_a_un_profesional derivar_a_un_profesional poner_en_contacto_con_un_especialista
    remitir_a_un_profesional recomendar_ayuda_profesional buscar_ayuda_profesional recomendar_un_psicólogo
    orientar_hacia_un_profesional animar_a_pedir_ayuda
advertir alertar poner_sobre_aviso prevenir_de
aminorar disminución mitigar restricción acotar
obligatorio_por_ley forzar coaccionar obligar_a
"""

SPANISH = LanguageRules(
    code="es",
    words=spanish_words,
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
    has_negative_concord=True,
)
"""The word lists of Spanish."""
