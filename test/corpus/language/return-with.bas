total = 12
RETURN WITH amount AS total, currency AS "EUR"
