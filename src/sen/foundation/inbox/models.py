"""Saved filters and saved searches, and the columns people want to see."""

from django.db import models

from sen.foundation.inbox.types import LONGEST_QUERY


class SavedFilter(models.Model):
    """A filter or search of one page under a name of its owner's choice."""

    account_id = models.BigIntegerField(help_text="Whose it is; accounts stand above this app, so no foreign key.")
    place = models.CharField(max_length=40, help_text="The page it belongs to.")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=LONGEST_QUERY, help_text="The query of the page's address, without the page number.")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account_id", "place", "name"], name="inbox_savedfilter_name"),)

    def __str__(self) -> str:
        return f"{self.place}: {self.name}"


class ShownColumns(models.Model):
    """Which columns of a page's list somebody wants to see; without a row, those the page shows of itself."""

    account_id = models.BigIntegerField(help_text="Whose choice it is; accounts stand above this app, so no foreign key.")
    place = models.CharField(max_length=40, help_text="The page.")
    columns = models.JSONField(default=list, help_text="Keys of the columns shown.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account_id", "place"], name="inbox_showncolumns_place"),)

    def __str__(self) -> str:
        return f"{self.place}: {', '.join(self.columns)}"
