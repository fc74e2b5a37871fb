"""The live screen: paints views, and hands what the user does to the feed. It knows no count."""
