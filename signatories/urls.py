"""Addresses of the register and its forms. They are a public contract: what has been published keeps working."""

from django.urls import path

from signatories.views import exports, forms, register, remarks

app_name = "signatories"
urlpatterns = [
    path("signatories/", register.index, name="index"),
    path("signatories.csv", exports.as_csv, name="csv"),
    path("signatories.json", exports.as_json, name="json"),
    path("signatories/reservations/", register.reservations, name="reservations"),
    path("signatories/reservations/<int:pk>/", register.statement, name="statement"),
    path("signatories/correct/", forms.correct, name="correct"),
    path("signatories/correct/received/", forms.correct_received, name="correct_received"),
    path("signatories/<slug:group>/", register.group_list, name="list"),
    path("sign/", forms.sign, name="sign"),
    path("sign/received/", forms.received, name="received"),
    path("feedback/", forms.feedback, name="feedback"),
    path("feedback/published/", remarks.remarks, name="remarks"),
    path("feedback/received/", forms.feedback_received, name="feedback_received"),
]
