"""Read, in a fixed number of statements, all that decides some days of some children, for every formule offered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from common import clock
from common.rules import Non
from common.words import typo
from espace_prive.garde import presentation
from espace_prive.garde.rules import du_jour
from factures.tarifs.services import Tarificateur
from reservations.activites.enums import Fonctionnement, Geste
from reservations.activites.extensions import CONDITIONS
from reservations.activites.models import Activite, Creneau
from reservations.activites.services.catalogue import FormuleConnue, catalogue
from reservations.activites.services.delais import delais_de
from reservations.planning import reading
from reservations.planning.extensions import en_attente
from reservations.planning.rules import SituationDuJour


@dataclass(frozen=True)
class Piste:
    """A row of the calendar: a child and one registration, with the formules that it may book.

    ``foyers``: the homes of whoever looks; a registration that another home pays is not ``mienne``.
    """

    inscription: object
    activite: Activite
    formules: tuple[FormuleConnue, ...]
    foyers: frozenset[int] = frozenset()

    @property
    def mienne(self) -> bool:
        """Whoever looks books it: its home pays, or a third party does for the child."""
        paye = self.inscription.payeur.foyer_id
        return paye is None or paye in self.foyers

    @property
    def enfant(self):
        return self.inscription.enfant

    @property
    def cle(self) -> int:
        return self.inscription.pk

    @property
    def se_reserve(self) -> bool:
        """It has days to tick; else it is only shown."""
        return self.activite.fonctionnement == Fonctionnement.RESERVATION

    def couvre(self, jour: date) -> bool:
        i = self.inscription
        return i.du <= jour and (i.au is None or jour <= i.au)

    def formule(self, pk: int) -> FormuleConnue | None:
        return next((f for f in self.formules if f.pk == pk), None)


def pistes(inscriptions: Iterable, foyers: Iterable[int]) -> list[Piste]:
    """Make the rows of these registrations, in their order, for who lives in ``foyers``.

    What another home pays is left out where one's own pays the same activity of the child: each books its own days.
    One whose activity sells nothing has no formule.
    """
    connu, foyers = catalogue(), frozenset(foyers)
    rangees = [
        Piste(i, connu.activites[i.activite_id], connu.par_activite.get(i.activite_id, ()), foyers)
        for i in inscriptions
    ]
    miennes = {(p.enfant.pk, p.activite.pk) for p in rangees if p.mienne}
    return [p for p in rangees if p.mienne or (p.enfant.pk, p.activite.pk) not in miennes]


# The payer of who pays nothing here: no row has that key.
PERSONNE = 0


@dataclass
class Reservee:
    """What a child has, or is about to have, on a day. ``pk``: None while it is only wished."""

    formule: FormuleConnue
    payeur: int
    lieu: int
    pk: int | None = None
    absence: int | None = None
    arrivee: time | None = None
    depart: time | None = None
    habitude: int | None = None
    # Only offered, until then.
    expire_le: datetime | None = None


class Situations:
    """The situations of ``pistes`` between two dates: one page, or one request.

    With ``verrou`` the rows of places of these ``dates`` are locked first, in ascending id, and bookings are read
    afterwards: what is decided then holds until the end of the transaction. What is accepted on the way is noted
    (``noter``), so that the next wish sees it.
    """

    def __init__(self, pistes, *, du: date, au: date, dates=None, verrou=False):
        self.pistes = list(pistes)
        self.maintenant = clock.maintenant()
        self.catalogue = catalogue()
        self.enfants = {p.enfant.pk: p.enfant for p in self.pistes}
        activites = {p.activite.pk for p in self.pistes}
        self.delais = delais_de(activites)
        self.creneaux = self._creneaux(du, au, dates, verrou)
        self.fermetures = self._fermetures(du, au)
        self.reservees: dict[tuple[int, date], list[Reservee]] = {}
        # The bookings that accepted wishes give back.
        self.retires: list[Reservee] = []
        for r in reading.reservations(enfants=set(self.enfants), du=du, au=au):
            self.reservees.setdefault((r.enfant_id, r.date), []).append(
                Reservee(
                    self.catalogue.formules[r.formule_id], r.payeur_id, r.lieu_id, r.pk, r.absence_id, r.arrivee,
                    r.depart, r.habitude_id, r.expire_le,
                )
            )  # fmt: skip
        self.attentes = self._attentes(du, au)
        # The rows on which a child of this request gave its own place back: it may take it again before who waits.
        self.rendues: set[tuple[int, int]] = set()
        self.sejours, self.payants = self._gardes(activites, du, au)
        foyers = {p.inscription.payeur.foyer_id for p in self.pistes}
        self.tarificateur = Tarificateur({f.pk for p in self.pistes for f in p.formules}, foyers, a_la_seconde=True)
        self.conditions = self._conditions()
        self._foyers: dict[tuple[int, date], tuple[int | None, int | None]] = {}
        self._lignes: dict[tuple[int, date], dict] = {}

    def _creneaux(self, du, au, dates, verrou):
        """Give the rows of places by (unit, place, day), each by its group (None: the place's own)."""
        unites = {u.pk for p in self.pistes if p.se_reserve for f in p.formules for u in f.unites}
        lieux = {p.inscription.lieu_id for p in self.pistes}
        if verrou:
            lus = reading.verrouiller_creneaux(unites=unites, lieux=lieux, dates=set(dates))
        else:
            lus = reading.creneaux(unites=unites, lieux=lieux, du=du, au=au)
        creneaux: dict[tuple[int, int, date], dict[int | None, Creneau]] = {}
        for c in lus:
            creneaux.setdefault((c.unite_id, c.lieu_id, c.date), {})[c.groupe_id] = c
        return creneaux

    def _attentes(self, du, au):
        """Give what the children wait for, by (child, formule, day); nothing is read where nobody waits."""
        offertes = any(r.expire_le for ici in self.reservees.values() for r in ici)
        if offertes or any(c.attendus for ici in self.creneaux.values() for c in ici.values()):
            return en_attente(set(self.enfants), du, au)
        return {}

    def _fermetures(self, du, au) -> dict[tuple[int, int, int, date], str]:
        """Give why a day is closed to the children of a school or a class, by (child, activity, place, day)."""
        if not any(c.restreint for ici in self.creneaux.values() for c in ici.values()):
            return {}
        lieux = {p.inscription.lieu_id for p in self.pistes}
        lues = reading.fermetures_restreintes(enfants=set(self.enfants), lieux=lieux, du=du, au=au)
        return {(enfant, activite, lieu, jour): motif for enfant, activite, lieu, jour, motif in lues}

    def _gardes(self, activites, du, au):
        """Give the stays of the children whom two homes share, and by (child, activity, home) when that home pays."""
        partages = {p.enfant.pk for p in self.pistes if getattr(p.inscription, "gardee", True)}
        sejours, payants = {}, {}
        if partages:
            for ligne in reading.gardes(enfants=partages, du=du, au=au):
                sejours.setdefault(ligne["enfant"], []).append(presentation.relire(ligne))
        if sejours:
            for enfant, activite, foyer, debut, fin in reading.payants(
                enfants=set(sejours), activites=activites, du=du, au=au
            ):
                payants.setdefault((enfant, activite, foyer), []).append((debut, fin or date.max))
        return sejours, payants

    def _conditions(self) -> dict[int, Non]:
        """Say, by registration, what the town asks first; nothing is read for activities that ask nothing."""
        exigeantes = [p for p in self.pistes if p.activite.dossier_complet or p.activite.sans_impaye]
        raisons: dict[int, Non] = {}
        if exigeantes:
            for condition in CONDITIONS:
                raisons = condition([p.inscription for p in exigeantes]) | raisons
        return raisons

    def foyers_du_jour(self, enfant: int, jour: date) -> tuple[int | None, int | None]:
        """Give the home of the child's morning and that of its afternoon; None when custody does not say."""
        if enfant not in self.sejours:
            return None, None
        if (enfant, jour) not in self._foyers:
            self._foyers[enfant, jour] = du_jour(self.sejours[enfant], jour)
        return self._foyers[enfant, jour]

    def chez_l_autre(self, piste, jour) -> bool:
        """Tell whether the child spends all that day in a home that is not one of who looks."""
        foyers = self.foyers_du_jour(piste.enfant.pk, jour)
        return None not in foyers and not piste.foyers.intersection(foyers)

    def chez_moi(self, piste, jour) -> bool:
        """Tell whether the child is, for a part of that day at least, with who looks, by custody."""
        return bool(piste.foyers.intersection(self.foyers_du_jour(piste.enfant.pk, jour)))

    def _jour_de_l_autre(self, piste, jour):
        if not piste.mienne:
            return True
        if not self.chez_l_autre(piste, jour):
            return False
        foyers = set(self.foyers_du_jour(piste.enfant.pk, jour))
        return all(
            any(du <= jour <= au for du, au in self.payants.get((piste.enfant.pk, piste.activite.pk, foyer), ()))
            for foyer in foyers
        )

    def groupe(self, piste, jour):
        """Give (the child's group there on that day or None, whether its age is welcome)."""
        i = piste.inscription
        return self.catalogue.groupe(i.activite_id, i.lieu_id, naissance=piste.enfant.naissance, jour=jour)

    def places(self, piste, formule, jour) -> list[tuple[Creneau, Creneau | None]]:
        """Give, for each unit of the formule open that day, the place's row and that of the child's group."""
        groupe, _ = self.groupe(piste, jour)
        trouvees = []
        for unite in formule.unites:
            ici = self.creneaux.get((unite.pk, piste.inscription.lieu_id, jour), {})
            if None in ici:
                trouvees.append((ici[None], ici.get(groupe.pk) if groupe else None))
        return trouvees

    def ouvre(self, piste, formules, jour) -> bool:
        """Tell whether a unit of these formules has places there that day, closed or not, full or not."""
        lieu = piste.inscription.lieu_id
        return any((unite.pk, lieu, jour) in self.creneaux for f in formules for unite in f.unites)

    def reservee(self, piste, formule, jour) -> Reservee | None:
        """Give what the child has booked of that formule that day, whoever booked it."""
        return next((r for r in self.reservees.get((piste.enfant.pk, jour), ()) if r.formule.pk == formule.pk), None)

    def noter(self, piste, formule, jour, pas: int, **heures) -> None:
        """Note a wish that was just accepted: its places are taken (``pas`` 1) or given back (-1)."""
        ici = self.reservees.setdefault((piste.enfant.pk, jour), [])
        if pas > 0:
            ici.append(Reservee(formule, piste.inscription.payeur_id, piste.inscription.lieu_id, **heures))
        else:
            self.retires += [r for r in ici if r.formule.pk == formule.pk and r.pk]
            ici[:] = [r for r in ici if r.formule.pk != formule.pk]
        for creneau in (c for rangee in self.places(piste, formule, jour) for c in rangee if c):
            creneau.prises += pas
            (self.rendues.add if pas < 0 else self.rendues.discard)((piste.enfant.pk, creneau.pk))

    def reprendre(self, piste, jour, reservee: Reservee) -> None:
        """Note that what a wish gave back is kept after all."""
        self.retires.remove(reservee)
        self.reservees[piste.enfant.pk, jour].append(reservee)
        for creneau in (c for rangee in self.places(piste, reservee.formule, jour) for c in rangee if c):
            creneau.prises += 1
            self.rendues.discard((piste.enfant.pk, creneau.pk))

    def occupe_par(self, piste, formule, jour, sauf=None) -> Reservee | None:
        """Give what the child has at the same hours, of another formule than this one and ``sauf``."""
        permises = (formule.pk, sauf.formule.pk if sauf else None)
        ici = self.reservees.get((piste.enfant.pk, jour), ())
        return next((r for r in ici if r.formule.pk not in permises and r.formule.croise(formule)), None)

    def de(self, piste, formule, jour, *, sauf: Reservee | None = None) -> SituationDuJour:
        """Give the situation of the formule for the child on ``jour``; as if ``sauf`` were given back."""
        rangees = self.places(piste, formule, jour)
        creneaux = [c for rangee in rangees for c in rangee if c is not None]
        siennes = {u.pk for u in sauf.formule.unites} if sauf and sauf.lieu == piste.inscription.lieu_id else ()
        limites = [self._restantes(piste, c, c.unite_id in siennes) for c in creneaux if c.places is not None]
        attente = self.attentes.get((piste.enfant.pk, formule.pk, jour))
        reservee, occupe = self.reservee(piste, formule, jour), self.occupe_par(piste, formule, jour, sauf)
        activite = piste.activite.pk
        reserver = self.delais.echeance(activite, formule.pk, Geste.RESERVER, jour)
        motif = self._motif_de_fermeture(piste, creneaux, jour)
        return SituationDuJour(
            **self._communs(piste, jour),
            ouvert=len(rangees) == len(formule.unites),
            ferme=motif is not None,
            motif=motif or "",
            restantes=min(limites, default=None),
            reserve_par=reservee.payeur if reservee else None,
            absence=reservee is not None and reservee.absence is not None,
            limite_reserver=reserver.limite,
            majoree_des=reserver.majoree_des,
            limite_annuler=self.delais.echeance(activite, formule.pk, Geste.ANNULER, jour).limite,
            occupe_par=nommer_court(occupe.formule) if occupe else "",
            rang=attente.rang if attente else None,
            proposee=reservee.expire_le if reservee else None,
        )

    def _communs(self, piste, jour) -> dict:
        """Give what every formule of the row has alike that day, worked out once: a tenth of a month's page."""
        if (piste.cle, jour) not in self._lignes:
            periode = self.delais.periode(piste.activite.pk, jour)
            self._lignes[piste.cle, jour] = {
                "jour": jour,
                "payeur": piste.inscription.payeur_id if piste.mienne else PERSONNE,
                "inscrit": piste.couvre(jour),
                "jour_de_l_autre": self._jour_de_l_autre(piste, jour),
                "chez_moi": self.chez_moi(piste, jour),
                "maintenant": self.maintenant,
                "ouvre_le": periode.ouvre_le if periode else None,
                "ferme_le": periode.ferme_le if periode else None,
                "en_ligne": piste.activite.reservation_en_ligne,
                "age_accueilli": self.groupe(piste, jour)[1],
                "condition": self.conditions.get(piste.cle),
            }
        return self._lignes[piste.cle, jour]

    def _restantes(self, piste, creneau, tenue: bool) -> int:
        """Give the places of a row that the child may take: its own (``tenue``) first, then those nobody waits for."""
        if tenue or (piste.enfant.pk, creneau.pk) in self.rendues:
            return creneau.libres + tenue
        return creneau.restantes

    def _motif_de_fermeture(self, piste, creneaux, jour) -> str | None:
        """Say why the day is closed to the child, with everybody or with its class; None when it is not."""
        pour_tous = next((c.motif for c in creneaux if c.ferme), None)
        i = piste.inscription
        return pour_tous or self.fermetures.get((i.enfant_id, i.activite_id, i.lieu_id, jour))

    def prix(self, piste, formule, jour):
        """Give the unit price (``factures.tarifs.rules.Prix``) of that day for the payer, or None."""
        return self.tarificateur.prix(formule.pk, piste.inscription.payeur.foyer_id, jour, piste.enfant.pk)


def nommer_court(formule: FormuleConnue, arrivee: time | None = None, depart: time | None = None) -> str:
    """« cantine », « centre de loisirs, journée avec repas », « garderie, soir, jusqu’à 17 h 30 »: as families say."""
    courant, nom = formule.activite.nom_courant, formule.nom[:1].lower() + formule.nom[1:]
    quoi = courant if nom in (courant, formule.activite.mot.nom) else f"{courant}, {nom}"
    heures = ((arrivee, "à partir de"), (depart, "jusqu’à"))
    return ", ".join([quoi, *(f"{mots} {typo.heure(heure)}" for heure, mots in heures if heure)])
