"""Days open by screens: a year, a session, a site that comes later; places that change, and nobody loses one."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from commune.models import AnneeScolaire, Lieu, Vacances
from commune.services import reglages as reglages_de_la_commune
from reservations.activites.extensions import A_L_OUVERTURE
from reservations.activites.models import Activite, Capacite, Creneau, Groupe, Inscription, PeriodeReservation
from reservations.activites.rules_places import LigneDePlaces, ligne_du, surbooking
from reservations.activites.services.places import lieux_ouverts, ouvrir
from tests.factories.activites import centre
from tests.reservations.test_reglages import annoncee, envoyer
from tests.tools.html import soupe, texte

pytestmark = pytest.mark.django_db
LUNDI, MERCREDI = date(2026, 11, 23), date(2026, 11, 25)


def test_the_most_precise_line_gives_the_places():
    lieu = LigneDePlaces(None, (), None, None, 60)
    dates = LigneDePlaces(None, (), date(2026, 11, 1), date(2026, 11, 30), 50)
    court = LigneDePlaces(None, (), date(2026, 11, 23), date(2026, 11, 27), 45)
    mercredi = LigneDePlaces(None, (2,), None, None, 40)
    groupe = LigneDePlaces(7, (), None, None, 12)
    lignes = [lieu, dates, court, mercredi, groupe]
    assert ligne_du(lignes, date(2026, 12, 1), None) == lieu
    assert ligne_du(lignes, date(2026, 11, 3), None) == dates
    assert ligne_du(lignes, LUNDI, None) == court
    assert ligne_du(lignes, MERCREDI, None) == mercredi
    assert ligne_du(lignes, LUNDI, 7) == groupe
    assert ligne_du(lignes, LUNDI, 8) is None


@pytest.mark.parametrize(("places", "prises", "au_dela"), [(10, 12, 2), (12, 12, 0), (None, 99, 0), (0, 3, 3)])
def test_nobody_loses_a_place(places, prises, au_dela):
    assert surbooking(places, prises) == au_dela


def test_a_day_opens_with_a_row_for_the_place_and_one_for_each_group(donges):
    loisirs = centre(donges)
    a, lieu = loisirs.activite, loisirs.lieu
    Capacite.objects.create(activite=a, lieu=lieu, places=30)
    Capacite.objects.create(activite=a, lieu=lieu, places=20, jours=[2])
    Capacite.objects.create(activite=a, lieu=lieu, groupe=loisirs.petits, places=8)
    assert ouvrir(a, lieu, du=LUNDI, au=MERCREDI) == 3 * 3 * 3
    par_groupe = {
        (c.date, c.groupe_id): c.places for c in Creneau.objects.filter(unite=loisirs.unites["matin"], lieu=lieu)
    }
    assert (par_groupe[LUNDI, None], par_groupe[MERCREDI, None]) == (30, 20)
    assert (par_groupe[LUNDI, loisirs.petits.pk], par_groupe[LUNDI, loisirs.grands.pk]) == (8, None)
    assert ouvrir(a, lieu, du=LUNDI, au=MERCREDI) == 0
    # A group that comes later gets its rows; a day closed meanwhile stays closed for it too.
    Creneau.objects.filter(date=LUNDI).update(ferme=True, motif="Travaux")
    ados = Groupe.objects.create(activite=a, lieu=lieu, nom="Les ados", age_min=12, age_max=14)
    assert ouvrir(a, lieu, du=LUNDI, au=MERCREDI) == 3 * 3
    assert set(Creneau.objects.filter(groupe=ados, date=LUNDI).values_list("ferme", "motif")) == {(True, "Travaux")}
    assert not Creneau.objects.filter(groupe=ados, date=MERCREDI, ferme=True).exists()


def test_what_waits_for_open_days_is_told_once(donges):
    dits = []

    def prevenir(activite, lieu, jours, *, par):
        dits.append((activite, lieu, jours[0], par))

    A_L_OUVERTURE.register(prevenir)
    try:
        for _ in range(2):
            ouvrir(donges.cantine, donges.restaurant, du=LUNDI, au=MERCREDI, places=60)
    finally:
        A_L_OUVERTURE.unregister(prevenir)
    assert dits == [(donges.cantine, donges.restaurant, LUNDI, None)]


@pytest.mark.feature("F098")
def test_a_new_restaurant_goes_from_nothing_to_bookable_days_by_screens(client_administrateur, donges):
    """The school, its place and its restaurant too are typed in « La commune »."""
    c = client_administrateur
    envoyer(
        c, "creer_activite", nom="Cantine du port", nom_courant="cantine", service=donges.service.pk,
        regie=donges.regie.pk, prestation="repas", icone="repas", fonctionnement="reservation",
        jours=["0", "1", "3", "4"], reservation_en_ligne="on", carence="0",
    )  # fmt: skip
    a = Activite.objects.get(nom="Cantine du port")
    envoyer(c, "ajouter_partie", a.pk, "unites", nom="Repas", debut="12:00", fin="13:30")
    envoyer(c, "ajouter_partie", a.pk, "formules", nom="Repas", unites=[a.unites.get().pk])
    commun = {"horaires": "", "adresse": "", "telephone": "", "courriel": ""}
    for nom, genre in (("École du port", "ecole"), ("Cantine du port", "restaurant")):
        reponse = c.post(reverse("lieux:add"), commun | {"nom": nom, "genre": genre})
        assert reponse.status_code == 302, texte(reponse)
    ecole, lieu = Lieu.objects.get(nom="École du port"), Lieu.objects.get(nom="Cantine du port")
    reponse = c.post(reverse("ecoles:add"), {"lieu": ecole.pk, "restaurant": lieu.pk, "niveaux": "CP CE1 CE2 CM1 CM2"})
    assert reponse.status_code == 302, texte(reponse)
    envoyer(c, "ajouter_partie", a.pk, "capacites", lieu=lieu.pk, places=80)
    envoyer(
        c, "ajouter_partie", a.pk, "delais", geste="reserver", forme="ouvres", valeur=2, heure="09:00", suite="refus"
    )
    assert "Aucun jour à venir n’est ouvert" in texte(c.get(reverse("activite_reglee", args=[a.pk])))
    adresse, choix = reverse("ouvrir_annee"), f"{a.pk}-{lieu.pk}"
    saisie = {"quand": donges.annee.pk, "ou": [choix]}
    vue = c.post(adresse, saisie)
    page = texte(vue).replace("\xa0", " ")
    assert "novembre 2026" in page
    assert "80" in page
    assert not Creneau.objects.filter(lieu=lieu).exists()
    assert c.post(adresse, saisie | {"confirmer": annoncee(vue)}).status_code == 302
    assert lieu in lieux_ouverts(a)
    jours = Creneau.objects.filter(lieu=lieu, unite__activite=a)
    assert set(jours.values_list("places", flat=True)) == {80}
    assert {j.weekday() for j in jours.values_list("date", flat=True)} == {0, 1, 3, 4}
    # The year began in September: what is past is not opened.
    assert jours.earliest("date").date >= date(2026, 11, 10)


def test_next_september_is_opened_by_an_agent_and_run_again_adds_a_site(client_administrateur, donges):
    annee = AnneeScolaire.objects.create(libelle="2027-2028", du=date(2027, 9, 1), au=date(2028, 7, 4))
    cache.clear()
    autre = Lieu.objects.create(code="annexe", nom="Annexe", genre="restaurant")
    for lieu in (donges.restaurant, autre):
        Capacite.objects.create(activite=donges.cantine, lieu=lieu, places=50)
    adresse = reverse("ouvrir_annee")

    def ouvrir_ici(*lieux):
        saisie = {"quand": annee.pk, "ou": [f"{donges.cantine.pk}-{li.pk}" for li in lieux]}
        vue = client_administrateur.post(adresse, saisie)
        client_administrateur.post(adresse, saisie | {"confirmer": annoncee(vue)})
        return vue.context["nouveaux"], Creneau.objects.filter(date__gte=annee.du).count()

    nouveaux, total = ouvrir_ici(donges.restaurant)
    assert nouveaux == total > 140
    assert ouvrir_ici(donges.restaurant) == (0, total)
    assert ouvrir_ici(donges.restaurant, autre) == (total, 2 * total)


def test_a_session_opens_the_holidays_alone_with_its_booking_period(client_administrateur, donges):
    loisirs = centre(donges)
    Capacite.objects.create(activite=loisirs.activite, lieu=loisirs.lieu, places=24)
    zone = reglages_de_la_commune().zone
    noel = Vacances.objects.get(zone=zone, du__year=2026, du__month=12)
    saisie = {
        "quand": noel.pk, "ou": [f"{loisirs.activite.pk}-{loisirs.lieu.pk}"], "ouvre_le": "2026-11-20T09:00",
        "ferme_le": "2026-12-10T18:00",
    }  # fmt: skip
    adresse = reverse("ouvrir_session")
    vue = client_administrateur.post(adresse, saisie)
    assert client_administrateur.post(adresse, saisie | {"confirmer": annoncee(vue)}).status_code == 302
    jours = set(Creneau.objects.filter(lieu=loisirs.lieu).values_list("date", flat=True))
    assert jours
    assert all(noel.du <= j <= noel.au and j.weekday() < 5 for j in jours)
    assert date(2026, 12, 25) not in jours
    periode = PeriodeReservation.objects.get(activite=loisirs.activite)
    assert (periode.du, periode.au, periode.session) == (noel.du, noel.au, True)
    # Run again: one period still, as it was, and the page says so.
    saisie |= {"ouvre_le": "2026-11-22T09:00"}
    vue = client_administrateur.post(adresse, saisie)
    assert "garde la période" in texte(vue)
    assert "qui ouvre le vendredi 20 novembre 2026 à 9 h et ferme le jeudi 10 décembre 2026 à 18 h" in texte(vue)
    client_administrateur.post(adresse, saisie | {"confirmer": annoncee(vue)})
    assert PeriodeReservation.objects.count() == 1
    Capacite.objects.create(activite=donges.cantine, lieu=donges.restaurant, places=60)
    offertes = [c["value"] for c in soupe(client_administrateur.get(adresse)).select("input[name=ou]")]
    assert offertes == saisie["ou"], "the canteen, closed in holidays, has no session"
    tard = client_administrateur.post(adresse, saisie | {"ouvre_le": "2027-02-01T09:00", "ferme_le": ""})
    assert "après le dernier jour" in texte(tard)
    faux = client_administrateur.post(adresse, saisie | {"ferme_le": "2026-11-01T09:00"})
    assert faux.status_code == 422
    assert "ferment avant d’ouvrir" in texte(faux)


def test_fewer_places_than_are_taken_need_a_reason_and_nobody_loses_one(client_administrateur, donges):
    ligne = Capacite.objects.create(activite=donges.cantine, lieu=donges.restaurant, places=60)
    ouvrir(donges.cantine, donges.restaurant, du=donges.annee.du, au=donges.annee.au)
    Creneau.objects.filter(date=LUNDI).update(prises=12)
    adresse = reverse("modifier_partie", args=[donges.cantine.pk, "capacites", ligne.pk])
    saisie = {"lieu": donges.restaurant.pk, "places": 10}
    vue = client_administrateur.post(adresse, saisie)
    assert "12 enfants pour 10 places" in texte(vue).replace("\xa0", " ")
    refusee = client_administrateur.post(adresse, saisie | {"confirmer": annoncee(vue)})
    assert refusee.status_code == 422
    assert Creneau.objects.get(date=LUNDI).places == 60
    cle = (donges.cantine.pk, "capacites", ligne.pk)
    envoyer(client_administrateur, "modifier_partie", *cle, **saisie, motif="Un agent en moins")
    plein = Creneau.objects.get(date=LUNDI)
    assert (plein.places, plein.surbooking) == (10, 2)
    # Days past keep theirs; more places again: nothing is granted beyond any more.
    assert set(Creneau.objects.filter(date__lt=date(2026, 11, 10)).values_list("places", flat=True)) == {60}
    envoyer(client_administrateur, "modifier_partie", *cle, lieu=donges.restaurant.pk, places=40)
    plein.refresh_from_db()
    assert (plein.places, plein.surbooking) == (40, 0)


def test_an_activity_is_copied_with_all_that_was_set(client_administrateur, donges):
    loisirs = centre(donges)
    a = loisirs.activite
    loisirs.unites["repas"].compatibles.add(loisirs.unites["matin"], donges.cantine.unites.get())
    session = PeriodeReservation.objects.create(
        activite=a, nom="Noël", du=date(2026, 12, 19), au=date(2027, 1, 3), ouvre_le="2026-11-20T09:00Z", session=True
    )
    regle = a.delais.first()
    regle.pk, regle.periode, regle.formule = None, session, loisirs.formules["journee"]
    regle.save()
    Capacite.objects.create(activite=a, lieu=loisirs.lieu, groupe=loisirs.petits, places=8)
    reponse = client_administrateur.post(
        reverse("copier_activite", args=[a.pk]), {"nom": "Centre des dunes", "nom_courant": "centre"}
    )
    assert reponse.status_code == 302, texte(reponse)
    copie = Activite.objects.get(nom="Centre des dunes")
    for relation in ("unites", "formules", "periodes", "groupes", "capacites", "delais"):
        assert getattr(copie, relation).count() == getattr(a, relation).count(), relation
    journee = copie.formules.get(code="journee")
    assert set(journee.unites.all()) == set(copie.unites.all())
    assert copie.delais.get(periode__isnull=False).formule == journee
    assert copie.capacites.get().groupe.activite == copie
    assert set(copie.unites.get(code="repas").compatibles.all()) == {
        copie.unites.get(code="matin"), donges.cantine.unites.get(),
    }  # fmt: skip
    assert not Creneau.objects.filter(unite__activite=copie).exists()
    assert not Inscription.objects.filter(activite=copie).exists()


def test_a_session_is_copied_with_its_deadlines(client_administrateur, donges):
    a = centre(donges).activite
    session = PeriodeReservation.objects.create(
        activite=a, nom="Noël", du=date(2026, 12, 19), au=date(2027, 1, 3), ouvre_le="2026-11-20T09:00Z", session=True
    )
    regle = a.delais.first()
    regle.pk, regle.periode = None, session
    regle.save()
    adresse = reverse("copier_periode", args=[a.pk, session.pk])
    saisie = {"nom": "Hiver", "du": "2027-02-13", "au": "2027-02-28", "ouvre_le": "2027-01-10T09:00"}
    assert client_administrateur.post(adresse, saisie).status_code == 302
    hiver = a.periodes.get(nom="Hiver")
    assert hiver.session
    assert hiver.delais.count() == 1
    memes = client_administrateur.post(adresse, saisie)
    assert memes.status_code == 422
    assert "Une autre période tient déjà une partie de ces dates." in texte(memes)
