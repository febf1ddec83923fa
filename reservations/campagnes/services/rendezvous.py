"""Appointments: offered and taken back by the service, taken and left by families. Never two on one."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from common import clock, journal
from common.actions import ActionJournal
from common.conservation import UN_AN
from common.database.locks import lock, lock_all, lock_pk
from common.errors import Refus
from common.mails.courriels import envoyer
from common.web.memory import forget
from common.words import typo
from common.words.dates import est_la_veille
from espace_prive.famille.models import Appartenance, Enfant
from reservations.campagnes import rules
from reservations.campagnes.enums import EtatDeCampagne
from reservations.campagnes.models import Rencontre, RendezVous
from reservations.campagnes.reading import MEMOIRE_RENCONTRES

# The day before, from that hour on.
SOIR = time(18)
UN_JOUR_ET_DEMI = timedelta(hours=36)
PRIS = "Ce rendez-vous vient d’être pris par une autre famille. Choisissez-en un autre : les voici."


@transaction.atomic
def enregistrer(rencontre: Rencontre, *, ecoles, activites, par) -> Rencontre:
    """Write what is offered, and to whom. Raise Refus: ``ferme_le``."""
    if rencontre.ferme_le <= rencontre.ouvre_le:
        raise Refus("Le choix se ferme avant de s’ouvrir.", code="ferme_le")
    if rencontre.pk is None:
        rencontre.creee_par = par
    rencontre.save()
    rencontre.ecoles.set(ecoles)
    rencontre.activites.set(activites)
    journal.noter(ActionJournal.RENDEZ_VOUS_PROPOSES, rencontre, par=par)
    forget(MEMOIRE_RENCONTRES)
    return rencontre


@transaction.atomic
def proposer(rencontre: Rencontre, *, debut: datetime, fin: datetime, minutes: int, par) -> int:
    """Add the appointments of a stretch; those that cross one of the meeting are left out. Give how many were added.

    Raise Refus: ``debut``, ``fin``, ``minutes``, ``deja``.
    """
    rencontre = lock(rencontre)
    if non := rules.refuser_horaires(debut, fin, minutes, maintenant=clock.maintenant()):
        raise Refus.of(non)
    occupees = list(rencontre.rendez_vous.filter(debut__lt=fin, fin__gt=debut).values_list("debut", "fin"))
    libres = [
        case
        for case in rules.decouper(debut, fin, minutes)
        if not any(du < case.fin and case.debut < au for du, au in occupees)
    ]
    if not libres:
        raise Refus("Il y a déjà des rendez-vous à ces heures.", code="deja")
    RendezVous.objects.bulk_create([RendezVous(rencontre=rencontre, debut=c.debut, fin=c.fin) for c in libres])
    journal.noter(ActionJournal.RENDEZ_VOUS_PROPOSES, rencontre, par=par, nombre=len(libres))
    forget(MEMOIRE_RENCONTRES)
    return len(libres)


@transaction.atomic
def prendre(cle: int, *, enfant: int, foyer: int | None, par) -> RendezVous:
    """Take an appointment for a child, in the place of the one that it has. Twice the same changes nothing.

    Raise Refus: ``pris``, ``inconnu``, ``close``, ``a_venir``, ``passe``.
    """
    # The child first: it takes one at a time.
    petit = lock_pk(Enfant, enfant)
    voulu = RendezVous.objects.filter(pk=cle).select_related("rencontre").first()
    if voulu is None:
        raise Refus("Ce rendez-vous n’est plus proposé. Choisissez-en un autre.", code="inconnu")
    rencontre = voulu.rencontre
    tenus = lock_all(RendezVous.objects.filter(Q(pk=cle) | Q(rencontre=rencontre, enfant=petit)))
    voulu = next((r for r in tenus if r.pk == cle), None)
    if voulu is None:
        raise Refus("Ce rendez-vous n’est plus proposé. Choisissez-en un autre.", code="inconnu")
    if voulu.enfant_id == petit.pk:
        return voulu
    _refuser_si_clos(rencontre)
    if not voulu.libre:
        raise Refus(PRIS, code="pris")
    if voulu.debut <= clock.maintenant():
        raise Refus("Cette heure est passée. Choisissez un autre rendez-vous.", code="passe")
    for ancien in tenus:
        if ancien.pk != cle:
            _dire_a_l_autre_foyer(ancien, {foyer}, "deplace", par=par)
            _liberer(ancien)
    voulu.enfant, voulu.foyer_id, voulu.pris_le, voulu.pris_par = petit, foyer, clock.maintenant(), par
    voulu.rappele_le = None
    voulu.save(update_fields=["enfant", "foyer", "pris_le", "pris_par", "rappele_le"])
    _prevenir(voulu, "pris", f"{voulu.pris_le:%Y%m%d%H%M%S%f}", a=_adresses_de(par) if par else None)
    return voulu


def _adresses_de(par) -> list[str]:
    """Give where the parent is written to: the one for whom an agent acts, never the agent."""
    return sorted({_adresse(par.agit_pour) if par.agit_pour else par.email} - {""})


def _adresse(adulte) -> str:
    return adulte.utilisateur.email if adulte.utilisateur else adulte.email


def _dire_a_l_autre_foyer(rendez_vous, foyers, quoi, *, par) -> None:
    """Tell the home that had taken it, when another one moves it or leaves it; not who does it."""
    r = rendez_vous
    if r.foyer_id and r.foyer_id not in foyers:
        autres = set(_adresses_du_foyer(r)) - set(_adresses_de(par) if par else ())
        _prevenir(r, quoi, f"{r.pris_le:%Y%m%d%H%M%S%f}", a=sorted(autres))


def _refuser_si_clos(rencontre):
    if rencontre.etat == EtatDeCampagne.CLOSE:
        raise Refus(
            f"Le choix est clos depuis le {typo.date_heure(rencontre.ferme_le)}. Rien n’a changé : appelez le "
            "service.",
            code="close",
        )
    if rencontre.etat == EtatDeCampagne.A_VENIR:
        raise Refus(f"Vous pourrez choisir dès le {typo.date_heure(rencontre.ouvre_le)}.", code="a_venir")


def _liberer(rendez_vous) -> None:
    rendez_vous.enfant = rendez_vous.foyer = rendez_vous.pris_par = None
    rendez_vous.pris_le = rendez_vous.rappele_le = None
    rendez_vous.save(update_fields=["enfant", "foyer", "pris_par", "pris_le", "rappele_le"])


@transaction.atomic
def laisser(cle: int, *, enfant: int, foyers, par) -> None:
    """Give an appointment back: another family may take it. Left already, nothing changes. Raise Refus: ``passe``.

    ``foyers``: the homes of who leaves it; another one, that had taken it, is told.
    """
    (rendez_vous,) = lock_all(RendezVous.objects.filter(pk=cle)) or (None,)
    if rendez_vous is None or rendez_vous.enfant_id != enfant:
        return
    if rendez_vous.debut <= clock.maintenant():
        raise Refus("Ce rendez-vous est passé.", code="passe")
    _dire_a_l_autre_foyer(rendez_vous, foyers, "laisse", par=par)
    _liberer(rendez_vous)


@transaction.atomic
def retirer(cle: int, rencontre: Rencontre, *, par) -> bool:
    """Take an appointment back from what is offered; whoever had taken it is told. Say whether somebody had."""
    (rendez_vous,) = lock_all(rencontre.rendez_vous.filter(pk=cle)) or (None,)
    if rendez_vous is None:
        return False
    pris = not rendez_vous.libre
    if pris and rendez_vous.debut > clock.maintenant():
        _prevenir(rendez_vous, "annule", "retire")
    journal.noter(
        ActionJournal.RENDEZ_VOUS_ANNULE if pris else ActionJournal.RENDEZ_VOUS_RETIRE, rencontre, par=par,
        quand=rendez_vous.debut.isoformat(),
    )  # fmt: skip
    rendez_vous.delete()
    forget(MEMOIRE_RENCONTRES)
    return pris


def _adresses_du_foyer(r) -> list[str]:
    habitants = Appartenance.objects.a_prevenir(r.enfant).filter(foyer=r.foyer_id)
    lus = habitants.select_related("responsable__utilisateur")
    return sorted({_adresse(h.responsable) for h in lus} - {""})


def _prevenir(rendez_vous, quoi, suite, *, a=None) -> None:
    """Write to these addresses; to the adults of the home that took it without."""
    r, rencontre = rendez_vous, rendez_vous.rencontre
    if a is None:
        a = _adresses_du_foyer(r)
    quand = f"{typo.date_longue(r.debut)} {typo.a_heure(r.debut)}"
    objets = {
        "pris": f"Rendez-vous pris : {rencontre.titre}",
        "annule": f"Rendez-vous annulé par la mairie : {rencontre.titre}",
        "deplace": f"Rendez-vous déplacé : {rencontre.titre}",
        "laisse": f"Rendez-vous laissé : {rencontre.titre}",
        "rappel": f"Rendez-vous demain : {rencontre.titre}",
    }
    for rang, adresse in enumerate(a):
        envoyer(
            cle=f"rendez-vous-{r.pk}-{r.enfant_id}-{quoi}-{suite}-{rang}", a=adresse, objet=objets[quoi],
            gabarit="courriels/rendez_vous", quoi=quoi, quand=quand, rencontre=rencontre, enfant=r.enfant,
            lien=reverse("campagnes:rencontre", args=[rencontre.pk]),
        )  # fmt: skip


def rappeler() -> int:
    """Recall the appointments of tomorrow, in the evening; those of today until they begin. Once each."""
    maintenant, nombre = clock.maintenant(), 0
    proches = RendezVous.objects.filter(
        enfant__isnull=False, rappele_le__isnull=True, debut__gt=maintenant,
        debut__lt=maintenant + UN_JOUR_ET_DEMI,
    ).values_list("pk", "debut")  # fmt: skip
    for cle, debut in proches:
        if est_la_veille(debut.astimezone(clock.fuseau()), SOIR, maintenant=maintenant):
            nombre += _rappeler(cle)
    return nombre


@transaction.atomic
def _rappeler(cle) -> bool:
    (rendez_vous,) = lock_all(RendezVous.objects.filter(pk=cle)) or (None,)
    if rendez_vous is None or rendez_vous.libre or rendez_vous.rappele_le:
        return False
    _prevenir(rendez_vous, "rappel", f"{rendez_vous.pris_le:%Y%m%d%H%M%S%f}")
    rendez_vous.rappele_le = clock.maintenant()
    rendez_vous.save(update_fields=["rappele_le"])
    return True


def oublier() -> int:
    """Forget the appointments of more than a year ago."""
    nombre, _ = RendezVous.objects.filter(fin__lt=clock.maintenant() - UN_AN).delete()
    return nombre
