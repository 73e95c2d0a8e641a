WAIT 1000
RETURN "a slow thought"
