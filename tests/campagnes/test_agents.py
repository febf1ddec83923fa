"""« Campagnes » in the admin: made, closed, opened again; the forecast; reminders by hand; who reads what."""

import csv
from datetime import date

import pytest

from common.models import Courriel
from commune.models import Lieu, Service
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation
from reservations.activites.models import PeriodeReservation
from reservations.campagnes.models import Campagne, ReponseDeCampagne
from tests.campagnes.conftest import JOURS, instant, proposer
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.activites import activite, inscrire_a
from tests.factories.famille import famille
from tests.tools.html import rangees, source, texte

pytestmark = pytest.mark.django_db
CREER = "/gestion/campagnes/nouvelle/"


def fiche(campagne):
    return f"/gestion/campagnes/{campagne.pk}/"


def saisie(periode, **autres):
    return {
        "titre": "Vacances d’hiver", "question": "Qui vient ?", "periodes": [periode.pk],
        "ouvre_le": "2026-11-12T09:00", "ferme_le": "2026-12-10T18:00", "rappels": "10, 2",
    } | autres  # fmt: skip


def test_a_campaign_is_made_and_its_families_are_asked(client_agent, noel):
    reponse = client_agent.post(CREER, saisie(noel.periode), follow=True)
    assert "La campagne est enregistrée." in source(reponse)
    campagne = Campagne.objects.get(titre="Vacances d’hiver")
    assert (campagne.rappels, campagne.etat) == ([10, 2], "a_venir")
    assert list(campagne.periodes.all()) == [noel.periode]
    assert "Vacances d’hiver" in source(client_agent.get("/gestion/campagnes/"))


@pytest.mark.parametrize(
    ("faux", "phrase"),
    [
        ({"ferme_le": "2026-11-11T09:00"}, "ferme avant d’ouvrir"),
        ({"ouvre_le": "2026-11-01T09:00", "ferme_le": "2026-11-09T09:00"}, "Cette date est passée"),
        ({"ferme_le": "2027-02-01T09:00"}, "après le dernier jour dont elle parle"),
        ({"periodes": []}, "Choisissez au moins une session."),
        ({"rappels": "demain"}, "Écrivez des nombres de jours"),
        ({"rappels": "0"}, "Écrivez des nombres de jours"),
        ({"rappels": "1,2,3,4,5,6"}, "5 rappels au plus"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(client_agent, noel, faux, phrase):
    reponse = client_agent.post(CREER, saisie(noel.periode, **faux))
    assert reponse.status_code == 422
    assert phrase in source(reponse)
    assert "Vacances d’hiver" in source(reponse)
    assert Campagne.objects.count() == 1


def test_closed_opened_again_and_closed_for_good(client_agent, noel, settings):
    client_agent.post(f"{fiche(noel.campagne)}fermer/")
    noel.campagne.refresh_from_db()
    assert noel.campagne.etat == "close"
    client_agent.post(f"{fiche(noel.campagne)}rouvrir/")
    noel.campagne.refresh_from_db()
    assert noel.campagne.etat == "ouverte"
    client_agent.post(f"{fiche(noel.campagne)}fermer/")
    settings.HORLOGE = "2026-12-02T09:00+01:00"
    reponse = client_agent.post(f"{fiche(noel.campagne)}rouvrir/", follow=True)
    assert "Sa date de fermeture est passée" in source(reponse)
    autre_date = saisie(noel.periode, ferme_le="2026-12-15T18:00", ouvre_le="2026-11-09T09:00")
    client_agent.post(f"{fiche(noel.campagne)}modifier/", autre_date)
    noel.campagne.refresh_from_db()
    assert noel.campagne.etat == "ouverte"


@pytest.fixture
def repondu(noel, maison):
    """One child comes on two days, another not at all; a third says nothing."""
    muette = famille(noel.donges, nom="Talbot")
    inscrire_a(noel.loisirs, muette.enfants[0], muette.payeur, noel.loisirs.lieu)
    souhaits = [
        {"inscription": maison.au_centre[0].pk, "formule": noel.loisirs.formules["journee"].pk, "jour": j.isoformat()}
        for j in JOURS[:2]
    ]
    for enfant, dit, jours in zip(maison.enfants, ("oui", "non"), (souhaits, []), strict=True):
        ReponseDeCampagne.objects.create(
            campagne=noel.campagne, enfant=enfant, foyer=maison.foyer, dit=dit, souhaits=jours
        )
    return muette


def test_the_forecast_by_place_and_day_and_who_has_not_answered(client_agent, noel, maison, repondu):
    page = client_agent.get(fiche(noel.campagne))
    assert "3 enfants interrogés" in texte(page).replace("\u00a0", " ")
    assert "1 oui, 1 non, 1 sans réponse." in texte(page)
    lignes = [[c.replace("\u00a0", " ") for c in ligne] for ligne in rangees(page, "main table")]
    assert ["Lundi 21 décembre", "0", "1"] in lignes
    sans_reponse = texte(page).partition("Sans réponse (1)")[2]
    assert str(repondu.enfants[0]) in sans_reponse
    assert str(maison.enfants[0]) not in sans_reponse
    fichier = client_agent.get(f"{fiche(noel.campagne)}?format=csv").content.decode("utf-8-sig")
    lues = list(csv.reader(fichier.splitlines(), delimiter=";"))
    assert lues[1] == ["Centre de loisirs", "21/12/2026", "0", "1", "1", "3", "1"]


def test_reminded_by_hand_after_a_look_and_once(client_agent, noel, maison, repondu):
    adresse = f"{fiche(noel.campagne)}relancer/"
    client_agent.get(adresse)
    apercu = client_agent.post(adresse, {})
    assert "1 courriel" in source(apercu).replace("\u00a0", " ")
    assert str(repondu.responsable) in source(apercu)
    assert not Courriel.objects.filter(cle__startswith="campagne-").exists()
    from tests.tools.html import valeurs

    envoi = {"confirmer": valeurs(apercu, "confirmer"), "numero_envoi": valeurs(apercu, "numero_envoi")}
    for _ in range(2):
        client_agent.post(adresse, envoi)
    (courriel,) = Courriel.objects.filter(cle__startswith="campagne-")
    assert courriel.destinataire == repondu.responsable.email


def test_when_all_answered_nobody_is_written_to(client_agent, noel, maison, repondu):
    ReponseDeCampagne.objects.create(campagne=noel.campagne, enfant=repondu.enfants[0], foyer=repondu.foyer, dit="non")
    assert "Toutes les familles ont répondu." in source(client_agent.get(fiche(noel.campagne)))
    assert "Aucun courriel ne partirait" in source(client_agent.post(f"{fiche(noel.campagne)}relancer/", {}))


def test_an_agent_of_another_service_or_place_reads_and_writes_nothing_of_it(noel, maison, repondu):
    agent = _agent(Role.AGENT_DE_SERVICE)
    Habilitation.objects.create(utilisateur=agent, service=Service.objects.create(code="autre", nom="Petite enfance"))
    client = connecter_agent(ClientQuiLit(), agent)
    assert "Vacances de Noël" not in source(client.get("/gestion/campagnes/"))
    for suite in ("", "modifier/", "relancer/"):
        assert client.get(f"{fiche(noel.campagne)}{suite}").status_code == 404
    assert client.post(f"{fiche(noel.campagne)}fermer/").status_code == 404
    # Of one place of the service: it counts only the children of that place.
    ailleurs = Lieu.objects.create(code="ailleurs", nom="Ailleurs", genre="centre")
    Habilitation.objects.create(utilisateur=agent, service=noel.donges.service, lieu=ailleurs)
    client = connecter_agent(ClientQuiLit(), type(agent).objects.get(pk=agent.pk))
    assert "Aucun enfant n’est inscrit" in source(client.get(fiche(noel.campagne)))


def test_who_changes_a_campaign_drops_nothing_of_another_service(noel):
    """The campaign asks about two services: the agent of one sees and writes its own sessions only."""
    autre = Service.objects.create(code="sport", nom="Sports")
    danse = activite(noel.donges, "danse", unites={"cours": (None, None)}, formules={"cours": (["cours"], None)})
    type(danse.activite).objects.filter(pk=danse.activite.pk).update(service=autre)
    la_leur = PeriodeReservation.objects.create(
        activite=danse.activite, nom="Stage", du=date(2026, 12, 21), au=date(2026, 12, 24), ouvre_le=instant(20)
    )
    commune = proposer([noel.periode, la_leur], titre="Ensemble")
    agent = _agent(Role.AGENT_DE_SERVICE)
    Habilitation.objects.create(utilisateur=agent, service=noel.donges.service)
    client = connecter_agent(ClientQuiLit(), agent)
    page = source(client.get(f"{fiche(commune)}modifier/"))
    assert "Stage" not in page
    client.post(f"{fiche(commune)}modifier/", saisie(noel.periode, titre="Autrement"))
    commune.refresh_from_db()
    assert commune.titre == "Autrement"
    assert set(commune.periodes.all()) == {noel.periode, la_leur}
