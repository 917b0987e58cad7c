"""What a moderator may want to look at in a statement's text: suggestions that say why. PURE."""
