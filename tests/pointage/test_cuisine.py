"""What a kitchen prepares: counts by diet, an order frozen at its hour, what changes afterwards, who came."""

from datetime import date, datetime, time
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from common import clock, tasks
from common.models import Courriel
from commune.models import Lieu
from commune.services import chomer
from espace_prive.famille.models import LienParental
from espace_prive.sante.models import FicheSanitaire
from reservations.activites.services.places import ouvrir
from reservations.planning.models import Reservation
from reservations.planning.services import Ou, fermer, rouvrir
from reservations.pointage.models import Commande
from reservations.pointage.rules_cuisine import ecarts, regime_compte
from reservations.pointage.services.commandes import arreter, arreter_les_commandes
from reservations.pointage.services.pointer import ANoter, pointer
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.tools.html import soupe, texte

pytestmark = pytest.mark.django_db
LUNDI, JEUDI, VENDREDI = (date(2026, 11, j) for j in (9, 12, 13))
CUISINE = "/gestion/cuisine/"


@pytest.fixture
def maison(donges):
    ouvrir(donges.cantine, donges.restaurant, du=date(2026, 11, 2), au=date(2026, 11, 20), places=60)
    maison = famille(donges, enfants=3)
    FicheSanitaire.objects.create(enfant=maison.enfants[0], regime="vegetarien")
    FicheSanitaire.objects.create(
        enfant=maison.enfants[1], regime="sans_porc", pai="allergie", pai_fin=date(2027, 1, 1), pai_panier=True
    )
    return maison


@pytest.fixture
def commandee(donges):
    """Give the canteen whose order is frozen the eve at 10."""
    cantine = donges.cantine
    cantine.commande_heure, cantine.commande_jours = time(10), 1
    cantine.commande_adresses = ["cuisine@courriel.example", "chef@courriel.example"]
    cantine.save()
    return cantine


@pytest.fixture
def a(monkeypatch):
    """Set the clock."""

    def regler(jour, heure, minute=0):
        instant = datetime(jour.year, jour.month, jour.day, heure, minute, tzinfo=clock.fuseau())
        monkeypatch.setattr(clock, "maintenant", lambda: instant)

    return regler


@pytest.mark.parametrize(
    ("regime", "panier", "attendu"),
    [
        (None, None, "standard"),
        ("sans_porc", False, "sans_porc"),
        ("sans_porc", True, "panier"),
        ("", None, "standard"),
    ],
)
def test_a_basket_stands_in_for_the_meal(regime, panier, attendu):
    assert regime_compte(regime, panier) == attendu


COMPTES = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 9))


@given(COMPTES, COMPTES)
def test_what_differs_leads_from_one_count_to_the_other(avant, apres):
    ecart = ecarts(avant, apres)
    assert all(avant.get(r, 0) + ecart.get(r, 0) == apres.get(r, 0) for r in {*avant, *apres})
    assert 0 not in ecart.values()


def jour_de(client, jour=JEUDI, **autres):
    return client.get(CUISINE, {"jour": jour.isoformat()} | autres)


def lignes(page):
    return cellules(page, "table.totaux tbody tr")


def cellules(page, selecteur):
    return [[texte(c) for c in tr.select("th, td")] for tr in soupe(page).select(selecteur)]


def test_the_day_is_counted_by_diet(client_agent, maison, donges):
    reserver_jours(maison, donges, [JEUDI])
    page = jour_de(client_agent)
    assert lignes(page) == [["Repas ordinaire", "1"], ["Végétarien", "1"], ["Panier-repas", "1"]]
    assert "Aucune heure de commande n’est réglée" in texte(page)


def test_the_week_is_one_table(client_agent, maison, donges):
    reserver_jours(maison, donges, [LUNDI, JEUDI])
    page = jour_de(client_agent, vue="semaine")
    premiere = cellules(page, "table.cuisine-semaine tbody tr")[0]
    assert premiere == ["Restaurant Aimé-Césaire", "Repas ordinaire", "1", "0", "1", "0", "2"]
    assert cellules(page, "table.cuisine-semaine tfoot tr")[0][-1] == "6"


def test_the_order_is_frozen_at_its_hour_mailed_and_its_changes_told(client_agent, maison, donges, commandee, a):
    reserver_jours(maison, donges, [JEUDI])
    # Wednesday 11 is a public holiday: the eve that is worked is Tuesday.
    a(date(2026, 11, 10), 9, 59)
    arreter_les_commandes()
    assert not Commande.objects.filter(jour=JEUDI).exists()
    assert "sera arrêtée le mardi 10 novembre à 10 h" in texte(jour_de(client_agent))
    a(date(2026, 11, 10), 10)
    for _ in range(3):
        arreter_les_commandes()
    assert arreter(commandee, JEUDI) == []
    commande = Commande.objects.get(jour=JEUDI)
    assert commande.comptes == {"standard": 1, "vegetarien": 1, "panier": 1}
    lettres = Courriel.objects.filter(cle__contains=f":{JEUDI.isoformat()}:")
    assert {c.destinataire for c in lettres} == {"cuisine@courriel.example", "chef@courriel.example"}
    assert len(lettres) == 2
    # A booking goes: the order stays what it was, the difference is said and told an hour later.
    Reservation.objects.filter(enfant=maison.enfants[0], date=JEUDI).update(
        etat="annulee", annulee_le=clock.maintenant(), cause="agent"
    )
    page = jour_de(client_agent)
    assert ["Végétarien", "0", "1", "−1"] in lignes(page)
    assert "Des réservations ont changé depuis" in texte(page)
    a(date(2026, 11, 10), 10, 30)
    arreter_les_commandes()
    assert not Courriel.objects.filter(objet__contains="Changement").exists()
    a(date(2026, 11, 10), 11, 1)
    for _ in range(2):
        arreter_les_commandes()
    assert Courriel.objects.filter(objet__contains="Changement de la commande").count() == 2
    assert Commande.objects.get(jour=JEUDI).comptes == commande.comptes


def test_a_mail_says_each_place_and_diet(maison, donges, commandee, a, settings, mailoutbox):
    reserver_jours(maison, donges, [JEUDI])
    a(date(2026, 11, 10), 12)
    arreter_les_commandes()
    lettre = next(m for m in mailoutbox if "jeudi" in m.subject)
    dit = " ".join(lettre.body.split())
    assert "Restaurant Aimé-Césaire : 3 repas" in dit
    assert "- Végétarien : 1" in dit


def test_a_past_day_is_never_frozen_afterwards(maison, donges, commandee, a):
    reserver_jours(maison, donges, [LUNDI, VENDREDI])
    a(VENDREDI, 15)
    arreter_les_commandes()
    assert sorted(set(Commande.objects.values_list("jour", flat=True))) == [VENDREDI, date(2026, 11, 16)]


def test_what_came_stands_beside_what_was_ordered(client_agent, agent, maison, donges, a):
    reserver_jours(maison, donges, [JEUDI])
    a(JEUDI, 14)
    zoe, malo, _ = maison.enfants
    faits = [ANoter(enfant=e.pk, lieu=donges.restaurant.pk, fait=f) for e, f in ((zoe, "present"), (malo, "absent"))]
    pointer(donges.cantine, JEUDI, faits, par=agent)
    assert "Présents, tous régimes : 1." in texte(jour_de(client_agent))


def test_the_kitchen_leaves_on_paper_and_in_a_workbook(client_agent, maison, donges):
    reserver_jours(maison, donges, [JEUDI])
    assert jour_de(client_agent, format="pdf").content.startswith(b"%PDF")
    feuille = load_workbook(BytesIO(jour_de(client_agent, format="xlsx").content)).active
    assert [c.value for c in feuille[2]][1:4] == ["Restaurant Aimé-Césaire", "Repas ordinaire", 1]


def test_who_is_barred_from_a_child_reads_no_count_that_holds_it(client_agent, agent, maison, donges, commandee, a):
    reserver_jours(maison, donges, [JEUDI])
    a(date(2026, 11, 10), 12)
    arreter_les_commandes()
    parent = famille(donges, enfants=0).responsable
    parent.utilisateur = agent
    parent.save()
    LienParental.objects.create(
        enfant=maison.enfants[0], responsable=parent, qualite="pere", restreint=True, du=date(2026, 9, 1)
    )
    page = jour_de(client_agent)
    assert lignes(page) == [["Repas ordinaire", "1"], ["Panier-repas", "1"]]
    assert "Commande arrêtée" not in texte(page)


def test_the_town_sets_the_hour_and_the_addresses_on_the_activity_s_screen(client_administrateur, donges):
    adresse = f"/gestion/activites/{donges.cantine.pk}/modifier/"
    page = client_administrateur.get(adresse)
    form = soupe(page).select_one("main form[method=post]")
    champs = {}
    for c in form.select("input[name], select[name], textarea[name]"):
        if c.get("type") in ("checkbox", "radio") and not c.has_attr("checked"):
            continue
        choisi = c.select_one("option[selected]") if c.name == "select" else None
        valeur = choisi["value"] if choisi else c.get("value", c.text.strip())
        champs.setdefault(c["name"], []).append(valeur)
    saisie = champs | {"commande_heure": "10:00", "commande_adresses": "a@courriel.example, pas une adresse"}
    page = client_administrateur.post(adresse, saisie)
    assert "« pas » n’est pas une adresse électronique" in texte(page)
    saisie["commande_adresses"] = "a@courriel.example\nb@courriel.example"
    page = client_administrateur.post(adresse, saisie)
    if page.status_code == 200:  # what it changes was announced first
        confirmer = soupe(page).select_one("button[name=confirmer]")
        page = client_administrateur.post(adresse, saisie | {"confirmer": confirmer["value"]})
    donges.cantine.refresh_from_db()
    assert donges.cantine.commande_adresses == ["a@courriel.example", "b@courriel.example"]
    assert donges.cantine.commande_heure == time(10)


def test_what_has_its_hour_is_looked_at_every_five_minutes(db):
    for _ in range(2):
        tasks.planifier()
    prevu = tasks.Schedule.objects.get(func="common.tasks.souvent")
    assert prevu.minutes == 5
    assert arreter_les_commandes in list(tasks.TRAVAUX_FREQUENTS)
    tasks.souvent()


def test_a_place_that_opens_again_after_the_order_is_told_to_the_kitchen(maison, donges, commandee, a):
    reserver_jours(maison, donges, [JEUDI])
    port = Lieu.objects.create(code="port", nom="Restaurant du Port", genre="restaurant")
    ouvrir(donges.cantine, port, du=JEUDI, au=JEUDI, places=10)
    greve = fermer(ou=[Ou(donges.cantine, donges.restaurant)], jours=[JEUDI], motif="Grève", par=None)
    a(date(2026, 11, 10), 10)
    arreter_les_commandes()
    assert Commande.objects.get(jour=JEUDI).lieu == port
    rouvrir(greve.fermetures.all(), par=None)
    a(date(2026, 11, 10), 11, 1)
    for _ in range(2):
        arreter_les_commandes()
    commande = Commande.objects.get(jour=JEUDI, lieu=donges.restaurant)
    assert (commande.comptes, sum(commande.dits.values())) == ({}, 3)
    lettres = Courriel.objects.filter(objet__contains="Changement de la commande")
    assert lettres.count() == 2
    assert "Restaurant Aimé-Césaire" in lettres[0].texte


def test_a_day_off_decided_after_the_order_is_told_to_the_kitchen(maison, donges, commandee, a):
    reserver_jours(maison, donges, [JEUDI])
    a(date(2026, 11, 10), 10)
    arreter_les_commandes()
    chomer(nom="Pont", du=JEUDI, au=None, par=None)
    a(date(2026, 11, 10), 11, 1)
    arreter_les_commandes()
    assert Courriel.objects.filter(objet__contains="Changement de la commande du jeudi").count() == 2
    assert Commande.objects.get(jour=JEUDI).dits == {}
