"""« Mode super-usager » on each request: who acts for whom, which pages open, what the journal records.

Closed by default: a page of the portal opens in that mode only when it is named here. So payments, passwords, the
second factor, sessions, keys, the vault, the download of all data and the closing of an account stay the family's own,
and so does whatever is added later until somebody names it.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from common.errors import Refus
from common.web.middleware import ADMIN, PUBLIQUES
from espace_prive.famille.acces import portee
from espace_prive.ouverture.services import super_usager
from espace_prive.ouverture.services.super_usager import Mandat

# What the session keeps of it.
CLE = "super_usager"
ARRET, SORTIE = "ouverture:desactiver", "comptes:deconnexion"
# Whole namespaces: the family's pages, and the public site.
ESPACES = {
    "accueil", "demarches", "modifications", "facturation", "planning", "attente", "campagnes", "veille", "garde",
    "agenda", "site", "tarifs", "commune",
}  # fmt: skip
# Single addresses of namespaces that stay closed, or without a namespace.
ADRESSES = PUBLIQUES | {
    "famille:responsable",
    ARRET,
    SORTIE,
    "robots",
    "favicon",
    "media",
}
RAISONS = {
    "paiements": "Le paiement reste à la famille : elle paie en ligne depuis son espace, ou auprès de la régie.",
    "comptes": "Le mot de passe, l’adresse électronique, le second facteur et les appareils restent à la famille.",
    "documents": "Les documents personnels de la famille restent à elle seule.",
    "droits": "Les données de la personne et la fermeture de son compte restent à elle seule.",
}
AUTRE = "Cette page est réservée à la famille elle-même."


def entrer(session, mandat) -> None:
    """Begin to act for an adult."""
    session[CLE] = mandat.ecrire()


def sortir(session) -> None:
    """Stop."""
    session.pop(CLE, None)


class SuperUsagerMiddleware:
    """Set the adult the agent acts for (``agit_pour``), outside the admin; close all other pages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        reponse = self.get_response(request)
        if mandat := getattr(request, "mandat", None):
            self.noter(request, mandat, reponse)
        return reponse

    def noter(self, request, mandat, reponse):
        """Record what the agent read and sent, under both names."""
        agent, page = request.agent, request.resolver_match.view_name
        if page == SORTIE:
            super_usager.terminer(mandat, par=agent, raison="déconnexion")
        elif agent.agit_pour and request.path_info.startswith("/espace/") and page != ARRET:
            if request.method == "POST":
                super_usager.noter_envoi(mandat, par=agent, page=page)
            elif request.method == "GET" and reponse.status_code == 200:
                super_usager.noter_lecture(mandat, par=agent)

    def process_view(self, request, view_func, view_args, view_kwargs):
        garde = request.session.get(CLE)
        if garde is None:
            return None
        mandat = Mandat.relire(garde)
        if not request.user.is_authenticated:
            sortir(request.session)
            return None
        try:
            request.super_usager = super_usager.trouver(mandat, request.user)
        except Refus as refus:
            return self.arreter(request, mandat, refus)
        # Signing out puts nobody in place of ``request.user``.
        request.mandat, request.agent = mandat, request.user
        request.super_usager_fin = super_usager.heure_de_fin(mandat)
        if request.path_info.startswith(ADMIN):
            return None
        request.user.agit_pour = request.super_usager
        return None if est_ouverte(request.resolver_match) else fermee(request)

    def arreter(self, request, mandat, refus):
        """Stop a mode that is over. A page of the family's space leads back to its file: nothing else was done."""
        sortir(request.session)
        super_usager.terminer(mandat, par=request.user, raison=refus.code)
        messages.warning(request, refus.phrase)
        if not request.path_info.startswith("/espace/"):
            return None
        return redirect(retour(request.user, mandat))


def retour(agent, mandat):
    """Where the agent goes back to: the file, or the admin when files are closed to it."""
    if agent.has_perm("famille.consulter_dossier") and portee.peut_lire(agent, mandat.foyer):
        return reverse("familles:dossier", args=[mandat.foyer])
    return ADMIN


def est_ouverte(trouvee) -> bool:
    return trouvee.view_name in ADRESSES or (trouvee.namespaces[:1] or [""])[0] in ESPACES


def fermee(request):
    espace = (request.resolver_match.namespaces[:1] or [""])[0]
    contexte = {"titre": "Fermé en mode super-usager", "raison": RAISONS.get(espace, AUTRE)}
    return render(request, "ouverture/ferme.html", contexte, status=403)
