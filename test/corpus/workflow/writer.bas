WAIT 60
RETURN tone + " letter on " + context.data
