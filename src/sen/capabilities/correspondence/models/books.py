"""Number books and every number that was ever taken from them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sen.capabilities.correspondence.states import NumberState


class NumberBook(models.Model):
    """One series of numbers of an agency, starting again at 1 every year.

    Basis: 30/2020/NĐ-CP, Article 15: series by kind or group as the head of the agency decides; advisory bodies that issue
    under the agency's seal, copies and each kind of legal document have a series of their own.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    kinds = ArrayField(
        models.CharField(max_length=24), default=list, blank=True, help_text="Kinds it numbers; empty for every kind of the group."
    )
    group = models.CharField(max_length=16, help_text="types.KindGroup")
    body_name = models.CharField(max_length=200, blank=True, help_text="Advisory body that issues under the agency's seal.")
    organ_sign = models.CharField(max_length=20, help_text="Issuer's part of the sign: UBND, SNV.")
    is_default = models.BooleanField(default=False, help_text="Offered first for its kinds.")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("agency", "group", "name")
        constraints = (
            models.UniqueConstraint(fields=["agency", "name", "valid_from"], name="correspondence_book_name"),
            models.CheckConstraint(name="correspondence_book_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def series(self) -> str:
        """The name of its counter."""
        return f"document:{self.pk}"


class TakenNumber(models.Model):
    """A number of a book in a year: kept for later, used by a document, or void with a reason.  Never deleted, so no holes."""

    book = models.ForeignKey(NumberBook, models.PROTECT, related_name="numbers")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    suffix = models.CharField(max_length=2, blank=True, help_text="a, b … of a back-dated number.")
    state = models.CharField(max_length=8, default=NumberState.USED)
    dated_on = models.DateField(help_text="The date of the document, or the day the number was kept.")
    code = models.CharField(max_length=80, blank=True, help_text="Number and sign as printed.")
    reason = models.CharField(max_length=500, blank=True)
    taken_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ("book", "year", "number", "suffix")
        constraints = (
            models.UniqueConstraint(fields=["book", "year", "number", "suffix"], name="correspondence_taken_number"),
            models.CheckConstraint(name="correspondence_taken_state", condition=Q(state__in=[s.value for s in NumberState])),
            models.CheckConstraint(name="correspondence_taken_reason", condition=Q(state="used") | ~Q(reason="")),
        )
        indexes = (models.Index(fields=["book", "year", "state", "number"], name="correspondence_taken_state"),)

    def __str__(self) -> str:
        return self.code or f"{self.number:02d}{self.suffix}"


class BookRight(models.Model):
    """A leader's word that an officer may keep numbers and back-date them in a book; with effect at once, until withdrawn."""

    book = models.ForeignKey(NumberBook, models.CASCADE, related_name="rights")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["book", "account"], condition=Q(withdrawn_at__isnull=True), name="correspondence_bookright_one"
            ),
        )

    def __str__(self) -> str:
        return f"{self.book_id} {self.account_id}"
