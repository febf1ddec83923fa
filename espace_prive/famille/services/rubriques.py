"""How the file is checked: the rule of each section, the yearly confirmation, the benefits' number."""

from django.db import transaction

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from common.web.memory import forget, remember
from commune.models import AnneeScolaire
from espace_prive.famille.enums import Mode, Organisme, Rubrique
from espace_prive.famille.models import Allocataire, Confirmation, Enfant, Foyer, RegleDeRubrique
from espace_prive.famille.services.versions import exiger_version

MEMOIRE = "famille.regles"
# What decides a price, a place or a right is read by an agent first; what keeps a child safe is known at once.
DEFAUTS = {
    Rubrique.COORDONNEES: Mode.AUSSITOT,
    Rubrique.ADRESSE: Mode.DEMANDE,
    Rubrique.SITUATION: Mode.DEMANDE,
    Rubrique.ENTOURAGE: Mode.AUSSITOT,
    Rubrique.SANTE: Mode.AUSSITOT,
    Rubrique.AUTORISATIONS: Mode.AUSSITOT,
    Rubrique.SCOLARITE: Mode.DEMANDE,
    Rubrique.ALLOCATAIRE: Mode.AUSSITOT,
    Rubrique.QUOTIENT: Mode.DEMANDE,
    Rubrique.ENFANT: Mode.DEMANDE,
    Rubrique.GARDE: Mode.DEMANDE,
}
# What no town applies unread: a person writes it in words, or it makes a child or a price.
TOUJOURS_LUES = frozenset({Rubrique.SITUATION, Rubrique.ENFANT, Rubrique.QUOTIENT, Rubrique.SCOLARITE})
DU_FOYER = (Rubrique.COORDONNEES, Rubrique.ENTOURAGE)
DE_L_ENFANT = (Rubrique.SANTE, Rubrique.AUTORISATIONS)


def regles() -> dict[str, str]:
    ecrites = remember(MEMOIRE, lambda: dict(RegleDeRubrique.objects.values_list("rubrique", "mode")))
    return {r: Mode.DEMANDE if r in TOUJOURS_LUES else Mode(ecrites.get(r, DEFAUTS[r])) for r in Rubrique}


@transaction.atomic
def regler(modes: dict, *, par) -> None:
    """Set the mode of each section; what is always read is left alone."""
    avant = {r: RegleDeRubrique.objects.filter(rubrique=r).values_list("mode", flat=True).first() for r in modes}
    for rubrique, mode in modes.items():
        if rubrique in TOUJOURS_LUES or (avant[rubrique] or DEFAUTS[rubrique]) == mode:
            continue
        regle, _ = RegleDeRubrique.objects.update_or_create(rubrique=rubrique, defaults={"mode": Mode(mode)})
        journal.noter(ActionJournal.REGLE_D_UNE_RUBRIQUE, regle, par=par, rubrique=str(rubrique), mode=str(mode))
    transaction.on_commit(lambda: forget(MEMOIRE))


def annee_a_confirmer() -> AnneeScolaire | None:
    """The school year for which the file is confirmed: the present one, or the next in summer."""
    return AnneeScolaire.objects.filter(au__gte=clock.aujourdhui()).order_by("du").first()


@transaction.atomic
def confirmer(objet, rubrique, *, par) -> Confirmation | None:
    """A section of a household or of a child is right for this year. Idempotent: the first confirmation stays."""
    annee = annee_a_confirmer()
    if annee is None:
        return None
    cle = {"foyer": objet} if isinstance(objet, Foyer) else {"enfant": objet}
    if rubrique not in (DU_FOYER if isinstance(objet, Foyer) else DE_L_ENFANT):
        raise Refus("Cette rubrique ne se confirme pas.", code="rubrique")
    confirmation, nouvelle = Confirmation.objects.get_or_create(
        rubrique=rubrique, annee=annee, **cle, defaults={"par_nom": journal.nom_de(par), "le": clock.maintenant()}
    )
    if nouvelle:
        journal.noter(ActionJournal.RIEN_N_A_CHANGE, objet, par=par, rubrique=str(rubrique), annee=annee.libelle)
    return confirmation


def a_confirmer(foyer: Foyer | None, enfants: list[Enfant]) -> dict[tuple, Confirmation | None]:
    """{section to confirm: its confirmation of this year, or None}, for the household and its children."""
    annee = annee_a_confirmer()
    faites = {}
    if annee:
        lignes = Confirmation.objects.filter(annee=annee, foyer=foyer) if foyer else Confirmation.objects.none()
        lignes = lignes | Confirmation.objects.filter(annee=annee, enfant__in=enfants)
        faites = {(c.rubrique, c.foyer_id, c.enfant_id): c for c in lignes}
    cles = [(r, foyer.pk, None) for r in DU_FOYER] if foyer else []
    cles += [(r, None, enfant.pk) for enfant in enfants for r in DE_L_ENFANT]
    return {cle: faites.get(cle) for cle in cles} if annee else {}


@transaction.atomic
def modifier_allocataire(foyer: Foyer, *, version: int, par, organisme, numero="", consent=False) -> Allocataire:
    """Write the household's number at the CAF or the MSA, and its consent, dated."""
    lock(foyer)
    ligne = Allocataire.objects.filter(foyer=foyer).first() or Allocataire(foyer=foyer)
    if organisme == Organisme.AUCUN:
        numero, consent = "", False
    if ligne.pk and (ligne.organisme, ligne.numero, ligne.consent) == (organisme, numero, consent):
        return ligne
    exiger_version(ligne.version, version)
    if consent != ligne.consent:
        ligne.consent_le = clock.maintenant() if consent else None
    avant = {"organisme": ligne.organisme, "numero": ligne.numero, "consent": ligne.consent}
    ligne.organisme, ligne.numero, ligne.consent = organisme, numero, consent
    ligne.version += 1
    ligne.full_clean()
    ligne.save()
    journal.noter(
        ActionJournal.ALLOCATAIRE, foyer, par=par, avant=avant, organisme=organisme, numero=numero, consent=consent
    )
    return ligne
