"""Public sets of questions, read from a folder that the user names: none of them comes with the project."""
