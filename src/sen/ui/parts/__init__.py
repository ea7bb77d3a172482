"""How the components of the design system become HTML; the tag library ``sen`` registers every function of this folder."""
