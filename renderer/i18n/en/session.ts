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
    offline:
      'The server cannot be reached, and this user has never signed in on this device. Connect to the network for the first time.',
    too_old: 'The app on this device is too old. Update it, then sign in again.',
    server_too_old: 'The server is older than this app. Ask the administrator to update the server.',
    storage:
      'The storage on this device cannot be opened. Free some space or close other windows, then try again.',
    server: 'The server has a problem. Wait a moment, then try again.',
  },
} satisfies Catalogue<typeof id>;
