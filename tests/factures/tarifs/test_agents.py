"""The agents' grids: read by all the staff, written by those who may, with a sentence for each mistake."""

from datetime import date

import pytest
from django.urls import reverse

from factures.tarifs.models import Grille
from tests.factories.commune import grille_de
from tests.factories.famille import famille
from tests.factories.reservations import jours_d_ecole, reserver_jours
from tests.tools.html import arbre, brut, source, texte

NEUVE = {
    "nom": "Tarifs 2027", "du": "2027-01-01", "unite": "repas", "forme": "tranches", "borne": "superieure",
    "arrondi": "proche", "tranches": "500 ; 0,90\nau-delà ; 4,50", "exterieur": "meme_prix", "fratrie": "aucune",
    "assiette": "quotient", "multiple": "1",
}  # fmt: skip


@pytest.mark.feature("F148")
def test_agents_read_the_grid_with_its_bounds(client_agent, client_regisseur, donges):
    grille_de(donges.formule, [(None, "3.00")], nom="Ancienne", du=date(2020, 9, 1), au=date(2024, 8, 31))
    for qui in (client_agent, client_regisseur):
        page = brut(qui.get(reverse("grilles_tarifaires")))
        for mot in ("jusqu’à 500", "de 500,01 à 1\u202f000", "au-delà de 1\u202f600", "4,35\u202f€", "5,10\u202f€"):
            assert mot in page
        assert source(page).index("Restauration scolaire </h2>") < source(page).index("Ancienne – terminée")


def test_the_grids_of_the_admin_are_for_staff(client, donges):
    assert client.get(reverse("grilles_tarifaires")).status_code == 302


def test_who_may_only_read_writes_nothing(client_agent, donges):
    page = client_agent.get(reverse("grilles_tarifaires")).content.decode()
    assert "Nouvelle version" not in page
    for nom in ("creer_grille", "nouvelle_version_grille", "modifier_grille", "supprimer_grille"):
        adresse = reverse(nom, args=[] if nom == "creer_grille" else [donges.grille.pk])
        assert client_agent.get(adresse).status_code == client_agent.post(adresse, NEUVE).status_code == 404
    assert Grille.objects.count() == 1


def test_a_new_version_from_a_date(client_regisseur, donges):
    adresse = reverse("nouvelle_version_grille", args=[donges.grille.pk])
    page = client_regisseur.get(adresse).content.decode()
    assert "500 ; 0,85" in page
    assert "au-delà ; 4,35" in page
    assert 'value="5,10"' in page
    assert client_regisseur.post(adresse, NEUVE).status_code == 302
    donges.grille.refresh_from_db()
    neuve = Grille.objects.get(du=date(2027, 1, 1))
    assert (donges.grille.au, neuve.formule) == (date(2026, 12, 31), donges.formule)
    assert [(str(t.jusqua), str(t.prix)) for t in neuve.tranches.all()] == [("500.00", "0.90"), ("None", "4.50")]


def test_the_grid_is_shown_before_it_is_kept(client_regisseur, donges):
    adresse = reverse("nouvelle_version_grille", args=[donges.grille.pk])
    page = client_regisseur.post(adresse, NEUVE | {"apercu": "1"}).content.decode()
    assert "Ce que liront les familles" in page
    assert "0,90\u202f€" in page
    assert Grille.objects.count() == 1
    donges.grille.refresh_from_db()
    assert donges.grille.au is None


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({"tranches": "500 ; abc\nau-delà ; 1"}, "Ligne 1 : « abc » n’est pas un nombre."),
        ({"tranches": "500 ; 1"}, "La dernière ligne doit commencer par « au-delà »"),
        ({"tranches": ""}, "Renseignez « Tranches et prix »."),
        ({"du": ""}, "Renseignez"),
        ({"du": "2027-13-01"}, "Cette date n’existe pas."),
        ({"au": "2026-12-31"}, "La fin précède le début."),
        ({"du": "2024-09-01"}, "La nouvelle version suit la précédente"),
        ({"forme": "effort", "tranches": "0,42"}, "Écrivez le prix maximum"),
        ({"forme": "effort", "tranches": "0,42", "plancher": "5", "plafond": "4"}, "Le minimum dépasse le maximum."),
        ({"forme": "effort", "tranches": "0,42 ; 3", "plafond": "4", "exterieur": "colonne"}, "Au taux d’effort"),
        ({"forme": "autre"}, "Choisissez une des réponses"),
        ({"exterieur": "majoration"}, "Écrivez la majoration, en %, ou le prix."),
        ({"exterieur_valeur": "20"}, "Ce choix n’a pas de montant"),
        ({"exterieur_valeur": "vingt"}, "Écrivez un nombre"),
        ({"tranches": "500 ; 1 ; 2\nau-delà ; 3 ; 4"}, "dites s’ils sont par rang ou par nombre"),
        ({"reductions": "0 ; 10"}, "dites si elles sont par rang"),
        ({"reductions": "0 ; 110", "fratrie": "rang"}, "100 % au plus"),
        ({"reductions": "dix", "fratrie": "rang"}, "n’est pas un nombre"),
        ({"multiple": "0", "plafond": "-1"}, "sans signe moins"),
    ],
)
def test_a_mistake_is_said_and_nothing_typed_is_lost(client_regisseur, donges, saisie, phrase):
    adresse = reverse("nouvelle_version_grille", args=[donges.grille.pk])
    reponse = client_regisseur.post(adresse, NEUVE | {"nom": "Bien tapé"} | saisie)
    assert reponse.status_code == 422
    mots = texte(arbre(reponse))
    assert phrase in mots.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Bien tapé" in reponse.content.decode()
    assert Grille.objects.count() == 1


def test_what_has_billed_is_not_corrected_and_the_page_says_what_to_do(client_regisseur, donges):
    from factures.facturation import services as facturation

    reserver_jours(famille(donges), donges, jours_d_ecole(date(2026, 10, 1))[:1])
    facturation.lancer_cloture(regie=donges.regie, mois=date(2026, 10, 1), echeance=date(2026, 11, 30), par=None)
    page = client_regisseur.get(reverse("grilles_tarifaires")).content.decode()
    assert "elle ne se modifie plus" in page
    modifier = reverse("modifier_grille", args=[donges.grille.pk])
    assert modifier not in page
    for adresse in (modifier, reverse("supprimer_grille", args=[donges.grille.pk])):
        suite = client_regisseur.post(adresse, NEUVE, follow=True).content.decode()
        assert "Créez une nouvelle version à partir d’une date." in suite
    assert Grille.objects.get().nom == "Restauration scolaire"
    tot = client_regisseur.post(
        reverse("nouvelle_version_grille", args=[donges.grille.pk]), NEUVE | {"du": "2026-10-01"}
    )
    assert "Des jours sont déjà facturés avec la grille actuelle" in tot.content.decode()


def test_a_grid_that_billed_nothing_is_corrected_then_withdrawn(client_regisseur, donges):
    pk = donges.grille.pk
    corrigee = NEUVE | {
        "du": "2024-09-01",
        "forme": "effort",
        "tranches": "0,42",
        "plafond": "5,35",
        "plancher": "1,33",
    }
    assert client_regisseur.post(reverse("modifier_grille", args=[pk]), corrigee).status_code == 302
    grille = Grille.objects.get(pk=pk)
    assert (grille.forme, str(grille.plafond), str(grille.tranches.get().taux)) == ("effort", "5.35", "0.4200")
    assert "Supprimer la grille" in client_regisseur.get(reverse("supprimer_grille", args=[pk])).content.decode()
    client_regisseur.post(reverse("supprimer_grille", args=[pk]))
    assert not Grille.objects.exists()


def test_a_first_grid_for_the_families_from_elsewhere(client_regisseur, donges):
    saisie = NEUVE | {"formule": donges.formule.pk, "pour": "2", "forme": "unique", "tranches": "6,50"}
    assert client_regisseur.post(reverse("creer_grille"), saisie).status_code == 302
    page = client_regisseur.get(reverse("grilles_tarifaires")).content.decode()
    assert "familles hors commune" in page
    deux = client_regisseur.post(reverse("creer_grille"), saisie)
    assert "Une autre grille s’applique déjà à ces dates." in deux.content.decode()


TEXTES = ("nom", "unite", "deliberation", "tranches", "reductions")
CHOIX = ("forme", "borne", "arrondi", "exterieur", "fratrie", "assiette")
NOMBRES = (
    "prix_exceptionnel", "exterieur_valeur", "plancher", "plafond", "multiple", "supplement", "assiette_min",
    "assiette_max",
)  # fmt: skip
DATES = ("du", "au")


@pytest.mark.parametrize(
    "pose", ["a\x00b", "x" * 20_000, "9" * 20_000, "1e999999", "NaN", "-1", "²"], ids=lambda p: repr(p)[:12]
)
def test_whatever_is_sent_for_a_grid_it_is_answered_and_nothing_breaks(client_regisseur, donges, pose):
    adresse = reverse("nouvelle_version_grille", args=[donges.grille.pk])
    for champ in TEXTES + CHOIX + NOMBRES + DATES:
        reponse = client_regisseur.post(adresse, NEUVE | {champ: pose, "apercu": "1"})
        assert reponse.status_code in (200, 422), champ
        assert reponse.context["form"].errors or champ in TEXTES, f"{champ} is refused with a sentence"


@pytest.mark.parametrize("mot", ["100 %", "%s", "%(nom)s", "{nom}", "{{ nom }}", "<b>"])
def test_the_words_of_a_grid_are_words_whatever_they_look_like(client_regisseur, donges, mot):
    adresse = reverse("nouvelle_version_grille", args=[donges.grille.pk])
    mots = {"nom": f"Tarif {mot}", "deliberation": mot}
    assert client_regisseur.post(adresse, NEUVE | mots | {"apercu": "1"}).status_code == 200
    assert client_regisseur.post(adresse, NEUVE | mots).status_code == 302
    neuve = Grille.objects.get(du=date(2027, 1, 1))
    assert (neuve.nom, neuve.deliberation) == (f"Tarif {mot}", mot)
    page = arbre(client_regisseur.get(reverse("grilles_tarifaires")))
    assert f"Tarif {mot}" in texte(page)
    reponse = client_regisseur.get(reverse("modifier_grille", args=[neuve.pk]))
    assert arbre(reponse) is not None
