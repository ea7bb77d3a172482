"""Reads of packets and of the directory."""
