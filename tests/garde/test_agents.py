"""The agents' screens of custody, of a new school year, and of the rules."""

from datetime import date

import pytest

from espace_prive.famille.models import LienParental, Rattachement, RegleDeRubrique, Scolarite
from espace_prive.garde.models import PeriodeDeGarde
from tests.factories.famille import famille
from tests.tools.confirmation import confirmee
from tests.tools.html import source

pytestmark = pytest.mark.django_db
RENTREE = date(2026, 9, 1)


@pytest.fixture
def elle(donges):
    maison = famille(donges)
    autre = famille(donges, enfants=0, nom="Talbot")
    enfant = maison.enfants[0]
    Rattachement.objects.create(enfant=enfant, foyer=autre.foyer, du=RENTREE)
    LienParental.objects.create(enfant=enfant, responsable=autre.responsable, qualite="pere", du=RENTREE)
    maison.autre, maison.enfant = autre.foyer, enfant
    return maison


def adresse(maison, suite=""):
    return f"/gestion/familles/{maison.foyer.pk}/enfants/{maison.enfant.pk}/garde/{suite}"


def rythme(maison, **champs):
    return {
        "version": "1", "forme": "semaines", "premier": maison.foyer.pk, "second": maison.autre.pk, "du": "2026-11-10",
        "semaines": "paires", "change": "4-1", "vacances": "0",
    } | champs  # fmt: skip


def test_a_rhythm_is_previewed_then_confirmed(client_agent, elle):
    apercu = source(client_agent.post(adresse(elle, "rythme/"), rythme(elle)))
    assert "Rien n’est encore enregistré." in apercu
    assert "vendredi 13 novembre après-midi" in apercu
    assert "31 août 2027" in apercu
    assert not PeriodeDeGarde.objects.exists()
    client_agent.post(adresse(elle, "rythme/"), confirmee(rythme(elle)))
    assert PeriodeDeGarde.objects.filter(enfant=elle.enfant).count() > 20
    page = source(client_agent.get(adresse(elle)))
    assert "Une semaine sur deux" in page
    assert "Ici" in source(client_agent.get(f"/gestion/familles/{elle.foyer.pk}/"))
    perdu = client_agent.post(adresse(elle, "rythme/"), confirmee(rythme(elle, semaines="impaires")))
    assert "modifié entre-temps" in source(perdu)


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"second": ""}, "Choisissez le second foyer"),
        ({"semaines": "repere"}, "Écrivez un jour de cette semaine"),
        ({"du": "9999-12-31"}, "trop lointaine"),
        ({"forme": "lunaire"}, "Choisissez une des réponses"),
        ({"premier": "999999"}, "Choisissez une des réponses"),
        ({"forme": "jours", "deux_semaines": "on"}, "Écrivez un jour de cette semaine"),
    ],
)
def test_what_is_missing_in_a_rhythm_is_said(client_agent, elle, champs, phrase):
    assert phrase in source(client_agent.post(adresse(elle, "rythme/"), confirmee(rythme(elle, **champs))))
    assert not PeriodeDeGarde.objects.exists()


def test_by_days_from_the_grid(client_agent, elle):
    jours = {f"s1_{j}": "aa" for j in range(7)} | {"s1_2": "ab", "s1_3": "bb"}
    client_agent.post(adresse(elle, "rythme/"), confirmee(rythme(elle, forme="jours", vacances="", **jours)))
    ailleurs = PeriodeDeGarde.objects.filter(foyer=elle.autre).first()
    assert (ailleurs.du, ailleurs.du_demi, ailleurs.au, ailleurs.au_demi) == (
        date(2026, 11, 11),
        1,
        date(2026, 11, 12),
        1,
    )


def test_an_exception_is_typed_and_taken_away(client_agent, elle):
    client_agent.post(adresse(elle, "rythme/"), confirmee(rythme(elle)))
    exception = {
        "version": "2", "foyer": elle.autre.pk, "du": "2026-11-11", "du_demi": "1", "au": "2026-11-11", "au_demi": "0",
        "motif": "Échange",
    }  # fmt: skip
    assert "La fin précède le début" in source(client_agent.post(adresse(elle, "exception/"), exception))
    client_agent.post(adresse(elle, "exception/"), exception | {"au_demi": "1"})
    ligne = PeriodeDeGarde.objects.get(main=True)
    assert "Échange" in source(client_agent.get(adresse(elle)))
    retirer = adresse(elle, f"exceptions/{ligne.pk}/retirer/")
    client_agent.post(retirer, {"version": "1"})
    assert PeriodeDeGarde.objects.filter(main=True).exists()
    client_agent.post(retirer, {"version": "3"})
    assert client_agent.post(retirer, {"version": "\0"}).status_code == 404
    assert not PeriodeDeGarde.objects.filter(main=True).exists()
    client_agent.post(adresse(elle, "arreter/"), {"version": "4", "du": "2026-11-16", "motif": "Reprise"})
    assert not PeriodeDeGarde.objects.filter(au__gte=date(2026, 11, 16)).exists()


def test_another_household_s_child_is_not_found(client_agent, elle, donges):
    voisin = famille(donges)
    assert client_agent.get(f"/gestion/familles/{voisin.foyer.pk}/enfants/{elle.enfant.pk}/garde/").status_code == 404


def test_the_new_year_is_prepared(client_agent, elle, donges):
    from commune.services import importer_annee

    page = source(client_agent.get("/gestion/familles/rentree/"))
    assert "n’est pas encore connue" in page
    assert '<option value="" selected>Choisissez une année' in page
    assert "Choisissez une réponse pour « À l’année »" in source(
        client_agent.post("/gestion/familles/rentree/", {"de": donges.annee.pk, "vers": ""})
    )
    suivante = importer_annee(2027, zone="B")
    annees = {"de": donges.annee.pk, "vers": suivante.pk}
    assert "CE2, École Aimé-Césaire" in source(client_agent.post("/gestion/familles/rentree/", annees))
    assert not Scolarite.objects.filter(annee=suivante).exists()
    client_agent.post(adresse(elle, "rythme/"), confirmee(rythme(elle)))
    client_agent.post("/gestion/familles/rentree/", confirmee(annees))
    assert Scolarite.objects.get(annee=suivante).niveau == "CE2"
    assert PeriodeDeGarde.objects.filter(au__gte=date(2028, 6, 1)).exists()
    ecoles = f"/gestion/familles/{elle.foyer.pk}/enfants/{elle.enfant.pk}/scolarites/"
    vue = client_agent.get(ecoles).context["form"]["version"].value()
    ecrite = {"annee": suivante.pk, "ecole": donges.ecole.pk, "version": vue}
    assert "n’a pas de TPS" in source(client_agent.post(ecoles, ecrite | {"niveau": "TPS"}))
    client_agent.post(ecoles, ecrite | {"niveau": "CE1"})
    assert Scolarite.objects.get(annee=suivante).niveau == "CE1"
    assert "modifié entre-temps" in source(client_agent.post(ecoles, ecrite | {"niveau": "CE2"}))
    client_agent.post(ecoles, {"annee": suivante.pk, "version": vue + 1})
    assert not Scolarite.objects.filter(annee=suivante).exists()


def test_the_rules_are_set_by_an_administrator_alone(client_agent, client, db):
    from espace_prive.comptes.enums import Role
    from tests.conftest import _agent, connecter_agent

    assert client_agent.get("/gestion/familles/regles/").status_code == 404
    connecter_agent(client, _agent(Role.ADMINISTRATEUR))
    assert "Adresse du foyer" in source(client.get("/gestion/familles/regles/"))
    modes = dict.fromkeys(("coordonnees", "entourage", "sante", "autorisations", "allocataire"), "aussitot")
    modes["garde"] = "demande"
    client.post("/gestion/familles/regles/", modes | {"adresse": "aussitot"})
    assert list(RegleDeRubrique.objects.values_list("rubrique", "mode")) == [("adresse", "aussitot")]


def test_a_custody_that_will_stop_is_not_said_to_have_stopped(client_agent, elle):
    client_agent.post(adresse(elle, "rythme/"), confirmee(rythme(elle)))
    elle.enfant.refresh_from_db()
    saisie = {"version": elle.enfant.version, "du": "2026-12-01", "motif": "Jugement"}
    assert client_agent.post(adresse(elle, "arreter/"), saisie).status_code == 302
    page = source(client_agent.get(adresse(elle)))
    assert "La garde partagée s’arrête le 1er décembre 2026. D’ici là, elle suit le rythme déjà écrit." in page
    assert "arrêtée depuis" not in page
