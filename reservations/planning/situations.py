"""Read, in a fixed number of queries, all that decides the days of some children for one formule."""

from dataclasses import dataclass
from datetime import date

from common import clock
from espace_prive.garde import presentation
from espace_prive.garde.rules import du_jour
from factures.tarifs.services import Tarificateur
from reservations.activites.enums import Geste
from reservations.activites.services.places import delais
from reservations.planning import reading
from reservations.planning.rules import SituationDuJour


@dataclass(frozen=True)
class InscriptionEtFormule:
    """A child's registration as the calendar needs it: who, what, where, who pays, between which dates."""

    inscription: object
    formule: object

    @property
    def enfant(self):
        return self.inscription.enfant

    def couvre(self, jour):
        i = self.inscription
        return i.du <= jour and (i.au is None or jour <= i.au)


class Situations:
    """The situations of ``poses`` (same formule, ``avec_unites``) on the ``dates``: one page, or one request.

    With ``verrou`` the rows of places of these ``dates`` are locked first, in ascending id, and bookings are read
    afterwards: what is decided then holds until the end of the transaction.
    """

    def __init__(self, poses, *, du: date, au: date, dates=None, verrou=False):
        self.poses = poses
        formule = poses[0].formule
        self.delais = delais(formule.activite)
        self.maintenant = clock.maintenant()
        lieux = {p.inscription.lieu_id for p in poses}
        if verrou:
            creneaux = reading.verrouiller_creneaux(unites=formule.cles_unites, lieux=lieux, dates=set(dates))
        else:
            creneaux = reading.creneaux(unites=formule.cles_unites, lieux=lieux, du=du, au=au)
        self.creneaux = {}
        for creneau in creneaux:
            self.creneaux.setdefault((creneau.lieu_id, creneau.date), []).append(creneau)
        reservations = reading.reservations(enfants={p.enfant.pk for p in poses}, formule=formule.pk, du=du, au=au)
        self.reservations = {(r.enfant_id, r.date): r for r in reservations}
        self.sejours, self.payants = self._gardes(formule, du, au)
        foyers = {p.inscription.payeur.foyer_id for p in poses}
        self.tarificateur = Tarificateur([formule.pk], foyers, a_la_seconde=True)

    def _gardes(self, formule, du, au):
        """Give the stays of the children whom two homes share, and (child, home) where each pays its own days."""
        partages = {p.enfant.pk for p in self.poses if getattr(p.inscription, "gardee", True)}
        sejours, payants = {}, set()
        if partages:
            for ligne in reading.gardes(enfants=partages, activite=formule.activite_id, du=du, au=au):
                sejours.setdefault(ligne["enfant"], []).append(presentation.relire(ligne))
                if ligne["paie"]:
                    payants.add((ligne["enfant"], ligne["foyer"]))
        return sejours, payants

    def chez_l_autre(self, pose, jour) -> bool:
        """Tell whether the child spends all that day in a home that is not the payer's."""
        foyers = du_jour(self.sejours.get(pose.enfant.pk, ()), jour)
        sien = pose.inscription.payeur.foyer_id
        return sien is not None and None not in foyers and sien not in foyers

    def _jour_de_l_autre(self, pose, jour):
        if not self.chez_l_autre(pose, jour):
            return False
        foyers = du_jour(self.sejours[pose.enfant.pk], jour)
        return all((pose.enfant.pk, foyer) in self.payants for foyer in foyers)

    def creneaux_de(self, pose, jour):
        return self.creneaux.get((pose.inscription.lieu_id, jour), [])

    def reservation(self, pose, jour):
        return self.reservations.get((pose.enfant.pk, jour))

    def de(self, pose, jour) -> SituationDuJour:
        """Give the situation of the child on ``jour``."""
        creneaux = self.creneaux_de(pose, jour)
        limites = [c.places + c.surbooking - c.prises for c in creneaux if c.places is not None]
        reservation = self.reservation(pose, jour)
        return SituationDuJour(
            jour=jour,
            ouvert=len(creneaux) == pose.formule.nombre_unites,
            ferme=any(c.ferme for c in creneaux),
            motif=next((c.motif for c in creneaux if c.ferme), ""),
            restantes=min(limites, default=None),
            payeur=pose.inscription.payeur_id,
            reserve_par=reservation.payeur_id if reservation else None,
            absence=reservation is not None and reservation.absence_id is not None,
            inscrit=pose.couvre(jour),
            jour_de_l_autre=self._jour_de_l_autre(pose, jour),
            limite_reserver=self.delais.limite(Geste.RESERVER, jour),
            limite_annuler=self.delais.limite(Geste.ANNULER, jour),
            maintenant=self.maintenant,
        )

    def prix(self, pose, jour):
        """Give the unit price (``factures.tarifs.rules.Prix``) of that day for the pose's payer, or None."""
        return self.tarificateur.prix(pose.formule.pk, pose.inscription.payeur.foyer_id, jour, pose.enfant.pk)
