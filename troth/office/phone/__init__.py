"""Orders by telephone at the desk: noted, sent to their caller as a link, edited and called off while they are drafts."""
