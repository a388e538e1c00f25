/** Node's own `import()`: a test runner rewrites the word wherever it sees it, and the module hooks are Node's. */
export const nativeImport = (specifier) => import(specifier);
