"""A parent books, from the choice of the child to the mail."""

import uuid
from decimal import Decimal

import pytest

from common.models import Courriel
from espace_prive.demarches.models import Demarche
from espace_prive.famille.models import LienParental
from reservations.activites.models import Creneau, Inscription
from reservations.planning.models import Absence, Reservation
from tests.factories.famille import famille, inscrire
from tests.factories.reservations import reserver_jours
from tests.reservations.conftest import JEUDI_12, LUNDI_16, MARDI_17
from tests.reservations.gestes import adresse, maison, parent, valider
from tests.tools.html import liens, soupe, source, texte, un, valeurs
from tests.tools.requetes import requetes

__all__ = ["maison", "parent"]
pytestmark = pytest.mark.django_db


def cocher(client, maison, *jours, vers="etape2", etaient=(), mois="2026-11/", **autres):
    donnees = {"jour": [j.isoformat() for j in jours], "etait": [j.isoformat() for j in etaient], "vers": vers}
    return client.post(adresse(maison, mois), {**donnees, **autres})


@pytest.mark.feature("F115")
def test_the_tile_of_the_home_leads_to_each_childs_bookings(parent, maison):
    (tuile,) = [a for a in soupe(parent.get("/espace/")).select("a.tuile") if "Gérer mes réservations" in texte(a)]
    choix = soupe(parent.get(tuile["href"]))
    for inscription in maison.inscriptions:
        debut = parent.get(un(choix, f"a[href='/espace/reservations/{inscription.pk}/']")["href"])
        assert inscription.enfant.prenom in texte(debut)


@pytest.mark.feature("F116")
def test_choose_the_child_and_the_activity(parent, maison):
    page = texte(parent.get("/espace/reservations/"))
    assert "Gérer mes réservations" in page
    for enfant in maison.enfants:
        assert enfant.prenom in page
    assert "Restauration scolaire" in page


@pytest.mark.feature("F117")
def test_the_first_page_explains_the_steps_and_starts(parent, maison):
    page = parent.get(adresse(maison, ""))
    assert "Commencer" in texte(page)
    assert adresse(maison) in page.content.decode()


@pytest.mark.feature("F119", "F140")
def test_each_day_says_its_state_its_price_and_its_deadline(parent, maison, ouverte):
    Creneau.objects.filter(date=MARDI_17).update(places=2, prises=2)
    Creneau.objects.filter(date=LUNDI_16).update(places=2)
    reponse = parent.get(adresse(maison))
    page, du_16 = texte(reponse), texte(un(reponse, "label:has([value='2026-11-16'])"))
    assert du_16.startswith("lundi 16 novembre")
    assert "Restauration scolaire, Zoé : Libre (2 places)" in du_16
    assert "0,85 €" in page
    assert "Possible jusqu’au jeu. 12 nov. à 9 h" in page
    assert "Complet" in page
    assert "Délai dépassé" in page
    assert "Vacances" not in page  # all of November's school days are after the holidays


@pytest.mark.feature("F123")
def test_next_months_keep_what_was_ticked(parent, maison):
    reponse = cocher(parent, maison, LUNDI_16, vers="suivant")
    assert reponse.url == adresse(maison, "2026-12/")
    assert "1 changement coché sur d’autres mois" in texte(parent.get(reponse.url))
    assert un(parent.get(adresse(maison)), "[value='2026-11-16']").has_attr("checked")
    assert parent.get(adresse(maison, "2026-10/")).status_code == 404
    assert parent.get(adresse(maison, "2026-13/")).status_code == 404


@pytest.mark.feature("F126", "F127", "F129", "F131", "F135")
def test_from_the_ticks_to_the_confirmation(parent, maison):
    assert cocher(parent, maison, LUNDI_16, MARDI_17).url == adresse(maison, "recapitulatif/")
    recap = texte(parent.get(adresse(maison, "recapitulatif/")))
    assert "+ 1,70 €" in recap
    assert "Quotient familial 500" in recap
    confirmation = parent.get(valider(parent, maison).url)
    page = texte(confirmation)
    assert "Nous avons bien enregistré votre demande" in page
    prenom = maison.enfants[0].prenom
    fait = f"{prenom} mangera au restaurant scolaire le lundi 16 novembre et le mardi 17 novembre."
    assert f"{fait} 1,70 € en plus sur votre facture de novembre 2026." in page
    assert page.index(fait) < page.index("Traitée positivement")
    assert "Restaurant Aimé-Césaire – du 16/11/2026 au 17/11/2026" in page
    assert "Retour à l’accueil" in page
    assert Reservation.objects.vivantes().count() == 2


@pytest.mark.feature("F132")
def test_the_request_goes_to_the_service_and_a_mail_tells_the_answer(parent, maison, ouverte):
    """In the guide a service answers every request later; here what the rules accept is answered at once."""
    cocher(parent, maison, LUNDI_16)
    valider(parent, maison)
    demarche = Demarche.objects.get()
    assert demarche.service == maison.inscriptions[0].activite.service
    assert [e.vers for e in demarche.evenements.all()] == ["deposee", "positive"]
    courriel = Courriel.objects.get()
    fait = f"{maison.enfants[0].prenom} mangera au restaurant scolaire le lundi 16 novembre"
    assert source(courriel.objet) == fait
    assert source(courriel.texte).strip().startswith(f"{fait}. 0,85 € en plus sur votre facture de novembre 2026.")
    assert "traitée positivement" in courriel.texte
    assert demarche.service.nom in courriel.texte
    assert str(demarche.service) in texte(parent.get(f"/espace/demarches/{demarche.numero}/"))


@pytest.mark.feature("F083", "F084", "F130", "F134")
def test_the_request_is_in_the_history_and_a_mail_says_so(parent, maison):
    cocher(parent, maison, LUNDI_16)
    page = parent.get(valider(parent, maison).url)
    demarche = Demarche.objects.get()
    lien = f"/espace/demarches/{demarche.numero}/"
    assert liens(page)["cliquez ici"] == lien
    assert "Traitée positivement" in texte(parent.get("/espace/demarches/"))
    assert "lundi 16 novembre" in texte(parent.get(lien))
    courriel = Courriel.objects.get()
    assert courriel.destinataire == maison.utilisateur.email
    assert lien in courriel.texte


@pytest.mark.feature("F125")
def test_the_same_request_for_another_child_is_one_checkbox(parent, maison, ouverte):
    reserver_jours(maison, ouverte, [MARDI_17], enfants=[maison.enfants[1]])
    cocher(parent, maison, LUNDI_16, MARDI_17, aussi=[maison.inscriptions[1].pk])
    valider(parent, maison)
    # The sister already had Tuesday: nothing to say, nothing twice.
    assert Reservation.objects.vivantes().count() == 4


def test_a_change_is_marked_on_the_day_itself(parent, maison, ouverte):
    reserver_jours(maison, ouverte, [LUNDI_16], enfants=maison.enfants[:1])
    page = parent.get(adresse(maison)).content.decode()
    assert un(page, "[value='2026-11-16'][data-initial='1']").has_attr("checked")
    assert "Sera annulé" in texte(page)
    assert "Sera réservé" in texte(page)
    cocher(parent, maison, etaient=[LUNDI_16])
    valider(parent, maison)
    assert not Reservation.objects.vivantes().exists()


@pytest.mark.parametrize("jour", [JEUDI_12, JEUDI_12.replace(day=11), JEUDI_12.replace(day=15)])
def test_a_forged_day_keeps_the_rest_and_says_why(parent, maison, jour):
    reponse = cocher(parent, maison, LUNDI_16, jour)
    assert reponse.status_code == 422
    page = reponse.content.decode()
    assert un(page, "[value='2026-11-16']").has_attr("checked")
    assert f"{jour.day}" in texte(reponse)
    assert "n’est pas possible" in page


@pytest.mark.parametrize("jour", ["demain", "2026-02-30", "'; DROP TABLE"])
def test_an_unreadable_day_is_refused_with_a_sentence(parent, maison, jour):
    reponse = parent.post(adresse(maison), {"jour": [jour], "vers": "etape2"})
    assert reponse.status_code == 422
    assert "Revenez à votre planning" in texte(reponse)


def test_nothing_changed_says_so(parent, maison):
    reponse = cocher(parent, maison)
    assert reponse.status_code == 422
    assert "Vous n’avez rien changé" in texte(reponse)


@pytest.mark.parametrize("montant", ["0.01", "-5", "", "gratuit", "1e400"])
def test_a_tampered_amount_is_refused_and_nothing_is_lost(parent, maison, montant):
    cocher(parent, maison, LUNDI_16)
    reponse = valider(parent, maison, montant=montant)
    assert reponse.status_code == 422
    assert "lundi 16" in texte(reponse).lower()
    assert not Reservation.objects.exists()


def test_a_balance_of_nothing_is_not_said_to_be_more(parent, maison, ouverte):
    reserver_jours(maison, ouverte, [MARDI_17], enfants=maison.enfants[:1])
    cocher(parent, maison, LUNDI_16, etaient=[MARDI_17])
    page = texte(parent.get(adresse(maison, "recapitulatif/")))
    assert "Rien ne change sur votre facture de novembre 2026" in page
    assert "En plus sur" not in page


def test_somebody_elses_registration_cannot_be_slipped_in(parent, maison, ouverte):
    voisin = famille(ouverte)
    cocher(parent, maison, LUNDI_16)
    reponse = valider(parent, maison, ligne=[f"{voisin.inscriptions[0].pk}:2026-11-16:ajout"])
    assert reponse.status_code == 404
    assert not Reservation.objects.exists()
    assert parent.get(f"/espace/reservations/{voisin.inscriptions[0].pk}/2026-11/").status_code == 404


def test_a_double_click_answers_once(parent, maison):
    cocher(parent, maison, LUNDI_16)
    page = parent.get(adresse(maison, "recapitulatif/")).content.decode()
    donnees = {nom: valeurs(page, nom) for nom in ("numero", "montant", "ligne")}
    deux = [parent.post(adresse(maison, "recapitulatif/"), donnees) for _ in range(2)]
    assert deux[0].url == deux[1].url
    assert Reservation.objects.count() == Demarche.objects.count() == 1


@pytest.mark.usefixtures("memoire_longue")
@pytest.mark.parametrize("enfants", [3, 30])
def test_the_month_costs_the_same_for_three_children_and_for_thirty(client, ouverte, enfants):
    maison = famille(ouverte, enfants=enfants)
    reserver_jours(maison, ouverte, [LUNDI_16, MARDI_17])
    client.force_login(maison.utilisateur)
    client.get(adresse(maison))
    with requetes() as faites:
        assert client.get(adresse(maison)).status_code == 200
    assert len(faites) <= 15, str(faites)


def test_saving_twenty_days_for_two_children_stays_within_its_budget(parent, maison):
    jours = list(Creneau.objects.filter(date__gte=LUNDI_16).order_by("date").values_list("date", flat=True)[:20])
    parent.get(adresse(maison))
    lignes = [f"{i.pk}:{j.isoformat()}:ajout" for i in maison.inscriptions for j in jours]
    donnees = {"numero": uuid.uuid4(), "montant": str(Decimal("0.85") * 40), "ligne": lignes}
    with requetes() as faites:
        assert parent.post(adresse(maison, "recapitulatif/"), donnees).status_code == 302
    assert Reservation.objects.count() == 40
    assert len(faites) <= 25, str(faites)


def test_two_homes_of_one_child_see_whose_day_it_is(client, maison, ouverte):
    autre = famille(ouverte, enfants=0)
    autre.inscriptions = [inscrire(maison.enfants[0], autre.payeur, ouverte)]
    LienParental.objects.create(
        enfant=maison.enfants[0], responsable=autre.responsable, qualite="pere", du=ouverte.annee.du
    )
    reserver_jours(maison, ouverte, [LUNDI_16], enfants=maison.enfants[:1])
    client.force_login(autre.utilisateur)
    page = client.get(adresse(autre))
    assert "Réservé par l’autre foyer" in texte(page)
    assert 'value="2026-11-16"' not in page.content.decode()


def test_what_the_other_home_booked_has_no_price_here_even_reported_absent(client, maison, ouverte):
    autre = famille(ouverte, enfants=0, quotient="2000")
    inscrire(maison.enfants[0], autre.payeur, ouverte)
    LienParental.objects.create(
        enfant=maison.enfants[0], responsable=autre.responsable, qualite="pere", du=ouverte.annee.du
    )
    (reservation,) = reserver_jours(maison, ouverte, [LUNDI_16], enfants=maison.enfants[:1])
    Absence.objects.create(reservation=reservation, motif="maladie", effet="facturee", phrase="Facturé.")
    client.force_login(autre.utilisateur)
    inscription = Inscription.objects.get(payeur=autre.payeur)
    page = client.get(f"/espace/reservations/{inscription.pk}/2026-11/")
    case = texte(un(page, "td[data-etat=absence]"))
    assert "Absence signalée" in case
    assert "€" not in case


@pytest.mark.parametrize("aussi", ["9" * 5000, "x", "-1", "²"])
def test_forged_other_children_are_nobody(parent, maison, aussi):
    donnees = {"jour": "2026-11-16", "aussi": aussi, "vers": "etape2"}
    assert parent.post(adresse(maison), donnees).status_code == 302


def test_nothing_changed_is_an_error_like_the_others(parent, maison):
    """The title says it, the summary takes the focus: who does not see the page hears it."""
    reponse = parent.post(adresse(maison), {"vers": "etape2"})
    assert reponse.status_code == 422
    page = reponse.content.decode()
    assert texte(un(page, "title")).startswith("Erreur : ")
    assert un(page, "#resume-erreurs.resume-erreurs[role=alert][tabindex='-1']").has_attr("autofocus")
    assert "Vous n’avez rien changé" in page


def test_each_page_of_a_registration_has_a_title_of_its_own(parent, maison):
    titres = set()
    pages = [f"/espace/inscriptions/{maison.inscriptions[0].pk}/", adresse(maison, "")]
    pages += [adresse(maison, f"{mois}/") for mois in ("2026-11", "2026-12", "2027-01")]
    pages += [f"/espace/enfants/{maison.enfants[0].pk}/{m}" for m in ("", "?mois=2026-12")]
    for page in pages:
        titres.add(texte(un(parent.get(page), "title")))
    assert len(titres) == len(pages), titres


def test_an_unreadable_page_says_so_and_promises_nothing(parent, maison):
    reponse = parent.post(adresse(maison), {"jour": ["2026-11-16", "demain"], "vers": "etape2"})
    assert reponse.status_code == 422
    assert "n’est pas lisible" in texte(reponse)
    assert "sont gardés" not in texte(reponse)


def test_the_request_of_another_domain_is_no_booking(parent, maison, ouverte):
    demarche = Demarche.objects.create(
        type="dossier", titre="Ma situation", service=ouverte.service, foyer=maison.foyer, auteur=maison.utilisateur,
        recapitulatif=[{"libelle": "Adresse", "detail": "2 quai Neuf"}],
    )  # fmt: skip
    assert parent.get(f"/espace/reservations/demandes/{demarche.numero}/").status_code == 404
