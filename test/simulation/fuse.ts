import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RootOperationNode,
  UnknownRow,
} from 'kysely';

/** The statement at which the server process dies. */
class ServerDiedError extends Error {}

/** Counts statements, and kills the server at one of them. */
export class Fuse implements KyselyPlugin {
  left: number | null = null;
  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    if (this.left !== null) {
      this.left -= 1;
      if (this.left < 0) throw new ServerDiedError();
    }
    return node;
  }
  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result;
  }
}
