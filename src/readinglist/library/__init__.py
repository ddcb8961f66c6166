"""Entries become papers, and papers stand under themes: the library that every page is made of."""
