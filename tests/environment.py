"""The environment of the tests, set before Django reads its settings (a pytest plugin, see pyproject.toml).

Production settings, so that the tests see what the world will see. DATABASE_URL names the server to test on; without
one an embedded PostgreSQL of the tests' own is used, below var/test.
"""

import os
from pathlib import Path
from urllib.parse import quote

DATA = Path(__file__).resolve().parent.parent / "var" / "test"

os.environ["DEBUG"] = ""
os.environ["SECRET_KEY"] = "only-for-tests-" + "0123456789" * 5
os.environ["EMAIL_KEY"] = "only-for-tests-of-addresses-" + "0123456789" * 4
os.environ["TRUSTED_PROXIES"] = "1"
os.environ["SITE_URL"] = "https://convention.test"
os.environ["OPERATOR"] = "Test Operator"
os.environ["CONTACT"] = "contact@convention.test"
os.environ["EMAIL_URL"] = "smtp://localhost:25"
os.environ["SPECIMEN"] = ""
os.environ.setdefault("DATA", str(DATA))
os.environ.setdefault("PORTAL_DB_FAST", "1")

if not os.environ.get("DATABASE_URL"):
    from portal import embedded

    db = embedded.ensure(Path(os.environ["DATA"]))
    host, port = quote(db["HOST"], safe=""), db["PORT"] or 5432
    os.environ["DATABASE_URL"] = f"postgres://{db['USER']}:@/{db['NAME']}?host={host}&port={port}"
