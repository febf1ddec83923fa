from django.db.models import TextChoices


class NatureDeMessage(TextChoices):
    QUESTION = "question", "Une question sur un service"
    REMARQUE = "remarque", "Une remarque sur ce site"
