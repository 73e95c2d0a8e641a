' A bot of its own: it is given what the script that asks knows.
TALK "looking for " + order + " to " + verb + " " + noun
RETURN "facts about " + order
