import type { Catalogue } from '../catalogue.ts';
import type id from '../id/session.ts';

export default {
  title: 'Sign in to Tanggap',
  intro: 'The service desk of local government',
  username: 'User name',
  password: 'Password',
  signIn: 'Sign in',
  signingIn: 'Contacting the server …',
  usernameMissing: 'Enter your user name.',
  passwordMissing: 'Enter your password.',
  help: 'Once signed in, you can work on this device without a network.',
  lock: {
    title: 'Screen locked',
    password:
      'This device has not been connected to the server for more than 72 hours. Enter your password to go on, with or without a network.',
    account_disabled:
      'The server says that your account is disabled. Ask the administrator; once it is enabled again, sign in here while connected to the server.',
    unsent_one: '{{count}} unsent change and all drafts are safe on this device.',
    unsent_other: '{{count}} unsent changes and all drafts are safe on this device.',
    safe: 'All your work and drafts are safe on this device.',
    wrong: 'The password is wrong. Check capitals and small letters, then try again.',
    open: 'Unlock',
    other: 'Sign in as another user',
  },
  newPassword: {
    title: 'Change the password',
    why: 'Your present password was made by an administrator. Choose one that only you know.',
    present: 'Present password',
    next: 'New password',
    again: 'New password, once more',
    rule: 'At least {{count}} letters, digits or signs; without your user name.',
    save: 'Save the new password',
    later: 'Go on without a network, change later',
    problem: {
      missing: 'Fill in this part.',
      different: 'Differs from the new password. Enter the same one.',
      wrong: 'The present password is wrong. Check capitals and small letters, then try again.',
      too_short: 'Too short. Enter at least {{count}} letters, digits or signs.',
      contains_username: 'Contains your user name. Choose another one.',
      unchanged: 'The same as the present password. Choose another one.',
    },
    failure: {
      offline:
        'The server cannot be reached, so the password has not been changed. Try again when connected, or go on working.',
      too_many_requests: 'Too many attempts. Wait 15 minutes, then try again.',
      signed_out: 'Your session has ended. Reload the app, sign out, then sign in again.',
      server: 'The server has a problem. Wait a moment, then try again.',
    },
  },
  server: {
    title: 'Server address',
    intro: 'This app needs to know where the central server is. It is asked only once.',
    address: 'Server address',
    help: 'For example https://tanggap.kota.go.id. Ask your administrator.',
    save: 'Save and go on',
    malformed: 'This address cannot be read. Write it like https://tanggap.kota.go.id.',
    not_stored: 'The address could not be stored. Check its spelling, then try again.',
  },
  failure: {
    wrong_credentials: 'User name or password is wrong. Check capitals and small letters, then try again.',
    account_disabled: 'Your account is disabled. Ask the administrator to enable it again.',
    too_many_requests: 'Too many attempts. Wait 15 minutes, then try again.',
    too_many_devices:
      'This account has signed in on too many new devices within a day. Sign in on a device you have used before, or try again tomorrow. If that was not you, tell your administrator at once.',
    no_device_codes:
      'The server has no device codes left, so no new device can be added. Sign in on a device you have used before, and tell your administrator.',
    offline:
      'The server cannot be reached, and this user has never signed in on this device. Connect to the network for the first time.',
    too_old: 'The app on this device is too old. Update it, then sign in again.',
    server_too_old: 'The server is older than this app. Ask the administrator to update the server.',
    storage:
      'The storage on this device cannot be opened. Free some space or close other windows, then try again.',
    server: 'The server has a problem. Wait a moment, then try again.',
  },
} satisfies Catalogue<typeof id>;
