"""A parent books, from the week of the whole family to the mail."""

from datetime import date

import pytest

from common.models import Courriel
from espace_prive.demarches.models import Demarche
from reservations.activites.models import Creneau
from reservations.planning.models import Reservation
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.reservations.conftest import LUNDI_16, MARDI_17
from tests.reservations.gestes import RECAPITULATIF, SEMAINE, choix, cocher, maison, parent, valider
from tests.tools.html import arbre, formulaire, liens, soupe, source, texte, un, valeurs
from tests.tools.requetes import requetes

__all__ = ["maison", "parent"]
pytestmark = pytest.mark.django_db


@pytest.mark.feature("F115")
def test_the_tile_of_the_home_leads_to_each_childs_bookings(parent, maison):
    (tuile,) = [a for a in soupe(parent.get("/espace/")).select("a.tuile") if "Gérer mes réservations" in texte(a)]
    pages = soupe(parent.get(tuile["href"]))
    for inscription in maison.inscriptions:
        debut = parent.get(un(pages, f"a[href='/espace/reservations/{inscription.pk}/']")["href"])
        assert inscription.enfant.prenom in texte(debut)


@pytest.mark.feature("F116", "F118")
def test_choose_the_child_and_the_activity(parent, maison):
    """« Mes informations » then « Ma famille » are known: one chooses among one's own children at once."""
    page = texte(parent.get("/espace/reservations/"))
    assert "Gérer mes réservations" in page
    for enfant in maison.enfants:
        assert enfant.prenom in page
    assert "Restauration scolaire" in page


@pytest.mark.feature("F117")
def test_the_first_page_explains_the_steps_and_leads_to_the_week_in_one(parent, maison):
    page = parent.get(f"/espace/reservations/{maison.inscriptions[0].pk}/")
    assert "Récapitulatif" in texte(page)
    suite = liens(page)["Commencer"]
    semaine = parent.get(suite)
    assert semaine.status_code == 200
    assert maison.enfants[0].prenom in texte(un(semaine, ".notre-semaine"))
    assert maison.enfants[1].prenom not in texte(un(semaine, ".notre-semaine"))


@pytest.mark.feature("F107", "F119", "F140")
def test_each_cell_says_its_state_its_price_and_its_deadline(parent, maison, ouverte):
    Creneau.objects.filter(date=MARDI_17).update(places=2, prises=2)
    Creneau.objects.filter(date=LUNDI_16).update(places=2)
    reponse = parent.get(SEMAINE)
    arbre(reponse)
    case = un(reponse, f"label:has([value='{choix(maison.inscriptions[0], LUNDI_16)}'])")
    assert case["data-titre"] == "Zoé, Cantine"
    assert "0,85" in case["data-prix"]
    assert "Libre" in texte(case)
    assert "Possible jusqu’au jeu. 12 à 9 h · 2 places" in texte(case)
    page = texte(reponse)
    assert "Complet" in page
    assert "Fermé" in page  # Wednesday
    assert "Trop tard" in texte(parent.get("/espace/reservations/semaine/2026-11-09/"))


@pytest.mark.feature("F123")
def test_other_weeks_and_months_keep_what_was_ticked(parent, maison):
    lundi = choix(maison.inscriptions[0], LUNDI_16)
    reponse = cocher(parent, lundi, vers="suivante")
    assert reponse.url == "/espace/reservations/semaine/2026-11-23/"
    assert "1 repas · + 0,85 €" in texte(un(parent.get(reponse.url), ".barre-semaine"))
    assert un(parent.get(SEMAINE), f"[value='{lundi}']").has_attr("checked")
    assert un(parent.get("/espace/reservations/mois/2026-11/"), f"[value='{lundi}']").has_attr("checked")
    assert cocher(parent, page="/espace/reservations/mois/2026-12/", vers="precedente").url.endswith("mois/2026-11/")
    for page in ("semaine/2026-11-02/", "semaine/2026-11-17/", "semaine/2028-11-13/", "semaine/x/", "mois/2026-10/",
                 "mois/2026-13/", "mois/x/"):  # fmt: skip
        assert parent.get(f"/espace/reservations/{page}").status_code == 404, page


def test_the_first_week_is_the_one_in_which_something_can_be_changed(parent, maison):
    """Tuesday 10 November, 10 o'clock: nothing of this week can be changed any more."""
    assert "Semaine du 16 novembre" in texte(parent.get("/espace/reservations/semaine/"))


@pytest.mark.feature("F126", "F127", "F129", "F131", "F135")
def test_from_the_ticks_to_the_confirmation(parent, maison):
    zoe = maison.inscriptions[0]
    assert cocher(parent, choix(zoe, LUNDI_16), choix(zoe, MARDI_17)).url == RECAPITULATIF
    recap = texte(parent.get(RECAPITULATIF))
    assert "+ 1,70 €" in recap
    assert "Quotient familial 500" in recap
    confirmation = parent.get(valider(parent).url)
    page = texte(confirmation)
    assert "Nous avons bien enregistré votre demande" in page
    prenom = maison.enfants[0].prenom
    fait = f"2 repas réservés pour {prenom}, du 16 au 17 novembre, 1,70 €"
    assert texte(un(confirmation, "h1")) == fait
    assert "En plus sur votre facture de novembre 2026." in page
    assert page.index(fait) < page.index("Traitée positivement")
    assert "Restaurant Aimé-Césaire – du 16/11/2026 au 17/11/2026" in page
    assert "Retour à l’accueil" in page
    assert Reservation.objects.vivantes().count() == 2


@pytest.mark.feature("F128")
def test_the_bar_confirms_what_it_shows_in_one_step(parent, maison):
    zoe, malo = maison.inscriptions
    cocher(parent, choix(zoe, LUNDI_16), choix(malo, LUNDI_16), vers="rester")
    barre = un(parent.get(SEMAINE), ".barre-semaine")
    assert "2 repas · + 1,70 €" in texte(barre)
    reponse = cocher(parent, vers="confirmer")
    assert "Nous avons bien enregistré" in texte(parent.get(reponse.url))
    assert Reservation.objects.vivantes().count() == 2
    assert "Cochez ou décochez" in texte(un(parent.get(SEMAINE), ".barre-semaine"))


def test_what_was_ticked_after_the_bar_was_shown_is_read_again_before_it_is_booked(parent, maison):
    """Without a script the bar knows nothing of the last ticks: its amount is no longer the one of the request."""
    zoe = maison.inscriptions[0]
    cocher(parent, choix(zoe, LUNDI_16), vers="rester")
    reponse = cocher(parent, choix(zoe, MARDI_17), vers="confirmer")
    assert reponse.url == RECAPITULATIF
    assert not Reservation.objects.exists()
    assert "+ 1,70 €" in texte(parent.get(RECAPITULATIF))


def test_the_script_gets_the_bar_alone(parent, maison):
    champs = formulaire(parent.get(SEMAINE), "form.formulaire-semaine").champs
    envoi = champs | {"choix": [choix(maison.inscriptions[0], LUNDI_16)]}
    reponse = parent.post(SEMAINE, envoi, headers={"X-Semaine": "barre"})
    assert reponse.status_code == 200
    assert un(reponse, ".barre-semaine")["data-annonce"].startswith("1 repas, +")
    assert "notre-semaine" not in reponse.content.decode()


def test_the_same_reading_is_given_as_data_to_who_asks_for_it(parent, maison, ouverte):
    reserver_jours(maison, ouverte, [MARDI_17], enfants=maison.enfants[:1])
    zoe = maison.inscriptions[0]
    cocher(parent, choix(zoe, LUNDI_16), vers="rester")
    reponse = parent.get(SEMAINE, headers={"accept": "application/json"})
    assert reponse["Content-Type"] == "application/json"
    assert "Accept" in reponse["Vary"]
    lu = reponse.json()
    (semaine,) = lu["semaines"]
    assert [jour["date"] for jour in semaine["jours"]] == [f"2026-11-{n}" for n in range(16, 21)]
    lundi, mardi = semaine["lignes"][0]["cellules"][:2]
    assert (lundi["etat"], lundi["change"], lundi["choix"][0]["prix"]) == ("libre", "ajout", "0.85")
    assert lundi["choix"][0]["valeur"] == choix(zoe, LUNDI_16)
    assert (mardi["etat"], lu["vus"]) == ("reserve", [choix(zoe, MARDI_17)])
    assert (lu["barre"]["comptes"], lu["barre"]["montant"]) == (["1 repas"], "0.85")
    assert parent.get(SEMAINE)["Content-Type"].startswith("text/html")


@pytest.mark.feature("F120")
def test_one_button_fills_a_row_the_week_or_copies(parent, maison, ouverte):
    zoe, malo = maison.inscriptions
    cocher(parent, vers=f"toute-{zoe.pk}")
    assert "4 repas" in texte(un(parent.get(SEMAINE), ".barre-semaine"))
    cocher(parent, vers=f"copier-{zoe.enfant.pk}")
    assert "8 repas · + 6,80 €" in texte(un(parent.get(SEMAINE), ".barre-semaine"))
    cocher(parent, vers="vider")
    assert "Cochez ou décochez" in texte(un(parent.get(SEMAINE), ".barre-semaine"))
    reserver_jours(maison, ouverte, [date(2026, 11, 9), date(2026, 11, 10)])
    cocher(parent, vers="comme")
    assert "4 repas" in texte(un(parent.get(SEMAINE), ".barre-semaine"))


@pytest.mark.feature("F125")
def test_a_sister_who_has_the_day_already_is_asked_nothing(parent, maison, ouverte):
    zoe = maison.inscriptions[0]
    reserver_jours(maison, ouverte, [MARDI_17], enfants=[maison.enfants[1]])
    cocher(parent, choix(zoe, LUNDI_16), choix(zoe, MARDI_17), vers="rester")
    cocher(parent, vers=f"copier-{zoe.enfant.pk}")
    valider(parent)
    assert Reservation.objects.vivantes().count() == 4


@pytest.mark.feature("F132")
def test_the_request_goes_to_the_service_and_a_mail_tells_the_answer(parent, maison, ouverte):
    """In the guide a service answers every request later; here what the rules accept is answered at once."""
    cocher(parent, choix(maison.inscriptions[0], LUNDI_16))
    valider(parent)
    demarche = Demarche.objects.get()
    assert demarche.service == maison.inscriptions[0].activite.service
    assert [e.vers for e in demarche.evenements.all()] == ["deposee", "positive"]
    courriel = Courriel.objects.get()
    fait = f"1 repas réservé pour {maison.enfants[0].prenom}, le lundi 16 novembre, 0,85 €"
    assert source(courriel.objet) == fait
    assert source(courriel.texte).strip().startswith(f"{fait}. En plus sur votre facture de novembre 2026.")
    assert "traitée positivement" in courriel.texte
    assert demarche.service.nom in courriel.texte
    assert str(demarche.service) in texte(parent.get(f"/espace/demarches/{demarche.numero}/"))


@pytest.mark.feature("F083", "F084", "F130", "F133", "F134")
def test_the_request_is_in_the_history_and_a_mail_says_so(parent, maison):
    cocher(parent, choix(maison.inscriptions[0], LUNDI_16))
    page = parent.get(valider(parent).url)
    demarche = Demarche.objects.get()
    lien = f"/espace/demarches/{demarche.numero}/"
    assert liens(page)["cliquez ici"] == lien
    assert "Traitée positivement" in texte(parent.get("/espace/demarches/"))
    assert "lundi 16 novembre" in texte(parent.get(lien))
    courriel = Courriel.objects.get()
    assert courriel.destinataire == maison.utilisateur.email
    assert lien in courriel.texte


@pytest.mark.feature("F124", "F139")
def test_a_cancellation_is_the_same_page_unticked(parent, maison, ouverte):
    zoe = maison.inscriptions[0]
    reserver_jours(maison, ouverte, [LUNDI_16], enfants=maison.enfants[:1])
    case = un(parent.get(SEMAINE), f"label:has([value='{choix(zoe, LUNDI_16)}'])")
    assert un(case, "input").has_attr("checked")
    assert un(case, "b")["data-sera"] == "Sera annulé"
    assert "Annulable jusqu’au" in texte(case)
    cocher(parent, retraits=[choix(zoe, LUNDI_16)], vers="rester")
    assert "1 repas annulé · − 0,85 €" in texte(un(parent.get(SEMAINE), ".barre-semaine"))
    cocher(parent, vers="confirmer")
    assert not Reservation.objects.vivantes().exists()


def test_a_confirmed_request_is_undone_in_one_tap(parent, maison):
    cocher(parent, choix(maison.inscriptions[0], LUNDI_16))
    confirmation = parent.get(valider(parent).url)
    envoi = formulaire(confirmation, "form[action$='/annuler/']")
    suite = parent.post(envoi.action, envoi.champs)
    page = texte(parent.get(suite.url))
    assert "1 repas annulé pour" in page
    assert "Votre demande du mardi 10 novembre à 10 h est ainsi annulée." in page
    assert not Reservation.objects.vivantes().exists()
    # Pressed again, it undoes nothing more.
    parent.post(envoi.action, envoi.champs)
    assert Demarche.objects.count() == 2


@pytest.mark.parametrize("jour", ["2026-11-18", "2026-11-19"])
def test_a_forged_cell_keeps_the_rest_and_says_why(parent, maison, jour):
    zoe = maison.inscriptions[0]
    Creneau.objects.filter(date="2026-11-19").update(places=0)
    reponse = cocher(parent, choix(zoe, LUNDI_16), choix(zoe, jour))
    assert reponse.status_code == 422
    assert un(reponse, f"[value='{choix(zoe, LUNDI_16)}']").has_attr("checked")
    assert f"{int(jour[-2:])} novembre" in texte(un(reponse, "#resume-erreurs"))
    assert "Vos autres choix sont gardés" in texte(reponse)


@pytest.mark.parametrize(
    "forge", ["demain", "1:2", "1:2:2026-02-30", "'; DROP TABLE", "x:y:2026-11-16", "²:1:2026-11-16"]
)
def test_an_unreadable_cell_is_refused_with_a_sentence(parent, maison, forge):
    reponse = cocher(parent, forge)
    assert reponse.status_code == 422
    assert "Revenez à votre semaine" in texte(reponse)


@pytest.mark.parametrize("montant", ["0.01", "-5", "", "gratuit", "1e400"])
def test_a_tampered_amount_is_refused_and_nothing_is_lost(parent, maison, montant):
    cocher(parent, choix(maison.inscriptions[0], LUNDI_16))
    reponse = valider(parent, montant=montant)
    assert reponse.status_code == 422
    assert "lundi 16" in texte(reponse).lower()
    assert not Reservation.objects.exists()


def test_a_balance_of_nothing_is_not_said_to_be_more(parent, maison, ouverte):
    zoe = maison.inscriptions[0]
    reserver_jours(maison, ouverte, [MARDI_17], enfants=maison.enfants[:1])
    cocher(parent, choix(zoe, LUNDI_16), retraits=[choix(zoe, MARDI_17)])
    page = texte(parent.get(RECAPITULATIF))
    assert "Rien ne change sur votre facture de novembre 2026" in page
    assert "En plus sur" not in page


def test_somebody_elses_registration_cannot_be_slipped_in(parent, maison, ouverte):
    voisin = famille(ouverte)
    reponse = cocher(parent, choix(voisin.inscriptions[0], LUNDI_16))
    assert reponse.status_code == 404
    assert not Reservation.objects.exists()
    assert parent.get(f"/espace/reservations/{voisin.inscriptions[0].pk}/").status_code == 404


def test_a_double_click_answers_once(parent, maison):
    cocher(parent, choix(maison.inscriptions[0], LUNDI_16))
    page = parent.get(RECAPITULATIF).content.decode()
    donnees = {nom: valeurs(page, nom) for nom in ("numero", "montant", "version")}
    deux = [parent.post(RECAPITULATIF, donnees) for _ in range(2)]
    assert deux[0].url == deux[1].url
    assert Reservation.objects.count() == Demarche.objects.count() == 1


def test_a_double_click_on_the_bar_answers_once(parent, maison):
    cocher(parent, choix(maison.inscriptions[0], LUNDI_16), vers="rester")
    champs = formulaire(parent.get(SEMAINE), "form.formulaire-semaine").champs | {"vers": "confirmer"}
    champs["choix"] = [v for v in champs["choix"] if v]
    deux = [parent.post(SEMAINE, champs) for _ in range(2)]
    assert deux[0].url == deux[1].url
    assert Reservation.objects.count() == Demarche.objects.count() == 1


def test_a_draft_changed_on_another_device_is_told_and_both_are_kept(parent, maison):
    zoe, malo = maison.inscriptions
    ici = formulaire(parent.get(SEMAINE), "form.formulaire-semaine").champs
    cocher(parent, choix(malo, MARDI_17), vers="rester")  # the other device
    reponse = parent.post(SEMAINE, ici | {"choix": [choix(zoe, LUNDI_16)], "vers": "confirmer"})
    assert reponse.status_code == 422
    assert "aussi changé sur un autre appareil" in texte(reponse)
    assert "n’est pas possible" not in texte(reponse)
    coches = {c["value"] for c in soupe(reponse).select("input[name=choix][checked]")}
    assert coches == {choix(zoe, LUNDI_16), choix(malo, MARDI_17)}
    assert not Reservation.objects.exists()


def test_a_tick_on_a_page_that_lacks_the_other_devices_ones_has_it_read_again(parent, maison):
    """Its bar would count what its boxes do not show, and its next answer would forget it."""
    zoe, malo = maison.inscriptions
    ici = formulaire(parent.get(SEMAINE), "form.formulaire-semaine").champs | {"choix": [choix(zoe, LUNDI_16)]}
    cocher(parent, choix(malo, MARDI_17), vers="rester")  # the other device
    assert parent.post(SEMAINE, ici, headers={"X-Semaine": "barre"}).status_code == 409
    page = parent.get(SEMAINE)
    assert "aussi changé sur un autre appareil" in texte(page)
    coches = {c["value"] for c in soupe(page).select("input[name=choix][checked]")}
    assert coches == {choix(zoe, LUNDI_16), choix(malo, MARDI_17)}


def test_a_recap_of_an_hour_ago_does_not_book_another_draft(parent, maison):
    zoe = maison.inscriptions[0]
    cocher(parent, choix(zoe, LUNDI_16))
    page = parent.get(RECAPITULATIF).content.decode()
    donnees = {nom: valeurs(page, nom) for nom in ("numero", "montant", "version")}
    cocher(parent, choix(zoe, MARDI_17), retraits=[choix(zoe, LUNDI_16)], vers="rester")
    reponse = parent.post(RECAPITULATIF, donnees)
    assert reponse.status_code == 422
    assert "a changé depuis" in texte(reponse)
    assert not Reservation.objects.exists()


@pytest.mark.usefixtures("memoire_longue")
@pytest.mark.parametrize("enfants", [3, 30])
@pytest.mark.parametrize("page", [SEMAINE, "/espace/reservations/mois/2026-11/"])
def test_a_page_costs_the_same_for_three_children_and_for_thirty(client, ouverte, enfants, page):
    maison = famille(ouverte, enfants=enfants)
    reserver_jours(maison, ouverte, [LUNDI_16, MARDI_17])
    client.force_login(maison.utilisateur)
    client.get(page)
    with requetes() as faites:
        assert client.get(page).status_code == 200
    assert len(faites) <= 15, str(faites)


def test_saving_twenty_days_for_two_children_stays_within_its_budget(memoire_longue, parent, maison, settings):
    settings.COURRIELS_SYNCHRONES = False
    for mois in ("2026-11", "2026-12"):
        cocher(parent, page=f"/espace/reservations/mois/{mois}/", vers="toute")
    page = parent.get(RECAPITULATIF).content.decode()
    donnees = {nom: valeurs(page, nom) for nom in ("numero", "montant", "version")}
    with requetes() as faites:
        assert parent.post(RECAPITULATIF, donnees).status_code == 302
    assert Reservation.objects.count() >= 40
    assert len(faites) <= 30, str(faites)


def test_nothing_changed_says_so(parent, maison):
    """Étape 2 of nothing leads back to the week, and says why."""
    reponse = cocher(parent)
    page = parent.get(reponse.url, follow=True)
    assert "ne contient aucune modification" in texte(page)


def test_each_page_of_a_registration_has_a_title_of_its_own(parent, maison):
    titres = set()
    pages = [
        f"/espace/inscriptions/{maison.inscriptions[0].pk}/",
        f"/espace/reservations/{maison.inscriptions[0].pk}/",
    ]
    pages += [f"/espace/reservations/{p}/" for p in ("mois/2026-11", "mois/2026-12", "semaine/2026-11-16")]
    pages += [f"/espace/enfants/{maison.enfants[0].pk}/{m}" for m in ("", "?mois=2026-12")]
    for page in pages:
        titres.add(texte(un(parent.get(page), "title")))
    assert len(titres) == len(pages), titres


def test_the_request_of_another_domain_is_no_booking(parent, maison, ouverte):
    demarche = Demarche.objects.create(
        type="dossier", titre="Ma situation", service=ouverte.service, foyer=maison.foyer, auteur=maison.utilisateur,
        recapitulatif=[{"libelle": "Adresse", "detail": "2 quai Neuf"}],
    )  # fmt: skip
    assert parent.get(f"/espace/reservations/demandes/{demarche.numero}/").status_code == 404
