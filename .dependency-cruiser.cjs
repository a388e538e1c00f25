/** The arrows of the house: renderer, electron and server may import shared and resources; nothing else crosses. */
const room = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

module.exports = {
  forbidden: [
    room('no-cycles', {}, { circular: true }, 'A cycle hides which side owns the rule.'),
    room(
      'shared-is-pure',
      { path: '^shared/' },
      { path: '^(renderer|electron|server|scripts|test|resources)/' },
      'shared imports nothing above it.',
    ),
    room(
      'shared-has-no-platform',
      { path: '^shared/' },
      { dependencyTypes: ['core'] },
      'shared has neither Node nor DOM.',
    ),
    room(
      'shared-libraries',
      { path: '^shared/' },
      { path: 'node_modules/', pathNot: 'node_modules/(zod|temporal-polyfill|temporal-utils)/' },
      'shared may use zod and Temporal only.',
    ),
    room(
      'sla-and-domain-at-the-bottom',
      { path: '^shared/(sla|domain)/' },
      { path: '^shared/(mutations|sync|recap|forms|ipc)/' },
      'sla and domain import nothing above them.',
    ),
    room(
      'renderer-stays',
      { path: '^renderer/' },
      { path: '^(electron|server|scripts|test)/' },
      'renderer imports shared and resources only.',
    ),
    room(
      'electron-stays',
      { path: '^electron/' },
      { path: '^(renderer|server|scripts|test)/' },
      'electron imports shared and resources only.',
    ),
    room(
      'server-stays',
      { path: '^server/' },
      { path: '^(renderer|electron|scripts|test)/' },
      'server imports shared and resources only.',
    ),
    room(
      'features-apart',
      { path: '^renderer/features/([^/]+)/' },
      { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
      'A feature never imports another feature.',
    ),
    room(
      'data-below-screens',
      { path: '^renderer/(data|platform|ui)/' },
      { path: '^renderer/(app|features)/' },
      'data, platform and ui are below the screens.',
    ),
    room('resolvable', {}, { couldNotResolve: true }, 'Every import resolves.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(\\.test\\.tsx?|\\.css|\\?worker|\\?url)$' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
