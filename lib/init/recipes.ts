/** Where an app is checked. */
export type Platform = 'github' | 'gitlab' | 'codebuild';

export const platforms: readonly Platform[] = ['github', 'gitlab', 'codebuild'];

/** A file for a platform, and what else is to be done there. */
export interface Recipe {
  /** Relative to the root of the repository. */
  readonly file: string;
  readonly text: string;
  readonly next: string;
}

/**
 * The recipe of a platform.
 * @param folder the folder of the app below the root of the repository, with forward slashes; empty for the root itself
 */
export function recipeOf(platform: Platform, folder: string): Recipe {
  return { github, gitlab, codebuild }[platform](folder);
}

/** The commands that are the same everywhere: `--ignore-errors` leaves it to the check to fail, after its reports are written. */
const SYNTH = 'npx cdk synth --quiet --ignore-errors';
const CHECK = 'npx cdk-least-privilege check cdk.out';

function github(folder: string): Recipe {
  const below = folder === '' ? '' : `${folder}/`;
  const workingFolder = folder === '' ? '' : `    defaults:\n      run:\n        working-directory: ${quoted(folder)}\n`;
  return {
    file: '.github/workflows/least-privilege.yml',
    next: 'code scanning must be on for the repository; for a private one that takes GitHub Code Security',
    text: `# Checks the CDK app, shows findings as code scanning alerts and annotations, and keeps one comment on the pull request.
name: Least privilege

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      security-events: write # the code scanning alerts
      pull-requests: write # the comment
${workingFolder}    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: actions/setup-node@v5
        with:
          node-version: 22
      - name: Install
        run: npm ci
      - name: Synthesize
        run: ${SYNTH}
      - name: Check
        run: ${CHECK} --format github --output least-privilege.sarif --output least-privilege.md
      - name: Show findings as code scanning alerts
        # Pull requests of forks may not write.
        if: ${conditionOn(`${below}least-privilege.sarif`, '')}
        uses: github/codeql-action/upload-sarif@v4
        with:
          sarif_file: ${quoted(`${below}least-privilege.sarif`)}
          category: ${quoted(folder === '' ? 'cdk-least-privilege' : `cdk-least-privilege/${folder}`)}
      - name: Comment on the pull request
        if: ${conditionOn(`${below}least-privilege.md`, " && github.event_name == 'pull_request'")}
        env:
          GH_TOKEN: \${{ github.token }}
          PULL_REQUEST: \${{ github.event.pull_request.number }}
        run: |
          comment=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" --jq '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith("<!-- cdk-least-privilege -->"))) | .id' | head -n 1)
          if [ -n "$comment" ]; then
            gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$comment" --field body=@least-privilege.md
          else
            gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" --field body=@least-privilege.md
          fi
`,
  };
}

/** That a report was written, and the run may show it. */
function conditionOn(report: string, more: string): string {
  const file = report.replaceAll("'", "''");
  const condition = `\${{ !cancelled() && hashFiles('${file}') != ''${more} && github.event.pull_request.head.repo.fork != true }}`;
  return /: | #/.test(condition) ? JSON.stringify(condition) : condition;
}

function gitlab(folder: string): Recipe {
  const below = folder === '' ? '' : `${folder}/`;
  const file = '.gitlab/ci/least-privilege.yml';
  return {
    file,
    next: `include it in .gitlab-ci.yml: "include: [{ local: ${file} }]"`,
    text: `# Checks the CDK app, and shows findings in the merge request: in the code quality widget, and as test results.
least-privilege:
  stage: test
  image: node:22
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
${folder === '' ? '' : `    - cd ${quoted(folder)}\n`}    - npm ci
    - ${SYNTH}
    - ${CHECK} --output gl-code-quality-report.json --output least-privilege.junit.xml
  artifacts:
    when: always
    reports:
      codequality: ${quoted(`${below}gl-code-quality-report.json`)}
      junit: ${quoted(`${below}least-privilege.junit.xml`)}
`,
  };
}

function codebuild(folder: string): Recipe {
  const below = folder === '' ? '' : `${folder}/`;
  const file = 'buildspec.least-privilege.yml';
  return {
    file,
    next: `name it as the buildspec of a CodeBuild project, whose role may write reports ("codebuild:CreateReportGroup", "codebuild:CreateReport", "codebuild:UpdateReport", "codebuild:BatchPutTestCases")`,
    text: `# Checks the CDK app, and shows findings as a test report of the build.
version: 0.2
phases:
  install:
    runtime-versions:
      nodejs: 22
    commands:
${folder === '' ? '' : `      - cd ${quoted(folder)}\n`}      - npm ci
  build:
    commands:
      - ${SYNTH}
      - ${CHECK} --output least-privilege.junit.xml --output least-privilege.sarif
reports:
  least-privilege:
    base-directory: ${quoted(folder === '' ? '.' : folder)}
    files:
      - least-privilege.junit.xml
    file-format: JUNITXML
artifacts:
  files:
    - ${quoted(`${below}least-privilege.sarif`)}
`,
  };
}

/** A text in YAML that may hold signs with a meaning. */
function quoted(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) ? text : JSON.stringify(text);
}
