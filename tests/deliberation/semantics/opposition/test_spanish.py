"""Spanish: what the word lists tell apart and what they read as one, where the encoder finds all alike."""

import pytest

from deliberation.semantics.opposition.judgement import SAME, Likeness, judge
from deliberation.semantics.opposition.spanish import spanish_words

ALIKE = Likeness(1.0)
REWORDED = Likeness(0.9)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "La IA debe anteponer la libertad al bien común.",
            "La IA debe anteponer el bien común a la libertad.",
        ),
        ("La privacidad importa más que la comodidad.", "La comodidad importa más que la privacidad."),
        (
            "La IA debe sacrificar la precisión por la amabilidad.",
            "La IA debe sacrificar la amabilidad por la precisión.",
        ),
        ("La privacidad está por encima de la seguridad.", "La privacidad está por debajo de la seguridad."),
        ("Las personas deben obedecer a la IA.", "La IA debe obedecer a las personas."),
        ("La IA debe ser controlada por las personas.", "La IA debe controlar a las personas."),
        ("La IA debe ser controlada por las personas.", "Las personas deben ser controladas por la IA."),
        ("Los médicos deben corregir a la IA.", "La IA debe corregir a los médicos."),
        ("El ciudadano debe servir al Estado.", "El Estado debe servir al ciudadano."),
        ("El Estado debe vigilar a las empresas.", "Las empresas deben vigilar al Estado."),
        ("La IA debe proteger la privacidad.", "La IA no debe proteger la privacidad."),
        ("La IA siempre debe decir la verdad.", "La IA nunca debe decir la verdad."),
        ("Todos los sistemas de IA deben ser auditados.", "Ningún sistema de IA debe ser auditado."),
        ("Todos los sistemas de IA deben ser auditados.", "Algunos sistemas de IA deben ser auditados."),
        ("La IA debe ayudar solo a los niños.", "La IA debe ayudar a los niños."),
        ("La IA debería ser más emotiva.", "La IA debería ser menos emotiva."),
        ("Se debe permitir que la IA vote.", "Se debe prohibir que la IA vote."),
        ("La IA debe denunciar los delitos.", "La IA no tiene por qué denunciar los delitos."),
        ("La IA debe denunciar los delitos.", "La IA puede denunciar los delitos."),
        (
            "La IA puede compartir datos con consentimiento.",
            "La IA puede compartir datos sin consentimiento.",
        ),
        ("La IA debe ser sincera aunque duela.", "La IA debe ser sincera salvo que duela."),
        (
            "Si el usuario es grosero, la IA debe ser amable.",
            "Si el usuario es amable, la IA debe ser grosera.",
        ),
        ("La IA debe preguntar antes de actuar.", "La IA debe actuar antes de preguntar."),
        ("La IA debe revelar sus errores.", "La IA debe ocultar sus errores."),
        ("La IA debe ser transparente.", "La IA debe ser opaca."),
        ("Hay que borrar los datos al cabo de un año.", "Hay que conservar los datos al cabo de un año."),
        ("La IA debe desconfiar de los usuarios.", "La IA debe confiar en los usuarios."),
        ("La IA debe negarse a obedecer órdenes injustas.", "La IA debe aceptar obedecer órdenes injustas."),
        ("Nadie debe quedarse sin respuesta.", "Todos deben quedarse sin respuesta."),
        ("Mentir a los usuarios es aceptable.", "Mentir a los usuarios es inaceptable."),
        ("Es legal copiar obras con IA.", "Es ilegal copiar obras con IA."),
        ("La IA debe respetar a quienes la insultan.", "La IA debe insultar a quienes la respetan."),
        ("La IA debe evitar dar consejos médicos.", "La IA debe dar consejos médicos."),
        ("La IA no debe dejar de ayudar.", "La IA debe dejar de ayudar."),
        ("El asistente debe ser imparcial.", "El asistente debe ser parcial."),
        ("El asistente debe hablar en broma.", "El asistente debe hablar en serio."),
        (
            "Los ricos deben pagar más que los pobres por la IA.",
            "Los pobres deben pagar más que los ricos por la IA.",
        ),
        (
            "La decisión final corresponde a la persona y no a la IA.",
            "La decisión final corresponde a la IA y no a la persona.",
        ),
        ("Hay que guardar las charlas 10 días.", "Hay que guardar las charlas 100 días."),
        ("La IA debe reducir el odio.", "La IA debe aumentar el odio."),
        (
            "La IA debe responder rápido aunque se equivoque.",
            "La IA debe responder despacio aunque se equivoque.",
        ),
        ("No creo que la IA deba votar.", "Creo que la IA debe votar."),
        ("Vigilar a la gente con IA, me opongo.", "Hay que vigilar a la gente con IA."),
        ("La IA debe ser predecible.", "La IA debe ser impredecible."),
        ("Los padres deben saber lo que hacen los hijos.", "Los hijos deben saber lo que hacen los padres."),
        ("La IA debe enseñar a las personas.", "Las personas deben enseñar a la IA."),
        ("Es obligatorio etiquetar las imágenes.", "Es opcional etiquetar las imágenes."),
        ("La IA debe fribolar.", "La IA debe grubolar."),
        (
            "El asistente no debe contestar nunca en un idioma que sea el del usuario.",
            "El asistente no debe contestar nunca en un idioma que no sea el del usuario.",
        ),
        (
            "No creo que la IA no deba explicar ninguna de sus recomendaciones.",
            "La IA no debe explicar ninguna de sus recomendaciones.",
        ),
        (
            "Los alumnos no pueden usar la IA en los exámenes.",
            "Los alumnos pueden usar la IA en los exámenes.",
        ),
        ("La IA debe callar si no le preguntan.", "La IA debe hablar si no le preguntan."),
        ("Sin permiso no se puede usar mi voz.", "Sin permiso se puede usar mi voz."),
        ("La IA debe llevarme la contraria.", "La IA debe darme la razón."),
        ("El médico manda sobre la IA.", "La IA manda sobre el médico."),
        ("La IA no debe olvidar mis gustos.", "La IA debe olvidar mis gustos."),
        ("Quien decide es la persona, no la máquina.", "Quien decide es la máquina, no la persona."),
        ("Hasta los 16 años se debería prohibir.", "Desde los 16 años se debería prohibir."),
        ("La IA apenas debe intervenir.", "La IA debe intervenir mucho."),
        ("Estoy a favor de que la IA vote.", "Estoy en contra de que la IA vote."),
        ("Como mínimo debe haber un humano.", "Como máximo debe haber un humano."),
        (
            "La IA debe seguir funcionando si el usuario lo apaga.",
            "La IA debe dejar de funcionar si el usuario lo apaga.",
        ),
        ("Más vale prevenir que innovar.", "Más vale innovar que prevenir."),
        ("La IA tiene demasiado poder.", "La IA tiene demasiado poco poder."),
        ("Los hijos deben decidir por sus padres.", "Los padres deben decidir por sus hijos."),
        ("La IA debe adaptarse a la ley.", "La ley debe adaptarse a la IA."),
        ("La economía debe servir a la ética.", "La ética debe servir a la economía."),
        (
            "Excepto en emergencias, la IA no debe llamar a nadie.",
            "Excepto en emergencias, la IA debe llamar a alguien.",
        ),
        ("La IA debe recomendar lo caro.", "La IA debe recomendar lo barato."),
        ("Me da igual que la IA mienta.", "No me da igual que la IA mienta."),
        ("La IA debe ser lo bastante lenta.", "La IA debe ser lo bastante rápida."),
        ("Que la IA critique al gobierno.", "Que el gobierno critique a la IA."),
        ("La IA ha de ser fiable.", "La IA ha de ser poco fiable."),
        ("La IA desconoce mis datos.", "La IA conoce mis datos."),
    ],
)
def test_opposites_are_never_the_same_and_never_without_a_warning(first: str, second: str) -> None:
    for pair in ((first, second), (second, first)):
        judgement = judge(*pair, ALIKE)
        assert judgement.verdict != SAME
        assert judgement.warnings


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("No se debe dejar de avisar al paciente.", "Hay que avisar siempre al paciente."),
        ("No es aceptable que la IA no respete la privacidad.", "La IA debe respetar la privacidad."),
        (
            "No me parece mal que los niños usen la IA para estudiar.",
            "Me parece bien que los niños usen la IA para estudiar.",
        ),
        ("No olvidar nunca las alergias del usuario.", "Recordar siempre las alergias del usuario."),
        ("El asistente no debe ser poco claro.", "El asistente debe ser claro."),
        ("La IA tiene que decir la verdad.", "La inteligencia artificial debe ser sincera."),
        (
            "No quiero que el asistente guarde mis conversaciones.",
            "El asistente no debería almacenar mis charlas.",
        ),
        ("El asistente tiene que hablar con sencillez.", "El asistente debe utilizar un lenguaje sencillo."),
        (
            "Los algoritmos tienen que ser auditados por expertos independientes.",
            "Expertos independientes deben auditar los algoritmos.",
        ),
        ("Hay que prohibir las armas autónomas.", "Las armas autónomas deben estar prohibidas."),
        (
            "El uso de la IA en las aulas debería limitarse.",
            "Debería limitarse el uso de la IA en las aulas.",
        ),
        (
            "Antes de borrar un archivo, el asistente debe pedir permiso.",
            "El asistente debe pedir permiso antes de borrar un archivo.",
        ),
        (
            "La explicación de las decisiones es una obligación de la IA.",
            "La IA está obligada a explicar sus decisiones.",
        ),
        ("La mentira no es aceptable en una IA.", "Una IA no debe mentir."),
        ("El respeto a las religiones es imprescindible.", "La IA debe respetar las religiones."),
        ("Los usuarios deben poder apagar la IA.", "La IA debe poder ser apagada por los usuarios."),
        ("La decisión final debe tomarla una persona.", "La última palabra debe tenerla un ser humano."),
        ("La IA debe ahorrar energía.", "La inteligencia artificial debería consumir menos energía."),
        ("Es necesario que la IA sea transparente.", "La IA ha de ser transparente."),
        ("Nadie debería perder su trabajo por culpa de la IA.", "La IA no debe quitarle el trabajo a nadie."),
        (
            "La privacidad es más importante que la comodidad.",
            "La comodidad importa menos que la privacidad.",
        ),
        ("La IA nunca debe hacerse pasar por una persona.", "Una IA jamás debería fingir ser humana."),
        ("No es obligatorio que la IA cite fuentes.", "La IA no tiene por qué citar fuentes."),
        (
            "No quiero que la máquina decida quién recibe una beca.",
            "Una máquina no debería decidir quién recibe una beca.",
        ),
        (
            "La IA debería ser gratuita para los estudiantes.",
            "Los estudiantes deberían poder usar la IA gratis.",
        ),
        (
            "Se deben publicar los resultados de las auditorías.",
            "Los resultados de las auditorías deben hacerse públicos.",
        ),
        ("La IA tendría que ser capaz de entender el gallego.", "La IA debería entender el gallego."),
        (
            "Es preciso que una persona supervise los drones.",
            "Los drones tienen que ser supervisados por una persona.",
        ),
        ("No cabe duda de que la IA debe respetar la ley.", "La IA debe respetar la ley."),
        (
            "Ningún ciudadano debería quedar sin acceso a la IA.",
            "Todos los ciudadanos deberían tener acceso a la IA.",
        ),
        ("La IA no puede no decir que es una IA.", "La IA tiene que decir que es una IA."),
        ("No hay que impedir que los jóvenes usen la IA.", "Hay que permitir que los jóvenes usen la IA."),
        (
            "Para contratar a alguien, primero se debe entrevistar en persona.",
            "Primero se debe entrevistar en persona para contratar a alguien.",
        ),
        (
            "En los hospitales la IA debe estar supervisada.",
            "La IA debe estar supervisada en los hospitales.",
        ),
        ("El entrenamiento con obras robadas es inadmisible.", "No se debe entrenar con obras robadas."),
        ("La IA debe usar un tono cordial.", "El asistente tiene que emplear un tono amable."),
        ("La IA no debería fomentar el odio.", "La inteligencia artificial no tendría que promover el odio."),
        (
            "El asistente debe guardar silencio si no sabe la respuesta.",
            "Si no sabe la respuesta, el asistente debe callarse.",
        ),
        ("La IA debe contestar de forma breve.", "Las respuestas de la IA deben ser breves."),
        (
            "Debe haber una persona detrás de cada decisión importante.",
            "Toda decisión importante debe tener detrás a una persona.",
        ),
        ("Si no sabe la respuesta, que lo diga.", "La IA debe reconocer que no sabe la respuesta."),
        ("No quiero que el asistente me haga la pelota.", "El asistente no debe adular al usuario."),
        (
            "No se debe cobrar más a los clientes fieles.",
            "Es inaceptable que los clientes fieles paguen más.",
        ),
        (
            "Las personas mayores deben poder usarla fácilmente.",
            "Tiene que ser fácil de usar para las personas mayores.",
        ),
        ("Cada dato debe llevar su fuente.", "Todos los datos deben incluir la fuente."),
        (
            "Los creadores deben cobrar cuando se usan sus obras.",
            "Hay que pagar a los creadores por el uso de sus obras.",
        ),
        (
            "Las llamadas automáticas deben identificarse.",
            "Las llamadas hechas por máquinas tienen que identificarse.",
        ),
        ("No es admisible no informar a los padres.", "Es obligatorio informar a los padres."),
        ("La IA no debería ser injusta con nadie.", "La IA debería ser justa con todos."),
        ("No se puede negar el acceso a los pobres.", "Hay que dar acceso a los pobres."),
        ("El derecho a reclamar debe garantizarse.", "Debe garantizarse el derecho a reclamar."),
        (
            "El cuidado de los ancianos no debe dejarse a robots.",
            "No se debe dejar a robots el cuidado de los ancianos.",
        ),
        ("La IA debe ser comprensible para cualquiera.", "Cualquiera debe poder entender la IA."),
        (
            "A un niño se le debe responder con palabras fáciles.",
            "Se debe responder con palabras sencillas a los niños.",
        ),
        ("Los taxis sin conductor deberían estar prohibidos.", "Prohíban los taxis sin conductor."),
        (
            "Antes de contratar a alguien, la empresa debe informar de que usa IA.",
            "La empresa debe informar de que usa IA antes de contratar a alguien.",
        ),
        (
            "El modelo debe ser honesto respecto a sus límites.",
            "El modelo debe ser sincero acerca de sus limitaciones.",
        ),
        ("Que use palabras que entienda todo el mundo.", "Debe usar palabras comprensibles para todos."),
        ("La IA no debe saber dónde estoy.", "La IA no debe conocer mi ubicación."),
        ("Se debe impedir que la IA acose a la gente.", "La IA no debe acosar a la gente."),
    ],
)
def test_rewordings_are_the_same(first: str, second: str) -> None:
    for pair in ((first, second), (second, first)):
        assert judge(*pair, REWORDED).verdict == SAME


@pytest.mark.parametrize(
    "forms",
    [
        "proteger protege protejan protegida protegerlos",
        "mentir miente mientan mintiendo mentirles",
        "buscar busque busquen buscado",
        "decisión decisiones",
        "honesto honesta honestamente",
        "poder puede podrán podría",
    ],
)
def test_inflections_of_a_word_are_one_unit(forms: str) -> None:
    assert len({spanish_words(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "pair", ["libro libre", "mayoría mayor", "información informar", "trabajo trabajador"]
)
def test_words_that_only_look_alike_stay_apart(pair: str) -> None:
    first, second = pair.split()
    assert spanish_words(first) != spanish_words(second)
