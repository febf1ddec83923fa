"""The file of the two homes of the logins: a shared custody, an allergy with its PAI, an entourage, answers given."""

from datetime import date, time, timedelta
from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from common import clock
from espace_prive.documents import services as documents
from espace_prive.documents.controle import controler
from espace_prive.famille.services import rubriques
from espace_prive.garde import services
from espace_prive.sante.rules import vaccins_obligatoires
from espace_prive.sante.services import entourage, sante

PAGE = (595, 842)


def charger_dossiers(mere, pere, chez_elle, chez_lui, zoe, malo):
    """Write the file as the parents themselves would have."""
    jour = clock.aujourdhui()
    partager_la_garde(zoe, chez_elle, chez_lui, du=chez_elle.rattachements.get(enfant=zoe).du, repere=jour)
    par = mere.utilisateur
    fin = services.fin_de_l_annee(jour)
    sante.modifier_sante(
        zoe, version=0, par=par, regime="panier", allergies="Arachide et fruits à coque : gonflement des lèvres",
        pai="allergie", pai_fin=fin, pai_panier=True, medecin="Dr Yvonne Kerjean", medecin_telephone="02 61 91 00 90",
        vaccins=_vaccins(zoe), assureur="Mutuelle des Écoles", contrat="ME-204417", assurance_fin=fin,
        consignes="Porte des lunettes. Ne sait pas encore nager.",
    )  # fmt: skip
    piece = controler(pdf("PAI.pdf", "Projet d'accueil individualise"))
    sante.joindre_pai(zoe, documents.deposer(piece, par=par), version=1, par=par)
    sante.modifier_sante(malo, version=0, par=par, regime="vegetarien", medecin="Dr Yvonne Kerjean")
    for enfant, sortie in ((zoe, False), (malo, False)):
        for genre, oui in (("image", True), ("soins", True), ("transport", True), ("sortie", sortie)):
            sante.repondre(enfant, genre, accordee=oui, par=par, par_un_parent=True, heure=time(16, 30))
    sante.repondre(zoe, "image", accordee=False, par=pere.utilisateur, par_un_parent=True)
    _entourage(mere, pere, chez_elle, chez_lui, zoe, malo, jour)
    rubriques.modifier_allocataire(chez_elle, version=0, par=par, organisme="caf", numero="1234567", consent=True)
    rubriques.confirmer(zoe, "sante", par=par)


def partager_la_garde(enfant, premier, second, *, du, repere=None):
    """Let the child be one week in each home, and half of each holidays; in the first the week of ``repere``."""
    services.appliquer_rythme(
        enfant, du=du, version=enfant.version, par=None, premier=premier, second=second, forme="semaines",
        repere=repere or du, vacances="moities", moitie_paire=0,
    )  # fmt: skip


def donner_un_panier(enfant):
    """Write a PAI by which the child brings its own meal."""
    sante.modifier_sante(
        enfant, version=0, par=None, regime="panier", allergies="Lait de vache", pai="allergie",
        pai_fin=services.fin_de_l_annee(clock.aujourdhui()), pai_panier=True, medecin="Dr Yvonne Kerjean",
        medecin_telephone="02 61 91 00 90",
    )  # fmt: skip


def _entourage(mere, pere, chez_elle, chez_lui, zoe, malo, jour):
    declarer = entourage.ajouter_proche
    declarer(
        chez_elle, enfants=[zoe, malo], par=mere.utilisateur, prenom="Odette", nom=mere.nom, lien="grand_parent",
        telephone="06 39 98 00 31", rang=1, collecte="autorisee",
    )  # fmt: skip
    declarer(
        chez_elle, enfants=[malo], par=mere.utilisateur, prenom="Marie-Antoinette-Joséphine",
        nom="de La Rochefoucauld-Liancourt", lien="nounou", telephone="06 39 98 00 32", rang=2, collecte="autorisee",
    )  # fmt: skip
    declarer(
        chez_elle, enfants=[zoe], par=mere.utilisateur, prenom="Gaël", nom="Le Bris", lien="voisin",
        telephone="06 39 98 00 33", collecte="autorisee", du=jour + timedelta(days=3), au=jour + timedelta(days=3),
    )  # fmt: skip
    declarer(
        chez_lui, enfants=[zoe], par=pere.utilisateur, prenom="Nolwenn", nom=pere.nom, lien="famille",
        telephone="06 39 98 00 34", rang=1, collecte="autorisee",
    )  # fmt: skip


def _vaccins(enfant):
    """Give plausible dates: eleven months, then reminders at six years."""
    rappel = date(enfant.naissance.year + 1, enfant.naissance.month, 15)
    return {code: rappel.isoformat() for code in vaccins_obligatoires(enfant.naissance)}


def pdf(nom, texte):
    """Give a document that says it is one, and nothing of anybody; ``texte`` without accents."""
    document, sortie = pikepdf.new(), BytesIO()
    document.add_blank_page(page_size=PAGE)
    lignes = f"BT /F1 16 Tf 72 760 Td ({texte} - demonstration) Tj ET".encode()
    police = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    document.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=police))
    document.pages[0].Contents = document.make_stream(lignes)
    document.save(sortie)
    return SimpleUploadedFile(nom, sortie.getvalue())
