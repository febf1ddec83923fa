from django.apps import AppConfig


class AccueilConfig(AppConfig):
    name = "espace_prive.accueil"
    label = "accueil"
    verbose_name = "accueil privé"
