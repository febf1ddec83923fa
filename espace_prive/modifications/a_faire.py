"""What the family's file asks of a parent, for the private home: one statement for all its children."""

from datetime import timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from common import clock
from common.a_faire import Tache
from common.database.compiled import compiled
from common.rules import Non
from common.web.memory import remember
from common.words import typo
from espace_prive.famille.models import Confirmation, Enfant, Responsable
from espace_prive.famille.services.rubriques import DE_L_ENFANT, DU_FOYER, annee_a_confirmer
from espace_prive.sante.enums import GenreDAutorisation
from espace_prive.sante.models import Autorisation, Proche
from espace_prive.sante.rules import a_completer

# What a parent answers for each child: in an emergency nobody looks for it.
A_REPONDRE = (GenreDAutorisation.SOINS,)
MANQUES_DITS = 3


@compiled
def enfants(*, confies, foyers, annee, jour, soi=0):
    """The children over whom the person has authority: their sheet, and what their homes answered.

    0.35 ms of CPU compiled, 7.1 by a plain queryset: on every private home.
    """
    dates = Q(au__isnull=True) | Q(au__gte=jour)
    repondues = Autorisation.objects.filter(enfant=OuterRef("pk"), finie_le__isnull=True).values("genre")
    confirmees = Confirmation.objects.filter(enfant=OuterRef("pk"), annee=annee).values("rubrique")
    du_foyer = Confirmation.objects.filter(foyer__in=foyers, annee=annee).values("rubrique")
    appelables = Proche.objects.filter(dates, enfants=OuterRef("pk"), rang__isnull=False)
    return (
        Enfant.objects.filter(pk__in=confies)
        .select_related("fiche_sanitaire")
        .order_by("naissance", "tri")
        .annotate(
            repondues=ArraySubquery(repondues),
            confirmees=ArraySubquery(confirmees),
            confirmees_du_foyer=ArraySubquery(du_foyer),
            appelable=Exists(appelables),
            injoignable=Exists(Responsable.objects.filter(pk=soi, mobile="", telephone="")),
        )
    )


def du_dossier(acteur, moi):
    """Give allergies without a PAI, what is missing, what is to say right again."""
    annee = remember("annee_a_confirmer", annee_a_confirmer)
    if not moi.confies:
        return
    jour = clock.aujourdhui()
    lus = enfants(
        confies=moi.confies,
        foyers=moi.foyers or {0},
        annee=annee.pk if annee else 0,
        jour=jour,
        soi=moi.soi or 0,
    )
    for enfant in lus:
        yield from _manques(enfant, jour)
        yield from _peremptions(enfant, jour)
    if lus and lus[0].injoignable:
        yield Tache(
            titre="Dire comment vous joindre",
            texte="Aucun téléphone : le service ne peut pas vous appeler si votre enfant est malade.",
            url=reverse("modifications:changer", args=["coordonnees", moi.soi]),
            action="Compléter",
            icone="telephone",
        )
    if annee and (nombre := _a_confirmer(lus, moi)):
        rubriques = f"{nombre} rubrique{typo.pluriel(nombre)}"
        yield Tache(
            titre="Relire votre dossier pour cette année",
            texte=f"{rubriques} à confirmer : un bouton si rien n’a changé.",
            url=f"{reverse('modifications:ma_famille')}#confirmer",
            action="Relire",
            icone="document",
        )


def _manques(enfant, jour):
    """The sheet is empty until somebody writes it: all of it is then missing."""
    fiche = getattr(enfant, "fiche_sanitaire", None)
    manques = a_completer(
        naissance=enfant.naissance, jour=jour,
        vaccins=fiche.vaccins if fiche else {}, contre_indication=bool(fiche and fiche.contre_indication),
        assurance_fin=fiche.assurance_fin if fiche else None, allergies=fiche.allergies if fiche else "",
        pai=fiche.pai if fiche else "", pai_fin=fiche.pai_fin if fiche else None,
        pai_document=bool(fiche and fiche.pai_document_id), medecin=fiche.medecin if fiche else "",
    )  # fmt: skip
    for manque in (m for m in manques if m.urgent):
        yield Tache(
            titre=f"{enfant.prenom} : {manque.bref}",
            texte=manque.phrase,
            url=reverse("modifications:changer", args=[manque.genre, enfant.pk]),
            action="Joindre le PAI",
            icone="attention",
            d_abord=True,
        )
    brefs = [m.bref for m in manques if not m.urgent]
    brefs += ["personne à appeler"] * (not enfant.appelable)
    brefs += [f"réponse « {genre.label} »" for genre in A_REPONDRE if genre not in enfant.repondues]
    if brefs:
        dits = brefs[:MANQUES_DITS]
        autres = len(brefs) - len(dits)
        suite = f" et {autres} autre{typo.pluriel(autres)} point{typo.pluriel(autres)}" if autres else ""
        yield Tache(
            titre=f"Compléter le dossier {typo.de(enfant.prenom)}",
            texte=f"Il manque : {', '.join(dits)}{suite}.",
            url=reverse("modifications:enfant", args=[enfant.pk]),
            action="Compléter",
            icone="enfant",
        )


def _peremptions(enfant, jour):
    """What the sheet has and will be out of date: nothing to do before, but all is not in order for ever."""
    fiche = getattr(enfant, "fiche_sanitaire", None)
    fins = [fin for fin in (fiche.assurance_fin, fiche.pai_fin if fiche.pai else None) if fin] if fiche else []
    for fin in fins:
        if fin >= jour:
            yield Tache(
                titre=f"Compléter le dossier {typo.de(enfant.prenom)}",
                url=reverse("modifications:enfant", args=[enfant.pk]),
                action="Compléter",
                icone="enfant",
                des=fin + timedelta(days=1),
            )


INCOMPLET = Non(
    "dossier",
    "Le dossier de l’enfant est à compléter d’abord : ce qui manque est écrit sur votre accueil, « À faire ».",
)


def dossiers_incomplets(inscriptions) -> dict[int, Non]:
    """Say which of these registrations may book nothing: their activity asks a complete file, and it is not."""
    exigeantes = [i for i in inscriptions if i.activite.dossier_complet]
    if not exigeantes:
        return {}
    jour, annee = clock.aujourdhui(), remember("annee_a_confirmer", annee_a_confirmer)
    foyers = {i.payeur.foyer_id for i in exigeantes} - {None} or {0}
    confies = {i.enfant_id for i in exigeantes}
    lus = enfants(confies=confies, foyers=foyers, annee=annee.pk if annee else 0, jour=jour)
    incomplets = {enfant.pk for enfant in lus if any(_manques(enfant, jour))}
    return {i.pk: INCOMPLET for i in exigeantes if i.enfant_id in incomplets}


def _a_confirmer(lus, moi) -> int:
    """Count the sections of the home and of the children that nobody has said right for this year."""
    deja = set(lus[0].confirmees_du_foyer) if lus else set()
    nombre = len(set(DU_FOYER) - deja) if moi.foyers else 0
    return nombre + sum(len(set(DE_L_ENFANT) - set(enfant.confirmees)) for enfant in lus)
