TALK "What is your e-mail?"
HEAR address AS EMAIL
TALK "Written down: " + address
