from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('famille', '0011_garde_arretee'),
    ]

    operations = [
        migrations.AlterField(
            model_name='proche',
            name='lien',
            field=models.CharField(choices=[('grand_parent', 'grand-parent'), ('beau_parent', 'beau-parent, nouveau conjoint'), ('fratrie', 'frère ou sœur'), ('famille', 'oncle, tante ou autre membre de la famille'), ('nounou', 'assistante maternelle, garde d’enfant'), ('voisin', 'voisin ou ami'), ('autre', 'autre')], max_length=15, verbose_name='lien avec l’enfant'),
        ),
    ]
