"""Health, authorisations: kept by who has authority over the child, read by nobody else."""

from datetime import date

import pytest

from common.models import Journal
from espace_prive.famille.models import Enfant, LienParental
from espace_prive.sante.models import FicheSanitaire
from tests.modifications.gestes import changer, dossier, lire
from tests.tools.fichiers import pdf
from tests.tools.html import source

pytestmark = pytest.mark.django_db


@pytest.mark.feature("F080")
def test_health_is_kept_by_who_has_authority_and_read_by_nobody_else(
    mere, pere, elle, lui, client_agent, client_regisseur
):
    enfant = elle.enfants[0]
    changer(mere, "alimentation", enfant.pk, regime="sans_porc", allergies="Arachide : gonflement", consignes="")
    changer(mere, "pai", enfant.pk, pai="allergie", pai_fin="2027-07-02", piece=pdf("PAI Zoé.pdf"), version="1")
    fiche = FicheSanitaire.objects.get(enfant=enfant)
    assert (fiche.regime, fiche.pai, fiche.pai_document.nom) == ("sans_porc", "allergie", "PAI Zoé.pdf")
    assert "Arachide" in lire(pere, dossier(enfant))
    assert pere.get(f"/espace/enfants/{enfant.pk}/pai/")["Content-Disposition"].startswith("attachment")
    assert Journal.objects.filter(motif="document du PAI", acteur_id=lui.utilisateur.pk).count() == 1
    base = f"/gestion/dossiers/{elle.foyer.pk}/enfants/{enfant.pk}/"
    assert "Arachide" in lire(client_agent, base)
    assert client_agent.get(f"{base}pai/").status_code == 200
    assert Journal.objects.filter(action="ouverture", motif="document du PAI").count() == 2
    assert "Arachide" not in lire(client_regisseur, base)
    assert client_regisseur.get(f"{base}pai/").status_code == 404
    LienParental.objects.filter(responsable=lui.responsable).update(autorite_parentale=False)
    page = lire(pere, dossier(enfant))
    assert "Arachide" not in page
    assert "tenus par les parents qui exercent l’autorité parentale" in page
    assert pere.get(f"/espace/enfants/{enfant.pk}/pai/").status_code == 404
    LienParental.objects.filter(responsable=lui.responsable).update(restreint=True)
    assert pere.get(dossier(enfant)).status_code == 404


@pytest.mark.feature("F080")
def test_two_parents_on_one_health_sheet_the_second_is_told(mere, pere, elle, lui):
    enfant = elle.enfants[0]
    changer(mere, "alimentation", enfant.pk, regime="standard", allergies="Arachide")
    perdu = changer(pere, "alimentation", enfant.pk, regime="vegetarien", allergies="Rien")
    assert "modifié entre-temps" in source(perdu)
    assert "Rien" in source(perdu)
    assert FicheSanitaire.objects.get().allergies == "Arachide"


@pytest.mark.feature("F080")
def test_vaccines_doctor_insurance_and_authorisations(mere, pere, elle, lui):
    enfant = elle.enfants[0]
    Enfant.objects.filter(pk=enfant.pk).update(naissance=date(2018, 5, 14))
    reponse = changer(mere, "medecin", enfant.pk, medecin="Dr Kerjean", vaccin_dtp="2012-01-01")
    assert "précède la naissance" in source(reponse)
    changer(mere, "medecin", enfant.pk, medecin="Dr Kerjean", medecin_telephone="0240000000", vaccin_dtp="2024-03-05")
    changer(mere, "assurance", enfant.pk, assureur="Mutuelle", assurance_fin="2027-08-31", version="1")
    page = lire(mere, dossier(enfant))
    assert "02\u00a040\u00a000\u00a000\u00a000" in mere.get(dossier(enfant)).content.decode()
    for attendu in ("Dr Kerjean", "5 mars 2024", "jusqu’au 31 août 2027", "Vaccins obligatoires sans date"):
        assert attendu in page.replace("\u00a0", " "), attendu
    reponses = {"image": "oui", "sortie": "oui", "soins": "oui", "transport": "non"}
    assert "à partir de quelle heure" in source(changer(mere, "autorisations", enfant.pk, **reponses)).lower()
    changer(mere, "autorisations", enfant.pk, **reponses, heure="16:30")
    assert enfant.autorisations.count() == 4
    changer(pere, "autorisations", enfant.pk, **reponses | {"image": "non"}, heure="16:30", version="4")
    page = lire(mere, dossier(enfant)).replace("\u00a0", " ")
    assert "16 h 30" in page
    assert "Réponses d’avant" in page
    assert "l’accord des deux parents" in source(
        changer(mere, "autorisations", enfant.pk, **reponses, heure="16:30", version="5")
    )
