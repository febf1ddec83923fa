"""What the family's file asks of a parent: on the home, right after saving, and in the child's file."""

import pytest

from espace_prive.famille.models import Confirmation
from espace_prive.sante.models import Autorisation, FicheSanitaire, Proche
from tests.factories.famille import completer_le_dossier, famille
from tests.tools.fichiers import pdf
from tests.tools.html import arbre, source, taches, trouver
from tests.tools.requetes import requetes

pytestmark = pytest.mark.django_db


def du_dossier(client):
    """Leave aside what is to book or to pay."""
    return {t: v for t, v in taches(client).items() if not t.startswith(("Facture", "Réserver"))}


def test_a_new_account_is_told_what_its_file_lacks(mere, elle):
    attendues = {f"Compléter le dossier de {prenom}" for prenom in ("Zoé", "Malo")}
    lues = du_dossier(mere)
    assert set(lues) == attendues | {"Relire votre dossier pour cette année", "Dire comment vous joindre"}
    texte, adresse = lues[min(attendues)]
    assert "médecin traitant" in texte
    assert "accueil provisoire, 3 mois" in texte
    assert "et 2 autres points" in texte
    assert adresse.endswith("/dossier/")
    assert "6 rubriques à confirmer" in lues["Relire votre dossier pour cette année"][0]


@pytest.mark.parametrize(
    ("enlever", "attendu"),
    [
        (lambda: FicheSanitaire.objects.update(assurance_fin="2026-08-31"), "assurance périmée"),
        (lambda: FicheSanitaire.objects.update(medecin=""), "médecin traitant"),
        (lambda: Autorisation.objects.all().delete(), "réponse « Soins d’urgence et hospitalisation »"),
        (lambda: Proche.objects.update(du="2026-10-01", au="2026-11-01"), "personne à appeler"),
        (lambda: Confirmation.objects.filter(enfant=None).delete(), "2 rubriques à confirmer"),
    ],
)
def test_a_complete_file_asks_nothing_and_each_gap_is_said(mere, elle, enlever, attendu):
    completer_le_dossier(elle)
    assert du_dossier(mere) == {}
    enlever()
    textes = [texte for texte, _ in du_dossier(mere).values()]
    assert textes
    assert all(attendu in texte for texte in textes)


def test_an_allergy_without_a_pai_is_said_at_once_and_until_there_is_one(mere, elle):
    completer_le_dossier(elle)
    enfant = elle.enfants[0]
    adresse = f"/espace/dossier/alimentation/{enfant.pk}/"
    saisie = {"version": "0", "regime": "standard", "allergies": "Arachide : gonflement des lèvres"}
    page = source(mere.post(adresse, saisie, follow=True))
    assert "La fiche sanitaire est à jour." in page
    assert "Une allergie ou une intolérance est déclarée, sans PAI." in page
    pai = f"/espace/dossier/pai/{enfant.pk}/"
    suite = source(mere.get(f"/espace/enfants/{enfant.pk}/dossier/"))
    assert "Il manque quelque chose" in suite
    assert f'<a href="{pai}">Joindre le PAI' in suite
    titre, (texte, bouton) = next(iter(taches(mere).items()))
    assert titre == f"{enfant.prenom} : allergie sans PAI", "a child's safety comes first"
    assert "joignez-le" in texte
    assert bouton == pai
    # The document alone, « Pas de PAI » left above it: nothing would be known of it, and the alert would stay.
    fiche = FicheSanitaire.objects.get(enfant=enfant)
    sans_genre = mere.post(pai, {"version": fiche.version, "pai": "", "piece": pdf("pai.pdf")})
    assert "choisissez de quel PAI il s’agit" in source(sans_genre)
    assert FicheSanitaire.objects.get(enfant=enfant).pai_document is None
    FicheSanitaire.objects.filter(enfant=enfant).update(pai="allergie", pai_fin="2027-07-05")
    assert not [t for t in taches(mere) if "allergie" in t]


def test_who_has_no_authority_is_asked_nothing_of_the_file(pere, elle, lui):
    enfant = elle.enfants[0]
    enfant.liens.filter(responsable=lui.responsable).update(autorite_parentale=False)
    assert du_dossier(pere) == {}


@pytest.mark.parametrize(
    ("genre", "champ", "jeton"),
    [("medecin", "medecin_telephone", "off"), ("entourage", "telephone", "off"), ("coordonnees", "mobile", "tel")],
)
def test_the_browser_offers_ones_own_number_for_oneself_alone(mere, elle, genre, champ, jeton):
    cible = {"medecin": elle.enfants[0], "entourage": elle.foyer, "coordonnees": elle.responsable}[genre]
    page = arbre(mere.get(f"/espace/dossier/{genre}/{cible.pk}/"))
    assert trouver(page, "input", name=champ).get("autocomplete") == jeton


@pytest.mark.usefixtures("memoire_longue")
def test_it_is_one_statement_for_one_child_and_for_twelve(client, donges):
    comptes = []
    for nombre in (1, 12):
        client.force_login(famille(donges, enfants=nombre).utilisateur)
        client.get("/espace/")
        with requetes() as faites:
            client.get("/espace/")
        comptes.append([sql for sql in faites if "famille_confirmation" in sql])
    assert [len(c) for c in comptes] == [1, 1]
