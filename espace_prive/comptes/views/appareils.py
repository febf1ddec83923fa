"""« Mes appareils connectés »: the open sessions, closed one by one or all but this one; trusted browsers."""

from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from common.web.forms import button
from common.words.saisie import lire_entier
from espace_prive.comptes import rules, services
from espace_prive.comptes.views.identifiants import fil

TITRE = "Mes appareils connectés"


@require_GET
def appareils(request):
    ici = request.session.session_key
    ouvertes = [
        {"session": s, "numero": services.numero(s), "ici": s.session_key == ici}
        for s in services.sessions_de(request.user)
    ]
    ouvertes.sort(key=lambda ligne: not ligne["ici"])
    contexte = {
        "titre": TITRE,
        "fil": fil(TITRE),
        "ouvertes": ouvertes,
        "confiance": services.appareils_de_confiance(request.user),
        "repos": int(rules.REPOS_CONNU.total_seconds() // 3600),
        "repos_nouveau": int(rules.REPOS_NOUVEAU.total_seconds() // 60),
        "duree": int(rules.regime(personnel=request.user.is_staff, connu=True)[1].total_seconds() // 3600),
    }
    return render(request, "comptes/appareils.html", contexte)


def _faire(request, geste, phrase):
    return button(request, geste, succes=phrase, vers="comptes:appareils")


@require_POST
def fermer(request):
    numero = request.POST.get("numero", "")
    return _faire(request, lambda: services.fermer_session(request.user, numero), "L’appareil est déconnecté.")


@require_POST
def fermer_les_autres(request):
    def geste():
        services.fermer_les_sessions(request.user, par=request.user, sauf=request.session.session_key)

    return _faire(request, geste, "Vos autres appareils sont déconnectés.")


@require_POST
def retirer_confiance(request):
    pk = lire_entier(request.POST.get("appareil"), defaut=0)
    return _faire(
        request,
        lambda: services.retirer_confiance(request.user, pk),
        "Un code vous sera redemandé sur cet appareil.",
    )
