/** A state machine as data: for each state, which event leads where. What is not in the table does not happen. */
export interface Machine<State extends string, Event extends string> {
  /** Names the machine in the log of transitions. */
  readonly name: 'order' | 'payment' | 'refund' | 'fulfilment';
  readonly transitions: Readonly<Record<State, Readonly<Partial<Record<Event, State>>>>>;
}

export type Transition<State extends string> =
  | { readonly ok: true; readonly from: State; readonly to: State }
  | { readonly ok: false; readonly reason: 'illegal_transition'; readonly from: State };

export function transition<State extends string, Event extends string>(
  { transitions }: Machine<State, Event>,
  from: State,
  event: Event,
): Transition<State> {
  const to = transitions[from][event];
  return to === undefined ? { ok: false, reason: 'illegal_transition', from } : { ok: true, from, to };
}

/** Every state that an event may leave: the guard of the write. */
export function sourcesOf<State extends string, Event extends string>(
  machine: Machine<State, Event>,
  event: Event,
): State[] {
  return statesOf(machine).filter((state) => machine.transitions[state][event] !== undefined);
}

export function statesOf<State extends string, Event extends string>({ transitions }: Machine<State, Event>): State[] {
  return Object.keys(transitions) as State[];
}

/** Whether nothing leads out of a state. */
export function isFinal<State extends string, Event extends string>(
  { transitions }: Machine<State, Event>,
  state: State,
): boolean {
  return Object.keys(transitions[state]).length === 0;
}
