"""Machine interfaces under /api/: who may write, how often strangers may ask, the open-data licence."""

from sen.config.settings import environment

# Systems behind the gateway that hold more than the right to read: "VN-DT/GOV/H20/CSDL=danh-muc:write danh-muc:delete,…".
API_WRITERS = {
    client.strip(): tuple(scopes.split()) for client, _, scopes in (entry.partition("=") for entry in environment.words("SEN_API_WRITERS"))
}
API_OPEN_CALLS_PER_MINUTE = environment.number("SEN_API_OPEN_CALLS_PER_MINUTE", 600)
OPEN_DATA_LICENCE = environment.text("SEN_OPEN_DATA_LICENCE", "CC-BY-4.0")
OPEN_DATA_LICENCE_URL = environment.text("SEN_OPEN_DATA_LICENCE_URL", "https://creativecommons.org/licenses/by/4.0/deed.vi")
