"""The format of packets and the national document axis."""
