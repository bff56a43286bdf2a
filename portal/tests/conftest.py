import pytest

from portal.verbs import add_resource, publish_resource


@pytest.fixture
def uploads(settings, tmp_path):
    """The folder of uploads, one of this test's own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


@pytest.fixture
def quick_hashes(settings):
    """Passwords cost nothing: production's hash takes most of a second, on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def resource(db):
    row = add_resource(by="import", kind="article", title="A paper", address="https://a.example/paper")
    return publish_resource(pk=row.pk, by="import")
