"""The rules of conservation: what goes, what stays, what is reported; by a clock that the test moves."""

from datetime import timedelta

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice

from common import clock, tasks
from common.conservation import Regle
from common.models import Courriel, Journal, RapportDeMenage
from espace_prive.comptes.models import Utilisateur
from espace_prive.ouverture.models import CleEnfance
from tests.conftest import ClientQuiLit, connecter_agent
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import ResponsableFactory

pytestmark = pytest.mark.django_db
DEPART = "2026-11-10T03:30:00+01:00"


@pytest.fixture
def dans(settings):
    """Set the clock so many days later."""

    def avancer(jours):
        settings.HORLOGE = DEPART
        settings.HORLOGE = (clock.maintenant() + timedelta(days=jours)).isoformat()

    return avancer


def regle(cle):
    (trouvee,) = [r for r in tasks.MENAGES if r.cle == cle]
    return trouvee.effacer


def test_every_rule_has_a_title_and_a_duration_and_its_own_key():
    regles = tasks.MENAGES
    assert len({r.cle for r in regles}) == len(regles) >= 15
    assert all(r.titre and r.apres for r in regles)


def test_the_night_reports_each_rule_and_runs_twice_without_harm(donges, dans):
    Courriel.objects.create(cle="a", destinataire="a@courriel.example", objet="A")
    dans(366)
    tasks.menage()
    tasks.menage()
    nombres = list(RapportDeMenage.objects.filter(regle="courriels").order_by("pk").values_list("nombre", flat=True))
    assert nombres == [1, 0]
    assert RapportDeMenage.objects.count() == 2 * len(tasks.MENAGES)


def test_a_rule_that_fails_is_reported_and_stops_none_of_the_others(monkeypatch):
    def tomber():
        raise RuntimeError("down")

    fait = []
    monkeypatch.setattr(tasks, "MENAGES", [Regle("x", "X", "un jour", tomber), Regle("y", "Y", "un jour", lambda: 3)])
    with pytest.raises(RuntimeError):
        tasks.menage()
    assert dict(RapportDeMenage.objects.values_list("regle", "nombre")) == {"x": None, "y": 3}
    assert fait == []


def test_readings_of_the_journal_go_after_a_year_and_the_rest_after_three(dans):
    for action in ("consultation", "clé"):
        Journal.objects.create(acteur="A", action=action, objet="x", objet_id="1")
    for jours, restent in ((365, 2), (366, 1), (1095, 1), (1096, 0)):
        dans(jours)
        regle("journal-lectures")()
        regle("journal-gestes")()
        assert Journal.objects.filter(objet="x").count() == restent, jours


def test_accounts_never_activated_go_after_ninety_days(dans):
    jamais = UtilisateurFactory(is_active=False, a_activer=True, date_joined=clock.maintenant())
    ferme = UtilisateurFactory(is_active=False, date_joined=clock.maintenant(), last_login=clock.maintenant())
    adulte = ResponsableFactory(utilisateur=jamais)
    dans(90)
    assert regle("comptes-jamais-actives")() == 0
    dans(91)
    assert regle("comptes-jamais-actives")() == 1
    assert regle("comptes-jamais-actives")() == 0
    adulte.refresh_from_db()
    assert adulte.utilisateur is None
    assert Utilisateur.objects.filter(pk=ferme.pk).exists()


def test_accounts_that_sleep_two_years_are_told_a_month_before_then_go(dans, agent):
    """Told once; who signs in meanwhile stays; the staff is nobody's to erase."""
    debut = clock.maintenant()
    dormeur, revenu = (UtilisateurFactory(date_joined=debut, last_login=debut) for _ in range(2))
    TOTPDevice.objects.create(user=dormeur, confirmed=True)
    Utilisateur.objects.filter(pk=agent.pk).update(date_joined=debut, last_login=debut)
    adulte = ResponsableFactory(utilisateur=dormeur)
    dans(699)
    assert regle("comptes-preavis")() == 0
    dans(701)
    assert [regle("comptes-preavis")() for _ in range(2)] == [2, 0]
    prevenu = Courriel.objects.get(destinataire=dormeur.email)
    assert "effacé le 10\u00a0novembre 2028" in prevenu.texte
    dans(729)
    assert regle("comptes-inactifs")() == 0
    Utilisateur.objects.filter(pk=revenu.pk).update(last_login=clock.maintenant())
    dans(732)
    assert [regle("comptes-inactifs")() for _ in range(2)] == [1, 0]
    assert set(Utilisateur.objects.values_list("pk", flat=True)) == {revenu.pk, agent.pk}
    adulte.refresh_from_db()
    assert adulte.utilisateur is None
    assert Courriel.objects.filter(destinataire=dormeur.email, objet="Votre compte est effacé").count() == 1


def test_an_account_that_was_not_told_is_told_first(dans):
    """A site that starts with old accounts warns them before it erases them."""
    vieux = UtilisateurFactory(date_joined=clock.maintenant(), last_login=clock.maintenant())
    dans(1500)
    assert (regle("comptes-inactifs")(), regle("comptes-preavis")()) == (0, 1)
    dans(1529)
    assert regle("comptes-inactifs")() == 0
    dans(1530)
    assert regle("comptes-inactifs")() == 1
    assert not Utilisateur.objects.filter(pk=vieux.pk).exists()


def test_keys_that_nobody_used_go_a_year_after_their_end(dans):
    adulte, instant = ResponsableFactory(), clock.maintenant()
    CleEnfance.objects.create(responsable=adulte, empreinte="a", expire_le=instant, annulee_le=instant)
    utilisee = CleEnfance.objects.create(responsable=adulte, empreinte="b", expire_le=instant, utilisee_le=instant)
    dans(366)
    assert [regle("cles")() for _ in range(2)] == [1, 0]
    assert list(CleEnfance.objects.all()) == [utilisee]


def test_administrators_read_the_rules_and_what_they_erased(client_agent, agent, django_assert_max_num_queries):
    from espace_prive.comptes.enums import Role
    from espace_prive.comptes.services import installer_roles

    assert client_agent.get("/gestion/conservation/").status_code == 404
    agent.groups.set([installer_roles()[Role.ADMINISTRATEUR]])
    chef = connecter_agent(ClientQuiLit(), agent)
    assert "pas encore" in chef.get("/gestion/conservation/").content.decode()
    RapportDeMenage.objects.create(regle="courriels", nombre=41)
    RapportDeMenage.objects.create(regle="freins", nombre=None)
    page = chef.get("/gestion/conservation/").content.decode()
    assert "Comptes qui ne servent plus" in page
    assert "deux ans après la dernière connexion" in page
    assert ">41<" in page
    assert "échec" in page
