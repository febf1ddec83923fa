"""« Agents du service » read the families of all services: their group says so."""

from django.db import migrations

AVANT, APRES = "Agents du service", "Agents du guichet unique"


def renommer(avant, apres):
    def faire(apps, schema_editor):
        apps.get_model("auth", "Group").objects.filter(name=avant).update(name=apres)

    return faire


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0004_second_facteur_deja_la"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(renommer(AVANT, APRES), renommer(APRES, AVANT))]
