"""The calendar that telephones subscribe to. Nothing of health, no price, no reason of an absence: days and places."""

from datetime import datetime, timedelta

from django.conf import settings

from common import clock
from common.files.icalendar import EvenementDAgenda, ecrire
from commune.services import reglages
from espace_prive.agenda.models import AbonnementAgenda
from espace_prive.agenda.presentation import dire_les_heures
from espace_prive.agenda.reading import Contenu, JourReserve, enfants_de, heure_de, lire
from espace_prive.famille.acces.perimetre import Perimetre, perimetre_de

JOURS_PASSES, JOURS_A_VENIR = 62, 370


def contenu_de(abonnement: AbonnementAgenda) -> tuple[Perimetre, Contenu] | None:
    """Read what the subscriber may read today; None when it is nothing any more."""
    compte = abonnement.adulte.utilisateur
    if compte is None or not compte.is_active:
        return None
    moi = perimetre_de(abonnement.adulte)
    petits = enfants_de(moi, None if abonnement.enfant_id is None else [abonnement.enfant_id])
    if not petits:
        return None
    jour = clock.aujourdhui()
    du, au = jour - timedelta(days=JOURS_PASSES), jour + timedelta(days=JOURS_A_VENIR)
    return moi, lire(moi, petits, du, au, famille=abonnement.enfant_id is None)


def ecrire_le_flux(abonnement: AbonnementAgenda) -> str | None:
    """The calendar of a subscription, the same text as long as nothing changes."""
    lu = contenu_de(abonnement)
    if lu is None:
        return None
    moi, contenu = lu
    domaine = settings.ADRESSE_PUBLIQUE.split("://")[-1].split("/")[0].split(":")[0]
    evenements = [_jour(r, domaine, contenu) for r in contenu.reserves if not r.absent]
    evenements += [_entree(e, domaine, abonnement, contenu) for e in contenu.entrees]
    evenements += _changements(contenu, moi, domaine, abonnement)
    prenoms = {e.pk: e.prenom for e in contenu.enfants}
    nom = f"{prenoms[abonnement.enfant_id]}, {reglages().ville}" if abonnement.enfant_id else (
        f"Ma famille, {reglages().ville}"
    )  # fmt: skip
    return ecrire(
        sorted(evenements, key=lambda e: (e.jour, e.uid)), nom=nom, identifiant=f"-//{domaine}//Agenda//FR",
        url=f"{settings.ADRESSE_PUBLIQUE}/espace/agenda/",
    )  # fmt: skip


def _jour(r: JourReserve, domaine, contenu) -> EvenementDAgenda:
    fuseau = clock.fuseau()
    return EvenementDAgenda(
        uid=f"jour-{r.enfant.pk}-{r.formule}-{r.jour:%Y%m%d}@{domaine}", jour=r.jour, modifie_le=r.ecrit_le,
        titre=f"{r.enfant.prenom}, {r.quoi}", lieu=r.lieu,
        debut=datetime.combine(r.jour, r.debut, fuseau) if r.debut and r.fin else None,
        fin=datetime.combine(r.jour, r.fin, fuseau) if r.debut and r.fin else None,
    )  # fmt: skip


def _entree(e, domaine, abonnement, contenu) -> EvenementDAgenda:
    prenoms = {enfant.pk: enfant.prenom for enfant in contenu.enfants}
    titre = e.titre if not e.enfant or prenoms[e.enfant] in e.titre else f"{prenoms[e.enfant]} : {e.titre}"
    heures = dire_les_heures(*heure_de(e)) if bool(e.debut) != bool(e.fin) else ""
    return EvenementDAgenda(
        uid=f"{e.uid}@{domaine}", jour=e.jour, modifie_le=abonnement.cree_le, titre=titre,
        texte="\n".join(filter(None, [heures, e.texte])), lieu=e.lieu,
        url=f"{settings.ADRESSE_PUBLIQUE}{e.url}" if e.url else "", debut=e.debut, fin=e.fin,
    )  # fmt: skip


def _changements(contenu: Contenu, moi, domaine, abonnement) -> list[EvenementDAgenda]:
    """The half-days on which a shared child comes home, or leaves it."""
    trouves = []
    for enfant in contenu.enfants:
        sejours = sorted(contenu.sejours.get(enfant.pk, ()), key=lambda s: s.du)
        ici = None
        for sejour in sejours:
            chez_moi = sejour.foyer in moi.foyers
            if ici is not None and chez_moi != ici and contenu.du <= sejour.du.jour <= contenu.au:
                quand = "après-midi" if sejour.du.demi else "matin"
                ou = "chez vous" if chez_moi else "dans son autre foyer"
                trouves.append(
                    EvenementDAgenda(
                        uid=f"garde-{enfant.pk}-{sejour.du.jour:%Y%m%d}-{sejour.du.demi}@{domaine}",
                        jour=sejour.du.jour, modifie_le=abonnement.cree_le, titre=f"{enfant.prenom} {ou} ({quand})",
                    )
                )  # fmt: skip
            ici = chez_moi
    return trouves
