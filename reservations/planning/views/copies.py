"""« Copier » : another week, last month, the same month of last year, a brother or sister; étape 2 is its preview."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common import clock
from common.components.affichage import Lien
from common.errors import Refus
from common.web.forms import put_beside, saisie
from common.words import typo
from common.words.dates import dernier_du_mois, lundi_de, premier_du_mois
from common.words.saisie import lire_jour, lire_mois
from reservations.planning import modeles
from reservations.planning.forms import CopieDeJoursForm
from reservations.planning.planche import lundi_le_plus_loin, mois_le_plus_loin
from reservations.planning.views.semaine import Contexte, fil

RIEN = "Ces jours ont déjà tout ce que vous voulez copier. Choisissez autre chose, ou revenez à votre semaine."


@require_http_methods(["GET", "POST"])
def copier(request):
    """Choose what to copy on a week or a month (``vers``); the draft takes it, étape 2 says what it comes to."""
    contexte = Contexte(request)
    du, au = _jours(request.GET.get("vers"))
    planche = contexte.planche(du, au)
    form = CopieDeJoursForm(saisie(request), modeles=modeles.proposes(planche) if planche.pistes else ())
    if request.method == "POST" and form.is_valid():
        nouveaux = modeles.souhaits_du_modele(planche, form.choisi)
        if nouveaux:
            # What an earlier copy could not book was told then.
            contexte.garder([*(r.souhait for r in planche.acceptees), *nouveaux])
            return redirect(f"{reverse('planning:recapitulatif')}?copie=1")
        put_beside(form, Refus(RIEN, code="modele"))
    semaine = (au - du).days < 7
    quand = f"la semaine du {typo.date_simple(du, annee=False)}" if semaine else typo.mois_annee(du)
    valeurs = {
        "titre": "Copier des jours",
        "titre_page": f"Copier des jours sur {quand}",
        "chapeau": f"Sur {quand}\u00a0: vous relirez les jours, les refus et le prix avant de valider.",
        "form": form,
        "retour": reverse("planning:semaine_du", args=[du.isoformat()])
        if semaine
        else reverse("planning:mois", args=[f"{du:%Y-%m}"]),
        "fil": fil(Lien(titre="Copier des jours")),
    }
    return render(request, "reservations/copier.html", valeurs, status=422 if form.errors else 200)


def _jours(vers):
    """Give the first and the last day of a week (its Monday) or of a month; without one, those of next week."""
    courante, courant = lundi_de(clock.aujourdhui()), premier_du_mois(clock.aujourdhui())
    if premier := lire_mois(vers):
        if not courant <= premier <= mois_le_plus_loin():
            raise Http404
        return premier, dernier_du_mois(premier)
    lundi = lire_jour(vers) if vers else courante + timedelta(weeks=1)
    if lundi is None or lundi.weekday() or not courante <= lundi <= lundi_le_plus_loin():
        raise Http404
    return lundi, lundi + timedelta(days=4)
