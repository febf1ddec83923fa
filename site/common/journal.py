"""Write the journal: called by the service that changes, or shows, what a person can dispute."""

from common.models import ACTEUR_MAX, Journal


def nom_de(par) -> str:
    """Give the name that is kept of who did something: with the adult for whom an agent did."""
    if par is None:
        return "Portail"
    pour = getattr(par, "agit_pour", None)
    nom = par.get_full_name() or str(par)
    return (f"{nom} pour {pour}" if pour else nom)[:ACTEUR_MAX]


def _ligne(action, objet, *, par=None, motif="", **donnees):
    pour = getattr(par, "agit_pour", None)
    return Journal(
        acteur_id=getattr(par, "pk", None),
        acteur=nom_de(par),
        pour_id=pour.pk if pour else None,
        action=action,
        objet=objet._meta.label_lower,
        objet_id=str(objet.pk),
        motif=motif,
        donnees=donnees,
    )


def noter(action, objet, **details):
    """Append one line: ``objet`` is a model instance; ``par``, a user or None for the site itself; ``motif``; data.

    Who acts for somebody else (``agit_pour``, an agent in « mode super-usager ») is written with both names.
    """
    ligne = _ligne(action, objet, **details)
    ligne.save()
    return ligne


def noter_tous(action, objets, **details):
    """Append one line for each of ``objets``, in one statement."""
    Journal.objects.bulk_create(_ligne(action, objet, **details) for objet in objets)
