"""« Mon compte » : what a parent reads of the invoices, and nobody else."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from pypdf import PdfReader

from commune.models import Regie
from factures.facturation import services
from factures.facturation.models import Facture
from factures.facturation.pdf import facture_pdf
from factures.facturation.phrases import jours_en_mots
from tests.factories.factures import facture_brute, facturer, payer
from tests.factories.famille import famille
from tests.tools.html import brut, texte, textes

FINE, INSECABLE = "\u202f", "\u00a0"


@pytest.fixture
def maison(donges):
    return famille(donges, enfants=2, quotient="640")


@pytest.fixture
def parent(client, maison):
    client.force_login(maison.utilisateur)
    return client


@pytest.mark.feature("F149", "F151", "F152", "F154")
def test_mon_compte_says_how_many_are_unpaid_then_each_line(parent, maison, donges):
    facture = facturer(maison, donges)
    payer(facture_brute(maison, donges, numero=900, mois=date(2026, 9, 1), total="58.56"))
    page = brut(parent.get("/espace/factures/"))
    assert "<h1>Mon compte</h1>" in page
    assert "Vous avez 1 facture non réglée" in page
    assert f"20,00{FINE}€" in page
    assert f"{facture.reference} – octobre 2026" in texte(page)
    assert "2026-000900 – septembre 2026" in texte(page)
    assert f"58,56{FINE}€" in page
    assert "Réglée" in page


def test_several_unpaid_a_part_paid_one_and_a_late_one(parent, maison, donges):
    payer(facture_brute(maison, donges, numero=1, total="30.00"), "10.00")
    facture_brute(maison, donges, numero=2, mois=date(2026, 9, 1), echeance=date(2026, 10, 31))
    page = brut(parent.get("/espace/factures/"))
    assert "Vous avez 2 factures non réglées" in page
    assert f"30,00{FINE}€" in page
    assert "Réglée en partie" in page
    assert "échéance dépassée" in page


def test_an_empty_account_says_what_will_come(parent):
    page = brut(parent.get("/espace/factures/"))
    assert "Aucune facture pour le moment" in page
    assert "Toutes vos factures" not in page


def test_everything_paid(parent, maison, donges):
    payer(facture_brute(maison, donges, numero=1))
    assert "Toutes vos factures sont réglées" in brut(parent.get("/espace/factures/"))


@pytest.mark.feature("F153")
def test_invoices_by_regie(parent, maison, donges):
    facture_brute(maison, donges, numero=1)
    autre = Regie.objects.create(code="petite-enfance", nom="Petite Enfance", service=donges.service)
    facture_brute(maison, donges, numero=1, mois=date(2026, 9, 1), regie=autre)
    page = brut(parent.get("/espace/factures/"))
    assert "Affaires scolaires" in page
    assert f"?regie={autre.pk}" in page
    seule = brut(parent.get("/espace/factures/", {"regie": autre.pk}))
    assert "septembre 2026" in seule
    assert "octobre 2026" not in seule
    assert "octobre 2026" in brut(parent.get("/espace/factures/", {"regie": "x"}))


@pytest.mark.feature("F149", "F156")
def test_the_detail_shows_days_prices_why_and_what_is_left(parent, maison, donges):
    facture = facturer(maison, donges)
    payer(facture, "5.00")
    page = brut(parent.get(reverse("facturation:detail", args=[facture.pk])))
    assert "Facture d’octobre 2026" in page
    assert f"1er, 2, 5, 6, 8, 9, 12, 13, 15 et 16{INSECABLE}octobre" in page
    assert f"Quotient familial 640{INSECABLE}: tranche de 500,01 à 1{FINE}000" in page
    titres = textes(page, "h2")
    for enfant in maison.enfants:
        assert any(titre.endswith(str(enfant)) for titre in titres), titres
    assert f"15,00{FINE}€" in page
    assert reverse("facturation:pdf", args=[facture.pk]) in page


def test_a_cancelled_invoice_and_its_avoir_point_to_each_other(parent, maison, donges, regisseur):
    facture = facturer(maison, donges)
    avoir = services.corriger(facture, motif="Quotient mal saisi", par=regisseur)
    page = brut(parent.get(reverse("facturation:detail", args=[facture.pk])))
    assert "Cette facture est annulée" in page
    assert reverse("facturation:detail", args=[avoir.pk]) in page
    assert "Payer la facture" not in page
    page = brut(parent.get(reverse("facturation:detail", args=[avoir.pk])))
    assert "Quotient mal saisi" in page
    assert reverse("facturation:detail", args=[facture.pk]) in page
    assert "non réglée" not in brut(parent.get("/espace/factures/"))


@pytest.mark.parametrize("nom", ["facturation:detail", "facturation:pdf"])
def test_an_invoice_of_another_family_or_unknown_is_not_found(client, maison, donges, nom):
    facture = facturer(maison, donges)
    client.force_login(famille(donges).utilisateur)
    assert client.get(reverse(nom, args=[facture.pk])).status_code == 404
    assert client.get(reverse(nom, args=[facture.pk + 1000])).status_code == 404


def test_without_a_sign_in_there_is_nothing(client, maison, donges):
    facture = facturer(maison, donges)
    for adresse in ("/espace/factures/", reverse("facturation:detail", args=[facture.pk])):
        assert client.get(adresse).status_code == 302


@pytest.mark.parametrize("nombre", [3, 30])
def test_the_invoices_page_takes_eight_queries_at_most(parent, maison, donges, nombre, django_assert_max_num_queries):
    for numero in range(1, nombre + 1):
        payer(facture_brute(maison, donges, numero=numero), "4.00")
    parent.get("/espace/factures/")
    with django_assert_max_num_queries(8) as requetes:
        parent.get("/espace/factures/")
    # All of them in one query, and the credit of the family in another.
    assert sum("facturation_facture" in requete["sql"] for requete in requetes) == 2


@pytest.mark.feature("F150")
def test_the_pdf_carries_every_mention(parent, maison, donges):
    reglages = donges.reglages
    reglages.delegue_donnees, reglages.adresse = "dpo@donges.example", "1 place de la Mairie"
    reglages.save()
    donges.service.telephone = "02 61 91 00 01"
    donges.service.save()
    facture = facturer(maison, donges)
    reponse = parent.get(reverse("facturation:pdf", args=[facture.pk]))
    assert reponse["Content-Type"] == "application/pdf"
    assert reponse["Content-Disposition"] == 'attachment; filename="facture-2026-000001.pdf"'
    assert "no-store" in reponse["Cache-Control"]
    lu = lire(reponse.content)
    assert len(PdfReader(BytesIO(reponse.content)).pages) == 1
    for mention in (
        "Ville de Donges", "Affaires scolaires", "Régie Affaires scolaires", "2026-000001", "10 novembre 2026",
        "Facture d’octobre 2026", "du 1er au 31 octobre 2026", "Madame Camille Rivière",
        "3 rue des Ajoncs", "44480 Donges", str(maison.foyer.numero), *(str(enfant) for enfant in maison.enfants),
        "1er, 2, 5, 6, 8, 9, 12, 13, 15 et 16 octobre", "Restauration scolaire : repas",
        "Quotient familial 640 : tranche de 500,01 à 1 000", "1,00 €", "10,00 €", "20,00 €", "Déjà réglé",
        "30 novembre 2026", "Par carte bancaire", "02 61 91 00 01", "pendant deux mois", "dpo@donges.example", "TVA",
    ):  # fmt: skip
        assert mention in lu, mention


def lignes_de_tables(pdf):
    """Give each row of the tables of a tagged PDF as its cells: (kind, own id, ids of its headers)."""
    rangees = []

    def lire_le(noeud):
        if not isinstance(noeud, pikepdf.Dictionary) or "/S" not in noeud:
            return
        enfants = noeud.get("/K", [])
        enfants = list(enfants) if isinstance(enfants, pikepdf.Array) else [enfants]
        if noeud.S == "/TR":
            rangees.append([cellule(e) for e in enfants if isinstance(e, pikepdf.Dictionary) and "/S" in e])
        for enfant in enfants:
            lire_le(enfant)

    def cellule(c):
        attributs = c.get("/A", pikepdf.Dictionary())
        entetes = attributs.get("/Headers", []) if isinstance(attributs, pikepdf.Dictionary) else []
        return str(c.S), str(c.get("/ID", "")), [str(e) for e in entetes]

    lire_le(
        pdf.Root.StructTreeRoot.K[0]
        if isinstance(pdf.Root.StructTreeRoot.K, pikepdf.Array)
        else pdf.Root.StructTreeRoot.K
    )
    return rangees


def test_a_screen_reader_hears_of_whom_and_of_what_each_amount_is(maison, donges):
    """Every cell of a line names its own child and its own column, never another line's."""
    facturer(maison, donges)
    facture = Facture.objects.avec_reste().get()
    rangees = lignes_de_tables(pikepdf.open(BytesIO(facture_pdf(facture))))
    tete = [cle for genre, cle, _ in rangees[0] if genre == "/TH"]
    assert len(tete) == 5
    lignes = rangees[1 : 1 + len(maison.enfants)]
    for (enfant, cle, _), *cellules in lignes:
        assert enfant == "/TH"
        assert [genre for genre, _, _ in cellules] == ["/TD"] * 4
        for colonne, (_, _, entetes) in enumerate(cellules, 1):
            assert set(entetes) == {cle, tete[colonne]}
    for (intitule, cle, _), (genre, _, entetes) in rangees[1 + len(maison.enfants) :]:
        assert (intitule, genre, entetes) == ("/TH", "/TD", [cle])


def test_the_same_rows_print_the_same_bytes(maison, donges):
    facturer(maison, donges)
    facture = Facture.objects.avec_reste().get()
    assert facture_pdf(facture) == facture_pdf(facture)


def test_an_avoir_prints_what_it_cancels_and_why(parent, maison, donges, regisseur):
    avoir = services.corriger(facturer(maison, donges), motif="Quotient mal saisi", par=regisseur)
    reponse = parent.get(reverse("facturation:pdf", args=[avoir.pk]))
    assert 'filename="avoir-2026-000002.pdf"' in reponse["Content-Disposition"]
    lu = lire(reponse.content)
    for mention in ("Avoir d’octobre 2026", "la facture 2026-000001", "Quotient mal saisi", "− 20,00 €"):
        assert mention in lu, mention


def lire(pdf):
    """Give the text of a PDF with plain spaces."""
    brut = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(brut.replace(FINE, " ").replace(INSECABLE, " ").split())


@pytest.mark.parametrize(
    ("jours", "mots"),
    [
        (["2026-10-01"], f"1er{INSECABLE}octobre"),
        (["2026-10-05", "2026-10-02"], f"2 et 5{INSECABLE}octobre"),
        (["2026-09-30", "2026-10-01"], f"30{INSECABLE}septembre ; 1er{INSECABLE}octobre"),
    ],
)
def test_days_in_words(jours, mots):
    assert jours_en_mots(jours) == mots
