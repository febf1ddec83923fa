"""What campaigns ask of whom: of a family, for its pages; of everybody, for the service's.

A campaign that is not over is known by memory, less than a second old: who is asked nothing costs no statement.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject

from common import clock
from common.database.compiled import compiled
from common.web.memory import remember
from common.words import typo
from espace_prive.famille.acces.portee import ecartes, portee
from espace_prive.famille.models import Enfant, Scolarite
from reservations.activites.enums import EtatInscription, Geste
from reservations.activites.models import Inscription
from reservations.activites.portee import activites_de
from reservations.activites.services.delais import delais_de
from reservations.campagnes import rules
from reservations.campagnes.enums import Dit
from reservations.campagnes.models import Campagne, Rencontre, RendezVous, ReponseDeCampagne
from reservations.campagnes.rules import Interroge, Prevision, prevoir
from reservations.planning.models import Reservation

MEMOIRE, MEMOIRE_RENCONTRES = "campagnes", "rencontres"


@dataclass(frozen=True)
class JoursDemandes:
    """The days of an activity that a campaign asks about; bookings open at ``ouvre_le``, until ``ferme_le`` if any."""

    activite: int
    du: date
    au: date
    ouvre_le: datetime
    ferme_le: datetime | None

    def tient(self, i) -> bool:
        """Tell whether a registration (a row with activite_id, du, au) is for these days."""
        return i.activite_id == self.activite and i.du <= self.au and (i.au is None or i.au >= self.du)


@dataclass(frozen=True)
class CampagneConnue:
    """A campaign whose days are not over, as a value."""

    pk: int
    titre: str
    question: str
    ouvre_le: datetime
    ferme_le: datetime
    fermee_le: datetime | None
    rappels: tuple[int, ...]
    periodes: tuple[JoursDemandes, ...]

    @property
    def etat(self) -> str:
        return rules.etat(self.ouvre_le, self.ferme_le, self.fermee_le, maintenant=clock.maintenant())

    @property
    def ouverte(self) -> bool:
        return self.etat == rules.OUVERTE

    @property
    def du(self) -> date:
        return min(p.du for p in self.periodes)

    @property
    def au(self) -> date:
        return max(p.au for p in self.periodes)

    def se_reserve(self, activite: int, formule: int, jour: date) -> bool:
        """Tell whether bookings of that day are open, and it is not too late for it."""
        maintenant = clock.maintenant()
        ouvertes = any(
            p.activite == activite and p.du <= jour <= p.au and p.ouvre_le <= maintenant
            and (p.ferme_le is None or maintenant < p.ferme_le)
            for p in self.periodes
        )  # fmt: skip
        if not ouvertes or jour <= clock.aujourdhui():
            return False
        return maintenant < delais_de({activite}).limite(activite, Geste.RESERVER, jour, formule)


def connues() -> list[CampagneConnue]:
    """Give the campaigns whose days are not over, the soonest to close first."""
    return [c for c in remember(MEMOIRE, _lire) if c.au >= clock.aujourdhui()]


def _lire() -> list[CampagneConnue]:
    lues = Campagne.objects.filter(periodes__au__gte=clock.aujourdhui()).order_by("ferme_le", "pk", "periodes__du")
    colonnes = ("pk", "titre", "question", "ouvre_le", "ferme_le", "fermee_le", "rappels")
    periodes = ("periodes__activite", "periodes__du", "periodes__au", "periodes__ouvre_le", "periodes__ferme_le")
    par_cle: dict[int, tuple[list, list]] = {}
    for ligne in lues.values_list(*colonnes, *periodes):
        _, siennes = par_cle.setdefault(ligne[0], (ligne[: len(colonnes)], []))
        siennes.append(JoursDemandes(*ligne[len(colonnes) :]))
    # Sessions are named by data: « d'hiver » is read « d’hiver ».
    par_cle = {pk: ([c[0], typo.typographier(c[1]), *c[2:]], siennes) for pk, (c, siennes) in par_cle.items()}
    return [
        CampagneConnue(*champs[:-1], tuple(champs[-1] or ()), tuple(siennes)) for champs, siennes in par_cle.values()
    ]


@compiled
def inscrits(*, enfants, foyers, activites, campagnes, du, au):
    """Named rows of the registrations of these children, with what was answered and what is booked of these days."""
    reponses = ReponseDeCampagne.objects.filter(
        enfant=OuterRef("enfant"), foyer=OuterRef("payeur__foyer"), campagne__in=campagnes
    ).order_by()
    reservees = Reservation.objects.qui_prennent().filter(
        enfant=OuterRef("enfant"), formule__activite=OuterRef("activite"), date__range=(du, au)
    )
    lues = Inscription.objects.actives(du, au).filter(
        enfant__in=enfants, payeur__foyer__in=foyers, activite__in=activites
    )
    return (
        lues.order_by("enfant__naissance", "enfant__tri", "pk")
        .annotate(
            prenom=F("enfant__prenom"),
            foyer=F("payeur__foyer"),
            reponses=ArraySubquery(
                reponses.values(json=JSONObject(campagne=F("campagne_id"), dit="dit", souhaits="souhaits"))
            ),
            reservees=ArraySubquery(
                reservees.order_by().values(
                    json=JSONObject(formule=F("formule_id"), jour=F("date"), foyer=F("payeur__foyer_id"))
                )
            ),
        )
        .values_list(
            "pk", "enfant_id", "prenom", "activite_id", "lieu_id", "foyer", "du", "au", "reponses", "reservees",
            named=True,
        )
    )  # fmt: skip


@dataclass
class Demandee:
    """What a campaign asks of a home about a child: its registrations, what it answered, what is booked."""

    campagne: CampagneConnue
    enfant: int
    prenom: str
    foyer: int
    inscriptions: dict[int, int]
    dit: str = ""
    souhaits: tuple = ()
    # Whoever booked them; and whether this home did, or nobody's home.
    reserves: frozenset[tuple[int, str]] = frozenset()
    a_reserve: bool = False

    @property
    def repondue(self) -> bool:
        return self.a_reserve or self.dit in (Dit.OUI, Dit.NON)

    @property
    def reponse(self) -> str:
        """What was answered, in words."""
        if self.a_reserve:
            return "Oui, des jours sont réservés"
        return Dit(self.dit).label if self.dit else "Pas de réponse"

    @property
    def a_reserver(self) -> list[dict]:
        """The days that were wished, are not booked, and can be now."""
        return [
            s
            for s in self.souhaits
            if (s["formule"], s["jour"]) not in self.reserves
            and s["inscription"] in self.inscriptions
            and self.campagne.se_reserve(
                self.inscriptions[s["inscription"]], s["formule"], date.fromisoformat(s["jour"])
            )
        ]


def demandees(moi, *, campagnes: Iterable[CampagneConnue] | None = None) -> list[Demandee]:
    """Give what is asked of a person for its children: one statement, none when nothing is asked of anybody."""
    campagnes = connues() if campagnes is None else list(campagnes)
    if not (campagnes and moi.enfants and moi.foyers):
        return []
    lues = inscrits(
        enfants=moi.enfants, foyers=moi.foyers, campagnes=[c.pk for c in campagnes],
        activites=sorted({p.activite for c in campagnes for p in c.periodes}),
        du=min(c.du for c in campagnes), au=max(c.au for c in campagnes),
    )  # fmt: skip
    trouvees: dict[tuple, Demandee] = {}
    for campagne in campagnes:
        for i in lues:
            if any(p.tient(i) for p in campagne.periodes):
                cle = (campagne.pk, i.enfant_id, i.foyer)
                d = trouvees.setdefault(cle, Demandee(campagne, i.enfant_id, i.prenom, i.foyer, {}))
                _completer(d, i)
    return list(trouvees.values())


def _completer(d: Demandee, i) -> None:
    d.inscriptions[i.pk] = i.activite_id
    dite = next((r for r in i.reponses if r["campagne"] == d.campagne.pk), None)
    if dite:
        d.dit, d.souhaits = dite["dit"], tuple(dite["souhaits"])
    du, au = d.campagne.du.isoformat(), d.campagne.au.isoformat()
    reservees = [r for r in i.reservees if du <= r["jour"] <= au]
    d.reserves |= {(r["formule"], r["jour"]) for r in reservees}
    d.a_reserve |= any(r["foyer"] in (i.foyer, None) for r in reservees)


# What the service reads.


def campagnes_de(agent):
    """The campaigns about at least one activity of the agent's services."""
    return Campagne.objects.filter(periodes__activite__in=activites_de(agent)).distinct()


def cibles(campagne: Campagne, *, agent=None, foyers: Collection[int] | None = None) -> list[Interroge]:
    """Give who is asked: the children registered for its days; those whom the agent may know of."""
    trouvees = []
    for p in campagne.periodes.all():
        lues = Inscription.objects.actives(p.du, p.au).filter(activite=p.activite_id, payeur__foyer__isnull=False)
        if agent is not None:
            moi = portee(agent)
            lues = lues.exclude(enfant__in=ecartes(agent))
            lues = lues if moi.tous else lues.filter(moi.de("activite__service"))
        if foyers is not None:
            lues = lues.filter(payeur__foyer__in=foyers)
        trouvees += lues.order_by("pk").values_list("enfant_id", "payeur__foyer_id", "lieu_id")
    return [Interroge(*ligne) for ligne in dict.fromkeys(trouvees)]


def prevision(campagne: Campagne, siennes: list[Interroge]) -> dict[int, Prevision]:
    """Give the forecast of each place (id): two statements, and one for each period."""
    enfants = {c.enfant for c in siennes}
    reponses = ReponseDeCampagne.objects.filter(campagne=campagne, enfant__in=enfants)
    lues = [
        (enfant, foyer, dit, [date.fromisoformat(s["jour"]) for s in souhaits])
        for enfant, foyer, dit, souhaits in reponses.values_list("enfant_id", "foyer_id", "dit", "souhaits")
    ]
    reservees = []
    for p in campagne.periodes.all():
        reservees += Reservation.objects.qui_prennent().filter(
            enfant__in=enfants, formule__activite=p.activite_id, date__range=(p.du, p.au)
        ).values_list("enfant_id", "lieu_id", "date")  # fmt: skip
    return prevoir(siennes, lues, reservees)


def sans_reponse(campagne: Campagne, siennes: list[Interroge]) -> set[tuple[int, int]]:
    """Give (child, home) of those who said neither yes nor no, and booked nothing: a home answers for itself alone.

    What somebody else than a home pays was booked for the child, whichever home it is at.
    """
    muettes = {(c.enfant, c.foyer) for c in siennes}
    dites = ReponseDeCampagne.objects.filter(campagne=campagne, dit__in=(Dit.OUI, Dit.NON))
    faites = set(dites.values_list("enfant_id", "foyer_id"))
    for p in campagne.periodes.all():
        faites |= set(
            Reservation.objects.qui_prennent()
            .filter(
                enfant__in={enfant for enfant, _ in muettes}, formule__activite=p.activite_id,
                date__range=(p.du, p.au),
            )
            .values_list("enfant_id", "payeur__foyer_id")
        )  # fmt: skip
    return {(enfant, foyer) for enfant, foyer in muettes if not faites & {(enfant, foyer), (enfant, None)}}


def foyers_qui_souhaitent(connue: CampagneConnue) -> set[int]:
    """Give the homes that wished days which are not booked and can be now."""
    reponses = list(
        ReponseDeCampagne.objects.filter(campagne=connue.pk, dit=Dit.OUI).values_list(
            "enfant_id", "foyer_id", "souhaits"
        )
    )
    enfants = {enfant for enfant, _, _ in reponses}
    reservees = set(
        Reservation.objects.qui_prennent()
        .filter(enfant__in=enfants, date__range=(connue.du, connue.au))
        .values_list("enfant_id", "formule_id", "date")
    )
    activites = dict(
        Inscription.objects.filter(enfant__in=enfants, etat=EtatInscription.ACTIVE).values_list("pk", "activite_id")
    )
    return {
        foyer
        for enfant, foyer, souhaits in reponses
        for s in souhaits
        for jour in [date.fromisoformat(s["jour"])]
        if (enfant, s["formule"], jour) not in reservees
        and s["inscription"] in activites
        and connue.se_reserve(activites[s["inscription"]], s["formule"], jour)
    }


# Appointments.


@dataclass(frozen=True)
class RencontreConnue:
    """Appointments to come, as a value: of whom, from when to when they are chosen."""

    pk: int
    titre: str
    texte: str
    lieu: str
    ouvre_le: datetime
    ferme_le: datetime
    service: int
    ecoles: frozenset[int]
    activites: frozenset[int]

    @property
    def etat(self) -> str:
        return rules.etat(self.ouvre_le, self.ferme_le, None, maintenant=clock.maintenant())


def rencontres() -> list[RencontreConnue]:
    """Give those that have an appointment to come, less than a second old."""
    return remember(MEMOIRE_RENCONTRES, _lire_les_rencontres)


def _lire_les_rencontres() -> list[RencontreConnue]:
    a_venir = RendezVous.objects.filter(rencontre=OuterRef("pk"), debut__gt=clock.maintenant())
    lues = Rencontre.objects.filter(Exists(a_venir)).prefetch_related("ecoles", "activites").order_by("ferme_le", "pk")
    return [
        RencontreConnue(
            r.pk, r.titre, r.texte, r.lieu, r.ouvre_le, r.ferme_le, r.service_id,
            frozenset(e.pk for e in r.ecoles.all()), frozenset(a.pk for a in r.activites.all()),
        )
        for r in lues
    ]  # fmt: skip


@compiled
def convives(*, enfants, jour, rencontres, maintenant):
    """Named rows of the children: their school, their activities and the services of these, their appointments."""
    ecole = Scolarite.objects.filter(enfant=OuterRef("pk"), annee__du__lte=jour, annee__au__gte=jour).order_by()
    inscriptions = Inscription.objects.actives(jour, jour).filter(enfant=OuterRef("pk")).order_by()
    pris = RendezVous.objects.filter(enfant=OuterRef("pk"), rencontre__in=rencontres, fin__gt=maintenant).order_by()
    return (
        Enfant.objects.filter(pk__in=enfants)
        .order_by("naissance", "tri")
        .annotate(
            ecoles=ArraySubquery(ecole.values("ecole_id")),
            suivies=ArraySubquery(
                inscriptions.values(json=JSONObject(activite=F("activite_id"), service=F("activite__service_id")))
            ),
            pris=ArraySubquery(pris.values(json=JSONObject(pk=F("pk"), rencontre=F("rencontre_id")))),
        )
        .values_list("pk", "prenom", "ecoles", "suivies", "pris", named=True)
    )


@dataclass(frozen=True)
class Convie:
    """A child that is offered an appointment, and the one that it has (its id), or None."""

    rencontre: RencontreConnue
    enfant: int
    prenom: str
    pris: int | None


def convies(moi) -> list[Convie]:
    """Give what is offered to a person for its children: one statement, none when nothing is offered to anybody."""
    connues = rencontres()
    if not (connues and moi.enfants):
        return []
    lues = convives(
        enfants=moi.enfants, jour=clock.aujourdhui(), rencontres=[r.pk for r in connues], maintenant=clock.maintenant()
    )
    return [
        Convie(r, e.pk, e.prenom, pris)
        for r in connues
        for e in lues
        for pris in [next((p["pk"] for p in e.pris if p["rencontre"] == r.pk), None)]
        if pris or est_conviee(r, e)
    ]


def est_conviee(r: RencontreConnue, e) -> bool:
    """Tell whether appointments are for a child (a row with its schools, its activities and their services)."""
    if r.ecoles or r.activites:
        return bool(r.ecoles.intersection(e.ecoles) or r.activites.intersection(s["activite"] for s in e.suivies))
    return any(s["service"] == r.service for s in e.suivies)


def rencontres_de(agent):
    """The appointments that the agent's services offer."""
    moi = portee(agent)
    if moi.tous:
        return Rencontre.objects.all()
    return Rencontre.objects.filter(service__in=moi.services | {service for service, _ in moi.lieux})
