"""Other programs of the sign-on: systems that are told of a sign-out, and the national identity provider."""
