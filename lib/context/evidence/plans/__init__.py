"""What is only planned, hoped or wanted, beside what is so or has been done."""
