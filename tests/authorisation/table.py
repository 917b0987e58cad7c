"""Who may do what: one row per address, one letter per role.

V visitor, P participant, T translator, O observer, M moderator, W owner of the deliberation in the address.
`reads` are those whom a GET reaches, `sends` those whom a POST reaches; "" is nobody, where the address does
not take that method. What an address answers to those it is not meant for is the same everywhere: visitors
are sent to sign in, to other accounts it does not exist, and who may read but not send is told so.
"""

from typing import Any, NamedTuple

ROLES = {
    "V": "visitor",
    "P": "participant",
    "T": "translator",
    "O": "observer",
    "M": "moderator",
    "W": "owner",
}
EVERYONE = "VPTOMW"
ACCOUNTS = "TOMW"
PANEL = "OMW"
DECIDE = "MW"
TRANSLATE = "TMW"
OWN = "W"
ITS_AUTHOR = "P"

KEY = "a-key-of-the-matrix-0123"


class Row(NamedTuple):
    """One address: who reads, who sends, what stands in it, and what is sent.

    A text in braces in what is sent is a part of the deliberation, like those in the address. Where
    `names_an_object` is false, the parts beside the slug are the same words in every deliberation.
    """

    reads: str
    sends: str = ""
    parts: tuple[str, ...] = ("slug",)
    sent: dict[str, Any] = {}
    names_an_object: bool = True


TABLE = {
    "deliberation:home": Row(EVERYONE, parts=()),
    "deliberation:sign_in": Row(EVERYONE, EVERYONE, ()),
    "deliberation:sign_out": Row("", EVERYONE, ()),
    "set_language": Row(EVERYONE, EVERYONE, ()),
    "deliberation:deliberation": Row(EVERYONE),
    "deliberation:join": Row(EVERYONE, EVERYONE),
    "deliberation:consent": Row(EVERYONE, EVERYONE),
    "deliberation:about_me": Row(EVERYONE, EVERYONE),
    "deliberation:come_back": Row(EVERYONE, EVERYONE, ("slug", "recovery_token")),
    "deliberation:my_data": Row(EVERYONE),
    "deliberation:my_data_file": Row(ITS_AUTHOR, parts=("slug", "my_data_token")),
    "deliberation:new_recovery_link": Row("", EVERYONE),
    "deliberation:erase_my_data": Row(EVERYONE, EVERYONE),
    "deliberation:notices": Row(EVERYONE, EVERYONE),
    "deliberation:notices_confirm": Row(EVERYONE, EVERYONE, ("confirm_token",)),
    "deliberation:notices_stop": Row(EVERYONE, EVERYONE, ("stop_token",)),
    "deliberation:vote": Row(EVERYONE, EVERYONE),
    "deliberation:cast_vote": Row("", EVERYONE),
    "deliberation:undo_vote": Row("", EVERYONE),
    "deliberation:mark_vote": Row("", EVERYONE),
    "deliberation:give_reason": Row("", EVERYONE),
    "deliberation:propose": Row(EVERYONE, EVERYONE),
    "deliberation:similar": Row(EVERYONE, EVERYONE),
    "deliberation:my_votes": Row(EVERYONE),
    "deliberation:withdraw_vote": Row("", EVERYONE),
    "deliberation:my_statements": Row(EVERYONE),
    "deliberation:answer_other_words": Row(
        "", ITS_AUTHOR, ("slug", "asked_about"), {"decision": "{asked}", "answer": "decline", "key": KEY}
    ),
    "deliberation:receipt": Row(EVERYONE, ""),
    "deliberation:log": Row(EVERYONE),
    "deliberation:check_receipt": Row(EVERYONE, EVERYONE),
    "deliberation:log_heads": Row(EVERYONE),
    "deliberation:log_growth": Row(EVERYONE, parts=("slug", "old_seal", "new_seal")),
    "deliberation:log_leaves": Row(EVERYONE, parts=("slug", "part_of_log")),
    "deliberation:verify_receipt_program": Row(EVERYONE, parts=()),
    "deliberation:results": Row(EVERYONE),
    "deliberation:results_progress": Row(EVERYONE),
    "deliberation:statement_results": Row(EVERYONE),
    "deliberation:statement_result": Row(EVERYONE, parts=("slug", "statement")),
    "deliberation:statement_csv": Row(EVERYONE, parts=("slug", "statement")),
    "deliberation:statements_csv": Row(EVERYONE),
    "deliberation:participation": Row(EVERYONE),
    "deliberation:participation_csv": Row(EVERYONE),
    "deliberation:people_csv": Row(EVERYONE),
    "deliberation:groups_csv": Row(EVERYONE),
    "deliberation:topics_csv": Row(EVERYONE),
    "deliberation:map_csv": Row(EVERYONE),
    "deliberation:research_data": Row(EVERYONE),
    "deliberation:research_file": Row(EVERYONE, parts=("slug", "research_file"), names_an_object=False),
    "deliberation:research_rows": Row(OWN, parts=("slug", "rows_token")),
    "deliberation:where_you_stand": Row(EVERYONE),
    "deliberation:where_you_stand_small": Row(EVERYONE),
    "deliberation:card": Row(EVERYONE),
    "deliberation:results_card": Row(EVERYONE),
    "deliberation:statement_card": Row(EVERYONE, parts=("slug", "statement")),
    "deliberation:summary": Row(EVERYONE),
    "deliberation:statements_feed": Row(EVERYONE),
    "deliberation:deliberations_feed": Row(EVERYONE, parts=()),
    "deliberation:robots": Row(EVERYONE, parts=()),
    "sitemap": Row(EVERYONE, parts=()),
    "deliberation:moderation_queue": Row(PANEL),
    "deliberation:moderation_decide": Row(
        "", DECIDE, ("slug", "waiting"), {"outcome": "accepted", "key": KEY}
    ),
    "deliberation:moderation_targets": Row(PANEL, parts=("slug", "waiting")),
    "deliberation:moderation_take": Row("", DECIDE),
    "deliberation:moderation_together": Row(
        "", DECIDE, sent={"opened": "{waiting}", "outcome": "accepted", "key": KEY}
    ),
    "deliberation:moderation_live": Row(PANEL, parts=("slug", "waiting")),
    "deliberation:moderation_leave": Row("", DECIDE),
    "deliberation:moderation_pending": Row(PANEL),
    "deliberation:moderation_other_words": Row(DECIDE, DECIDE, ("slug", "waiting")),
    "deliberation:moderation_reject_together": Row(DECIDE, DECIDE, ("slug", "statement")),
    "deliberation:moderation_answer": Row(
        "", DECIDE, ("slug", "asked_about"), {"decision": "{asked}", "answer": "decline", "key": KEY}
    ),
    "deliberation:moderation_log": Row(EVERYONE),
    "deliberation:moderation_log_csv": Row(EVERYONE),
    "deliberation:moderation_log_json": Row(EVERYONE),
    "deliberation:moderation_parity_csv": Row(EVERYONE),
    "deliberation:moderation_undo": Row("", DECIDE, sent={"statement": "1", "key": KEY}),
    "deliberation:moderation_decided": Row(PANEL, parts=("slug", "decided"), names_an_object=False),
    "deliberation:moderation_duplicates": Row(PANEL),
    "deliberation:moderation_settle_pair": Row(
        "", DECIDE, sent={"first": "{first}", "second": "{second}", "verdict": "dismiss", "key": KEY}
    ),
    "deliberation:moderation_reasons": Row(PANEL),
    "deliberation:moderation_decide_reasons": Row(
        "", DECIDE, sent={"reason": "{reason}", "outcome": "accepted", "key": KEY}
    ),
    "deliberation:moderation_jobs": Row(PANEL),
    "deliberation:moderation_analyse": Row("", DECIDE),
    "deliberation:moderation_retry_job": Row("", DECIDE, sent={"job": "{job}"}),
    "deliberation:moderation_retry_all_jobs": Row("", DECIDE),
    "deliberation:translate": Row(TRANSLATE),
    "deliberation:save_translation": Row("", TRANSLATE, ("slug", "statement"), {"language": "es"}),
    "deliberation:translate_by_machine": Row("", TRANSLATE),
    "deliberation:translation_sheet": Row(TRANSLATE, TRANSLATE),
    "deliberation:download_translations": Row(TRANSLATE),
    "deliberation:organise_start": Row(ACCOUNTS, ACCOUNTS, ()),
    "deliberation:organise": Row(PANEL),
    "deliberation:organise_state": Row("", OWN, sent={"to": "closed"}),
    "deliberation:organise_preview": Row(OWN, OWN),
    "deliberation:organise_preview_page": Row(
        OWN, OWN, parts=("slug", "preview_page"), names_an_object=False
    ),
    "deliberation:organise_about": Row(PANEL, OWN),
    "deliberation:organise_markdown": Row("", OWN),
    "deliberation:organise_phases": Row(PANEL, OWN),
    "deliberation:organise_joining": Row(PANEL, OWN),
    "deliberation:organise_consent": Row(PANEL, OWN),
    "deliberation:organise_seeds": Row(PANEL, OWN),
    "deliberation:organise_rules": Row(PANEL, OWN),
    "deliberation:organise_visibility": Row(PANEL, OWN),
    "deliberation:organise_citation": Row(PANEL, OWN),
    "deliberation:organise_questions": Row(PANEL, OWN, sent={"question": "{question}"}),
    "deliberation:organise_new_question": Row(OWN, OWN),
    "deliberation:organise_question": Row(OWN, OWN, ("slug", "question")),
    "deliberation:organise_remove_question": Row("", OWN, ("slug", "question")),
    "deliberation:organise_quotas": Row(PANEL, OWN),
    "deliberation:organise_population": Row(PANEL, OWN),
    "deliberation:organise_invitations": Row(OWN, OWN),
    "deliberation:organise_invitations_file": Row("", OWN),
    "deliberation:organise_rows": Row(OWN, parts=("slug", "rows_token")),
    "deliberation:organise_revoke": Row("", OWN),
    "deliberation:organise_people": Row(OWN, OWN),
    "deliberation:organise_webhooks": Row(OWN, OWN),
    "deliberation:organise_webhook": Row(OWN, OWN, ("slug", "webhook"), {"do": "off"}),
    "deliberation:organise_webhook_messages": Row(OWN, parts=("slug", "webhook")),
    "deliberation:organise_unusual": Row(PANEL, OWN),
    "deliberation:organise_unusual_csv": Row(OWN),
    "deliberation:organise_translation": Row(OWN, OWN, ("slug", "language"), names_an_object=False),
    "deliberation:organise_copy": Row(OWN, OWN),
    "constitution:constitution": Row(EVERYONE),
    "constitution:versions": Row(EVERYONE),
    "constitution:version": Row(EVERYONE, parts=("slug", "version")),
    "constitution:versions_feed": Row(EVERYONE),
    "constitution:version_card": Row(EVERYONE, parts=("slug", "version")),
    "constitution:principle_card": Row(EVERYONE, parts=("slug", "version", "principle")),
    "constitution:files": Row(EVERYONE, parts=("slug", "version")),
    "constitution:rules": Row(EVERYONE, parts=("slug", "version")),
    "constitution:verify_export_program": Row(EVERYONE, parts=()),
    "constitution:principle": Row(EVERYONE, parts=("slug", "version", "principle")),
    "constitution:trace": Row(EVERYONE, parts=("slug", "version", "principle")),
    "constitution:trace_statement": Row(EVERYONE, parts=("slug", "statement")),
    "constitution:other_statements": Row(EVERYONE, parts=("slug", "version")),
    "constitution:preamble": Row(OWN, OWN),
    "constitution:download": Row(EVERYONE, parts=("slug", "version", "export")),
    "constitution:ratify": Row(EVERYONE, EVERYONE),
    "constitution:vote_on_whole": Row("", EVERYONE),
    "constitution:suggest": Row("", EVERYONE),
    "constitution:suggestions": Row(PANEL),
    "constitution:decide_suggestion": Row(
        "", DECIDE, sent={"suggestion": "{suggestion}", "outcome": "shown", "key": KEY}
    ),
    "constitution:differences": Row(EVERYONE),
    "constitution:difference": Row(EVERYONE, parts=("slug", "version", "later_version")),
    "constitution:difference_json": Row(EVERYONE, parts=("slug", "version", "later_version")),
    "constitution:amend": Row(OWN, OWN, ("slug", "version")),
    "constitution:add": Row(OWN, OWN),
    "constitution:drop": Row(OWN, OWN, ("slug", "principle")),
    "constitution:concerns": Row(OWN),
    "constitution:concerns_progress": Row(OWN),
    "constitution:check_draft": Row("", OWN),
    "constitution:decide_concern": Row("", OWN),
    "constitution:separate": Row("", OWN),
    "constitution:organise": Row(OWN),
    "constitution:draft": Row("", OWN),
    "constitution:open_vote": Row("", OWN),
    "constitution:close_vote": Row("", OWN),
    "constitution:ratify_alone": Row("", OWN),
    "constitution:edit": Row(OWN, OWN, ("slug", "principle")),
    "constitution:put_back": Row("", OWN, ("slug", "principle")),
    "constitution:comparisons": Row(EVERYONE),
    "constitution:sources": Row(EVERYONE),
    "constitution:comparison": Row(EVERYONE, parts=("slug", "version", "comparison")),
    "constitution:comparison_json": Row(EVERYONE, parts=("slug", "version", "comparison")),
    "constitution:comparison_csv": Row(EVERYONE, parts=("slug", "version", "comparison")),
    "constitution:compare": Row(OWN, OWN),
    "constitution:confirm_comparison": Row(OWN, OWN, ("slug", "comparison"), {"is_public": "1"}),
    "constitution:comparison_progress": Row(OWN, parts=("slug", "comparison")),
    "constitution:compare_again": Row("", OWN, ("slug", "comparison")),
    "training_bridge:run_list": Row(EVERYONE),
    "training_bridge:changed": Row(EVERYONE, parts=("slug", "version")),
    "training_bridge:start": Row(OWN, OWN),
    "training_bridge:compare": Row(EVERYONE),
    "training_bridge:sign_off": Row(PANEL, DECIDE, ("slug", "run")),
    "training_bridge:stop": Row("", OWN, ("slug", "run")),
    "training_bridge:resume": Row("", OWN, ("slug", "run")),
    "training_bridge:run": Row(EVERYONE, parts=("slug", "run")),
    "training_bridge:progress": Row(EVERYONE, parts=("slug", "run")),
    "training_bridge:artifact": Row(EVERYONE, parts=("slug", "run", "file")),
    "training_bridge:look_closer": Row("", OWN, ("slug", "run")),
    "training_bridge:people": Row(OWN, parts=("slug", "run")),
    "training_bridge:invite": Row("", OWN, ("slug", "run")),
    "training_bridge:withdraw_invitation": Row("", OWN, ("slug", "run")),
    "training_bridge:close_comparing": Row("", OWN, ("slug", "run")),
    "training_bridge:compare_answers": Row(EVERYONE, EVERYONE, ("slug", "run", "invitation_key")),
    "training_bridge:find_faults": Row(EVERYONE, EVERYONE, ("slug", "run", "invitation_key")),
    "training_bridge:human_feedback": Row(EVERYONE, parts=("slug", "run")),
    "training_bridge:legibility": Row(EVERYONE, parts=("slug", "run")),
    "training_bridge:critic": Row(EVERYONE, parts=("slug", "run")),
    "training_bridge:conflicts": Row(EVERYONE, parts=("slug", "run")),
    "training_bridge:propose_order": Row("", OWN, ("slug", "run")),
    "training_bridge:character": Row(EVERYONE, parts=("slug", "run")),
    "training_bridge:without": Row(EVERYONE, parts=("slug", "run")),
    "training_bridge:nearest": Row(EVERYONE, parts=("slug", "run")),
    "training_bridge:features": Row(EVERYONE, parts=("slug", "run")),
    "training_bridge:feature": Row(EVERYONE, parts=("slug", "run", "feature")),
    "deliberation:organise_programs": Row(OWN, OWN),
    "deliberation:organise_embedding": Row(PANEL, OWN),
    "deliberation:embed_script": Row(EVERYONE, parts=()),
    "deliberation:embed": Row(EVERYONE),
    "deliberation:embed_page": Row(EVERYONE, EVERYONE, ("slug", "carried", "framed")),
    "deliberation:embed_colours": Row(EVERYONE, parts=("slug", "carried")),
    "deliberation:embed_cookies": Row(EVERYONE, parts=("slug", "carried"), names_an_object=False),
}
