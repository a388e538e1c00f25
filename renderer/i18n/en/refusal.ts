import type { Catalogue } from '../catalogue.ts';
import type id from '../id/refusal.ts';

export default {
  unknown_mutation:
    'The server does not know this change yet. Ask the administrator to update the server, then resend.',
  invalid_arguments: 'An entry cannot be accepted{{where}}. Correct it, then send again.',
  ticket_not_found:
    'This ticket was not found; it may have moved to another office. Synchronise the device, then try again.',
  ticket_exists:
    'This ticket is already registered. Open the existing one; there is no need to register it again.',
  forbidden: 'Your role may not do this. Ask a supervisor or an administrator.',
  out_of_scope:
    'This ticket belongs to an office you do not work for. Ask the administrator to extend your scope.',
  opd_unknown: 'This office is unknown. Synchronise the device, then choose the office from the list.',
  policy_unknown: 'The deadline rules of this office are not on the device yet. Synchronise, then try again.',
  number_invalid:
    'The ticket number does not fit its kind, office or this device. Register again to get a new number.',
  number_taken: 'Another ticket already has this number. Register again to get a new number.',
  reported_in_future: 'The time of the report lies in the future. Correct date and time.',
  illegal_move:
    'The status cannot change from “{{from}}” to “{{to}}”. Open the ticket and choose an available action.',
  ticket_finished: 'The ticket has ended as “{{state}}”. Reopen it first, or write an internal note.',
  ticket_cancelled:
    'This ticket was cancelled and cannot be reopened. Keep the content as a note, or register a new ticket.',
  reason_missing: 'The reason is missing. Write it, then save again.',
  assignee_unknown: 'The chosen person is unknown or not active. Choose somebody else.',
  assignee_out_of_scope: '{{name}} does not work for the office of this ticket. Choose somebody else.',
  escalation_open:
    'An escalation of this ticket still waits for an answer. Wait for it, or have it returned first.',
  escalation_not_open:
    'This escalation has been answered or returned already. See the history of the ticket.',
  not_recipient:
    'This escalation is meant for somebody else. Ask the recipient or a supervisor to answer it.',
  form_not_found: 'This form was not found. Synchronise the device, then try again.',
  form_exists: 'This form exists already. Open and correct the existing one.',
  consent_missing:
    'The reporter’s consent to the use of personal data is not ticked. Ask for it, then tick it.',
  incomplete:
    'The ticket is not complete: “{{field}}” is missing. Open the ticket, fill it in, then close it.',
  metric_unknown: 'This ticket has no such target. Open the ticket and choose one it has.',
  not_breached: 'This target is not late, so there is nothing to excuse.',
  excuse_not_pending:
    'This excuse has been decided already, or does not exist. See the history of the ticket.',
  step_unknown: 'The service rules of the office have no such step. Open the ticket to see the steps it has.',
  not_due: 'The time for handing in papers is not over yet, so the ticket stays open.',
  version_unchanged: 'This ticket is already judged by that version. Choose another one.',
  file_exists: 'This attachment exists already with other content. Attach the file once more.',
  file_not_found: 'This attachment was not found. Synchronise the device, then try again.',
  failed:
    'The server failed on this change; its content is kept here. Resend it; if it fails again, tell the administrator.',
  where: ' in “{{field}}”',
  field: {
    text: 'Text',
    investigation: 'Investigation',
    note: 'Note',
    tried: 'What was tried',
    symptoms: 'Symptoms',
    body: 'Content',
    affected: 'Affected device or service',
    attachments: 'Papers handed over',
    number: 'Ticket number',
    consent: 'Consent of the reporter',
    forms: 'Form',
    name: 'File name',
    step: 'Step',
    version: 'Version of the rules',
    metric: 'Target',
  },
} satisfies Catalogue<typeof id>;
