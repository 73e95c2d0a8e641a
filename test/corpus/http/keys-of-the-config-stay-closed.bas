TALK GET "shop-name"
key = GET "shop-key"
TALK key
TALK "Bearer " + key
SET HEADER "Authorization" AS "Bearer " + key
answer = GET "https://shop.example.org/"
TALK answer.ok
