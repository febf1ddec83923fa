"""What a parent asks for and an agent answers: an address, a situation, a child, a quotient, a school."""

import uuid
from datetime import date

import pytest
from django.core.cache import cache

from common.models import Courriel, Journal
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation
from espace_prive.demarches.models import Demarche
from espace_prive.documents.models import Piece
from espace_prive.famille.models import (
    Enfant,
    LienParental,
    QuotientFamilial,
    Rattachement,
    Responsable,
)
from espace_prive.famille.services import rubriques
from espace_prive.modifications.models import Modification
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.famille import FoyerFactory, ResponsableFactory
from tests.modifications.gestes import FAMILLE, NOMS, changer, lire
from tests.tools.fichiers import image, pdf, pdf_actif
from tests.tools.html import source, texte, un

pytestmark = pytest.mark.django_db


@pytest.mark.feature("F075")
def test_an_address_waits_for_an_agent_who_sees_what_changed_meanwhile(mere, elle, client_agent, agent):
    champs = {"adresse": "12 rue Neuve", "complement": "Bât. B", "code_postal": "44480", "ville": "Donges"}
    numero = str(uuid.uuid4())
    for _ in range(2):  # a double click
        reponse = changer(mere, "adresse", elle.foyer.pk, **champs, version="1", numero=numero)
        assert reponse.url == f"/espace/dossier/demandes/{numero}/"
    elle.foyer.refresh_from_db()
    assert elle.foyer.adresse == "3 rue des Ajoncs"
    demande = Modification.objects.get()
    assert "12 rue Neuve" in lire(mere, f"/espace/dossier/demandes/{numero}/")
    assert "Adresse du foyer" in lire(mere, FAMILLE)
    assert "attend déjà une réponse" in source(
        changer(mere, "adresse", elle.foyer.pk, **champs | {"ville": "Savenay"}, version="1")
    )
    # Meanwhile an agent corrects the town and the street: what the parent did not change stays.
    elle.foyer.adresse, elle.foyer.ville, elle.foyer.version = "3 bis rue des Ajoncs", "DONGES", 2
    elle.foyer.save()
    adresse = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/"
    assert "Changé entre-temps : 3 bis rue des Ajoncs" in lire(client_agent, adresse).replace("\u00a0", " ")
    refuse = client_agent.post(adresse, {"version": "1", "reponse": "accepter"})
    assert "modifié entre-temps" in source(refuse)
    assert client_agent.post(adresse, {"version": "2", "reponse": "accepter"}).status_code == 302
    assert client_agent.post(adresse, {"version": "3", "reponse": "accepter"}).status_code == 302
    elle.foyer.refresh_from_db()
    assert (elle.foyer.adresse, elle.foyer.complement, elle.foyer.ville) == ("12 rue Neuve", "Bât. B", "DONGES")
    assert "Traitée positivement" in lire(mere, f"/espace/dossier/demandes/{numero}/")
    assert Courriel.objects.filter(destinataire=elle.utilisateur.email).count() == 1
    assert Journal.objects.filter(action="changement accepté", acteur_id=agent.pk).count() == 1


@pytest.mark.feature("F076", "F081")
def test_a_change_of_situation_is_told_and_refused_with_a_reason(mere, elle, client_agent):
    reponse = changer(
        mere, "situation", elle.foyer.pk, quoi="separation", le="2026-11-01", message="Nous vivons séparés.",
        piece=pdf_actif("jugement.pdf"),
    )  # fmt: skip
    demande = Modification.objects.get()
    assert reponse.status_code == 302
    adresse = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/"
    assert "Nous vivons séparés." in lire(client_agent, adresse)
    document = client_agent.get(f"{adresse}document/")
    assert document["Content-Disposition"].startswith("attachment")
    assert "sandbox" in document["Content-Security-Policy"]
    assert b"JavaScript" not in document.content
    assert "Dites pourquoi" in source(client_agent.post(adresse, {"version": "0", "reponse": "refuser"}))
    motif = "Le jugement est illisible : apportez-le au service."
    client_agent.post(adresse, {"version": "0", "reponse": "refuser", "motif": motif})
    assert motif in lire(mere, f"/espace/dossier/demandes/{demande.demarche.numero}/")
    assert not Piece.objects.exists()
    assert "déjà une réponse" in source(client_agent.post(adresse, {"version": "0", "reponse": "accepter"}))


@pytest.mark.feature("F079")
def test_a_new_child_is_asked_for_then_added(mere, elle, client_agent, donges):
    naissance = {"naissance_0": "3", "naissance_1": "2", "naissance_2": "2022"}
    enfant = {"prenom": NOMS[0], "nom": "Rivière", "qualite": "mere", "ecole": donges.ecole.pk, "niveau": "PS"}
    vide = changer(mere, "enfant", elle.foyer.pk, **enfant | {"niveau": ""}, **naissance | {"naissance_2": "1890"})
    assert "Vérifiez l’année" in source(vide)
    assert f'value="{NOMS[0]}"' in source(vide)
    changer(mere, "enfant", elle.foyer.pk, **enfant, **naissance, piece=image())
    demande = Modification.objects.get()
    assert lire(mere, f"/espace/demarches/{demande.demarche.numero}/").count(NOMS[0]) == 0
    client_agent.post(
        f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/", {"version": "0", "reponse": "accepter"}
    )
    petit = Enfant.objects.get(prenom=NOMS[0])
    assert (petit.naissance, petit.scolarite_actuelle().niveau) == (date(2022, 2, 3), "PS")
    assert petit.liens.get().responsable == elle.responsable
    assert str(petit) in lire(mere, FAMILLE)
    changer(mere, "enfant", elle.foyer.pk, **enfant, **naissance)
    double = Modification.objects.latest("pk")
    fiche = lire(client_agent, f"/gestion/dossiers/{elle.foyer.pk}/demandes/{double.pk}/")
    assert f"/enfants/connus/{petit.pk}/" in fiche
    reponse = client_agent.post(
        f"/gestion/dossiers/{elle.foyer.pk}/demandes/{double.pk}/", {"version": "0", "reponse": "accepter"}
    )
    assert "déjà dans le foyer" in source(reponse)
    assert Enfant.objects.filter(naissance=date(2022, 2, 3)).count() == 1


@pytest.mark.feature("F082", "F075")
def test_a_quotient_is_declared_with_its_proof_and_applied_by_an_agent(mere, elle, client_agent):
    champs = {"valeur": "512,40", "source": "caf", "mois": "2026-10-05"}
    assert "Ajoutez le document" in source(changer(mere, "quotient", elle.foyer.pk, **champs))
    changer(mere, "quotient", elle.foyer.pk, **champs, piece=pdf())
    assert QuotientFamilial.objects.get().valeur == 640
    demande = Modification.objects.get()
    # The agent compares with what is known.
    fiche = client_agent.get(f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/")
    assert texte(un(fiche, "td[data-titre=Avant]")).startswith("640")
    client_agent.post(
        f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/",
        {"version": QuotientFamilial.objects.get().pk, "reponse": "accepter", "date_effet": "2026-12-01"},
    )
    nouveau = QuotientFamilial.objects.get(date_effet=date(2026, 12, 1))
    assert (str(nouveau.valeur), nouveau.mois, nouveau.preuve.genre) == (
        "512.40",
        date(2026, 10, 1),
        "application/pdf",
    )
    page = lire(mere, FAMILLE).replace("\u00a0", " ")
    assert "512,40" in page
    assert "octobre 2026" in page
    assert "Transmis" in page


def test_a_school_is_asked_for_and_a_request_is_taken_back(mere, elle, donges):
    enfant = elle.enfants[0]
    reponse = changer(
        mere, "scolarite", enfant.pk, ecole=donges.ecole.pk, niveau="CE2", classe="Mme Le Bihan", version="1"
    )
    assert "demandes" in reponse.url
    mere.post(reponse.url)
    mere.post(reponse.url)
    assert Demarche.objects.get().etat == "annulee"
    assert enfant.scolarite_actuelle().niveau == "CE1"


def test_the_rule_of_the_town_decides(mere, elle, agent):
    rubriques.regler({"adresse": "aussitot", "coordonnees": "demande"}, par=agent)
    from django.core.cache import cache

    cache.clear()
    changer(mere, "adresse", elle.foyer.pk, adresse="1 place Neuve", code_postal="44480", ville="Donges", version="1")
    elle.foyer.refresh_from_db()
    assert elle.foyer.adresse == "1 place Neuve"
    assert "demandes" in changer(mere, "coordonnees", elle.responsable.pk, mobile="0639980012", version="1").url


def test_the_agent_is_told_before_answering_who_will_read_it(mere, pere, elle, lui, agent, client_agent):
    """The names are those whom the rule lets read the page of the request, and no others."""
    responsable = lui.responsable
    responsable.prenoms, responsable.nom = "Yann", "Le Goff"
    responsable.save()
    rubriques.regler({"autorisations": "demande"}, par=agent)
    cache.clear()
    reponses = {"image": "oui", "sortie": "non", "soins": "oui", "transport": "non"}
    page = changer(mere, "autorisations", elle.enfants[0].pk, **reponses).url
    demande = Modification.objects.get()
    adresse = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/"
    assert "Votre réponse sera lue par Camille Rivière et Yann Le Goff." in lire(client_agent, adresse)
    assert pere.get(page).status_code == 200
    lien = LienParental.objects.filter(enfant=elle.enfants[0], responsable=responsable)
    for champs in ({"autorite_parentale": False}, {"autorite_parentale": True, "restreint": True}):
        lien.update(**champs)
        assert "Votre réponse sera lue par Camille Rivière." in lire(client_agent, adresse)
        assert pere.get(page).status_code == 404
    lien.update(restreint=False)
    Responsable.objects.filter(pk=responsable.pk).update(utilisateur=None)
    assert "et Yann Le Goff (qui n’a pas encore d’espace)." in lire(client_agent, adresse)
    client_agent.post(adresse, {"version": "0", "reponse": "refuser", "motif": "Signez le papier."})
    assert "sera lue par" not in lire(client_agent, adresse)
    assert "Signez le papier." in lire(mere, page)


def test_a_child_alike_leads_somewhere_for_who_may_read_it(mere, elle, client_agent, agent, donges):
    connu = Enfant.objects.create(prenom="Zoé", nom="Ailleurs", naissance=date(2022, 2, 3))
    Rattachement.objects.create(enfant=connu, foyer=FoyerFactory(nom="Ailleurs"), du=date(2026, 9, 1))
    naissance = {"naissance_0": "3", "naissance_1": "2", "naissance_2": "2022"}
    changer(mere, "enfant", elle.foyer.pk, prenom="Zoé", nom="Rivière", qualite="mere", **naissance)
    page = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{Modification.objects.get().pk}/"
    lien = f"/enfants/connus/{connu.pk}/"
    animatrice = _agent(Role.AGENT_DE_SERVICE)
    Habilitation.objects.create(utilisateur=animatrice, service=donges.cantine.service)
    d_un_service = lire(connecter_agent(ClientQuiLit(), animatrice), page)
    assert "Zoé Ailleurs" in d_un_service
    assert "suivi par un autre service" in d_un_service
    assert lien not in d_un_service
    assert lien in lire(client_agent, page)
    # A court keeps the child from the agent: the same page names nobody.
    parent = ResponsableFactory(utilisateur=agent)
    LienParental.objects.create(enfant=connu, responsable=parent, qualite="pere", restreint=True, du=date(2026, 9, 1))
    assert "Ailleurs" not in lire(client_agent, page)
