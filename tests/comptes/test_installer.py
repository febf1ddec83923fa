import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django_q.models import Schedule
from wagtail.models import Site

from cms_pages.models import AccueilPage
from commune.models import AnneeScolaire
from tests.tools.wagtail import replanter

pytestmark = pytest.mark.django_db


def test_a_new_site_is_prepared_and_prepared_again(capsys):
    replanter()
    for _ in range(2):
        call_command("installer")
    assert "2026-2027" in capsys.readouterr().out
    assert Schedule.objects.get(func="common.tasks.menage").schedule_type == Schedule.DAILY
    assert AccueilPage.objects.count() == 1
    # The admin's home reads it to screen readers: never « localhost ».
    site = Site.objects.get(is_default_site=True)
    assert site.site_name == "Espace Famille – Ma commune"
    Site.objects.update(site_name="Nos familles")
    call_command("installer")
    assert Site.objects.get(pk=site.pk).site_name == "Nos familles"
    assert AnneeScolaire.objects.count() == 1
    assert set(Group.objects.values_list("name", flat=True)) >= {
        "Rédacteurs",
        "Publicateurs",
        "Agents du guichet unique",
        "Agents d’un service",
    }
