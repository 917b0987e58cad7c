"""What goes with a run's files so that others can use them: cards from facts, the schema, further formats."""
