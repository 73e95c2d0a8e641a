rates = GET "https://api.example.org/rates"
FOR EACH rate IN rates.list
  TALK rate.name + " " + rate.value
NEXT
