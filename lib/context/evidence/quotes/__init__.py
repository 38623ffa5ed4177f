"""Quotes found in what is on file, with offsets into the original, dated by where their words were first seen."""
