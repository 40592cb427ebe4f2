# The slash at the end of this comment‮ is not where it seems
NAME = "orders"
