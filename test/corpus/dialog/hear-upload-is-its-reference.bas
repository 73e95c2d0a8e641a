HEAR photo AS IMAGE WITH "Show me."
TALK "Got " + photo
