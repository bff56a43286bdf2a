import pytest

from portal.verbs import add_resource, publish_resource


@pytest.fixture
def uploads(settings, tmp_path):
    """The folder of uploads, one of this test's own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


@pytest.fixture
def resource(db):
    row = add_resource(by="import", kind="article", title="A paper", address="https://a.example/paper")
    return publish_resource(pk=row.pk, by="import")
