"""Principles that pull apart: the same two answers judged by one principle and by another."""
