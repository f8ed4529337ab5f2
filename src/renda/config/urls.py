"""Every address of the platform. The language stands in the address; Chinese has no prefix."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from renda.portal import views as portal
from renda.web import views as web

handler400 = "renda.web.views.bad_request"
handler403 = "renda.web.views.forbidden"
handler404 = "renda.web.views.not_found"
handler500 = "renda.web.views.server_error"

urlpatterns = [
    path("healthz", web.healthz, name="healthz"),
    path("readyz", web.readyz, name="readyz"),
    path("api/v1/", include(("renda.config.api", "api"))),
    path("robots.txt", portal.robots, name="robots"),
    path("sitemap.xml", portal.sitemap_index, name="sitemap"),
    *i18n_patterns(
        path("desk/", include("renda.desk.urls")),
        path("suggestions/", include("renda.proposals.urls")),
        path("promises/", include("renda.ledger.urls")),
        path("keys/", include("renda.oversight.urls")),
        path("levels/", include("renda.levels.urls")),
        path("fund/", include("renda.fund.urls")),
        path("inspections/", include("renda.inspections.urls")),
        path("reports/", include("renda.reports.urls")),
        path("matters/", include("renda.proceedings.urls")),
        path("congress/", include("renda.congresses.urls")),
        path("people/", include("renda.people.urls")),
        path("search/", include("renda.search.urls")),
        path("exchange/", include("renda.exchange.urls")),
        path("notices/", include("renda.notices.urls")),
        path("jobs/", include("renda.jobs.urls")),
        path("rules/", include("renda.rulebook.urls")),
        path("files/", include("renda.files.urls")),
        path("pages/", include("renda.web.urls")),
        path("", include("renda.access.urls")),
        # Last: the first part of a public address names a congress.
        path("", include("renda.portal.urls")),
        prefix_default_language=False,
    ),
]
