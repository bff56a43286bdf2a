"""gunicorn, the web server of production: `gunicorn -c deploy/gunicorn.conf.py portal.wsgi`, behind nginx.

docs/decisions/web-server.md says why this one. Settings from the environment: BIND, WEB_CONCURRENCY.
"""

import os

bind = os.environ.get("BIND", "unix:/run/portal/web.sock")

# Threads: a request mostly waits for PostgreSQL, and each thread keeps one connection. Processes x threads stay well
# below the server's max_connections (100 unless it was changed); the worker takes a few more.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", min((os.cpu_count() or 1) + 1, 9)))
threads = 4

timeout = 30  # seconds without a sign of life before a process is replaced
graceful_timeout = 25  # seconds that requests under way get at a stop; portal-web.service waits 30
keepalive = 5
max_requests = 5_000  # a process that leaks is replaced long before it matters
max_requests_jitter = 500

# Behind nginx alone: over a TCP address, name its address in FORWARDED_ALLOW_IPS. A unix socket needs nothing.
# No access log here: nginx keeps one, and without addresses of persons. Errors go to the journal.
accesslog = None
errorlog = "-"
control_socket_disable = True
