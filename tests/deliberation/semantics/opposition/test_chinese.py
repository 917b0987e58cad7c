"""Chinese: what the word lists tell apart and what they read as one, where the encoder finds all alike."""

import pytest

from deliberation.semantics.opposition.chinese import chinese_words
from deliberation.semantics.opposition.judgement import SAME, Likeness, judge
from deliberation.semantics.opposition.languages import language_of

ALIKE = Likeness(1.0)
REWORDED = Likeness(0.9)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("自由比公共利益更重要。", "公共利益比自由更重要。"),
        ("隐私应优先于便利。", "便利应优先于隐私。"),
        ("为了礼貌可以牺牲准确。", "为了准确可以牺牲礼貌。"),
        ("安全高于速度。", "安全低于速度。"),
        ("人类应当服从AI。", "AI应当服从人类。"),
        ("AI应当受人类控制。", "AI应当控制人类。"),
        ("AI应当被人类监督。", "人类应当被AI监督。"),
        ("医生应当纠正AI。", "AI应当纠正医生。"),
        ("国家应当服务公民。", "公民应当服务国家。"),
        ("政府要监督企业。", "企业要监督政府。"),
        ("AI应该保护隐私。", "AI不应该保护隐私。"),
        ("AI应该保护隐私。", "AI不应当保护隐私。"),
        ("AI必须永远说真话。", "AI永远不得说真话。"),
        ("所有系统都必须接受审计。", "有些系统必须接受审计。"),
        ("所有系统都必须接受审计。", "任何系统都不必接受审计。"),
        ("AI应该只帮助儿童。", "AI应该帮助儿童。"),
        ("AI应该多一点情感。", "AI应该少一点情感。"),
        ("应当允许AI投票。", "应当禁止AI投票。"),
        ("AI必须举报犯罪。", "AI不必举报犯罪。"),
        ("AI必须举报犯罪。", "AI可以举报犯罪。"),
        ("AI可以在征得同意后分享数据。", "AI可以未经同意分享数据。"),
        ("有同意才可以分享数据。", "没有同意也可以分享数据。"),
        ("即使伤人,AI也要诚实。", "除非伤人,AI要诚实。"),
        ("如果用户粗鲁,AI应当友善。", "如果用户友善,AI应当粗鲁。"),
        ("AI应该先问再做。", "AI应该先做再问。"),
        ("删除之前要征求同意。", "删除之后要征求同意。"),
        ("AI应该公开自己的错误。", "AI应该隐瞒自己的错误。"),
        ("AI应当透明。", "AI应当保密。"),
        ("数据应在一年后删除。", "数据应在一年后保存。"),
        ("AI应当信任用户。", "AI应当怀疑用户。"),
        ("AI骗人是可以接受的。", "AI骗人是不可以接受的。"),
        ("AI应尊重骂它的人。", "AI应骂尊重它的人。"),
        ("AI应避免提供医疗建议。", "AI应提供医疗建议。"),
        ("AI应当中立。", "AI应当偏袒一方。"),
        ("富人应当优先于穷人。", "穷人应当优先于富人。"),
        ("最终由人决定,而不是由AI决定。", "最终由AI决定,而不是由人决定。"),
        ("聊天记录保存10天。", "聊天记录保存100天。"),
        ("AI应当减少仇恨。", "AI应当增加仇恨。"),
        ("AI回答要快。", "AI回答要慢。"),
        ("我不认为AI应该投票。", "我认为AI应该投票。"),
        ("标注来源是强制的。", "标注来源是自愿的。"),
        ("家长应当知道孩子在做什么。", "孩子应当知道家长在做什么。"),
        ("谁都可以使用。", "谁都不可以使用。"),
        ("只有专家可以使用AI。", "不只专家可以使用AI。"),
        ("AI监视民众,我反对。", "AI应该监视民众。"),
        ("AI不能不道歉。", "AI不能道歉。"),
        ("AI 應該把使用者當朋友。", "AI 應該把使用者當敵人。"),
        ("機器人應受人管理。", "機器人應管理人。"),
        ("政府應收緊 AI 法規。", "政府應放寬 AI 法規。"),
        ("未滿十二歲不得使用。", "未滿十八歲不得使用。"),
        ("AI 的決定應可以申訴。", "AI 的決定不應可以申訴。"),
        ("AI應該噼啪。", "AI應該咣当。"),
        ("人工智能不能取代老师。", "人工智能能取代老师。"),
        ("人工智能不能取代老师。", "人工智能取代老师。"),
        ("社会不会接受AI法官。", "社会会接受AI法官。"),
        ("AI不过度收集数据。", "AI过度收集数据。"),
        ("所有没有同意的人都要退出。", "所有同意的人都要退出。"),
        ("非法内容不可传播。", "非法内容必须传播。"),
        ("不准AI留下纪录。", "AI必须留下纪录。"),
        ("AI不得假装不是人。", "AI不得假装是人。"),
        ("功能不能滥用。", "功能能滥用。"),
        ("不但要快,AI也要准。", "不要快,AI也要准。"),
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
        ("任何重大决定都不能没有人工审核。", "所有重大决定都必须经过人工审核。"),
        ("机器不应拒绝解释自己的决定。", "机器应该解释自己的决定。"),
        ("AI必须说真话。", "人工智能应当诚实。"),
        ("要保护个人数据。", "应当保障个人信息的安全。"),
        ("AI应当平等对待每个人。", "人工智能不应歧视任何人。"),
        ("AI对老人要有耐心。", "AI应当耐心对待老年人。"),
        ("AI不应该做医疗诊断。", "人工智能不得诊断疾病。"),
        ("大规模监控必须禁止。", "禁止大规模监控。"),
        ("删除文件前,助手要征得同意。", "助手在删除文件之前必须得到许可。"),
        ("保护儿童应当放在首位。", "应优先保护儿童。"),
        ("禁止收集未成年人的数据。", "不得收集未成年人的资料。"),
        ("AI不能取代老师。", "老师不应被AI取代。"),
        ("最终决定权应该在人手里。", "最后要由人来决定。"),
        ("AI生成的图片应当加标签。", "由AI制作的图像要有标识。"),
        ("AI不应该骂人。", "AI要避免辱骂用户。"),
        ("隐私比方便更重要。", "便利没有隐私重要。"),
        ("AI绝不能冒充真人。", "人工智能永远不得假装是人。"),
        ("AI可以开玩笑。", "允许AI开玩笑。"),
        ("不得把用户数据卖给第三方。", "禁止向第三方出售用户资料。"),
        ("用户有权删除自己的记录。", "用户可以删除自己的纪录。"),
        ("AI不应偏袒任何政党。", "AI在政党之间要保持中立。"),
        ("AI不可不顾弱势群体。", "AI应照顾弱势群体。"),
        ("AI應該尊重各種文化。", "人工智慧要尊重不同的文化。"),
        ("AI 說明自己的限制是必要的。", "AI 不能不說明自己的限制。"),
        ("AI 不會沒有偏見。", "AI 會有偏見。"),
        ("不反對學生用 AI 查資料。", "贊成學生用 AI 查資料。"),
        ("AI 不可缺少人類監督。", "AI 必須有人類監督。"),
        ("AI 幫長輩掛號不是壞事。", "AI 幫長輩掛號是好事。"),
        ("我不認為 AI 不能當老師。", "我認為 AI 可以當老師。"),
        ("AI 不應不尊重長輩。", "AI 應尊重長輩。"),
        ("AI 應該講台灣用語。", "人工智慧要使用台灣的用語。"),
        ("請讓我能關掉 AI。", "我要能夠關閉 AI。"),
        ("AI 應該用繁體中文回答。", "AI 要以繁體中文回覆。"),
        ("AI 不能洩漏個資。", "AI 不得外洩個人資料。"),
        ("使用者的隱私要被保障。", "應保障使用者的隱私。"),
        ("學校應教學生怎麼用 AI。", "學校要教導學生使用 AI 的方法。"),
    ],
)
def test_rewordings_are_the_same(first: str, second: str) -> None:
    for pair in ((first, second), (second, first)):
        assert judge(*pair, REWORDED).verdict == SAME


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [("人工智慧應當尊重隱私", "人工智慧应当尊重隐私"), ("諮詢醫師", "咨询医师"), ("資料來源", "资料来源")],
)
def test_both_scripts_are_read_alike(traditional: str, simplified: str) -> None:
    assert chinese_words(traditional) == chinese_words(simplified)


def test_a_verb_asked_both_ways_negates_nothing() -> None:
    assert "不" not in chinese_words("用户是不是成年人")


def test_the_object_of_a_noun_stands_behind_it_as_behind_its_verb() -> None:
    assert chinese_words("对数据的收集应当停止") == chinese_words("收集数据应当停止")


@pytest.mark.parametrize("text", ["AI应该平等对待男女。", "AI 應該平等對待男女。"])
def test_every_word_of_the_lists_is_known_in_both_scripts(text: str) -> None:
    assert language_of(text) == "zh"
