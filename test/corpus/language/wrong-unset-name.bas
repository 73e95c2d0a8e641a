customer = "Ana"
TALK "Hi " + custmer
