SET "user.plan", "gold"
TALK GET "user.plan"
