from django.db import migrations


def taire(apps, schema_editor):
    """Take what one adult said out of the history that the whole household reads; the request keeps it."""
    dites = apps.get_model("dossier", "Modification").objects.filter(rubrique__in=("situation", "coordonnees"))
    demarches = apps.get_model("demarches", "Demarche").objects
    demarches.filter(pk__in=dites.values("demarche")).update(recapitulatif=[])


class Migration(migrations.Migration):
    dependencies = [
        ("demarches", "0002_demarche_au_nom_de"),
        ("dossier", "0002_garde_par_les_parents"),
    ]

    operations = [migrations.RunPython(taire, migrations.RunPython.noop)]
