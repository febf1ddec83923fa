"""Print where the demonstration is and who can sign in."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django_otp.oath import totp

from demo.identites import MOT_DE_PASSE, PARENTS, PERSONNEL, SECRET_HEX


class Command(BaseCommand):
    help = "Dit où est la démonstration et qui peut s’y connecter."

    def handle(self, *args, **options):
        adresse = settings.ADRESSE_PUBLIQUE
        lignes = ["", f"  Le portail          {adresse}/", f"  L’espace privé      {adresse}/espace/"]
        lignes += [f"  La gestion          {adresse}/gestion/", f"  Les courriels       {adresse}/demo/courriels/"]
        lignes += [f"  Les identifiants    {adresse}/demo/", "", f"  Mot de passe de tous : {MOT_DE_PASSE}", ""]
        lignes += [f"    {p.identifiant:<12}{p.qui}" for p in (*PARENTS, *PERSONNEL)]
        code = f"{totp(bytes.fromhex(SECRET_HEX)):06d}"
        lignes += ["", f"  Second facteur du personnel : {code} en ce moment, le suivant sur {adresse}/demo/"]
        lignes += ["", "  Ctrl-C arrête tout.", ""]
        self.stdout.write("\n".join(lignes))
