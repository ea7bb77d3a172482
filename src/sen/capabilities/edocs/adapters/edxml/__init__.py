"""The edXML format: a strict writer and a tolerant, bounded reader.  Basis: QCVN 102:2016/BTTTT and its amendment of 2022."""
