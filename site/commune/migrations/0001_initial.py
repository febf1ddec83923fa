import common.database.fields
import common.files.images
import datetime
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='JourFerie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(error_messages={'unique': 'Ce jour est déjà dans la liste.'}, unique=True, verbose_name='date')),
                ('nom', models.CharField(max_length=80, verbose_name='nom')),
                ('travaille', models.BooleanField(default=False, editable=False, verbose_name='travaillé')),
                ('corrige', models.BooleanField(default=False, editable=False, verbose_name='corrigé à la main')),
            ],
            options={
                'verbose_name': 'jour férié ou fermeture',
                'verbose_name_plural': 'jours fériés et fermetures',
                'ordering': ['date'],
            },
        ),
        migrations.CreateModel(
            name='Lieu',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('nom', models.CharField(max_length=120, verbose_name='nom')),
                ('genre', models.CharField(choices=[('ecole', 'École'), ('restaurant', 'Restaurant scolaire'), ('centre', 'Centre de loisirs'), ('creche', 'Crèche'), ('periscolaire', 'Accueil périscolaire'), ('jeunes', 'Maison des jeunes')], max_length=20, verbose_name='genre')),
                ('adresse', models.CharField(blank=True, max_length=200, verbose_name='adresse')),
                ('telephone', models.CharField(blank=True, help_text='Le numéro direct de l’équipe sur place, par exemple 02 61 91 00 51.', max_length=20, validators=[django.core.validators.RegexValidator('^(?:(?:\\+33 ?|0)[1-9](?:[ .]?\\d{2}){4}|\\d{2} ?\\d{2})$', 'Écrivez un numéro de téléphone comme 02 61 91 00 10.')], verbose_name='téléphone')),
                ('horaires', models.CharField(blank=True, max_length=200, verbose_name='horaires')),
                ('tri', common.database.fields.CleDeTri('nom')),
            ],
            options={
                'verbose_name': 'lieu',
                'verbose_name_plural': 'lieux',
                'ordering': ['tri'],
            },
        ),
        migrations.CreateModel(
            name='Reglages',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nom', models.CharField(default='Ma commune', max_length=100, verbose_name='nom de la commune')),
                ('nom_du_portail', models.CharField(default='Espace Famille', help_text='Comme les familles l’appellent. Il est écrit en haut des pages, dans les courriels et les lettres.', max_length=60, verbose_name='nom du portail')),
                ('slogan', models.CharField(blank=True, max_length=150, verbose_name='devise du portail')),
                ('couleur', models.CharField(default='#1f5f8b', help_text='Une seule couleur : le reste de la palette en est déduit, et son contraste est vérifié.', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-fA-F]{6}$', 'Écrivez la couleur comme #1f5f8b.')], verbose_name='couleur de la commune')),
                ('blason', common.files.images.ImageReencodee(blank=True, help_text='Une image JPG, PNG, WebP, AVIF ou HEIC de 2 Mo au plus, carrée de préférence. Sans image, l’initiale de la commune est dessinée dans un écu.', upload_to='commune', verbose_name='blason')),
                ('paysage', models.CharField(choices=[('bourg', 'Un bourg dans les champs'), ('estuaire', 'Un estuaire et ses marais'), ('fleuve', 'Un port sur le fleuve, des vignes'), ('plaine', 'Une ville neuve dans la plaine'), ('vallee', 'Une vallée boisée, un château'), ('cite', 'Une vieille cité et ses jardins sur l’eau')], default='bourg', help_text='En haut de l’accueil public, tant que la page d’accueil n’a pas de photographie.', max_length=10, verbose_name='dessin de l’accueil')),
                ('site_principal', models.URLField(blank=True, help_text='L’adresse du lien « Retour au site principal », en bas de page.', verbose_name='site de la commune')),
                ('adresse', models.CharField(blank=True, max_length=200, verbose_name='adresse de la mairie')),
                ('code_postal', models.CharField(blank=True, max_length=5, validators=[django.core.validators.RegexValidator('^\\d{5}$', 'Un code postal a cinq chiffres, par exemple 44480.')], verbose_name='code postal')),
                ('telephone', models.CharField(blank=True, help_text='Par exemple : 02 61 91 00 10', max_length=20, validators=[django.core.validators.RegexValidator('^(?:(?:\\+33 ?|0)[1-9](?:[ .]?\\d{2}){4}|\\d{2} ?\\d{2})$', 'Écrivez un numéro de téléphone comme 02 61 91 00 10.')], verbose_name='téléphone')),
                ('courriel', models.EmailField(blank=True, max_length=254, verbose_name='courriel')),
                ('horaires', models.CharField(blank=True, max_length=200, verbose_name='horaires d’ouverture')),
                ('numero_unique', models.CharField(blank=True, help_text='Si un seul numéro répond pour tous les services, puis oriente. Il est montré partout où un service n’a pas son propre téléphone.', max_length=20, validators=[django.core.validators.RegexValidator('^(?:(?:\\+33 ?|0)[1-9](?:[ .]?\\d{2}){4}|\\d{2} ?\\d{2})$', 'Écrivez un numéro de téléphone comme 02 61 91 00 10.')], verbose_name='numéro unique des familles')),
                ('numero_unique_horaires', models.CharField(blank=True, max_length=200, verbose_name='horaires du numéro unique')),
                ('zone', models.CharField(choices=[('A', 'Zone A'), ('B', 'Zone B'), ('C', 'Zone C')], default='B', help_text='Après un changement, importez l’année scolaire : « La commune », puis « Années scolaires ».', max_length=1, verbose_name='zone de vacances scolaires')),
                ('directeur_publication', models.CharField(blank=True, max_length=150, verbose_name='directeur de la publication')),
                ('hebergeur', models.TextField(blank=True, help_text='Nom, adresse et téléphone de qui héberge le site, demandés par la loi.', verbose_name='hébergeur')),
                ('delegue_donnees', models.EmailField(blank=True, max_length=254, verbose_name='délégué à la protection des données')),
                ('conformite_accessibilite', models.CharField(choices=[('non conforme', 'Non conforme'), ('partiellement conforme', 'Partiellement conforme'), ('totalement conforme', 'Totalement conforme')], default='non conforme', help_text='Ce que dit la déclaration d’accessibilité, rappelé en bas de chaque page.', max_length=25, verbose_name='accessibilité')),
                ('place_des_documents', models.PositiveIntegerField(default=200, help_text='Le poids de tout ce qu’une famille peut envoyer : une photo pèse 1 à 2 Mo une fois gardée. Au-delà, elle doit annuler une demande en attente ou appeler le service.', validators=[django.core.validators.MinValueValidator(20), django.core.validators.MaxValueValidator(10000)], verbose_name='place pour les documents d’une famille, en Mo')),
                ('offres_de', models.TimeField(default=datetime.time(8, 0), verbose_name='les places libérées sont proposées de')),
                ('offres_a', models.TimeField(default=datetime.time(20, 0), verbose_name='à')),
                ('offres_heures', models.PositiveSmallIntegerField(default=24, help_text='La place est gardée pendant ce temps, jamais au-delà du délai de réservation ni en dehors des heures ci-dessus. Ensuite elle est proposée à la famille suivante.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(168)], verbose_name='la famille a pour répondre, en heures')),
                ('offres_connexion', models.BooleanField(default=False, help_text='Sinon, le lien du courriel suffit : accepter ne demande qu’un geste.', verbose_name='il faut se connecter pour accepter')),
                ('delai_de_reponse', models.CharField(blank=True, help_text='Par exemple : sous cinq jours ouvrés', max_length=100, verbose_name='délai de réponse annoncé')),
                ('annonce_cle', models.CharField(blank=True, help_text='Sur l’accueil, à qui crée son espace. Vide : rien n’en est dit.', max_length=300, verbose_name='ce que l’on dit de la clé enfance')),
                ('heure_de_la_veille', models.TimeField(blank=True, default=datetime.time(18, 0), help_text='L’heure à laquelle, la veille d’une date limite, un courriel prévient les parents d’un enfant qui vient d’habitude et pour qui rien n’est réservé. Vide : aucun rappel ne part.', null=True, verbose_name='rappel de la veille')),
                ('bloc_espace', models.CharField(default='Mon espace', max_length=60, verbose_name='ses informations')),
                ('bloc_tableau', models.CharField(default='Mon tableau de bord', max_length=60, verbose_name='ses démarches')),
                ('bloc_famille', models.CharField(default='Ma famille', max_length=60, verbose_name='sa famille')),
                ('bloc_membres', models.CharField(default='Membres du foyer', max_length=60, verbose_name='qui vit au foyer')),
                ('tuile_simulateur', models.CharField(default='Calculer mon tarif', max_length=60, verbose_name='le simulateur de tarifs')),
            ],
            options={
                'verbose_name': 'réglages de la commune',
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('nom', models.CharField(max_length=100, verbose_name='nom')),
                ('telephone', models.CharField(blank=True, help_text='Par exemple : 02 61 91 00 20. À laisser vide si le numéro unique répond pour ce service.', max_length=20, validators=[django.core.validators.RegexValidator('^(?:(?:\\+33 ?|0)[1-9](?:[ .]?\\d{2}){4}|\\d{2} ?\\d{2})$', 'Écrivez un numéro de téléphone comme 02 61 91 00 10.')], verbose_name='téléphone')),
                ('orientation', models.CharField(blank=True, help_text='Si un seul numéro répond pour tous : ce qu’il faut faire, par exemple « tapez 2 ».', max_length=80, verbose_name='choix au numéro unique')),
                ('courriel', models.EmailField(blank=True, help_text='Les messages de « Nous écrire » y arrivent.', max_length=254, verbose_name='courriel')),
                ('courriel_factures', models.EmailField(blank=True, help_text='Si les questions sur les factures ont leur propre boîte. Sinon, le courriel du service sert.', max_length=254, verbose_name='courriel des factures')),
                ('horaires', models.CharField(blank=True, max_length=200, verbose_name='horaires')),
                ('premier_contact', models.BooleanField(default=False, help_text='Le service nommé quand on ne sait pas encore à qui s’adresser : clé perdue, compte, courriers.', verbose_name='premier contact des familles')),
                ('tri', common.database.fields.CleDeTri('nom')),
            ],
            options={
                'verbose_name': 'service',
                'ordering': ['tri'],
            },
        ),
        migrations.CreateModel(
            name='AnneeScolaire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('libelle', models.CharField(error_messages={'unique': 'Cette année scolaire existe déjà.'}, max_length=9, unique=True, validators=[django.core.validators.RegexValidator('^20\\d{2}-20\\d{2}$', 'Écrivez l’année comme 2026-2027.')], verbose_name='année')),
                ('du', models.DateField(help_text='La rentrée des élèves.', verbose_name='du')),
                ('au', models.DateField(help_text='Le dernier jour avant les vacances d’été.', verbose_name='au')),
                ('corrige', models.BooleanField(default=False, editable=False, verbose_name='corrigée à la main')),
            ],
            options={
                'verbose_name': 'année scolaire',
                'verbose_name_plural': 'années scolaires',
                'ordering': ['du'],
                'constraints': [models.CheckConstraint(condition=models.Q(('du__lt', models.F('au'))), name='annee_dates', violation_error_message='L’année scolaire finit avant de commencer.')],
            },
        ),
        migrations.CreateModel(
            name='Ecole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('niveaux', models.CharField(help_text='Par exemple : PS MS GS CP CE1 CE2 CM1 CM2', max_length=100, verbose_name='niveaux')),
                ('lieu', models.OneToOneField(error_messages={'unique': 'Cette école est déjà dans la liste.'}, help_text='Son nom, son adresse et son téléphone se tiennent dans « Lieux ».', limit_choices_to={'genre': 'ecole'}, on_delete=django.db.models.deletion.PROTECT, related_name='ecole', to='commune.lieu')),
                ('restaurant', models.ForeignKey(blank=True, limit_choices_to={'genre': 'restaurant'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ecoles_servies', to='commune.lieu')),
            ],
            options={
                'verbose_name': 'école',
                'ordering': ['lieu__tri'],
            },
        ),
        migrations.CreateModel(
            name='Regie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('nom', models.CharField(max_length=100, verbose_name='nom')),
                ('tri', common.database.fields.CleDeTri('nom')),
                ('service', models.ForeignKey(help_text='Il est nommé sur chaque facture.', on_delete=django.db.models.deletion.PROTECT, related_name='regies', to='commune.service')),
            ],
            options={
                'verbose_name': 'régie',
                'ordering': ['tri'],
            },
        ),
        migrations.CreateModel(
            name='Vacances',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.CharField(choices=[('A', 'Zone A'), ('B', 'Zone B'), ('C', 'Zone C')], max_length=1, verbose_name='zone')),
                ('nom', models.CharField(max_length=80, verbose_name='nom')),
                ('du', models.DateField(help_text='Le premier jour sans école.', verbose_name='du')),
                ('au', models.DateField(help_text='Le dernier jour sans école, la veille de la reprise.', verbose_name='au')),
                ('corrige', models.BooleanField(default=False, editable=False, verbose_name='corrigées à la main')),
            ],
            options={
                'verbose_name': 'vacances',
                'verbose_name_plural': 'vacances',
                'ordering': ['du'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('zone'), models.F('du'), name='vacances_uniques', violation_error_message='Des vacances commencent déjà ce jour-là dans cette zone.'), models.CheckConstraint(condition=models.Q(('du__lte', models.F('au'))), name='vacances_dates', violation_error_message='Ces vacances finissent avant de commencer.')],
            },
        ),
    ]
