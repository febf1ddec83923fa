import common.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AbonnementAgenda',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('empreinte', models.CharField(editable=False, max_length=64, unique=True)),
                ('scelle', models.BinaryField()),
                ('cree_le', models.DateTimeField(default=common.clock.maintenant, editable=False, verbose_name='créé le')),
                ('lu_le', models.DateField(editable=False, null=True, verbose_name='lu le')),
                ('contenu', models.CharField(blank=True, editable=False, max_length=64)),
                ('change_le', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'abonnement à l’agenda',
                'verbose_name_plural': 'abonnements à l’agenda',
            },
        ),
    ]
