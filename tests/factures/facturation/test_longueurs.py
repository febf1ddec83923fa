"""The longest that the forms allow: the month closes, and nothing runs over the amount of the invoice."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from espace_prive.famille.models import Enfant, Responsable
from factures.facturation.models import Facture, LigneFacture
from factures.facturation.pdf import facture_pdf
from reservations.activites.models import Activite, Formule
from tests.factories.factures import facturer
from tests.factories.famille import famille

pytestmark = pytest.mark.django_db


def au_plus_long(objet, *champs, signe="M"):
    """Fill these columns to the last sign, with words."""
    for champ in champs:
        largeur = type(objet)._meta.get_field(champ).max_length
        setattr(objet, champ, (f"{signe * 11} " * largeur)[: largeur - 1] + signe)
    objet.full_clean()
    objet.save()


def test_columns_are_as_long_as_what_is_put_together_in_them():
    def longueur(modele, champ):
        return modele._meta.get_field(champ).max_length

    enfant = Enfant(prenom="M" * longueur(Enfant, "prenom"), nom="M" * longueur(Enfant, "nom"))
    assert len(str(enfant)) <= longueur(LigneFacture, "enfant_nom")
    formule = Formule(
        nom="M" * longueur(Formule, "nom"), activite=Activite(nom="M" * longueur(Activite, "nom"))
    )  # fmt: skip
    assert len(str(formule)) <= longueur(LigneFacture, "libelle")
    assert longueur(Facture, "debiteur") is None, "as many adults as live there"
    adulte = Responsable._meta.get_field("adresse_indiquee").max_length
    assert adulte >= 200 + 200 + 12 + 100 + 60


def position_de(page, texte):
    """Give how high on the page a text stands, in points."""
    hauteurs = []

    def lire(morceau, cm, tm, police, taille):
        if texte in morceau:
            hauteurs.append(tm[5] * cm[3] + cm[5])

    page.extract_text(visitor_text=lire)
    return hauteurs[0]


def test_the_month_closes_with_the_longest_names_and_the_amount_stays_readable(donges):
    maison = famille(donges, enfants=1)
    au_plus_long(maison.enfants[0], "prenom", "nom", signe="W")
    au_plus_long(maison.responsable, "prenoms", "nom", signe="W")
    au_plus_long(maison.foyer, "adresse", "complement", "ville", signe="W")
    au_plus_long(donges.formule, "nom")
    au_plus_long(donges.cantine, "nom")
    facture = facturer(maison, donges)
    assert facture.lignes.get().enfant_nom == str(maison.enfants[0])
    assert facture.debiteur == f"Madame {maison.responsable}"
    facture = Facture.objects.avec_reste().get(pk=facture.pk)
    (page, *_) = PdfReader(BytesIO(facture_pdf(facture))).pages
    assert position_de(page, "À payer") < position_de(page, "44480") - 10, "the amount is below the address"
    assert "Adressée à" in page.extract_text()
