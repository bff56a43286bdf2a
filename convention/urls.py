"""Addresses of the text. They are a public contract: one that has been published keeps working."""

from django.urls import path, register_converter

from convention.views import downloads, reading


class NumberConverter:
    """A number of at most four digits without leading zero, so that no address has two spellings."""

    regex = "[1-9][0-9]{0,3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(NumberConverter, "number")

app_name = "convention"
urlpatterns = [
    path("convention/", reading.contents, name="contents"),
    path("convention/preamble/", reading.preamble, name="preamble"),
    path("convention/chapter/<number:number>/", reading.chapter, name="chapter"),
    path("convention/chapter/<slug:letters>/", reading.roman_chapter),
    path("convention/article/<number:number>/", reading.article, name="article"),
    path("convention/text/", reading.text, name="text"),
    path("convention/search/", reading.search, name="search"),
    path("convention/who/", reading.who, name="who"),
    path("convention/terms/", reading.terms, name="terms"),
    path("convention/downloads/", downloads.index, name="downloads"),
    path("convention/downloads/<str:name>", downloads.download, name="download"),
    path("editions/", reading.editions, name="editions"),
    path("<number:number>/", reading.short_address, name="short"),
]
