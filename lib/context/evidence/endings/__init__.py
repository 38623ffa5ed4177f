"""What tells whether newer words can put an end to a statement."""
