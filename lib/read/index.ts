export { type ReadInputs, readInputs } from './inputs';
