"""Why no column of our page types holds personal data: they are texts the shop publishes about itself."""

NOT_PERSONAL = {
    "pages.HomePage.page_ptr": "the page it extends",
    "pages.TextPage.page_ptr": "the page it extends",
    "pages.TextPage.lead": "published words of the shop",
    "pages.TextPage.body": "published words and pictures of the shop",
    "pages.PageWords.id": "a counted key of the shop store",
    "pages.PageWords.sort_order": "place in a list",
    "pages.PageWords.page": "the page it translates",
    "pages.PageWords.language": "a language code",
    "pages.PageWords.title": "published words of the shop",
    "pages.PageWords.lead": "published words of the shop",
    "pages.PageWords.body": "published words and pictures of the shop",
    "pages.PageWords.seo_title": "published words of the shop",
    "pages.PageWords.search_description": "published words of the shop",
}
