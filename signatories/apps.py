from django.apps import AppConfig


class SignatoriesConfig(AppConfig):
    name = "signatories"

    def ready(self) -> None:
        """Put what signatories and readers said under the articles (convention/slots.py), and make the mails known."""
        from convention import slots
        from signatories import mails, panels

        slots.enter("statements", panels.statements)
        slots.enter("remarks", panels.remarks)
        mails.enter_all()
