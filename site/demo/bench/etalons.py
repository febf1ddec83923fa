"""The floors: fixed code that no work on the portal changes. Settings, tables, views: one file.

F0 a bare view; F1 one ORM query; F5 a booking transaction (lock, insert, update, commit): without middleware.
F4 a signed-in page: usual middleware, three queries, thirty rows in a template. PORTAIL_ETALON=complet serves F4.
"""

import os
import sys

import dj_database_url
from django.conf import settings
from django.http import HttpResponse

COMPLET = os.environ.get("PORTAIL_ETALON") == "complet"
INTERGICIELS = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
]
PAGE = """<!DOCTYPE html><html lang="fr"><title>{{ user.username }}</title><table>
{% for ligne in lignes %}<tr><td>{{ ligne.id }}</td><td>{{ ligne.nom }}</td><td>{{ ligne.valeur }}</td></tr>
{% endfor %}</table></html>"""

if not settings.configured:
    base = dj_database_url.parse(os.environ["DATABASE_URL"]) | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    settings.configure(
        SECRET_KEY="etalons-seulement-" + "x" * 50,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": base},
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
        MIDDLEWARE=INTERGICIELS if COMPLET else [],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        USE_TZ=True,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                    ],
                    "loaders": [
                        (
                            "django.template.loaders.cached.Loader",
                            [("django.template.loaders.locmem.Loader", {"page.html": PAGE})],
                        )
                    ],
                },
            }
        ],
    )

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from django.db import connection, models, transaction  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


class Ligne(models.Model):
    nom = models.CharField(max_length=60)
    valeur = models.IntegerField()

    class Meta:
        app_label = "etalons"

    def __str__(self):
        return self.nom


class Seance(models.Model):
    places = models.IntegerField()
    prises = models.IntegerField(default=0)

    class Meta:
        app_label = "etalons"

    def __str__(self):
        return str(self.pk)


class Place(models.Model):
    seance = models.ForeignKey(Seance, on_delete=models.CASCADE)
    qui = models.IntegerField()

    class Meta:
        app_label = "etalons"

    def __str__(self):
        return str(self.qui)


def f0(request):
    return HttpResponse("ok")


def f1(request):
    return HttpResponse(Ligne.objects.get(pk=1).nom)


def f4(request):
    return render(request, "page.html", {"lignes": list(Ligne.objects.order_by("pk")[:30])})


def f5(request, pk):
    with transaction.atomic():
        seance = Seance.objects.select_for_update().get(pk=pk)
        if seance.prises >= seance.places:
            return HttpResponse("complet")
        Place.objects.create(seance=seance, qui=1)
        seance.prises += 1
        seance.save(update_fields=["prises"])
    return HttpResponse("ok")


urlpatterns = [path("f0", f0), path("f1", f1), path("f4", f4), path("f5/<int:pk>", f5)]


def preparer():
    """Make the tables and the rows; print the session cookie of F4."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    presentes = connection.introspection.table_names()
    with connection.schema_editor() as editeur:
        for modele in (Ligne, Seance, Place):
            if modele._meta.db_table not in presentes:
                editeur.create_model(modele)
    if not Ligne.objects.exists():
        Ligne.objects.bulk_create(Ligne(nom=f"Ligne {n}", valeur=n) for n in range(300))
        Seance.objects.bulk_create(Seance(places=1_000_000) for _ in range(300))
    utilisateur, _ = get_user_model().objects.get_or_create(username="etalon")
    client = Client()
    client.force_login(utilisateur)
    sys.stdout.write(client.cookies["sessionid"].value)


if __name__ == "__main__":
    preparer()
