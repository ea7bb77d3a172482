"""Values agencies hand out."""

FEED = "co-quan"
