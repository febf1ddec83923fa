import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activites', '0001_initial'),
        ('campagnes', '0001_initial'),
        ('commune', '0001_initial'),
        ('famille', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='campagne',
            name='creee_par',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='campagne',
            name='periodes',
            field=models.ManyToManyField(help_text='Les familles des enfants inscrits à ces activités sont interrogées.', related_name='campagnes', to='activites.periodereservation', verbose_name='sessions et périodes'),
        ),
        migrations.AddField(
            model_name='relance',
            name='campagne',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relances', to='campagnes.campagne'),
        ),
        migrations.AddField(
            model_name='relance',
            name='par',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rencontre',
            name='activites',
            field=models.ManyToManyField(blank=True, related_name='+', to='activites.activite', verbose_name='activités'),
        ),
        migrations.AddField(
            model_name='rencontre',
            name='creee_par',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rencontre',
            name='ecoles',
            field=models.ManyToManyField(blank=True, related_name='+', to='commune.ecole', verbose_name='écoles'),
        ),
        migrations.AddField(
            model_name='rencontre',
            name='service',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rencontres', to='commune.service'),
        ),
        migrations.AddField(
            model_name='rendezvous',
            name='enfant',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='famille.enfant'),
        ),
        migrations.AddField(
            model_name='rendezvous',
            name='foyer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='famille.foyer'),
        ),
        migrations.AddField(
            model_name='rendezvous',
            name='pris_par',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rendezvous',
            name='rencontre',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rendez_vous', to='campagnes.rencontre'),
        ),
        migrations.AddField(
            model_name='reponsedecampagne',
            name='campagne',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reponses', to='campagnes.campagne'),
        ),
        migrations.AddField(
            model_name='reponsedecampagne',
            name='enfant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='famille.enfant'),
        ),
        migrations.AddField(
            model_name='reponsedecampagne',
            name='foyer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='famille.foyer'),
        ),
        migrations.AddField(
            model_name='reponsedecampagne',
            name='par',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='campagne',
            constraint=models.CheckConstraint(condition=models.Q(('ouvre_le__lt', models.F('ferme_le'))), name='campagne_dates', violation_error_message='La campagne ferme avant d’ouvrir.'),
        ),
        migrations.AddConstraint(
            model_name='relance',
            constraint=models.UniqueConstraint(fields=('campagne', 'etape'), name='relance_unique'),
        ),
        migrations.AddConstraint(
            model_name='rencontre',
            constraint=models.CheckConstraint(condition=models.Q(('ouvre_le__lt', models.F('ferme_le'))), name='rencontre_dates', violation_error_message='Le choix se ferme avant de s’ouvrir.'),
        ),
        migrations.AddIndex(
            model_name='rendezvous',
            index=models.Index(fields=['debut'], name='rendez_vous_debut'),
        ),
        migrations.AddConstraint(
            model_name='rendezvous',
            constraint=models.UniqueConstraint(fields=('rencontre', 'debut'), name='rendez_vous_unique', violation_error_message='Un rendez-vous existe déjà à cette heure.'),
        ),
        migrations.AddConstraint(
            model_name='rendezvous',
            constraint=models.UniqueConstraint(condition=models.Q(('enfant__isnull', False)), fields=('rencontre', 'enfant'), name='rendez_vous_un_par_enfant', violation_error_message='L’enfant a déjà un rendez-vous.'),
        ),
        migrations.AddConstraint(
            model_name='rendezvous',
            constraint=models.CheckConstraint(condition=models.Q(('debut__lt', models.F('fin'))), name='rendez_vous_heures'),
        ),
        migrations.AddConstraint(
            model_name='reponsedecampagne',
            constraint=models.UniqueConstraint(fields=('campagne', 'enfant', 'foyer'), name='reponse_de_campagne_unique'),
        ),
        migrations.AddConstraint(
            model_name='reponsedecampagne',
            constraint=models.CheckConstraint(condition=models.Q(('dit', 'oui'), ('souhaits', []), _connector='OR'), name='reponse_de_campagne_souhaits'),
        ),
    ]
