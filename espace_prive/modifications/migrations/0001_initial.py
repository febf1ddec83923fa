import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('demarches', '0001_initial'),
        ('documents', '0001_initial'),
        ('famille', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Modification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('genre', models.CharField(max_length=20, verbose_name='genre')),
                ('rubrique', models.CharField(choices=[('coordonnees', 'Téléphones et adresse électronique'), ('adresse', 'Adresse du foyer'), ('situation', 'Situation familiale'), ('entourage', 'Entourage'), ('sante', 'Santé et alimentation'), ('autorisations', 'Autorisations'), ('scolarite', 'École et classe'), ('allocataire', 'Informations allocataire'), ('quotient', 'Quotient familial'), ('enfant', 'Nouvel enfant'), ('garde', 'Changement de jours de garde')], max_length=15, verbose_name='rubrique')),
                ('cible_id', models.BigIntegerField()),
                ('saisie', models.JSONField(default=dict)),
                ('lignes', models.JSONField(default=list)),
                ('demarche', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='modification', to='demarches.demarche')),
                ('enfant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='modifications', to='famille.enfant')),
                ('piece', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='modifications', to='documents.piece')),
            ],
            options={
                'verbose_name': 'changement demandé',
                'verbose_name_plural': 'changements demandés',
                'indexes': [models.Index(fields=['genre', 'cible_id'], name='modification_cible')],
            },
        ),
    ]
