"""What the developers run: the samples' builder, the catalogues, the pictures."""
