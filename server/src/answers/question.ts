/** What a question about a text may get wrong. Every door tells it in its own way; the command line loads it before it knows what it is asked for. */

/** The part of a question that must be asked otherwise. */
export type Asked = 'flow' | 'context' | 'exempt' | 'remedy' | 'settings' | 'session' | 'firewall' | 'text';

/** A question that has no answer as it was asked: one line for the person who asks, who can put it right. */
export class QuestionError extends Error {
  readonly asked: Asked;

  constructor(asked: Asked, message: string) {
    super(message);
    this.name = 'QuestionError';
    this.asked = asked;
  }
}
