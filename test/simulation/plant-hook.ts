import { registerHooks } from 'node:module';
import { plants } from './plants.ts';

// Loaded before a run (`node --import`): puts the mistake named by SIM_PLANT into the source as it is read.
const wanted = process.env.SIM_PLANT;
const plant = plants.find(({ name }) => name === wanted);
if (plant === undefined) throw new Error(`no planted bug "${wanted}"`);

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const edits = plant.edits.filter(({ file }) => url.endsWith(`/${file}`));
    if (edits.length === 0) return loaded;
    let source = String(loaded.source);
    for (const { file, find, put } of edits) {
      if (source.split(find).length !== 2)
        throw new Error(`planted bug ${plant.name}: "${find}" does not stand once in ${file}`);
      source = source.replace(find, () => put);
    }
    return { ...loaded, source };
  },
});
