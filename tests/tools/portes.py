"""Write anew the list of the addresses that libraries answer: ``python -m tests.tools.portes``, then read the diff."""

import os

TETE = """\
# Every address that a library answers, by what opens it (tests/test_portes.py):
#   public   everybody, for a reason that tests/tools/adresses.py gives
#   gestion  the admin's door (a sign-in, of the staff, with a second factor), then Wagtail's own permission
"""


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    from tests.test_portes import LISTE, portes

    LISTE.write_text(TETE + "".join(f"{' '.join(porte)}\n" for porte in sorted(portes())))


if __name__ == "__main__":
    main()
