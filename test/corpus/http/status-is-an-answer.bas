answer = POST "https://api.example.org/orders", { "item": "" }
IF answer.status >= 400 THEN TALK "Not accepted: " + answer.reason
