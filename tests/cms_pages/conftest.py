"""The public site of the demonstration, loaded once for the whole folder and undone at its end."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from cms_pages.models import AccueilPage, ActualitesPage, MenusPage
from common import clock
from demo.chargement.commune import charger_calendrier, charger_commune
from demo.description import lire
from demo.pages import charger_pages
from tests.tools.wagtail import replanter


@pytest.fixture(scope="package")
def _fichiers(tmp_path_factory):
    """Keep the files of this folder's tests on disk: Wagtail serves documents by their path."""
    disque = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    reglage = override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("media"), STORAGES=settings.STORAGES | {"default": disque}
    )
    with reglage:
        yield


@pytest.fixture(scope="package")
def _donges_chargee(_fichiers, django_db_setup, django_db_blocker):
    ville = lire("donges")
    with django_db_blocker.unblock():
        bloc = transaction.atomic()
        bloc.__enter__()
        cache.clear()
        replanter()
        charger_commune(ville)
        charger_calendrier(clock.aujourdhui(), zone="B")
        charger_pages(ville)
        cache.clear()
    yield ville
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        bloc.__exit__(None, None, None)


@pytest.fixture
def site_public(_donges_chargee, db):
    """Give the public site: its home, its news, its menus. The day is Tuesday 10 November 2026."""
    return SimpleNamespace(
        ville=_donges_chargee,
        accueil=AccueilPage.objects.get(),
        actualites=ActualitesPage.objects.get(),
        menus=MenusPage.objects.get(),
    )
