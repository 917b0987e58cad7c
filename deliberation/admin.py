from django.contrib import admin

from deliberation.models import Deliberation, Job, Membership, User


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
    list_display = ("key", "state", "progress", "attempts", "created_at")
    list_filter = ("state", "task")
