import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activites', '0001_initial'),
        ('attente', '0001_initial'),
        ('commune', '0001_initial'),
        ('famille', '0001_initial'),
        ('planning', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='attente',
            name='enfant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attentes', to='famille.enfant'),
        ),
        migrations.AddField(
            model_name='attente',
            name='formule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activites.formule'),
        ),
        migrations.AddField(
            model_name='attente',
            name='groupe',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='activites.groupe'),
        ),
        migrations.AddField(
            model_name='attente',
            name='inscription',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attentes', to='activites.inscription'),
        ),
        migrations.AddField(
            model_name='attente',
            name='lieu',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commune.lieu'),
        ),
        migrations.AddField(
            model_name='attente',
            name='par',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='attente',
            name='reservation',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attente', to='planning.reservation'),
        ),
        migrations.AddField(
            model_name='placeattendue',
            name='attente',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='attente.attente'),
        ),
        migrations.AddField(
            model_name='placeattendue',
            name='creneau',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendues', to='activites.creneau'),
        ),
        migrations.AddIndex(
            model_name='attente',
            index=models.Index(condition=models.Q(('etat__in', ('attente', 'proposee'))), fields=['date'], name='attente_vivante'),
        ),
        migrations.AddIndex(
            model_name='attente',
            index=models.Index(fields=['enfant', 'date'], name='attente_enfant'),
        ),
        migrations.AddConstraint(
            model_name='attente',
            constraint=models.UniqueConstraint(condition=models.Q(('etat__in', ('attente', 'proposee'))), fields=('enfant', 'formule', 'date'), name='attente_unique', violation_error_message='L’enfant attend déjà une place ce jour-là.'),
        ),
        migrations.AddConstraint(
            model_name='attente',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('etat', 'proposee'), _negated=True), models.Q(('expire_le__isnull', False), ('propose_le__isnull', False), ('reservation__isnull', False)), _connector='OR'), name='attente_proposee'),
        ),
        migrations.AddConstraint(
            model_name='attente',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('etat__in', ('attente', 'proposee')), ('finie_le__isnull', True)), models.Q(models.Q(('etat__in', ('attente', 'proposee')), _negated=True), ('finie_le__isnull', False)), _connector='OR'), name='attente_finie_datee'),
        ),
        migrations.AddConstraint(
            model_name='placeattendue',
            constraint=models.UniqueConstraint(fields=('attente', 'creneau'), name='place_attendue_unique'),
        ),
    ]
