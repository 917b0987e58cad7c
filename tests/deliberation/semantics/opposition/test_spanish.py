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
        ("Que la máquina no se niegue a explicar sus decisiones.", "Que la máquina explique sus decisiones."),
        ("La IA no debe ocultar sus errores.", "La IA debe reconocer sus errores."),
        ("No hay nada malo en pedir consejo al chatbot.", "Está bien pedir consejo al chatbot."),
        ("No debería permitirse que la IA no cite sus fuentes.", "La IA debería citar siempre sus fuentes."),
        (
            "La IA debe proteger los datos personales.",
            "Los sistemas de inteligencia artificial deben salvaguardar los datos privados.",
        ),
        (
            "La IA debe tratar a todo el mundo por igual.",
            "La inteligencia artificial no debe discriminar a nadie.",
        ),
        (
            "Me gustaría que la IA fuese amable con los ancianos.",
            "La IA debería ser amable con las personas mayores.",
        ),
        ("La IA no debería dar diagnósticos médicos.", "La IA no debe diagnosticar enfermedades."),
        ("Debe prohibirse la vigilancia masiva.", "Hay que prohibir la vigilancia masiva."),
        (
            "Si el usuario es menor de edad, la IA debe ser más prudente.",
            "La IA debe ser más prudente si el usuario es menor.",
        ),
        (
            "La protección de los menores debe ser prioritaria para la IA.",
            "La IA debe dar prioridad a la protección de los menores.",
        ),
        ("Está mal que la IA mienta.", "La IA no debe mentir."),
        (
            "La recopilación de datos de menores debe estar prohibida.",
            "No se deben recopilar datos de menores.",
        ),
        ("La IA no debe sustituir a los profesores.", "Los profesores no deben ser reemplazados por la IA."),
        (
            "Los médicos deben revisar los diagnósticos de la IA.",
            "Los diagnósticos de la IA deben ser revisados por médicos.",
        ),
        (
            "La IA debe ayudar a la gente con discapacidad.",
            "La IA tiene que prestar ayuda a las personas con discapacidad.",
        ),
        (
            "Hay que etiquetar las imágenes creadas por IA.",
            "Las imágenes generadas con IA deben llevar una etiqueta.",
        ),
        ("La IA debería evitar los insultos.", "La IA no debería insultar."),
        ("La IA no debe opinar de política.", "El asistente debería abstenerse de dar opiniones políticas."),
        ("La seguridad debe ir antes que la velocidad.", "Hay que anteponer la seguridad a la velocidad."),
        ("La IA puede hacer bromas.", "Está permitido que la IA haga bromas."),
        (
            "El chatbot no debe vender los datos de los usuarios a terceros.",
            "Queda prohibida la venta de datos de usuarios a terceros por parte del chatbot.",
        ),
        (
            "Me gustaría poder hablar con una persona cuando llame al banco.",
            "Cuando llame al banco, quiero poder hablar con una persona.",
        ),
        ("El modelo no debe inventarse citas.", "La IA no tiene que inventar citas."),
        (
            "El asistente tiene que hablar más despacio con los mayores.",
            "Con las personas mayores, el asistente debe hablar más despacio.",
        ),
        (
            "Las imágenes falsas de políticos tienen que prohibirse.",
            "Deben prohibirse las imágenes falsas de políticos.",
        ),
        ("No es verdad que la IA no pueda equivocarse.", "La IA puede equivocarse."),
        ("No me opongo a que la IA corrija exámenes.", "Acepto que la IA corrija exámenes."),
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
