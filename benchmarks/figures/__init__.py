"""The figures of docs/methods.md: one program each, which writes one SVG into docs/figures/."""
