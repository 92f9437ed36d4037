import { defineRule } from '../../lib/core/rule';
import { partsOf } from '../../lib/core/template/symbolic';

const fn = (ZipFile: string) => ({
  Orders: {
    Type: 'AWS::Lambda::Function',
    Properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { ZipFile }, Role: 'arn:aws:iam::111122223333:role/orders' },
  },
});

export default defineRule({
  meta: {
    id: 'supply-chain/no-dynamic-inline-code',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Code in templates runs no code that it is sent or downloads',
    rationale:
      'A handler that evaluates what its event says runs whatever a caller writes, with the rights of its role. One that downloads what it runs does so for whoever holds the server.',
    references: ['https://owasp.org/www-project-serverless-top-10/'],
    catalogue: ['SC-INLINE-CODE'],
    peers: [],
  },
  messages: {
    evaluatesInput: {
      what: 'function "{name}" evaluates its input: "{code}"',
      fix: 'parse the input instead ("JSON.parse", a lookup table of what is allowed), and start programs with a fixed name and a list of arguments',
    },
    runsDownload: {
      what: 'function "{name}" runs what it downloads: "{code}"',
      fix: 'put the code into the package of the function or into a layer at a version ("lambda.Code.fromAsset()")',
    },
  },
  examples: {
    valid: [{ title: 'input that is parsed', resources: fn('exports.handler = async (event) => JSON.parse(event.body);') }],
    invalid: [
      {
        title: 'input that is evaluated',
        resources: fn('exports.handler = async (event) => eval(event.expression);'),
        reports: ['evaluatesInput'],
      },
      {
        title: 'a script from the internet',
        resources: fn('require("child_process").execSync("curl -s https://example.com/setup.sh | sh");'),
        reports: ['runsDownload'],
      },
    ],
  },
  *check(model) {
    for (const { resource } of model.functions) {
      const inline = [...model.values(resource, 'Code', 'ZipFile'), ...model.values(resource, 'InlineCode')];
      if (inline.length === 0 || model.isProvided(resource)) continue;
      for (const { value, at } of inline) {
        const text = partsOf(value)
          .map((part) => (typeof part === 'string' ? part : ' '))
          .join('');
        for (const { message, pattern } of dangers) {
          const code = pattern.exec(text)?.[0].replace(/\s+/g, ' ').trim();
          if (code === undefined) continue;
          yield {
            message,
            resource,
            at,
            evidence: code.slice(0, LONGEST),
            data: { name: model.nameOf(resource), code: code.slice(0, LONGEST) },
          };
        }
      }
    }
  },
});

const LONGEST = 80;

/** Calls that run a text, with the event in their arguments; and downloads that are run. */
const dangers = [
  {
    message: 'evaluatesInput',
    pattern:
      /(?:(?<![\w.$])(?:eval|exec|Function|execSync|execFileSync|spawnSync|spawn)|child_process\.\w{1,20}|child_process['"]\)\.\w{1,20}|os\.system|os\.popen|subprocess\.\w{1,20}|vm\.run\w{1,30}|pickle\.loads|yaml\.load)\s{0,5}\([^();\n]{0,120}\bevent\b/,
  },
  {
    message: 'runsDownload',
    pattern:
      /(?:curl|wget)\s[^\n|]{1,300}\|\s{0,5}(?:sudo\s)?(?:ba|z|da)?sh\b|(?<![\w.$])(?:eval|exec)\s{0,5}\(\s{0,5}(?:await\s)?(?:\(await\s)?(?:requests\.|urllib\.|urlopen|fetch\(|http\.)|pip3? install\s[^\n]{0,200}https?:\/\//,
  },
] as const;
