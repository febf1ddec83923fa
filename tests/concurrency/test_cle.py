"""One key, twenty browsers at once: one account."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections

from common.errors import Refus
from espace_prive.comptes.models import Utilisateur
from espace_prive.ouverture import services
from espace_prive.ouverture.models import CleEnfance
from espace_prive.ouverture.services import espace
from tests.factories.commune import charger_donges
from tests.factories.famille import famille

NOMBRE = 20


@pytest.fixture
def cle(transactional_db):
    maison = famille(charger_donges(), compte=False)
    return services.emettre_cle(maison.responsable, par=None)[0]


def ensemble(cle):
    """Try the key from twenty threads that start together; give what each got."""
    depart, issues = threading.Barrier(NOMBRE), []

    def essayer(n):
        try:
            connection.ensure_connection()
            depart.wait(timeout=30)
            services.creer_espace(
                cle=cle, adresse_internet=f"192.0.2.{n}", naissance=date(2018, 5, 14),
                email=f"camille{n}@courriel.example", mot_de_passe="trois-moutons-au-bois",
            )  # fmt: skip
            issues.append("cree")
        except Refus as refus:
            issues.append(refus.code)
        except (IntegrityError, ValidationError):
            issues.append("casse")
        finally:
            connections.close_all()

    fils = [threading.Thread(target=essayer, args=(n,)) for n in range(NOMBRE)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=60)
    return issues


@pytest.mark.concurrency
def test_a_key_used_by_twenty_at_once_opens_one_account(cle):
    issues = ensemble(cle)
    assert sorted(issues) == ["cle_utilisee"] * (NOMBRE - 1) + ["cree"]
    assert Utilisateur.objects.count() == 1
    utilisee = CleEnfance.objects.get()
    assert utilisee.responsable.utilisateur == Utilisateur.objects.get()


@pytest.mark.concurrency
def test_control_without_the_lock_a_key_opens_several_accounts_or_breaks(cle, monkeypatch):
    monkeypatch.setattr(espace, "trouver_cle", lambda saisie, verrou=False: services.trouver_cle(saisie))
    # Counting the guesses of one key would put them in line.
    monkeypatch.setattr(espace, "prouver", lambda ligne, naissance: None)
    # The same identifiant is proposed to all: without the lock the database alone stops them.
    monkeypatch.setattr(espace, "ESSAIS_D_IDENTIFIANT", 1)
    monkeypatch.setattr(espace, "liberer_compte", lambda responsable: None)
    issues = ensemble(cle)
    assert connection.vendor == "postgresql"
    assert issues.count("cree") != 1 or "casse" in issues
