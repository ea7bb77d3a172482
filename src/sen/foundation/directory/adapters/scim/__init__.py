"""Systems that offer a SCIM 2.0 service, over HTTPS."""
