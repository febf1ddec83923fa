"""Days that two homes swap: proposed by one, answered by the other, undone by an agent.

The swap is locked first, then its child: two answers wait for each other, and the second one finds the first. Each
gesture done twice by the same side is done once. What it changes is shown before, and what was shown is given back
(``vu``): an answer never does something else than what was read.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock, lock_pk
from common.errors import Refus
from common.mails import courriels
from common.words import typo
from espace_prive.famille.acces.perimetre import Perimetre, perimetre
from espace_prive.famille.models import Enfant
from espace_prive.famille.services.versions import avancer
from espace_prive.garde import reading
from espace_prive.garde.enums import EtatDeSwap
from espace_prive.garde.extensions import SUITES, EffetDeSwap, ProjetDeSwap
from espace_prive.garde.models import DemiDeSwap, Swap
from espace_prive.garde.rules import Borne, Sejour, chez_qui, poser
from espace_prive.garde.rules_ruban import suites_de_demis
from espace_prive.garde.rules_swaps import (
    CHANGEE,
    CoteDuSwap,
    GesteDeSwap,
    juger_le_geste,
    refuser_les_demis,
    suivant,
    trier_les_demis,
)
from espace_prive.garde.services import joindre, remplacer

MOTIF = "échangé entre les parents"
# What the traces of a swap hold, beside those of the domains above.
GARDES, EFFETS, RESTES = "gardes", "effets", "restes"
PAS_DEUX = "{prenom} ne vit pas dans deux foyers aujourd’hui : il n’y a pas de jours à échanger."
PLUS_DE_DEUX = (
    "{prenom} vit dans {n} foyers : ici, des jours ne s’échangent qu’entre deux. Signalez plutôt un changement de "
    "garde, en disant quels jours."
)
PERSONNE = (
    "Dans l’autre foyer de {prenom}, personne ne peut répondre ici : pas d’espace ouvert par un parent qui exerce "
    "l’autorité parentale. Demandez plutôt ce changement au service, qui vérifie auprès de l’autre parent."
)
AUTRE_CONTENU = "Cette page a déjà servi pour une autre proposition. Reprenez depuis les jours de l’enfant."
RELIRE = "Ce que cet échange change n’est plus ce qui vous a été montré. Relisez, puis recommencez."
POUR_UN_AUTRE = "Vous agissez pour cette famille : la réponse à l’autre parent ne peut venir que du parent lui-même."
CORRIGER = "La garde de ces jours a changé depuis cet échange : corrigez-la à la main, jour par jour."
TOUT_EST_PASSE = "Tous les jours de cet échange sont passés : il n’y a plus rien à défaire."


def les_deux_foyers(enfant: Enfant, moi: Perimetre) -> tuple[int, int]:
    """Give (the reader's home, the child's other one). Raise Refus: ``foyers``, ``personne``."""
    foyers = reading.foyers_actuels(enfant)
    siens = [f for f in foyers if f in moi.foyers]
    if len(foyers) > 2:
        raise Refus(PLUS_DE_DEUX.format(prenom=enfant.prenom, n=len(foyers)), code="foyers")
    if len(foyers) != 2 or len(siens) != 1:
        raise Refus(PAS_DEUX.format(prenom=enfant.prenom), code="foyers")
    (autre,) = set(foyers) - set(siens)
    if not reading.parents_du_foyer(enfant, autre, avec_compte=True):
        raise Refus(PERSONNE.format(prenom=enfant.prenom), code="personne")
    return siens[0], autre


def preparer(enfant: Enfant, moi: Perimetre, demis: Collection[Borne], *, sauf: Swap | None = None) -> ProjetDeSwap:
    """What ticking these half-days would change. Raise Refus when they cannot be proposed.

    ``sauf``: the proposal that it answers, whose days are free again.
    """
    de, a = les_deux_foyers(enfant, moi)
    sejours = _sejours(enfant, demis)
    chez = {b: chez_qui(sejours, b) for b in demis}
    attendent = DemiDeSwap.objects.filter(
        swap__enfant=enfant, swap__etat=EtatDeSwap.PROPOSE, swap__du__gte=clock.aujourdhui()
    ).exclude(swap=sauf)
    deja = {d.borne for d in attendent}
    if non := refuser_les_demis(demis, chez, foyers=(de, a), aujourdhui=clock.aujourdhui(), deja=deja):
        raise Refus.of(non)
    voulues = trier_les_demis(demis, chez, de)
    return _projet(enfant, de, a, voulues.donnees, voulues.prises, sejours)


def projet_de(swap: Swap, enfant: Enfant) -> ProjetDeSwap:
    """What accepting it would change. Raise Refus ``change``: these days are not any more where they were."""
    demis = list(swap.demis.all())
    donnees, prises = (tuple(d.borne for d in demis if d.donne is donne) for donne in (True, False))
    sejours = _sejours(enfant, [*donnees, *prises])
    attendus = dict.fromkeys(donnees, swap.de_id) | dict.fromkeys(prises, swap.a_id)
    if set(reading.foyers_actuels(enfant)) != {swap.de_id, swap.a_id} or any(
        chez_qui(sejours, borne) != foyer for borne, foyer in attendus.items()
    ):
        raise Refus.of(CHANGEE)
    return _projet(enfant, swap.de_id, swap.a_id, donnees, prises, sejours)


def _sejours(enfant, demis) -> list[Sejour]:
    if not demis:
        return []
    return [p.sejour() for p in enfant.gardes.entre(min(demis).jour, max(demis).jour)]


def _projet(enfant, de, a, donnees, prises, avant) -> ProjetDeSwap:
    apres = list(avant)
    for demis, foyer in ((donnees, a), (prises, de)):
        for premier, dernier in suites_de_demis(demis):
            apres = poser(apres, Sejour(foyer, premier, dernier, main=True, motif=MOTIF))
    return ProjetDeSwap(enfant, de, a, tuple(donnees), tuple(prises), tuple(avant), tuple(apres))


def effets(projet: ProjetDeSwap, foyer: int) -> list[EffetDeSwap]:
    """What it changes beside custody, as that home may read it."""
    return [effet for suite in SUITES for effet in suite.annoncer(projet, foyer)]


def effets_de(swap: Swap, foyer: int) -> list[EffetDeSwap]:
    """What an accepted one changed for that home, as it was said; then what stayed so when it was undone."""
    dits = swap.traces.get(EFFETS, {}).get(str(foyer), [])
    changes = [EffetDeSwap(phrase, Decimal(montant) if montant else None) for phrase, montant in dits]
    return changes + [EffetDeSwap(phrase) for phrase in restes(swap)]


def restes(swap: Swap) -> list[str]:
    """What undoing it could not give back, in sentences that both homes and the agent may read."""
    return swap.traces.get(RESTES, [])


def empreinte(projet: ProjetDeSwap, foyer: int) -> str:
    """The fingerprint of what a home was shown of it."""
    vus = (projet.donnees, projet.prises, [(e.phrase, e.montant) for e in effets(projet, foyer)])
    return hashlib.sha256(repr(vus).encode()).hexdigest()[:24]


def _exiger_vu(projet, foyer, vu):
    if empreinte(projet, foyer) != vu:
        raise Refus(RELIRE, code="vu")


@transaction.atomic
def proposer(enfant, demis, *, numero, par, vu: str, mot="", repond_a: Swap | None = None) -> Swap:
    """Offer days to the other home; ``repond_a``: in place of what it offered. The same ``numero`` makes it once."""
    moi = perimetre(par)
    original = lock(repond_a) if repond_a else None
    enfant = lock(enfant)
    if deja := Swap.objects.filter(numero=numero).first():
        if deja.enfant_id != enfant.pk or deja.de_id not in moi.foyers:
            raise Refus(AUTRE_CONTENU, code="autre_contenu")
        return deja
    if original:
        _juger(original, GesteDeSwap.REPONDRE, moi, par)
    projet = preparer(enfant, moi, demis, sauf=original)
    _exiger_vu(projet, projet.de, vu)
    jours = projet.jours
    swap = Swap.objects.create(
        numero=numero, enfant=enfant, de_id=projet.de, a_id=projet.a, propose_par_id=moi.soi, mot=mot.strip(),
        du=jours[0], au=jours[-1], repond_a=original,
    )  # fmt: skip
    DemiDeSwap.objects.bulk_create(
        DemiDeSwap(swap=swap, jour=b.jour, demi=b.demi, donne=b in projet.donnees)
        for b in (*projet.donnees, *projet.prises)
    )
    journal.noter(ActionJournal.SWAP_PROPOSE, enfant, par=par, du=swap.du.isoformat(), au=swap.au.isoformat())
    if original:
        _repondre(original, GesteDeSwap.REPONDRE, par=par, moi=moi)
        prevenir(swap, "repondu", foyers=[swap.a_id])
    else:
        prevenir(swap, "propose", foyers=[swap.a_id])
    return swap


def _juger(swap, geste, moi, par):
    """Refuse what this person may not do of it, or not any more."""
    cote = CoteDuSwap.PROPOSE if swap.de_id in moi.foyers else CoteDuSwap.AUTRE
    if cote == CoteDuSwap.AUTRE and par.agit_pour:
        raise Refus(POUR_UN_AUTRE, code="super_usager")
    if non := juger_le_geste(swap.etat, geste, cote, du=swap.du, aujourdhui=clock.aujourdhui()):
        raise Refus.of(non)


def _repondre(swap, geste, *, par, moi=None, reponse=""):
    swap.etat = suivant(swap.etat, geste)
    swap.repondu_le, swap.repondu_par_id, swap.reponse = clock.maintenant(), moi and moi.soi, reponse.strip()
    swap.save()
    journal.noter(
        ActionJournal.SWAP_REPONDU, swap.enfant, par=par, reponse=geste.value, du=swap.du.isoformat(),
        au=swap.au.isoformat(),
    )  # fmt: skip


def _deja_fait(swap, geste, moi) -> bool:
    """It was done already, by the same side: a second click changes nothing."""
    attendus = {GesteDeSwap.ACCEPTER: ("accepte", swap.a_id), GesteDeSwap.REFUSER: ("refuse", swap.a_id),
                GesteDeSwap.RETIRER: ("retire", swap.de_id)}  # fmt: skip
    etat, foyer = attendus[geste]
    return swap.etat == etat and foyer in moi.foyers


@transaction.atomic
def accepter(swap: Swap, *, par, vu: str) -> Swap:
    """Say yes: custody changes, and with it what the domains above have of these days."""
    moi, swap = perimetre(par), lock(swap)
    if _deja_fait(swap, GesteDeSwap.ACCEPTER, moi):
        return swap
    _juger(swap, GesteDeSwap.ACCEPTER, moi, par)
    swap.enfant = enfant = lock_pk(Enfant, swap.enfant_id)
    projet = projet_de(swap, enfant)
    _exiger_vu(projet, swap.a_id, vu)
    avancer(enfant, enfant.version)
    demis = (*projet.donnees, *projet.prises)
    swap.traces = {
        GARDES: [_en_json(s) for s in _sous(projet.avant, demis)],
        EFFETS: {str(f): [[e.phrase, str(e.montant or "")] for e in effets(projet, f)] for f in (projet.de, projet.a)},
    }
    anciens = list(enfant.gardes.entre(swap.du, swap.au))
    remplacer(enfant, anciens, list(projet.apres))
    for suite in SUITES:
        swap.traces[suite.cle] = suite.appliquer(projet, par=par)
    _repondre(swap, GesteDeSwap.ACCEPTER, par=par, moi=moi)
    prevenir(swap, "accepte", foyers=[swap.de_id, swap.a_id])
    return swap


@transaction.atomic
def refuser(swap: Swap, *, par, reponse="") -> Swap:
    moi, swap = perimetre(par), lock(swap)
    if not _deja_fait(swap, GesteDeSwap.REFUSER, moi):
        _juger(swap, GesteDeSwap.REFUSER, moi, par)
        _repondre(swap, GesteDeSwap.REFUSER, par=par, moi=moi, reponse=reponse)
        prevenir(swap, "refuse", foyers=[swap.de_id])
    return swap


@transaction.atomic
def retirer(swap: Swap, *, par) -> Swap:
    moi, swap = perimetre(par), lock(swap)
    if not _deja_fait(swap, GesteDeSwap.RETIRER, moi):
        _juger(swap, GesteDeSwap.RETIRER, moi, par)
        _repondre(swap, GesteDeSwap.RETIRER, par=par, moi=moi)
        prevenir(swap, "retire", foyers=[swap.a_id])
    return swap


def expirer() -> int:
    """Close what was not answered before its first day was past, and tell both homes. Idempotent."""
    finis = Swap.objects.filter(etat=EtatDeSwap.PROPOSE, du__lt=clock.aujourdhui())
    return sum(_expirer(pk) for pk in list(finis.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _expirer(pk) -> bool:
    swap = lock_pk(Swap, pk)
    if swap.etat != EtatDeSwap.PROPOSE:
        return False
    _repondre(swap, GesteDeSwap.EXPIRER, par=None)
    prevenir(swap, "expire", foyers=[swap.de_id, swap.a_id])
    return True


@transaction.atomic
def defaire(swap: Swap, *, par, motif: str) -> Swap:
    """Give the days that are to come back to whom they were, and what went with them. For an agent."""
    swap = lock(swap)
    if swap.etat == EtatDeSwap.DEFAIT:
        return swap
    jour = clock.aujourdhui()
    if non := juger_le_geste(swap.etat, GesteDeSwap.DEFAIRE, CoteDuSwap.AGENT, du=swap.du, aujourdhui=jour):
        raise Refus.of(non)
    swap.enfant = enfant = lock_pk(Enfant, swap.enfant_id)
    _rendre_les_jours(swap, enfant, Borne(jour))
    swap.traces[RESTES] = [
        phrase for suite in SUITES for phrase in suite.defaire(swap.traces.get(suite.cle, []), par=par)
    ]
    _repondre(swap, GesteDeSwap.DEFAIRE, par=par, reponse=motif)
    prevenir(swap, "defait", foyers=[swap.de_id, swap.a_id])
    return swap


def _rendre_les_jours(swap, enfant, des: Borne) -> None:
    demis = {d.borne: swap.a_id if d.donne else swap.de_id for d in swap.demis.all() if d.borne >= des}
    if not demis:
        raise Refus(TOUT_EST_PASSE, code="passe")
    actuels = list(enfant.gardes.entre(swap.du, swap.au))
    sejours = [p.sejour() for p in actuels]
    if any(chez_qui(sejours, borne) != foyer for borne, foyer in demis.items()):
        raise Refus(CORRIGER, code="change")
    avancer(enfant, enfant.version)
    for ancien in _sous([_relire(s) for s in swap.traces[GARDES]], demis):
        sejours = poser(sejours, ancien)
    remplacer(enfant, actuels, joindre(sejours))


def _sous(sejours: Iterable[Sejour], demis: Collection[Borne]) -> list[Sejour]:
    """The stays, cut to these half-days."""
    return [
        Sejour(s.foyer, max(s.du, premier), min(s.au, dernier), s.main, s.motif)
        for premier, dernier in suites_de_demis(demis)
        for s in sejours
        if s.du <= dernier and s.au >= premier
    ]


def _en_json(sejour: Sejour) -> dict:
    return asdict(sejour) | {n: [b.jour.isoformat(), b.demi] for n, b in (("du", sejour.du), ("au", sejour.au))}


def _relire(ligne: dict) -> Sejour:
    bornes = {n: Borne(date.fromisoformat(ligne[n][0]), ligne[n][1]) for n in ("du", "au")}
    return Sejour(**ligne | bornes)


OBJETS = {
    "propose": "Un échange de jours de garde vous est proposé",
    "repondu": "Une autre proposition répond à la vôtre",
    "accepte": "Un échange de jours de garde est accepté",
    "refuse": "Votre échange de jours de garde est refusé",
    "retire": "Un échange de jours de garde est retiré",
    "expire": "Un échange de jours de garde est resté sans réponse",
    "defait": "Un échange de jours de garde est défait",
}


def prevenir(swap: Swap, quoi: str, *, foyers) -> None:
    """Write to the parents of these homes who have authority over the child: no child, no home, no day is named."""
    for foyer in foyers:
        for adulte in reading.parents_du_foyer(swap.enfant, foyer):
            courriels.envoyer(
                cle=f"swap:{swap.pk}:{quoi}:{adulte.pk}",
                a=adulte.utilisateur.email if adulte.utilisateur else adulte.email,
                objet=OBJETS[quoi],
                gabarit="courriels/swap",
                quoi=quoi,
                limite=typo.date_longue(swap.du),
                lien=reverse("garde:swap", args=[swap.numero]),
            )
