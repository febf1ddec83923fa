import common.clock
import common.database.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0001_initial'),
        ('famille', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Autorisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('genre', models.CharField(choices=[('image', 'Photos et vidéos de l’enfant'), ('sortie', 'Repartir seul'), ('soins', 'Soins d’urgence et hospitalisation'), ('transport', 'Transport dans un véhicule de la commune')], max_length=10, verbose_name='autorisation')),
                ('accordee', models.BooleanField(verbose_name='accordée')),
                ('heure', models.TimeField(blank=True, null=True, verbose_name='à partir de')),
                ('donnee_le', models.DateTimeField(default=common.clock.maintenant, verbose_name='donnée le')),
                ('finie_le', models.DateTimeField(blank=True, null=True, verbose_name='remplacée le')),
                ('par_nom', models.CharField(max_length=200, verbose_name='donnée par')),
                ('par_un_parent', models.BooleanField(default=False)),
                ('enfant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='autorisations', to='famille.enfant')),
                ('par', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('responsable', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='autorisations', to='famille.responsable')),
            ],
            options={
                'verbose_name': 'autorisation',
                'ordering': ['genre', '-donnee_le', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('finie_le__isnull', True)), fields=('enfant', 'genre'), name='autorisation_une_reponse', violation_error_message='Une réponse est déjà en vigueur.'), models.CheckConstraint(condition=models.Q(('finie_le__isnull', True), ('finie_le__gte', models.F('donnee_le')), _connector='OR'), name='autorisation_dates', violation_error_message='Une réponse ne finit pas avant d’être donnée.')],
            },
        ),
        migrations.CreateModel(
            name='FicheSanitaire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('regime', models.CharField(choices=[('standard', 'Repas ordinaire'), ('sans_porc', 'Sans porc'), ('sans_viande', 'Sans viande'), ('vegetarien', 'Végétarien'), ('panier', 'Panier-repas apporté (avec un PAI)')], default='standard', max_length=12, verbose_name='repas')),
                ('allergies', models.CharField(blank=True, max_length=500, verbose_name='allergies et intolérances')),
                ('attention', models.BooleanField(default=False, verbose_name='a besoin d’une attention particulière')),
                ('consignes', models.CharField(blank=True, max_length=500, verbose_name='ce que les animateurs doivent savoir')),
                ('pai', models.CharField(blank=True, choices=[('allergie', 'Allergie alimentaire'), ('asthme', 'Asthme'), ('diabete', 'Diabète'), ('epilepsie', 'Épilepsie'), ('autre', 'Autre')], max_length=10, verbose_name='projet d’accueil individualisé')),
                ('pai_fin', models.DateField(blank=True, null=True, verbose_name='PAI valable jusqu’au')),
                ('pai_panier', models.BooleanField(default=False, verbose_name='panier-repas prévu par le PAI')),
                ('medecin', models.CharField(blank=True, max_length=100, verbose_name='médecin traitant')),
                ('medecin_telephone', models.CharField(blank=True, max_length=20, verbose_name='téléphone du médecin')),
                ('vaccins', models.JSONField(blank=True, default=dict, verbose_name='vaccins')),
                ('contre_indication', models.BooleanField(default=False, verbose_name='contre-indication médicale à un vaccin')),
                ('assureur', models.CharField(blank=True, max_length=100, verbose_name='assurance responsabilité civile')),
                ('contrat', models.CharField(blank=True, max_length=60, verbose_name='numéro de contrat')),
                ('assurance_fin', models.DateField(blank=True, null=True, verbose_name='assurance valable jusqu’au')),
                ('modifiee_le', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='modifiée le')),
                ('modifiee_par', models.CharField(blank=True, editable=False, max_length=200, verbose_name='modifiée par')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('enfant', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='fiche_sanitaire', to='famille.enfant')),
                ('pai_document', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pai', to='documents.piece')),
            ],
            options={
                'verbose_name': 'fiche sanitaire',
                'verbose_name_plural': 'fiches sanitaires',
                'constraints': [models.CheckConstraint(condition=models.Q(('pai', ''), ('pai_fin__isnull', False), _connector='OR'), name='pai_fin', violation_error_message='Un PAI se revoit chaque année : écrivez jusqu’à quand il est valable.'), models.CheckConstraint(condition=models.Q(models.Q(('regime', 'panier'), _negated=True), models.Q(('pai', ''), _negated=True), _connector='OR'), name='panier_avec_pai', violation_error_message='Un panier-repas est prévu par un PAI : renseignez d’abord le PAI.')],
            },
        ),
        migrations.CreateModel(
            name='Proche',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prenom', models.CharField(max_length=100, validators=[django.core.validators.RegexValidator('[^\\W\\d_]', 'Écrivez un nom, avec des lettres.')], verbose_name='prénom')),
                ('nom', models.CharField(max_length=100, validators=[django.core.validators.RegexValidator('[^\\W\\d_]', 'Écrivez un nom, avec des lettres.')], verbose_name='nom')),
                ('lien', models.CharField(choices=[('grand_parent', 'grand-parent'), ('beau_parent', 'beau-parent, nouveau conjoint'), ('fratrie', 'frère ou sœur'), ('famille', 'oncle, tante ou autre membre de la famille'), ('nounou', 'assistante maternelle, garde d’enfant'), ('voisin', 'voisin ou ami'), ('autre', 'autre')], max_length=15, verbose_name='lien avec l’enfant')),
                ('mineur', models.BooleanField(default=False, verbose_name='a moins de 18 ans')),
                ('telephone', models.CharField(blank=True, max_length=20, verbose_name='téléphone')),
                ('rang', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='à appeler en')),
                ('collecte', models.CharField(blank=True, choices=[('', 'Ne vient pas chercher l’enfant'), ('autorisee', 'Peut venir chercher l’enfant'), ('interdite', 'Ne doit jamais repartir avec l’enfant')], max_length=10, verbose_name='vient chercher l’enfant')),
                ('reference', models.CharField(blank=True, max_length=200, verbose_name='décision')),
                ('du', models.DateField(default=common.clock.aujourdhui, verbose_name='à partir du')),
                ('au', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('tri', common.database.fields.CleDeTri('nom', 'prenom')),
                ('enfants', models.ManyToManyField(related_name='proches', to='famille.enfant', verbose_name='enfants')),
                ('foyer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proches', to='famille.foyer')),
            ],
            options={
                'verbose_name': 'personne de l’entourage',
                'verbose_name_plural': 'entourage',
                'ordering': [models.OrderBy(models.F('rang'), nulls_last=True), 'tri'],
                'constraints': [models.CheckConstraint(condition=models.Q(('au__isnull', True), ('au__gte', models.F('du')), _connector='OR'), name='proche_dates', violation_error_message='Le dernier jour précède le premier. Vérifiez les dates.'), models.CheckConstraint(condition=models.Q(('rang__isnull', False), models.Q(('collecte', ''), _negated=True), _connector='OR'), name='proche_utile', violation_error_message='Dites si cette personne est à appeler, ou si elle vient chercher l’enfant.'), models.CheckConstraint(condition=models.Q(('rang__isnull', True), models.Q(('telephone', ''), _negated=True), _connector='OR'), name='proche_joignable', violation_error_message='Pour appeler cette personne, il faut son téléphone.'), models.CheckConstraint(condition=models.Q(models.Q(('collecte', 'interdite'), _negated=True), models.Q(('reference', ''), _negated=True), _connector='OR'), name='proche_decision', violation_error_message='Écrivez la décision qui interdit à cette personne de venir.')],
            },
        ),
    ]
