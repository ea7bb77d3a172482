"""What the exchange talks to outside this process."""
