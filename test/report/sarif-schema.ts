import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import published from './schemas/sarif-2.1.0.schema.json';

const { id: _id, $schema: _draft, ...schema } = published;
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);

/** What of a document the schema of SARIF 2.1.0 does not allow: place and keyword. */
export function sarifErrors(log: unknown): readonly string[] {
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`).sort();
}
