"""What is said once a request is answered: its mail, until when one may change one's mind, its days in a calendar."""

from collections import Counter
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.urls import reverse

from common import clock
from common.files.icalendar import EvenementDAgenda, ecrire_le_message
from common.words import typo
from reservations.activites.enums import Geste
from reservations.activites.services.catalogue import catalogue
from reservations.activites.services.delais import delais_de
from reservations.planning import reading
from reservations.planning.constats import resumer
from reservations.planning.enums import ResultatDeLigne, Sens
from reservations.planning.models import LigneDemande
from reservations.planning.services.commun import absent_demain
from reservations.planning.situations import nommer_court


def lettre_de_confirmation(demarche) -> dict:
    """Give the answer, to who asked or to the adult for whom an agent did."""
    lignes = lignes_acceptees(demarche)
    return {
        "a": demarche.adresse_de_reponse,
        "objet": resumer(demarche.constat, sinon=f"Votre demande : {demarche.get_etat_display().lower()}"),
        "gabarit": "courriels/demande",
        "demarche": demarche,
        "faites": [_dire(ligne) for ligne in demarche.recapitulatif if ligne.get("etat") == "success" and lignes],
        "revenir": dire_jusque_quand(lignes),
        "refusees": demarche.lignes_refusees,
        # Not below an absence: what is said there has just been done.
        "absent_demain": "" if demarche.type == "absence" else f"{settings.ADRESSE_PUBLIQUE}{absent_demain()}",
        "lien": reverse("demarches:detail", args=[demarche.numero]),
        "agenda": agenda(demarche, lignes),
    }


def _dire(ligne) -> str:
    """« Zoé, lundi 4 janvier, cantine : réservé, + 1,00 € »."""
    montant = [typo.montant(Decimal(ligne["montant"]), signe=True)] if ligne["montant"] else []
    return typo.typographier(", ".join([f"{ligne['libelle']} : {ligne['detail'].lower()}", *montant]))


def lignes_acceptees(demarche) -> list[LigneDemande]:
    """Give what a request booked and cancelled, by day; nothing for one of another kind."""
    return reading.lignes_acceptees(demarche=demarche.pk)


def dire_jusque_quand(lignes: list[LigneDemande]) -> str:
    """Say until when one may change one's mind: about all of it, then day by day."""
    limites = sorted(limite for limite in map(_limite, lignes) if limite is not None)
    if not limites:
        return ""
    maintenant, premiere, derniere = clock.maintenant(), limites[0], limites[-1]
    if derniere <= maintenant:
        return "Ces jours ne se changent plus."
    fin = f"jusqu’au {typo.date_heure(derniere)}"
    if premiere <= maintenant:
        return f"Certains de ces jours ne se changent plus ; les autres se changent {fin} au plus tard."
    if premiere == derniere:
        return f"Vous pouvez changer d’avis {fin}."
    debut = f"jusqu’au {typo.date_heure(premiere)}"
    return f"Vous pouvez changer d’avis {debut}, puis jour par jour, {fin} pour le dernier."


def _limite(ligne) -> datetime | None:
    """Give until when a line can be undone: what was booked is cancelled, what was cancelled is booked again."""
    connu = catalogue().formules.get(ligne.formule_id)
    if connu is None:
        return None
    geste = Geste.ANNULER if ligne.sens == Sens.AJOUT else Geste.RESERVER
    return delais_de({connu.activite.pk}).limite(connu.activite.pk, geste, ligne.date, connu.pk)


def agenda(demarche, lignes: list[LigneDemande]) -> str:
    """Write the days of a request for the family's calendar. A day keeps its name: a later request replaces it."""
    if not lignes:
        return ""
    venus = {_jour_de(li) for li in lignes if li.sens == Sens.AJOUT}
    # Booked again at other hours: one event, at the new ones.
    lignes = [li for li in lignes if li.sens == Sens.AJOUT or _jour_de(li) not in venus]
    rangs = _rangs(demarche, lignes)
    adresse = settings.DEFAULT_FROM_EMAIL.split("<")[-1].rstrip(">")
    domaine = adresse.split("@")[-1]
    return ecrire_le_message(
        [_evenement(ligne, rangs, domaine, demarche) for ligne in lignes],
        identifiant=f"-//{domaine}//Reservations//FR",
        organisateur=adresse,
    )


def _jour_de(ligne):
    return ligne.enfant_id, ligne.formule_id, ligne.date


def _rangs(demarche, lignes) -> Counter:
    """Count, for each of these days, the requests that changed it before this one."""
    avant = LigneDemande.objects.filter(
        resultat=ResultatDeLigne.ACCEPTEE, enfant__in={li.enfant_id for li in lignes},
        date__in={li.date for li in lignes}, demande__lt=demarche.demande_reservation.pk,
    )  # fmt: skip
    return Counter(avant.values_list("enfant_id", "formule_id", "date"))


def _evenement(ligne, rangs, domaine, demarche) -> EvenementDAgenda:
    connu, fuseau = catalogue().formules.get(ligne.formule_id), clock.fuseau()
    debut, fin = (ligne.arrivee or connu.debut, ligne.depart or connu.fin) if connu else (None, None)
    return EvenementDAgenda(
        uid=f"jour-{ligne.enfant_id}-{ligne.formule_id}-{ligne.date:%Y%m%d}@{domaine}",
        jour=ligne.date,
        modifie_le=demarche.deposee_le,
        titre=f"{ligne.enfant.prenom}, {nommer_court(connu) if connu else ligne.formule.nom}",
        lieu=ligne.reservation.lieu.nom if ligne.reservation else "",
        debut=datetime.combine(ligne.date, debut, fuseau) if debut else None,
        fin=datetime.combine(ligne.date, fin, fuseau) if fin else None,
        rang=rangs[ligne.enfant_id, ligne.formule_id, ligne.date],
        annule=ligne.sens == Sens.RETRAIT,
    )
