"""A campaign from its opening to its end, for the family and for the service; an appointment; the evening's mail."""

import re
from datetime import date

import pytest
from django.utils import timezone
from django_q.models import Schedule

from common.tasks import SOUVENT
from reservations.activites.models import Activite, Creneau, Inscription, PeriodeReservation
from reservations.campagnes.models import Campagne, Rencontre, RendezVous
from reservations.planning.models import Reservation
from tests.journeys.gestes import PHRASE, reserver_par_http
from tests.tools.examen import examiner, parcourir

pytestmark = pytest.mark.journey
HIVER = date(2027, 2, 22)


def inscrire_au_centre(portail, famille, prenom):
    """Register the child at the activity that has sessions of holidays, at the cost of its home; give the session."""
    cantine = portail.objets(Inscription).get(pk=famille.inscriptions[prenom])
    session = portail.objets(PeriodeReservation).filter(session=True, du__lte=HIVER, au__gte=HIVER).get()
    lieu = portail.objets(Creneau).filter(unite__activite=session.activite_id, date=HIVER).first().lieu_id
    portail.objets(Inscription).create(
        enfant_id=cantine.enfant_id, activite_id=session.activite_id, lieu_id=lieu, payeur_id=cantine.payeur_id,
        du=cantine.du,
    )  # fmt: skip
    return session


@pytest.mark.parametrize("largeur", ["téléphone", "ordinateur"])
def test_a_campaign_is_answered_then_booked_then_closed(portail, personne, agent, famille_neuve, largeur):
    nom = {"téléphone": "Cabioch", "ordinateur": "Lanoë"}[largeur]
    famille = famille_neuve(nom, enfants=["Nolwenn"], quotient="640")
    session = inscrire_au_centre(portail, famille, "Nolwenn")
    ronan = agent("agent", largeur=largeur)
    ronan.va("/gestion/campagnes/nouvelle/")
    titre = f"Hiver de {nom}"
    ronan.remplit("Titre", titre)
    ronan.remplit("Question", "Votre enfant viendra-t-il cet hiver ?")
    ronan.page.locator(f"input[name=periodes][value='{session.pk}']").check()
    ronan.page.locator("input[name=ouvre_le]").fill("2026-11-09T09:00")
    ronan.page.locator("input[name=ferme_le]").fill("2026-12-10T18:00")
    ronan.clique("Enregistrer")
    ronan.voit("La campagne est enregistrée", "Prévision", f"Nolwenn {nom}")
    campagne = portail.objets(Campagne).get(titre=titre)

    armelle = personne(largeur=largeur, sans_csp=True)
    armelle.se_connecte(famille.identifiant, PHRASE)
    armelle.va("/espace/")
    armelle.voit(f"Répondre : {titre}", "Votre enfant viendra-t-il cet hiver ?")
    armelle.va(f"/espace/campagnes/{campagne.pk}/")
    assert examiner(armelle) == []
    armelle.page.get_by_label("Oui", exact=True).check()
    armelle.clique("Envoyer ma réponse")
    armelle.voit("Cochez au moins un jour")
    armelle.page.get_by_label("Lundi 22 février", exact=False).check()
    armelle.page.get_by_label("Mardi 23 février", exact=False).check()
    armelle.clique("Envoyer ma réponse")
    armelle.voit("C’est noté", "Vos souhaits sont gardés")
    armelle.va("/espace/")
    armelle.ne_voit_pas(f"Répondre : {titre}")
    ronan.va(f"/gestion/campagnes/{campagne.pk}/")
    ronan.voit("Lundi 22 février")

    # Bookings of that winter open on 28 November.
    portail.il_est("2026-11-28T10:00:00+01:00")
    armelle.va("/espace/")
    armelle.voit(f"Réserver les jours souhaités : {titre}")
    armelle.va(f"/espace/campagnes/{campagne.pk}/reserver/")
    assert examiner(armelle) == []
    armelle.photographie(f"campagne-{largeur}")
    armelle.clique("Réserver ces jours")
    armelle.voit("Nolwenn")
    enfant = portail.objets(Inscription).get(pk=famille.inscriptions["Nolwenn"]).enfant_id
    reserves = portail.objets(Reservation).filter(enfant=enfant, etat="confirmee").order_by("date")
    assert list(reserves.values_list("date", flat=True)) == [HIVER, date(2027, 2, 23)]

    ronan.va(f"/gestion/campagnes/{campagne.pk}/")
    ronan.clique("Fermer la campagne maintenant")
    ronan.voit("La campagne est close")
    armelle.va(f"/espace/campagnes/{campagne.pk}/")
    armelle.voit("Cette question est close", "Oui, des jours sont réservés")
    portail.objets(Campagne).filter(pk=campagne.pk).delete()


def test_an_appointment_is_taken_without_javascript_and_left(portail, personne, agent, famille_neuve):
    famille = famille_neuve("Cozanet", enfants=["Tifenn"], quotient="640")
    session = inscrire_au_centre(portail, famille, "Tifenn")
    activite = portail.objets(Activite).get(pk=session.activite_id)
    ronan = agent("agent", sans_csp=True)
    ronan.va("/gestion/campagnes/rendez-vous/nouveau/")
    ronan.remplit("Titre", "Parler du séjour")
    ronan.page.locator("input[name=lieu]").fill("Au centre")
    ronan.page.locator("select[name=service]").select_option(str(activite.service_id))
    ronan.page.locator(f"input[name=activites][value='{activite.pk}']").check()
    ronan.page.locator("input[name=ouvre_le]").fill("2026-11-09T09:00")
    ronan.page.locator("input[name=ferme_le]").fill("2026-11-20T18:00")
    ronan.clique("Enregistrer")
    ronan.voit("Dites maintenant les heures")
    ronan.page.locator("input[name=jour]").fill("2026-11-24")
    ronan.page.locator("input[name=debut]").fill("17:00")
    ronan.page.locator("input[name=fin]").fill("18:00")
    ronan.clique("Proposer")
    ronan.voit("Les heures sont proposées aux familles")
    rencontre = portail.objets(Rencontre).get(titre="Parler du séjour")
    assert examiner(ronan) == []
    une = portail.objets(Campagne).earliest("pk")
    nos_pages = ["", "nouvelle/", f"{une.pk}/", f"{une.pk}/modifier/", f"{une.pk}/relancer/", "rendez-vous/"]
    assert parcourir(ronan, [f"/gestion/campagnes/{page}" for page in nos_pages]) == []

    armelle = personne(largeur="téléphone", javascript=False)
    armelle.se_connecte(famille.identifiant, PHRASE)
    armelle.va("/espace/")
    armelle.voit("Choisir un rendez-vous : Parler du séjour")
    armelle.va(f"/espace/campagnes/rendez-vous/{rencontre.pk}/")
    armelle.clique("Prendre ce rendez-vous", exact=False)
    armelle.voit("Choisissez une heure")
    armelle.page.get_by_label("de 17 h 15", exact=False).check()
    armelle.clique("Prendre ce rendez-vous", exact=False)
    armelle.voit("C’est noté", "mardi 24 novembre")
    assert "24 novembre" in portail.courriel(a=famille.courriel, objet="Rendez-vous pris").replace("\u00a0", " ")
    ronan.va(f"/gestion/campagnes/rendez-vous/{rencontre.pk}/")
    ronan.voit("Tifenn Cozanet", "1 prise sur 4")
    armelle.clique("Laisser ce rendez-vous", exact=False)
    armelle.voit("Le rendez-vous est laissé")
    assert not portail.objets(RendezVous).filter(rencontre=rencontre, enfant__isnull=False).exists()
    avec = personne(largeur="ordinateur", sans_csp=True)
    avec.se_connecte(famille.identifiant, PHRASE)
    avec.va(f"/espace/campagnes/rendez-vous/{rencontre.pk}/")
    assert examiner(avec) == []
    portail.objets(Rencontre).filter(pk=rencontre.pk).delete()


def test_the_evening_before_one_mail_and_its_week_in_one_tap(portail, personne, famille_neuve):
    famille = famille_neuve("Guéguen", enfants=["Maïwenn"], quotient="640")
    jours = ["2026-11-16", "2026-11-17", "2026-11-23", "2026-11-30"]
    reserver_par_http(portail, famille, "Maïwenn", jours)
    # For Monday 7 December, bookings end on Thursday 3 at nine.
    portail.il_est("2026-12-02T18:10:00+01:00")
    _souvent(portail)
    texte = portail.courriel(a=famille.courriel, objet="Rien n’est réservé", patience=120)
    assert "lundi" in texte
    liens = re.findall(r"https?://\S+", texte)
    armelle = personne(largeur="téléphone", sans_csp=True)
    armelle.va(liens[0])
    armelle.page.locator("main input[name=username]").fill(famille.identifiant)
    armelle.page.locator("main input[name=password]").fill(PHRASE)
    armelle.page.locator("main form:has(input[name=password]) button[type=submit]").first.click()
    armelle.voit("Semaine du 7 décembre, comme d’habitude", "Lundi 7 décembre")
    assert examiner(armelle) == []
    armelle.clique("Réserver comme d’habitude")
    armelle.voit("Maïwenn")
    enfant = portail.objets(Inscription).get(pk=famille.inscriptions["Maïwenn"]).enfant_id
    semaine = portail.objets(Reservation).filter(
        enfant=enfant, date__range=("2026-12-07", "2026-12-11"), etat="confirmee"
    )
    assert date(2026, 12, 7) in set(semaine.values_list("date", flat=True))
    # Switched off from the mail, by who is not signed in.
    inconnue = personne(largeur="téléphone", sans_csp=True)
    inconnue.va(next(lien for lien in liens if "rappel-de-la-veille" in lien))
    inconnue.voit("Vous recevez ce rappel")
    assert examiner(inconnue) == []
    inconnue.clique("Ne plus recevoir ce rappel")
    inconnue.voit("vous ne recevrez plus ce rappel")


def _souvent(portail):
    """Have the worker do now what it does every five minutes."""
    portail.objets(Schedule).filter(func=SOUVENT).update(next_run=timezone.now())
