"""Guides, rules and programmes: what is listed, what is kept, what is refused at the door."""

import html
import zipfile
from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pillow_heif
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, UploadedFile

from cms_pages.menus.tableur import ecrire_xlsx
from cms_pages.models import Publication, VersionDePublication
from cms_pages.rules import versions_a_montrer
from espace_prive.comptes.enums import Role
from tests.conftest import _agent, connecter_agent
from tests.tools.fichiers import deplier, image, pdf, pdf_actif
from tests.tools.fichiers_hostiles import classeur_de_textes, jpeg_a_passes
from tests.tools.html import arbre, texte, textes, trouver

JOUR = date(2026, 11, 10)


@pytest.fixture
def publicateur(site_public):
    return connecter_agent(Client(), _agent(Role.PUBLICATEUR))


def version(du, au=None):
    return SimpleNamespace(du=date.fromisoformat(du), au=au and date.fromisoformat(au))


@pytest.mark.parametrize(
    ("bornes", "par_periode", "montrees"),
    [
        ([], False, []),
        ([("2025-09-01",), ("2026-09-01",)], False, [1]),
        ([("2026-09-01",), ("2026-11-11",)], False, [0]),
        ([("2026-11-10",)], False, [0]),
        ([("2026-09-01", "2026-11-09")], False, []),
        ([("2026-09-01", "2026-11-10")], False, [0]),
        # A programme: what is over goes, what comes is shown.
        ([("2026-12-19", "2027-01-03"), ("2026-10-17", "2026-11-01"), ("2026-11-02", "2026-12-18")], True, [2, 0]),
    ],
)
def test_the_version_in_force_is_shown(bornes, par_periode, montrees):
    versions = [version(*b) for b in bornes]
    assert versions_a_montrer(versions, JOUR, par_periode=par_periode) == [versions[rang] for rang in montrees]


def listes(client, chemin):
    page = arbre(client.get(chemin))
    return textes(page, "ul.telechargements > li")


@pytest.mark.feature("F009", "F018")
def test_guides_and_rules_show_version_date_kind_and_size(client, site_public, settings):
    guide, reglement, programme = listes(client, "/infos-pratiques/guides-et-documents/")
    assert guide.startswith("Guide de l’enfance, 2026-2027 (PDF, ")
    assert guide.endswith("ko) En vigueur depuis le 1er septembre 2026")
    assert reglement.startswith("Règlement de la restauration scolaire, version 4 (PDF, ")
    assert programme.endswith("Du 19 décembre 2026 au 3 janvier 2027")
    settings.HORLOGE = "2026-07-01T10:00:00+02:00"
    (reglement, *_) = [une for une in listes(client, "/infos-pratiques/guides-et-documents/") if "Règlement" in une]
    assert "version 3" in reglement


def test_an_old_version_is_kept_but_listed_nowhere(client, site_public):
    ancienne = VersionDePublication.objects.get(nom="version 3")
    assert "version 3" not in client.get("/infos-pratiques/guides-et-documents/").content.decode()
    assert ancienne.document.url not in client.get("/recherche/?q=règlement restauration").content.decode()
    assert VersionDePublication.objects.get(nom="version 4").document.url in (
        client.get("/recherche/?q=règlement restauration").content.decode()
    )
    assert ancienne.document.file.storage.exists(ancienne.document.file.name)
    with pytest.raises(ProtectedError):
        ancienne.document.delete()


@pytest.mark.feature("F016", "F018")
def test_an_activity_gives_its_rules_and_its_programmes(client, site_public):
    (reglement,) = listes(client, "/activites/restauration-scolaire/")
    assert "version 4" in reglement
    (programme,) = listes(client, "/activites/mercredis-et-vacances/")
    assert programme.startswith("Programme du centre de loisirs, vacances de Noël (PDF, ")
    assert "Toussaint" not in programme


def test_two_versions_do_not_begin_the_same_day_nor_end_before(site_public):
    une = VersionDePublication.objects.get(nom="version 4")
    double = VersionDePublication(publication=une.publication, document=une.document, du=une.du)
    with pytest.raises(IntegrityError), transaction.atomic():
        double.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        VersionDePublication.objects.filter(pk=une.pk).update(au="2020-01-01")


def test_without_any_document_the_page_says_so(client, site_public):
    Publication.objects.all().delete()
    page = arbre(client.get("/infos-pratiques/guides-et-documents/"))
    assert "Aucun document pour l’instant" in texte(trouver(page, "main"))


def archive(*noms):
    sortie = BytesIO()
    with zipfile.ZipFile(sortie, "w") as zip_:
        for nom in noms:
            zip_.writestr(nom, "x")
    return sortie.getvalue()


SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("nom", "contenu", "refus"),
    [
        ("guide.pdf", pdf().read(), ""),
        ("guide.docx", archive("[Content_Types].xml"), ""),
        ("liste.csv", "école;élèves".encode(), ""),
        ("page.html", b"<html>", "Ce type de fichier (HTML) n’est pas accepté"),
        ("dessin.svg", SCRIPT, "Ce type de fichier (SVG) n’est pas accepté"),
        ("jeu.exe", b"MZ\0", "Ce type de fichier (EXE) n’est pas accepté"),
        ("sans-extension", b"rien", "Ce type de fichier n’est pas accepté"),
        ("guide.pdf.exe", b"%PDF-1.7", "Ce type de fichier (EXE) n’est pas accepté"),
        ("faux.pdf", b"MZ\x90\0 executable", "Ce fichier ne s’ouvre pas"),
        ("faux.pdf", SCRIPT, "Ce fichier ne s’ouvre pas"),
        ("deux.pdf", b"%PDF-1.4\n<html><script>alert(1)</script></html>", "Ce fichier ne s’ouvre pas"),
        ("faux.csv", SCRIPT, "Ce fichier porte un nom en « .csv »"),
        ("faux.ics", b"MZ\0", "Ce fichier porte un nom en « .ics »"),
        ("faux.docx", b"PK pas une archive", "Ce fichier porte un nom en « .docx »"),
        ("macro.docx", archive("[Content_Types].xml", "word/vbaProject.bin"), "Ce fichier porte un nom en « .docx »"),
        ("autre.ods", archive("[Content_Types].xml"), "Ce fichier porte un nom en « .ods »"),
    ],
    # What is in a file changes with the time: the workers would not see the same tests.
    ids=lambda valeur: valeur if isinstance(valeur, str) else "",
)
def test_a_document_is_what_it_says_and_nothing_that_runs(publicateur, nom, contenu, refus):
    modele = get_document_model()
    avant = modele.objects.count()
    reponse = publicateur.post(
        "/gestion/documents/multiple/add/",
        {"title": nom, "collection": Collection.get_first_root_node().pk, "files[]": SimpleUploadedFile(nom, contenu)},
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    )
    donnees = reponse.json()
    assert donnees["success"] is not bool(refus), donnees
    dit = html.unescape(donnees.get("error_message", ""))
    assert dit.startswith(refus)
    assert "extension de fichier «" not in dit, "one sentence, and a true one"
    assert modele.objects.count() == avant + (not refus)


@pytest.mark.parametrize(("nom", "contenu"), [("dessin.svg", SCRIPT), ("dessin.png", SCRIPT), ("dessin.jpg", b"MZ\0")])
def test_an_image_with_a_script_is_refused(publicateur, nom, contenu):
    avant = get_image_model().objects.count()
    reponse = publicateur.post(
        "/gestion/images/multiple/add/",
        {"title": nom, "collection": Collection.get_first_root_node().pk, "files[]": SimpleUploadedFile(nom, contenu)},
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    )
    assert reponse.json()["success"] is False
    assert reponse.json()["error_message"].strip()
    assert get_image_model().objects.count() == avant


def envoyer(publicateur, fichier, *, genre="images", **donnees):
    return publicateur.post(
        f"/gestion/{genre}/multiple/add/",
        {"title": "Essai", "collection": Collection.get_first_root_node().pk, "files[]": fichier} | donnees,
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    ).json()


def test_a_photo_of_a_telephone_is_written_anew_and_other_sizes_are_made_of_that(publicateur):
    pillow_heif.register_heif_opener()
    donnees = envoyer(publicateur, image("IMG_0042.HEIC", genre="HEIF", taille=(3600, 2400)))
    assert donnees["success"], donnees
    gardee = get_image_model().objects.get(pk=donnees["image_id"])
    assert gardee.file.name.endswith(".jpg")
    assert (gardee.width, gardee.height, gardee.file_size) == (3000, 2000, gardee.file.size)
    with gardee.file.open() as fichier:
        assert fichier.read(2) == b"\xff\xd8"
    assert gardee.get_rendition("width-300").height == 200


@pytest.mark.parametrize("adresse", ["/gestion/images/add/", "/gestion/images/chooser/create/"])
def test_every_door_for_an_image_has_its_judge(publicateur, adresse):
    champ = "image-chooser-upload-file" if "chooser" in adresse else "file"
    prefixe = champ.removesuffix("file")
    for fichier, gardee in ((jpeg_a_passes(120, cote=400), False), (image("plan.webp", genre="WEBP"), True)):
        avant = get_image_model().objects.count()
        collection = Collection.get_first_root_node().pk
        reponse = publicateur.post(
            adresse, {champ: fichier, f"{prefixe}title": "Essai", f"{prefixe}collection": collection}
        )
        assert get_image_model().objects.count() - avant == gardee, reponse.content.decode()[:3000]


@pytest.mark.parametrize(("genre", "fichier"), [("images", image), ("documents", pdf)])
def test_nothing_is_kept_aside_that_the_judge_did_not_write(publicateur, genre, fichier):
    """A wrong title: Wagtail would keep the file as it came, and make a picture of it later."""
    donnees = envoyer(publicateur, fichier(), genre=genre, title="x" * 300)
    assert donnees["success"] is False
    assert "choisissez le fichier de nouveau" in html.unescape(donnees["error_message"])
    assert not UploadedFile.objects.exists()


def test_a_published_pdf_keeps_its_links_and_loses_what_acts(publicateur):
    donnees = envoyer(publicateur, pdf_actif(), genre="documents")
    with get_document_model().objects.get(pk=donnees["doc_id"]).file.open() as fichier:
        ecrit = deplier(fichier.read())
    assert b"https://donges.example/" in ecrit
    for mot in (b"JavaScript", b"app.alert", b"/Launch", b"calc.exe", b"virus.exe", b"javascript:"):
        assert mot not in ecrit


def test_a_portrait_is_judged_like_the_shield(publicateur):
    adresse, donnees = "/gestion/account/", {"name_email-first_name": "Léa", "name_email-last_name": "Roux"}
    donnees |= {"theme-theme": "system", "theme-density": "default", "theme-contrast": "system"}
    refusee = publicateur.post(adresse, donnees | {"avatar-avatar": jpeg_a_passes(120, cote=400)})
    assert "enregistrée d’une façon inhabituelle" in refusee.content.decode()
    reponse = publicateur.post(adresse, donnees | {"avatar-avatar": image(taille=(900, 600))})
    assert reponse.status_code == 302, reponse.content.decode()[-6000:]
    profil = get_user_model().objects.get(pk=publicateur.session["_auth_user_id"]).wagtail_userprofile
    with profil.avatar.open() as portrait:
        assert portrait.read(4) == b"\x89PNG"


def test_redirections_are_imported_from_what_the_judge_read(site_public):
    responsable = _agent(Role.ADMINISTRATEUR)
    responsable.user_permissions.add(Permission.objects.get(codename="add_redirect"))
    admin = connecter_agent(Client(), responsable)
    adresse = "/gestion/redirects/import/"
    refusee = admin.post(adresse, {"import_file": classeur_de_textes(640_000)})
    assert "trop gros une fois ouvert" in refusee.content.decode()
    classeur = SimpleUploadedFile("redirections.xlsx", ecrire_xlsx([["de", "vers"], ["/a", "/b"]], titre="R"))
    lue = admin.post(adresse, {"import_file": classeur}).content.decode()
    assert '<option value="0"' in lue.replace("'", '"')
    assert ">de<" in lue
