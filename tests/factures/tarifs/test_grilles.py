"""Grids kept in the database: whole, dated, and never changed once they have billed something."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from common.errors import Refus
from common.models import Journal
from factures.facturation import services as facturation
from factures.tarifs import services
from factures.tarifs.models import Grille, Tranche
from factures.tarifs.rules import SituationDuFoyer, tarifer
from factures.tarifs.services import Cellule
from tests.factories.commune import grille_de
from tests.factories.famille import famille
from tests.factories.reservations import jours_d_ecole, reserver_jours
from tests.factures.tarifs import baremes

D = Decimal
OCTOBRE = date(2026, 10, 1)


def garder(formule, bareme, **champs):
    """Write a pure grid of ``baremes`` as rows: the shortest way to compare the two."""
    regle = bareme.regle
    champs = {"nom": "Grille", "du": date(2030, 1, 1), "reductions": list(bareme.reductions)} | champs
    if bareme.fratrie:
        champs["fratrie"] = bareme.fratrie
    if bareme.exterieur:
        champs |= {"exterieur": bareme.exterieur.mode, "exterieur_valeur": bareme.exterieur.valeur}
    if hasattr(regle, "taux"):
        cellules = [Cellule(None, rang, taux=t) for rang, t in enumerate(regle.taux, 1)]
        champs |= {
            "forme": "effort", "assiette": regle.sur, "plancher": regle.plancher, "plafond": regle.plafond,
            "assiette_min": regle.assiette_min, "assiette_max": regle.assiette_max, "multiple": regle.multiple,
            "supplement": regle.supplement, "arrondir_avant": regle.arrondir_avant,
        }  # fmt: skip
    else:
        cellules = []
        for t in regle.tranches:
            cellules += [Cellule(t.jusqua, rang, prix=p, prix_haut=t.prix_haut) for rang, p in enumerate(t.prix, 1)]
            if t.exterieur is not None:
                cellules.append(Cellule(t.jusqua, Tranche.HORS_COMMUNE, prix=t.exterieur))
        interpolee = any(t.prix_haut is not None for t in regle.tranches)
        champs["forme"] = "interpolees" if interpolee else "tranches" if len(regle.tranches) > 1 else "unique"
        champs["borne"] = "superieure" if regle.borne_haute_comprise else "inferieure"
    return services.creer(formule=formule, cellules=cellules, par=None, **champs)


@pytest.mark.feature("F148")
@pytest.mark.parametrize("rang", range(len(baremes.TOUS)))
def test_a_grid_of_any_form_comes_back_from_the_database_as_it_was(donges, rang):
    bareme = baremes.TOUS[rang]
    grille = Grille.objects.get(pk=garder(donges.formule, bareme, pour=2).pk)
    for quotient in (None, D(0), D("500.01"), D(640), D(2000)):
        for ailleurs in (False, True):
            situation = SituationDuFoyer(quotient, quotient, ailleurs, 2, 3)
            assert tarifer(grille.bareme(), situation) == tarifer(bareme, situation)


def entiere():
    """Have the deferred trigger speak now."""
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def tranche(grille, jusqua, prix="1.00", colonne=1, **champs):
    valeur = None if prix is None else D(prix)
    Tranche.objects.create(grille=grille, jusqua=jusqua and D(jusqua), colonne=colonne, prix=valeur, **champs)


@pytest.mark.parametrize(
    ("champs", "lignes", "faute"),
    [
        ({}, [], "aucune tranche"),
        ({}, [("500", "1.00")], "dernière tranche"),
        ({"fratrie": "rang"}, [(None, "1"), ("500", "1"), (None, "1", 2)], "mêmes tranches"),
        ({"fratrie": "rang"}, [(None, "1"), (None, "1", 3)], "manque une colonne"),
        ({}, [(None, "1"), (None, "1", 2)], "compter la fratrie"),
        ({"exterieur": "colonne"}, [(None, "1")], "colonne hors commune"),
        ({}, [(None, "1"), (None, "1", 0)], "colonne hors commune"),
        ({"forme": "unique"}, [("500", "1"), (None, "1")], "prix unique"),
        ({"forme": "effort", "plafond": D(3)}, [(None, "1")], "de sa forme"),
        ({"fratrie": "rang", "reductions": [D(120)]}, [(None, "1")], "entre 0 et 100"),
        ({"reductions": [D(20)]}, [(None, "1")], "compter la fratrie"),
    ],
)  # fmt: skip
def test_the_database_refuses_a_grid_that_is_not_whole(donges, champs, lignes, faute):
    periode = {"du": date(2020, 1, 1), "au": date(2020, 12, 31)}
    grille = Grille.objects.create(formule=donges.formule, nom="Essai", **periode, **champs)
    for ligne in lignes:
        tranche(grille, *ligne)
    with pytest.raises(IntegrityError, match=faute), transaction.atomic():
        entiere()
    grille.delete()


@pytest.mark.parametrize(
    "champs",
    [
        {"forme": "effort"},
        {"plancher": D(5), "plafond": D(4)},
        {"exterieur": "majoration"},
        {"exterieur_valeur": D(20)},
        {"multiple": 0},
        {"supplement": D(-1)},
        {"prix_exceptionnel": D(-1)},
        {"assiette_min": D(9), "assiette_max": D(8)},
    ],
)
def test_the_database_refuses_settings_that_make_no_price(donges, champs):
    with pytest.raises(IntegrityError), transaction.atomic():
        Grille.objects.create(
            formule=donges.formule, nom="Essai", du=date(2020, 1, 1), au=date(2020, 12, 31), **champs
        )


def facturer(donges, jours=1):
    reserver_jours(famille(donges), donges, jours_d_ecole(OCTOBRE)[:jours])
    facturation.lancer_cloture(regie=donges.regie, mois=OCTOBRE, echeance=date(2026, 11, 30), par=None)
    donges.grille.refresh_from_db()


def test_billing_freezes_the_grid_until_the_last_day_billed(donges):
    assert donges.grille.facturee_jusquau is None
    facturer(donges, jours=3)
    assert donges.grille.facturee_jusquau == jours_d_ecole(OCTOBRE)[2]


@pytest.mark.parametrize(
    "geste",
    [
        lambda g: Grille.objects.filter(pk=g.pk).update(borne="inferieure"),
        lambda g: Grille.objects.filter(pk=g.pk).update(du=date(2024, 9, 2)),
        lambda g: Grille.objects.filter(pk=g.pk).update(facturee_jusquau=None),
        lambda g: Grille.objects.filter(pk=g.pk).update(au=date(2026, 9, 30)),
        lambda g: g.tranches.update(prix=9),
        lambda g: g.tranches.filter(jusqua=500).delete(),
        lambda g: Tranche.objects.create(grille=g, jusqua=100, prix=1),
        lambda g: g.delete(),
    ],
)
def test_what_has_billed_something_never_changes(donges, geste):
    facturer(donges)
    with pytest.raises(IntegrityError), transaction.atomic():
        geste(donges.grille)


def test_its_end_may_still_be_set_after_what_it_billed(donges):
    facturer(donges)
    Grille.objects.filter(pk=donges.grille.pk).update(au=date(2026, 12, 31))
    with pytest.raises(Refus) as refus:
        services.modifier(donges.grille, cellules=[Cellule(None, prix=D(1))], par=None, nom="Autre")
    assert refus.value.code == "figee"
    with pytest.raises(Refus, match="déjà servi"):
        services.supprimer(donges.grille, par=None)


def test_a_new_version_takes_over_on_its_day(donges, regisseur):
    facturer(donges)
    neuve = services.nouvelle_version(
        donges.grille, par=regisseur, nom="Tarifs 2027", du=date(2027, 1, 1),
        cellules=[Cellule(D(500), prix=D("0.90")), Cellule(None, prix=D("4.50"))],
    )  # fmt: skip
    donges.grille.refresh_from_db()
    assert (donges.grille.au, neuve.formule) == (date(2026, 12, 31), donges.formule)
    assert Journal.objects.filter(action="grille créée", acteur_id=regisseur.pk).exists()
    entiere()


@pytest.mark.parametrize(("du", "code"), [(date(2024, 9, 1), "trop_tot"), (date(2026, 10, 1), "deja_facture")])
def test_a_new_version_cannot_begin_before_what_is_billed(donges, du, code):
    facturer(donges)
    with pytest.raises(Refus) as refus:
        services.nouvelle_version(donges.grille, par=None, nom="x", du=du, cellules=[Cellule(None, prix=D(1))])
    assert refus.value.code == code
    donges.grille.refresh_from_db()
    assert donges.grille.au is None


def test_two_grids_never_overlap_and_the_refusal_undoes_all(donges):
    services.nouvelle_version(
        donges.grille, par=None, nom="x", du=date(2027, 9, 1), cellules=[Cellule(None, prix=D(1))]
    )
    with pytest.raises(Refus, match="Une autre grille s’applique déjà"):
        services.nouvelle_version(
            donges.grille, par=None, nom="y", du=date(2027, 1, 1), cellules=[Cellule(None, prix=D(1))]
        )
    donges.grille.refresh_from_db()
    assert donges.grille.au == date(2027, 8, 31)


def test_a_grid_that_billed_nothing_may_be_corrected_or_withdrawn(donges):
    neuve = services.nouvelle_version(
        donges.grille, par=None, nom="x", du=date(2027, 9, 1), cellules=[Cellule(None, prix=D(1))]
    )
    services.modifier(neuve, par=None, nom="Corrigée", cellules=[Cellule(D(9), prix=D(2)), Cellule(None, prix=D(3))])
    assert tarifer(Grille.objects.get(pk=neuve.pk).bareme(), SituationDuFoyer(D(9))).montant == 2
    entiere()
    services.supprimer(neuve, par=None)
    donges.grille.refresh_from_db()
    assert donges.grille.au is None, "the former grid goes on"


def test_a_service_refuses_brackets_that_make_no_grid(donges):
    with pytest.raises(Refus, match="n’est pas complète"):
        services.creer(
            formule=donges.formule, pour=2, nom="x", du=date(2027, 1, 1), par=None, cellules=[Cellule(D(5), prix=D(1))]
        )
    assert Grille.objects.count() == 1


def test_the_outside_may_have_its_own_dates(donges):
    grille_de(donges.formule, [(None, "6.50")], pour=2, du=date(2026, 9, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        grille_de(donges.formule, [(None, "7.00")], pour=2, du=date(2026, 12, 1))
