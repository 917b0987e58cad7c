from django.contrib import admin

from training_bridge.models import TrainingRun


@admin.register(TrainingRun)
class TrainingRunAdmin(admin.ModelAdmin):
    list_display = ("public_id", "version", "standing", "created_at")
    readonly_fields = ("public_id", "version", "settings", "job", "started_by", "summary", "created_at")

    def has_add_permission(self, request: object) -> bool:
        return False
