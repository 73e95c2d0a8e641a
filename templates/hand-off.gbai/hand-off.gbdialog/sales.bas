TALK "Sales here. What would you like to buy?"
HEAR item
TALK item + " is on its way."
