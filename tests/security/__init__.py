"""What the README says about trust, held: secrets and clients' words where they may not be, the gate, dependencies."""
