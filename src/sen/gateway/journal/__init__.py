"""The record of every exchange: its fields and hash chain, its tables, and how many exchanges share one commit."""
