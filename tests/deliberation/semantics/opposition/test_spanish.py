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
