import common.clock
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numero', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('nom', models.CharField(max_length=120, verbose_name='nom du fichier')),
                ('genre', models.CharField(max_length=40, verbose_name='genre')),
                ('taille', models.PositiveIntegerField(help_text='Du document lisible, en octets.', verbose_name='taille')),
                ('empreinte', models.CharField(editable=False, max_length=64)),
                ('depose_le', models.DateTimeField(default=common.clock.maintenant, editable=False, verbose_name='déposé le')),
                ('depose_par', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'pièce',
                'ordering': ['-depose_le'],
            },
        ),
    ]
