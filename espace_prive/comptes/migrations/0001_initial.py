import common.clock
import common.database.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('commune', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Utilisateur',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('identifiant', models.CharField(help_text='Au moins 3 caractères : lettres, chiffres ou . + - _', max_length=60, validators=[django.core.validators.RegexValidator('^[\\w.+-]{3,60}$', 'L’identifiant a au moins 3 caractères : lettres, chiffres ou . + - _')], verbose_name='identifiant')),
                ('email', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                ('civilite', models.CharField(blank=True, choices=[('mme', 'Madame'), ('m', 'Monsieur')], max_length=3, verbose_name='civilité')),
                ('a_activer', models.BooleanField(default=False, editable=False, verbose_name='attend son activation')),
                ('second_facteur', models.BooleanField(default=False, editable=False, verbose_name='second facteur')),
                ('connexion_precedente', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='connexion précédente')),
                ('tri', common.database.fields.CleDeTri('last_name', 'first_name')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'utilisateur',
            },
        ),
        migrations.CreateModel(
            name='Appareil',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('empreinte', models.CharField(max_length=64)),
                ('nom', models.CharField(max_length=80, verbose_name='nom')),
                ('connu_le', models.DateTimeField(default=common.clock.maintenant)),
                ('vu_le', models.DateTimeField(default=common.clock.maintenant)),
                ('prouve_le', models.DateTimeField(blank=True, null=True)),
                ('confiance_jusqu_au', models.DateTimeField(blank=True, null=True, verbose_name='de confiance jusqu’au')),
                ('utilisateur', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appareils', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'appareil',
            },
        ),
        migrations.CreateModel(
            name='ChangementCourriel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ancienne', models.EmailField(max_length=254, verbose_name='adresse actuelle')),
                ('nouvelle', models.EmailField(max_length=254, verbose_name='nouvelle adresse')),
                ('empreinte_ancienne', models.CharField(db_index=True, max_length=64)),
                ('empreinte_nouvelle', models.CharField(db_index=True, max_length=64)),
                ('demande_le', models.DateTimeField(default=common.clock.maintenant)),
                ('ancienne_le', models.DateTimeField(blank=True, null=True, verbose_name='accepté depuis l’ancienne le')),
                ('nouvelle_le', models.DateTimeField(blank=True, null=True, verbose_name='confirmé depuis la nouvelle le')),
                ('etat', models.CharField(choices=[('en_cours', 'En cours'), ('applique', 'Appliqué'), ('annule', 'Annulé'), ('conteste', 'Refusé depuis l’ancienne adresse'), ('expire', 'Expiré')], default='en_cours', max_length=12, verbose_name='état')),
                ('utilisateur', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changements_courriel', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'changement d’adresse électronique',
                'verbose_name_plural': 'changements d’adresse électronique',
            },
        ),
        migrations.CreateModel(
            name='CodeDeSecours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('empreinte', models.CharField(max_length=200)),
                ('cree_le', models.DateTimeField(default=common.clock.maintenant)),
                ('utilise_le', models.DateTimeField(blank=True, null=True)),
                ('utilisateur', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes_de_secours', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'code de secours',
                'verbose_name_plural': 'codes de secours',
            },
        ),
        migrations.CreateModel(
            name='Habilitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lieu', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='habilitations', to='commune.lieu')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='habilitations', to='commune.service')),
                ('utilisateur', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='habilitations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'habilitation',
            },
        ),
        migrations.CreateModel(
            name='SaisieGardee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(max_length=500)),
                ('action', models.CharField(max_length=500)),
                ('contenu', models.BinaryField()),
                ('expire_le', models.DateTimeField()),
                ('utilisateur', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'saisie gardée',
                'verbose_name_plural': 'saisies gardées',
                'ordering': ['expire_le'],
            },
        ),
        migrations.CreateModel(
            name='SessionOuverte',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('ouverte_le', models.DateTimeField(null=True)),
                ('vue_le', models.DateTimeField(null=True)),
                ('appareil', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='comptes.appareil')),
                ('utilisateur', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='utilisateur',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('identifiant'), name='identifiant_unique', violation_error_message='Cet identifiant est déjà pris. Choisissez-en un autre.'),
        ),
        migrations.AddConstraint(
            model_name='utilisateur',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='courriel_unique', violation_error_message='Un espace existe déjà avec cette adresse électronique.'),
        ),
        migrations.AddConstraint(
            model_name='appareil',
            constraint=models.UniqueConstraint(fields=('utilisateur', 'empreinte'), name='appareil_unique'),
        ),
        migrations.AddConstraint(
            model_name='changementcourriel',
            constraint=models.UniqueConstraint(condition=models.Q(('etat', 'en_cours')), fields=('utilisateur',), name='un_changement_de_courriel', violation_error_message='Un changement d’adresse est déjà en cours.'),
        ),
        migrations.AddConstraint(
            model_name='habilitation',
            constraint=models.UniqueConstraint(fields=('utilisateur', 'service', 'lieu'), name='habilitation_unique', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='saisiegardee',
            constraint=models.UniqueConstraint(fields=('utilisateur', 'action'), name='saisie_unique'),
        ),
    ]
