"""« Cette semaine, c’est moi »: proposed by a parent, agreed by the other, by the town’s setting, or by an agent."""

import uuid
from datetime import date

import pytest

from common.models import Courriel
from common.words.typo import de
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
from tests.tools.html import source, taches

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


def echanger(client, enfant, **champs):
    saisie = {
        "numero": str(uuid.uuid4()), "version": enfant.version, "chez": "moi", "du": LUNDI.isoformat(),
        "du_demi": "0", "au": VENDREDI.isoformat(), "au_demi": "1", "motif": "Voyage",
    }  # fmt: skip
    return client.post(f"/espace/dossier/garde/{enfant.pk}/", saisie | champs)


def typees(enfant):
    return [(p.foyer, p.du, p.au) for p in PeriodeDeGarde.objects.filter(enfant=enfant, main=True)]


def test_the_other_parent_reads_the_proposal_and_a_yes_is_enough(mere, pere, elle, lui, enfant):
    assert "Changer quelques jours" in source(mere.get(f"/espace/enfants/{enfant.pk}/dossier/"))
    formulaire = source(mere.get(f"/espace/dossier/garde/{enfant.pk}/"))
    assert "L’autre parent lit votre proposition. S’il est d’accord, c’est fait aussitôt." in formulaire
    assert "Un agent lit cette demande" not in formulaire
    assert "Proposer cet échange" in formulaire
    assert "Ce jour-là, jusqu’à" in formulaire
    assert "la fin de la journée" in formulaire
    page = echanger(mere, enfant).url
    envoyee = source(mere.get(page))
    assert "Si l’autre parent est d’accord, la garde change aussitôt" in envoyee
    assert "Un agent la lit" not in envoyee
    assert typees(enfant) == []
    courriel = Courriel.objects.get(destinataire=lui.utilisateur.email)
    assert "Un échange de jours de garde vous est proposé" in courriel.objet
    assert enfant.prenom not in courriel.texte
    hers, his = source(mere.get(page)), source(pere.get(page))
    assert "Chez vous" in hers
    assert "Je suis d’accord" not in hers
    assert "<s " not in hers + his, "an exchange replaces nothing that was answered before"
    assert "Dans son autre foyer" in his
    assert "Avant :" not in hers + his
    assert "Je suis d’accord" in his
    for secret in ("3 rue des Ajoncs", "0001"):
        assert secret not in his
    assert pere.post(page).url == f"/espace/enfants/{enfant.pk}/dossier/"
    assert typees(enfant) == [(elle.foyer, LUNDI, VENDREDI)]
    pere.post(page)
    assert len(typees(enfant)) == 1
    assert Courriel.objects.filter(destinataire=elle.utilisateur.email).count() == 1
    assert "Traitée positivement" in source(mere.get(page))


def test_the_other_parent_says_no_with_a_word_and_nothing_changes(mere, pere, elle, enfant):
    page = echanger(mere, enfant).url
    lue = source(pere.get(page))
    assert "Je ne suis pas d’accord" in lue
    assert "lundi 16 novembre 2026" in lue
    assert "vendredi 20 novembre 2026" in lue
    assert "le foyer qui l’a réservé le paie" in lue
    trop = pere.post(page, {"non": "1", "mot": "Z" * 201})
    assert trop.status_code == 422
    assert "Votre message est trop long" in source(trop)
    assert "Z" * 201 in source(trop)
    assert pere.post(page, {"non": "1", "mot": "Je travaille ce week-end."}).url == page
    assert typees(enfant) == []
    sienne = source(mere.get(page))
    assert "Refusée" in sienne
    assert "L’autre parent n’est pas d’accord. Son message : « Je travaille ce week-end. »" in sienne
    assert Courriel.objects.get(destinataire=elle.utilisateur.email).objet == "Une réponse à votre demande"
    la_sienne = source(pere.get(page))
    assert "Vous n’êtes pas d’accord. Votre message : « Je travaille ce week-end. »" in la_sienne
    assert "L’autre parent n’est pas" not in la_sienne, "nobody is the other parent to oneself"
    # Answered: neither again, nor the other way.
    pere.post(page)
    assert typees(enfant) == []


def test_who_asked_cannot_refuse_in_the_place_of_the_other(mere, enfant):
    page = echanger(mere, enfant).url
    mere.post(page, {"non": "1", "mot": "Non."})
    assert Modification.objects.get().demarche.etat == "annulee", "its own button takes it back"


def test_what_the_other_parent_proposed_is_to_do_and_worded_as_theirs(mere, pere, enfant):
    page = echanger(mere, enfant).url
    (titre,) = [t for t in taches(pere) if "autre parent" in t]
    texte, adresse = taches(pere)[titre]
    assert titre == f"Répondre à l’autre parent {de(enfant.prenom)}"
    assert "L’autre parent vous propose d’échanger des jours de garde : du lundi 16 novembre au vendredi 20" in texte
    assert adresse == page
    assert not [t for t in taches(mere) if "autre parent" in t]
    assert "vous propose d’échanger des jours de garde" in source(pere.get("/espace/famille/"))
    assert "vous propose" not in source(mere.get("/espace/famille/"))
    pere.post(page, {"non": "1"})
    assert not [t for t in taches(pere) if "autre parent" in t]


def test_the_request_of_the_other_parent_is_not_ones_own_to_cancel(mere, pere, enfant):
    page = echanger(mere, enfant).url
    formulaires = [source(client.get(f"/espace/dossier/garde/{enfant.pk}/")) for client in (mere, pere)]
    assert all(page in formulaire for formulaire in formulaires)
    assert ["Annulez-la d’abord" in formulaire for formulaire in formulaires] == [True, False]
    assert "Elle n’est pas de vous : attendez sa réponse" in formulaires[1]


def test_an_agent_answers_when_the_other_parent_does_not(mere, pere, elle, lui, enfant, client_agent):
    echanger(mere, enfant, chez="autre", du="2026-11-12", au="2026-11-12")
    demande = Modification.objects.get()
    adresse = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/"
    assert "Dans l’autre foyer" in source(client_agent.get(adresse))
    client_agent.post(adresse, {"version": enfant.version, "reponse": "accepter"})
    assert typees(enfant) == [(lui.foyer, date(2026, 11, 12), date(2026, 11, 12))]
    assert Courriel.objects.filter(destinataire=lui.utilisateur.email, objet__contains="change ces jours").exists()


def test_the_town_may_apply_it_at_once(mere, elle, lui, enfant, agent):
    rubriques.regler({"garde": "aussitot"}, par=agent)
    from django.core.cache import cache

    cache.clear()
    formulaire = source(mere.get(f"/espace/dossier/garde/{enfant.pk}/"))
    assert "C’est fait dès que vous enregistrez" in formulaire
    assert "lit votre proposition" not in formulaire
    echanger(mere, enfant)
    assert typees(enfant) == [(elle.foyer, LUNDI, VENDREDI)]
    assert Courriel.objects.get(destinataire=lui.utilisateur.email).objet.startswith("La garde de votre enfant change")
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
def test_a_foolish_exchange_is_refused_beside_its_field(mere, enfant, champs, phrase):
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


def test_a_late_yes_leaves_the_days_that_are_past_as_they_were(mere, pere, elle, lui, enfant, client_agent, le):
    page = echanger(mere, enfant).url
    avant = jours(enfant, 14, 17)
    le("2026-11-18")
    for client in (mere, pere):
        assert "L’échange ne vaut que pour les autres" in source(client.get(page))
    pere.post(page)
    assert typees(enfant) == [(elle.foyer, date(2026, 11, 18), VENDREDI)]
    assert jours(enfant, 14, 17) == avant
    assert "L’échange ne vaut que pour les autres" not in source(mere.get(page))
    # Afterwards, what changed and what did not is said to both, and to the agent.
    le("2026-11-19")
    sienne = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{Modification.objects.get().pk}/"
    for client, adresse in ((mere, page), (pere, page), (client_agent, sienne)):
        lu = source(client.get(adresse))
        assert "Appliqué :</strong> du mercredi 18 novembre matin au vendredi 20 novembre après-midi." in lu
        assert "Pas appliqué :</strong> du lundi 16 novembre matin au mardi 17 novembre après-midi. Ces" in lu
        assert "Ces jours étaient déjà passés quand le oui est arrivé, le mercredi 18 novembre" in lu


def test_a_yes_in_time_says_no_more(mere, pere, enfant):
    page = echanger(mere, enfant).url
    pere.post(page)
    assert "Appliqué" not in source(mere.get(page))
    Modification.objects.update(saisie={}, lignes=[])  # six months later
    assert mere.get(page).status_code == 200


def test_days_all_past_are_only_refused_or_taken_back(mere, pere, elle, lui, enfant, client_agent, le):
    page = echanger(mere, enfant).url
    demande = Modification.objects.get()
    adresse = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/"
    le("2026-11-21")
    phrase = "cet échange n’est plus possible"
    his = source(pere.get(page))
    assert phrase in his
    assert "Je suis d’accord" not in his
    assert source(pere.post(page, follow=True)).count(phrase) == 2  # a page opened the day before
    assert phrase in source(client_agent.get(adresse))
    refus = client_agent.post(adresse, {"version": enfant.version, "reponse": "accepter"})
    assert source(refus).count(phrase) == 2
    assert typees(enfant) == []
    hers = source(mere.get(page))
    assert phrase in hers
    assert "Annuler ma demande" in hers
    mere.post(page)
    assert "Annulée par la famille." in source(mere.get(page))


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


def test_who_may_not(mere, pere, elle, lui, enfant):
    assert mere.get(f"/espace/dossier/garde/{elle.enfants[1].pk}/").status_code == 404  # one home only
    page = echanger(mere, enfant).url
    LienParental.objects.filter(responsable=lui.responsable).update(autorite_parentale=False)
    assert pere.get(page).status_code == 404
    assert pere.get(f"/espace/dossier/garde/{enfant.pk}/").status_code == 404
    assert "d’après le dossier, ce n’est pas votre cas" in source(pere.get(f"/espace/enfants/{enfant.pk}/dossier/"))
    assert echanger(pere, enfant).status_code == 404
    assert typees(enfant) == []


def test_who_is_at_home_in_neither_says_yes_for_nobody(mere, elle, enfant, donges, client):
    """A guardian has authority over the child, who does not live there: the days are not its own to give."""
    ailleurs = famille(donges, enfants=0, nom="Tuteur")
    LienParental.objects.create(enfant=enfant, responsable=ailleurs.responsable, qualite="tuteur", du=RENTREE)
    page = echanger(mere, enfant).url
    client.force_login(ailleurs.utilisateur)
    assert "Je suis d’accord" not in source(client.get(page))
    client.post(page)
    assert typees(enfant) == []


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
