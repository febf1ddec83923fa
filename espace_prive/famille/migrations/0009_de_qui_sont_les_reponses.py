from django.db import migrations
from django.db.models import OuterRef, Subquery


def attribuer(apps, schema_editor):
    """Say whose the answers of parents are: of the adult whose account gave them, when it is tied to the child."""
    autorisations = apps.get_model("famille", "Autorisation").objects.filter(par_un_parent=True, par__isnull=False)
    liens = apps.get_model("famille", "LienParental").objects.filter(
        enfant=OuterRef("enfant"), responsable__utilisateur=OuterRef("par")
    )
    autorisations.update(responsable=Subquery(liens.values("responsable")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("famille", "0008_reponse_d_un_responsable"),
    ]

    operations = [migrations.RunPython(attribuer, migrations.RunPython.noop)]
