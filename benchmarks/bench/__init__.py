"""What is measured beside other programs: speed, cost, quality; and how it gets into the document."""
