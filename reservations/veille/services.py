"""The evening before: what a week would usually be, the mail that offers it, and who wants none."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse

from common import clock
from common.mails.courriels import envoyer
from common.words import typo
from common.words.dates import est_la_veille, lundi_de
from commune.services import reglages
from espace_prive.famille.acces.perimetre import perimetre_de
from espace_prive.famille.models import Responsable
from reservations.planning.modeles import Modele, souhaits_du_modele
from reservations.planning.planche import Planche, mes_pistes
from reservations.veille import reading
from reservations.veille.models import RefusDeRappel, Soiree
from reservations.veille.rules import jours_habituels

SEMAINES_EN_AVANT = 12
SEL = "reservations.veille"
GARDEES = timedelta(days=60)


def proposer(moi, lundi: date, *, enfants: Collection[int] | None = None) -> Planche:
    """Give the week with what the children who have nothing of it usually book, of what is free and their own.

    ``enfants``: only these of the person's.
    """
    du, au = lundi, lundi + reading.VENDREDI
    rangees = mes_pistes(moi, du=du, au=au)
    vide = Planche(moi, du=du, au=au, rangees=rangees)
    reserves = {piste.enfant.pk for piste, _, cases in vide.lignes for case in cases if case.avant}
    voulus = {p.enfant.pk for p in vide.pistes} - reserves
    if enfants is not None:
        voulus &= set(enfants)
    if not voulus:
        return vide
    souhaits = souhaits_du_modele(vide, _modele(voulus, lundi), libres=True)
    return Planche(moi, du=du, au=au, rangees=rangees, souhaits=souhaits)


def _modele(enfants, lundi) -> Modele:
    """Give what these children usually take: what their usual week says, else what they took of late."""
    dites = reading.habitudes_de(enfants, lundi)
    prises = dict(dites)
    parlants = {enfant for enfant, _ in dites}
    for enfant, pris in reading.pris_avant(enfants - parlants, lundi).items():
        for rang, siens in jours_habituels(pris).items():
            prises[enfant, rang] = siens
    return Modele("semaine:habituelle", "Comme d’habitude", prises)


def premiere_limite(planche: Planche) -> datetime | None:
    """Give the instant from which the first of these days cannot be booked any more, or costs more."""
    limites = [
        moment
        for r in planche.acceptees
        for s in [planche.situations.de(r.souhait.piste, r.souhait.formule, r.souhait.jour)]
        for moment in (s.limite_reserver, s.majoree_des, s.ferme_le)
        if moment and moment > clock.maintenant()
    ]
    return min(limites, default=None)


def rappeler() -> int:
    """Send the mails of the evening: once for each parent and week. Idempotent; quick when it is not the hour."""
    heure = reglages().heure_de_la_veille
    if heure is None:
        return 0
    maintenant, envoyes = clock.maintenant(), 0
    courante = lundi_de(clock.aujourdhui())
    soirs = {
        (lundi, limite.date())
        for lundi in (courante + timedelta(weeks=n) for n in range(SEMAINES_EN_AVANT))
        for limite in reading.limites_de_la_semaine(lundi)
        if est_la_veille(limite, heure, maintenant=maintenant)
    }
    if soirs:
        soirs -= set(
            Soiree.objects.filter(limite_le__in={jour for _, jour in soirs}).values_list("lundi", "limite_le")
        )
    for lundi, jour in sorted(soirs):
        envoyes += _faire(lundi, jour, heure)
        Soiree.objects.get_or_create(lundi=lundi, limite_le=jour)
    return envoyes


def _faire(lundi, jour, heure) -> int:
    foyers = reading.sans_rien(lundi)
    par_adulte: dict[int, tuple[Responsable, set[int]]] = {}
    for habitant in reading.adultes_a_prevenir(foyers) if foyers else ():
        _, enfants = par_adulte.setdefault(habitant.responsable_id, (habitant.responsable, set()))
        enfants |= foyers[habitant.foyer_id]
    return sum(_ecrire(adulte, lundi, jour, heure, enfants) for adulte, enfants in par_adulte.values())


def _ecrire(adulte, lundi, jour, heure, enfants) -> bool:
    """Write to one adult, when the first of what its children would usually have ends on that day."""
    planche = proposer(perimetre_de(adulte), lundi, enfants=enfants)
    limite = premiere_limite(planche)
    if limite is None or limite.date() != jour or not est_la_veille(limite, heure, maintenant=clock.maintenant()):
        return False
    prenoms = typo.enumeration(enfant.prenom for enfant, _, _ in planche.par_enfant)
    quand, arreter = typo.date_simple(lundi, annee=False), reverse("veille:suivre", args=[signer(adulte)])
    return bool(
        envoyer(
            cle=f"veille-{adulte.pk}-{lundi.isoformat()}", a=adulte.email, gabarit="courriels/veille",
            objet=f"Rien n’est réservé pour {prenoms} la semaine du {quand}", prenoms=prenoms, lundi=lundi,
            limite=limite, lignes=_lignes(planche), lien=reverse("veille:semaine", args=[lundi.isoformat()]),
            arreter=arreter, desabonnement=arreter, expire_le=limite,
        )
    )  # fmt: skip


def _lignes(planche) -> list[str]:
    """« Malo : lundi, mardi et jeudi », without what nor for how much: a neighbour may read a mail."""
    jours: dict[str, dict] = {}
    for r in planche.acceptees:
        jours.setdefault(r.souhait.piste.enfant.prenom, {})[r.souhait.jour] = None
    return [
        f"{prenom} : {typo.enumeration(typo.JOURS[jour.weekday()] for jour in sorted(siens))}"
        for prenom, siens in jours.items()
    ]


def signer(adulte) -> str:
    """Give the secret of the link that stops the mails of an adult."""
    return signing.dumps(adulte.pk, salt=SEL)


def lire(jeton: str) -> Responsable | None:
    """Give the adult whom such a link is about; None when it is no link of ours."""
    try:
        return Responsable.objects.filter(pk=signing.loads(jeton, salt=SEL)).first()
    except signing.BadSignature:
        return None


@transaction.atomic
def choisir(adulte: Responsable, *, recevoir: bool) -> None:
    """Say whether an adult wants the mails of the evening. Said twice, it stays as it is."""
    if recevoir:
        RefusDeRappel.objects.filter(responsable=adulte).delete()
    else:
        RefusDeRappel.objects.get_or_create(responsable=adulte)


def recoit(adulte: Responsable) -> bool:
    return not RefusDeRappel.objects.filter(responsable=adulte).exists()


def oublier_les_soirees() -> int:
    """Forget the evenings of weeks that are long over."""
    nombre, _ = Soiree.objects.filter(lundi__lt=clock.aujourdhui() - GARDEES).delete()
    return nombre
