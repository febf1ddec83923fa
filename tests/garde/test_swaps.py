"""Days that two homes swap: proposed on the ribbon, accepted, refused, answered otherwise, withdrawn, over, undone."""

import re
import uuid
from datetime import date

import pytest

from common.models import Courriel
from espace_prive.famille.models import Appartenance, LienParental, Rattachement
from espace_prive.garde import services
from espace_prive.garde.models import PeriodeDeGarde, Swap
from espace_prive.garde.rules import Borne, du_jour
from espace_prive.garde.services import swaps
from tests.factories.famille import ResponsableFactory, famille
from tests.garde.conftest import RENTREE, entrer
from tests.tools.html import source, taches

pytestmark = pytest.mark.django_db
# Her week (46, even) goes until Friday noon, then his.
DONNES = ["2026-11-12-0", "2026-11-12-1"]  # a Thursday of hers
PRIS = ["2026-11-17-0", "2026-11-17-1"]  # a Tuesday of his


def champs(page):
    """The hidden fields of the page's main form."""
    form = page.partition("<main")[2].partition("<form")[2]
    trouves = re.findall(r'<input type="hidden" name="(numero|vu)" value="([^"]*)"', form)
    return dict(trouves)


def relire(client, enfant, demis=(*DONNES, *PRIS), *, suite="", **autres):
    """Tick these half-days and read what they change."""
    adresse = f"/espace/enfants/{enfant.pk}/garde/echanger/{suite}"
    saisie = {"demi": list(demis), "etape": "verifier", "numero": str(uuid.uuid4())}
    return client.post(adresse, saisie | autres)


def proposer(client, enfant, demis=(*DONNES, *PRIS), *, mot="", suite=""):
    """Propose to swap these half-days; give the swap."""
    cachees = champs(source(relire(client, enfant, demis, suite=suite)))
    saisie = {"demi": list(demis), "etape": "envoyer", "mot": mot, **cachees}
    reponse = client.post(f"/espace/enfants/{enfant.pk}/garde/echanger/{suite}", saisie)
    assert reponse.status_code == 302, source(reponse)
    return Swap.objects.get(numero=cachees["numero"])


def page(swap):
    return f"/espace/garde/echanges/{swap.numero}/"


def accepter(client, swap):
    return client.post(page(swap), {"geste": "accepter", "vu": champs(source(client.get(page(swap)))).get("vu", "")})


def etat(swap):
    return Swap.objects.get(pk=swap.pk).etat


def chez(enfant, jour):
    """Give the homes of the morning and the afternoon."""
    return du_jour([p.sejour() for p in enfant.gardes.all()], date.fromisoformat(jour))


def test_a_proposal_is_read_by_the_other_and_a_yes_changes_custody(mere, pere, partage):
    enfant, elle, lui = partage
    jours = source(mere.get(f"/espace/enfants/{enfant.pk}/garde/"))
    assert "Proposer d’échanger des jours" in jours
    choix = source(mere.get(f"/espace/enfants/{enfant.pk}/garde/echanger/"))
    assert "jeudi 12 novembre, le matin, chez vous : le donner" in choix
    assert "mardi 17 novembre, le matin, chez Yann : le prendre" in choix
    lu = source(relire(mere, enfant))
    assert "Le jeudi 12 novembre" in lu
    assert "Le mardi 17 novembre" in lu
    swap = proposer(mere, enfant, mot="Je travaille jeudi.")
    assert chez(enfant, "2026-11-12") == (elle.foyer.pk,) * 2, "nothing changes before the answer"
    courriel = Courriel.objects.get(destinataire=lui.utilisateur.email)
    assert "jusqu’au jeudi 12 novembre" in courriel.texte.replace("\u00a0", " ")
    assert enfant.prenom not in courriel.texte + courriel.objet
    assert taches(pere)[f"Répondre à l’autre parent de {enfant.prenom}"][1] == page(swap)
    his = source(pere.get(page(swap)))
    assert "« Je travaille jeudi. »" in his
    assert his.index("Le mardi 17 novembre") < his.index("Vous prenez") < his.index("Le jeudi 12 novembre")
    for secret in ("3 rue des Ajoncs", str(elle.foyer.numero)):
        assert secret not in his
    assert accepter(pere, swap).url == page(swap)
    assert chez(enfant, "2026-11-12") == (lui.foyer.pk,) * 2
    assert chez(enfant, "2026-11-17") == (elle.foyer.pk,) * 2
    assert chez(enfant, "2026-11-11") == (elle.foyer.pk,) * 2
    assert "Accepté" in source(mere.get(page(swap)))
    assert {c.destinataire for c in Courriel.objects.filter(objet__contains="accepté")} == {
        elle.utilisateur.email,
        lui.utilisateur.email,
    }
    assert not [t for t in taches(pere) if "autre parent" in t]


def test_each_answer_given_twice_is_given_once_and_another_is_refused(mere, pere, partage):
    enfant, _, _ = partage
    swap = proposer(mere, enfant)
    vu = champs(source(pere.get(page(swap))))["vu"]
    for _ in range(2):
        pere.post(page(swap), {"geste": "accepter", "vu": vu})
    assert Courriel.objects.filter(objet__contains="accepté").count() == 2
    assert PeriodeDeGarde.objects.filter(enfant=enfant, main=True).count() == 2
    suite = pere.post(page(swap), {"geste": "refuser"}, follow=True)
    assert "a déjà une réponse" in source(suite)
    suite = mere.post(page(swap), {"geste": "retirer"}, follow=True)
    assert "a déjà une réponse" in source(suite)
    assert etat(swap) == "accepte"


def test_the_form_of_a_proposal_sent_twice_makes_one(mere, partage):
    enfant, _, _ = partage
    swap = proposer(mere, enfant)
    saisie = {"demi": [*DONNES, *PRIS], "etape": "envoyer", "numero": str(swap.numero), "vu": "x"}
    assert mere.post(f"/espace/enfants/{enfant.pk}/garde/echanger/", saisie).url == page(swap)
    assert Swap.objects.count() == 1


def test_a_refusal_has_its_word_and_changes_nothing(mere, pere, partage):
    enfant, elle, _ = partage
    swap = proposer(mere, enfant)
    trop = pere.post(page(swap), {"geste": "refuser", "reponse": "Z" * 301})
    assert trop.status_code == 422
    assert "Votre message est trop long" in source(trop)
    assert "Z" * 301 in source(trop)
    pere.post(page(swap), {"geste": "refuser", "reponse": "Je suis loin."})
    assert etat(swap) == "refuse"
    assert chez(enfant, "2026-11-12") == (elle.foyer.pk,) * 2
    lue = source(mere.get(page(swap)))
    assert "« Je suis loin. »" in lue
    assert "Retirer ma proposition" not in lue
    assert Courriel.objects.get(objet__contains="refusé").destinataire == elle.utilisateur.email


def test_answered_otherwise_the_first_is_closed_and_the_second_waits_for_the_other(mere, pere, partage):
    enfant, elle, lui = partage
    premier = proposer(mere, enfant)
    suite = f"?repond={premier.numero}"
    choix = source(pere.get(f"/espace/enfants/{enfant.pk}/garde/echanger/{suite}"))
    assert choix.count("checked") == 4, "what was proposed is ticked already"
    assert "Vous prendriez le jeudi 12 novembre" in choix
    second = proposer(pere, enfant, ["2026-11-12-1", *PRIS], suite=suite)
    assert etat(premier) == "repondu"
    assert second.repond_a == premier
    assert Courriel.objects.filter(objet="Une autre proposition répond à la vôtre").count() == 1
    assert page(second) in source(mere.get(page(premier)))
    assert "Une autre proposition a été faite" in source(pere.get(page(premier)))
    accepter(mere, second)
    assert chez(enfant, "2026-11-12") == (elle.foyer.pk, lui.foyer.pk)
    assert accepter(pere, premier).status_code == 302
    assert etat(premier) == "repondu"


def test_who_proposed_withdraws_and_cannot_answer_itself(mere, pere, partage):
    enfant, elle, _ = partage
    swap = proposer(mere, enfant)
    for geste in ("accepter", "refuser"):
        suite = mere.post(page(swap), {"geste": geste, "vu": "x"}, follow=True)
        assert "revient à l’autre parent" in source(suite)
    suite = pere.post(page(swap), {"geste": "retirer"}, follow=True)
    assert "revient à l’autre parent" in source(suite)
    mere.post(page(swap), {"geste": "retirer"})
    assert etat(swap) == "retire"
    suite = pere.post(page(swap), {"geste": "accepter", "vu": "x"}, follow=True)
    assert "a déjà une réponse" in source(suite)
    assert chez(enfant, "2026-11-12") == (elle.foyer.pk,) * 2


@pytest.fixture
def le(settings):
    def avancer(jour):
        settings.HORLOGE = f"{jour}T09:00:00+01:00"

    return avancer


def test_it_is_over_once_its_first_day_is_past_whether_the_night_has_come_or_not(mere, pere, partage, le):
    enfant, elle, _ = partage
    swap = proposer(mere, enfant)
    vu = champs(source(pere.get(page(swap))))["vu"]
    le("2026-11-12")
    assert "J’accepte" in source(pere.get(page(swap)))
    le("2026-11-13")
    lue = source(pere.get(page(swap)))
    assert "Resté sans réponse" in lue
    assert "J’accepte" not in lue
    assert "est passé" in source(pere.post(page(swap), {"geste": "accepter", "vu": vu}, follow=True))
    assert not [t for t in taches(pere) if "autre parent" in t]
    assert swaps.expirer() == 1
    assert swaps.expirer() == 0
    assert etat(swap) == "expire"
    assert Courriel.objects.filter(objet__contains="sans réponse").count() == 2
    assert chez(enfant, "2026-11-12") == (elle.foyer.pk,) * 2
    # Its days may be proposed again, those that are to come.
    proposer(mere, enfant, PRIS)


def test_custody_changed_meanwhile_is_said_and_nothing_is_overwritten(mere, pere, partage):
    enfant, elle, lui = partage
    swap = proposer(mere, enfant)
    vu = champs(source(pere.get(page(swap))))["vu"]
    services.poser_exception(
        enfant, elle.foyer, du=Borne(date(2026, 11, 17), 1), au=Borne(date(2026, 11, 17), 1), version=enfant.version,
        par=None,
    )  # fmt: skip
    lue = source(pere.get(page(swap)))
    assert "n’est plus possible" in lue
    assert "J’accepte" not in lue
    assert "a changé depuis" in source(pere.post(page(swap), {"geste": "accepter", "vu": vu}, follow=True))
    assert etat(swap) == "propose"
    assert chez(enfant, "2026-11-12") == (elle.foyer.pk,) * 2


def test_two_proposals_of_the_same_half_day_do_not_wait_together(mere, pere, partage):
    enfant, _, _ = partage
    proposer(mere, enfant)
    refus = relire(pere, enfant, ["2026-11-12-1"])
    assert refus.status_code == 422
    assert "déjà dans une proposition qui attend" in source(refus)
    assert "checked" in source(refus), "what was ticked stays ticked"


@pytest.mark.parametrize(
    ("demis", "phrase"),
    [
        ([], "Cochez au moins une demi-journée"),
        (["2026-11-08-0"], "est passé"),
        (["lune"], "n’a pas pu être lue"),
        (["2026-11-12-0", "2027-01-12-0"], "tient en 35 jours"),
        (["2040-11-12-0"], "on ne sait pas chez qui"),
    ],
)
def test_a_foolish_proposal_is_refused_in_words(mere, partage, demis, phrase):
    enfant, _, _ = partage
    for etape in ("verifier", "envoyer"):
        refus = relire(mere, enfant, demis, etape=etape, mot="Voyage", vu="x")
        assert refus.status_code == 422
        assert phrase in source(refus)
        assert "Voyage" in source(refus)
    assert not Swap.objects.exists()


def test_what_it_changes_is_read_before_it_is_sent(mere, partage):
    enfant, _, _ = partage
    refus = relire(mere, enfant, etape="envoyer", vu="autre chose", mot="Voyage")
    assert refus.status_code == 422
    assert "n’est plus ce qui vous a été montré" in source(refus)
    assert "Voyage" in source(refus)
    assert not Swap.objects.exists()


def test_who_cannot_be_asked_is_said_and_where_to_turn(mere, partage):
    enfant, _, lui = partage
    lui.utilisateur.is_active = False
    lui.utilisateur.save()
    lue = source(mere.get(f"/espace/enfants/{enfant.pk}/garde/"))
    assert "personne ne peut répondre ici" in lue
    assert f"/espace/dossier/garde/{enfant.pk}/" in lue
    assert mere.get(f"/espace/enfants/{enfant.pk}/garde/echanger/").status_code == 302
    assert mere.get(f"/espace/dossier/garde/{enfant.pk}/").status_code == 200


def test_three_homes_swap_nothing_here(mere, partage, donges):
    enfant, _, _ = partage
    tiers = famille(donges, enfants=0, nom="Grands-parents")
    Rattachement.objects.create(enfant=enfant, foyer=tiers.foyer, du=RENTREE)
    assert "vit dans 3 foyers" in source(mere.get(f"/espace/enfants/{enfant.pk}/garde/"))
    assert relire(mere, enfant).status_code == 302


def test_who_may_not(mere, pere, partage, donges):
    enfant, elle, lui = partage
    swap = proposer(mere, enfant)
    etranger = entrer(famille(donges, nom="Autres"))
    for adresse in (page(swap), f"/espace/enfants/{enfant.pk}/garde/", f"/espace/enfants/{enfant.pk}/garde/echanger/"):
        assert etranger.get(adresse).status_code == 404
        assert etranger.post(adresse, {"geste": "accepter"}).status_code in (404, 405)
    lien = LienParental.objects.filter(responsable=lui.responsable)
    lien.update(autorite_parentale=False)
    assert pere.get(page(swap)).status_code == 404
    assert "Proposer d’échanger" not in source(pere.get(f"/espace/enfants/{enfant.pk}/garde/"))
    lien.update(autorite_parentale=True, restreint=True)
    for adresse in (page(swap), f"/espace/enfants/{enfant.pk}/garde/"):
        assert pere.get(adresse).status_code == 404
    assert not Courriel.objects.filter(destinataire=lui.utilisateur.email, objet__contains="retiré").exists()
    mere.post(page(swap), {"geste": "retirer"})
    assert not Courriel.objects.filter(destinataire=lui.utilisateur.email, objet__contains="retiré").exists()


def test_the_new_partner_of_the_other_home_answers_nothing(mere, partage):
    enfant, _, lui = partage
    compagne = ResponsableFactory(email="compagne@courriel.example")
    Appartenance.objects.create(responsable=compagne, foyer=lui.foyer, du=RENTREE)
    proposer(mere, enfant)
    assert not Courriel.objects.filter(destinataire=compagne.email).exists()
