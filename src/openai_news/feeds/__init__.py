"""The forms of a feed: each turns one view into bytes."""
