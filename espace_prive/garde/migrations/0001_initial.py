import common.clock
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('famille', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='RythmeDeGarde',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forme', models.CharField(choices=[('exclusive', 'Toujours au même foyer'), ('week_ends', 'Au même foyer, un week-end sur deux dans l’autre'), ('semaines', 'Une semaine sur deux'), ('jours', 'Selon les jours de la semaine')], max_length=10, verbose_name='rythme')),
                ('change_jour', models.PositiveSmallIntegerField(default=4, verbose_name='jour du changement')),
                ('change_demi', models.PositiveSmallIntegerField(choices=[(0, 'le matin, repas de midi compris'), (1, 'l’après-midi, après l’école ou le repas')], default=1, verbose_name='moment')),
                ('parite', models.CharField(blank=True, max_length=8, verbose_name='semaines')),
                ('repere', models.DateField(blank=True, null=True, verbose_name='un jour d’une semaine')),
                ('grille', models.CharField(blank=True, max_length=28)),
                ('vacances', models.CharField(blank=True, max_length=8, verbose_name='vacances')),
                ('moitie_paire', models.PositiveSmallIntegerField(default=0)),
                ('du', models.DateField(verbose_name='à partir du')),
                ('au', models.DateField(verbose_name='jusqu’au')),
                ('enregistre_le', models.DateTimeField(default=common.clock.maintenant, editable=False)),
                ('anciens', models.JSONField(default=list, editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('arrete_depuis', models.DateField(editable=False, null=True, verbose_name='arrêté depuis le')),
                ('enfant', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rythme', to='famille.enfant')),
                ('premier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='famille.foyer', verbose_name='premier foyer')),
                ('second', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='famille.foyer', verbose_name='second foyer')),
            ],
            options={
                'verbose_name': 'rythme de garde',
                'verbose_name_plural': 'rythmes de garde',
            },
        ),
        migrations.CreateModel(
            name='Swap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numero', models.UUIDField(editable=False, unique=True, verbose_name='numéro')),
                ('propose_le', models.DateTimeField(default=common.clock.maintenant, verbose_name='le')),
                ('mot', models.CharField(blank=True, max_length=300, verbose_name='mot')),
                ('du', models.DateField(verbose_name='du')),
                ('au', models.DateField(verbose_name='au')),
                ('etat', models.CharField(choices=[('propose', 'En attente de réponse'), ('accepte', 'Accepté'), ('refuse', 'Refusé'), ('repondu', 'Une autre proposition a été faite'), ('retire', 'Retiré'), ('expire', 'Resté sans réponse'), ('defait', 'Défait par la commune')], default='propose', max_length=8, verbose_name='état')),
                ('repondu_le', models.DateTimeField(null=True, verbose_name='répondu le')),
                ('reponse', models.CharField(blank=True, max_length=300, verbose_name='réponse')),
                ('traces', models.JSONField(default=dict, editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('a', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='swaps_recus', to='famille.foyer', verbose_name='proposé à')),
                ('de', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='swaps_proposes', to='famille.foyer', verbose_name='proposé par')),
                ('enfant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='swaps', to='famille.enfant')),
                ('propose_par', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='famille.responsable', verbose_name='par')),
                ('repond_a', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reponses', to='garde.swap')),
                ('repondu_par', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='famille.responsable')),
            ],
            options={
                'verbose_name': 'échange de jours de garde',
                'verbose_name_plural': 'échanges de jours de garde',
                'ordering': ['-propose_le', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='DemiDeSwap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('jour', models.DateField(verbose_name='jour')),
                ('demi', models.PositiveSmallIntegerField(choices=[(0, 'le matin, repas de midi compris'), (1, 'l’après-midi, après l’école ou le repas')], verbose_name='moment')),
                ('donne', models.BooleanField(verbose_name='donné')),
                ('swap', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='demis', to='garde.swap')),
            ],
            options={
                'verbose_name': 'demi-journée d’un échange',
                'verbose_name_plural': 'demi-journées d’un échange',
                'ordering': ['jour', 'demi'],
            },
        ),
        migrations.CreateModel(
            name='PeriodeDeGarde',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('du', models.DateField(verbose_name='du')),
                ('du_demi', models.PositiveSmallIntegerField(choices=[(0, 'le matin, repas de midi compris'), (1, 'l’après-midi, après l’école ou le repas')], default=0, verbose_name='moment')),
                ('au', models.DateField(verbose_name='au')),
                ('au_demi', models.PositiveSmallIntegerField(choices=[(0, 'le matin, repas de midi compris'), (1, 'l’après-midi, après l’école ou le repas')], default=1, verbose_name='moment')),
                ('main', models.BooleanField(default=False, editable=False, verbose_name='saisie à la main')),
                ('motif', models.CharField(blank=True, max_length=200, verbose_name='motif')),
                ('enfant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gardes', to='famille.enfant')),
                ('foyer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gardes', to='famille.foyer')),
            ],
            options={
                'verbose_name': 'période de garde',
                'verbose_name_plural': 'périodes de garde',
                'ordering': ['du', 'du_demi'],
                'indexes': [models.Index(fields=['enfant', 'au'], name='garde_enfant')],
                'constraints': [models.CheckConstraint(condition=models.Q(('au__gt', models.F('du')), models.Q(('au', models.F('du')), ('au_demi__gte', models.F('du_demi'))), _connector='OR'), name='garde_dates', violation_error_message='La fin de cette période précède son début.'), models.CheckConstraint(condition=models.Q(('au_demi__lte', 1), ('du_demi__lte', 1)), name='garde_demi_journees', violation_error_message='Une journée a un matin et un après-midi.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('enfant', 'enfant', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Func('du', output_field=models.BigIntegerField(), template="(%(expressions)s - DATE '2000-01-01')"), '*', models.Value(2)), '+', models.F('du_demi'), models.BigIntegerField()), django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Func('au', output_field=models.BigIntegerField(), template="(%(expressions)s - DATE '2000-01-01')"), '*', models.Value(2)), '+', models.F('au_demi'), models.BigIntegerField()), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&')], name='garde_un_foyer', violation_error_message='L’enfant est déjà dans un foyer à ce moment-là.')],
            },
        ),
        migrations.AddIndex(
            model_name='swap',
            index=models.Index(fields=['enfant', 'etat'], name='swap_enfant'),
        ),
        migrations.AddConstraint(
            model_name='swap',
            constraint=models.CheckConstraint(condition=models.Q(('du__lte', models.F('au'))), name='swap_dates'),
        ),
        migrations.AddConstraint(
            model_name='swap',
            constraint=models.CheckConstraint(condition=models.Q(('de', models.F('a')), _negated=True), name='swap_deux_foyers'),
        ),
        migrations.AddConstraint(
            model_name='swap',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('etat', 'propose'), ('repondu_le__isnull', True)), models.Q(models.Q(('etat', 'propose'), _negated=True), ('repondu_le__isnull', False)), _connector='OR'), name='swap_reponse_datee'),
        ),
        migrations.AddConstraint(
            model_name='demideswap',
            constraint=models.UniqueConstraint(fields=('swap', 'jour', 'demi'), name='demi_de_swap_unique'),
        ),
    ]
