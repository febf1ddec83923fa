"""A space asked for without a key: kept, compared with whom the town knows, answered by an agent."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Prefetch, Q
from django.urls import reverse

from common import clock, courriels, freins, journal
from common.errors import Refus
from commune.services import reglages, service_a_appeler
from espace_prive.famille.models import Enfant, LienParental, Responsable
from espace_prive.famille.querysets import en_cours
from espace_prive.famille.services import ajouter_enfant, ajouter_responsable, creer_foyer, lier, rattacher
from espace_prive.ouverture import rules
from espace_prive.ouverture.enums import EtatDemandeEspace
from espace_prive.ouverture.models import DemandeEspace
from espace_prive.ouverture.services.invitations import inviter

PAR_HEURE = 5
TROP = "Trop de demandes depuis votre connexion internet. Recommencez dans une heure, ou appelez-nous."
PROPOSES = 10


@dataclass(frozen=True)
class Proposition:
    """An adult of the town who may be the one who asks, with what they have in common."""

    responsable: Responsable
    signes: tuple[str, ...]

    @property
    def a_un_espace(self):
        compte = self.responsable.utilisateur
        return compte is not None and not compte.a_activer


def deposer(*, numero, adresse_internet, **champs) -> DemandeEspace:
    """Keep a request; the same ``numero`` again gives the one already kept. The answer is the same for everybody."""
    if connue := DemandeEspace.objects.filter(numero=numero).first():
        return connue
    frein = f"demande-espace:{freins.reseau(adresse_internet)}"
    freins.compter(frein, limite=PAR_HEURE, fenetre=timedelta(hours=1), phrase=TROP)
    with transaction.atomic():
        demande, nouvelle = DemandeEspace.objects.get_or_create(numero=numero, defaults=champs)
        if nouvelle:
            service = service_a_appeler()
            courriels.envoyer(
                cle=f"demande-espace:{demande.pk}",
                a=demande.email,
                objet="Votre demande d’espace",
                gabarit="courriels/demande_espace",
                demande=demande,
                lien="/",
            )
            courriels.envoyer(
                cle=f"demande-espace-agents:{demande.pk}",
                a=(service.courriel if service else "") or reglages().courriel,
                objet="Une demande d’espace attend",
                gabarit="courriels/demande_espace_agents",
                lien=reverse("ouvertures:demande", args=[demande.pk]),
            )
    return demande


def _portrait_de(demande):
    return rules.Portrait(
        noms=(demande.nom, demande.nom_naissance), prenoms=demande.prenoms, naissance=demande.naissance,
        email=demande.email,
        enfants=tuple((prenom, naissance) for prenom, _, naissance in demande.petits),
    )  # fmt: skip


def proposer(demande: DemandeEspace, *, parmi) -> list[Proposition]:
    """Give the adults, of those whom the agent reads (``parmi``), who may be the one who asks, most alike first."""
    demandee = _portrait_de(demande)
    naissances = {naissance for _, naissance in demandee.enfants}
    parents = LienParental.objects.filter(en_cours(), enfant__naissance__in=naissances).values("responsable")
    memes = Responsable.objects.recherche(demande.nom).values("pk")
    de_naissance = Responsable.objects.recherche(demande.nom_naissance or demande.nom).values("pk")
    liens = LienParental.objects.filter(en_cours()).select_related("enfant")
    candidats = (
        parmi.filter(
            Q(pk__in=memes) | Q(pk__in=de_naissance) | Q(pk__in=parents) | Q(email__iexact=demande.email)
            | Q(naissance=demande.naissance)
        )
        .exclude(utilisateur__is_staff=True)
        .select_related("utilisateur")
        .prefetch_related(Prefetch("liens", liens, to_attr="liens_en_cours"))
    )[:200]  # fmt: skip
    trouves = []
    for adulte in candidats:
        connu = rules.Portrait(
            noms=(adulte.nom, adulte.nom_naissance), prenoms=adulte.prenoms, naissance=adulte.naissance,
            email=adulte.email,
            enfants=tuple((lien.enfant.prenom, lien.enfant.naissance) for lien in adulte.liens_en_cours),
        )  # fmt: skip
        if signes := rules.ressemblances(demandee, connu):
            trouves.append(Proposition(adulte, signes))
    return sorted(trouves, key=lambda p: -len(p.signes))[:PROPOSES]


def enfants_connus(demande: DemandeEspace) -> dict[int, list[Enfant]]:
    """Give, for each child of the request (its rank), those of the town who may be the same."""
    connus = {}
    for rang, (prenom, _, naissance) in enumerate(demande.petits):
        memes = Enfant.objects.filter(naissance=naissance)
        connus[rang] = [e for e in memes if rules.meme_enfant((prenom, naissance), (e.prenom, e.naissance))]
    return connus


def _prendre(demande):
    demande = DemandeEspace.objects.select_for_update(of=("self",)).get(pk=demande.pk)
    if demande.etat != EtatDemandeEspace.DEPOSEE:
        raise Refus(
            f"Cette demande vient d’être traitée : {demande.get_etat_display().lower()}. Rien n’a été changé.",
            code="deja_traitee",
        )
    return demande


def _clore(demande, etat, *, par, motif="", responsable=None):
    demande.etat, demande.traitee_le, demande.traitee_par = etat, clock.maintenant(), par
    demande.motif, demande.responsable = motif, responsable
    demande.save()
    journal.noter(f"demande d’espace {demande.get_etat_display().lower()}", demande, par=par, motif=motif)
    return demande


@transaction.atomic
def accepter(demande: DemandeEspace, *, par, responsable=None, hors_commune=False, enfants=None) -> DemandeEspace:
    """Open the way in: to a known adult, or to a new family file made of what was typed.

    ``enfants`` says of each child of the request (rank) which known child it is; the others are created. Either way
    the person gets the link by the address that was typed, and nothing is merged.
    """
    demande = _prendre(demande)
    if responsable is None:
        responsable = _nouvelle_famille(demande, par=par, hors_commune=hors_commune, connus=enfants or {})
    inviter(responsable, par=par, email=demande.email)
    return _clore(demande, EtatDemandeEspace.ACCEPTEE, par=par, responsable=responsable)


def _nouvelle_famille(demande, *, par, hors_commune, connus):
    foyer = creer_foyer(
        par=par, nom=demande.nom, adresse=demande.adresse, complement=demande.complement,
        code_postal=demande.code_postal, ville=demande.ville, hors_commune=hors_commune,
    )  # fmt: skip
    responsable = ajouter_responsable(
        foyer, par=par, civilite=demande.civilite, nom=demande.nom, nom_naissance=demande.nom_naissance,
        prenoms=demande.prenoms, naissance=demande.naissance, email=demande.email, mobile=demande.mobile,
        telephone=demande.telephone,
    )  # fmt: skip
    for rang, (prenom, nom, naissance) in enumerate(demande.petits):
        if connu := connus.get(rang):
            rattacher(connu, foyer, par=par)
            lier(connu, responsable, demande.qualite, par=par)
        else:
            qualites = {responsable: demande.qualite}
            ajouter_enfant(foyer, par=par, liens=qualites, prenom=prenom, nom=nom, naissance=naissance)
    return responsable


@transaction.atomic
def refuser(demande: DemandeEspace, *, motif: str, par) -> DemandeEspace:
    """Say no, with the reason, by mail."""
    if not motif.strip():
        raise Refus("Écrivez la raison : la personne la lira.", code="motif")
    demande = _clore(_prendre(demande), EtatDemandeEspace.REFUSEE, par=par, motif=motif)
    courriels.envoyer(
        cle=f"demande-espace-refus:{demande.pk}",
        a=demande.email,
        objet="Votre demande d’espace",
        gabarit="courriels/demande_espace_refusee",
        demande=demande,
        lien=reverse("messagerie:ecrire"),
    )
    return demande
