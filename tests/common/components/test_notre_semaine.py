"""« Notre semaine »: what a cell says, what a change says, what the bar says, how heavy the page is."""

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.template import Context, Template

from common.components.affichage import LigneRecap
from common.components.semaine import (
    ETATS_CELLULE,
    Barre,
    CelluleMontree,
    ChoixMontre,
    JourMontre,
    LigneMontree,
    SemaineMontree,
)
from common.components.vitrine_semaine import barre_pleine, contexte_semaine
from common.words import typo
from tests.tools.html import soupe, textes, un

RACINE = Path(__file__).parents[3]
LUNDI = date(2027, 1, 4)


def ecrire(gabarit, **contexte):
    return Template("{% load components %}" + gabarit).render(Context(contexte))


def une_case(**valeurs):
    """Write one cell; give its element."""
    cellule = CelluleMontree(date=LUNDI, **valeurs)
    ligne = LigneMontree(enfant="Zoé", activite="Cantine", cle=12, cellules=[cellule])
    semaine = SemaineMontree(jours=[JourMontre(date=LUNDI, titre="lundi 4 janvier")], lignes=[ligne])
    return un(ecrire("{% notre_semaine semaine=s %}", s=semaine), ".case")


def choix(**valeurs):
    return ChoixMontre(**{"valeur": "12:3:2027-01-04", "nom": "Repas", **valeurs})


@pytest.mark.parametrize("etat", sorted(ETATS_CELLULE))
def test_a_cell_that_cannot_change_is_one_element_with_its_state_in_words(etat):
    case = une_case(etat=etat, motif="parce que")
    assert case.find_all(True) == []
    assert case.get_text() == f"{ETATS_CELLULE[etat][0]}\u00a0: parce que"
    assert case["data-titre"] == "Zoé, Cantine"


def test_each_state_has_a_drawing_and_each_drawing_is_that_of_the_sprite():
    style = (RACINE / "static/css/components/dessins.css").read_text()
    sprite = (RACINE / "static/icons/sprite.svg").read_text()
    dessins = dict(re.findall(r'\[data-icone="([\w-]+)"\] \{ --dessin: url\("data:image/svg\+xml,(.*?)"\)', style))
    assert {icone for _, icone in ETATS_CELLULE.values()} <= set(dessins)
    for nom, dessin in dessins.items():
        trait = re.search(rf'<symbol id="{nom}"[^>]*>(.*?)</symbol>', sprite, re.DOTALL)[1]
        assert trait.replace("currentColor", "black") in unquote(dessin).replace("'", '"')


@pytest.mark.feature("F123", "F124")
def test_a_cell_to_tick_says_its_state_its_price_its_deadline_and_what_a_change_would_be():
    case = une_case(choix=[choix(prix=Decimal("2.15"))], limite="jusqu’à jeu. 9\u00a0h", places=1, chez="chez elle")
    assert case.name == "label"
    assert case["data-prix"] == "2,15\u202f€"
    assert textes(str(case), "b, small") == ["Libre", "jusqu’à jeu. 9 h · 1 place · chez elle"]
    assert case.b["data-sera"] == "Sera réservé"
    assert case.input["value"] == "12:3:2027-01-04"
    assert not case.input.has_attr("checked")
    assert not case.input.has_attr("data-initial")


def test_a_booked_cell_can_be_unticked_and_says_so():
    case = une_case(etat="reserve", choix=[choix(initial=True, coche=True)])
    assert case.input.has_attr("checked")
    assert case.input.has_attr("data-initial")
    assert case.b["data-sera"] == "Sera annulé"


def test_several_formules_are_a_list_with_their_prices():
    case = une_case(
        etat="reserve",
        choix=[choix(nom="Journée", prix=Decimal("14.40"), initial=True), choix(nom="Matin", coche=True)],
    )
    assert [option.get_text() for option in case.select("option")] == ["Pas ce jour", "Journée, 14,40\u202f€", "Matin"]
    assert [o.get_text() for o in case.select("option[selected]")] == ["Matin"]
    assert [o.get_text() for o in case.select("option[data-initial]")] == ["Journée, 14,40\u202f€"]
    assert (case.b["data-sera"], case.b["data-sans"]) == ("Sera changé", "Sera annulé")


def test_a_list_with_nothing_booked_starts_from_nothing():
    case = une_case(choix=[choix(), choix(nom="Matin")])
    assert [o["value"] for o in case.select("option[data-initial]")] == [""]
    assert case.b["data-sera"] == "Sera réservé"


def test_a_formule_by_the_quarter_has_its_hour_beside_its_box():
    case = une_case(choix=[choix()], heure=("heures-12-3-2027-01-04", "17:45", "Départ"))
    heure = case.select_one("label:not(.case__choix) input[type=time]")
    assert (heure["name"], heure["value"], heure["step"]) == ("heures-12-3-2027-01-04", "17:45", "900")
    assert case.select_one("label.case__choix")["data-titre"] == "Zoé, Cantine"


def test_what_a_cell_says_is_escaped():
    assert "<i>" not in str(une_case(etat="ferme", motif="<i>"))
    assert "<i>" not in str(une_case(choix=[choix(nom="<i>"), choix()], chez="<i>"))


def test_a_row_without_booking_is_one_note_and_nothing_to_tick():
    notee = LigneMontree(enfant="Zoé", activite="Périscolaire", cle=4, note="Sans réservation.")
    jour = JourMontre(date=LUNDI, titre="lundi 4 janvier")
    page = soupe(ecrire("{% notre_semaine semaine=s %}", s=SemaineMontree(jours=[jour], lignes=[notee])))
    note = un(str(page), ".notre-semaine__note")
    assert (note["data-titre"], note.get_text()) == ("Zoé, Périscolaire", "Sans réservation.")
    assert page.select(".case, .notre-semaine__rangee") == []


@pytest.mark.feature("F118")
def test_a_row_is_filled_by_its_own_button_unless_nothing_is_left_to_fill():
    page = soupe(ecrire("{% notre_semaine semaine=s %}", s=contexte_semaine()["notre_semaine"]))
    assert [b["value"] for b in page.select(".notre-semaine__rangee button")] == ["toute-1", "toute-2", "toute-3"]
    assert page.select_one("button")["aria-label"] == "Tous les jours, Léa, Cantine"


def test_what_is_above_the_grid_asks_what_the_page_answers():
    gabarit = '{% outils_semaine quand="Semaine du 4 janvier" enfants=e precedent=False %}'
    outils = soupe(ecrire(gabarit, e=[(1, "Zoé"), (2, "Malo")]))
    boutons = [b["value"] for b in outils.select("button")]
    # The first one is pressed by Enter: it fills nothing.
    assert boutons == ["rester", "suivante", "comme", "toute", "copier-1", "copier-2", "copies", "vider"]


def test_a_bar_without_a_change_is_quiet_and_still_leads_to_step_two():
    barre = soupe(ecrire("{% barre_semaine barre=b %}", b=Barre(version=7)))
    assert barre.select_one("input[name=version]")["value"] == "7"
    assert barre.select("input[name=montant], details") == []
    assert [b["value"] for b in barre.select("button")] == ["etape2"]


@pytest.mark.feature("F126", "F127")
def test_the_bar_is_the_receipt_and_confirms_what_it_shows():
    barre = soupe(ecrire("{% barre_semaine barre=b %}", b=barre_pleine()))
    assert barre.select_one("summary").get_text() == "8 repas, 2 accueils, 1 journée annulée · +\u202f14,40\u202f€"
    assert barre.select_one("input[name=montant]")["value"] == "14.40"
    assert [b["value"] for b in barre.select("button")] == ["confirmer", "etape2"]
    assert {li["data-geste"] for li in barre.select("li")} == {"ajout", "retrait"}
    premiere = barre.select_one("li").get_text()
    assert "+\u202f2,15\u202f€" in premiere
    assert "Annulable jusqu’au" in premiere
    recu = barre.select_one(".barre-semaine__recu").get_text()
    assert "Facture de novembre 2026\u00a0: +\u202f16,55\u202f€" in recu


def test_the_bar_says_the_first_refusals_and_how_many_more_and_tells_them_all():
    barre = Barre(refus=[f"Refus {n}." for n in range(5)])
    assert barre.premiers_refus == ["Refus 0.", "Refus 1.", "Et 3 autres refus, à lire à l’étape 2."]
    assert barre.annonce == "Rien à confirmer. Refus 0. Refus 1. Refus 2. Refus 3. Refus 4."
    assert Barre(refus=["Un."]).premiers_refus == ["Un."]
    assert Barre(pret=True, comptes=["1 repas"], montant=Decimal(2)).annonce == "1 repas, +\u202f2,00\u202f€."


def semaine_chargee(*, formules):
    """Give the week of three children and six activities, everything to tick; ``formules`` by activity."""
    jours = [LUNDI + timedelta(days=n) for n in range(5)]
    lignes = []
    for enfant in range(3):
        for activite, combien in enumerate(formules):
            offres = [choix(nom=f"Formule {n}", prix=Decimal("9.85")) for n in range(combien)]
            limite = "Possible jusqu’au jeu. 31 déc. à 9\u00a0h"
            cases = [CelluleMontree(date=j, choix=offres, limite=limite, places=2) for j in jours]
            nom = f"Activité {activite}"
            lignes.append(LigneMontree(enfant=f"Enfant {enfant}", rang=enfant, activite=nom, cle=9, cellules=cases))
    return SemaineMontree(jours=[JourMontre(date=j, titre=typo.date_longue(j)) for j in jours], lignes=lignes)


def barre_chargee(lignes):
    ligne = LigneRecap(libelle="Lundi 4 janvier, repas", detail="Annulable", montant=Decimal(2), geste="ajout")
    enfants = [(f"Enfant {n}", [ligne] * (lignes // 3), Decimal(60)) for n in range(3)]
    return Barre(pret=True, comptes=["90 repas"], enfants=enfants)


@pytest.mark.parametrize(
    ("formules", "souhaits", "plafond"), [((1,) * 6, 90, 660), ((1, 1, 1, 1, 3, 3), 90, 800), ((0,) * 6, 0, 260)]
)  # fmt: skip
def test_the_week_of_three_children_and_six_activities_is_light(formules, souhaits, plafond):
    """The page around it (head, header, footer, the phone's bar) has about a hundred elements: 900 in all."""
    gabarit = "{% outils_semaine quand=q enfants=e %}{% notre_semaine semaine=s %}{% barre_semaine barre=b %}"
    enfants = [(n, f"Enfant {n}") for n in range(3)]
    barre = barre_chargee(souhaits) if souhaits else Barre()
    html = ecrire(gabarit, q="Semaine", e=enfants, s=semaine_chargee(formules=formules), b=barre)
    assert len(soupe(html).find_all(True)) <= plafond
