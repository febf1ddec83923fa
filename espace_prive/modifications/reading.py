"""What the pages of a family's file read, in a fixed number of statements."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q
from django.urls import reverse

from common import clock
from common.words import typo
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.perimetre import perimetre, perimetre_de
from espace_prive.famille.enums import Rubrique
from espace_prive.famille.models import Appartenance, Enfant, Foyer, LienParental, Responsable
from espace_prive.famille.querysets import en_cours
from espace_prive.famille.services import rubriques
from espace_prive.modifications.models import Modification
from espace_prive.sante.enums import GenreDAutorisation
from espace_prive.sante.models import Autorisation, FicheSanitaire, Proche
from espace_prive.sante.rules import Manque, a_completer

MODIFIER = "famille.modifier_dossier"
DU_PRIX = (Rubrique.QUOTIENT, Rubrique.ALLOCATAIRE)
SANS_ESPACE = " (qui n’a pas encore d’espace)"
PERSONNE = "Aucun adulte de cette famille ne lira votre réponse dans son espace : prévenez-la autrement."


@dataclass(frozen=True)
class AConfirmer:
    """A section to say valid for the year: of what, whether it is done, by whom and when."""

    rubrique: str
    titre: str
    de: str
    objet: str
    pk: int
    fait: object = None


def a_confirmer(foyer: Foyer | None, enfants: list[Enfant]) -> list[AConfirmer]:
    """Give the sections to confirm of the household and of the children."""
    par_pk = {e.pk: e for e in enfants}
    return [
        AConfirmer(
            rubrique=rubrique,
            titre=Rubrique(rubrique).label,
            de=par_pk[enfant_pk].prenom if enfant_pk else "",
            objet="enfant" if enfant_pk else "foyer",
            pk=enfant_pk or foyer_pk,
            fait=fait,
        )
        for (rubrique, foyer_pk, enfant_pk), fait in rubriques.a_confirmer(foyer, enfants).items()
    ]


def en_attente(moi) -> list[Modification]:
    """Give the changes that the person asked for, or may read, and that wait."""
    return list(Modification.objects.pour(moi).en_attente().select_related("demarche", "enfant"))


def page_d_une_demande(moi, demarche) -> str:
    """Give the page where who has this reach reads all of that request, or ""."""
    lisible = Modification.objects.pour(moi).filter(demarche=demarche).exists()
    return reverse("modifications:demande", args=[demarche.numero]) if lisible else ""


def peut_ouvrir(agent, modification) -> bool:
    """Whether this agent, who may change this family's file, opens that change: health and income have their own."""
    if modification.rubrique == Rubrique.SANTE:
        return portee.peut_soigner(agent, modification.enfant)
    if modification.rubrique in DU_PRIX:
        return portee.peut_lire_quotient(agent, modification.demarche.foyer)
    return True


def page_pour_agent(agent, demarche) -> str:
    """Give the page where this agent reads that request and answers it, or ""."""
    miennes = Modification.objects.exclude(enfant__in=portee.ecartes(agent)).filter(demarche=demarche)
    modification = miennes.select_related("demarche__foyer", "enfant").first()
    if not (modification and agent.has_perm(MODIFIER) and peut_ouvrir(agent, modification)):
        return ""
    return reverse("changements:traiter", args=[demarche.foyer_id, modification.pk])


def lecteurs(modification) -> list[Responsable]:
    """Give the adults who read this request, and its answer, in their space: by the rule that opens it to them."""
    lies = LienParental.objects.filter(en_cours(), enfant=modification.enfant_id).values("responsable")
    ici = Appartenance.objects.filter(en_cours(), foyer=modification.demarche.foyer_id).values("responsable")
    proches = Q(pk__in=lies) | Q(pk__in=ici) | Q(pk=getattr(modification.demarche.adulte, "pk", None))
    adultes = Responsable.objects.filter(proches, efface_le__isnull=True).select_related("utilisateur").order_by("pk")
    celle_ci = Modification.objects.filter(pk=modification.pk)
    return [adulte for adulte in adultes if celle_ci.pour(perimetre_de(adulte)).exists()]


def qui_lira(modification) -> str:
    """Say to the agent, before the answer is sent, who will read it."""
    noms = [f"{adulte}{'' if adulte.utilisateur else SANS_ESPACE}" for adulte in lecteurs(modification)]
    return f"Votre réponse sera lue par {typo.enumeration(noms)}." if noms else PERSONNE


def proches_de(acteur, *, enfant: Enfant | None = None) -> list[Proche]:
    """Give the entourage that the person may read; ``du_foyer`` says whose telephone may be shown."""
    moi = perimetre(acteur)
    visibles = Enfant.objects.filter(pk__in=moi.confies)
    proches = Proche.objects.pour(moi).en_vigueur().prefetch_related(
        Prefetch("enfants", visibles.order_by("naissance"), to_attr="visibles")
    )  # fmt: skip
    if enfant:
        proches = proches.filter(enfants=enfant)
    lignes = list(proches)
    for p in lignes:
        p.du_foyer = p.foyer_id in moi.foyers
    return lignes


@dataclass(frozen=True)
class ReponseDeLAgent:
    """An authorisation: the answer in force, or none yet; the former ones."""

    libelle: str
    actuelle: Autorisation | None
    anciennes: list[Autorisation] = field(default_factory=list)


def autorisations_de(enfant: Enfant) -> list[ReponseDeLAgent]:
    """Give each authorisation with its answer and its history, in one statement."""
    lignes = list(enfant.autorisations.order_by("-donnee_le", "-pk"))
    return [
        ReponseDeLAgent(
            libelle=genre.label,
            actuelle=next((a for a in lignes if a.genre == genre and a.finie_le is None), None),
            anciennes=[a for a in lignes if a.genre == genre and a.finie_le],
        )
        for genre in GenreDAutorisation
    ]


def fiche_de(enfant: Enfant) -> FicheSanitaire:
    """Give the health sheet, an empty one when nobody wrote it yet."""
    fiche = FicheSanitaire.objects.filter(enfant=enfant).select_related("pai_document").first()
    return fiche or FicheSanitaire(enfant=enfant)


def manques_de(fiche: FicheSanitaire) -> list[Manque]:
    """Say what is missing in a health sheet, or out of date."""
    return a_completer(
        naissance=fiche.enfant.naissance, jour=clock.aujourdhui(), vaccins=fiche.vaccins,
        contre_indication=fiche.contre_indication, assurance_fin=fiche.assurance_fin, allergies=fiche.allergies,
        pai=fiche.pai, pai_fin=fiche.pai_fin, pai_document=bool(fiche.pai_document_id), medecin=fiche.medecin,
    )  # fmt: skip


def en_attente_pour(agent):
    """Give the changes that wait and that this agent may read, oldest first."""
    miennes = Modification.objects.en_attente().filter(demarche__foyer__in=portee.foyers(agent))
    return miennes.exclude(enfant__in=portee.ecartes(agent))
