"""Parts of the page that tests look for."""


def row(page, objective):
    return page.get_by_role("region", name="Latest missions").get_by_role("row").filter(has_text=objective)
