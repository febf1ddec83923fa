"""« Dossier des enfants » in the agents' family file: what waits, where the children are today, the entourage.

One statement for all of it: the file has a budget of twenty.
"""

from datetime import date, datetime
from types import SimpleNamespace

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from common import clock
from espace_prive.famille.acces import portee
from espace_prive.famille.extensions import Section
from espace_prive.famille.models import Enfant, Foyer
from espace_prive.garde.models import PeriodeDeGarde
from espace_prive.modifications.models import Modification
from espace_prive.sante.models import Proche

CHAMPS = ("prenom", "nom", "lien", "mineur", "telephone", "rang", "collecte", "reference", "du", "au")


def _lire(foyer, pks, agent):
    """Give the rows of the section: (waiting changes, people, stays of today)."""
    jour = clock.aujourdhui()
    attente = Modification.objects.filter(demarche__foyer=OuterRef("pk")).en_attente()
    attente = attente.exclude(enfant__in=portee.ecartes(agent))
    connus = Enfant.objects.exclude(pk__in=portee.ecartes(agent))
    prenoms = connus.filter(proches=OuterRef("pk")).order_by("naissance").values("prenom")
    proches = Proche.objects.filter(foyer=OuterRef("pk")).en_vigueur().annotate(prenoms=ArraySubquery(prenoms))
    gardes = PeriodeDeGarde.objects.filter(enfant__in=pks).entre(jour, jour).order_by("du", "du_demi")
    lus = (
        Foyer.objects.filter(pk=foyer.pk)
        .annotate(
            attente=ArraySubquery(
                attente.values(json=JSONObject(pk="pk", titre="demarche__titre", le="demarche__deposee_le"))
            ),
            entourage=ArraySubquery(
                proches.values(json=JSONObject(id="pk", prenoms="prenoms", **{nom: nom for nom in CHAMPS}))
            ),
            du_jour=ArraySubquery(gardes.values(json=JSONObject(enfant=F("enfant_id"), foyer=F("foyer_id")))),
        )
        .values_list("attente", "entourage", "du_jour")
        .get()
    )
    # Of no child, Django gives no list at all.
    return [lignes or [] for lignes in lus]


def _proche(ligne):
    jours = {nom: date.fromisoformat(ligne[nom]) if ligne[nom] else None for nom in ("du", "au")}
    proche = Proche(pk=ligne["id"], **{nom: ligne[nom] for nom in CHAMPS if nom not in jours}, **jours)
    proche.visibles = [SimpleNamespace(prenom=prenom) for prenom in ligne["prenoms"]]
    return proche


def contexte(dossier, utilisateur) -> dict:
    """Give what the section shows."""
    foyer, enfants = dossier.foyer, dossier.enfants
    attente, entourage, gardes = _lire(foyer, [e.pk for e in enfants], utilisateur)
    chez = {}
    for garde in gardes:
        chez.setdefault(garde["enfant"], []).append("ici" if garde["foyer"] == foyer.pk else "dans un autre foyer")
    return {
        "foyer": foyer,
        "enfants": [(enfant, " puis ".join(dict.fromkeys(chez.get(enfant.pk, ())))) for enfant in enfants],
        "proches": [_proche(ligne) for ligne in entourage],
        "attente": [m | {"le": datetime.fromisoformat(m["le"])} for m in attente],
        "peut_modifier": utilisateur.has_perm("famille.modifier_dossier"),
    }


SECTION = Section(
    cle="dossier", titre="Dossier des enfants", gabarit="modifications/agents/_section.html", contexte=contexte
)
