"""Addresses of the archive. They are permanent."""

from django.urls import path, re_path

from events import views

app_name = "events"
SLUG = r"(?P<slug>[0-9a-z]+(?:-[0-9a-z]+)+)"

urlpatterns = [
    path("events/", views.index, name="index"),
    path("events/calendar.ics", views.calendar, name="calendar"),
    path("events/feed.atom", views.feed, name="feed"),
    re_path(r"^events/(?P<year>[0-9]+)/$", views.year, name="year"),
    re_path(rf"^events/{SLUG}/$", views.event, name="event"),
    re_path(rf"^events/{SLUG}\.ics$", views.event_calendar, name="event_calendar"),
]
