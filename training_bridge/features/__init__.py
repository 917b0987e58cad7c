"""Dictionary learning: what changed inside the model, as sparse features of one layer."""
