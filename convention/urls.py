"""Addresses of the text. They are a public contract: one that has been published keeps working."""

import re

from django.urls import include, path, register_converter

from convention.citations.files import FILES
from convention.citations.styles import STYLES
from convention.machine import FORMS
from convention.views import cite, compare, downloads, iris, notes, reading, rights, search, terms, versions


class NumberConverter:
    """A number of at most four digits without leading zero, so that no address has two spellings."""

    regex = "[1-9][0-9]{0,3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class FormConverter:
    """The ending of a file that an article is offered as."""

    regex = "|".join(map(re.escape, FORMS))

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CitedConverter:
    """The style or the kind of file that a citation is offered as."""

    regex = "|".join(map(re.escape, (*STYLES, *FILES)))

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class NotedConverter:
    """What a note is of: an eId, two of them with dots between, or a term."""

    regex = "[A-Za-z0-9_.-]{1,250}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "number")
register_converter(FormConverter, "form")
register_converter(CitedConverter, "cited")
register_converter(NotedConverter, "noted")

# The same addresses below /convention/ for the current edition and below /editions/<slug>/ for each.
READING = [
    path("", reading.contents, name="contents"),
    path("preamble/", reading.preamble, name="preamble"),
    path("chapter/<number:number>/", reading.chapter, name="chapter"),
    path("chapter/<slug:letters>/", reading.roman_chapter, name="roman_chapter"),
    path("article/<number:number>/", reading.article, name="article"),
    path("article/<number:number>.<form:form>", reading.article_file, name="article_file"),
    path("article/<number:number>/cite/", cite.cite, name="cite"),
    path("article/<number:number>/cite/<cited:form>", cite.cite_as, name="cite_as"),
    path("text/", reading.text, name="text"),
    path("search/", search.search, name="search"),
    path("terms/", terms.index, name="terms"),
    path("terms/<slug:term>/", terms.term, name="term"),
    path("note/<noted:of>/", notes.note, name="note"),
]

app_name = "convention"
urlpatterns = [
    path("convention/who/", rights.who, name="who"),
    path("convention/who.csv", rights.who_csv, name="who_csv"),
    path("convention/who/<slug:category>/", rights.one, name="who_one"),
    path("convention/compare/", compare.compare, name="compare"),
    path("convention/downloads/", downloads.index, name="downloads"),
    path("convention/downloads/<str:name>", downloads.download, name="download"),
    path("convention/", include(READING)),
    path("akn/<path:path>", iris.resolve, name="iri"),
    path("editions/", reading.editions, name="editions"),
    path("editions/compare/", versions.compare_editions, name="compare_editions"),
    path("editions/<slug:slug>/", include((READING, "edition"))),
    path("<number:number>/", reading.short_address, name="short"),
    path("opensearch.xml", search.opensearch, name="opensearch"),
]
