"""The live screen, in Textual. It paints views and sends the user's actions to the feed; it knows no count."""
