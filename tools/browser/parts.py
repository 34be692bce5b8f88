"""Parts of the page that tests look for."""


def row(page, objective):
    return page.get_by_role("region", name="Latest missions").get_by_role("row").filter(has_text=objective)


# Holds what the page does later for as long as a test wants it to.
LATER = """
const later = window.setTimeout, forget = window.clearTimeout;
let held = null, last = 0;
window.setTimeout = (body, wait) => { if (!held) return later(body, wait); held.set(last -= 1, body); return last; };
window.clearTimeout = (timer) => { if (!held?.delete(timer)) forget(timer); };
window.holdTimers = () => { held = new Map(); };
window.runTimers = () => { const bodies = [...held.values()]; held = null; for (const body of bodies) body(); };
"""


class Held:
    """The requests to an address from now on, each held until the test lets it go."""

    def __init__(self, page, address):
        self.page = page
        self.routes = []
        page.route(address, lambda route: self.routes.append(route))

    def first(self):
        """The first of them, once it is there."""
        while not self.routes:
            self.page.wait_for_timeout(20)
        return self.routes[0]
