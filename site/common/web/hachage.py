"""Password hashing, tuned."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Mesure(Argon2PasswordHasher):
    """Argon2id at OWASP's minimum (19 MiB, two passes, one lane).

    Django's default takes ten times the processor and 100 MiB at each sign-in: on an opening morning the hashing
    alone would fill two cores.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
