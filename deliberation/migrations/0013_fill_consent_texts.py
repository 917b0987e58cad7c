"""Fill: the consent text of today becomes the text of its version."""

from django.db import migrations


def keep_consent_texts(apps, schema_editor):
    """Write down the current consent text of each deliberation under its number."""
    Deliberation = apps.get_model("deliberation", "Deliberation")
    ConsentText = apps.get_model("deliberation", "ConsentText")
    for deliberation in Deliberation.objects.iterator():
        ConsentText.objects.get_or_create(
            deliberation=deliberation,
            version=deliberation.consent_version,
            defaults={"text": deliberation.consent_text},
        )


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0012_public_website")]

    operations = [migrations.RunPython(keep_consent_texts, migrations.RunPython.noop)]
