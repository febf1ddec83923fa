import common.clock
import common.words.adresses
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('commune', '0001_initial'),
        ('famille', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CleEnfance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('empreinte', models.CharField(editable=False, max_length=64, unique=True)),
                ('creee_le', models.DateTimeField(default=common.clock.maintenant, editable=False)),
                ('expire_le', models.DateTimeField(verbose_name='valable jusqu’au')),
                ('utilisee_le', models.DateTimeField(blank=True, editable=False, null=True)),
                ('annulee_le', models.DateTimeField(blank=True, editable=False, null=True)),
                ('responsable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cles', to='famille.responsable')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cles', to='commune.service')),
            ],
            options={
                'verbose_name': 'clé enfance',
                'verbose_name_plural': 'clés enfance',
                'ordering': ['-creee_le'],
            },
        ),
        migrations.CreateModel(
            name='DemandeEspace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numero', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('civilite', models.CharField(choices=[('mme', 'Madame'), ('m', 'Monsieur')], max_length=3, verbose_name='civilité')),
                ('nom', models.CharField(max_length=100, verbose_name='nom usuel')),
                ('nom_naissance', models.CharField(blank=True, max_length=100, verbose_name='nom de naissance')),
                ('prenoms', models.CharField(max_length=100, verbose_name='prénom(s)')),
                ('naissance', models.DateField(verbose_name='date de naissance')),
                ('qualite', models.CharField(choices=[('mere', 'mère'), ('pere', 'père'), ('tuteur', 'tuteur ou tutrice')], max_length=10, verbose_name='qualité')),
                ('adresse', models.CharField(max_length=200, verbose_name='adresse')),
                ('complement', models.CharField(blank=True, max_length=200, verbose_name='complément d’adresse')),
                ('code_postal', models.CharField(max_length=12, verbose_name='code postal')),
                ('ville', models.CharField(max_length=100, verbose_name='ville')),
                ('pays', models.CharField(default='FR', max_length=2, verbose_name='pays')),
                ('email', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                ('mobile', models.CharField(blank=True, max_length=20, verbose_name='téléphone mobile')),
                ('telephone', models.CharField(blank=True, max_length=20, verbose_name='téléphone fixe')),
                ('enfants', models.JSONField(default=list)),
                ('message', models.TextField(blank=True, max_length=1000, verbose_name='message')),
                ('deposee_le', models.DateTimeField(default=common.clock.maintenant, verbose_name='déposée le')),
                ('etat', models.CharField(choices=[('deposee', 'En attente'), ('acceptee', 'Acceptée'), ('refusee', 'Refusée')], default='deposee', editable=False, max_length=10, verbose_name='état')),
                ('traitee_le', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='traitée le')),
                ('motif', models.CharField(blank=True, max_length=300, verbose_name='motif')),
                ('responsable', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='demandes_espace', to='famille.responsable')),
                ('traitee_par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'demande d’espace',
                'verbose_name_plural': 'demandes d’espace',
                'ordering': ['-deposee_le', '-pk'],
            },
            bases=(common.words.adresses.Adresse, models.Model),
        ),
        migrations.CreateModel(
            name='Envoi',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numero', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('genre', models.CharField(choices=[('invitations', 'Invitations par courriel'), ('lettres', 'Lettres avec clé')], max_length=12, verbose_name='genre')),
                ('lance_le', models.DateTimeField(default=common.clock.maintenant)),
                ('termine_le', models.DateTimeField(blank=True, null=True)),
                ('lance_par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'envoi',
                'ordering': ['-lance_le', '-pk'],
                'permissions': [('ouvrir_espaces', 'Peut inviter des familles et traiter les demandes d’espace'), ('agir_pour_famille', 'Peut agir à la place d’une famille (mode super-usager)')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                ('empreinte', models.CharField(editable=False, max_length=64, unique=True)),
                ('creee_le', models.DateTimeField(default=common.clock.maintenant, editable=False)),
                ('expire_le', models.DateTimeField(verbose_name='valable jusqu’au')),
                ('utilisee_le', models.DateTimeField(blank=True, editable=False, null=True)),
                ('annulee_le', models.DateTimeField(blank=True, editable=False, null=True)),
                ('creee_par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('responsable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='famille.responsable')),
            ],
            options={
                'verbose_name': 'invitation',
                'ordering': ['-creee_le', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Liasse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rang', models.PositiveIntegerField()),
                ('lettres', models.PositiveIntegerField()),
                ('contenu', models.BinaryField()),
                ('faite_le', models.DateTimeField(default=common.clock.maintenant)),
                ('envoi', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='liasses', to='ouverture.envoi')),
            ],
            options={
                'verbose_name': 'liasse de lettres',
                'verbose_name_plural': 'liasses de lettres',
                'ordering': ['rang'],
            },
        ),
        migrations.CreateModel(
            name='Destinataire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('etat', models.CharField(choices=[('a_faire', 'À faire'), ('fait', 'Fait'), ('ecarte', 'Écarté')], default='a_faire', max_length=8)),
                ('motif', models.CharField(blank=True, max_length=300)),
                ('cle', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ouverture.cleenfance')),
                ('responsable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='famille.responsable')),
                ('envoi', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='destinataires', to='ouverture.envoi')),
                ('liasse', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='destinataires', to='ouverture.liasse')),
            ],
            options={
                'verbose_name': 'destinataire',
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='cleenfance',
            constraint=models.UniqueConstraint(condition=models.Q(('annulee_le__isnull', True), ('utilisee_le__isnull', True)), fields=('responsable', 'service'), name='cle_une_par_responsable', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='demandeespace',
            index=models.Index(fields=['etat', 'deposee_le'], name='demande_espace_etat'),
        ),
        migrations.AddConstraint(
            model_name='demandeespace',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('etat', 'deposee'), ('traitee_le__isnull', True)), models.Q(models.Q(('etat', 'deposee'), _negated=True), ('traitee_le__isnull', False)), _connector='OR'), name='demande_espace_traitee_datee'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('annulee_le__isnull', True), ('utilisee_le__isnull', True)), fields=('responsable',), name='invitation_une_par_responsable'),
        ),
        migrations.AddConstraint(
            model_name='liasse',
            constraint=models.UniqueConstraint(fields=('envoi', 'rang'), name='liasse_unique'),
        ),
        migrations.AddIndex(
            model_name='destinataire',
            index=models.Index(fields=['envoi', 'etat'], name='destinataire_etat'),
        ),
        migrations.AddConstraint(
            model_name='destinataire',
            constraint=models.UniqueConstraint(fields=('envoi', 'responsable'), name='destinataire_unique'),
        ),
    ]
