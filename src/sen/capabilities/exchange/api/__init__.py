"""Machine interfaces of the exchange in the shapes GovStack publishes for an Information Mediator."""

from sen.capabilities.exchange.api.configuration import configuration_api
from sen.capabilities.exchange.api.pubsub import pubsub_api

APIS = (pubsub_api, configuration_api)
