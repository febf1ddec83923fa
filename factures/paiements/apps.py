from django.apps import AppConfig


class PaiementsConfig(AppConfig):
    name = "factures.paiements"
    label = "paiements"
    verbose_name = "paiements"

    def ready(self):
        """Have every avoir settle what remains due, and every new invoice use its payer's credit."""
        from factures.facturation import extensions
        from factures.paiements.services import imputer_avoir, imputer_credits

        extensions.a_l_emission_d_un_avoir.append(imputer_avoir)
        extensions.a_l_emission_de_factures.append(imputer_credits)
