import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activites', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Grille',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nom', models.CharField(max_length=120, verbose_name='nom')),
                ('pour', models.PositiveSmallIntegerField(choices=[(1, 'toutes les familles'), (2, 'les familles hors commune seulement')], default=1, verbose_name='s’applique à')),
                ('du', models.DateField(verbose_name='s’applique du')),
                ('au', models.DateField(blank=True, null=True, verbose_name='au')),
                ('deliberation', models.CharField(blank=True, max_length=120, verbose_name='délibération')),
                ('unite', models.CharField(choices=[('repas', 'repas'), ('gouter', 'goûter'), ('demi_journee', 'demi-journée'), ('journee', 'journée'), ('quart_heure', 'quart d’heure'), ('demi_heure', 'demi-heure'), ('heure', 'heure'), ('seance', 'séance'), ('semaine', 'semaine'), ('periode', 'période'), ('mois', 'mois'), ('annee', 'année')], default='repas', max_length=12, verbose_name='prix par')),
                ('forme', models.CharField(choices=[('unique', 'un prix unique, quel que soit le quotient'), ('tranches', 'par tranches de quotient'), ('interpolees', 'par tranches, le prix montant peu à peu dans chaque tranche'), ('effort', 'au taux d’effort (un pourcentage du quotient ou des ressources)')], default='tranches', max_length=20, verbose_name='forme')),
                ('borne', models.CharField(choices=[('superieure', 'la borne haute est comprise (500 paie « jusqu’à 500 »)'), ('inferieure', 'la borne basse est comprise (500 paie « à partir de 500 »)')], default='superieure', max_length=12, verbose_name='borne comprise')),
                ('arrondi', models.CharField(choices=[('proche', 'au centime le plus proche (0,005 monte)'), ('inferieur', 'au centime inférieur'), ('superieur', 'au centime supérieur'), ('cinq', 'aux 5 centimes les plus proches'), ('dix', 'aux 10 centimes les plus proches')], default='proche', max_length=10, verbose_name='arrondi')),
                ('prix_exceptionnel', models.DecimalField(blank=True, decimal_places=2, help_text='Affiché dans la grille ; ne s’applique pas aux repas réservés.', max_digits=9, null=True, verbose_name='prix du repas exceptionnel')),
                ('assiette', models.CharField(choices=[('quotient', 'le quotient familial'), ('ressources', 'les ressources du mois (un douzième des revenus de l’année)')], default='quotient', max_length=10, verbose_name='le taux s’applique à')),
                ('plancher', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='prix minimum')),
                ('plafond', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='prix maximum')),
                ('assiette_min', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='quotient ou ressources retenus au minimum')),
                ('assiette_max', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='quotient ou ressources retenus au maximum')),
                ('multiple', models.PositiveSmallIntegerField(default=1, verbose_name='nombre de fois')),
                ('supplement', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=9, verbose_name='part fixe ajoutée')),
                ('arrondir_avant', models.BooleanField(default=False, verbose_name='arrondir avant de multiplier')),
                ('exterieur', models.CharField(choices=[('meme_prix', 'le même prix'), ('majoration', 'le prix majoré d’un pourcentage'), ('prix', 'un prix unique'), ('colonne', 'une colonne à part : le dernier prix de chaque ligne')], default='meme_prix', max_length=10, verbose_name='hors commune')),
                ('exterieur_valeur', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='majoration (en %) ou prix unique hors commune')),
                ('fratrie', models.CharField(choices=[('aucune', 'ne compte pas'), ('rang', 'le rang de l’enfant (1er, 2e, 3e…)'), ('nombre', 'le nombre d’enfants du foyer')], default='aucune', max_length=10, verbose_name='fratrie')),
                ('reductions', django.contrib.postgres.fields.ArrayField(base_field=models.DecimalField(decimal_places=2, max_digits=5), blank=True, default=list, size=None)),
                ('facturee_jusquau', models.DateField(blank=True, editable=False, null=True)),
                ('formule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grilles', to='activites.formule')),
            ],
            options={
                'verbose_name': 'grille tarifaire',
                'verbose_name_plural': 'grilles tarifaires',
                'ordering': ['formule', 'pour', '-du'],
            },
        ),
        migrations.CreateModel(
            name='Majoration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nature', models.PositiveSmallIntegerField(choices=[(1, 'réservé hors délai'), (2, 'venu sans réservation'), (3, 'absent sans excuse acceptée'), (4, 'repris en retard')], verbose_name='pour')),
                ('forme', models.CharField(choices=[('montant', 'un montant, en euros'), ('pourcent', 'un pourcentage du prix')], default='montant', max_length=10, verbose_name='forme')),
                ('valeur', models.DecimalField(decimal_places=2, max_digits=7, verbose_name='montant ou pourcentage')),
                ('du', models.DateField(verbose_name='s’applique du')),
                ('au', models.DateField(blank=True, null=True, verbose_name='au')),
                ('deliberation', models.CharField(blank=True, max_length=120, verbose_name='délibération')),
                ('activite', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='majorations', to='activites.activite')),
            ],
            options={
                'verbose_name': 'majoration',
                'ordering': ['activite', 'nature', '-du'],
            },
        ),
        migrations.CreateModel(
            name='Tranche',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('jusqua', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='quotient jusqu’à')),
                ('colonne', models.PositiveSmallIntegerField(default=1, verbose_name='colonne')),
                ('prix', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='prix')),
                ('prix_haut', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='prix en haut de la tranche')),
                ('taux', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True, verbose_name='taux (en %)')),
                ('grille', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tranches', to='tarifs.grille')),
            ],
            options={
                'verbose_name': 'tranche',
                'ordering': [models.OrderBy(models.F('jusqua'), nulls_last=True), 'colonne'],
            },
        ),
        migrations.AddConstraint(
            model_name='grille',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('formule', 'formule', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('pour', 'pour', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('du', 'au', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='grille_sans_chevauchement', violation_error_message='Une autre grille s’applique déjà à ces dates.'),
        ),
        migrations.AddConstraint(
            model_name='grille',
            constraint=models.CheckConstraint(condition=models.Q(('au__isnull', True), ('au__gte', models.F('du')), _connector='OR'), name='grille_dates', violation_error_message='La fin précède le début.'),
        ),
        migrations.AddConstraint(
            model_name='grille',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('forme', 'effort'), _negated=True), ('plafond__isnull', False), ('assiette_max__isnull', False), _connector='OR'), name='grille_effort_plafond', violation_error_message='Indiquez le prix maximum : c’est lui que paient les quotients inconnus.'),
        ),
        migrations.AddConstraint(
            model_name='grille',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('plancher__isnull', True), ('plancher__gte', 0), _connector='OR'), models.Q(('plafond__isnull', True), ('plafond__gte', 0), _connector='OR'), models.Q(('plancher__isnull', True), ('plafond__isnull', True), ('plancher__lte', models.F('plafond')), _connector='OR')), name='grille_plancher_plafond', violation_error_message='Le prix minimum dépasse le prix maximum.'),
        ),
        migrations.AddConstraint(
            model_name='grille',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('assiette_min__isnull', True), ('assiette_min__gte', 0), _connector='OR'), models.Q(('assiette_max__isnull', True), ('assiette_max__gte', 0), _connector='OR'), models.Q(('assiette_min__isnull', True), ('assiette_max__isnull', True), ('assiette_min__lte', models.F('assiette_max')), _connector='OR')), name='grille_assiette', violation_error_message='Le minimum retenu dépasse le maximum retenu.'),
        ),
        migrations.AddConstraint(
            model_name='grille',
            constraint=models.CheckConstraint(condition=models.Q(('multiple__gte', 1), ('supplement__gte', 0), models.Q(('prix_exceptionnel__isnull', True), ('prix_exceptionnel__gte', 0), _connector='OR')), name='grille_montants', violation_error_message='Un prix ne peut pas être négatif.'),
        ),
        migrations.AddConstraint(
            model_name='grille',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('exterieur__in', ['majoration', 'prix']), ('exterieur_valeur__gte', 0), ('exterieur_valeur__isnull', False)), models.Q(('exterieur__in', ['meme_prix', 'colonne']), ('exterieur_valeur__isnull', True)), _connector='OR'), name='grille_exterieur', violation_error_message='Indiquez la majoration ou le prix des familles hors commune.'),
        ),
        migrations.AddConstraint(
            model_name='majoration',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('activite', 'activite', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('nature', 'nature', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('du', 'au', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='majoration_sans_chevauchement', violation_error_message='Une autre majoration s’applique déjà à ces dates.'),
        ),
        migrations.AddConstraint(
            model_name='majoration',
            constraint=models.CheckConstraint(condition=models.Q(('au__isnull', True), ('au__gte', models.F('du')), _connector='OR'), name='majoration_dates', violation_error_message='La fin précède le début.'),
        ),
        migrations.AddConstraint(
            model_name='majoration',
            constraint=models.CheckConstraint(condition=models.Q(('valeur__gt', 0), models.Q(('forme', 'montant'), ('valeur__lte', 1000), _connector='OR')), name='majoration_valeur', violation_error_message='La majoration est plus grande que zéro, et de 1 000 % au plus.'),
        ),
        migrations.AddConstraint(
            model_name='tranche',
            constraint=models.UniqueConstraint(fields=('grille', 'jusqua', 'colonne'), name='tranche_unique', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='tranche',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('prix__isnull', True), ('prix__gte', 0), _connector='OR'), models.Q(('jusqua__isnull', True), ('jusqua__gte', 0), _connector='OR')), name='tranche_prix', violation_error_message='Un prix ne peut pas être négatif.'),
        ),
        migrations.AddConstraint(
            model_name='tranche',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('prix__isnull', False), ('taux__isnull', True)), models.Q(('jusqua__isnull', True), ('prix__isnull', True), ('taux__gte', 0), ('taux__isnull', False), ('taux__lte', 100)), _connector='OR'), name='tranche_prix_ou_taux', violation_error_message='Une tranche a un prix ou un taux, entre 0 et 100 %.'),
        ),
        migrations.AddConstraint(
            model_name='tranche',
            constraint=models.CheckConstraint(condition=models.Q(('prix_haut__isnull', True), models.Q(('colonne__gte', 1), ('jusqua__isnull', False), ('prix_haut__gte', models.F('prix'))), _connector='OR'), name='tranche_prix_haut', violation_error_message='Dans une tranche bornée, le prix du haut n’est pas inférieur à celui du bas.'),
        ),
    ]
