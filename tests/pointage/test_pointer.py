"""A day is corrected from its list: facts that add up, are taken back, sent again without harm; and what they bill."""

from datetime import date, datetime, time
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import clock
from common.errors import Refus
from espace_prive.garde.models import PeriodeDeGarde
from factures.facturation.models import Facture
from factures.facturation.services import lancer_cloture
from factures.tarifs.models import Majoration
from reservations.activites.services.places import ouvrir
from reservations.planning.models import Reservation
from reservations.pointage.models import Frequentation, Pointage
from reservations.pointage.rules_pointage import EtatPointe, Vendue, etat, formules_de
from reservations.pointage.services.pointer import ANoter, pointer, retirer
from tests.factories.activites import centre, garderie, inscrire_a, ouvrir_jours
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.tools.html import soupe, texte

OCTOBRE, JEUDI, VENDREDI = date(2026, 10, 8), date(2026, 11, 5), date(2026, 11, 6)
LISTE = "/gestion/effectifs/"


@pytest.fixture
def maison(donges):
    ouvrir(donges.cantine, donges.restaurant, du=OCTOBRE, au=date(2026, 11, 20), places=60)
    return famille(donges, enfants=2)


@pytest.fixture
def accueil(donges, maison):
    """Give the care before and after school, where nothing is booked: who comes is billed by the quarter."""
    fait = garderie(donges)
    type(fait.activite).objects.filter(pk=fait.activite.pk).update(fonctionnement="sans_reservation")
    fait.activite.refresh_from_db()
    for enfant in maison.enfants:
        inscrire_a(fait, enfant, maison.payeur, donges.restaurant)
    return fait


def noter(faite, enfant, lieu, fait, *, jour=JEUDI, unite=None, par=None, motif="", **autres):
    voulu = ANoter(enfant=enfant.pk, lieu=lieu.pk, fait=fait, unite=unite and unite.pk, **autres)
    return pointer(faite.activite, jour, [voulu], par=par, motif=motif)


@pytest.mark.parametrize(
    ("faits", "attendu"),
    [
        ([], None),
        ([("present", None, None)], EtatPointe("present")),
        ([("present", time(8), None), ("parti", None, time(17))], EtatPointe("parti", time(8), time(17))),
        # Two tablets: the departure came first.
        ([("parti", None, time(17)), ("present", time(8), None)], EtatPointe("present", time(8))),
        ([("present", time(8), time(17))], EtatPointe("parti", time(8), time(17))),
        ([("present", time(8), None), ("absent", None, None)], EtatPointe("absent")),
        ([("malade", None, None), ("present", time(9), None)], EtatPointe("present", time(9))),
        # Back after having left: no more gone.
        ([("present", time(8), None), ("parti", None, time(12)), ("present", None, None)],
         EtatPointe("present", time(8))),
    ],
)  # fmt: skip
def test_facts_add_up_to_where_the_child_is(faits, attendu):
    assert etat(faits) == attendu


@given(st.sets(st.integers(1, 5)), st.lists(st.frozensets(st.integers(1, 5)), max_size=6))
def test_each_moment_is_billed_once_at_most(presents, vendues):
    choisies = formules_de(frozenset(presents), [Vendue(n, unites) for n, unites in enumerate(vendues)])
    prises = [u for n in choisies for u in vendues[n]]
    assert len(prises) == len(set(prises))
    assert set(prises) <= presents


def test_the_widest_formule_bills_the_day():
    vendues = [Vendue(1, frozenset({1})), Vendue(2, frozenset({1, 2, 3})), Vendue(3, frozenset({3}))]
    assert formules_de(frozenset({1, 2, 3}), vendues) == [2]
    assert formules_de(frozenset({1, 3}), vendues) == [1, 3]


@pytest.mark.django_db
def test_a_fact_sent_again_is_the_same_fact_and_a_clock_ahead_is_not_believed(donges, maison, agent):
    reserver_jours(maison, donges, [JEUDI])
    zoe = maison.enfants[0]
    numero, demain = uuid4(), datetime(2026, 12, 1, tzinfo=clock.fuseau())
    fait = ANoter(enfant=zoe.pk, lieu=donges.restaurant.pk, fait="present", numero=numero, horloge=demain)
    for _ in range(3):
        pointer(donges.cantine, JEUDI, [fait], par=agent, appareil="tablette 3")
    (ecrit,) = Pointage.objects.all()
    assert ecrit.quand == ecrit.le
    assert (ecrit.appareil, ecrit.horloge) == ("tablette 3", demain)


@pytest.mark.django_db
def test_what_a_tablet_noted_earlier_does_not_undo_what_was_noted_since(donges, maison, agent, client_agent):
    reserver_jours(maison, donges, [JEUDI])
    zoe = maison.enfants[0]
    pointer(donges.cantine, JEUDI, [ANoter(enfant=zoe.pk, lieu=donges.restaurant.pk, fait="absent")], par=agent)
    tot = datetime(2026, 11, 5, 8, tzinfo=clock.fuseau())
    pointer(
        donges.cantine,
        JEUDI,
        [ANoter(enfant=zoe.pk, lieu=donges.restaurant.pk, fait="present", horloge=tot)],
        par=agent,
    )
    page = client_agent.get(LISTE, {"jour": JEUDI.isoformat()})
    assert "Absent" in next(texte(r) for r in soupe(page).select("table.effectifs tbody tr") if "Zoé" in texte(r))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("champs", "code"),
    [
        ({"jour": date(2027, 1, 4)}, "jour"),
        ({"fait": "parti"}, "depart"),
        ({"fait": "present", "arrivee": time(9), "depart": time(8)}, "heures"),
    ],
)
def test_what_cannot_be_is_refused(donges, accueil, maison, agent, champs, code):
    with pytest.raises(Refus) as refus:
        noter(accueil, maison.enfants[0], donges.restaurant, champs.pop("fait", "present"), par=agent, **champs)
    assert refus.value.code == code
    assert not Pointage.objects.exists()


@pytest.mark.django_db
def test_who_is_not_registered_is_not_noted(donges, accueil, agent):
    with pytest.raises(Refus) as refus:
        noter(accueil, famille(donges).enfants[0], donges.restaurant, "present", par=agent)
    assert refus.value.code == "inconnu"


def cloturer(donges, mois):
    return lancer_cloture(regie=donges.regie, mois=mois, echeance=date(2026, 12, 20), par=None)


@pytest.mark.django_db
def test_an_activity_without_booking_is_billed_from_its_check_ins(donges, accueil, maison, agent):
    zoe = maison.enfants[0]
    soir, matin = accueil.unites["soir"], accueil.unites["matin"]
    noter(accueil, zoe, donges.restaurant, "present", jour=OCTOBRE, unite=soir, arrivee=time(16, 30), par=agent)
    noter(accueil, zoe, donges.restaurant, "parti", jour=OCTOBRE, unite=soir, depart=time(17, 20), par=agent)
    noter(accueil, zoe, donges.restaurant, "absent", jour=OCTOBRE, unite=matin, par=agent)
    cloturer(donges, date(2026, 10, 1))
    facture = Facture.objects.get()
    # 16 h 30 to 17 h 20: four quarters begun at 0.28.
    assert facture.total == Decimal("1.12")
    assert [li.libelle for li in facture.lignes.all()] == ["Garderie\u00a0: soir"]


@pytest.mark.django_db
def test_a_check_in_corrected_after_its_invoice_is_taken_back_and_asked_again(donges, accueil, maison, agent):
    zoe, soir = maison.enfants[0], accueil.unites["soir"]
    (premier,) = noter(
        accueil, zoe, donges.restaurant, "present", jour=OCTOBRE, unite=soir, arrivee=time(16, 30),
        depart=time(17, 20), par=agent,
    )  # fmt: skip
    cloturer(donges, date(2026, 10, 1))
    # Fetched at 17 h, in truth.
    noter(
        accueil, zoe, donges.restaurant, "parti", jour=OCTOBRE, unite=soir, depart=time(17), par=agent, motif="Erreur"
    )
    noter(accueil, zoe, donges.restaurant, "present", unite=soir, depart=time(18, 30), par=agent)
    with pytest.MonkeyPatch.context() as rustine:
        rustine.setattr(clock, "maintenant", lambda: datetime(2026, 12, 2, 9, tzinfo=clock.fuseau()))
        cloturer(donges, date(2026, 11, 1))
    novembre = Facture.objects.get(mois=date(2026, 11, 1))
    # November's two hours, minus four quarters, plus two.
    assert novembre.total == Decimal("0.28") * (8 - 4 + 2)
    # Nothing is asked twice, whatever is closed again.
    assert Frequentation.objects.filter(date=OCTOBRE, due=True).get().quantite == 2
    assert premier.fait == "present"


@pytest.mark.django_db
def test_a_check_in_forgotten_until_after_the_invoice_is_on_the_next(donges, accueil, maison, agent):
    zoe, malo = maison.enfants
    soir = accueil.unites["soir"]
    noter(accueil, zoe, donges.restaurant, "present", jour=OCTOBRE, unite=soir, depart=time(17, 30), par=agent)
    cloturer(donges, date(2026, 10, 1))
    noter(accueil, malo, donges.restaurant, "present", jour=OCTOBRE, unite=soir, depart=time(17, 30), par=agent)
    with pytest.MonkeyPatch.context() as rustine:
        rustine.setattr(clock, "maintenant", lambda: datetime(2026, 12, 2, 9, tzinfo=clock.fuseau()))
        cloturer(donges, date(2026, 11, 1))
    assert Facture.objects.get(mois=date(2026, 11, 1)).total == Decimal("1.12")


@pytest.mark.django_db
def test_a_check_in_taken_back_bills_nothing(donges, accueil, maison, agent):
    (ecrit,) = noter(
        accueil, maison.enfants[0], donges.restaurant, "present", unite=accueil.unites["matin"], par=agent
    )
    assert Frequentation.objects.count() == 1
    retirer(ecrit.lot, par=agent)
    assert Frequentation.objects.count() == 0
    with pytest.raises(Refus):
        retirer(ecrit.lot, par=agent)


@pytest.mark.django_db
def test_of_two_homes_the_one_that_has_the_child_pays(donges, accueil, maison, agent):
    zoe, autre = maison.enfants[0], famille(donges, enfants=0)
    inscrire_a(accueil, zoe, autre.payeur, donges.restaurant)
    PeriodeDeGarde.objects.create(enfant=zoe, foyer=autre.foyer, du=JEUDI, au=JEUDI)
    for jour in (JEUDI, VENDREDI):
        noter(accueil, zoe, donges.restaurant, "present", jour=jour, unite=accueil.unites["matin"], par=agent)
    payeurs = dict(Frequentation.objects.values_list("date", "payeur"))
    assert payeurs == {JEUDI: autre.payeur.pk, VENDREDI: maison.payeur.pk}


@pytest.mark.django_db
def test_a_late_departure_costs_what_the_town_says(donges, maison, agent):
    fait = centre(donges)
    ouvrir_jours(fait, fait.lieu, [OCTOBRE])
    zoe, malo = maison.enfants
    for enfant in maison.enfants:
        inscrire_a(fait, enfant, maison.payeur, fait.lieu)
        Reservation.objects.create(
            enfant=enfant, formule=fait.formules["journee"], lieu=fait.lieu, payeur=maison.payeur, date=OCTOBRE
        )
    Majoration.objects.create(activite=fait.activite, nature=4, forme="montant", valeur=5, du=date(2026, 9, 1))
    noter(fait, zoe, fait.lieu, "parti", jour=OCTOBRE, depart=time(17, 1), par=agent)
    noter(fait, malo, fait.lieu, "parti", jour=OCTOBRE, depart=time(17), par=agent)
    cloturer(donges, date(2026, 10, 1))
    facture = Facture.objects.get()
    assert facture.total == Decimal("25.00")
    assert "Centre de loisirs\u00a0: journee, majoration de retard" in [li.libelle for li in facture.lignes.all()]


# The screen.


def poster(client, page, **champs):
    """Send the form of the list as it stands, with what is chosen."""
    formulaire = soupe(page).select_one("form.pointage")
    donnees = {c["name"]: c.get("value", "") for c in formulaire.select("input[type=hidden]")}
    return client.post(formulaire["action"], donnees | champs, follow=True)


def lignes(page):
    return {texte(r).split()[1]: texte(r) for r in soupe(page).select("table.effectifs tbody tr")}


@pytest.mark.django_db
def test_a_whole_group_is_noted_then_one_child_and_the_last_gesture_is_taken_back(client_agent, donges, maison):
    reserver_jours(maison, donges, [JEUDI])
    page = client_agent.get(LISTE, {"jour": JEUDI.isoformat()})
    page = poster(client_agent, page, fait="present", tous="on", motif="Feuille du jour")
    assert "2 enfants pointés : présent." in texte(page)
    assert all("Présent" in dit for dit in lignes(page).values())
    page = poster(client_agent, page, fait="absent", e=[maison.enfants[0].pk], motif="Feuille du jour")
    # An absence noted changes no bill: its correction is at hand, ready.
    assert page.redirect_chain[-1][0].startswith("/gestion/corrections/nouvelle/")
    assert soupe(page).select_one("[name=geste][checked]")["value"] == "absence"
    assert soupe(page).select_one("[name=motif]")["value"] == "Feuille du jour"
    assert [c["value"] for c in soupe(page).select("[name=enfants][checked]")] == [str(maison.enfants[0].pk)]
    page = client_agent.get(LISTE, {"jour": JEUDI.isoformat()})
    assert "Absent" in lignes(page)["Zoé"]
    assert "Présent" in lignes(page)["Malo"]
    assert "Venus : 1" in texte(page)
    retrait = soupe(page).select_one("form[action$='retirer/']")
    donnees = {c["name"]: c.get("value", "") for c in retrait.select("input[type=hidden]")}
    page = client_agent.post(retrait["action"], donnees, follow=True)
    assert "Présent" in lignes(page)["Zoé"]


@pytest.mark.django_db
def test_a_correction_of_a_past_day_says_why_and_loses_nothing_typed(client_agent, donges, maison):
    reserver_jours(maison, donges, [JEUDI])
    page = client_agent.get(LISTE, {"jour": JEUDI.isoformat()})
    page = poster(client_agent, page, fait="absent", e=[maison.enfants[1].pk])
    assert page.status_code == 422
    assert "Ce jour est passé : dites pourquoi." in texte(page)
    assert [c["value"] for c in soupe(page).select("input[name=e][checked]")] == [str(maison.enfants[1].pk)]
    assert soupe(page).select_one("option[value=absent][selected]")
    page = poster(client_agent, page, fait="present", motif="Oubli")
    assert "Cochez au moins un enfant." in texte(page)


@pytest.mark.django_db
def test_who_came_without_booking_is_found_among_the_registered(client_agent, donges, maison):
    zoe, malo = maison.enfants
    reserver_jours(maison, donges, [JEUDI], enfants=[zoe])
    adresse = f"{LISTE}venus/?activite={donges.cantine.pk}&jour={JEUDI.isoformat()}"
    page = client_agent.get(adresse)
    assert set(lignes(page)) == {"Malo"}
    assert set(lignes(client_agent.get(f"{adresse}&q=zzz"))) == set()
    donnees = {"activite": donges.cantine.pk, "jour": JEUDI.isoformat(), "e": [malo.pk]}
    page = client_agent.post(f"{LISTE}venus/", donnees, follow=True)
    assert soupe(page).select_one("[name=geste][checked]")["value"] == "venu"
    page = client_agent.get(LISTE, {"jour": JEUDI.isoformat()})
    assert "Présent, sans réservation" in lignes(page)["Malo"]
    assert "Dont sans réservation : 1" in texte(page)


@pytest.mark.django_db
def test_a_day_to_come_and_who_may_not_have_nothing_to_note(client_agent, agent, donges, maison):
    reserver_jours(maison, donges, [JEUDI, date(2026, 11, 19)])
    assert soupe(client_agent.get(LISTE, {"jour": "2026-11-19"})).select("form.pointage") == []
    groupe = agent.groups.first()
    groupe.permissions.remove(groupe.permissions.get(codename="pointer"))
    assert soupe(client_agent.get(LISTE, {"jour": JEUDI.isoformat()})).select("form.pointage") == []
    donnees = {"activite": donges.cantine.pk, "jour": JEUDI.isoformat(), "fait": "present", "tous": "on"}
    assert client_agent.post(f"{LISTE}pointer/", donnees).status_code == 404


@pytest.mark.django_db
def test_a_whole_day_then_one_of_its_moments_bill_each_moment_once(donges, accueil, maison, agent):
    zoe, soir = maison.enfants[0], accueil.unites["soir"]
    noter(accueil, zoe, donges.restaurant, "present", par=agent)
    noter(accueil, zoe, donges.restaurant, "parti", par=agent, unite=soir, depart=time(17))
    dues = Frequentation.objects.filter(due=True).values_list("formule__code", "quantite")
    assert dict(dues) == {"matin": 4, "soir": 2}
    # Said last, the whole day counts for all its moments.
    noter(accueil, zoe, donges.restaurant, "absent", par=agent)
    assert not Frequentation.objects.filter(due=True).exists()
    journee = centre(donges, donges.restaurant)
    type(journee.activite).objects.filter(pk=journee.activite.pk).update(fonctionnement="sans_reservation")
    journee.activite.refresh_from_db()
    inscrire_a(journee, zoe, maison.payeur, donges.restaurant)
    noter(journee, zoe, donges.restaurant, "present", par=agent)
    noter(journee, zoe, donges.restaurant, "present", par=agent, unite=journee.unites["matin"], arrivee=time(9))
    assert list(Frequentation.objects.filter(due=True).values_list("formule__code", flat=True)) == ["journee"]


@pytest.mark.django_db
def test_who_leaves_in_the_evening_is_not_late_for_the_morning(donges, maison, agent):
    fait, zoe = garderie(donges), maison.enfants[0]
    ouvrir_jours(fait, donges.restaurant, [JEUDI])
    inscrire_a(fait, zoe, maison.payeur, donges.restaurant)
    for formule in fait.formules.values():
        Reservation.objects.create(
            enfant=zoe, formule=formule, lieu=donges.restaurant, payeur=maison.payeur, date=JEUDI
        )
    noter(fait, zoe, donges.restaurant, "parti", par=agent, depart=time(17))
    assert not Frequentation.objects.exists()
    noter(fait, zoe, donges.restaurant, "parti", par=agent, depart=time(18, 31))
    assert list(Frequentation.objects.values_list("nature", "formule__code")) == [("retard", "soir")]
