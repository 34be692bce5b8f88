"""Parts of the page that tests look for."""

import time


def row(page, objective):
    """The row of a mission in the list of the latest ones."""
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
    """The next request to an address, held until the test lets it go; later ones pass."""

    def __init__(self, page, address):
        self.page = page
        self.address = address
        self.routes = []
        page.route(address, lambda route: self.routes.append(route), times=1)

    def reached(self):
        """The request, once it is there."""
        deadline = time.monotonic() + 30
        while not self.routes:
            assert time.monotonic() < deadline, f"nothing was asked of {self.address}"
            self.page.wait_for_timeout(20)
        return self.routes[0]
