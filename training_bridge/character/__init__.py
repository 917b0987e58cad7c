"""Character training: traits of the constitution, ranked by the model itself."""
