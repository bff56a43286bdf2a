"""What the tests of resources and their files share."""

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n" + b"words " * 500
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def pdf(name="Paper.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def page(client):
    return client.get("/resources/", secure=True).content.decode()


def body(response):
    return b"".join(response.streaming_content)
