"""All settings, in one file, from environment variables. docs/operation.md has the table of them.

Two ways to run: development (`DEBUG=1`, what `make run` and the tests' launcher set) and production (everything else).
Production never falls back: what it needs and does not find stops it with one sentence.
"""

import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.bool("DEBUG", default=False)
DATA_DIR = Path(env.str("DATA", default=str(BASE_DIR / "var"))).resolve()
if DEBUG:
    from portal import embedded

    embedded.check_folder(DATA_DIR)


def required(name: str, why: str, in_development: str | None = None) -> str:
    """The variable's value. Without one: the development value under DEBUG, else a refusal that names the variable."""
    value = env.str(name, default="").strip()
    if value:
        return value
    if DEBUG and in_development is not None:
        return in_development
    raise ImproperlyConfigured(f"Set {name}: {why}. See docs/operation.md.")


def key(name: str) -> str:
    """A secret of at least 50 characters from the environment.

    Development makes its own once and keeps it in the data folder, so that links survive a restart.
    """
    value = env.str(name, default="")
    if not value and DEBUG:
        value = development_key(name.lower().replace("_", "-"))
    if len(value) < 50:
        raise ImproperlyConfigured(f"Set {name}: at least 50 random characters. See docs/operation.md.")
    return value


def development_key(name: str) -> str:
    """The secret in the data folder's file of this name, made if it is not there."""
    path = DATA_DIR / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


# Who runs the site, and where ---------------------------------------------------------------------------------

PORT = env.int("PORT", default=8000)
SITE_URL = required("SITE_URL", "the site's public address, such as https://example.org", f"http://localhost:{PORT}")
SITE_URL = SITE_URL.rstrip("/")
if urlsplit(SITE_URL).scheme not in ("http", "https") or not urlsplit(SITE_URL).hostname or urlsplit(SITE_URL).path:
    raise ImproperlyConfigured(f"SITE_URL is {SITE_URL!r}: write scheme and host alone, such as https://example.org.")
if not DEBUG and not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured(f"SITE_URL is {SITE_URL!r}: in production it starts with https://.")
OPERATOR = required(
    "OPERATOR", "the name of the person or body that runs this site", "Development copy, run by nobody"
)
CONTACT = required("CONTACT", "an e-mail address that people can write to", "nobody@localhost.invalid")

# RFC 9116 wants a date in security.txt after which the contact is to be checked again.
SECURITY_TXT_EXPIRES = env.str("SECURITY_TXT_EXPIRES", default="2027-12-31T23:59:59Z")

SECRET_KEY = key("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Tells repeated addresses apart (signatories/keys.py). Not SECRET_KEY, which is replaced now and then: this one stays.
EMAIL_KEY = key("EMAIL_KEY")
if EMAIL_KEY in (SECRET_KEY, *SECRET_KEY_FALLBACKS):
    raise ImproperlyConfigured("Set EMAIL_KEY: characters of its own, not those of SECRET_KEY. See docs/operation.md.")

# How many proxies in front of the site write X-Forwarded-For; 0: none, who connects is the sender.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
if TRUSTED_PROXIES < 0:
    raise ImproperlyConfigured("TRUSTED_PROXIES is the number of proxies in front of the site, 0 or more.")

ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname, *env.list("ALLOWED_HOSTS", default=[])]
if DEBUG:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# True serves the specimen edition where no text is published. Never in production by default.
SPECIMEN = env.bool("SPECIMEN", default=False)

# The country and the issuer in Akoma Ntoso IRIs (convention/exporting/iri.py). "zz": no official body assigned a code.
AKN_COUNTRY = env.str("AKN_COUNTRY", default="zz")
AKN_ACTOR = env.str("AKN_ACTOR", default="mimc-commission")

# Database ------------------------------------------------------------------------------------------------------

if env.str("DATABASE_URL", default=""):
    DATABASES = {"default": env.db_url("DATABASE_URL")}
    if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL server: postgres://user:password@host/name.")
elif DEBUG:
    DATABASES = {"default": embedded.ensure(DATA_DIR)}
else:
    raise ImproperlyConfigured(
        "Set DATABASE_URL: a PostgreSQL server, 16 or newer. The embedded one trusts every local user "
        "and is for development alone. See docs/operation.md."
    )
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if test_name := env.str("TEST_DB", default=""):
    DATABASES["default"]["TEST"] = {"NAME": f"test_{test_name}"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# For what all processes must agree on, such as how often a password was tried (portal/accounts/limits.py).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "KEY_FUNCTION": "portal.accounts.limits.coded",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Applications --------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "portal.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",  # pages of allauth ask for it
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_countries",
    "procrastinate.contrib.django",
    "portal.kit",
    "convention",
    "signatories",
    "events",
    "portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.PermissionsPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.AccountPages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.errors.WithoutDatabase",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                # Both are lazy: a public template that does not name them sets no cookie and no Vary. A test holds it.
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
        },
    },
]

# Language and time: the language stands in the address (later), never in a header; so no LocaleMiddleware.
LANGUAGE_CODE = "en-gb"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True
COUNTRIES_OVERRIDE = {"XK": _("Kosovo")}

# Files ---------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", default=str(DATA_DIR / "static"))
MEDIA_ROOT = DATA_DIR / "uploads"
MEDIA_URL = "uploads/"  # nothing is served below it: uploads leave through views that set headers
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "portal.kit.statics.SmallerStaticFiles"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
FILE_UPLOAD_PERMISSIONS = 0o644

# Limits of a request's body, in bytes: forms are small; only staff upload files (see portal/middleware.py).
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
PUBLIC_BODY_LIMIT = 1_000_000
STAFF_BODY_LIMIT = 200_000_000
UPLOAD_LIMIT = env.int("UPLOAD_LIMIT", default=60_000_000)  # one uploaded file

# Mail ----------------------------------------------------------------------------------------------------------

email_url = required("EMAIL_URL", "the mail server, such as smtp+tls://user:password@host:587", "file:")
if email_url == "file:" and DEBUG:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
elif email_url.startswith(("smtp://", "smtp+tls://", "smtp+ssl://")):
    vars().update(environ.Env.email_url_config(email_url))
else:
    raise ImproperlyConfigured("EMAIL_URL must name a mail server: smtp://, smtp+tls:// or smtp+ssl://.")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=CONTACT)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20

# reCAPTCHA: on where both keys are set (signatories/captcha.py) ---------------------------------------------------

RECAPTCHA_PUBLIC_KEY = env.str("RECAPTCHA_PUBLIC_KEY", default="")
RECAPTCHA_PRIVATE_KEY = env.str("RECAPTCHA_PRIVATE_KEY", default="")
if bool(RECAPTCHA_PUBLIC_KEY) != bool(RECAPTCHA_PRIVATE_KEY):
    raise ImproperlyConfigured("Set RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY, both or neither.")
RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 3  # seconds

# Security ------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None  # gone with the browser's window
if not DEBUG:
    SECURE_SSL_REDIRECT = True
    # One proxy in front sets this header and overwrites what a client sent (deploy/nginx.conf).
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
    # Off unless asked for: at the top of a domain it would shut out sites below it that have no https yet.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
    SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

# Accounts of the staff (portal/accounts/) --------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # sign-up is closed (adapter); a check wants to see the address here
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever accepts an invitation has read the mail
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # else a form would send mail to any address
ACCOUNT_SESSION_REMEMBER = False  # gone with the browser's window, and after SESSION_COOKIE_AGE in any case
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60  # seconds after which what matters most asks for the second factor again
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "portal.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "portal.accounts.forms.AddPasskeyForm"}
USERSESSIONS_ADAPTER = "portal.accounts.records.SessionsAdapter"
USERSESSIONS_TRACK_ACTIVITY = False  # it would write on GET
if not DEBUG and re.fullmatch(r"[0-9.]+|.*:.*", urlsplit(SITE_URL).hostname or ""):
    raise ImproperlyConfigured(f"SITE_URL is {SITE_URL!r}: passkeys need a name in it, such as https://example.org.")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Logs go to standard error, where systemd and the launcher pick them up. No names, addresses or texts in them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "procrastinate": {"level": "WARNING"}},
}
