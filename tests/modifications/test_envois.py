"""What a family sends: judged once, weighed, counted; and what it reads when the disk fails it."""

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from common.errors import Refus
from common.files.judge import judge
from common.files.judge.rules import MO
from common.files.judge.storage import StockageEntier
from common.web import middleware
from commune.models import Reglages
from espace_prive.demarches import services as demarches
from espace_prive.documents import services as documents
from espace_prive.documents.controle import controler
from espace_prive.documents.models import Piece
from espace_prive.modifications import services
from espace_prive.modifications.models import Modification
from espace_prive.sante.models import FicheSanitaire
from espace_prive.sante.services import sante
from tests.modifications.gestes import changer
from tests.tools.fichiers import image, pdf
from tests.tools.html import source

pytestmark = pytest.mark.django_db
SITUATION = {"quoi": "separation", "le": "2026-11-01", "message": "Nous vivons séparés depuis peu."}


@pytest.fixture
def lances(monkeypatch):
    """Count the children started."""
    vrai, faits = judge.subprocess.Popen, []
    monkeypatch.setattr(judge.subprocess, "Popen", lambda *a, **o: faits.append(a) or vrai(*a, **o))
    return faits


def test_a_document_is_judged_once_and_what_the_judge_wrote_is_kept(mere, elle, lances):
    assert (
        changer(mere, "situation", elle.foyer.pk, piece=image("IMG.PNG", genre="PNG"), **SITUATION).status_code == 302
    )
    assert len(lances) == 1
    piece = Modification.objects.get().piece
    assert (piece.nom, piece.genre) == ("IMG.jpg", "image/jpeg")
    assert documents.ouvrir(piece).startswith(b"\xff\xd8")


def test_a_refusal_is_said_beside_the_field_and_what_was_typed_stays(mere, elle):
    page = source(changer(mere, "situation", elle.foyer.pk, piece=SimpleUploadedFile("a.gif", b"GIF89a"), **SITUATION))
    assert "HEIC (celle d’un iPhone)" in page
    assert "Nous vivons séparés depuis peu." in page
    assert ".heic" in page, "the browser shows such photos"


def test_a_family_s_documents_weigh_what_the_town_keeps_and_no_more(mere, elle, lui, agent):
    Reglages.objects.update(place_des_documents=1)
    presque = [Piece(nom=f"{n}.pdf", genre="application/pdf", taille=MO // 3) for n in range(3)]
    for piece in presque:
        piece.save()
    elle.foyer.quotients.update(preuve=presque[0])
    FicheSanitaire.objects.update_or_create(enfant=elle.enfants[0], defaults={"pai_document": presque[1]})
    FicheSanitaire.objects.update_or_create(enfant=elle.enfants[1], defaults={"pai_document": presque[2]})
    assert services.poids_des_documents(elle.foyer) == 3 * (MO // 3)
    assert services.poids_des_documents(lui.foyer) == MO // 3, "the document of a shared child weighs in both homes"
    page = source(changer(mere, "situation", elle.foyer.pk, piece=image(), **SITUATION)).replace("\u00a0", " ")
    assert "plus de 1 Mo" in page
    assert "Annulez une demande en attente" in page
    assert "Nous vivons séparés depuis peu." in page
    assert not Modification.objects.exists()
    assert changer(mere, "situation", elle.foyer.pk, **SITUATION).status_code == 302, "without a document it leaves"
    Reglages.objects.update(place_des_documents=2)


def test_what_the_town_files_itself_is_not_weighed(client_agent, elle):
    Reglages.objects.update(place_des_documents=0)
    enfant = elle.enfants[0]
    adresse = f"/gestion/dossiers/{elle.foyer.pk}/corriger/pai/{enfant.pk}/"
    champs = {"version": "0", "pai": "allergie", "pai_fin": "2027-07-01", "piece": pdf()}
    assert client_agent.post(adresse, champs).status_code == 302
    assert FicheSanitaire.objects.get(enfant=enfant).pai_document


def test_files_are_counted_by_account_and_by_day_before_they_are_judged(mere, elle, pere, monkeypatch, lances):
    monkeypatch.setitem(middleware.FICHIERS_PAR_JOUR, "famille", 2)
    statuts = [changer(mere, "situation", elle.foyer.pk, piece=image(), **SITUATION) for _ in range(3)]
    assert statuts[2].status_code == 429
    assert "beaucoup de fichiers aujourd’hui" in source(statuts[2])
    assert len(lances) == 2
    assert changer(mere, "situation", elle.foyer.pk, **SITUATION).status_code != 429, "a form without a file passes"


def test_what_a_parent_sends_in_a_day_has_an_end_that_the_staff_has_not(mere, client_agent, elle, monkeypatch):
    monkeypatch.setattr(middleware, "ENVOIS_PAR_JOUR", 2)
    statuts = [mere.post("/espace/famille/confirmer/", {}).status_code for _ in range(3)]
    assert 429 not in statuts[:2]
    assert statuts[2] == 429
    assert mere.get("/espace/").status_code == 200, "reading is never counted"
    adresse = f"/gestion/dossiers/{elle.foyer.pk}/corriger/coordonnees/{elle.responsable.pk}/"
    assert 429 not in [client_agent.post(adresse, {}).status_code for _ in range(3)]


def test_the_agents_are_not_buried_under_one_account_s_requests(mere, elle, monkeypatch):
    monkeypatch.setattr(demarches, "DEMANDES_PAR_JOUR", 1)
    assert changer(mere, "situation", elle.foyer.pk, **SITUATION).status_code == 302
    services.annuler(Modification.objects.get(), par=elle.utilisateur)
    page = source(changer(mere, "situation", elle.foyer.pk, **SITUATION))
    assert "beaucoup de demandes aujourd’hui" in page
    assert "Nous vivons séparés depuis peu." in page


def test_a_document_whose_file_is_lost_is_said_in_a_page(mere, client_agent, elle, agent):
    enfant = elle.enfants[0]
    sante.joindre_pai(enfant, documents.deposer(controler(pdf()), par=agent), version=0, par=agent)
    changer(mere, "situation", elle.foyer.pk, piece=pdf(), **SITUATION)
    demande = Modification.objects.get()
    for piece in Piece.objects.all():
        documents.stockage().delete(piece.chemin)
    for client, adresse in (
        (mere, f"/espace/enfants/{enfant.pk}/pai/"),
        (client_agent, f"/gestion/dossiers/{elle.foyer.pk}/enfants/{enfant.pk}/pai/"),
        (client_agent, f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/document/"),
    ):
        reponse = client.get(adresse)
        assert reponse.status_code == 404, adresse
        assert documents.PERDU in source(reponse)


@pytest.fixture
def disque_plein(monkeypatch, tmp_path):
    """Let the private storage write on a disk where nothing fits any more."""
    lieu = StockageEntier(location=tmp_path)
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    monkeypatch.setattr(documents, "stockage", lambda: lieu)
    return tmp_path


def test_when_the_disk_is_full_a_sentence_says_so_and_what_was_typed_stays(mere, elle, disque_plein):
    page = source(changer(mere, "situation", elle.foyer.pk, piece=pdf(), **SITUATION))
    assert "notre stockage est plein ou en panne" in page
    assert "Nous vivons séparés depuis peu." in page
    assert not Modification.objects.exists()
    assert not Piece.objects.exists()
    assert [p for p in disque_plein.rglob("*") if p.is_file()] == []


def test_the_night_sweeps_what_was_being_written_when_the_machine_stopped(agent, settings, tmp_path, monkeypatch):
    lieu = StockageEntier(location=tmp_path)
    monkeypatch.setattr(documents, "stockage", lambda: lieu)
    gardee = documents.deposer(controler(image()), par=agent)
    coupe = tmp_path / f"{gardee.chemin}.0123abcd.partiel"
    coupe.write_bytes(b"la moitie")
    settings.HORLOGE = "2027-11-10T10:00:00+01:00"
    assert documents.balayer() == 1
    assert not coupe.exists()
    assert documents.ouvrir(gardee)


def test_private_files_are_kept_whole_in_every_environment():
    from config.settings import base

    assert all(base.STORAGES[nom]["BACKEND"].endswith("StockageEntier") for nom in ("default", "prives"))
    assert storages["prives"] is not None
    with pytest.raises(Refus):
        controler(SimpleUploadedFile("vide.pdf", b""))
