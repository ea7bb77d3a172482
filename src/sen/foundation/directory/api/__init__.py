"""The SCIM 2.0 service (RFC 7644) under /scim/v2/."""
