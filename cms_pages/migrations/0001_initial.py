import cms_pages.fields
import cms_pages.models.familles
import common.clock
import common.database.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('commune', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailimages', '0027_image_description'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ActualitesFamillesPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('chapeau', models.CharField(blank=True, help_text='Une ou deux phrases sous le titre. Elles annoncent aussi la page ailleurs sur le site.', max_length=250, verbose_name='chapeau')),
                ('icone', models.CharField(choices=[('activite', 'Activité'), ('repas', 'Repas'), ('matin', 'Matin'), ('soir', 'Soir'), ('bebe', 'Petite enfance'), ('enfant', 'Enfant'), ('famille', 'Famille'), ('ecole', 'École'), ('bus', 'Transport'), ('menu', 'Menu'), ('tarif', 'Tarif'), ('info', 'Information'), ('aide', 'Aide'), ('cle', 'Clé'), ('actualite', 'Actualité'), ('calendrier', 'Calendrier'), ('telephone', 'Téléphone'), ('document', 'Document')], default='info', max_length=20, verbose_name='icône')),
            ],
            options={
                'verbose_name': 'actualités des familles',
                'verbose_name_plural': 'actualités des familles',
            },
            bases=(cms_pages.models.familles.ReserveeAuxFamilles, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='ActualitesPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('chapeau', models.CharField(blank=True, help_text='Une ou deux phrases sous le titre. Elles annoncent aussi la page ailleurs sur le site.', max_length=250, verbose_name='chapeau')),
                ('icone', models.CharField(choices=[('activite', 'Activité'), ('repas', 'Repas'), ('matin', 'Matin'), ('soir', 'Soir'), ('bebe', 'Petite enfance'), ('enfant', 'Enfant'), ('famille', 'Famille'), ('ecole', 'École'), ('bus', 'Transport'), ('menu', 'Menu'), ('tarif', 'Tarif'), ('info', 'Information'), ('aide', 'Aide'), ('cle', 'Clé'), ('actualite', 'Actualité'), ('calendrier', 'Calendrier'), ('telephone', 'Téléphone'), ('document', 'Document')], default='info', max_length=20, verbose_name='icône')),
            ],
            options={
                'verbose_name': 'liste des actualités',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='CalendrierPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('chapeau', models.CharField(blank=True, help_text='Une ou deux phrases sous le titre. Elles annoncent aussi la page ailleurs sur le site.', max_length=250, verbose_name='chapeau')),
                ('icone', models.CharField(choices=[('activite', 'Activité'), ('repas', 'Repas'), ('matin', 'Matin'), ('soir', 'Soir'), ('bebe', 'Petite enfance'), ('enfant', 'Enfant'), ('famille', 'Famille'), ('ecole', 'École'), ('bus', 'Transport'), ('menu', 'Menu'), ('tarif', 'Tarif'), ('info', 'Information'), ('aide', 'Aide'), ('cle', 'Clé'), ('actualite', 'Actualité'), ('calendrier', 'Calendrier'), ('telephone', 'Téléphone'), ('document', 'Document')], default='info', max_length=20, verbose_name='icône')),
                ('corps', cms_pages.fields.CorpsField(blank=True, verbose_name='rythmes scolaires')),
            ],
            options={
                'verbose_name': 'calendrier scolaire',
                'verbose_name_plural': 'calendriers scolaires',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='CategorieActualite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nom', models.CharField(error_messages={'unique': 'Une catégorie porte déjà ce nom.'}, help_text='Un mot ou deux : École, Cantine, Vacances…', max_length=40, unique=True, verbose_name='nom')),
                ('code', models.SlugField(error_messages={'unique': 'Une catégorie a déjà cette adresse.'}, help_text='En minuscules, sans accent ni espace : cantine.', unique=True, verbose_name='nom dans l’adresse')),
                ('tri', common.database.fields.CleDeTri('nom')),
            ],
            options={
                'verbose_name': 'catégorie d’actualités',
                'verbose_name_plural': 'catégories d’actualités',
                'ordering': ['tri'],
            },
        ),
        migrations.CreateModel(
            name='DocumentsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('chapeau', models.CharField(blank=True, help_text='Une ou deux phrases sous le titre. Elles annoncent aussi la page ailleurs sur le site.', max_length=250, verbose_name='chapeau')),
                ('icone', models.CharField(choices=[('activite', 'Activité'), ('repas', 'Repas'), ('matin', 'Matin'), ('soir', 'Soir'), ('bebe', 'Petite enfance'), ('enfant', 'Enfant'), ('famille', 'Famille'), ('ecole', 'École'), ('bus', 'Transport'), ('menu', 'Menu'), ('tarif', 'Tarif'), ('info', 'Information'), ('aide', 'Aide'), ('cle', 'Clé'), ('actualite', 'Actualité'), ('calendrier', 'Calendrier'), ('telephone', 'Téléphone'), ('document', 'Document')], default='info', max_length=20, verbose_name='icône')),
                ('corps', cms_pages.fields.CorpsField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'guides et documents',
                'verbose_name_plural': 'guides et documents',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='MenusPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('chapeau', models.CharField(blank=True, help_text='Une ou deux phrases sous le titre. Elles annoncent aussi la page ailleurs sur le site.', max_length=250, verbose_name='chapeau')),
                ('icone', models.CharField(choices=[('activite', 'Activité'), ('repas', 'Repas'), ('matin', 'Matin'), ('soir', 'Soir'), ('bebe', 'Petite enfance'), ('enfant', 'Enfant'), ('famille', 'Famille'), ('ecole', 'École'), ('bus', 'Transport'), ('menu', 'Menu'), ('tarif', 'Tarif'), ('info', 'Information'), ('aide', 'Aide'), ('cle', 'Clé'), ('actualite', 'Actualité'), ('calendrier', 'Calendrier'), ('telephone', 'Téléphone'), ('document', 'Document')], default='info', max_length=20, verbose_name='icône')),
                ('corps', cms_pages.fields.CorpsField(blank=True, verbose_name='explications')),
            ],
            options={
                'verbose_name': 'menus',
                'verbose_name_plural': 'menus',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PageContenu',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('chapeau', models.CharField(blank=True, help_text='Une ou deux phrases sous le titre. Elles annoncent aussi la page ailleurs sur le site.', max_length=250, verbose_name='chapeau')),
                ('icone', models.CharField(choices=[('activite', 'Activité'), ('repas', 'Repas'), ('matin', 'Matin'), ('soir', 'Soir'), ('bebe', 'Petite enfance'), ('enfant', 'Enfant'), ('famille', 'Famille'), ('ecole', 'École'), ('bus', 'Transport'), ('menu', 'Menu'), ('tarif', 'Tarif'), ('info', 'Information'), ('aide', 'Aide'), ('cle', 'Clé'), ('actualite', 'Actualité'), ('calendrier', 'Calendrier'), ('telephone', 'Téléphone'), ('document', 'Document')], default='info', max_length=20, verbose_name='icône')),
                ('dans_le_pied', models.BooleanField(default=False, verbose_name='lien en bas de chaque page')),
                ('corps', cms_pages.fields.CorpsField(blank=True, verbose_name='contenu')),
            ],
            options={
                'verbose_name': 'page de texte',
                'verbose_name_plural': 'pages de texte',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('titre', models.CharField(max_length=120, unique=True, verbose_name='titre')),
                ('genre', models.CharField(choices=[('guide', 'Guides'), ('reglement', 'Règlements'), ('programme', 'Programmes'), ('formulaire', 'Formulaires')], max_length=12, verbose_name='genre')),
                ('tri', common.database.fields.CleDeTri('titre')),
            ],
            options={
                'verbose_name': 'guide ou document',
                'verbose_name_plural': 'guides et documents',
                'ordering': ['tri'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='RappelsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('chapeau', models.CharField(blank=True, help_text='Une ou deux phrases sous le titre. Elles annoncent aussi la page ailleurs sur le site.', max_length=250, verbose_name='chapeau')),
                ('icone', models.CharField(choices=[('activite', 'Activité'), ('repas', 'Repas'), ('matin', 'Matin'), ('soir', 'Soir'), ('bebe', 'Petite enfance'), ('enfant', 'Enfant'), ('famille', 'Famille'), ('ecole', 'École'), ('bus', 'Transport'), ('menu', 'Menu'), ('tarif', 'Tarif'), ('info', 'Information'), ('aide', 'Aide'), ('cle', 'Clé'), ('actualite', 'Actualité'), ('calendrier', 'Calendrier'), ('telephone', 'Téléphone'), ('document', 'Document')], default='info', max_length=20, verbose_name='icône')),
                ('corps', cms_pages.fields.CorpsField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'je pense à',
                'verbose_name_plural': 'je pense à',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='RubriquePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('chapeau', models.CharField(blank=True, help_text='Une ou deux phrases sous le titre. Elles annoncent aussi la page ailleurs sur le site.', max_length=250, verbose_name='chapeau')),
                ('icone', models.CharField(choices=[('activite', 'Activité'), ('repas', 'Repas'), ('matin', 'Matin'), ('soir', 'Soir'), ('bebe', 'Petite enfance'), ('enfant', 'Enfant'), ('famille', 'Famille'), ('ecole', 'École'), ('bus', 'Transport'), ('menu', 'Menu'), ('tarif', 'Tarif'), ('info', 'Information'), ('aide', 'Aide'), ('cle', 'Clé'), ('actualite', 'Actualité'), ('calendrier', 'Calendrier'), ('telephone', 'Téléphone'), ('document', 'Document')], default='info', max_length=20, verbose_name='icône')),
                ('corps', cms_pages.fields.CorpsField(blank=True, verbose_name='contenu')),
            ],
            options={
                'verbose_name': 'rubrique',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='TarifsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('chapeau', models.CharField(blank=True, help_text='Une ou deux phrases sous le titre. Elles annoncent aussi la page ailleurs sur le site.', max_length=250, verbose_name='chapeau')),
                ('icone', models.CharField(choices=[('activite', 'Activité'), ('repas', 'Repas'), ('matin', 'Matin'), ('soir', 'Soir'), ('bebe', 'Petite enfance'), ('enfant', 'Enfant'), ('famille', 'Famille'), ('ecole', 'École'), ('bus', 'Transport'), ('menu', 'Menu'), ('tarif', 'Tarif'), ('info', 'Information'), ('aide', 'Aide'), ('cle', 'Clé'), ('actualite', 'Actualité'), ('calendrier', 'Calendrier'), ('telephone', 'Téléphone'), ('document', 'Document')], default='info', max_length=20, verbose_name='icône')),
                ('corps', cms_pages.fields.CorpsField(blank=True, verbose_name='explications')),
            ],
            options={
                'verbose_name': 'tarifs',
                'verbose_name_plural': 'tarifs',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='AccueilPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('chapeau', models.CharField(blank=True, help_text='Une phrase sous le titre : ce que l’on fait ici, et quand.', max_length=250, verbose_name='chapeau')),
                ('bienvenue', wagtail.fields.RichTextField(blank=True, help_text='À quoi sert l’espace famille, en quelques lignes.', verbose_name='texte de bienvenue')),
                ('accroche', models.TextField(default='Créez votre espace personnel : il vous donne accès au tableau de bord de vos démarches, à vos réservations et à vos factures.', help_text='Le texte de l’encadré « Je n’ai pas d’espace ».', verbose_name='pourquoi créer un espace')),
                ('image', models.ForeignKey(blank=True, help_text='Large, sans texte dessus. Sans elle, le dessin choisi dans « La commune » est montré.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='photographie de la commune')),
            ],
            options={
                'verbose_name': 'accueil',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ActivitePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('chapeau', models.CharField(blank=True, help_text='Une ou deux phrases sous le titre. Elles annoncent aussi la page ailleurs sur le site.', max_length=250, verbose_name='chapeau')),
                ('icone', models.CharField(choices=[('activite', 'Activité'), ('repas', 'Repas'), ('matin', 'Matin'), ('soir', 'Soir'), ('bebe', 'Petite enfance'), ('enfant', 'Enfant'), ('famille', 'Famille'), ('ecole', 'École'), ('bus', 'Transport'), ('menu', 'Menu'), ('tarif', 'Tarif'), ('info', 'Information'), ('aide', 'Aide'), ('cle', 'Clé'), ('actualite', 'Actualité'), ('calendrier', 'Calendrier'), ('telephone', 'Téléphone'), ('document', 'Document')], default='info', max_length=20, verbose_name='icône')),
                ('pour_qui', models.CharField(blank=True, max_length=200, verbose_name='pour qui')),
                ('quand', models.CharField(blank=True, max_length=200, verbose_name='jours et horaires')),
                ('ou', models.CharField(blank=True, max_length=200, verbose_name='lieux')),
                ('delai', models.CharField(blank=True, help_text='Seulement si l’activité ne se réserve pas en ligne.', max_length=200, verbose_name='délai')),
                ('code_activite', cms_pages.fields.CodeChoisi(help_text='Qui peut s’inscrire, les délais et la prochaine date à réserver s’affichent alors tout seuls.', source='activites', verbose_name='activité qui se réserve en ligne')),
                ('corps', cms_pages.fields.CorpsField(blank=True, verbose_name='contenu')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='commune.service', verbose_name='service à contacter')),
            ],
            options={
                'verbose_name': 'activité ou service',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='BilanEgalim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('annee', models.PositiveSmallIntegerField(error_messages={'unique': 'Le bilan de cette année existe déjà : modifiez-le.'}, unique=True, validators=[django.core.validators.MinValueValidator(2019, 'La loi compte depuis 2019.'), django.core.validators.MaxValueValidator(2100, 'Quelle année ?')], verbose_name='année')),
                ('durables', models.DecimalField(decimal_places=1, max_digits=4, validators=[django.core.validators.MinValueValidator(0, 'Écrivez un nombre de 0 à 100.'), django.core.validators.MaxValueValidator(100, 'Écrivez un nombre de 0 à 100.')], verbose_name='produits durables et de qualité, en pour cent')),
                ('bio', models.DecimalField(decimal_places=1, max_digits=4, validators=[django.core.validators.MinValueValidator(0, 'Écrivez un nombre de 0 à 100.'), django.core.validators.MaxValueValidator(100, 'Écrivez un nombre de 0 à 100.')], verbose_name='dont produits bio, en pour cent')),
                ('viandes', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(0, 'Écrivez un nombre de 0 à 100.'), django.core.validators.MaxValueValidator(100, 'Écrivez un nombre de 0 à 100.')], verbose_name='viandes et poissons durables et de qualité, en pour cent')),
                ('territoire', models.DecimalField(blank=True, decimal_places=1, help_text='Laissez vide si la commune n’en fait pas partie.', max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(0, 'Écrivez un nombre de 0 à 100.'), django.core.validators.MaxValueValidator(100, 'Écrivez un nombre de 0 à 100.')], verbose_name='produits du projet alimentaire territorial, en pour cent')),
            ],
            options={
                'verbose_name': 'bilan EGalim',
                'verbose_name_plural': 'bilans EGalim',
                'ordering': ['-annee'],
                'constraints': [models.CheckConstraint(condition=models.Q(('durables__range', (0, 100)), ('bio__gte', 0), ('bio__lte', models.F('durables'))), name='bilan_egalim_parts', violation_error_message='Le bio fait partie des produits durables : sa part ne peut pas la dépasser.')],
            },
        ),
        migrations.CreateModel(
            name='ActualitePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('chapeau', models.CharField(blank=True, help_text='Une ou deux phrases sous le titre. Elles annoncent aussi la page ailleurs sur le site.', max_length=250, verbose_name='chapeau')),
                ('icone', models.CharField(choices=[('activite', 'Activité'), ('repas', 'Repas'), ('matin', 'Matin'), ('soir', 'Soir'), ('bebe', 'Petite enfance'), ('enfant', 'Enfant'), ('famille', 'Famille'), ('ecole', 'École'), ('bus', 'Transport'), ('menu', 'Menu'), ('tarif', 'Tarif'), ('info', 'Information'), ('aide', 'Aide'), ('cle', 'Clé'), ('actualite', 'Actualité'), ('calendrier', 'Calendrier'), ('telephone', 'Téléphone'), ('document', 'Document')], default='info', max_length=20, verbose_name='icône')),
                ('date', models.DateField(default=common.clock.aujourdhui, help_text='Le jour affiché au-dessus du titre.', verbose_name='date')),
                ('image_alternative', models.CharField(blank=True, help_text='Une phrase pour les personnes qui ne la voient pas.', max_length=200, verbose_name='ce que montre l’image')),
                ('image_decorative', models.BooleanField(default=False, help_text='À cocher si elle n’apprend rien à qui la voit : elle ne sera pas annoncée aux autres.', verbose_name='l’image est décorative')),
                ('corps', cms_pages.fields.CorpsField(blank=True, verbose_name='contenu')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='image')),
                ('categorie', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='actualites', to='cms_pages.categorieactualite', verbose_name='catégorie')),
            ],
            options={
                'verbose_name': 'actualité',
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='DocumentJoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('actualite', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='cms_pages.actualitepage')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtaildocs.document', verbose_name='document')),
            ],
            options={
                'verbose_name': 'document joint',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Fiche',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('titre', models.TextField()),
                ('texte', models.TextField(blank=True)),
                ('titre_comparable', models.TextField()),
                ('texte_comparable', models.TextField(blank=True)),
                ('vecteur', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('titre_comparable', config='french', weight='A'), '||', django.contrib.postgres.search.SearchVector('titre_comparable', config='simple', weight='A'), django.contrib.postgres.search.SearchConfig('french')), '||', django.contrib.postgres.search.SearchVector('texte_comparable', config='french', weight='C'), django.contrib.postgres.search.SearchConfig('french')), '||', django.contrib.postgres.search.SearchVector('texte_comparable', config='simple', weight='D'), django.contrib.postgres.search.SearchConfig('french')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('document', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtaildocs.document')),
                ('page', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'fiche de recherche',
                'verbose_name_plural': 'fiches de recherche',
            },
        ),
        migrations.CreateModel(
            name='Menu',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='date')),
                ('mention', models.CharField(blank=True, help_text='Par exemple : repas de Noël.', max_length=100, verbose_name='mention')),
                ('vegetarien', models.BooleanField(default=False, help_text='Sans viande ni poisson. La loi en demande un par semaine.', verbose_name='repas végétarien')),
                ('modifie_le', models.DateTimeField(default=common.clock.maintenant, editable=False, verbose_name='modifié le')),
                ('mention_comparable', common.database.fields.TexteComparable('mention')),
                ('restaurant', models.ForeignKey(blank=True, help_text='Laissez vide si le menu est le même dans tous les restaurants.', limit_choices_to={'genre': 'restaurant'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='menus', to='commune.lieu', verbose_name='restaurant')),
            ],
            options={
                'verbose_name': 'menu',
                'ordering': ['date', 'restaurant'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='ModificationMenu',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='jour du menu')),
                ('le', models.DateTimeField(default=common.clock.maintenant, verbose_name='modifié le')),
                ('phrase', models.CharField(max_length=500, verbose_name='changement')),
                ('restaurant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commune.lieu')),
            ],
            options={
                'verbose_name': 'modification d’un menu',
                'verbose_name_plural': 'modifications des menus',
                'ordering': ['-le', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Plat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('service', models.PositiveSmallIntegerField(choices=[(1, 'Entrée'), (2, 'Plat'), (3, 'Accompagnement'), (4, 'Fromage ou laitage'), (5, 'Dessert')], default=2, verbose_name='service')),
                ('nom', models.CharField(max_length=120, verbose_name='plat')),
                ('labels', cms_pages.fields.ChoixMultiples(base_field=models.CharField(choices=[('bio', 'Bio'), ('aop', 'AOP/AOC'), ('igp', 'IGP'), ('label-rouge', 'Label Rouge'), ('stg', 'STG'), ('hve', 'HVE'), ('peche-durable', 'Pêche durable'), ('rup', 'Région ultrapériphérique'), ('fermier', 'Fermier'), ('equitable', 'Commerce équitable'), ('local', 'Local'), ('maison', 'Fait maison'), ('vegetarien', 'Végétarien'), ('porc', 'Contient du porc')], max_length=20), blank=True, default=list, size=None)),
                ('allergenes', cms_pages.fields.ChoixMultiples(base_field=models.CharField(choices=[('gluten', 'gluten'), ('crustaces', 'crustacés'), ('oeufs', 'œufs'), ('poissons', 'poissons'), ('arachides', 'arachides'), ('soja', 'soja'), ('lait', 'lait'), ('fruits-a-coque', 'fruits à coque'), ('celeri', 'céleri'), ('moutarde', 'moutarde'), ('sesame', 'sésame'), ('sulfites', 'sulfites'), ('lupin', 'lupin'), ('mollusques', 'mollusques')], max_length=20), blank=True, default=list, size=None, verbose_name='allergènes')),
                ('origine', models.CharField(blank=True, help_text='Pays d’élevage et d’abattage : obligatoire pour le bœuf, le porc, l’agneau et la volaille.', max_length=80, verbose_name='origine des viandes')),
                ('substitution', models.BooleanField(default=False, help_text='Servi à la place, à qui ne mange pas du plat.', verbose_name='plat de substitution')),
                ('nom_comparable', common.database.fields.TexteComparable('nom')),
                ('menu', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='plats', to='cms_pages.menu')),
            ],
            options={
                'verbose_name': 'plat',
                'ordering': ['service', 'substitution', 'sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PublicationDActivite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='publications', to='cms_pages.activitepage')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cms_pages.publication', verbose_name='guide ou document')),
            ],
            options={
                'verbose_name': 'document d’une activité',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Rappel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('mois', models.PositiveSmallIntegerField(choices=[(0, 'Toute l’année'), (1, 'Janvier'), (2, 'Février'), (3, 'Mars'), (4, 'Avril'), (5, 'Mai'), (6, 'Juin'), (7, 'Juillet'), (8, 'Août'), (9, 'Septembre'), (10, 'Octobre'), (11, 'Novembre'), (12, 'Décembre')], default=0, verbose_name='mois')),
                ('texte', models.CharField(help_text='Comme un pense-bête : « inscrire… ».', max_length=200, verbose_name='à quoi penser')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page qui l’explique')),
                ('liste', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='rappels', to='cms_pages.rappelspage')),
            ],
            options={
                'verbose_name': 'rappel',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Tuile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('texte', models.CharField(blank=True, help_text='Ce que l’on y trouve, en cinq mots.', max_length=80, verbose_name='texte')),
                ('icone', models.CharField(choices=[('activite', 'Activité'), ('repas', 'Repas'), ('matin', 'Matin'), ('soir', 'Soir'), ('bebe', 'Petite enfance'), ('enfant', 'Enfant'), ('famille', 'Famille'), ('ecole', 'École'), ('bus', 'Transport'), ('menu', 'Menu'), ('tarif', 'Tarif'), ('info', 'Information'), ('aide', 'Aide'), ('cle', 'Clé'), ('actualite', 'Actualité'), ('calendrier', 'Calendrier'), ('telephone', 'Téléphone'), ('document', 'Document')], default='info', max_length=20, verbose_name='icône')),
                ('accueil', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='tuiles', to='cms_pages.accueilpage')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
            ],
            options={
                'verbose_name': 'tuile',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='VersionDePublication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('nom', models.CharField(blank=True, help_text='Par exemple : 2026-2027, ou vacances de Noël.', max_length=60, verbose_name='version ou période')),
                ('du', models.DateField(default=common.clock.aujourdhui, verbose_name='valable à partir du')),
                ('au', models.DateField(blank=True, help_text='Laissez vide si elle vaut jusqu’à la version suivante.', null=True, verbose_name='jusqu’au')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtaildocs.document', verbose_name='document')),
                ('publication', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='cms_pages.publication')),
            ],
            options={
                'verbose_name': 'version',
                'ordering': ['-du'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ActualiteAdresseePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('chapeau', models.CharField(blank=True, help_text='Une ou deux phrases sous le titre. Elles annoncent aussi la page ailleurs sur le site.', max_length=250, verbose_name='chapeau')),
                ('icone', models.CharField(choices=[('activite', 'Activité'), ('repas', 'Repas'), ('matin', 'Matin'), ('soir', 'Soir'), ('bebe', 'Petite enfance'), ('enfant', 'Enfant'), ('famille', 'Famille'), ('ecole', 'École'), ('bus', 'Transport'), ('menu', 'Menu'), ('tarif', 'Tarif'), ('info', 'Information'), ('aide', 'Aide'), ('cle', 'Clé'), ('actualite', 'Actualité'), ('calendrier', 'Calendrier'), ('telephone', 'Téléphone'), ('document', 'Document')], default='info', max_length=20, verbose_name='icône')),
                ('date', models.DateField(default=common.clock.aujourdhui, help_text='Le jour affiché au-dessus du titre.', verbose_name='date')),
                ('image_alternative', models.CharField(blank=True, help_text='Une phrase pour les personnes qui ne la voient pas.', max_length=200, verbose_name='ce que montre l’image')),
                ('image_decorative', models.BooleanField(default=False, help_text='À cocher si elle n’apprend rien à qui la voit : elle ne sera pas annoncée aux autres.', verbose_name='l’image est décorative')),
                ('corps', cms_pages.fields.CorpsField(blank=True, verbose_name='contenu')),
                ('ecoles', cms_pages.fields.ChoixParCode(help_text='Ne cochez rien pour vous adresser aux familles de toutes les écoles.', size=None, source='ecoles', verbose_name='écoles')),
                ('activites', cms_pages.fields.ChoixParCode(help_text='Les familles dont un enfant y est inscrit. Ne cochez rien pour vous adresser à toutes.', size=None, source='activites', verbose_name='activités')),
                ('age_min', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='à partir de (ans)')),
                ('age_max', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='jusqu’à (ans, compris)')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='image')),
            ],
            options={
                'verbose_name': 'actualité adressée aux familles',
                'verbose_name_plural': 'actualités adressées aux familles',
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('image__isnull', True), ('image_decorative', True), models.Q(('image_alternative', ''), _negated=True), _connector='OR'), name='actualiteadresseepage_image_dite', violation_error_message='Dites ce que montre l’image, ou cochez « l’image est décorative ».'), models.CheckConstraint(condition=models.Q(('age_min__isnull', True), ('age_max__isnull', True), ('age_max__gte', models.F('age_min')), _connector='OR'), name='actualiteadresseepage_ages', violation_error_message='L’âge le plus grand est plus petit que l’autre.')],
            },
            bases=(cms_pages.models.familles.ReserveeAuxFamilles, 'wagtailcore.page'),
        ),
        migrations.AddConstraint(
            model_name='actualitepage',
            constraint=models.CheckConstraint(condition=models.Q(('image__isnull', True), ('image_decorative', True), models.Q(('image_alternative', ''), _negated=True), _connector='OR'), name='actualitepage_image_dite', violation_error_message='Dites ce que montre l’image, ou cochez « l’image est décorative ».'),
        ),
        migrations.AddIndex(
            model_name='fiche',
            index=django.contrib.postgres.indexes.GinIndex(fields=['vecteur'], name='fiche_vecteur'),
        ),
        migrations.AddConstraint(
            model_name='fiche',
            constraint=models.CheckConstraint(condition=models.Q(('page__isnull', True), ('document__isnull', True), _connector='XOR'), name='fiche_page_ou_document'),
        ),
        migrations.AddConstraint(
            model_name='menu',
            constraint=models.UniqueConstraint(fields=('date', 'restaurant'), name='menu_unique', nulls_distinct=False, violation_error_message='Un menu existe déjà pour ce jour et ce restaurant.'),
        ),
        migrations.AddIndex(
            model_name='modificationmenu',
            index=models.Index(fields=['date'], name='modification_menu_date'),
        ),
        migrations.AddConstraint(
            model_name='versiondepublication',
            constraint=models.UniqueConstraint(fields=('publication', 'du'), name='version_unique', violation_error_message='Une autre version commence le même jour.'),
        ),
        migrations.AddConstraint(
            model_name='versiondepublication',
            constraint=models.CheckConstraint(condition=models.Q(('au__isnull', True), ('au__gte', models.F('du')), _connector='OR'), name='version_dates', violation_error_message='Cette version finit avant de commencer.'),
        ),
    ]
