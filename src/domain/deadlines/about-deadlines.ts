import { argumentOf, type Said } from '../../core/said.ts';
import { readDeadlineRequest } from './deadline-request.ts';
import { readHelpRequest } from './help-request.ts';
import { newDeadlineWords } from './new-deadline.ts';

/** Whether a sentence is of deadlines or 代办, though it may name a type as a question about certificates does. */
export function isAboutDeadlines(said: Said): boolean {
  if (argumentOf(said, newDeadlineWords) !== null) return true;
  return (readDeadlineRequest(said) ?? readHelpRequest(said)) !== null;
}
