"""What is true here, how sure are we, and who else could say it. Pure: tables in, findings out."""
