"""Every activity with its formules, units and groups, as values that a page of bookings asks; read once a second."""

from dataclasses import dataclass, field
from datetime import date, time

from common.web.memory import remember
from common.words.dates import age
from reservations.activites.models import Activite, Formule, Groupe, Unite


@dataclass(frozen=True)
class UniteConnue:
    """A unit: its hours, and the units (ids) that may be taken at the same time."""

    pk: int
    nom: str
    debut: time | None
    fin: time | None
    compatibles: frozenset[int]

    def croise(self, autre: "UniteConnue") -> bool:
        """Tell whether a child cannot have both: the same, or hours that overlap unless declared compatible."""
        if self.pk == autre.pk:
            return True
        if None in (self.debut, autre.debut) or autre.pk in self.compatibles:
            return False
        return self.debut < autre.fin and autre.debut < self.fin


@dataclass(frozen=True, eq=False)
class FormuleConnue:
    """What is sold: its units, in the order of the day. ``pas``: minutes of what is billed, None for one price."""

    def __eq__(self, autre):
        return isinstance(autre, FormuleConnue) and self.pk == autre.pk

    def __hash__(self):
        return hash(self.pk)

    pk: int
    activite: Activite = field(repr=False)
    nom: str
    pas: int | None
    unites: tuple[UniteConnue, ...]

    @property
    def debut(self) -> time | None:
        return min((u.debut for u in self.unites if u.debut), default=None)

    @property
    def fin(self) -> time | None:
        return max((u.fin for u in self.unites if u.fin), default=None)

    def croise(self, autre: "FormuleConnue") -> bool:
        """Tell whether a child cannot have both on one day."""
        return any(u.croise(v) for u in self.unites for v in autre.unites)


@dataclass(frozen=True)
class GroupeConnu:
    pk: int
    nom: str
    age_min: int
    age_max: int


@dataclass(frozen=True)
class Catalogue:
    activites: dict[int, Activite]
    formules: dict[int, FormuleConnue]
    par_activite: dict[int, tuple[FormuleConnue, ...]]
    groupes: dict[tuple[int, int], tuple[GroupeConnu, ...]]
    # By activity, its formules gathered by what excludes each other: one is chosen in each family.
    familles: dict[int, tuple[tuple[FormuleConnue, ...], ...]]

    def heure(self, formule: int) -> time:
        """Give the hour at which a formule (its id) begins, to sort a day; midnight when unknown."""
        connue = self.formules.get(formule)
        return (connue.debut if connue else None) or time.min

    def famille(self, formule: FormuleConnue) -> tuple[FormuleConnue, ...]:
        """Give the formules of the activity that exclude this one, itself among them."""
        return next((f for f in self.familles.get(formule.activite.pk, ()) if formule in f), (formule,))

    def groupe(self, activite: int, lieu: int, *, naissance: date, jour: date) -> tuple[GroupeConnu | None, bool]:
        """Give (the group of a child on ``jour``, whether the place has one for that age, or needs none)."""
        connus = self.groupes.get((activite, lieu), ())
        ans = age(naissance, jour)
        trouve = next((g for g in connus if g.age_min <= ans <= g.age_max), None)
        return trouve, trouve is not None or not connus


def catalogue() -> Catalogue:
    """Give what the town offers; as it was less than a second ago."""
    return remember("catalogue", _lire)


def _lire() -> Catalogue:
    activites = Activite.objects.select_related("service").in_bulk()
    compatibles = {}
    for de, vers in Unite.compatibles.through.objects.values_list("from_unite_id", "to_unite_id"):
        compatibles.setdefault(de, set()).add(vers)
    unites = {
        u.pk: UniteConnue(u.pk, u.nom, u.debut, u.fin, frozenset(compatibles.get(u.pk, ())))
        for u in Unite.objects.all()
    }
    contenu = {}
    for formule, unite in Formule.unites.through.objects.values_list("formule_id", "unite_id"):
        contenu.setdefault(formule, []).append(unites[unite])
    formules, par_activite = {}, {}
    for f in Formule.objects.order_by("activite", "pk"):
        siennes = tuple(sorted(contenu.get(f.pk, ()), key=_rang))
        formules[f.pk] = FormuleConnue(f.pk, activites[f.activite_id], f.nom, f.pas, siennes)
        if siennes:
            par_activite.setdefault(f.activite_id, []).append(formules[f.pk])
    groupes = {}
    for g in Groupe.objects.order_by("age_min"):
        groupes.setdefault((g.activite_id, g.lieu_id), []).append(GroupeConnu(g.pk, g.nom, g.age_min, g.age_max))
    par_activite = {pk: tuple(sorted(connues, key=_heure)) for pk, connues in par_activite.items()}
    return Catalogue(
        activites, formules, par_activite, {cle: tuple(connus) for cle, connus in groupes.items()},
        {pk: _familles(connues) for pk, connues in par_activite.items()},
    )  # fmt: skip


def _familles(formules):
    """Gather the formules that exclude each other, one after another: a morning, a whole day, an afternoon."""
    familles: list[list[FormuleConnue]] = []
    for formule in formules:
        liees = [f for f in familles if any(formule.croise(autre) for autre in f)]
        reunie = [f for famille in liees for f in famille] + [formule]
        familles = [f for f in familles if f not in liees] + [reunie]
    return tuple(tuple(sorted(f, key=_heure)) for f in sorted(familles, key=lambda f: _heure(f[0])))


def _rang(unite):
    return unite.debut or time.min, unite.pk


def _heure(formule):
    """Order the formules of a day: by the hour, the longest first, as typed among equals."""
    return formule.debut or time.max, -len(formule.unites), formule.pk
