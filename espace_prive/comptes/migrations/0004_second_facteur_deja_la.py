from django.db import migrations
from django.db.models import Exists, OuterRef


def reconnaitre(apps, schema_editor):
    """Say of the accounts that an application protects already that it does."""
    appareils = apps.get_model("otp_totp", "TOTPDevice").objects.filter(user=OuterRef("pk"), confirmed=True)
    apps.get_model("comptes", "Utilisateur").objects.filter(Exists(appareils)).update(second_facteur=True)


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0003_appareils_et_sessions"),
        ("otp_totp", "0001_initial"),
    ]

    operations = [migrations.RunPython(reconnaitre, migrations.RunPython.noop)]
