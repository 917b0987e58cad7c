from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from deliberation.models import Deliberation, Job, Membership, User
from deliberation.models.jobs import JobQuerySet


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("email", "name", "is_staff", "is_active")
    search_fields = ("email", "name")
    exclude = ("password",)


@admin.register(Deliberation)
class DeliberationAdmin(admin.ModelAdmin):
    list_display = ("title", "slug", "state", "created_at")


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ("user", "deliberation", "role")


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    list_display = ("key", "state", "failure", "attempts", "progress", "created_at", "finished_at")
    list_filter = ("state", "failure", "task")
    search_fields = ("key",)
    raw_id_fields = ("deliberation",)
    actions = ("try_again",)

    @admin.action(description=_("Try failed jobs again"), permissions=["change"])
    def try_again(self, request: HttpRequest, jobs: JobQuerySet) -> None:
        """Put those of the chosen jobs that failed back into the queue."""
        self.message_user(request, _("Put back: %(jobs)s") % {"jobs": sum(job.retry() for job in jobs)})
