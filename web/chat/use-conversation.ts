/** Ties a conversation's state to its connection for as long as it is on the page. */
import { useEffect, useReducer, useRef } from 'preact/hooks';
import { type Conversation, newId, type Posted, readItems, runTool, uploadFile } from '../api.ts';
import type { Answer } from './answers.ts';
import { Connection } from './connection.ts';
import { advance, type ConversationState, EMPTY, type Item, type Pending, type Suggestion } from './conversation.ts';

/** Of a long conversation the end comes first; what was before is read on demand. */
const FIRST_ITEMS = 300;

export interface LiveConversation {
  readonly state: ConversationState;
  readonly say: (answer: Answer) => void;
  readonly choose: (suggestion: Suggestion) => void;
  readonly sendFile: (file: File) => Promise<void>;
  readonly sendAgain: (message: Pending) => void;
  readonly drop: (clientId: string) => void;
  readonly flip: (switcher: string) => void;
  readonly readEarlier: (() => Promise<void>) | undefined;
}

export function useConversation(conversation: Conversation, onGone: () => void): LiveConversation {
  const start = Math.max(0, conversation.last - FIRST_ITEMS);
  const [state, tell] = useReducer(advance, { ...EMPTY, cursor: start });
  const connection = useRef<Connection | undefined>(undefined);
  const earliest = useRef(start);
  useEffect(() => {
    connection.current = new Connection(conversation.id, start, tell, onGone);
    return () => connection.current?.close();
    // The page shows one conversation for its whole life; another one is another element.
  }, []);

  const send = (message: Posted) => connection.current?.send(message);
  const say = (answer: Answer) =>
    send({ clientId: newId(), ...answer, ...(state.switchedOn.length > 0 && { switchers: state.switchedOn }) });
  return {
    state,
    say,
    choose(suggestion) {
      if (suggestion.action === 'tool') void runTool(conversation.id, suggestion.value);
      else say({ text: suggestion.text, ...(suggestion.value !== suggestion.text && { value: suggestion.value }) });
    },
    async sendFile(file) {
      const { url, name } = await uploadFile(conversation.id, file);
      say({ text: name, value: url });
    },
    sendAgain: ({ failure, number, ...message }) => send(message),
    drop: (clientId) => tell({ kind: 'dropped', clientId }),
    flip: (id) => tell({ kind: 'switch', id }),
    readEarlier:
      earliest.current === 0
        ? undefined
        : async () => {
            const from = Math.max(0, earliest.current - FIRST_ITEMS);
            const items = (await readItems(conversation.id, from, earliest.current - from)) as readonly Item[];
            earliest.current = from;
            tell({ kind: 'earlier', items });
          },
  };
}
