"""Addresses of the directory."""

from django.urls import path

from sen.foundation.directory.api import about, bulk, resources
from sen.foundation.directory.views import systems

app_name = "directory"
urlpatterns = [
    path("scim/v2/Users", resources.users, name="users"),
    path("scim/v2/Users/.search", resources.search_users, name="search_users"),
    path("scim/v2/Users/<str:user_id>", resources.user, name="user"),
    path("scim/v2/Groups", resources.groups, name="groups"),
    path("scim/v2/Groups/.search", resources.search_groups, name="search_groups"),
    path("scim/v2/Groups/<str:group_id>", resources.group, name="group"),
    path("scim/v2/Me", resources.me, name="me"),
    path("scim/v2/.search", resources.search, name="search"),
    path("scim/v2/Bulk", bulk.bulk, name="bulk"),
    path("scim/v2/ServiceProviderConfig", about.provider_config, name="provider_config"),
    path("scim/v2/ResourceTypes", about.resource_types, name="resource_types"),
    path("scim/v2/ResourceTypes/<str:name>", about.resource_types, name="resource_type"),
    path("scim/v2/Schemas", about.schemas, name="schemas"),
    path("scim/v2/Schemas/<str:name>", about.schemas, name="schema"),
    path("quan-tri/dong-bo/", systems.overview, name="systems"),
    path("quan-tri/dong-bo/doc/them/", systems.add_client, name="add_client"),
    path("quan-tri/dong-bo/doc/<int:client_id>/thu-hoi/", systems.revoke_client, name="revoke_client"),
    path("quan-tri/dong-bo/nhan/them/", systems.add_target, name="add_target"),
    path("quan-tri/dong-bo/nhan/<int:target_id>/", systems.target, name="target"),
    path("quan-tri/dong-bo/nhan/<int:target_id>/<slug:action>/", systems.target_action, name="target_action"),
]
