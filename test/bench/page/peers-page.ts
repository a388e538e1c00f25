import { PouchDbPeer } from './pouchdb-peer.ts';
import { RxDbPeer } from './rxdb-peer.ts';

window.tanggapPeers = { rxdb: new RxDbPeer(), pouchdb: new PouchDbPeer() };
