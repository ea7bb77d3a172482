"""The national document axis by the calls of its published client: parameters as headers, answers with an error code."""
