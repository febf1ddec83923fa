"""The calendar that a telephone subscribes to, read by the library ``icalendar``."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from common import clock
from common.errors import Refus
from espace_prive.agenda import services
from espace_prive.agenda.extensions import EntreeDAgenda
from espace_prive.agenda.models import AbonnementAgenda
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import LienParental, Rattachement
from espace_prive.garde import services as garde
from espace_prive.sante.models import FicheSanitaire
from reservations.planning.models import Absence, Reservation
from tests.conftest import ClientQuiLit
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.tools.html import soupe, source

pytestmark = pytest.mark.django_db
PAGE = "/espace/agenda/abonnements/"


def adresse(parent, qui="famille", geste="creer"):
    """Ask for an address; give the path that the page then shows for it."""
    page = parent.post(PAGE, {"qui": qui, "geste": geste}, follow=True)
    cartes = [c for c in soupe(page).select(".carte") if c.select(f"input[name=qui][value='{qui}']")]
    montree = cartes[0].select_one("code").get_text().strip()
    return f"/espace/{montree.partition('/espace/')[2]}"


def lire(chemin, client=None, **entetes):
    """Read it as a telephone: no session, no cookie."""
    return (client or ClientQuiLit()).get(chemin, **entetes)


def evenements(reponse):
    assert reponse.status_code == 200, reponse.content
    return list(Calendar.from_ical(reponse.content).walk("VEVENT"))


def test_a_telephone_reads_the_booked_days_of_the_family(parent, maison):
    reponse = lire(adresse(parent))
    lus = evenements(reponse)
    assert reponse["Content-Type"].startswith("text/calendar")
    titres = sorted(str(e["summary"]) for e in lus)
    aine, cadet = (e.prenom for e in maison.enfants)
    assert titres == sorted([f"{aine}, cantine"] * 3 + [f"{cadet}, cantine"])
    lundi = next(e for e in lus if e["summary"] == f"{cadet}, cantine")
    debut = lundi.decoded("dtstart")
    assert (debut.date() if isinstance(debut, datetime) else debut) == date(2026, 11, 16)
    assert str(lundi["location"])
    assert len({str(e["uid"]) for e in lus}) == len(lus)


def test_one_child_alone_has_its_own_address(parent, maison):
    aine, cadet = maison.enfants
    siens = evenements(lire(adresse(parent, str(cadet.pk))))
    assert {str(e["summary"]) for e in siens} == {f"{cadet.prenom}, cantine"}
    assert AbonnementAgenda.objects.count() == 1


def test_a_new_address_closes_the_former_and_closing_closes_it(parent):
    premiere = adresse(parent)
    assert adresse(parent) == premiere, "the one there is, shown again"
    seconde = adresse(parent, geste="nouvelle")
    assert seconde != premiere
    assert lire(premiere).status_code == 404
    assert lire(seconde).status_code == 200
    page = parent.post(PAGE, {"qui": "famille", "geste": "fermer"}, follow=True)
    assert "qui l’avait n’y lit plus rien" in source(page)
    assert lire(seconde).status_code == 404


def test_what_has_not_changed_is_not_sent_again(parent, maison, donges, settings):
    chemin = adresse(parent)
    premiere = lire(chemin)
    etiquette, quand = premiere["ETag"], premiere["Last-Modified"]
    settings.HORLOGE = "2026-11-10T11:00:00+01:00"
    assert lire(chemin, HTTP_IF_NONE_MATCH=etiquette).status_code == 304
    assert lire(chemin, HTTP_IF_MODIFIED_SINCE=quand).status_code == 304
    assert lire(chemin)["Last-Modified"] == quand
    # A day that goes leaves no trace in the text: its date says it all the same.
    Reservation.objects.filter(date="2026-11-17").update(
        etat="annulee", annulee_le=clock.maintenant(), cause="famille"
    )
    change = lire(chemin, HTTP_IF_MODIFIED_SINCE=quand)
    assert change.status_code == 200
    assert change["ETag"] != etiquette
    assert change["Last-Modified"] != quand
    assert ClientQuiLit().head(chemin).status_code == 200


def test_nothing_of_health_nor_of_money_nor_of_the_other_home(parent, maison, donges):
    enfant = maison.enfants[0]
    FicheSanitaire.objects.create(enfant=enfant, allergies="Arachide", pai="allergie", pai_fin="2027-07-01")
    Absence.objects.create(
        reservation=Reservation.objects.get(enfant=enfant, date="2026-11-17"), motif="maladie", effet="facturee"
    )
    lui = famille(donges, enfants=0, nom="Talbot", adresse="9 quai Secret")
    LienParental.objects.create(enfant=enfant, responsable=lui.responsable, qualite="pere", du=date(2026, 9, 1))
    Rattachement.objects.create(enfant=enfant, foyer=lui.foyer, du=date(2026, 9, 1))
    garde.appliquer_rythme(
        enfant, du=date(2026, 9, 1), version=enfant.version, par=None, premier=maison.foyer, second=lui.foyer,
        forme="semaines", parite="paires",
    )  # fmt: skip
    lus = evenements(lire(adresse(parent)))
    texte = " ".join(f"{e['summary']} {e.get('description', '')} {e.get('location', '')}" for e in lus).lower()
    for secret in ("arachide", "pai", "malad", "absence", "€", "talbot", "secret"):
        assert secret not in texte
    assert not [e for e in lus if e.decoded("dtstart") == date(2026, 11, 17)], "an absent day is no day"
    changements = [str(e["summary"]) for e in lus if "foyer" in str(e["summary"])]
    assert f"{enfant.prenom} dans son autre foyer (après-midi)" in changements


def test_what_other_domains_add_is_in_it(parent, maison, source_du_test):
    instant = datetime(2026, 11, 18, 16, 30, tzinfo=UTC)
    source_du_test.append(
        EntreeDAgenda(
            uid="rdv-1", jour=date(2026, 11, 18), debut=instant, fin=instant.replace(hour=17), titre="Rendez-vous",
            url="/espace/", enfant=maison.enfants[1].pk,
        )
    )  # fmt: skip
    source_du_test.append(EntreeDAgenda(uid="fin-1", jour=date(2026, 11, 20), titre="Dernier jour pour répondre"))
    (rdv,) = [e for e in evenements(lire(adresse(parent))) if "Rendez-vous" in str(e["summary"])]
    assert rdv.decoded("dtstart") == instant
    assert str(rdv["summary"]) == f"{maison.enfants[1].prenom} : Rendez-vous"
    assert str(rdv["url"]).startswith("http")
    aine = evenements(lire(adresse(parent, str(maison.enfants[0].pk))))
    assert not [e for e in aine if "répondre" in str(e["summary"]) or "Rendez-vous" in str(e["summary"])]


def test_a_parent_barred_or_whose_account_is_closed_reads_nothing(parent, maison):
    enfant = maison.enfants[0]
    tout, sien = adresse(parent), adresse(parent, str(enfant.pk))
    LienParental.objects.filter(enfant=enfant).update(restreint=True)
    assert lire(sien).status_code == 404
    # The home where that child lives is closed to who is barred from it; the other child is still one's own.
    assert {str(e["summary"]) for e in evenements(lire(tout))} == {f"{maison.enfants[1].prenom}, cantine"}
    maison.utilisateur.is_active = False
    maison.utilisateur.save()
    assert lire(tout).status_code == 404


def test_the_address_of_another_is_never_shown_nor_made(parent, maison, donges):
    autre = famille(donges)
    refus = parent.post(PAGE, {"qui": str(autre.enfants[0].pk), "geste": "creer"}, follow=True)
    assert "Choisissez un des agendas de la page" in source(refus)
    assert not AbonnementAgenda.objects.exists()
    adresse(parent)
    client = ClientQuiLit()
    client.force_login(autre.utilisateur)
    assert "adresse-secrete" not in source(client.get(PAGE))


def test_an_agent_who_acts_for_the_family_makes_no_address(maison, agent):
    agent.agit_pour = maison.responsable
    with pytest.raises(Refus) as refus:
        services.abonner(perimetre(agent), None, par=agent)
    assert refus.value.code == "super_usager"
    assert not AbonnementAgenda.objects.exists()


@pytest.mark.parametrize("jeton", ["x", "%00", "é", "a" * 500, "../../etc"])
def test_a_forged_address_is_not_found_and_soon_slowed_down(db, donges, jeton):
    client = ClientQuiLit()
    assert lire(f"/espace/agenda-abonne/{jeton}.ics", client).status_code == 404


def test_who_tries_addresses_is_slowed_down_and_a_telephone_gone_mad_too(parent):
    chemin, client = adresse(parent), ClientQuiLit()
    codes = [lire("/espace/agenda-abonne/devine.ics", client).status_code for _ in range(32)]
    assert codes[:30] == [404] * 30
    assert codes[30:] == [429] * 2
    assert lire(chemin, client).status_code == 200, "the rightful telephone of the same house still reads"
    codes = [lire(chemin, client).status_code for _ in range(31)]
    assert codes[-1] == 429
    assert "Retry-After" in lire(chemin, client)


def test_the_secret_is_not_in_the_database_in_clear(parent):
    chemin = adresse(parent)
    jeton = chemin.rsplit("/", 1)[1].removesuffix(".ics")
    ligne = AbonnementAgenda.objects.get()
    assert jeton.encode() not in bytes(ligne.scelle)
    assert jeton not in ligne.empreinte


def test_the_window_holds_the_past_weeks_and_a_year(parent, maison, donges):
    reserver_jours(maison, donges, [date(2027, 6, 3)], enfants=maison.enfants[:1])
    jours = {e.decoded("dtstart") for e in evenements(lire(adresse(parent)))}
    lus = {j.date() if isinstance(j, datetime) else j for j in jours}
    assert {date(2026, 10, 6), date(2027, 6, 3)} <= lus
