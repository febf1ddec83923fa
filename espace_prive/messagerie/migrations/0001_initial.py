import common.clock
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('commune', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numero', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('nature', models.CharField(choices=[('question', 'Une question sur un service'), ('remarque', 'Une remarque sur ce site')], default='question', max_length=10, verbose_name='nature')),
                ('texte', models.TextField(max_length=4000, verbose_name='message')),
                ('nom', models.CharField(max_length=100, verbose_name='nom')),
                ('courriel', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                ('recu_le', models.DateTimeField(default=common.clock.maintenant, verbose_name='reçu le')),
                ('repondu_le', models.DateTimeField(blank=True, null=True, verbose_name='répondu le')),
                ('auteur', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='messages', to=settings.AUTH_USER_MODEL)),
                ('repondu_par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='commune.service', verbose_name='service')),
            ],
            options={
                'verbose_name': 'message',
                'ordering': ['-recu_le', '-pk'],
                'permissions': [('lire_tous', 'Peut lire les messages de tous les services')],
                'indexes': [models.Index(fields=['service', '-recu_le'], name='message_service')],
            },
        ),
    ]
