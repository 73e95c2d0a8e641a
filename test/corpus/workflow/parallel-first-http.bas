' The answer of the slower one is journaled and changes nothing.
PARALLEL ANY
  BRANCH
    answer = GET "https://one.example/"
  BRANCH
    answer = GET "https://two.example/"
END PARALLEL
TALK answer
WAIT 10
TALK answer
