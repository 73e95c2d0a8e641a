TALK "Support here, for " + topic + ". What is broken?"
HEAR thing
TALK "We repair " + thing + " tomorrow."
