"""Lists of orders for the desk: which ones are asked for, what a page of them shows, and views that somebody saved."""
