"""The words typed above a list of documents, answered by the index of the full-text search."""

from django.db.models import BooleanField, F, Func, QuerySet, Value

from sen.capabilities.correspondence.models import Content
from sen.capabilities.correspondence.selectors import lexemes

_MOST_WORDS = 8


class _Matches(Func):
    """Whether a column of words fulfils a query that is already made of lexemes."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def contents_with(text: str, agency_id: int) -> QuerySet[Content]:
    """Documents in the agency's books whose particulars or files have every word, with or without accents.

    The last word may be unfinished; a word with a stroke, ``15/QĐ``, is the beginning of number and sign.
    """
    terms = [lexemes.quoted(lexemes.holder(agency_id))]
    for part in text.split()[:_MOST_WORDS]:
        if "/" in part and any(sign.isdigit() for sign in part):
            terms.append(lexemes.quoted(lexemes.code(part), unfinished=True))
        elif words := lexemes.words_of(part):
            terms.append(lexemes.all_words(words, unfinished=text.endswith(part)))
    return Content.objects.filter(_Matches(F("search"), Value(" & ".join(terms))))
