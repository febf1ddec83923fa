"""The full days around one: what a family may ask to be told of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from common.words import typo
from common.words.dates import lundi_de
from reservations.activites.rules_quantites import quantite
from reservations.attente.services import Voulue, refuser
from reservations.planning.planche import Planche, ecrire_choix
from reservations.planning.situations import nommer_court


@dataclass(frozen=True)
class JourComplet:
    """A formule of a full day that may be waited for; ``devant``: how many wait already, where most do."""

    voulue: Voulue
    prix: Decimal | None
    limite: str
    devant: int
    coche: bool
    majoree: bool

    @property
    def valeur(self) -> str:
        v = self.voulue
        return ecrire_choix(v.piste, v.formule, v.jour)

    @property
    def libelle(self) -> str:
        v = self.voulue
        return typo.typographier(f"{v.piste.enfant.prenom}, {typo.date_longue(v.jour)}, {nommer_court(v.formule)}")

    @property
    def precision(self) -> str:
        file = "personne n’attend encore" if not self.devant else f"{self.devant} en attente"
        prix = [typo.montant(self.prix)] if self.prix is not None else []
        if self.majoree:
            prix.append("hors délai, avec une majoration")
        return typo.typographier(" · ".join([*prix, file, f"à réserver avant le {self.limite}"]))


def jours_complets(moi, rangees, *, lundi: date, choisis: Iterable[tuple[int, int, date]], au_guichet: bool):
    """Give those of a week, for all the children of who looks; ``choisis`` are ticked."""
    planche = Planche(moi, du=lundi, au=lundi + timedelta(days=4), rangees=[p for p in rangees if p.mienne])
    choisis, trouves = set(choisis), []
    for piste, famille in planche.rangees:
        for jour in planche.jours:
            for formule in famille:
                voulue = Voulue(piste, formule, jour)
                if refuser(voulue, planche.situations, au_guichet=au_guichet) is None:
                    trouves.append(_montrer(voulue, planche.situations, choisis))
    return sorted(trouves, key=lambda t: (t.voulue.jour, t.voulue.piste.enfant.pk))


def _montrer(voulue, situations, choisis) -> JourComplet:
    piste, formule, jour = voulue.piste, voulue.formule, voulue.jour
    prix = situations.prix(piste, formule, jour)
    situation = situations.de(piste, formule, jour)
    siennes = [c for rangee in situations.places(piste, formule, jour) for c in rangee if c and c.places is not None]
    return JourComplet(
        voulue, prix.montant * quantite(formule, None, None) if prix else None,
        typo.date_heure(situation.limite_reserver),
        max((c.attendus for c in siennes), default=0), (piste.cle, formule.pk, jour) in choisis,
        situation.majoree,
    )  # fmt: skip


def lundi_des(choisis: Iterable[tuple[int, int, date]]) -> date | None:
    """Give the week of the first of these days."""
    jours = [jour for _, _, jour in choisis]
    return lundi_de(min(jours)) if jours else None


def voulues(choisis: Iterable[tuple[int, int, date]], rangees) -> list[Voulue] | None:
    """Give what these choices want of the person's own registrations; None when one is of nobody known."""
    siennes, trouvees = {p.cle: p for p in rangees if p.mienne}, []
    for cle, formule, jour in choisis:
        piste = siennes.get(cle)
        connue = piste.formule(formule) if piste else None
        if connue is None:
            return None
        trouvees.append(Voulue(piste, connue, jour))
    return trouvees
