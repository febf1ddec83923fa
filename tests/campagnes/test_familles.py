"""What a family is asked, answers, and books: from the opening to after the end."""

from datetime import date, time

import pytest

from common.web.memory import forget
from espace_prive.famille.acces.perimetre import perimetre
from reservations.activites.enums import FormeDelai, Geste
from reservations.activites.models import Creneau, PeriodeReservation, RegleDelai
from reservations.campagnes.models import ReponseDeCampagne
from reservations.campagnes.presentation import evenements
from reservations.campagnes.reading import connues, foyers_qui_souhaitent
from reservations.campagnes.services import campagnes
from reservations.planning.models import Reservation
from reservations.planning.verification import ecarts
from tests.campagnes.conftest import JOURS, proposer
from tests.factories.activites import inscrire_a
from tests.factories.famille import famille
from tests.tools.html import erreurs, formulaire, soupe, source, taches
from tests.tools.requetes import requetes

pytestmark = pytest.mark.django_db
APRES_L_OUVERTURE, APRES_LA_FIN = "2026-11-20T10:00+01:00", "2026-12-01T10:00+01:00"


def page_de(noel):
    return f"/espace/campagnes/{noel.campagne.pk}/"


def champs(noel, maison, rang=0):
    """Give the names of the fields of a child: its answer, its days, how."""
    premiere = noel.loisirs.formules["journee"].pk
    inscription = maison.au_centre[rang]
    famille_de_formules = min(f.pk for f in noel.loisirs.formules.values())
    cle = f"{inscription.pk}-{famille_de_formules}"
    return f"dit-{maison.enfants[rang].pk}", f"jours-{cle}", f"formule-{cle}", premiere


def repondre(client, noel, maison, rang=0, *, dit="oui", jours=JOURS[:2], **autres):
    nom_dit, nom_jours, nom_formule, journee = champs(noel, maison, rang)
    donnees = {nom_dit: dit, nom_jours: [j.isoformat() for j in jours], nom_formule: journee}
    return client.post(page_de(noel), donnees | autres, follow=True)


def de_la_campagne(client):
    return {t: v for t, v in taches(client).items() if "Vacances de Noël" in t}


def test_each_child_is_asked_until_all_answered(parent, noel, maison):
    ((titre, (texte, adresse)),) = de_la_campagne(parent).items()
    assert titre == "Répondre : Vacances de Noël"
    assert "Pour Malo et Zoé." in texte
    assert "30 novembre" in texte.replace("\u00a0", " ")
    assert adresse == page_de(noel)
    assert "C’est noté. Vos souhaits sont gardés" in source(repondre(parent, noel, maison))
    ((_, (texte, _)),) = de_la_campagne(parent).items()
    autre = maison.enfants[1].prenom
    assert f"Pour {autre}." in texte
    repondre(parent, noel, maison, 1, dit="non", jours=[])
    assert de_la_campagne(parent) == {}
    assert {r.dit for r in ReponseDeCampagne.objects.all()} == {"oui", "non"}


def test_not_yet_is_kept_and_still_asked(parent, noel, maison):
    for rang in (0, 1):
        assert "C’est noté." in source(repondre(parent, noel, maison, rang, dit="plus_tard", jours=[]))
    assert len(de_la_campagne(parent)) == 1


def test_wishes_are_shown_again_and_changed(parent, noel, maison):
    repondre(parent, noel, maison)
    _, nom_jours, _, _ = champs(noel, maison)
    assert formulaire(parent.get(page_de(noel))).champs[nom_jours] == [j.isoformat() for j in JOURS[:2]]
    repondre(parent, noel, maison, jours=JOURS[3:])
    (reponse,) = ReponseDeCampagne.objects.all()
    assert [s["jour"] for s in reponse.souhaits] == ["2026-12-24"]


def test_once_bookings_open_wishes_are_booked_in_one_tap(parent, noel, maison, settings):
    repondre(parent, noel, maison)
    repondre(parent, noel, maison, 1, dit="non", jours=[])
    assert not Reservation.objects.exists()
    settings.HORLOGE = APRES_L_OUVERTURE
    ((titre, (texte, adresse)),) = de_la_campagne(parent).items()
    assert titre == "Réserver les jours souhaités : Vacances de Noël"
    assert "2 jours" in texte
    page = parent.get(adresse)
    assert "Lundi 21 décembre" in source(page).replace("\u00a0", " ")
    envoi = formulaire(page, "main form.actions")
    assert parent.post(adresse, envoi.champs, follow=True).status_code == 200
    assert sorted(Reservation.objects.vivantes().values_list("date", flat=True)) == JOURS[:2]
    assert parent.post(adresse, envoi.champs).status_code == 302
    assert Reservation.objects.count() == 2
    assert de_la_campagne(parent) == {}
    assert "Rien à réserver" in source(parent.get(adresse))
    assert not ecarts()


def fermees(noel):
    PeriodeReservation.objects.update(ferme_le="2026-12-01T18:00+01:00")


def trop_tard(noel):
    RegleDelai.objects.filter(activite=noel.loisirs.activite, geste=Geste.RESERVER).delete()
    RegleDelai.objects.create(
        activite=noel.loisirs.activite, geste=Geste.RESERVER, forme=FormeDelai.JOURS, valeur=10, heure=time(0)
    )


@pytest.mark.parametrize(("arrive", "reste"), [(fermees, 0), (trop_tard, 1)])
def test_nobody_is_sent_to_book_what_can_be_no_more(parent, noel, maison, settings, arrive, reste):
    repondre(parent, noel, maison, jours=[JOURS[0], JOURS[3]])
    repondre(parent, noel, maison, 1, dit="non", jours=[])
    arrive(noel)
    forget("campagnes")
    forget("delais")

    def a_reserver():
        return [dite for titre, (dite, _) in taches(parent).items() if "jours souhaités" in titre]

    settings.HORLOGE = APRES_L_OUVERTURE
    assert ["2 jours" in dite for dite in a_reserver()] == [True]
    # The 21st is over on the 11th, the 24th on the 14th; on the 16th both are.
    settings.HORLOGE = "2026-12-13T10:00+01:00"
    assert ["1 jour " in dite for dite in a_reserver()] == [True] * reste
    settings.HORLOGE = "2026-12-16T10:00+01:00"
    assert a_reserver() == []
    (connue,) = connues()
    assert foyers_qui_souhaitent(connue) == set()


def test_while_bookings_are_open_an_answer_leads_to_them(parent, noel, maison, settings):
    settings.HORLOGE = APRES_L_OUVERTURE
    reponse = repondre(parent, noel, maison)
    assert reponse.redirect_chain[-1][0] == f"{page_de(noel)}reserver/"
    assert "Réserver ces jours" in source(reponse)


def test_a_full_day_is_said_and_the_others_are_booked(parent, noel, maison, settings):
    repondre(parent, noel, maison)
    settings.HORLOGE = APRES_L_OUVERTURE
    Creneau.objects.filter(date=JOURS[0]).update(places=0)
    page = parent.get(f"{page_de(noel)}reserver/")
    assert "Ces jours ne peuvent pas être réservés" in source(page)
    parent.post(f"{page_de(noel)}reserver/", formulaire(page, "main form.actions").champs)
    assert list(Reservation.objects.vivantes().values_list("date", flat=True)) == [JOURS[1]]


def test_after_the_end_a_sentence_says_so_and_what_was_ticked_stays(parent, noel, maison, settings):
    settings.HORLOGE = APRES_LA_FIN
    reponse = repondre(parent, noel, maison)
    assert reponse.status_code == 422
    assert "close depuis le lundi 30 novembre à 18 h" in source(reponse).replace("\u00a0", " ")
    _, nom_jours, _, _ = champs(noel, maison)
    assert formulaire(reponse).champs[nom_jours] == [j.isoformat() for j in JOURS[:2]]
    assert not ReponseDeCampagne.objects.exists()
    assert "Cette question est close" in source(parent.get(page_de(noel)))
    assert de_la_campagne(parent) == {}


def test_closed_by_hand_then_opened_again(parent, noel, maison):
    campagnes.fermer(noel.campagne, par=None)
    assert repondre(parent, noel, maison).status_code == 422
    campagnes.rouvrir(noel.campagne, par=None)
    assert repondre(parent, noel, maison).status_code == 200
    assert ReponseDeCampagne.objects.count() == 1


@pytest.mark.parametrize(
    ("dit", "jours", "phrase"),
    [
        ("oui", [], "Cochez au moins un jour"),
        ("non", JOURS[:1], "Vous avez aussi coché des jours"),
        ("", [], "Répondez pour un enfant au moins."),
        ("peut-etre", [], ""),
        ("oui", [date(2026, 12, 25)], ""),
    ],
)
def test_an_answer_that_is_none_is_said_beside_its_field_and_nothing_is_written(
    parent, noel, maison, dit, jours, phrase
):
    reponse = repondre(parent, noel, maison, dit=dit, jours=jours)
    assert reponse.status_code == 422
    assert phrase in source(reponse)
    assert erreurs(reponse) or phrase.startswith("Répondez")
    assert not ReponseDeCampagne.objects.exists()


def test_days_ticked_without_a_word_say_yes(parent, noel, maison):
    repondre(parent, noel, maison, dit="")
    assert ReponseDeCampagne.objects.get().dit == "oui"


def test_who_is_not_asked_finds_nothing(client, noel, maison):
    voisin = famille(noel.donges, nom="Talbot")
    client.force_login(voisin.utilisateur)
    assert client.get(page_de(noel)).status_code == 404
    assert client.post(page_de(noel), {}).status_code == 404
    assert "Rien ne vous est demandé" in source(client.get("/espace/campagnes/"))
    assert de_la_campagne(client) == {}


def test_each_home_answers_for_its_own_days(client, noel, maison):
    """The child is registered twice, at the cost of each of its homes: neither reads, nor writes, the other's."""
    from espace_prive.famille.models import LienParental

    autre = famille(noel.donges, enfants=0, nom="Talbot")
    enfant = maison.enfants[0]
    inscrire_a(noel.loisirs, enfant, autre.payeur, noel.loisirs.lieu)
    LienParental.objects.create(enfant=enfant, responsable=autre.responsable, qualite="pere", du=date(2026, 9, 1))
    client.force_login(autre.utilisateur)
    client.post(page_de(noel), {f"dit-{enfant.pk}": "non"})
    assert [(r.foyer_id, r.dit) for r in ReponseDeCampagne.objects.all()] == [(autre.foyer.pk, "non")]
    client.force_login(maison.utilisateur)
    assert "Pas de réponse" in source(client.get("/espace/campagnes/"))
    assert len(de_la_campagne(client)) == 1


def test_one_that_is_to_come_says_when(parent, noel, maison):
    from tests.campagnes.conftest import instant

    noel.campagne.delete()
    noel.campagne = proposer([noel.periode], ouvre_le=instant(16))
    assert "Vous pourrez répondre dès le lundi 16" in source(parent.get(page_de(noel))).replace("\u00a0", " ")
    assert repondre(parent, noel, maison).status_code == 422
    assert de_la_campagne(parent) == {}


@pytest.mark.usefixtures("memoire_longue")
def test_the_home_pays_one_statement_while_a_campaign_is_known_and_none_otherwise(client, noel):
    comptes = []
    for nombre in (1, 8):
        maison = famille(noel.donges, enfants=nombre)
        for enfant in maison.enfants:
            inscrire_a(noel.loisirs, enfant, maison.payeur, noel.loisirs.lieu)
        client.force_login(maison.utilisateur)
        client.get("/espace/")
        with requetes() as faites:
            client.get("/espace/")
        comptes.append(sum("campagnes_reponse" in sql for sql in faites))
    assert comptes == [1, 1]


def test_the_page_has_a_heading_for_each_child_and_a_group_for_each_question(parent, noel, maison):
    page = soupe(parent.get(page_de(noel)))
    assert [h.get_text(strip=True) for h in page.select("main section h2")] == [
        e.prenom for e in sorted(maison.enfants, key=lambda e: e.prenom)
    ]
    assert len(page.select("main fieldset")) == 4


def test_notre_semaine_says_it_above_the_days_that_are_asked_about_and_no_others(parent, noel, maison):
    semaine = "/espace/reservations/semaine/2026-12-21/"
    page = parent.get(semaine)
    assert f'href="{page_de(noel)}">Répondre' in source(page)
    assert "Répondez pour Malo et Zoé avant le" in source(page)
    assert page_de(noel) not in source(parent.get("/espace/reservations/semaine/2026-12-14/"))
    repondre(parent, noel, maison)
    repondre(parent, noel, maison, 1, dit="non", jours=[])
    assert page_de(noel) not in source(parent.get(semaine))


def test_the_last_day_to_answer_is_in_the_agenda_while_it_is_awaited(parent, noel, maison):
    moi, bornes = perimetre(maison.utilisateur), (date(2026, 11, 30), date(2026, 12, 6))
    (dit,) = evenements(moi, *bornes)
    assert (dit.jour, dit.titre, dit.url) == (date(2026, 11, 30), "Répondre : Vacances de Noël", page_de(noel))
    assert list(evenements(moi, date(2026, 12, 1), date(2026, 12, 6))) == []
    for rang in (0, 1):
        repondre(parent, noel, maison, rang, dit="non", jours=[])
    assert list(evenements(moi, *bornes)) == []
