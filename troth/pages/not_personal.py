"""Why no column of our page types holds personal data: they are texts the shop publishes about itself."""

NOT_PERSONAL = {
    "pages.HomePage.page_ptr": "the page it extends",
    "pages.TextPage.page_ptr": "the page it extends",
    "pages.TextPage.lead": "published words of the shop",
    "pages.TextPage.body": "published words and pictures of the shop",
}
