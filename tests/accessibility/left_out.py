"""Addresses the walk need not meet, each with its reason."""

# Files.
FILES = {
    "accounts:export_officers", "accounts:import_report", "accounts:import_template", "codelists:export",
    "correspondence:arrival_stamp", "correspondence:handling_slip", "correspondence:incoming_export", "correspondence:incoming_file",
    "correspondence:incoming_picture", "correspondence:incoming_stamped", "correspondence:outgoing_export",
    "correspondence:outgoing_file", "correspondence:outgoing_picture", "correspondence:outgoing_way_export",
    "correspondence:register_pdf", "correspondence:register_xlsx", "dossiers:control_sheet", "dossiers:draft_pdf", "dossiers:file",
    "drafting:copy_file", "drafting:file", "drafting:pdf", "drafting:see_my_picture", "drafting:see_seal", "edocs:download",
    "exchange:authority", "exchange:description-text", "exchange:download-certificate", "exchange:entry-description",
    "exchange:ledger-export", "exchange:numbers-csv", "onestop:form", "onestop:handover_pdf", "onestop:register_pdf",
    "onestop:register_xlsx", "onestop:report_pdf", "onestop:report_xlsx", "onestop:signature_line", "onestop:slip_pdf",
    "parties:businesses-import-sample", "parties:businesses-xlsx", "parties:import-report", "parties:people-import-sample",
    "parties:population-xlsx", "portal:dossier_file", "portal:form_file", "portal:outcome_file", "procedures:export",
    "scorecard:export", "signing-key-set", "signing-roots", "workfiles:export-take", "workfiles:files-xlsx",
    "workfiles:hand-over-index", "workfiles:hand-over-record", "workfiles:index-pdf", "workfiles:item-file", "workfiles:list-pdf",
    "workfiles:list-xlsx", "workfiles:online-xlsx", "workspace:export",
}  # fmt: skip
# Answers to scripts and machines.
ANSWERS = {
    "correspondence:outgoing_freshness", "dossiers:freshness", "drafting:follow", "files-piece", "health", "onestop:suggest",
    "ui:gallery-places", "units:search",
}  # fmt: skip
# Leading elsewhere, or asking first whose button it is.
ELSEWHERE = {"accounts:withdraw_mandate", "onestop:hall", "portal:resume", "workspace:bulk", "workspace:chosen"}
NO_PAGES = FILES | ANSWERS | ELSEWHERE
# Looked at where they come about, in tests/journeys/browser; what the demonstration holds decides whether the walk meets some too.
IN_JOURNEYS = {
    "correspondence:direct_many", "correspondence:direct_next", "correspondence:home", "correspondence:incoming_direct",
    "correspondence:incoming_finish", "correspondence:incoming_page", "correspondence:incoming_pass",
    "correspondence:incoming_register", "correspondence:outgoing_page", "correspondence:pass_many", "correspondence:register_many",
    "drafting:approve", "drafting:check", "drafting:edit", "drafting:issue", "drafting:issuing", "drafting:page", "drafting:recipients",
    "drafting:reply", "drafting:sign", "drafting:signing", "drafting:submit", "onestop:received", "portal:check_code", "portal:submitted",
    "portal:supplement", "portal:supplement_item", "portal:supplement_send", "workfiles:close",
}  # fmt: skip
# Looked at by tests of their own in this folder.
BY_ITSELF = {"accounts:clear_factors", "accounts:new_password", "accounts:second_step"}
# They need what only a longer story brings about (a second factor, a notice or a packet on its way, a law that ended): tests of their own
# apps open them; nobody looks at them here yet.
NOT_MET_YET = {
    "accounts:first_factor", "dossiers:letter", "exchange:delivery", "portal:fewer_letters",
    "procedures:resolve-review", "sso:claim",
}  # fmt: skip
