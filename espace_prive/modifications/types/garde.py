"""Days that change home when nobody of the other one can be asked here: an agent verifies, then it is done.

Where the other parent signs in, the two of them swap days between themselves (``garde.services.swaps``). It applies at
once when the town says so. The other parent is told by mail that it is done; the mail names no child and no home.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse

from common import clock
from common.errors import Refus
from common.mails import courriels
from common.words import typo
from espace_prive.demarches.enums import EtatDemarche
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.enums import Rubrique
from espace_prive.famille.models import Enfant, Foyer, LienParental, Rattachement
from espace_prive.famille.querysets import en_cours
from espace_prive.garde.presentation import dire_entre
from espace_prive.garde.rules import Borne, partager
from espace_prive.garde.services import poser_exception
from espace_prive.modifications.forms import garde as forms
from espace_prive.modifications.models import OUVERTES
from espace_prive.modifications.types.base import DeLEnfant

AUTREMENT = "{prenom} ne vit plus dans le foyer qui demande : il n’y a plus rien à changer."
PASSES = (
    "Les jours demandés sont passés : ce changement n’est plus possible. Le service peut refuser la demande ; qui "
    "l’a faite peut l’annuler."
)
DEJA_PASSES = "Ces jours étaient déjà passés quand le oui est arrivé, le {} : leur garde ne change plus."
EN_PARTIE = "Certains des jours demandés sont passés et ne changent plus. La demande ne vaut que pour les autres."

# How the same answer reads to the other parent, and to an agent.
POUR_L_AUTRE = {forms.CHEZ_VOUS: forms.AUTRE_FOYER, forms.AUTRE_FOYER: forms.CHEZ_VOUS}
POUR_L_AGENT = {forms.CHEZ_VOUS: "Dans le foyer qui demande", forms.AUTRE_FOYER: "Dans l’autre foyer"}


def lire_lignes(modification, lignes, *, miens=None) -> list[dict]:
    """Give the lines of a request as its reader says them: ``miens`` are a parent's homes, None for an agent.

    Nothing of such a change was before: what the empty form first showed is no answer of anybody.
    """
    if modification.rubrique != Rubrique.GARDE:
        return lignes
    mots = POUR_L_AGENT if miens is None else {} if modification.demarche.foyer_id in miens else POUR_L_AUTRE
    # Who shares a child thinks in days of the week.
    for nom in ("du", "au") if modification.saisie else ():
        jour = forms.ExceptionDeGardeForm.base_fields[nom].to_python(modification.saisie[nom][0])
        mots = mots | {ligne["apres"]: typo.date_longue(jour, annee=True) for ligne in lignes if ligne["champ"] == nom}
    return [ligne | {"avant": "", "apres": mots.get(ligne["apres"], ligne["apres"])} for ligne in lignes]


def ce_qui_est_passe(modification) -> str:
    """Say what of the days asked for no late answer changes any more; empty when all of them are to come."""
    if modification.rubrique != Rubrique.GARDE or modification.demarche.etat not in OUVERTES:
        return ""
    passees, a_venir = partager(*_demandees(modification), clock.aujourdhui())
    return "" if passees is None else EN_PARTIE if a_venir else PASSES


def _demandees(modification) -> tuple[Borne, Borne]:
    """Give the first and the last half-day asked for, as they were typed."""
    champs, saisie = forms.ExceptionDeGardeForm.base_fields, modification.saisie
    du, au = (Borne(champs[n].to_python(saisie[n][0]), int(saisie[f"{n}_demi"][0])) for n in ("du", "au"))
    return du, au


@dataclass(frozen=True)
class BilanDeGarde:
    """What a late yes changed of the days asked for, what it did not, and why, in words."""

    applique: str
    reste: str
    raison: str


def bilan(modification, etapes) -> BilanDeGarde | None:
    """Say what the answer changed, when it was not all that was asked: ``etapes`` are the events of the request."""
    accord = next((e for e in etapes if e.vers == EtatDemarche.POSITIVE), None)
    if modification.rubrique != Rubrique.GARDE or accord is None or not modification.saisie:
        return None
    jour = accord.le.astimezone(clock.fuseau()).date()
    passees, a_venir = partager(*_demandees(modification), jour)
    if not (passees and a_venir):
        return None
    return BilanDeGarde(dire_entre(*a_venir), dire_entre(*passees), DEJA_PASSES.format(typo.date_longue(jour)))


class ExceptionDeGarde(DeLEnfant):
    code, titre, icone, rubrique = "garde", "Changer des jours de garde", "calendrier", Rubrique.GARDE
    form = forms.ExceptionDeGardeForm
    toujours = True
    succes = "C’est enregistré. L’autre parent est prévenu par courriel."
    confirmation = (
        "Votre demande est envoyée. Le service vérifie auprès de l’autre parent, puis vous répond. La réponse "
        "arrive par courriel."
    )
    devoir = "Pour quelques jours, 31 au plus. Pour une nouvelle organisation, signalez plutôt un changement de garde."

    def parents(self, acteur):
        """Give the children over whom the person has authority, whose other home has nobody who could answer here."""
        moi = perimetre(acteur)
        ailleurs = Rattachement.objects.filter(en_cours(), enfant=OuterRef("pk")).exclude(foyer__in=moi.foyers)
        ici = Rattachement.objects.filter(en_cours(), enfant=OuterRef("pk"), foyer__in=moi.foyers)
        chez_l_autre = "responsable__appartenances__"
        repondent = LienParental.objects.filter(
            en_cours(),
            en_cours(chez_l_autre),
            en_cours(f"{chez_l_autre}foyer__rattachements__"),
            enfant=OuterRef("pk"), restreint=False, autorite_parentale=True,
            responsable__utilisateur__is_active=True,
            **{f"{chez_l_autre}foyer__rattachements__enfant": OuterRef("pk")},
        ).exclude(responsable__in=moi.adultes)  # fmt: skip
        return Enfant.objects.confies_a(moi).filter(Exists(ailleurs), Exists(ici), ~Exists(repondent))

    def initial(self, cible):
        return {"chez": forms.CHEZ_MOI, "du_demi": 0, "au_demi": 1}

    def appliquer(self, cible, champs, geste):
        """Write the days that are to come: what a late yes finds past stays what it was."""
        foyer = self._foyer(cible, champs["chez"], geste)
        demandees = (Borne(champs[nom], int(champs[f"{nom}_demi"])) for nom in ("du", "au"))
        _, a_venir = partager(*demandees, clock.aujourdhui())
        if a_venir is None:
            raise Refus(PASSES, code="passe")
        du, au = a_venir
        periode = poser_exception(
            cible, foyer, du=du, au=au, motif=champs.get("motif", ""), version=geste.version, par=geste.par
        )
        self._prevenir(
            cible, sauf={perimetre(geste.par).soi, getattr(geste.adulte, "pk", None)}, cle=f"garde:{periode.pk}",
            objet="La garde de votre enfant change ces jours-ci", gabarit="courriels/garde_changee",
            lien=reverse("modifications:enfant", args=[cible.pk]),
        )  # fmt: skip
        return periode

    @staticmethod
    def _foyer(enfant, chez, geste) -> Foyer:
        """Give the home that asked, or the child's other one."""
        sien = geste.foyer or Foyer.objects.pour(geste.par).first()
        foyers = [r.foyer for r in enfant.rattachements.filter(en_cours()).select_related("foyer")]
        autres = [f for f in foyers if f != sien]
        if raison := forms.empechement(enfant.prenom, len(foyers)):
            raise Refus(raison, code="foyer")
        if len(autres) != 1:
            raise Refus(AUTREMENT.format(prenom=enfant.prenom), code="foyer")
        return sien if chez == forms.CHEZ_MOI else autres[0]

    @staticmethod
    def _prevenir(enfant, *, sauf, cle, **courriel):
        """Write to the other parents who have authority over the child: ``sauf`` are the adults who know."""
        liens = LienParental.objects.filter(
            en_cours(), enfant=enfant, restreint=False, autorite_parentale=True
        ).exclude(responsable__in=[pk for pk in sauf if pk])
        for lien in liens.select_related("responsable__utilisateur"):
            adulte = lien.responsable
            adresse = adulte.utilisateur.email if adulte.utilisateur else adulte.email
            courriels.envoyer(cle=f"{cle}:{adulte.pk}", a=adresse, **courriel)
