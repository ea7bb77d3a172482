"""Addresses of signing on: for programs as the specifications name them, for people in Vietnamese."""
