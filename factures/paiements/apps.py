from django.apps import AppConfig


class PaiementsConfig(AppConfig):
    name = "factures.paiements"
    label = "paiements"
    verbose_name = "paiements"

    def ready(self):
        """Have every avoir settle what remains due of the invoice that it corrects."""
        from factures.facturation import extensions
        from factures.paiements.services import imputer_avoir

        extensions.a_l_emission_d_un_avoir.append(imputer_avoir)
