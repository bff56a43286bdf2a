"""Accounts of those who work at the desk: invitation, sign-in, second factor, roles. Built on django-allauth."""
