"""« Chaque lecture est notée »: every page of the admin that names a family leaves a line in the journal."""

import uuid
from datetime import date

import pytest

from common.conservation import LECTURES
from common.models import Courriel, Journal
from espace_prive.comptes.enums import Role
from espace_prive.comptes.services import installer_roles
from espace_prive.messagerie.models import Message
from espace_prive.ouverture.models import DemandeEspace
from reservations.planning.models import Fermeture
from reservations.planning.services import Ou, fermer
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.tools.adresses import WAGTAIL_SEUL, ecrire, lire, toutes
from tests.tools.famille_entiere import MARQUE, foyer_a, marque, pour_la_gestion

__all__ = ["foyer_a"]
pytestmark = pytest.mark.django_db
JOUR = date(2026, 11, 16)
FERMETURES = ("fermeture_jour", "operation_fermeture")
# Wagtail's own pages of rows that name no family.
SANS_FAMILLE = (*WAGTAIL_SEUL, "gestion/snippets/", "gestion/groups/", "gestion/redirects/", "gestion/settings/")
# What the walk is known to show: less, and it proves nothing.
AU_MOINS = {
    "familles:liste", "familles:dossier", "facture_agent", "factures_agents", "effectifs", "messages:liste",
    "messages:detail", "comptes_familles:liste", "comptes_familles:compte", "changements:attente", "courriels",
    "ouvertures:demandes", "ouvertures:demande", *FERMETURES,
    "absences_agents", "absence_agent", "absence_document",
}  # fmt: skip


@pytest.fixture
def ville(foyer_a, donges):
    """A family named in every list: its file, invoice, message, request, mail, closing."""
    marque(foyer_a)
    foyer_a.message = Message.objects.create(
        numero=uuid.uuid4(), nom=MARQUE, courriel="m@courriel.example", texte="Bonjour", nature="question"
    )
    foyer_a.demande = DemandeEspace.objects.create(
        numero=uuid.uuid4(), civilite="mme", nom=MARQUE, prenoms="Anne", naissance=date(1990, 1, 1), adresse="1 rue",
        code_postal="44480", ville="Donges", email="m@courriel.example", mobile="0600000000", qualite="mere",
        enfants=[],
    )  # fmt: skip
    Courriel.objects.create(cle="x", destinataire=f"{MARQUE}@courriel.example", objet="Objet", erreur="Panne")
    return foyer_a


@pytest.fixture
def client_de_tout(donges):
    """Give the client of somebody who has every role."""
    agent = _agent(Role.ADMINISTRATEUR)
    agent.groups.set(installer_roles().values())
    return connecter_agent(ClientQuiLit(), agent)


def chemins(ville):
    connus = [*pour_la_gestion(ville), *({"pk": o.pk} for o in (ville.message, ville.utilisateur, ville.demande))]
    connus += [{"pk": pk} for f in Fermeture.objects.all() for pk in (f.pk, f.operation_id)]
    for nom, route, _ in toutes():
        if not route.startswith("gestion/") or "(?P<" in route or route.startswith(SANS_FAMILLE) or "logout" in route:
            continue
        for chemin in dict.fromkeys(ecrire(route, valeurs)[0] for valeurs in connus):
            yield nom, f"{chemin}?jour={JOUR}" if nom == "effectifs" else chemin


def lignes():
    return Journal.objects.filter(action__in=LECTURES).count()


def test_no_page_shows_a_family_without_a_line(ville, client_de_tout):
    """The closing comes last: what it cancels stands on no list any more."""
    muettes, montrees = [], set()

    def parcourir(adresses):
        for nom, chemin in adresses:
            avant, dit = lignes(), lire(client_de_tout, chemin)
            if MARQUE in dit or ville.facture.reference in dit or dit.startswith("%PDF"):
                montrees.add(nom)
                if lignes() == avant:
                    muettes.append(f"{nom} {chemin}")

    parcourir(chemins(ville))
    parcourir(("fichier", f"/gestion/factures/?format={genre}") for genre in ("csv", "xlsx"))
    cantine = ville.inscriptions[0].activite
    fermer(ou=[Ou(cantine, ville.inscriptions[0].lieu)], jours=[JOUR], motif="Grève", par=None)
    parcourir((nom, chemin) for nom, chemin in chemins(ville) if nom in FERMETURES)
    assert muettes == []
    assert montrees >= AU_MOINS, f"not shown: {AU_MOINS - montrees} of {sorted(montrees)}"


def test_a_list_is_one_line_that_says_who_which_and_how_many(ville, client_de_tout):
    client_de_tout.get("/gestion/familles/")
    ligne = Journal.objects.get(action="liste consultée")
    assert (ligne.objet, ligne.objet_id, ligne.donnees) == ("liste", "familles", {"nombre": 2})
    assert ligne.acteur_id == int(client_de_tout.session["_auth_user_id"])
    client_de_tout.get("/gestion/familles/?q=personne-de-ce-nom")
    assert Journal.objects.filter(action="liste consultée").count() == 1, "an empty list showed nobody"


def test_the_family_reads_who_opened_its_invoice_and_its_account(ville, client_de_tout):
    client_de_tout.get(f"/gestion/factures/{ville.facture.pk}/")
    client_de_tout.get(f"/gestion/comptes/{ville.utilisateur.pk}/")
    parent = ClientQuiLit()
    parent.force_login(ville.utilisateur)
    page = parent.get("/espace/mes-donnees/consultations/").content.decode()
    assert "a consulté votre dossier" in page
    assert "a consulté votre compte" in page
    assert "une ligne pour toute la liste" in page
