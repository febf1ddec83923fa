"""The demonstration's own pages: the logins, and the mails that were sent. Never in a real town."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from django_otp.oath import totp

from common.models import Courriel
from common.web.http import public
from demo.identites import MOT_DE_PASSE, PARENTS, PERSONNEL, SECRET_HEX
from espace_prive.comptes.models import Utilisateur

NOMBRE = 60


@public
@require_GET
def identifiants(request):
    """Show the logins, with the second factor of the moment."""
    contexte = {
        "titre": "Les identifiants de la démonstration",
        "parents": _nommer(PARENTS),
        "personnel": _nommer(PERSONNEL),
        "mot_de_passe": MOT_DE_PASSE,
        "code": f"{totp(bytes.fromhex(SECRET_HEX)):06d}",
    }
    return render(request, "demo/identifiants.html", contexte)


def _nommer(identites):
    """Give each login with the name of its account: a town may have its own."""
    comptes = Utilisateur.objects.filter(identifiant__in=[i.identifiant for i in identites])
    noms = {u.identifiant: (u.first_name, u.last_name) for u in comptes}
    return [
        {"identifiant": i.identifiant, "qui": i.qui, "nom": " ".join(noms.get(i.identifiant, (i.prenom, i.nom)))}
        for i in identites
    ]


@public
@require_GET
def courriels(request):
    """List the last mails."""
    ecrits = Courriel.objects.exclude(texte="").order_by("-pk")
    liste = ecrits.only("pk", "objet", "destinataire", "cree_le", "envoye_le")[:NOMBRE]
    return render(request, "demo/courriels.html", {"titre": "Les courriels de la démonstration", "courriels": liste})


@public
@require_GET
def courriel(request, pk):
    """Show a mail as text, its links alive."""
    return render(request, "demo/courriel.html", {"courriel": get_object_or_404(Courriel, pk=pk)})
