"""Addresses of the whole site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from constitution.sharing.site_map import VersionPages
from deliberation.people.language_choice import choose_language
from deliberation.people.sign_in import with_service
from deliberation.sharing.for_robots import DeliberationPages, ResultPages

# One sign-in page with its limits and second steps for everybody, the back office included.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
to_sign_in = RedirectView.as_view(pattern_name="deliberation:sign_in", query_string=True)

handler500 = "config.failures.answer_to_failure"

SITE_MAP = {"deliberations": DeliberationPages, "results": ResultPages, "versions": VersionPages}

urlpatterns = [
    path("api/", include("config.api_urls")),
    path("", include("deliberation.urls")),
    path("back-office/", admin.site.urls),
    path("language/setlang/", choose_language, name="set_language"),
    path("account/login/", to_sign_in),
    path("account/login/code/", to_sign_in),
    path("account/oidc/<str:provider_id>/login/", with_service),
    path("account/", include("allauth.urls")),
    path(
        "sitemap.xml",
        require_safe(sitemap),
        {"sitemaps": SITE_MAP, "template_name": "sitemap.xml"},
        name="sitemap",
    ),
    path("", include("constitution.urls")),
    path("", include("training_bridge.urls")),
]
