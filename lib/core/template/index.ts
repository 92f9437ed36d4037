export { type BuiltTemplates, buildTemplates, type TemplateInput } from './build';
export { createResolvers, type Resolvers } from './resolve';
export { isList, isText } from './strings';
export { deploysNothing } from './transforms';
