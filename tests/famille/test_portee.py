"""Which families an agent reads: by what ties them to the agent's services, and no more than these tell."""

from datetime import date

import pytest

from common.models import Journal
from commune.models import Lieu, Service
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation
from espace_prive.demarches import services as demarches
from espace_prive.famille.acces import portee
from espace_prive.famille.models import Foyer
from espace_prive.messagerie.models import Message
from espace_prive.ouverture import services as ouverture
from espace_prive.sante.services import sante
from reservations.activites.models import Activite, Inscription
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.famille import famille
from tests.tools.requetes import requetes

pytestmark = pytest.mark.django_db


@pytest.fixture
def jeunesse(donges):
    return Service.objects.create(code="jeunesse", nom="Enfance-jeunesse")


@pytest.fixture
def animatrice(jeunesse):
    """An agent of the second service."""
    agent = _agent(Role.AGENT_DE_SERVICE)
    Habilitation.objects.create(utilisateur=agent, service=jeunesse)
    return agent


@pytest.fixture
def maison(donges):
    return famille(donges, enfants=2)


def inscrire(maison, donges, service, *, rang=0, lieu=None, au=None):
    centre, _ = Activite.objects.get_or_create(
        code=f"centre-{service.code}", defaults={"service": service, "regie": donges.regie, "nom": "Centre"}
    )
    return Inscription.objects.create(
        enfant=maison.enfants[rang], activite=centre, lieu=lieu or donges.restaurant, payeur=maison.payeur,
        du=date(2026, 9, 1), au=au,
    )  # fmt: skip


def lus(agent):
    """Give the households as a new request of this agent reads them."""
    return set(portee.foyers(type(agent).objects.get(pk=agent.pk)))


def de_nouveau(agent):
    return type(agent).objects.get(pk=agent.pk)


def test_the_desk_reads_every_family_and_an_agent_without_a_service_reads_none(maison, agent, regisseur):
    sans = _agent(Role.AGENT_DE_SERVICE)
    assert lus(agent) == lus(regisseur) == {maison.foyer}
    assert lus(sans) == set()
    with requetes() as faites:
        assert portee.foyers(agent).filter(pk=maison.foyer.pk).exists()
    assert "habilitation" not in str(faites)


def test_each_tie_opens_the_family_to_the_service_and_to_it_alone(donges, maison, jeunesse, animatrice, agent):
    voisine = famille(donges)
    autre = _agent(Role.AGENT_DE_SERVICE)
    Habilitation.objects.create(utilisateur=autre, service=Service.objects.create(code="creche", nom="Crèche"))

    def par_une_cle():
        ouverture.emettre_cle(maison.responsable, par=agent, service=jeunesse)

    def par_un_message():
        Message.objects.create(
            service=jeunesse, texte="Bonjour", nom="Camille", courriel="c@courriel.example", auteur=maison.utilisateur
        )

    def par_une_demande():
        demarches.deposer(
            numero="6f0e5c5e-7d0c-4a7e-9f0e-0d3f5b5a0002", type="dossier", titre="Adresse", service=jeunesse,
            foyer=maison.foyer, auteur=maison.utilisateur,
        )  # fmt: skip

    def par_une_inscription():
        inscrire(maison, donges, jeunesse)

    from django.db import transaction

    for lien in (par_une_cle, par_un_message, par_une_demande, par_une_inscription):
        assert lus(animatrice) == set(), lien.__name__
        with transaction.atomic():
            lien()
            assert lus(animatrice) == {maison.foyer}, lien.__name__
            assert lus(autre) == set(), lien.__name__
            transaction.set_rollback(True)
    assert lus(agent) == {maison.foyer, voisine.foyer}


def test_a_registration_opens_for_one_place_only_and_not_for_ever(donges, maison, jeunesse):
    la, ailleurs = (Lieu.objects.create(code=c, nom=c, genre="centre") for c in ("la", "ailleurs"))
    ici, pas_ici = _agent(Role.AGENT_DE_SERVICE), _agent(Role.AGENT_DE_SERVICE)
    Habilitation.objects.create(utilisateur=ici, service=jeunesse, lieu=la)
    Habilitation.objects.create(utilisateur=pas_ici, service=jeunesse, lieu=ailleurs)
    inscription = inscrire(maison, donges, jeunesse, lieu=la)
    assert (lus(ici), lus(pas_ici)) == ({maison.foyer}, set())
    Inscription.objects.filter(pk=inscription.pk).update(du=date(2024, 9, 1), au=date(2025, 7, 4))
    assert lus(ici) == set()


def test_health_and_quotient_are_for_who_welcomes_the_child(donges, maison, jeunesse, animatrice):
    aine, cadet = maison.enfants
    sante.modifier_sante(cadet, version=0, par=None, allergies="Arachide")
    ouverture.emettre_cle(maison.responsable, par=None, service=jeunesse)
    client = connecter_agent(ClientQuiLit(), animatrice)
    fiche = f"/gestion/familles/{maison.foyer.pk}/"
    page = client.get(fiche).content.decode()
    assert "Réservé aux services qui accueillent un enfant du foyer." in page
    assert "640" not in page
    assert client.get(f"{fiche}quotient/").status_code == 404
    inscrire(maison, donges, jeunesse, rang=0)
    assert "640" in client.get(fiche).content.decode()
    sienne, pas_sienne = (f"/gestion/dossiers/{maison.foyer.pk}/enfants/{e.pk}/" for e in (aine, cadet))
    assert "Repas et allergies" in client.get(sienne).content.decode()
    assert "Arachide" not in client.get(pas_sienne).content.decode()
    corriger = f"/gestion/dossiers/{maison.foyer.pk}/corriger/alimentation/"
    assert client.get(f"{corriger}{aine.pk}/").status_code == 200
    assert client.get(f"{corriger}{cadet.pk}/").status_code == 404


def test_the_lists_of_the_day_are_those_of_the_service(donges, maison, jeunesse, animatrice):
    from reservations.activites.services.places import ouvrir

    ouvrir(donges.cantine, donges.restaurant, du=date(2026, 11, 16), au=date(2026, 11, 16), places=10)
    client = connecter_agent(ClientQuiLit(), animatrice)
    page = client.get("/gestion/effectifs/?jour=2026-11-16").content.decode()
    assert donges.cantine.nom not in page
    assert donges.restaurant.nom not in page
    refus = client.post(
        "/gestion/effectifs/fermer/",
        {"activite": donges.cantine.pk, "lieux": [donges.restaurant.pk], "jour": "2026-11-16", "motif": "Grève"},
    )
    assert refus.status_code == 422


def test_a_town_wide_page_is_for_the_desk(animatrice, maison):
    client = connecter_agent(ClientQuiLit(), animatrice)
    for adresse in ("familles/nouvelle/", "familles/rentree/", "ouvertures/", "ouvertures/envois/"):
        assert client.get(f"/gestion/{adresse}").status_code == 404, adresse


def test_the_super_usager_mode_stops_when_the_family_leaves_the_services(donges, maison, jeunesse, animatrice):
    from django.contrib.auth.models import Permission

    from common.errors import Refus
    from espace_prive.ouverture.services import super_usager

    animatrice.user_permissions.add(Permission.objects.get(codename="agir_pour_famille"))
    inscription = inscrire(maison, donges, jeunesse)
    mandat = super_usager.commencer(maison.responsable, maison.foyer, par=de_nouveau(animatrice), motif="Appel")
    inscription.delete()
    agent = de_nouveau(animatrice)
    agent.is_verified = lambda: True
    with pytest.raises(Refus) as refus:
        super_usager.trouver(mandat, agent)
    assert refus.value.code == "droit"
    with pytest.raises(Refus):
        super_usager.commencer(maison.responsable, maison.foyer, par=de_nouveau(animatrice), motif="Appel")


@pytest.mark.usefixtures("memoire_longue")
def test_the_file_costs_a_fixed_number_of_statements_to_an_agent_of_a_service(donges, maison, jeunesse, animatrice):
    inscrire(maison, donges, jeunesse)
    client = connecter_agent(ClientQuiLit(), animatrice)
    adresse = f"/gestion/familles/{maison.foyer.pk}/"
    client.get(adresse)
    with requetes() as faites:
        assert client.get(adresse).status_code == 200
    # Twenty for the file, and one for the bookings that it shows.
    assert len(faites) <= 28, str(faites)
    assert Foyer.objects.count() == 1


def lien_des_services(personne):
    return f"/gestion/personnel/{personne.pk}/services/"


@pytest.fixture
def admin(client):
    return connecter_agent(client, _agent(Role.ADMINISTRATEUR))


def connues(admin, personne):
    """Give what the page of the services shows that the person has, as it sends it back."""
    return admin.get(lien_des_services(personne)).context["form"]["connues"].value()


def test_the_administrator_gives_a_place_then_the_service_then_nothing(donges, maison, jeunesse, admin):
    ailleurs = Lieu.objects.create(code="ailleurs", nom="Centre Ailleurs", genre="restaurant")
    inscrire(maison, donges, jeunesse)
    personne = _agent(Role.AGENT_DE_SERVICE)
    champ = f"service_{jeunesse.pk}"

    def donner(*coches):
        saisie = {champ: [str(c) for c in coches], "connues": connues(admin, personne)}
        assert admin.post(lien_des_services(personne), saisie).status_code == 302

    donner(ailleurs.pk)
    assert lus(personne) == set()
    donner(donges.restaurant.pk, ailleurs.pk)
    assert lus(personne) == {maison.foyer}
    fiche = admin.get(f"/gestion/users/edit/{personne.pk}/").content.decode()
    assert f'href="{lien_des_services(personne)}"' in fiche
    assert "Centre Ailleurs et" in fiche
    # A whole service needs none of its places.
    donner("tout", ailleurs.pk)
    assert [(h.service, h.lieu) for h in personne.habilitations.all()] == [(jeunesse, None)]
    page = admin.get("/gestion/users/").content.decode()
    for attendu in ("Agents d’un service", "Enfance-jeunesse", "Tous"):
        assert attendu in page, attendu
    donner("tout")  # nothing changes: nothing is noted
    donner()
    assert lus(personne) == set()
    notes = Journal.objects.filter(action="services d’un agent", objet_id=str(personne.pk)).order_by("pk")
    assert [n.donnees["services"] for n in notes] == [
        ["Enfance-jeunesse : Centre Ailleurs"],
        ["Enfance-jeunesse : Centre Ailleurs", f"Enfance-jeunesse : {donges.restaurant.nom}"],
        ["Enfance-jeunesse"],
        [],
    ]


def test_of_two_administrators_the_second_is_told_and_a_change_of_name_keeps_the_places(jeunesse, donges, admin):
    personne = _agent(Role.AGENT_DE_SERVICE)
    vue = connues(admin, personne)
    Habilitation.objects.create(utilisateur=personne, service=jeunesse, lieu=donges.restaurant)
    for perdue in (vue, "1-2-3", "x"):
        page = admin.post(lien_des_services(personne), {f"service_{jeunesse.pk}": ["tout"], "connues": perdue})
        assert "Rien n’a été écrasé" in page.content.decode()
        assert 'value="tout"' in page.content.decode().split("checked")[0][-200:]
    champs = {
        "identifiant": personne.identifiant, "email": personne.email, "first_name": "Enora", "last_name": "Kervella",
        "groups": [personne.groups.get().pk], "is_active": "on",
    }  # fmt: skip
    assert admin.post(f"/gestion/users/edit/{personne.pk}/", champs).status_code == 302
    assert [(h.service, h.lieu) for h in personne.habilitations.all()] == [(jeunesse, donges.restaurant)]
    page = admin.post(lien_des_services(personne), {f"service_{jeunesse.pk}": ["9999"], "connues": vue})
    assert page.status_code == 422
    assert personne.habilitations.count() == 1


def test_only_administrators_change_services_and_never_of_a_parent_or_a_superuser(maison, admin, client_agent):
    personne = _agent(Role.AGENT_DE_SERVICE)
    assert client_agent.get(lien_des_services(personne)).status_code == 404
    assert admin.get(lien_des_services(maison.utilisateur)).status_code == 404
    personne.is_superuser = True
    personne.save()
    assert admin.get(lien_des_services(personne)).status_code == 404
