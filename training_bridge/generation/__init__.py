"""Language models behind one `Generator` interface: local weights, a server, or a script for tests."""
