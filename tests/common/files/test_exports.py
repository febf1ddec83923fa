"""What leaves as a spreadsheet runs nothing in the computer of who opens it."""

import csv
import io

import pytest
from openpyxl import load_workbook
from wagtail.log_actions import log

from common.files.export import sans_formule
from commune.models import Service
from espace_prive.comptes.models import Utilisateur

FORMULES = ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "\n=1", "＝1+1"]


@pytest.mark.parametrize("texte", FORMULES)
def test_a_text_that_a_cell_would_run_is_shown(texte):
    assert sans_formule(texte) == f"'{texte}"


@pytest.mark.parametrize("valeur", ["", "Le Goff", "12 rue = 3", "’= x"])
def test_the_rest_is_kept_as_it_is(valeur):
    assert sans_formule(valeur) == valeur


@pytest.mark.django_db
@pytest.mark.parametrize("rapport", ["site-history", "locked", "workflow", "workflow_tasks", "aging-pages",
                                     "page-types-usage"])  # fmt: skip
def test_no_report_of_wagtail_gives_a_formula(client_agent, agent, donges, rapport):
    Utilisateur.objects.filter(pk=agent.pk).update(is_superuser=True, first_name="=1+1", last_name="@x")
    agent.refresh_from_db()
    for formule in FORMULES:
        service = Service.objects.create(code=f"s{len(formule)}{ord(formule[0])}", nom=formule)
        log(instance=service, action="wagtail.create", user=agent)
    reponse = client_agent.get(f"/gestion/reports/{rapport}/?export=csv")
    assert reponse["Content-Type"] == "text/csv"
    lignes = list(csv.reader(io.StringIO(b"".join(reponse.streaming_content).decode(), newline="")))
    cellules = [cellule for ligne in lignes for cellule in ligne]
    assert [c for c in cellules if c.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))] == []
    if rapport == "site-history":
        assert "'=1+1" in cellules
    classeur = load_workbook(io.BytesIO(b"".join(client_agent.get(f"/gestion/reports/{rapport}/?export=xlsx"))))
    assert [c.value for ligne in classeur.active for c in ligne if c.data_type == "f"] == []
