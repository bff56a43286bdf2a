"""The site's addresses. They are a public contract: what has been published keeps working."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from portal.views import cards, pages, resources

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("", pages.home, name="home"),
    path("resources/", resources.index, name="resources"),
    path("resources/<str:name>", resources.download, name="resource_file"),
    path("card.png", cards.card, name="card"),
    path("card/article-<int:number>.png", cards.article_card, name="article_card"),
    path("about/", pages.about, name="about"),
    path("about/signatures/", pages.about_signatures, name="about_signatures"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("healthz", pages.healthz, name="healthz"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path(".well-known/security.txt", pages.security_txt, name="security"),
    path("accounts/", include("portal.accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("convention.urls")),
    path("", include("signatories.urls")),
    path("", include("events.urls")),
]

if settings.DEBUG:
    from portal.views import dev

    urlpatterns += [path("dev/mail/", dev.mail, name="dev_mail"), path("dev/parts/", dev.parts, name="dev_parts")]
