"""What a gateway goes by: its folder and keys, the sealed snapshot and the directory made of it, signatures, tokens, and who may what."""
