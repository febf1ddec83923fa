"""« Cette semaine, c’est moi »: an exception to the custody, proposed by one parent, read by the other.

It applies at once when the town says so, when the other parent agrees, or when an agent accepts. The other parent is
told by mail each time: that something is proposed, or that it is done; the mail names no child and no home.
"""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from common import clock, courriels
from common.errors import Refus
from espace_prive.dossier import forms_garde as forms
from espace_prive.dossier.genres_base import DeLEnfant
from espace_prive.dossier.models import OUVERTES
from espace_prive.famille.enums import Rubrique
from espace_prive.famille.models import Enfant, Foyer, LienParental, Rattachement
from espace_prive.famille.perimetre import perimetre
from espace_prive.famille.querysets import en_cours
from espace_prive.famille.rules_garde import Borne
from espace_prive.famille.services.garde import poser_exception

AUTREMENT = "{prenom} ne vit plus dans le foyer qui demande : il n’y a plus rien à échanger."
PASSES = (
    "Les jours demandés sont passés : cet échange n’est plus possible. Le service peut refuser la demande ; qui "
    "l’a faite peut l’annuler."
)
EN_PARTIE = "Certains des jours demandés sont passés et ne changent plus. L’échange ne vaut que pour les autres."

# How the same answer reads to the other parent, and to an agent.
POUR_L_AUTRE = {forms.CHEZ_VOUS: forms.AUTRE_FOYER, forms.AUTRE_FOYER: forms.CHEZ_VOUS}
POUR_L_AGENT = {forms.CHEZ_VOUS: "Dans le foyer qui demande", forms.AUTRE_FOYER: "Dans l’autre foyer"}


def lire_lignes(modification, lignes, *, miens=None) -> list[dict]:
    """Give the lines of a request as its reader says them: ``miens`` are a parent's homes, None for an agent.

    Nothing of an exchange was before: what the empty form first showed is no answer of anybody.
    """
    if modification.rubrique != Rubrique.GARDE:
        return lignes
    mots = POUR_L_AGENT if miens is None else {} if modification.demarche.foyer_id in miens else POUR_L_AUTRE
    return [ligne | {"avant": "", "apres": mots.get(ligne["apres"], ligne["apres"])} for ligne in lignes]


def ce_qui_est_passe(modification) -> str:
    """Say what of the days asked for no late answer changes any more; empty when all of them are to come."""
    if modification.rubrique != Rubrique.GARDE or modification.demarche.etat not in OUVERTES:
        return ""
    champs = forms.ExceptionDeGardeForm.base_fields
    du, au = (champs[nom].to_python(modification.saisie[nom][0]) for nom in ("du", "au"))
    jour = clock.aujourdhui()
    return PASSES if au < jour else EN_PARTIE if du < jour else ""


class ExceptionDeGarde(DeLEnfant):
    code, titre, icone, rubrique = "garde", "Changer des jours de garde", "calendrier", Rubrique.GARDE
    form = forms.ExceptionDeGardeForm
    toujours = True
    succes = "C’est enregistré. L’autre parent est prévenu par courriel."
    confirmation = (
        "Votre proposition est envoyée. Si l’autre parent est d’accord, la garde change aussitôt ces jours-là ; "
        "sinon, un agent vous répond à tous les deux. La réponse arrive par courriel."
    )
    devoir = "Pour quelques jours, 31 au plus. Pour une nouvelle organisation, signalez plutôt un changement de garde."

    def parents(self, acteur):
        """Give the children over whom the person has authority, and who have another home too."""
        moi = perimetre(acteur)
        ailleurs = Rattachement.objects.filter(en_cours(), enfant=OuterRef("pk")).exclude(foyer__in=moi.foyers)
        ici = Rattachement.objects.filter(en_cours(), enfant=OuterRef("pk"), foyer__in=moi.foyers)
        return Enfant.objects.confies_a(moi).filter(Exists(ailleurs), Exists(ici))

    def initial(self, cible):
        return {"chez": forms.CHEZ_MOI, "du_demi": 0, "au_demi": 1}

    def appliquer(self, cible, champs, geste):
        """Write the days that are to come: what a late yes finds past stays what it was."""
        foyer = self._foyer(cible, champs["chez"], geste)
        aujourdhui = Borne(clock.aujourdhui())
        du = max(Borne(champs["du"], int(champs["du_demi"])), aujourdhui)
        au = Borne(champs["au"], int(champs["au_demi"]))
        if au < aujourdhui:
            raise Refus(PASSES, code="passe")
        periode = poser_exception(
            cible, foyer, du=du, au=au, motif=champs.get("motif", ""), version=geste.version, par=geste.par
        )
        self._prevenir(
            cible, sauf={perimetre(geste.par).soi, getattr(geste.adulte, "pk", None)}, cle=f"garde:{periode.pk}",
            objet="La garde de votre enfant change ces jours-ci", gabarit="courriels/garde_changee",
            lien=reverse("dossier:enfant", args=[cible.pk]),
        )  # fmt: skip
        return periode

    def apres_depot(self, modification):
        self._prevenir(
            modification.enfant, sauf={getattr(modification.demarche.adulte, "pk", None)},
            cle=f"garde-proposee:{modification.pk}",
            objet="Un échange de jours de garde vous est proposé", gabarit="courriels/garde_proposee",
            lien=reverse("dossier:demande", args=[modification.demarche.numero]),
        )  # fmt: skip

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
