"""Write the journal: called by the service that changes, or shows, what a person can dispute."""

from common.models import Journal


def noter(action, objet, *, par=None, motif="", **donnees):
    """Append one line: ``objet`` is a model instance, ``par`` a user or None for the site itself."""
    return Journal.objects.create(
        acteur_id=getattr(par, "pk", None),
        acteur=(par.get_full_name() or str(par)) if par is not None else "Portail",
        action=action,
        objet=objet._meta.label_lower,
        objet_id=str(objet.pk),
        motif=motif,
        donnees=donnees,
    )
