"""« Qui a consulté mon dossier » : what the journal holds on a parent's household, person, children, in plain words.

Never the other home's: neither its file, nor what its adults did, nor what was done for them or about them. Never the
reasons that agents wrote, nor what exactly changed: who, what kind of thing, when. A child's file is shared by all its
homes: both learn that an agent read it in the place of a parent, without the name of the other.
"""

from dataclasses import dataclass, field
from datetime import datetime, time

from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from common import clock
from common.actions import ActionJournal
from common.models import Journal
from common.words import typo
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Utilisateur
from espace_prive.famille.acces.perimetre import Perimetre
from espace_prive.famille.models import Appartenance, Enfant, Foyer, Responsable
from espace_prive.famille.querysets import en_cours
from espace_prive.sante.models import Proche

FOYER, RESPONSABLE, ENFANT = (m._meta.label_lower for m in (Foyer, Responsable, Enfant))
COMPTE = Utilisateur._meta.label_lower
# What is said of each action; {} is the child, or « votre dossier ». What is not here is said as a change.
LECTURES = {
    ActionJournal.CONSULTATION: "a consulté {}",
    ActionJournal.OUVERTURE: "a ouvert la fiche sanitaire ou un document {de}",
}
GESTES = {
    ActionJournal.CREATION: "a créé {}",
    ActionJournal.EMISSION_D_UNE_CLE: "vous a préparé une clé enfance",
    ActionJournal.UTILISATION_D_UNE_CLE: "a utilisé une clé enfance",
    ActionJournal.INVITATION_A_OUVRIR_UN_ESPACE: "vous a invité à ouvrir votre espace",
    ActionJournal.ESPACE_OUVERT_PAR_INVITATION: "a ouvert votre espace",
    ActionJournal.ACTIVATION_DU_COMPTE: "a activé votre espace",
    ActionJournal.CREATION_DU_COMPTE: "a créé votre espace",
    ActionJournal.CHANGEMENT_DU_MOT_DE_PASSE: "a changé le mot de passe",
    ActionJournal.CHANGEMENT_DE_L_ADRESSE_ELECTRONIQUE: "a changé l’adresse électronique",
    ActionJournal.CHANGEMENT_DE_L_IDENTIFIANT: "a changé l’identifiant",
    ActionJournal.DONNEES_TELECHARGEES: "a téléchargé vos données",
    ActionJournal.DEBUT_DU_MODE_SUPER_USAGER: "a commencé à agir à votre place",
    ActionJournal.FIN_DU_MODE_SUPER_USAGER: "a cessé d’agir à votre place",
    ActionJournal.FORMULAIRE_ENVOYE_POUR_LA_FAMILLE: "a rempli un formulaire à votre place",
    ActionJournal.FIN_D_UNE_INSCRIPTION: "a mis fin à une inscription",
    ActionJournal.SCOLARITE: "a noté l’école {de}",
    ActionJournal.SORTIE_DE_L_ECOLE: "a noté la fin de l’école {de}",
    ActionJournal.EXCEPTION_DE_GARDE: "a changé des jours de garde {de}",
    ActionJournal.FICHE_SANITAIRE_EFFACEE: "a effacé la fiche sanitaire {de}, comme prévu après son départ",
}
# One's own sign-ins are on the page of devices; they would bury the rest.
SANS_INTERET = (ActionJournal.CONNEXION,)
ROLES = {
    Role.AGENT.label: "agent", Role.AGENT_DE_SERVICE.label: "agent",
    Role.RESPONSABLE.label: "responsable de service", Role.ANIMATEUR.label: "animateur", Role.REGISSEUR.label: "régie",
    Role.ADMINISTRATEUR.label: "administration",
}  # fmt: skip
COLLEGUE, PORTAIL, VOUS = "mairie", "Le portail", "Vous"


@dataclass
class LigneDeConsultation:
    """One thing that somebody did in a day, perhaps several times."""

    qui: str
    role: str
    phrase: str
    premier: datetime
    dernier: datetime
    fois: int = 1
    cle: tuple = field(default=(), repr=False)

    @property
    def jour(self):
        return clock_local(self.dernier).date()

    @property
    def quand(self):
        """« 9 h 12 », or « de 9 h 12 à 9 h 40 »."""
        du, au = (typo.heure(clock_local(m)) for m in (self.premier, self.dernier))
        return du if du == au else f"de {du} à {au}"


def clock_local(instant):
    return instant.astimezone(clock.fuseau())


def du_dossier(moi: Perimetre, utilisateur):
    """The lines of the journal that ``utilisateur`` may read, latest first: a queryset."""
    soi = Responsable.objects.filter(utilisateur=utilisateur).first()
    concernes = Q(objet=COMPTE, objet_id=str(utilisateur.pk))
    if soi:
        concernes |= Q(objet=RESPONSABLE, objet_id=str(soi.pk))
        # Of the household, what happened since the person lives there.
        for ici in Appartenance.objects.filter(en_cours(), responsable=soi, foyer__in=moi.foyers):
            arrivee = datetime.combine(ici.du, time.min, tzinfo=clock.fuseau())
            concernes |= Q(objet=FOYER, objet_id=str(ici.foyer_id), quand__gte=arrivee)
    concernes |= Q(objet=ENFANT, objet_id__in=[str(pk) for pk in moi.enfants]) & ~_d_un_autre_foyer(moi)
    miens = Responsable.objects.filter(pk__in=moi.adultes, utilisateur__isnull=False).values("utilisateur")
    parent_d_ailleurs = Utilisateur.objects.filter(pk=OuterRef("acteur_id"), is_staff=False).exclude(
        Q(pk__in=miens) | Q(pk=utilisateur.pk)
    )
    # An account that is gone was somebody's: what the other home did stays unsaid.
    fermes = Journal.objects.filter(action=ActionJournal.ESPACE_FERME, objet=RESPONSABLE, donnees__has_key="compte")
    fermes = fermes.exclude(objet_id__in=[str(pk) for pk in {*moi.adultes, *([soi.pk] if soi else [])}])
    ferme_ailleurs = fermes.alias(compte=Cast(KT("donnees__compte"), BigIntegerField())).filter(
        compte=OuterRef("acteur_id")
    )
    return (
        Journal.objects.filter(concernes)
        .filter(Q(pour_id__isnull=True) | Q(pour_id__in=moi.adultes) | Q(objet=ENFANT, action__in=LECTURES))
        .exclude(Exists(parent_d_ailleurs) | Exists(ferme_ailleurs))
        .exclude(action__in=SANS_INTERET)
    )


def _d_un_autre_foyer(moi):
    """What is recorded on a child and names an adult, a household or a relative that is not the person's own."""
    proches = Proche.objects.filter(foyer__in=moi.foyers).values_list("pk", flat=True)
    siens = {"responsable": moi.adultes, "foyer": moi.foyers, "proche": list(proches)}
    ailleurs = Q()
    for cle, cles in siens.items():
        ailleurs |= Q(donnees__has_key=cle) & ~Q(**{f"donnees__{cle}__in": sorted(cles)})
    return ailleurs


def raconter(lignes, moi: Perimetre, utilisateur) -> list[LigneDeConsultation]:
    """These lines of the journal in words; what one person repeated the same day is one line."""
    lignes = list(lignes)
    acteurs = _acteurs({ligne.acteur_id for ligne in lignes})
    enfants = {str(e.pk): e.prenom for e in Enfant.objects.pour(moi)}
    dites: list[LigneDeConsultation] = []
    for ligne in lignes:
        qui, role = _qui(ligne, acteurs, moi, utilisateur)
        phrase = _a_soi(_phrase(ligne, enfants)) if qui == VOUS else _phrase(ligne, enfants)
        jour = clock_local(ligne.quand).date()
        cle = (jour, qui, role, phrase)
        connue = next((d for d in reversed(dites) if d.cle == cle), None) if dites and dites[-1].jour == jour else None
        if connue:
            connue.premier, connue.fois = ligne.quand, connue.fois + 1
        else:
            dites.append(
                LigneDeConsultation(
                    qui=qui, role=role, phrase=phrase, premier=ligne.quand, dernier=ligne.quand, cle=cle
                )
            )
    return dites


def _phrase(ligne, enfants):
    enfant = enfants.get(ligne.objet_id) if ligne.objet == ENFANT else None
    quoi, de = (f"la fiche {typo.de(enfant)}", typo.de(enfant)) if enfant else ("votre dossier", "de votre dossier")
    if ligne.objet == COMPTE and ligne.action in LECTURES:
        return "a consulté votre compte"
    if ligne.objet == COMPTE and ligne.action not in GESTES:
        return "a modifié votre compte"
    phrase = LECTURES.get(ligne.action) or GESTES.get(ligne.action) or "a modifié {}"
    return phrase.format(quoi, de=de)


def _a_soi(phrase):
    """« a modifié … » of somebody is « avez modifié … » of oneself."""
    return f"avez {phrase.removeprefix('a ')}" if phrase.startswith("a ") else phrase


def _acteurs(cles):
    personnes = Utilisateur.objects.filter(pk__in=cles - {None})
    return {p.pk: p for p in personnes.prefetch_related("groups", "habilitations__service")}


def _qui(ligne, acteurs, moi, utilisateur):
    """The name and the service or the role of whoever did it."""
    if ligne.acteur_id is None:
        return PORTAIL, ""
    personne = acteurs.get(ligne.acteur_id)
    if personne is None:
        return "Une personne dont le compte n’existe plus", ""
    nom = personne.get_full_name() or str(personne)
    if personne == utilisateur:
        return VOUS, ""
    if not personne.is_staff:
        return nom, "votre foyer"
    role = typo.enumeration(dict.fromkeys(h.service.nom for h in personne.habilitations.all()))
    role = role or next((ROLES[g.name] for g in personne.groups.all() if g.name in ROLES), COLLEGUE)
    # With both names: « Ronan Le Bihan pour Camille Rivière »; the other home's adult is not named.
    return (ligne.acteur if ligne.pour_id in moi.adultes else nom), role
