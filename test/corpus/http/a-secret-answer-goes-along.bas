HEAR key AS PASSWORD WITH "Your key?"
SET HEADER "Authorization" AS "Bearer " + key
answer = GET "https://api.example.org/me?key=" + key
TALK answer.name
