"""Two people on one record of the family or of an account, on a real PostgreSQL: the second is told.

The first one writes and keeps its transaction open until the second one waits for it (PostgreSQL says so): the same
order every time, and no test that passes by luck.
"""

import threading
from datetime import date, time
from decimal import Decimal

import pytest
from django.db import connection, connections, transaction

from common.errors import Refus
from espace_prive.comptes.enums import Role
from espace_prive.comptes.services import demander_courriel
from espace_prive.demarches import services as demarches
from espace_prive.documents import services as documents
from espace_prive.documents.controle import controler
from espace_prive.famille import services
from espace_prive.famille.models import Allocataire, Enfant, LienParental, Rattachement, Responsable
from espace_prive.famille.services import rubriques
from espace_prive.garde import services as garde
from espace_prive.garde.rules import Borne
from espace_prive.messagerie import services as messagerie
from espace_prive.messagerie.models import Message
from espace_prive.modifications import services as dossiers
from espace_prive.modifications.models import Modification
from espace_prive.ouverture import services as ouverture
from espace_prive.ouverture.models import DemandeEspace
from espace_prive.sante.models import Proche
from espace_prive.sante.services import entourage, sante
from reservations.activites.services.changements import InscriptionVoulue, changer
from reservations.activites.services.places import ouvrir
from reservations.planning.models import Fermeture
from reservations.planning.services import Ou, fermer, rouvrir
from tests.conftest import _agent
from tests.factories.commune import charger_donges
from tests.factories.comptes import MOT_DE_PASSE
from tests.factories.famille import famille
from tests.tools.fichiers import pdf
from tests.tools.verrous import sans_verrou

pytestmark = pytest.mark.concurrency
LUNDI, LUNDI_SUIVANT = date(2026, 11, 16), date(2026, 11, 23)
MAMIE = {"prenom": "Odette", "nom": "Rivière", "lien": "grand_parent", "telephone": "06 39 98 00 11", "rang": 1}
INCONNU = {
    "civilite": "mme", "nom": "Kermoal", "prenoms": "Anna", "naissance": date(1990, 1, 1),
    "email": "anna@courriel.example", "adresse": "1 rue Neuve", "code_postal": "44480", "ville": "Donges",
    "qualite": "mere", "enfants": [],
}  # fmt: skip


def quelqu_un_attend():
    """Tell whether a session of this database waits for a lock that another one holds."""
    with connection.cursor() as curseur:
        # Within a transaction PostgreSQL shows the sessions as they were when first looked at.
        curseur.execute("SELECT pg_stat_clear_snapshot()")
        curseur.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(curseur.fetchone()[0])


def l_un_puis_l_autre(premier, second):
    """Run ``second`` while the transaction of ``premier`` is still open; give the code that it was refused with."""
    ecrit, fini, issue = threading.Event(), threading.Event(), []

    def suivre():
        try:
            assert ecrit.wait(20)
            second()
            issue.append("écrit")
        except Refus as refus:
            issue.append(refus.code)
        finally:
            fini.set()
            connections.close_all()

    fil = threading.Thread(target=suivre)
    fil.start()
    with transaction.atomic():
        premier()
        ecrit.set()
        # Until the other one stands at the lock, or got past it.
        for _ in range(2000):
            if fini.wait(0.005) or quelqu_un_attend():
                break
    fil.join(30)
    return issue[0] if issue else "rien"


@pytest.fixture
def maison(transactional_db):
    ville = charger_donges()
    maison = famille(ville)
    maison.ville, maison.agent, maison.enfant = ville, _agent(Role.AGENT), maison.enfants[0]
    maison.autre = famille(ville, enfants=0, nom="Talbot")
    Rattachement.objects.create(enfant=maison.enfant, foyer=maison.autre.foyer, du=date(2026, 9, 1))
    LienParental.objects.create(
        enfant=maison.enfant, responsable=maison.autre.responsable, qualite="pere", du=date(2026, 9, 1)
    )
    return maison


def gestes(m):
    """Give, for each record: what the first one does, what the second does from the same page, what it is told."""
    enfant, foyer, lui, elle = m.enfant, m.foyer, m.autre.utilisateur, m.utilisateur
    v = Enfant.objects.get(pk=enfant.pk).version

    def deux(nom, service, *objets, code="version", un, autre, **communs):
        par = {"par": communs.pop("par", elle)} if "par" not in un else {}
        return (
            nom,
            lambda: service(*objets, **communs, **par, **un),
            lambda: service(*objets, **communs, **par, **autre),
            code,
        )

    mamie = entourage.ajouter_proche(foyer, enfants=[enfant], par=elle, **MAMIE)
    yield deux("foyer", services.modifier, foyer, version=1, un={"adresse": "1 rue A"}, autre={"adresse": "2 rue B"})
    yield deux(
        "coordonnées", services.modifier, m.responsable, version=1, un={"mobile": "06 39 98 00 01"},
        autre={"mobile": "06 39 98 00 02"},
    )  # fmt: skip
    yield deux(
        "entourage", entourage.modifier_proche, mamie, version=1, enfants=[enfant], un={"rang": 2}, autre={"rang": 3}
    )
    yield deux(
        "santé", sante.modifier_sante, enfant, version=0,
        un={"par": elle, "allergies": "Arachide"}, autre={"par": lui, "allergies": "Aucune"},
    )  # fmt: skip
    pai, autre_pai = (documents.deposer(controler(pdf(f"{n}.pdf")), par=elle) for n in ("un", "deux"))
    yield deux("PAI", sante.joindre_pai, enfant, version=1, un={"piece": pai}, autre={"piece": autre_pai})
    yield deux(
        "autorisations", sante.repondre_ensemble, enfant, version=0,
        un={"par": elle, "reponses": {"sortie": True}, "heure": time(16, 30)},
        autre={"par": lui, "reponses": {"sortie": False}},
    )  # fmt: skip
    yield deux(
        "allocataire", rubriques.modifier_allocataire, foyer, version=0, organisme="caf", un={"numero": "1234567"},
        autre={"numero": "7654321"},
    )  # fmt: skip
    yield deux(
        "quotient", services.enregistrer_quotient, foyer, date_effet=LUNDI, source="caf", motif="corrigé",
        version=services.version_de(foyer), un={"valeur": Decimal(500)}, autre={"valeur": Decimal(900)},
    )  # fmt: skip
    yield deux(
        "école", services.scolariser, enfant, version=v, annee=m.ville.annee, ecole=m.ville.ecole,
        un={"niveau": "CE2"}, autre={"niveau": "CM1"},
    )  # fmt: skip
    yield deux(
        "rythme de garde", garde.appliquer_rythme, enfant, du=LUNDI, version=v + 1, premier=foyer,
        second=m.autre.foyer, forme="semaines", un={"parite": "paires"}, autre={"parite": "impaires"},
    )  # fmt: skip
    yield deux(
        "exception de garde", garde.poser_exception, enfant, du=Borne(LUNDI), au=Borne(LUNDI_SUIVANT), version=v + 2,
        un={"par": elle, "foyer": foyer}, autre={"par": lui, "foyer": m.autre.foyer},
    )  # fmt: skip
    lien = LienParental.objects.get(responsable=m.autre.responsable)
    yield deux(
        "lien parental", services.corriger_lien, lien, version=v + 3,
        un={"qualite": "pere", "autorite_parentale": False}, autre={"qualite": "autre", "autorite_parentale": True},
    )  # fmt: skip
    yield (
        "adresse électronique du compte",
        lambda: demander_courriel(elle, "un@courriel.example", mot_de_passe=MOT_DE_PASSE),
        lambda: demander_courriel(elle, "deux@courriel.example", mot_de_passe=MOT_DE_PASSE),
        "version",
    )
    demarche = demarches.deposer(
        numero="6f0e5c5e-7d0c-4a7e-9f0e-0d3f5b5a0001", type="dossier", titre="Adresse", service=m.ville.service,
        foyer=foyer, auteur=elle,
    )  # fmt: skip
    voulue = Modification.objects.create(demarche=demarche, genre="adresse", rubrique="adresse", cible_id=foyer.pk)
    yield (
        "demande de la famille",
        lambda: dossiers.accepter(voulue, appliquer=lambda actuelle: None, par=m.agent),
        lambda: dossiers.refuser(voulue, par=m.agent, motif="Illisible."),
        "transition",
    )
    inconnue = DemandeEspace.objects.create(**INCONNU)
    yield (
        "demande d’espace",
        lambda: ouverture.accepter(inconnue, par=m.agent),
        lambda: ouverture.refuser(inconnue, par=m.agent, motif="Inconnue."),
        "deja_traitee",
    )
    message = Message.objects.create(texte="Bonjour", nom="Anna", courriel="anna@courriel.example")
    petite_enfance = type(m.ville.service).objects.create(nom="Petite enfance")
    yield deux(
        "message", messagerie.transmettre, message, depuis=0, par=m.agent, un={"service": m.ville.service},
        autre={"service": petite_enfance},
    )  # fmt: skip
    ville, inscription = m.ville, m.inscriptions[0]
    ouvrir(ville.cantine, ville.restaurant, du=LUNDI, au=LUNDI, places=10)
    ou = [Ou(ville.cantine, ville.restaurant)]
    yield deux(
        "fermeture", fermer, ou=ou, jours=[LUNDI], par=m.agent, un={"motif": "Grève"}, autre={"motif": "Fuite d’eau"},
        code="deja",
    )  # fmt: skip
    yield (
        "réouverture",
        lambda: rouvrir(Fermeture.objects.en_cours(), par=m.agent),
        lambda: rouvrir(Fermeture.objects.en_cours(), par=m.agent),
        "deja",
    )
    lue = {"inscription": inscription, "lieu": inscription.lieu, "du": inscription.du, "depuis": inscription.du}
    yield (
        "inscription",
        lambda: changer(InscriptionVoulue(**lue, payeur=m.autre.payeur, au=None), motif="Déménagement", par=m.agent),
        lambda: changer(InscriptionVoulue(**lue, payeur=m.payeur, au=LUNDI), motif="Départ", par=m.agent),
        "version",
    )


def test_on_every_record_of_a_family_the_second_person_is_told_and_overwrites_nothing(maison):
    issues = {}
    for nom, premier, second, code in gestes(maison):
        issues[nom] = (l_un_puis_l_autre(premier, second), code)
    assert len(issues) == 19
    assert {nom: lu for nom, (lu, attendu) in issues.items() if lu != attendu} == {}
    maison.foyer.refresh_from_db()
    maison.enfant.refresh_from_db()
    fiche = maison.enfant.fiche_sanitaire
    assert maison.foyer.adresse == "1 rue A"
    assert Responsable.objects.get(pk=maison.responsable.pk).mobile == "06 39 98 00 01"
    assert Proche.objects.get().rang == 2
    assert (fiche.allergies, fiche.pai_document.nom) == ("Arachide", "un.pdf")
    assert maison.enfant.autorisations.get().accordee is True
    assert Allocataire.objects.get().numero == "1234567"
    assert maison.foyer.quotients.get(date_effet=LUNDI).valeur == 500
    assert maison.enfant.scolarites.get().niveau == "CE2"
    assert maison.enfant.gardes.get(main=True).foyer == maison.foyer
    assert maison.utilisateur.changements_courriel.get().nouvelle == "un@courriel.example"
    assert Message.objects.get().service == maison.ville.service
    assert Fermeture.objects.get().operation.motif == "Grève"
    assert maison.enfant.inscriptions.get().payeur == maison.autre.payeur


def test_control_without_the_lock_the_second_person_overwrites_unseen(maison, monkeypatch):
    """If this one fails, the test above proves nothing."""
    sans_verrou(monkeypatch)
    issue = l_un_puis_l_autre(
        lambda: services.modifier(maison.foyer, version=1, par=None, adresse="1 rue A"),
        lambda: services.modifier(maison.foyer, version=1, par=None, adresse="2 rue B"),
    )
    maison.foyer.refresh_from_db()
    assert (issue, maison.foyer.adresse, maison.foyer.version) == ("écrit", "2 rue B", 2)
