"""The demonstration obeys its own rules: who is registered for what, who booked what, when, where, at whose cost."""

from collections import Counter

import pytest

from common.errors import Refus
from common.words.dates import age
from commune.models import Lieu
from espace_prive.famille.models import Scolarite
from espace_prive.garde.models import PeriodeDeGarde
from espace_prive.garde.presentation import relire
from espace_prive.garde.rules import du_jour
from factures.facturation.models import Consommation
from factures.tarifs.services import Tarificateur
from reservations.activites.enums import Geste
from reservations.activites.models import Activite, Creneau, Inscription
from reservations.activites.rules_public import ConditionsDInscription, refuser_inscription
from reservations.activites.services.catalogue import catalogue
from reservations.activites.services.delais import delais_de
from reservations.activites.services.inscriptions import inscrire
from reservations.attente.models import Attente
from reservations.planning.models import Absence, Prise, Reservation, SemaineHabituelle
from tests.demo.villes import des_villes, familles_et_reservations, reglages_code, ville

__all__ = ["ville"]


@des_villes
def test_the_demonstration_obeys_the_rules_of_its_town(ville, monkeypatch):
    """Two dozen families, once a town: what follows reads their bookings and writes nothing."""
    familles_et_reservations(ville, monkeypatch, nombre=24)
    reservations = list(
        Reservation.objects.vivantes()
        .filter(absence__isnull=True)
        .select_related("enfant__fiche_sanitaire", "formule__activite", "payeur__foyer", "lieu")
        .prefetch_related("prises__creneau", "prises__creneau_du_groupe")
    )
    assert len(reservations) > 1000
    verifier_les_inscriptions()
    verifier_les_compteurs()
    verifier_les_jours(reservations)
    verifier_les_heures(reservations)
    verifier_les_foyers(reservations)
    verifier_les_paniers(reservations)
    assert Absence.objects.filter(justificatif__isnull=False).exists()
    if reglages_code(ville) == "donges":
        assert Attente.objects.filter(etat="attente").count() == 3
    # In Bassens everything of school time is booked period by period.
    assert SemaineHabituelle.objects.exists() == (reglages_code(ville) != "bassens")
    if reglages_code(ville) == "le-mesnil-saint-denis":
        assert any(r.hors_delai for r in reservations)


def verifier_les_inscriptions():
    """Nobody is registered for what its school, class, age or town may not have."""
    scolarites = {s.enfant_id: s for s in Scolarite.objects.all()}
    for i in Inscription.objects.select_related("enfant", "activite", "payeur__foyer"):
        public = ConditionsDInscription(
            set(i.activite.ecoles.values_list("pk", flat=True)), i.activite.niveaux, i.activite.age_min,
            i.activite.age_max, i.activite.commune_seulement,
        )  # fmt: skip
        s = scolarites[i.enfant_id]
        assert not refuser_inscription(
            public, ecole=s.ecole_id, niveau=s.niveau, age=age(i.enfant.naissance, i.du),
            hors_commune=i.payeur.foyer.hors_commune,
        ), str(i)  # fmt: skip


def verifier_les_compteurs():
    """A counter is the count of what is taken, at the places' rows and at their groups', never beyond what opened."""
    prises = Counter(c for paire in Prise.objects.values_list("creneau", "creneau_du_groupe") for c in paire if c)
    for creneau in Creneau.objects.all():
        assert creneau.prises == prises[creneau.pk], str(creneau)
        assert creneau.places is None or creneau.prises <= creneau.places, str(creneau)
        assert not (creneau.ferme and creneau.prises), str(creneau)


def _verifier_l_instant(r, connus):
    echeance = connus.echeance(r.formule.activite_id, r.formule_id, Geste.RESERVER, r.date)
    assert r.creee_le < echeance.limite, str(r)
    assert r.hors_delai == (echeance.majoree_des is not None and r.creee_le >= echeance.majoree_des), str(r)
    if periode := connus.periode(r.formule.activite_id, r.date):
        assert periode.ouvre_le <= r.creee_le, str(r)
        assert periode.ferme_le is None or r.creee_le < periode.ferme_le, str(r)


def verifier_les_jours(reservations):
    """Booked in time, within the booking period, late ones alone with a surcharge; in the group of the child's age."""
    connus = delais_de(Activite.objects.values_list("pk", flat=True))
    groupes = catalogue().groupes
    for r in reservations:
        activite = r.formule.activite_id
        # Who came without booking was noted by the service, once the day was over.
        if not r.sans_reservation:
            _verifier_l_instant(r, connus)
        unites = {u.pk for u in catalogue().formules[r.formule_id].unites}
        assert {p.unite_id for p in r.prises.all()} == unites, str(r)
        for p in r.prises.all():
            assert (p.creneau.lieu_id, p.creneau.date) == (r.lieu_id, r.date), str(r)
            groupe = p.creneau_du_groupe and p.creneau_du_groupe.groupe
            assert (groupe is None) == ((activite, r.lieu_id) not in groupes), str(r)
            assert groupe is None or groupe.age_min <= age(r.enfant.naissance, r.date) <= groupe.age_max, str(r)


def verifier_les_heures(reservations):
    """Nobody is at two places at once, and planned hours are those of the formule."""
    par_jour = {}
    for r in reservations:
        formule = catalogue().formules[r.formule_id]
        assert formule.pas or (r.arrivee is None and r.depart is None), str(r)
        assert not formule.pas or formule.debut <= (r.arrivee or formule.debut) < (r.depart or formule.fin), str(r)
        for autre in par_jour.setdefault((r.enfant_id, r.date), []):
            assert not formule.croise(autre), f"{r}, {autre}"
        par_jour[r.enfant_id, r.date].append(formule)


def verifier_les_foyers(reservations):
    """Each home books and pays its own days, for what it registered the child; nobody else's are on its bill."""
    inscrits = set(Inscription.objects.values_list("enfant", "activite", "payeur", "lieu"))
    sejours = {}
    for ligne in PeriodeDeGarde.objects.values("enfant", "foyer", "du", "du_demi", "au", "au_demi"):
        sejours.setdefault(ligne["enfant"], []).append(relire(ligne))
    assert sejours
    partages = 0
    for r in reservations:
        assert (r.enfant_id, r.formule.activite_id, r.payeur_id, r.lieu_id) in inscrits, str(r)
        if r.enfant_id in sejours:
            partages += 1
            assert r.payeur.foyer_id in du_jour(sejours[r.enfant_id], r.date), str(r)
    assert partages > 50
    payeurs = dict(Reservation.objects.values_list("pk", "payeur"))
    facturees = Consommation.objects.filter(source_type="reservation")
    assert facturees.exists()
    for source, payeur in facturees.values_list("source_id", "payeur"):
        assert payeurs[source] == payeur


def verifier_les_paniers(reservations):
    """Who brings its basket pays the basket, less than a meal, and is served none where it can do without."""
    apportent = {r.enfant_id for r in reservations if r.formule.activite.code == "panier-repas"}
    avec_pai = {r.enfant_id for r in reservations if _panier(r.enfant)}
    assert apportent == avec_pai != set()
    repas = catalogue().par_activite[Activite.objects.filter(prestation="repas").first().pk][0].pk
    prix = Tarificateur({r.formule_id for r in reservations} | {repas}, {r.payeur.foyer_id for r in reservations})
    for r in reservations:
        if r.enfant_id not in avec_pai:
            continue
        assert r.formule.activite.prestation != "repas", str(r)
        connue = catalogue().formules[r.formule_id]
        sans = [f for f in catalogue().famille(connue) if all(u.nom != "Repas" for u in f.unites)]
        assert not sans or connue in sans, str(r)
        if r.formule.activite.code == "panier-repas":
            sien = prix.prix(r.formule_id, r.payeur.foyer_id, r.date, r.enfant_id).montant
            assert 0 < sien < prix.prix(repas, r.payeur.foyer_id, r.date, r.enfant_id).montant + 1, str(r)
    factures = Consommation.objects.filter(activite__code="panier-repas")
    assert factures.exists()
    for c in factures.select_related("payeur"):
        assert c.prix_unitaire == prix.prix(c.formule_id, c.payeur.foyer_id, c.du, c.enfant_id).montant


def _panier(enfant):
    return hasattr(enfant, "fiche_sanitaire") and enfant.fiche_sanitaire.pai_panier


@pytest.mark.feature("F113")
@pytest.mark.parametrize("ville", ["donges"], indirect=True)
def test_the_private_school_has_its_own_restaurant(ville, monkeypatch):
    """Its pupils eat there and nowhere else, and nobody else does."""
    familles_et_reservations(ville, monkeypatch, nombre=24)
    ecole = Lieu.objects.get(code="ecole-saint-joseph").ecole
    eleves = set(Scolarite.objects.filter(ecole=ecole).values_list("enfant", flat=True))
    repas = Reservation.objects.vivantes().filter(formule__activite__prestation="repas")
    chez_eux = repas.filter(formule__activite__code="restauration-saint-joseph")
    assert chez_eux.exists()
    assert set(chez_eux.values_list("enfant", flat=True)) <= eleves
    assert set(repas.filter(enfant__in=eleves).values_list("lieu__code", flat=True)) == {"restaurant-saint-joseph"}
    sienne = Inscription.objects.filter(activite__code="restauration-saint-joseph").first()
    with pytest.raises(Refus) as refus:
        inscrire(
            sienne.enfant, Activite.objects.get(code="restauration-scolaire"),
            lieu=Lieu.objects.get(code="restaurant-des-ajoncs"), payeur=sienne.payeur, du=sienne.du, par=None,
        )  # fmt: skip
    assert refus.value.code == "ecole"


@pytest.mark.feature("F105")
@pytest.mark.parametrize("ville", ["bondoufle"], indirect=True)
def test_the_youth_service_is_a_yearly_membership_from_ten_years_on(ville, monkeypatch):
    familles_et_reservations(ville, monkeypatch, nombre=40)
    adherents = Inscription.objects.filter(activite__code="service-jeunesse").select_related("enfant")
    assert adherents.exists()
    assert all(age(i.enfant.naissance, i.du) >= 10 for i in adherents)
    frais = Consommation.objects.filter(activite__code="service-jeunesse")
    assert frais.count() == adherents.count()
    assert {c.prix_unitaire for c in frais} <= {12, 18}
