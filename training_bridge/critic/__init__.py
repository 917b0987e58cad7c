"""A critic model that points at problems in training rows, and what people make of its flags."""
