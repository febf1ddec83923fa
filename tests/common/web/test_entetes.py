"""The headers of every answer, and the admin's known exceptions to the strict policy, frozen."""

import pytest
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings

from common.web.middleware import ADMIN_CSP, PAGES_CSP

STRICTE = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}


def directives(reponse):
    return dict(
        ligne.strip().split(" ", 1) for ligne in reponse["Content-Security-Policy"].split(";") if ligne.strip()
    )


def test_the_strict_policy_is_what_it_was():
    assert STRICTE.items() <= settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()


def test_the_exceptions_of_the_admin_are_these_and_no_more():
    assert ADMIN_CSP == {"frame-ancestors": [SELF], "frame-src": [SELF], "img-src": [SELF, "data:", "blob:"]}
    # The rich text editor writes the words of its empty lines in a <style>; only where pages are written.
    assert PAGES_CSP == ADMIN_CSP | {"style-src-elem": [SELF, UNSAFE_INLINE]}


@pytest.mark.django_db
def test_a_public_page_has_the_whole_set(client):
    reponse = client.get("/robots.txt")
    politique = directives(reponse)
    assert politique["script-src"] == "'self'"
    assert politique["frame-ancestors"] == "'none'"
    assert "unsafe" not in reponse["Content-Security-Policy"]
    for entete, valeur in {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Permissions-Policy": settings.PERMISSIONS_POLICY,
    }.items():
        assert reponse[entete] == valeur


@pytest.mark.parametrize(("chemin", "styles"), [("/gestion/", None), ("/gestion/pages/", "'self' 'unsafe-inline'")])
def test_the_admin_never_runs_inline_scripts(client_agent, chemin, styles):
    reponse = client_agent.get(chemin)
    politique = directives(reponse)
    assert politique["script-src"] == "'self'"
    assert politique["style-src"] == "'self'"
    assert politique.get("style-src-elem") == styles
    assert politique["frame-ancestors"] == "'self'"
    assert reponse["Cache-Control"] == "no-store, private"
