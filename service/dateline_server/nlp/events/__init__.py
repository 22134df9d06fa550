"""Event mentions: trigger, type, date, arguments and factuality."""
