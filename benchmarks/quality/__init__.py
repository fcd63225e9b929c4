"""Quality, measured against gold labels: matching, mutants for the gate, the report."""
