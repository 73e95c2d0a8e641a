TALK "Hi " + ASK "Your name?"
