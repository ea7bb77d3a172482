"""People known to the province.  The full shared database grows here; the one-stop needs identity and address."""

from django.db import models


class Person(models.Model):
    """A natural person by identity number."""

    identity_number = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    name_folded = models.CharField(max_length=120)
    born_on = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=1, blank=True, help_text="1 male, 2 female")
    phone = models.CharField(max_length=15, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300, blank=True, help_text="House, street, hamlet.")
    unit = models.ForeignKey(
        "units.AdministrativeUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The unit as it was when the address was recorded.",
    )
    is_demo = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=["name_folded"], name="parties_person_name", opclasses=["text_pattern_ops"]),
            models.Index(fields=["phone"], name="parties_person_phone"),
        )

    def __str__(self) -> str:
        return self.name
