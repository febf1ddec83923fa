import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agenda', '0001_initial'),
        ('famille', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='abonnementagenda',
            name='adulte',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='abonnements_agenda', to='famille.responsable'),
        ),
        migrations.AddField(
            model_name='abonnementagenda',
            name='enfant',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='abonnements_agenda', to='famille.enfant'),
        ),
        migrations.AddConstraint(
            model_name='abonnementagenda',
            constraint=models.UniqueConstraint(fields=('adulte', 'enfant'), name='abonnement_unique', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='abonnementagenda',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('change_le__isnull', True), ('contenu', '')), models.Q(models.Q(('contenu', ''), _negated=True), ('change_le__isnull', False)), _connector='OR'), name='abonnement_date'),
        ),
    ]
