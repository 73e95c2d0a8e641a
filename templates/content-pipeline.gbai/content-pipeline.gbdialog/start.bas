' From an idea to a post in every channel. A writer drafts, an editor says what is wrong until it
' is good or three rounds are over, a person has the last word; then the text is cut to fit each
' channel, all side by side, and goes out at the time that was asked for.

ADD BOT "writer" WITH ROLE "writes lively posts of at most 200 words"
ADD BOT "editor" WITH ROLE "checks facts, tone and length; answers GOOD or says what to change"
ADD BOT "adapter" WITH ROLE "rewrites a post for another channel, with its length and its tone"

TALK "What shall we write about?"
HEAR topic
TALK "For whom?"
HEAR audience
TALK "In how many hours shall it go out? 0 means at once."
HEAR hours_ahead AS INTEGER
published = []
notes = ""

ORCHESTRATE WORKFLOW "content"
  FOR round = 1 TO 3
    STEP "write": BOT "writer" "write the post, and heed the notes" WITH notes = notes INTO draft
    STEP "edit": BOT "editor" "is this post good?" INTO notes
    IF notes LIKE "GOOD*" THEN EXIT FOR
  NEXT

  STEP "last word": HUMAN APPROVAL FROM "editor-in-chief" FOR "Publish the post on ${topic}?"
    WITH post = draft, audience = audience TIMEOUT DAYS(2) REMIND HOURS(12) INTO word

  IF word.approved THEN
    ' What was corrected counts.
    post_text = word.data.post
    STEP "wait": WAIT HOURS(hours_ahead)
    STEP "publish": PARALLEL FOR EACH channel IN SPLIT(channels, " ") MAX 2
        BOT "adapter" "rewrite the post for ${channel}" WITH post = post_text INTO adapted
        answer = POST "${publish_url}/${channel}", { "text": adapted }
        IF answer.status < 400 THEN published.PUSH(channel)
    END PARALLEL
    STEP "report": TALK "Published on ${JOIN(published, ", ")}."
    PUBLISH EVENT "content_published" WITH topic = topic, channels = published
  ELSE
    STEP "put away": SET BOT MEMORY "put away: ${topic}", draft
    TALK "It is not published. ${word.comment}"
  END IF
END WORKFLOW
