"""Addresses of the pages that say what a constitution changed in a model."""

from django.urls import include, path

from training_bridge.views import (
    ablation,
    changed,
    character,
    comparing,
    comparing_answers,
    conflicts,
    critic,
    features,
    finding_faults,
    human_feedback,
    legibility,
    looking_closer,
    people,
    runs,
    signing,
    starting,
)

app_name = "training_bridge"
OF_A_RUN = [
    path("", runs.run, name="run"),
    path("progress/", runs.progress, name="progress"),
    path("sign-off/", signing.sign_off, name="sign_off"),
    path("stop/", runs.stop, name="stop"),
    path("resume/", runs.resume, name="resume"),
    path("closer/", looking_closer.look_closer, name="look_closer"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/withdraw/", people.withdraw, name="withdraw_invitation"),
    path("people/close/", people.close, name="close_comparing"),
    path("compare-answers/<str:key>/", comparing_answers.compare_answers, name="compare_answers"),
    path("find-faults/<str:key>/", finding_faults.find_faults, name="find_faults"),
    path("human-feedback/", human_feedback.human_feedback, name="human_feedback"),
    path("legibility/", legibility.legibility, name="legibility"),
    path("critic/", critic.critic, name="critic"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("conflicts/order/", conflicts.order, name="propose_order"),
    path("character/", character.character, name="character"),
    path("without/", ablation.without, name="without"),
    path("nearest/", ablation.nearest, name="nearest"),
    path("features/", features.features, name="features"),
    path("features/<int:number>/", features.feature, name="feature"),
    path("files/<path:name>", runs.artifact, name="artifact"),
]
urlpatterns = [
    path("d/<slug:slug>/constitution/v<int:number>/changed/", changed.changed, name="changed"),
    path("d/<slug:slug>/training/", runs.run_list, name="run_list"),
    path("d/<slug:slug>/training/start/", starting.start, name="start"),
    path("d/<slug:slug>/training/compare/", comparing.compare, name="compare"),
    path("d/<slug:slug>/training/<str:public_id>/", include(OF_A_RUN)),
]
