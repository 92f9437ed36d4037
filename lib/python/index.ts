/**
 * `cdk-least-privilege/python`: functions in Python, bundled by `@aws-cdk/aws-lambda-python-alpha`, which must be installed
 * beside. A TypeScript API for Node.js, not part of the surface for other languages: that must not ask for an alpha module.
 */
export { SecurePythonFunction, type SecurePythonFunctionProps } from './secure-python-function';
