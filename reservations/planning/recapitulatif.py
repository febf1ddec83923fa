"""The recap of a draft, child by child, as a receipt: what changes, for how much, what cannot be."""

from decimal import Decimal

from common.components.affichage import LigneRecap
from common.words import typo
from factures.tarifs.phrases import expliquer
from reservations.planning.enums import Sens
from reservations.planning.services import Souhait, etudier, montant_total

# A sibling who already has the day, or does not have it, needs no change: nothing to say.
SANS_OBJET = {"deja", "rien"}


class Recapitulatif:
    """The answers that a request would get now."""

    def __init__(self, pose, autres, brouillon):
        souhaits = [
            Souhait(p, jour, sens)
            for p in [pose, *autres]
            for jours, sens in ((brouillon.ajouts, Sens.AJOUT), (brouillon.retraits, Sens.RETRAIT))
            for jour in jours
        ]
        reponses, self.situations = etudier(souhaits)
        autres_enfants = {a.enfant.pk for a in autres}
        self.reponses = [
            r
            for r in reponses
            if not (r.non and r.non.code in SANS_OBJET and r.souhait.pose.enfant.pk in autres_enfants)
        ]
        self.acceptees = [r for r in self.reponses if r.non is None]
        self.refusees = [r for r in self.reponses if r.non is not None]
        self.montant = montant_total(self.reponses)

    @property
    def enfants(self):
        """Give (child, receipt lines, subtotal) for each child with an accepted change."""
        groupes = {}
        for reponse in self.acceptees:
            groupes.setdefault(reponse.souhait.pose.enfant, []).append(reponse)
        return [(enfant, [self._ligne(r) for r in rs], montant_total(rs)) for enfant, rs in groupes.items()]

    @property
    def par_mois(self):
        """Give (month, what its invoice will have more or less), in order: each month is billed by itself."""
        groupes = {}
        for reponse in self.acceptees:
            groupes.setdefault(reponse.souhait.jour.replace(day=1), []).append(reponse)
        return [(mois, montant_total(groupes[mois])) for mois in sorted(groupes)]

    @property
    def phrase(self):
        """Say where the sum goes: « En plus sur votre facture de décembre 2026 »."""
        mois = self.par_mois
        sur = f"votre facture {typo.de_mois(mois[0][0])}" if len(mois) == 1 else "vos factures"
        if not self.montant:
            return f"Rien ne change sur {sur}" if len(mois) == 1 else "En tout, sur vos factures"
        return f"{'En plus' if self.montant > 0 else 'En moins'} sur {sur}"

    @property
    def explications(self):
        """Say once how each unit price came about."""
        return list(dict.fromkeys(expliquer(r.prix) for r in self.acceptees if r.prix))

    def _ligne(self, reponse):
        souhait = reponse.souhait
        ajout = souhait.sens == Sens.AJOUT
        limite = self.situations.delais.limite("annuler", souhait.jour)
        montant = reponse.montant if reponse.montant is not None else Decimal("0.00")
        return LigneRecap(
            libelle=typo.date_longue(souhait.jour).capitalize(),
            detail=f"Annulable jusqu’au {typo.date_heure(limite)}" if ajout else "Annulation",
            montant=montant if ajout else -montant,
            signe=True,
            geste="ajout" if ajout else "retrait",
        )
