"""One screen a file; each paints a picture and nothing else."""
