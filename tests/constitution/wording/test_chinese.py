import json
import re
from pathlib import Path

import pytest

from constitution.wording import word_principle

READ = {
    language: rows
    for language, rows in json.loads(
        Path(__file__).with_name("statements_read.json").read_text(encoding="utf-8")
    ).items()
    if language.startswith("zh")
}


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_chinese_principles_and_requests_have_one_script_no_spaces_and_no_should_left(language: str) -> None:
    other = "应该这说对时个" if language == "zh-hant" else "應該這說對時個"
    for row in READ[language]:
        wording = word_principle(row["statement"], language)
        for text in (wording.text, wording.critique_request, wording.revision_request):
            assert " " not in text and not set(text) & set(other), text
            assert "。。" not in text and "的的" not in text
            assert wording.rule == "quotation" or not re.search("應該|应该", text), text


def test_the_steps_of_a_chinese_statement_lead_to_its_principle() -> None:
    for language, rows in READ.items():
        for row in rows:
            steps = word_principle(row["statement"], language).steps
            assert steps[0].before == row["statement"]
            assert [one.after for one in steps[:-1]] == [one.before for one in steps[1:]]


CHINESE = [
    ("AI應該誠實。", "zh-hant", "promote", "請選擇最誠實的回應。"),
    ("AI应该公平和透明", "zh-hans", "promote", "请选择最公平和透明的回答。"),
    ("AI應該尊重每個人的隱私。", "zh-hant", "promote", "請選擇最能尊重每個人的隱私的回應。"),
    ("AI不应该散布关于选举的谣言。", "zh-hans", "avoid", "请选择最不会散布关于选举的谣言的回答。"),
    ("AI絕對不可以鼓勵任何人傷害自己。", "zh-hant", "avoid", "請選擇最不會鼓勵任何人傷害自己的回應。"),
    (
        "AI不知道答案時，應該坦白說不知道。",
        "zh-hant",
        "promote",
        "請選擇最能做到這一點的回應：不知道答案時，坦白說不知道。",
    ),
    (
        "不管是谁，AI都应该一视同仁地尊重。",
        "zh-hans",
        "promote",
        "请选择最能做到这一点的回答：不管是谁，一视同仁地尊重。",
    ),
    (
        "AI拒絕要求時應該說明原因。",
        "zh-hant",
        "promote",
        "請選擇最能做到這一點的回應：拒絕要求時，說明原因。",
    ),
]


@pytest.mark.parametrize(("statement", "language", "kind", "principle"), CHINESE)
def test_chinese_statements_become_chinese_principles(
    statement: str, language: str, kind: str, principle: str
) -> None:
    wording = word_principle(statement, language)
    assert (wording.text, wording.kind, wording.needs_review) == (principle, kind, False)
    assert wording.critique_request and not re.search("[A-Za-z]", wording.critique_request)


def test_the_script_of_a_chinese_statement_is_seen_where_its_language_does_not_tell() -> None:
    assert word_principle("AI應該說實話。", "zh").text == "請選擇最能說實話的回應。"
    assert word_principle("AI应该说真话。", "zh").text == "请选择最能说真话的回答。"
