"""« Mes données » : who read my file, the archive, the end of the account."""

import json
import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.contrib.auth import get_user

from common import archive, clock, journal
from common.archive import Partie
from common.models import Courriel, Journal
from espace_prive.comptes import services as comptes
from espace_prive.comptes.models import Habilitation, SessionOuverte, Utilisateur
from espace_prive.demarches import services as demarches
from espace_prive.documents import services as documents
from espace_prive.documents.controle import controler
from espace_prive.famille.acces.lectures import noter_consultation
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import LienParental, Rattachement, Responsable
from espace_prive.garde import services
from espace_prive.modifications.models import Modification
from espace_prive.ouverture.services import emettre_cle
from espace_prive.sante.services import sante
from factures.facturation.services import lancer_cloture
from reservations.pointage.services.pointer import ANoter, pointer
from tests.conftest import ClientQuiLit, connecter_agent
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.tools.fichiers import pdf
from tests.tools.html import source

pytestmark = pytest.mark.django_db
LISTE, ARCHIVE, FERMER = (
    f"/espace/mes-donnees/{suite}" for suite in ("consultations/", "telecharger/", "fermer-mon-compte/")
)


@pytest.fixture
def maison(ouverte):
    return famille(ouverte, enfants=2)


@pytest.fixture
def parent(client, maison):
    client.force_login(maison.utilisateur)
    return client


@pytest.fixture
def ronan(agent, donges):
    agent.first_name, agent.last_name = "Ronan", "Le Bihan"
    agent.save()
    Habilitation.objects.create(utilisateur=agent, service=donges.service)
    return agent


def test_the_parent_reads_who_consulted_the_file_by_name_and_service(parent, maison, ronan, donges):
    for _ in range(3):
        noter_consultation(maison.foyer, par=ronan)
    journal.noter("scolarité", maison.enfants[0], par=ronan, motif="note interne", ecole="secrète")
    page = source(parent.get(LISTE))
    assert f'<b>Ronan Le Bihan</b> <span class="muet">({donges.service.nom})</span> a consulté votre dossier' in page
    assert "3 fois" in page
    assert f"a noté l’école de {maison.enfants[0].prenom}" in page or "a noté l’école d’" in page
    # What one did oneself is said to oneself.
    journal.noter("entourage : ajout", maison.enfants[0], par=maison.utilisateur)
    assert "<b>Vous</b> avez modifié la fiche" in source(parent.get(LISTE))
    assert "note interne" not in page
    assert "secrète" not in page
    assert 'href="/espace/mes-donnees/"' in source(parent.get("/espace/plus/"))
    assert f'href="{LISTE}"' in source(parent.get("/espace/mes-donnees/"))


def test_the_other_home_is_never_there(parent, maison, donges, ronan):
    """Shared child: what the other home did, what was done for it or about it stays there."""
    enfant = maison.enfants[0]
    ailleurs = famille(donges, enfants=0, nom="Talbot")
    autre = ailleurs.responsable
    autre.nom, autre.prenoms = "Talbot", "Yann"
    autre.save()
    autre.utilisateur.first_name, autre.utilisateur.last_name = "Yann", "Talbot"
    autre.utilisateur.save()
    LienParental.objects.create(enfant=enfant, responsable=autre, qualite="pere", du=date(2026, 9, 1))
    noter_consultation(ailleurs.foyer, par=ronan)
    journal.noter("fiche modifiée", enfant, par=autre.utilisateur)
    journal.noter("lien parental", enfant, par=ronan, responsable=autre.pk)
    journal.noter("fin d’un rattachement", enfant, par=ronan, foyer=ailleurs.foyer.pk)
    journal.noter("entourage : ajout", enfant, par=ronan, proche=999_999)
    ronan.agit_pour = autre
    journal.noter("fiche modifiée", enfant, par=ronan)
    journal.noter("consultation", autre, par=ronan)
    assert "Personne n’a encore consulté" in source(parent.get(LISTE))
    ronan.agit_pour = maison.responsable
    journal.noter("fiche modifiée", enfant, par=ronan)
    page = source(parent.get(LISTE))
    assert "Ronan Le Bihan pour Camille Rivière" in page
    assert "Talbot" not in page


def test_a_restricted_adult_and_a_former_household_read_no_line_of_it(parent, maison, ronan):
    noter_consultation(maison.foyer, par=ronan)
    journal.noter("scolarité", maison.enfants[0], par=ronan)
    LienParental.objects.filter(responsable=maison.responsable).update(restreint=True)
    assert "Ronan" not in source(parent.get(LISTE))


def test_who_came_later_does_not_read_what_was_before(parent, maison, ronan):
    ancienne = journal.noter("consultation", maison.foyer, par=ronan)
    Journal.objects.filter(pk=ancienne.pk).update(quand=clock.maintenant() - timedelta(days=400))
    assert "Ronan" not in source(parent.get(LISTE))


@pytest.mark.usefixtures("memoire_longue")
def test_the_page_takes_the_same_statements_for_many_lines(parent, maison, ronan, django_assert_max_num_queries):
    for _ in range(30):
        noter_consultation(maison.foyer, par=ronan)
        journal.noter("scolarité", maison.enfants[0], par=ronan)
    # What every page remembers of the town is read by the first one.
    parent.get(LISTE)
    with django_assert_max_num_queries(16):
        parent.get(LISTE)


def lire(reponse):
    assert reponse["Content-Type"] == "application/zip"
    with zipfile.ZipFile(BytesIO(reponse.content)) as fichiers:
        page = fichiers.read("mes-donnees.html").decode()
        return json.loads(fichiers.read("mes-donnees.json").decode()), page


def test_the_archive_holds_everything_of_one_home_and_nothing_of_the_other(parent, maison, donges, ronan):
    reserver_jours(maison, donges, [date(2026, 10, 6)])
    ailleurs = famille(donges, enfants=0, nom="Talbot", adresse="9 quai Secret")
    LienParental.objects.create(
        enfant=maison.enfants[0], responsable=ailleurs.responsable, qualite="pere", du=date(2026, 9, 1)
    )
    ailleurs.enfants = [maison.enfants[0]]
    reserver_jours(ailleurs, donges, [date(2026, 10, 8)])
    for jour in (date(2026, 10, 6), date(2026, 10, 8)):
        present = ANoter(enfant=maison.enfants[0].pk, lieu=donges.restaurant.pk, fait="present")
        pointer(donges.cantine, jour, [present], par=ronan)
    lancer_cloture(regie=donges.regie, mois=date(2026, 10, 1), echeance=date(2026, 12, 1), par=None)
    noter_consultation(maison.foyer, par=ronan)
    donnees, page = lire(parent.post(ARCHIVE, {"actuel": MOT_DE_PASSE}))
    parties = donnees["parties"]
    for cle in ("compte", "personne", "foyers", "enfants", "quotients", "reservations", "factures", "journal"):
        assert parties[cle]["lignes"], cle
        assert set(parties[cle]["lignes"][0]) == set(parties[cle]["cles"]), cle
    assert {ligne["date"] for ligne in parties["reservations"]["lignes"]} == {"2026-10-06"}
    assert {ligne["date"] for ligne in parties["pointages"]["lignes"]} == {"2026-10-06"}
    assert len(parties["factures"]["lignes"]) == 1
    assert "Secret" not in page + json.dumps(donnees, ensure_ascii=False)
    assert "Rivière" in page
    assert "Ronan Le Bihan" in page
    assert 'href="factures/facture-' in page
    assert Journal.objects.filter(action="données téléchargées").count() == 1


def test_the_archive_holds_the_documents_that_the_person_may_open(parent, maison, donges):
    """Invoices, custody, PAI, proofs and what came with a request: the own home's, and the shared child's PAI."""
    enfant, cadet = maison.enfants
    ailleurs = famille(donges, enfants=0, nom="Talbot", adresse="9 quai Secret")
    lui = ailleurs.responsable
    LienParental.objects.create(enfant=enfant, responsable=lui, qualite="pere", du=date(2026, 9, 1))
    Rattachement.objects.create(enfant=enfant, foyer=ailleurs.foyer, du=date(2026, 9, 1))
    services.appliquer_rythme(
        enfant, du=date(2026, 11, 2), version=enfant.version, par=None, premier=maison.foyer, second=ailleurs.foyer,
        forme="semaines", parite="paires",
    )  # fmt: skip

    def deposer(nom, par=maison):
        return documents.deposer(controler(pdf(f"{nom}.pdf")), par=par.utilisateur)

    for petit in maison.enfants:
        sante.joindre_pai(petit, deposer(f"pai {petit.prenom}"), version=0, par=None)
    maison.foyer.quotients.update(preuve=deposer("attestation caf"))
    ailleurs.foyer.quotients.update(preuve=deposer("secret", ailleurs))
    for rang, qui in enumerate((maison, ailleurs)):
        demarche = demarches.deposer(
            numero=f"6f0e5c5e-7d0c-4a7e-9f0e-0d3f5b5a001{rang}", type="dossier", titre="Santé", service=donges.service,
            foyer=qui.foyer, auteur=qui.utilisateur,
        )  # fmt: skip
        Modification.objects.create(
            demarche=demarche, genre="pai", rubrique="sante", cible_id=enfant.pk, enfant=enfant,
            piece=deposer(f"demande {qui.foyer.nom}", qui),
        )  # fmt: skip
    LienParental.objects.filter(enfant=cadet).update(autorite_parentale=False)
    noms, contenus = fichiers(parent.post(ARCHIVE, {"actuel": MOT_DE_PASSE}))
    lus = [nom.split("/")[1] for nom in noms if nom.startswith("documents/")]
    assert sorted(lus) == sorted(
        [
            f"PAI-{enfant.prenom}-pai-{enfant.prenom}.pdf", "quotient-2026-09-01-attestation-caf.pdf",
            "demande-2026-11-10-demande-Rivière.pdf", f"fiche-famille-{maison.foyer.numero}.pdf",
        ]
    )  # fmt: skip
    calendrier = contenus[f"garde/garde-{enfant.prenom}.ics"].decode()
    assert f"SUMMARY:{enfant.prenom} : chez vous" in calendrier
    assert "Talbot" not in calendrier
    assert contenus["documents/quotient-2026-09-01-attestation-caf.pdf"].startswith(b"%PDF")


def test_a_document_that_is_lost_is_said_and_stops_nothing(parent, maison):
    piece = documents.deposer(controler(pdf("pai.pdf")), par=maison.utilisateur)
    sante.joindre_pai(maison.enfants[0], piece, version=0, par=None)
    documents.stockage().delete(piece.chemin)
    noms, contenus = fichiers(parent.post(ARCHIVE, {"actuel": MOT_DE_PASSE}))
    perdu = next(nom for nom in noms if nom.endswith(".pdf.txt"))
    assert "Prévenez le service" in contenus[perdu].decode()


def fichiers(reponse):
    with zipfile.ZipFile(BytesIO(reponse.content)) as archive:
        return archive.namelist(), {nom: archive.read(nom) for nom in archive.namelist()}


def test_the_archive_of_who_has_nothing(client):
    seul = UtilisateurFactory()
    client.force_login(seul)
    donnees, page = lire(client.post(ARCHIVE, {"actuel": MOT_DE_PASSE}))
    assert donnees["parties"]["enfants"]["lignes"] == []
    assert "Rien." in page


def test_a_fresh_proof_is_asked(parent):
    assert "Mot de passe actuel" in source(parent.get(ARCHIVE))
    refusee = parent.post(ARCHIVE, {"actuel": "au-hasard"})
    assert refusee.status_code == 422
    assert "Ce n’est pas votre mot de passe" in source(refusee)
    assert parent.post(FERMER, {"actuel": "au-hasard"}).status_code == 422
    assert Utilisateur.objects.filter(pk=get_user(parent).pk).exists()


def test_an_undocumented_key_is_refused(monkeypatch):
    sans_cle = Partie("x", "X", lambda moi, utilisateur: [{"a": 1, "b": 2}], {"a": "A"})
    monkeypatch.setattr(archive, "PARTIES", [sans_cle])
    with pytest.raises(ValueError, match="does not document"):
        archive.recueillir(None, None)


def test_closing_ends_every_session_tells_by_mail_and_keeps_the_file(parent, maison, donges):
    reserver_jours(maison, donges, [date(2026, 12, 1)])
    ailleurs = ClientQuiLit()
    ailleurs.force_login(maison.utilisateur)
    adresse, pk = maison.utilisateur.email, maison.utilisateur.pk
    page = source(parent.get(FERMER))
    assert "dix ans" in page
    assert parent.post(FERMER, {"actuel": MOT_DE_PASSE})["Location"] == "/espace/mes-donnees/compte-ferme/"
    assert parent.get("/espace/mes-donnees/compte-ferme/").status_code == 200
    for client in (parent, ailleurs):
        assert client.get("/espace/")["Location"].startswith("/espace/connexion/")
    assert not Utilisateur.objects.filter(pk=pk).exists()
    assert not SessionOuverte.objects.filter(utilisateur=pk).exists()
    assert Courriel.objects.get(destinataire=adresse).objet == "Votre compte est fermé"
    adulte = Responsable.objects.get(pk=maison.responsable.pk)
    assert (adulte.utilisateur, adulte.foyer_actuel()) == (None, maison.foyer)
    assert maison.enfants[0].reservations.count() == 1
    assert Journal.objects.filter(action="espace fermé", objet_id=str(adulte.pk)).exists()
    # The way back: a new key, as on the first day.
    assert emettre_cle(adulte, par=None)


def test_a_member_of_the_staff_does_not_close_the_own_account_here(ronan):
    bureau = connecter_agent(ClientQuiLit(), ronan)
    assert "Personnel" in source(bureau.post(FERMER, {"actuel": MOT_DE_PASSE}))
    assert Utilisateur.objects.filter(pk=ronan.pk).exists()


def test_an_agent_who_acts_for_the_family_reads_none_of_it(ronan, maison):
    bureau = connecter_agent(ClientQuiLit(), ronan)
    bureau.post(
        f"/gestion/ouvertures/familles/{maison.foyer.pk}/adultes/{maison.responsable.pk}/agir/", {"motif": "guichet"}
    )
    for chemin in (LISTE, ARCHIVE, FERMER, "/espace/mes-donnees/"):
        assert bureau.get(chemin).status_code == 403
        assert bureau.post(chemin, {"actuel": MOT_DE_PASSE}).status_code == 403
    assert perimetre(maison.utilisateur).foyers == {maison.foyer.pk}


def test_what_the_other_home_did_stays_unsaid_once_its_account_is_closed(parent, maison, donges):
    ailleurs = famille(donges, enfants=0)
    LienParental.objects.create(
        enfant=maison.enfants[0], responsable=ailleurs.responsable, qualite="pere", du=date(2026, 9, 1)
    )
    for compte in (ailleurs.utilisateur, maison.utilisateur):
        journal.noter("fiche sanitaire", maison.enfants[0], par=compte)
        comptes.effacer_compte(compte, par=None, motif="deux ans sans connexion", gabarit="compte_efface")
    soi = UtilisateurFactory()
    Responsable.objects.filter(pk=maison.responsable.pk).update(utilisateur=soi)
    parent.force_login(soi)
    page = source(parent.get(LISTE))
    # That of the own home, closed too, is said once.
    assert page.count("Une personne dont le compte n’existe plus") == 1
    assert "2 fois" not in page
