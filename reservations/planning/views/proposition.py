"""What a domain above proposes to book, on a page of its own: the receipt, and one button that books it all."""

from django.shortcuts import redirect, render

from common.errors import Refus
from espace_prive.demarches.models import Demarche
from espace_prive.famille.acces.lectures import noter_lecture_pour_un_parent
from reservations.planning.saisies import lire_montant, lire_numero
from reservations.planning.services import enregistrer_demande

RIEN = "Il n’y a plus rien à réserver ici : « Notre semaine » dit ce qu’il en est, jour par jour."


def page(request, *, proposer, template, **contexte):
    """Show the Planche that ``proposer()`` gives, whose wishes are what is proposed; posted, book what it accepts.

    The page knows ``planche`` and ``phrase`` (why it could not be booked). Sent twice, it gets its first answer.
    """
    if request.method == "POST" and (deja := _deja(request)):
        return redirect("planning:confirmation", deja.numero)
    planche, phrase = proposer(), ""
    if request.method == "POST":
        try:
            return redirect("planning:confirmation", _reserver(request, planche).numero)
        except Refus as refus:
            phrase = refus.phrase
            planche = proposer()
    else:
        for enfant, _, _ in planche.par_enfant:
            noter_lecture_pour_un_parent(enfant, par=request.user)
    return render(request, template, contexte | {"planche": planche, "phrase": phrase}, status=422 if phrase else 200)


def _deja(request):
    """Give the request that this very page already made: a double click, a page sent again."""
    try:
        numero = lire_numero(request.POST.get("numero"))
    except Refus:
        return None
    return Demarche.objects.pour(request.user).filter(numero=numero).first()


def _reserver(request, planche):
    souhaits = [r.souhait for r in planche.acceptees]
    paient = (s.piste.inscription.payeur.foyer for s in souhaits if s.piste.mienne)
    foyer = next((f for f in paient if f), None)
    if foyer is None:
        raise Refus(RIEN, code="vide")
    return enregistrer_demande(
        souhaits, numero=lire_numero(request.POST.get("numero")), foyer=foyer, auteur=request.user,
        montant_vu=lire_montant(request.POST.get("montant")), entiere=True,
    )  # fmt: skip
