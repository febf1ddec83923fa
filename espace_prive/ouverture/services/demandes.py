"""A space asked for without a key: stored, compared with whom the town knows, answered by an agent."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock, lock_one
from common.errors import Refus
from common.mails import courriels
from common.web import freins
from commune.services import reglages, service_a_appeler
from espace_prive.famille import ressemblances
from espace_prive.famille.models import Enfant, Foyer
from espace_prive.famille.querysets import en_cours
from espace_prive.famille.rules_ressemblances import Portrait
from espace_prive.famille.services import ajouter_enfant, ajouter_responsable, creer_foyer, lier, rattacher
from espace_prive.ouverture.enums import EtatDemandeEspace
from espace_prive.ouverture.models import DemandeEspace
from espace_prive.ouverture.services.invitations import inviter

PAR_HEURE = 5
TROP = "Trop de demandes depuis votre connexion internet. Recommencez dans une heure, ou appelez-nous."
TROP_CORRIGEE = "Vous avez déjà corrigé cette adresse trois fois. Recommencez demain, ou appelez-nous."


def deposer(*, numero, adresse_internet, **champs) -> DemandeEspace:
    """Store a request. Idempotent on ``numero``; the answer is the same for everybody, known to the town or not."""
    if connue := DemandeEspace.objects.filter(numero=numero).first():
        return connue
    frein = f"demande-espace:{freins.reseau(adresse_internet)}"
    freins.compter(frein, limite=PAR_HEURE, fenetre=timedelta(hours=1), phrase=TROP)
    with transaction.atomic():
        demande, nouvelle = DemandeEspace.objects.get_or_create(numero=numero, defaults=champs)
        if nouvelle:
            service = service_a_appeler()
            _accuser(demande)
            courriels.envoyer(
                cle=f"demande-espace-agents:{demande.pk}",
                a=(service.courriel if service else "") or reglages().courriel,
                objet="Une demande d’espace attend",
                gabarit="courriels/demande_espace_agents",
                lien=reverse("ouvertures:demande", args=[demande.pk]),
            )
    return demande


def _accuser(demande):
    """Acknowledge the request by mail, once per address."""
    courriels.envoyer(
        cle=f"demande-espace:{demande.pk}:{demande.email.lower()}",
        a=demande.email,
        objet="Votre demande d’espace",
        gabarit="courriels/demande_espace",
        demande=demande,
        lien="/",
    )


@transaction.atomic
def corriger_courriel(numero, email: str) -> DemandeEspace:
    """Correct the address mistyped a moment ago, while no agent has answered. Raise Refus: ``frein``, ``repondue``."""
    freins.compter(f"demande-espace-adresse:{numero}", limite=3, fenetre=timedelta(days=1), phrase=TROP_CORRIGEE)
    demande = lock_one(DemandeEspace.objects.filter(numero=numero))
    if demande is None or demande.etat != EtatDemandeEspace.DEPOSEE:
        raise Refus("Un agent a déjà répondu à cette demande : appelez-nous.", code="repondue")
    avant, demande.email = demande.email, email
    demande.save(update_fields=["email"])
    journal.noter(ActionJournal.ADRESSE_CORRIGEE_AVANT_LA_REPONSE, demande, avant=avant)
    _accuser(demande)
    return demande


def _portrait_de(demande):
    return Portrait(
        noms=(demande.nom, demande.nom_naissance), prenoms=demande.prenoms, naissance=demande.naissance,
        email=demande.email, telephones=tuple(filter(None, (demande.mobile, demande.telephone))),
        adresses=(ressemblances.adresse_de(demande),),
        enfants=tuple((prenom, naissance) for prenom, _, naissance in demande.petits),
    )  # fmt: skip


def proposer(demande: DemandeEspace, *, parmi) -> list[ressemblances.Proposition]:
    """Among the adults the agent reads (``parmi``), those who may have asked, most alike first."""
    return ressemblances.adultes_ressemblants(_portrait_de(demande), parmi=parmi)


def enfants_connus(demande: DemandeEspace) -> dict[int, list[Enfant]]:
    """{rank of the child in the request: children of the town who may be the same}."""
    tous = Enfant.objects.all()
    return {
        rang: ressemblances.enfants_ressemblants(prenom, nom, naissance, parmi=tous)
        for rang, (prenom, nom, naissance) in enumerate(demande.petits)
    }


def foyers_connus(demande: DemandeEspace, *, parmi) -> list[Foyer]:
    """The households of ``parmi`` that may be the one of the request: its address and name, or a child of it there."""
    memes = ressemblances.foyers_ressemblants(demande.nom, ressemblances.adresse_de(demande), parmi=parmi)
    petits = [enfant for connus in enfants_connus(demande).values() for enfant in connus]
    chez_eux = parmi.filter(en_cours("rattachements__"), rattachements__enfant__in=petits).distinct()
    voisins = ressemblances.foyers_a_l_adresse(ressemblances.adresse_de(demande), parmi=chez_eux)
    return list(dict.fromkeys([*memes, *voisins]))


def _prendre(demande):
    demande = lock(demande)
    if demande.etat != EtatDemandeEspace.DEPOSEE:
        raise Refus(
            f"Cette demande vient d’être traitée : {demande.get_etat_display().lower()}. Rien n’a été changé.",
            code="deja_traitee",
        )
    return demande


REPONSES = {
    EtatDemandeEspace.ACCEPTEE: ActionJournal.DEMANDE_D_ESPACE_ACCEPTEE,
    EtatDemandeEspace.REFUSEE: ActionJournal.DEMANDE_D_ESPACE_REFUSEE,
}


def _clore(demande, etat, *, par, motif="", responsable=None):
    demande.etat, demande.traitee_le, demande.traitee_par = etat, clock.maintenant(), par
    demande.motif, demande.responsable = motif, responsable
    demande.save()
    journal.noter(REPONSES[etat], demande, par=par, motif=motif)
    return demande


@transaction.atomic
def accepter(
    demande: DemandeEspace, *, par, responsable=None, foyer=None, hors_commune=False, enfants=None
) -> DemandeEspace:  # fmt: skip
    """Open the way in: to a known adult, or to a new one made of what was typed, in a known ``foyer`` or a new one.

    ``enfants`` says of each child of the request (rank) which known child it is; the others are created. Either way
    the person gets the link by the address that was typed, and nothing is merged.
    """
    demande = _prendre(demande)
    if responsable is None:
        foyer = foyer or _nouveau_foyer(demande, par=par, hors_commune=hors_commune)
        responsable = _nouvel_adulte(demande, foyer, par=par, connus=enfants or {})
    inviter(responsable, par=par, email=demande.email)
    return _clore(demande, EtatDemandeEspace.ACCEPTEE, par=par, responsable=responsable)


def _nouveau_foyer(demande, *, par, hors_commune):
    return creer_foyer(
        par=par, nom=demande.nom, adresse=demande.adresse, complement=demande.complement,
        code_postal=demande.code_postal, ville=demande.ville, pays=demande.pays, hors_commune=hors_commune,
    )  # fmt: skip


def _nouvel_adulte(demande, foyer, *, par, connus):
    """The person, in that household, with the children of the request: the known ones are linked, not made twice."""
    ici = set(foyer.rattachements.filter(en_cours()).values_list("enfant", flat=True))
    responsable = ajouter_responsable(
        foyer, par=par, civilite=demande.civilite, nom=demande.nom, nom_naissance=demande.nom_naissance,
        prenoms=demande.prenoms, naissance=demande.naissance, email=demande.email, mobile=demande.mobile,
        telephone=demande.telephone,
    )  # fmt: skip
    for rang, (prenom, nom, naissance) in enumerate(demande.petits):
        if connu := connus.get(rang):
            if connu.pk not in ici:
                rattacher(connu, foyer, par=par)
            lier(connu, responsable, demande.qualite, par=par)
        else:
            qualites = {responsable: demande.qualite}
            ajouter_enfant(foyer, par=par, liens=qualites, prenom=prenom, nom=nom, naissance=naissance)
    return responsable


@transaction.atomic
def refuser(demande: DemandeEspace, *, motif: str, par) -> DemandeEspace:
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
