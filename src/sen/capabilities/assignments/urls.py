"""Addresses of tasks."""

from django.urls import path

from sen.capabilities.assignments.views import lists, many, task

app_name = "assignments"
urlpatterns = [
    path("", lists.tasks, name="tasks"),
    path("giao/", lists.give, name="give"),
    path("hang-loat/da-biet/", many.known, name="many_known"),
    path("hang-loat/xac-nhan/", many.confirm, name="many_confirm"),
    path("hang-loat/don-doc/", many.remind, name="many_remind"),
    path("hang-loat/phan-cong/", many.hand, name="many_hand"),
    path("<int:task_id>/", task.task, name="task"),
    path("<int:task_id>/<slug:slug>/", task.act, name="act"),
]
