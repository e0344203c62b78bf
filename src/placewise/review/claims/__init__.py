"""What a document claims: sectors, strengths, challenges, targets, commitments, causes."""
