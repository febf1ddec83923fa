"""The month of one child and one formule, ready to show. A page of several tracks would hold several of these."""

from datetime import timedelta

from common import clock
from common.components.affichage import (
    ABSENCE,
    AUTRE_FOYER,
    COMPLET,
    DELAI,
    FERME,
    JOUR_DE_L_AUTRE,
    LIBRE,
    RESERVE,
    JourCalendrier,
    semaines_du_mois,
)
from common.words import typo
from common.words.dates import dernier_du_mois
from reservations.planning.rules import EtatJour, etat_du_jour
from reservations.planning.situations import Situations

PEU_DE_PLACES = 5
ETATS = {
    EtatJour.LIBRE: LIBRE,
    EtatJour.RESERVE: RESERVE,
    EtatJour.RESERVE_FIGE: RESERVE,
    EtatJour.COMPLET: COMPLET,
    EtatJour.FERME: FERME,
    EtatJour.DELAI: DELAI,
    EtatJour.AUTRE_FOYER: AUTRE_FOYER,
    EtatJour.ABSENCE: ABSENCE,
    EtatJour.JOUR_DE_L_AUTRE: JOUR_DE_L_AUTRE,
}
A_COCHER = {EtatJour.LIBRE, EtatJour.RESERVE}
# Where it helps to know that the child is not at home: what one may book here, or has booked.
AU_FOYER = {EtatJour.LIBRE, EtatJour.RESERVE, EtatJour.RESERVE_FIGE}
CHEZ_L_AUTRE = "Chez l’autre parent ce jour-là"


class Mois:
    """The days of ``premier``'s month for ``pose``, with what the parent ticked so far (``brouillon``)."""

    def __init__(self, pose, premier, brouillon):
        self.premier = premier
        dernier = dernier_du_mois(premier)
        self.pose, self.brouillon = pose, brouillon
        self.situations = Situations([pose], du=premier, au=dernier)
        self.colonnes = tuple(sorted(pose.formule.activite.jours))
        jours = [premier + timedelta(days=n) for n in range(dernier.day)]
        self.jours = [self._jour(j) for j in jours if j.weekday() in self.colonnes]

    @property
    def semaines(self):
        return semaines_du_mois(self.jours, colonnes=self.colonnes)

    @property
    def reserves_modifiables(self):
        """The days that are booked and can be unticked: what the page showed ticked."""
        return [j for j in self.jours if j.initial and j.modifiable]

    def _jour(self, jour):
        situation = self.situations.de(self.pose, jour)
        etat = etat_du_jour(situation)
        modifiable = etat in A_COCHER
        initial = etat == EtatJour.RESERVE
        coche = (initial and jour not in self.brouillon.retraits) or (not initial and jour in self.brouillon.ajouts)
        sans_prix = situation.ferme or not situation.ouvert or etat == EtatJour.JOUR_DE_L_AUTRE
        prix = None if sans_prix else self.situations.prix(self.pose, jour)
        ailleurs = etat in AU_FOYER and self.situations.chez_l_autre(self.pose, jour)
        return JourCalendrier(
            date=jour,
            etat=ETATS[etat],
            nom="jour",
            valeur=jour.isoformat(),
            initial=initial,
            coche=coche and modifiable,
            modifiable=modifiable,
            places=self._places(situation),
            # What the other home booked, eaten or not, is priced by its own quotient: none of this one's business.
            prix=prix.montant if prix and situation.reserve_par in (None, situation.payeur) else None,
            limite=self._limite(situation, etat),
            motif=self._motif(situation, etat),
            chez=CHEZ_L_AUTRE if ailleurs else "",
        )

    @staticmethod
    def _places(situation):
        """Say the places left only when they are few: a number that moves all day helps nobody."""
        restantes = situation.restantes
        return restantes if restantes is not None and restantes <= PEU_DE_PLACES else None

    def _limite(self, situation, etat):
        if etat in A_COCHER:
            limite = situation.limite_annuler if etat == EtatJour.RESERVE else situation.limite_reserver
            verbe = "Annulable" if etat == EtatJour.RESERVE else "Possible"
            return f"{verbe} jusqu’au {typo.date_courte(limite)} {typo.a_heure(limite)}"
        if etat == EtatJour.RESERVE_FIGE:
            return "Commandé, plus annulable" if self.pose.formule.activite.mot.commande else "Plus annulable"
        return ""

    def _motif(self, situation, etat):
        if etat == EtatJour.DELAI:
            limite = situation.limite_reserver
            return "" if situation.jour < clock.aujourdhui() else f"depuis le {typo.date_courte(limite)}"
        if etat != EtatJour.FERME:
            return ""
        calendrier = self.situations.delais.calendrier
        if situation.motif:
            return situation.motif
        if situation.jour in calendrier.feries:
            return "jour férié"
        return calendrier.nom_des_vacances(situation.jour)
