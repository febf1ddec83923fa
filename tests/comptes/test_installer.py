import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django_q.models import Schedule
from wagtail.models import Site

from cms_pages.models import AccueilPage
from commune.models import AnneeScolaire, Ecole, Lieu, Regie, Reglages, Service
from tests.tools.wagtail import replanter

pytestmark = pytest.mark.django_db


def test_a_new_site_is_prepared_and_prepared_again(capsys):
    replanter()
    for _ in range(2):
        call_command("installer")
    assert "2026-2027" in capsys.readouterr().out
    assert Schedule.objects.get(func="common.tasks.menage").schedule_type == Schedule.DAILY
    assert AccueilPage.objects.count() == 1
    # The admin's home reads it to screen readers: never « localhost ».
    site = Site.objects.get(is_default_site=True)
    assert site.site_name == "Espace Famille – Ma commune"
    Site.objects.update(site_name="Nos familles")
    call_command("installer")
    assert Site.objects.get(pk=site.pk).site_name == "Nos familles"
    assert AnneeScolaire.objects.count() == 1
    assert set(Group.objects.values_list("name", flat=True)) >= {
        "Rédacteurs",
        "Publicateurs",
        "Agents du guichet unique",
        "Agents d’un service",
    }


VILLE = """
[commune]
nom = "Ville de Saint-Essai"
adresse = "1 place de la Mairie"
code_postal = "44000"
telephone = "02 40 00 00 10"
courriel = "mairie@saint-essai.example"
zone = "B"

[[services]]
code = "scolaire"
nom = "Affaires scolaires"
telephone = "02 40 00 00 20"
courriel = "scolaire@saint-essai.example"

[[lieux]]
code = "restaurant"
nom = "Restaurant du Bourg"
genre = "restaurant"

[[lieux]]
code = "ecole"
nom = "École du Bourg"
genre = "ecole"
niveaux = "CP CE1 CE2 CM1 CM2"
restaurant = "restaurant"

[[regies]]
code = "scolaire"
nom = "Régie scolaire"
service = "scolaire"

[[activites]]
code = "laissee-de-cote"
"""


def installer(tmp_path, texte):
    fichier = tmp_path / "ville.toml"
    fichier.write_text(texte)
    call_command("installer", ville=str(fichier))


def test_a_real_town_is_made_of_its_file_and_says_what_is_still_to_be_set(tmp_path, capsys, settings):
    settings.PAYBOX = settings.PAYBOX | {"SITE": ""}
    replanter()
    installer(tmp_path, VILLE)
    dit = capsys.readouterr().out
    assert "Ajoutés : Ville de Saint-Essai, Affaires scolaires, Restaurant du Bourg, École du Bourg, Régie" in dit
    for attendu in ("Une activité", "Un régisseur", "premier administrateur", "identifiants de la banque"):
        assert attendu in dit
    assert "Les écoles" not in dit
    ecole = Ecole.objects.get()
    assert (ecole.lieu.nom, ecole.restaurant.nom) == ("École du Bourg", "Restaurant du Bourg")
    assert Regie.objects.get().service.nom == "Affaires scolaires"
    assert Reglages.load().zone == "B"
    # Somebody changed a name on a screen: a second run keeps it.
    Service.objects.update(nom="Éducation")
    installer(tmp_path, VILLE)
    assert "Ajoutés : rien, tout y est déjà." in capsys.readouterr().out
    assert Service.objects.get().nom == "Éducation"


@pytest.mark.parametrize(
    ("avant", "apres", "phrase"),
    [
        ('genre = "restaurant"', 'genre = "restau"', "lieux, n° 1 (Restaurant du Bourg) : genre"),
        ('service = "scolaire"', 'service = "ecoles"', "le service « ecoles » n’est pas décrit avant"),
        ('restaurant = "restaurant"', 'restaurant = "cantine"', "le restaurant « cantine » n’est pas décrit avant"),
        ('telephone = "02 40 00 00 20"', 'telefone = "02"', "services, n° 1 (Affaires scolaires) : « telefone »"),
        ('code = "restaurant"', 'code = ""', "il lui faut un « code »"),
        ("[commune]", "[commune", "n’est pas un fichier TOML"),
        ('zone = "B"', 'zone = "Z"', "commune : zone"),
    ],
)
def test_what_the_file_says_wrong_is_named_and_nothing_is_written(tmp_path, avant, apres, phrase):
    with pytest.raises(CommandError) as refus:
        installer(tmp_path, VILLE.replace(avant, apres, 1))
    assert phrase in str(refus.value).replace("\xa0", " ")
    assert not Service.objects.exists()
    assert not Lieu.objects.exists()


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("installer", ville=str(tmp_path / "absente.toml"))
