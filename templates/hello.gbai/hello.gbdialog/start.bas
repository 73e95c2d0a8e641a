' The smallest conversation: say something, ask something, answer.
' `greeting` comes from config.csv (param-greeting).
TALK "I am your first bot. What is your name?"
HEAR name AS NAME
TALK "${greeting}, ${name}!"
