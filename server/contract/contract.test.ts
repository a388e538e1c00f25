import { describeAdministration } from './admin-contract.ts';
import { describeCourier } from './courier-contract.ts';
import { describeCourierUpload } from './courier-upload-contract.ts';
import { describeFiles } from './files-contract.ts';
import { describeHostility } from './hostile-contract.ts';
import { describePull } from './pull-contract.ts';
import { describePush } from './push-contract.ts';
import { describeRights } from './rights-contract.ts';
import { describeSessions } from './session-contract.ts';
import { describeShipped } from './shipped-contract.ts';
import { describeServiceLevels } from './sla-contract.ts';
import { describeClaims } from './time-contract.ts';
import { describeWindow } from './window-contract.ts';

const memory = async () => ({ memory: true }) as const;

describeSessions('PGlite', memory);
describePush('PGlite', memory);
describeRights('PGlite', memory);
describeClaims('PGlite', memory);
describePull('PGlite', memory);
describeHostility('PGlite', memory);
describeAdministration('PGlite', memory);
describeShipped('PGlite', memory);
describeServiceLevels('PGlite', memory);
describeFiles('PGlite', memory);
describeCourier('PGlite', memory);
describeCourierUpload('PGlite', memory);
describeWindow('PGlite', memory);
