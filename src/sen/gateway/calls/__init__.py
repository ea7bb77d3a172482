"""One call from the consumer to the provider and back: who asks, what guards the provider, how it is carried, signed and recorded."""
