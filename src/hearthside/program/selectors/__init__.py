"""Answers about the program."""

from hearthside.program.selectors.absences import AbsenceRow, absences, may_note_absences
from hearthside.program.selectors.catalogue import (
    CatalogueAudience,
    CatalogueClinician,
    CatalogueRoom,
    CatalogueService,
    CatalogueTrack,
    SiteCatalogue,
    catalogue,
)
from hearthside.program.selectors.choices import (
    Choice,
    ServiceChoice,
    leaders,
    service_choices,
    site_choices,
    staff_choices,
    track_choices,
)
from hearthside.program.selectors.editing import EditOptions, edit_options
from hearthside.program.selectors.offer import (
    AudienceRow,
    LevelRule,
    ServiceRow,
    TemplateOrder,
    TrackTemplate,
    audience,
    default_track,
    level_rule,
    level_rules,
    service,
    services,
    track_template,
    tracks,
)
from hearthside.program.selectors.people import (
    StaffDetail,
    StaffRow,
    staff_id_of_user,
    staff_list,
    staff_member,
    staff_names,
)
from hearthside.program.selectors.places import (
    ClosedDay,
    RoomRow,
    SiteDetail,
    SitePlace,
    SiteSummary,
    closures,
    room,
    site,
    site_clock,
    site_places,
    sites,
)
from hearthside.program.selectors.topics import TopicRow, topics

__all__ = [
    "AbsenceRow", "AudienceRow", "CatalogueAudience", "CatalogueClinician", "CatalogueRoom", "CatalogueService",
    "CatalogueTrack", "Choice", "ClosedDay", "EditOptions", "LevelRule", "RoomRow", "ServiceChoice", "ServiceRow",
    "SiteCatalogue", "SiteDetail", "SitePlace", "SiteSummary", "StaffDetail", "StaffRow", "TemplateOrder", "TopicRow",
    "TrackTemplate", "absences", "audience", "catalogue", "closures", "default_track", "edit_options", "leaders",
    "level_rule", "level_rules", "may_note_absences", "room", "service", "service_choices", "services", "site",
    "site_choices", "site_clock", "site_places", "sites", "staff_choices", "staff_id_of_user", "staff_list",
    "staff_member", "staff_names", "topics", "track_choices", "track_template", "tracks",
]  # fmt: skip
