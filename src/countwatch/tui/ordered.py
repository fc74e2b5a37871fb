"""Keys are done with in their order: what one of them opens has the focus before the next one is read."""

from textual.widgets import Input

from countwatch.tui.timely import TimelyApp


class OrderedApp(TimelyApp):
    """Textual hands a key to the widget in focus, which hands it back where it is bound, when others were read already.

    So letters typed right after the key of a search would be keys, and `q` would quit.
    """

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """What is bound to a key is done before the key is handed on, except in a line in which one types."""
        if await super()._check_bindings(key, priority):
            return True
        return priority and not isinstance(self.focused, Input) and await super()._check_bindings(key)
