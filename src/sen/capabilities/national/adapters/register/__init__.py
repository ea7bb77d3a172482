"""The province's own population register, asked as any other system asks it."""
