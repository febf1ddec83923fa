import common.clock
import common.database.fields
import common.words.adresses
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('commune', '0001_initial'),
        ('documents', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Enfant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nom', models.CharField(max_length=100, verbose_name='nom')),
                ('prenom', models.CharField(max_length=100, verbose_name='prénom')),
                ('naissance', models.DateField(verbose_name='date de naissance')),
                ('genre', models.CharField(blank=True, choices=[('f', 'fille'), ('g', 'garçon')], max_length=1, verbose_name='genre')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('efface_le', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='effacé le')),
                ('tri', common.database.fields.CleDeTri('nom', 'prenom')),
                ('cherche', common.database.fields.TexteCherche('nom', 'prenom', 'naissance')),
            ],
            options={
                'verbose_name': 'enfant',
                'ordering': ['naissance', 'tri'],
            },
        ),
        migrations.CreateModel(
            name='Foyer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numero', models.PositiveIntegerField(unique=True, verbose_name='numéro de famille')),
                ('nom', models.CharField(max_length=100, verbose_name='nom du foyer')),
                ('adresse', models.CharField(max_length=200, verbose_name='adresse')),
                ('complement', models.CharField(blank=True, max_length=200, verbose_name='complément d’adresse')),
                ('code_postal', models.CharField(max_length=12, verbose_name='code postal')),
                ('ville', models.CharField(max_length=100, verbose_name='ville')),
                ('pays', models.CharField(default='FR', max_length=2, verbose_name='pays')),
                ('hors_commune', models.BooleanField(default=False, verbose_name='hors commune')),
                ('facture_papier', models.BooleanField(default=False, verbose_name='factures sur papier')),
                ('cree_le', models.DateTimeField(default=common.clock.maintenant, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('efface_le', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='effacé le')),
                ('tri', common.database.fields.CleDeTri('nom')),
                ('cherche', common.database.fields.TexteCherche('numero', 'nom', 'adresse', 'complement', 'code_postal', 'ville')),
            ],
            options={
                'verbose_name': 'foyer',
                'ordering': ['tri', 'numero'],
                'permissions': [('consulter_dossier', 'Peut consulter un dossier famille'), ('modifier_dossier', 'Peut modifier un dossier famille'), ('imprimer_cle', 'Peut imprimer une clé enfance'), ('consulter_sante', 'Peut consulter la santé d’un enfant et ouvrir son PAI'), ('tous_les_services', 'Peut lire les dossiers de tous les services (guichet unique)'), ('regler_dossier', 'Peut régler ce qui est vérifié avant d’être appliqué')],
            },
            bases=(common.words.adresses.Adresse, models.Model),
        ),
        migrations.CreateModel(
            name='RegleDeRubrique',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rubrique', models.CharField(choices=[('coordonnees', 'Téléphones et adresse électronique'), ('adresse', 'Adresse du foyer'), ('situation', 'Situation familiale'), ('entourage', 'Entourage'), ('sante', 'Santé et alimentation'), ('autorisations', 'Autorisations'), ('scolarite', 'École et classe'), ('allocataire', 'Informations allocataire'), ('quotient', 'Quotient familial'), ('enfant', 'Nouvel enfant'), ('garde', 'Changement de jours de garde')], max_length=15, unique=True, verbose_name='rubrique')),
                ('mode', models.CharField(choices=[('aussitot', 'Appliqué aussitôt'), ('demande', 'Vérifié par un agent')], max_length=10, verbose_name='un changement est')),
            ],
            options={
                'verbose_name': 'règle d’une rubrique',
                'verbose_name_plural': 'règles des rubriques',
            },
        ),
        migrations.CreateModel(
            name='Responsable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('civilite', models.CharField(choices=[('mme', 'Madame'), ('m', 'Monsieur')], max_length=3, verbose_name='civilité')),
                ('nom', models.CharField(max_length=100, verbose_name='nom usuel')),
                ('nom_naissance', models.CharField(blank=True, max_length=100, verbose_name='nom de naissance')),
                ('prenoms', models.CharField(max_length=100, verbose_name='prénom(s)')),
                ('naissance', models.DateField(blank=True, null=True, verbose_name='date de naissance')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse électronique')),
                ('mobile', models.CharField(blank=True, max_length=20, verbose_name='téléphone mobile')),
                ('telephone', models.CharField(blank=True, max_length=20, verbose_name='téléphone fixe')),
                ('adresse_indiquee', models.CharField(blank=True, editable=False, max_length=600, verbose_name='adresse indiquée')),
                ('adresse_indiquee_le', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='adresse indiquée le')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('efface_le', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='effacé le')),
                ('tri', common.database.fields.CleDeTri('nom', 'prenoms')),
                ('cherche', common.database.fields.TexteCherche('nom', 'nom_naissance', 'prenoms', 'naissance', 'email', 'mobile', 'telephone')),
                ('utilisateur', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='responsable', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'responsable',
                'ordering': ['tri', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rubrique', models.CharField(choices=[('coordonnees', 'Téléphones et adresse électronique'), ('adresse', 'Adresse du foyer'), ('situation', 'Situation familiale'), ('entourage', 'Entourage'), ('sante', 'Santé et alimentation'), ('autorisations', 'Autorisations'), ('scolarite', 'École et classe'), ('allocataire', 'Informations allocataire'), ('quotient', 'Quotient familial'), ('enfant', 'Nouvel enfant'), ('garde', 'Changement de jours de garde')], max_length=15, verbose_name='rubrique')),
                ('le', models.DateTimeField(default=common.clock.maintenant, verbose_name='confirmée le')),
                ('par_nom', models.CharField(max_length=200, verbose_name='confirmée par')),
                ('annee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commune.anneescolaire')),
                ('enfant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='famille.enfant')),
                ('foyer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='famille.foyer')),
            ],
            options={
                'verbose_name': 'confirmation',
                'constraints': [models.UniqueConstraint(fields=('rubrique', 'annee', 'foyer', 'enfant'), name='confirmation_unique', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('foyer__isnull', True), ('enfant__isnull', True), _connector='XOR'), name='confirmation_foyer_ou_enfant')],
            },
        ),
        migrations.CreateModel(
            name='Allocataire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisme', models.CharField(choices=[('caf', 'CAF'), ('msa', 'MSA'), ('aucun', 'Aucun des deux')], max_length=5, verbose_name='organisme')),
                ('numero', models.CharField(blank=True, max_length=15, validators=[django.core.validators.RegexValidator('^[0-9A-Za-z]{5,15}$', 'Un numéro d’allocataire a de 5 à 15 chiffres.')], verbose_name='numéro d’allocataire')),
                ('consent', models.BooleanField(default=False, verbose_name='accepte que la commune demande son quotient à la CAF ou à la MSA')),
                ('consent_le', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='depuis le')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('foyer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='allocataire', to='famille.foyer')),
            ],
            options={
                'verbose_name': 'allocataire',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('organisme', 'aucun'), ('numero', ''), ('consent', False)), models.Q(models.Q(('organisme', 'aucun'), _negated=True), models.Q(('numero', ''), _negated=True)), _connector='OR'), name='allocataire_numero', violation_error_message='Écrivez le numéro d’allocataire, ou choisissez « Aucun des deux ».')],
            },
        ),
        migrations.CreateModel(
            name='Payeur',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nom', models.CharField(blank=True, max_length=150, verbose_name='nom du tiers')),
                ('adresse', models.TextField(blank=True, verbose_name='adresse du tiers')),
                ('foyer', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payeur', to='famille.foyer')),
            ],
            options={
                'verbose_name': 'payeur',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('foyer__isnull', False), ('nom', '')), models.Q(('foyer__isnull', True), models.Q(('nom', ''), _negated=True)), _connector='OR'), name='payeur_foyer_ou_tiers', violation_error_message='Un payeur est un foyer ou un tiers nommé.')],
            },
        ),
        migrations.CreateModel(
            name='QuotientFamilial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valeur', models.DecimalField(decimal_places=2, max_digits=9, verbose_name='quotient familial')),
                ('periode', models.CharField(choices=[('mois', 'par mois'), ('an', 'par an')], default='mois', max_length=4, verbose_name='période')),
                ('source', models.CharField(choices=[('caf', 'CAF'), ('msa', 'MSA'), ('fiscal', 'avis d’imposition'), ('manuel', 'saisi par le service')], max_length=10, verbose_name='source')),
                ('mois', models.DateField(blank=True, null=True, verbose_name='mois de la situation')),
                ('date_effet', models.DateField(verbose_name='s’applique à partir du')),
                ('date_fin', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
                ('saisi_le', models.DateTimeField(default=common.clock.maintenant, editable=False)),
                ('foyer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotients', to='famille.foyer')),
                ('preuve', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='quotients', to='documents.piece')),
            ],
            options={
                'verbose_name': 'quotient familial',
                'verbose_name_plural': 'quotients familiaux',
                'ordering': ['-date_effet'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valeur__gte', 0)), name='quotient_positif', violation_error_message='Le quotient familial ne peut pas être négatif.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('foyer', 'foyer', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('date_effet', 'date_fin', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='quotient_sans_chevauchement', violation_error_message='Un autre quotient s’applique déjà à ces dates.')],
            },
        ),
        migrations.CreateModel(
            name='Rattachement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('du', models.DateField(verbose_name='du')),
                ('au', models.DateField(blank=True, null=True, verbose_name='au')),
                ('enfant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rattachements', to='famille.enfant')),
                ('foyer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rattachements', to='famille.foyer')),
            ],
            options={
                'verbose_name': 'rattachement',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('enfant', 'enfant', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('foyer', 'foyer', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('du', 'au', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='rattachement_unique', violation_error_message='L’enfant est déjà rattaché à ce foyer.')],
            },
        ),
        migrations.CreateModel(
            name='LienParental',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('qualite', models.CharField(choices=[('mere', 'mère'), ('pere', 'père'), ('tuteur', 'tuteur ou tutrice')], max_length=10, verbose_name='qualité')),
                ('autorite_parentale', models.BooleanField(default=True, verbose_name='autorité parentale')),
                ('restreint', models.BooleanField(default=False, verbose_name='accès retiré par une décision de justice')),
                ('du', models.DateField(verbose_name='du')),
                ('au', models.DateField(blank=True, null=True, verbose_name='au')),
                ('enfant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='liens', to='famille.enfant')),
                ('responsable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='liens', to='famille.responsable')),
            ],
            options={
                'verbose_name': 'lien parental',
                'verbose_name_plural': 'liens parentaux',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('enfant', 'enfant', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('responsable', 'responsable', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('du', 'au', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='lien_unique', violation_error_message='Ce lien existe déjà.')],
            },
        ),
        migrations.CreateModel(
            name='Appartenance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('du', models.DateField(verbose_name='du')),
                ('au', models.DateField(blank=True, null=True, verbose_name='au')),
                ('foyer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appartenances', to='famille.foyer')),
                ('responsable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appartenances', to='famille.responsable')),
            ],
            options={
                'verbose_name': 'appartenance à un foyer',
                'verbose_name_plural': 'appartenances aux foyers',
                'constraints': [models.CheckConstraint(condition=models.Q(('au__isnull', True), ('au__gte', models.F('du')), _connector='OR'), name='appartenance_dates', violation_error_message='La fin précède le début.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('responsable', 'responsable', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('du', 'au', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='appartenance_un_foyer', violation_error_message='Cette personne est déjà dans un foyer à ces dates.')],
            },
        ),
        migrations.CreateModel(
            name='Scolarite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('niveau', models.CharField(choices=[('TPS', 'Toute petite section'), ('PS', 'Petite section'), ('MS', 'Moyenne section'), ('GS', 'Grande section'), ('CP', 'CP'), ('CE1', 'CE1'), ('CE2', 'CE2'), ('CM1', 'CM1'), ('CM2', 'CM2')], max_length=3, verbose_name='niveau')),
                ('classe', models.CharField(blank=True, max_length=60, verbose_name='classe')),
                ('annee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scolarites', to='commune.anneescolaire')),
                ('ecole', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scolarites', to='commune.ecole')),
                ('enfant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scolarites', to='famille.enfant')),
            ],
            options={
                'verbose_name': 'scolarité',
                'constraints': [models.UniqueConstraint(fields=('enfant', 'annee'), name='scolarite_une_par_an', violation_error_message='L’enfant a déjà une école pour cette année.')],
            },
        ),
        migrations.CreateModel(
            name='SortieScolaire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('motif', models.CharField(max_length=300, verbose_name='motif')),
                ('engagements_gardes', models.BooleanField(default=False, verbose_name='ce qui était payé continue')),
                ('par_nom', models.CharField(max_length=200, verbose_name='notée par')),
                ('le', models.DateTimeField(default=common.clock.maintenant, verbose_name='notée le')),
                ('annee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commune.anneescolaire')),
                ('enfant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sorties_scolaires', to='famille.enfant')),
            ],
            options={
                'verbose_name': 'sortie de l’école',
                'verbose_name_plural': 'sorties de l’école',
                'constraints': [models.UniqueConstraint(fields=('enfant', 'annee'), name='sortie_une_par_an', violation_error_message='La sortie de l’enfant est déjà notée pour cette année.')],
            },
        ),
    ]
