"""Days that change home where the other one cannot answer here: by the town’s setting, or by an agent."""

import uuid
from datetime import date

import pytest

from common.models import Courriel
from espace_prive.famille.models import LienParental, Payeur, Rattachement
from espace_prive.famille.services import rubriques
from espace_prive.garde import services
from espace_prive.garde.models import PeriodeDeGarde
from espace_prive.garde.presentation import pour_un_parent
from espace_prive.garde.rules import Borne, Sejour, du_jour
from espace_prive.modifications.models import Modification
from reservations.activites.models import Inscription
from reservations.activites.services.places import ouvrir
from reservations.planning.models import Reservation
from tests.factories.famille import famille, inscrire
from tests.factories.reservations import reserver_jours
from tests.modifications.conftest import RENTREE
from tests.reservations.gestes import choix, cocher
from tests.tools.html import source

pytestmark = pytest.mark.django_db
LUNDI, VENDREDI = date(2026, 11, 16), date(2026, 11, 20)


@pytest.fixture
def enfant(elle, lui):
    """The elder, one week at each home: this week (even) at hers, the next at his."""
    enfant = elle.enfants[0]
    services.appliquer_rythme(
        enfant, du=RENTREE, version=enfant.version, par=None, premier=elle.foyer, second=lui.foyer, forme="semaines",
        parite="paires",
    )  # fmt: skip
    enfant.refresh_from_db()
    return enfant


@pytest.fixture
def sans_compte(lui):
    """Nobody of his home signs in: he has an address, and no space."""
    compte, lui.responsable.utilisateur, lui.responsable.email = lui.utilisateur, None, lui.utilisateur.email
    lui.responsable.save()
    return compte


@pytest.fixture
def acceptee(client_agent, elle, enfant):
    """Have an agent answer yes to the only request."""

    def repondre():
        demande = Modification.objects.get()
        adresse = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/"
        return client_agent.post(adresse, {"version": enfant.version, "reponse": "accepter"})

    return repondre


def echanger(client, enfant, **champs):
    saisie = {
        "numero": str(uuid.uuid4()), "version": enfant.version, "chez": "moi", "du": LUNDI.isoformat(),
        "du_demi": "0", "au": VENDREDI.isoformat(), "au_demi": "1", "motif": "Voyage",
    }  # fmt: skip
    return client.post(f"/espace/dossier/garde/{enfant.pk}/", saisie | champs)


def typees(enfant):
    return [(p.foyer, p.du, p.au) for p in PeriodeDeGarde.objects.filter(enfant=enfant, main=True)]


@pytest.mark.usefixtures("sans_compte")
def test_an_agent_verifies_and_it_is_done(mere, elle, lui, enfant, client_agent, acceptee):
    formulaire = source(mere.get(f"/espace/dossier/garde/{enfant.pk}/"))
    assert "Un agent lit cette demande" in formulaire
    assert "Envoyer la demande" in formulaire
    page = echanger(mere, enfant, chez="autre", du="2026-11-12", au="2026-11-12").url
    assert "Le service vérifie auprès de l’autre parent" in source(mere.get(page))
    demande = Modification.objects.get()
    adresse = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/"
    assert "Dans l’autre foyer" in source(client_agent.get(adresse))
    assert typees(enfant) == []
    acceptee()
    assert typees(enfant) == [(lui.foyer, date(2026, 11, 12), date(2026, 11, 12))]
    assert Courriel.objects.filter(destinataire=lui.responsable.email, objet__contains="change ces jours").exists()
    assert "Traitée positivement" in source(mere.get(page))


def test_where_the_other_parent_can_answer_the_two_swap_between_themselves(mere, pere, elle, lui, enfant):
    for client in (mere, pere):
        assert client.get(f"/espace/dossier/garde/{enfant.pk}/").status_code == 404
        assert echanger(client, enfant).status_code == 404
    assert mere.get(f"/espace/dossier/garde/{elle.enfants[1].pk}/").status_code == 404  # one home only
    assert mere.get(f"/espace/enfants/{enfant.pk}/garde/echanger/").status_code == 200


@pytest.mark.usefixtures("sans_compte")
def test_an_answer_of_an_agent_too_late_leaves_the_past_as_it_was(mere, elle, enfant, client_agent, acceptee, le):
    page = echanger(mere, enfant).url
    avant = jours(enfant, 14, 17)
    le("2026-11-18")
    assert "La demande ne vaut que pour les autres" in source(mere.get(page))
    acceptee()
    assert typees(enfant) == [(elle.foyer, date(2026, 11, 18), VENDREDI)]
    assert jours(enfant, 14, 17) == avant
    le("2026-11-19")
    sienne = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{Modification.objects.get().pk}/"
    for client, adresse in ((mere, page), (client_agent, sienne)):
        lu = source(client.get(adresse))
        assert "Appliqué :</strong> du mercredi 18 novembre matin au vendredi 20 novembre après-midi." in lu
        assert "Pas appliqué :</strong> du lundi 16 novembre matin au mardi 17 novembre après-midi. Ces" in lu
    Modification.objects.update(saisie={}, lignes=[])  # six months later
    assert mere.get(page).status_code == 200


@pytest.mark.usefixtures("sans_compte")
def test_days_all_past_are_only_refused_or_taken_back(mere, enfant, acceptee, le):
    page = echanger(mere, enfant).url
    le("2026-11-21")
    phrase = "ce changement n’est plus possible"
    assert source(acceptee()).count(phrase) == 2
    assert typees(enfant) == []
    hers = source(mere.get(page))
    assert phrase in hers
    mere.post(page)
    assert "Annulée par la famille." in source(mere.get(page))


@pytest.mark.usefixtures("sans_compte")
def test_the_town_may_apply_it_at_once(mere, elle, lui, enfant, agent):
    rubriques.regler({"garde": "aussitot"}, par=agent)
    from django.core.cache import cache

    cache.clear()
    formulaire = source(mere.get(f"/espace/dossier/garde/{enfant.pk}/"))
    assert "Un agent lit cette demande" not in formulaire
    echanger(mere, enfant)
    assert typees(enfant) == [(elle.foyer, LUNDI, VENDREDI)]
    assert Courriel.objects.get(destinataire=lui.responsable.email).objet.startswith("La garde de votre enfant change")
    perdu = echanger(mere, enfant, du="2026-11-17", au="2026-11-17")
    assert "modifié entre-temps" in source(perdu)
    assert "Voyage" in source(perdu)


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"du": "2026-11-09"}, "Ce jour est passé"),
        ({"au": "2026-11-15"}, "précède le premier"),
        ({"au": "2026-12-17"}, "Plus de 31 jours"),
        ({"au": LUNDI.isoformat(), "du_demi": "1", "au_demi": "0"}, "La fin précède le début"),
        ({"chez": "lune"}, "Choisissez une des réponses"),
    ],
)
@pytest.mark.usefixtures("sans_compte")
def test_a_foolish_change_is_refused_beside_its_field(mere, enfant, champs, phrase):
    reponse = echanger(mere, enfant, **champs)
    assert phrase in source(reponse)
    assert "Voyage" in source(reponse)
    assert not Modification.objects.exists()


@pytest.fixture
def le(settings):
    def avancer(jour):
        settings.HORLOGE = f"{jour}T09:00:00+01:00"

    return avancer


def jours(enfant, du, au):
    """Give the homes of these days, morning and afternoon."""
    sejours = [p.sejour() for p in enfant.gardes.all()]
    return [du_jour(sejours, date(2026, 11, n)) for n in range(du, au + 1)]


@pytest.mark.usefixtures("sans_compte")
def test_three_homes_are_told_so_and_lose_nothing(mere, elle, lui, enfant, donges, client_agent):
    page = echanger(mere, enfant).url
    tiers = famille(donges, enfants=0, nom="Grands-parents")
    Rattachement.objects.create(enfant=enfant, foyer=tiers.foyer, du=RENTREE)
    refus = source(echanger(mere, enfant, motif="Encore"))
    assert f"{enfant.prenom} vit dans 3 foyers" in refus
    assert "Encore" in refus
    assert "n’a pas deux foyers" not in refus
    demande = Modification.objects.get()
    adresse = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/"
    accepte = {"version": enfant.version, "reponse": "accepter"}
    assert "vit dans 3 foyers" in source(client_agent.post(adresse, accepte))
    # Two homes, and neither of them is the one that asked.
    Rattachement.objects.filter(enfant=enfant, foyer=elle.foyer).update(au=date(2026, 11, 1))
    assert "ne vit plus dans le foyer qui demande" in source(client_agent.post(adresse, accepte))
    Rattachement.objects.filter(enfant=enfant, foyer=tiers.foyer).delete()
    assert "n’a pas deux foyers" in source(client_agent.post(adresse, accepte))
    assert typees(enfant) == []
    assert mere.get(page).status_code == 200


def test_from_one_other_home_to_a_third_nothing_changes_for_a_parent():
    def sejour(foyer, du, au):
        return Sejour(foyer, Borne(date(2026, 11, du)), Borne(date(2026, 11, au), 1))

    vue = pour_un_parent(
        [sejour(2, 9, 12), sejour(3, 13, 16), sejour(1, 17, 20)], frozenset({1}), maintenant=Borne(date(2026, 11, 10))
    )
    assert (vue.maintenant, vue.suite) == (
        "dans son autre foyer",
        "chez vous à partir du mardi 17\u00a0novembre matin",
    )


def test_of_three_homes_each_line_says_which(mere, pere, elle, lui, enfant, donges):
    lui.responsable.prenoms = "Yann Marie"
    lui.responsable.save()
    tiers = famille(donges, enfants=0, nom="Kerguelen", adresse="1 rue Cachée")
    Rattachement.objects.create(enfant=enfant, foyer=tiers.foyer, du=RENTREE)
    LienParental.objects.create(enfant=enfant, responsable=tiers.responsable, qualite="tuteur", du=RENTREE)
    services.poser_exception(
        enfant, tiers.foyer, du=Borne(date(2026, 11, 14)), au=Borne(date(2026, 11, 15), 1), version=enfant.version,
        par=None,
    )  # fmt: skip
    fiche = f"/espace/enfants/{enfant.pk}/dossier/"
    hers = source(mere.get(fiche))
    assert ">Chez Yann<" in hers
    assert ">Dans un autre foyer<" in hers
    assert "Marie" not in hers
    for secret in ("Kerguelen", "Cachée"):
        assert secret not in hers
    assert "chez Yann" in source(mere.get(f"/espace/enfants/{enfant.pk}/"))
    # Who has no authority over the child reads ranks, as does everybody of who has none.
    LienParental.objects.filter(enfant=enfant, responsable=elle.responsable).update(autorite_parentale=False)
    hers = source(mere.get(fiche))
    assert "Yann" not in hers
    assert ">Dans un deuxième foyer<" in hers
    assert ">Dans un troisième foyer<" in hers


@pytest.mark.usefixtures("memoire_longue")
def semaine(client):
    return source(client.get("/espace/reservations/semaine/2026-11-16/"))


@pytest.fixture
def ouverte(donges):
    ouvrir(donges.cantine, donges.restaurant, du=date(2026, 11, 1), au=date(2026, 11, 30), places=60)


def test_one_payer_books_every_day_and_is_told_which_are_the_others(mere, elle, enfant, ouverte):
    page = semaine(mere)
    assert "chez l’autre parent" in page
    assert "Jour de l’autre foyer" not in page
    assert choix(elle.inscriptions[0], "2026-11-17") in page


def test_two_payers_book_and_pay_each_its_own_days(mere, pere, elle, lui, enfant, ouverte, donges):
    sienne = inscrire(enfant, Payeur.objects.get(foyer=lui.foyer), donges)
    hers, his = semaine(mere), semaine(pere)
    du_17 = choix(elle.inscriptions[0], "2026-11-17")
    assert "Jour de l’autre foyer" in hers
    assert du_17 not in hers
    assert choix(sienne, "2026-11-17") in his
    # A forged day is refused with the reason; what was booked before is still cancelled.
    refus = cocher(mere, du_17)
    assert "réserve et paie ses propres jours" in source(refus)
    reserver_jours(elle, donges, [date(2026, 11, 19)], enfants=[enfant])
    assert Reservation.objects.get().payeur == elle.payeur
    assert "chez l’autre parent" in semaine(mere)
    assert Inscription.objects.filter(enfant=enfant).count() == 2
