/** Every keyword, in the order of the reference. A keyword that is not here does not exist. */

import type { Keyword } from '../src/spec/index.ts';
import { addBot } from './add-bot.ts';
import { addSuggestion } from './add-suggestion.ts';
import { addSuggestionText } from './add-suggestion-text.ts';
import { addSuggestionTool } from './add-suggestion-tool.ts';
import { addSwitcher } from './add-switcher.ts';
import { approveWithWarning } from './approve-with-warning.ts';
import { ask } from './ask.ts';
import { beginSystemPrompt } from './begin-system-prompt.ts';
import { beginTalk } from './begin-talk.ts';
import { bot } from './bot.ts';
import { botId } from './bot-id.ts';
import { botModel } from './bot-model.ts';
import { broadcastToBots } from './broadcast-to-bots.ts';
import { cancelWorkflow } from './cancel-workflow.ts';
import { clearHeaders } from './clear-headers.ts';
import { clearSuggestions } from './clear-suggestions.ts';
import { clearSwitchers } from './clear-switchers.ts';
import { compensate } from './compensate.ts';
import { createObject } from './create-object.ts';
import { debug } from './debug.ts';
import { delay } from './delay.ts';
import { delegateTo } from './delegate-to.ts';
import { deleteHttp } from './delete-http.ts';
import { description } from './description.ts';
import { errorMessage } from './error-message.ts';
import { escalateTo } from './escalate-to.ts';
import { get } from './get.ts';
import { getBotMemory } from './get-bot-memory.ts';
import { getFrom } from './get-from.ts';
import { getSession } from './get-session.ts';
import { hear } from './hear.ts';
import { humanApproval } from './human-approval.ts';
import { humanInput } from './human-input.ts';
import { input } from './input.ts';
import { jsonParse } from './json-parse.ts';
import { listBots } from './list-bots.ts';
import { llm } from './llm.ts';
import { logDebug } from './log-debug.ts';
import { logError } from './log-error.ts';
import { logInfo } from './log-info.ts';
import { logWarn } from './log-warn.ts';
import { newArray } from './new-array.ts';
import { newObject } from './new-object.ts';
import { now } from './now.ts';
import { nowStr } from './now-str.ts';
import { nowUtc } from './now-utc.ts';
import { onEvent } from './on-event.ts';
import { orchestrateWorkflow } from './orchestrate-workflow.ts';
import { param } from './param.ts';
import { patch } from './patch.ts';
import { post } from './post.ts';
import { print } from './print.ts';
import { publishEvent } from './publish-event.ts';
import { put } from './put.ts';
import { reject } from './reject.ts';
import { removeBot } from './remove-bot.ts';
import { sessionId } from './session-id.ts';
import { set } from './set.ts';
import { setBotMemory } from './set-bot-memory.ts';
import { setBotPriority } from './set-bot-priority.ts';
import { setContext } from './set-context.ts';
import { setHeader } from './set-header.ts';
import { setSession } from './set-session.ts';
import { step } from './step.ts';
import { talk } from './talk.ts';
import { talkTo } from './talk-to.ts';
import { time } from './time.ts';
import { timestamp } from './timestamp.ts';
import { today } from './today.ts';
import { todayStr } from './today-str.ts';
import { transferConversation } from './transfer-conversation.ts';
import { unixTimestamp } from './unix-timestamp.ts';
import { wait } from './wait.ts';
import { waitForEvent } from './wait-for-event.ts';
import { workflowEnd } from './workflow-end.ts';

export const keywords: readonly Keyword[] = [
  talk,
  talkTo,
  beginTalk,
  print,
  hear,
  ask,
  input,
  wait,
  addSuggestion,
  addSuggestionText,
  addSuggestionTool,
  clearSuggestions,
  addSwitcher,
  clearSwitchers,
  param,
  description,
  errorMessage,
  set,
  getSession,
  setSession,
  sessionId,
  botId,
  setBotMemory,
  getBotMemory,
  get,
  post,
  put,
  patch,
  deleteHttp,
  setHeader,
  clearHeaders,
  publishEvent,
  waitForEvent,
  onEvent,
  getFrom,
  humanApproval,
  humanInput,
  escalateTo,
  approveWithWarning,
  reject,
  cancelWorkflow,
  llm,
  beginSystemPrompt,
  setContext,
  now,
  today,
  time,
  timestamp,
  unixTimestamp,
  nowUtc,
  nowStr,
  todayStr,
  jsonParse,
  newObject,
  createObject,
  newArray,
  debug,
  logInfo,
  logWarn,
  logError,
  logDebug,
  orchestrateWorkflow,
  step,
  bot,
  addBot,
  removeBot,
  listBots,
  setBotPriority,
  delegateTo,
  transferConversation,
  broadcastToBots,
  compensate,
  delay,
  botModel,
  workflowEnd,
];

/** What people write: without those that only the compiler asks. */
export const publicKeywords: readonly Keyword[] = keywords.filter(({ isHelper }) => !isHelper);

const BY_NAME = new Map(publicKeywords.map((keyword) => [keyword.name, keyword]));

export const findKeyword = (name: string): Keyword | undefined => BY_NAME.get(name.toUpperCase());

export { ANSWER_TYPES } from './answers/index.ts';
export { playedBot } from './shared/roster.ts';
