HEAR count AS INTEGER WITH "How many?"
TALK "never reached"
