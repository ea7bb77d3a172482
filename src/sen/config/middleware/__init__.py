"""What happens around every request, outermost first: correlation, headers, language, actor, scope."""
