"""Placeholder until the forms are built: the addresses exist, so that links to them resolve."""

from django.http import HttpRequest, HttpResponse


def sign(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


received = feedback = feedback_received = correct = correct_received = sign
