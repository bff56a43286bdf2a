"""Addresses of the register and its forms. They are a public contract: what has been published keeps working."""

from django.urls import path
from django.views.generic import RedirectView

from signatories.views import exports, forms, manage, register, remarks, signing

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
    path("sign/", signing.sign, name="sign"),
    path("sign/check-your-mail/", manage.check_mail, name="check_mail"),
    path("sign/received/", RedirectView.as_view(pattern_name="signatories:check_mail", permanent=True)),
    path("sign/confirm/<str:token>/", manage.confirm, name="confirm"),
    path("sign/manage/", manage.lost_mail, name="lost_mail"),
    path("sign/manage/<str:token>/", manage.manage, name="manage"),
    path("sign/manage/<str:token>/amend/", manage.amend, name="amend"),
    path("sign/manage/<str:token>/record.pdf", manage.record, name="record"),
    path("sign/manage/<str:token>/data.json", manage.own_data, name="own_data"),
    path("feedback/", forms.feedback, name="feedback"),
    path("feedback/published/", remarks.remarks, name="remarks"),
    path("feedback/received/", forms.feedback_received, name="feedback_received"),
]
