const overview = (name: string): string => `${name} COMMAND: checks and tries policies before they are trusted

  ${name} check     what is wrong with the policies, with file, line and column
  ${name} test      runs cases: who asks for what and when, and what should come of it
  ${name} replay    runs the policies over requests that were recorded, and prints what would change

Every command takes
  --configuration FILE     default config/postern.yaml
  --policies FOLDER        *.cedar and postern.cedarschema; default config/policies

${name} help COMMAND says more.
Answers 0 when all is well, 1 when it is not, 2 when the command was not understood.`;

const check = (name: string): string => `${name} check [--strict]

Checks every *.cedar of the folder against postern.cedarschema, the annotations of each policy (@id, @maxMinutes,
@approvals, @reason), and the targets, groups and machines that it names against the configuration.

  --strict                 a warning fails as well: a policy that can never apply, a name that nothing has`;

const test = (name: string): string => `${name} test [--cases FOLDER]

Runs every case of every *.yaml in the folder.

  --cases FOLDER           default: tests, in the folder of the policies

A file looks so:

  cases:
    - name: alice may ask for demo-db, and people decide
      who: alice@example.com          # or machine:NAME
      groups: [engineering]           # as the token claims them; default none
      what: { target: demo-db, minutes: 30, source: 127.0.0.1, ticket: OPS-1 }
      when: 2026-11-23T09:00:00+01:00 # when it would open
      given: { hadBefore: true, openGrants: 1 } # default false and 0
      expect: manual                  # denied, automatic, manual, or refused by the bounds of the target
      by: [people-decide]             # optional, as are:
      minutes: 30                     # minutes granted automatically
      approvals: 1                    # people who must approve`;

const replay = (name: string): string => `${name} replay --from DATE [--to DATE] [--table NAME] [--exit-code]

Puts each recorded request before the policies as they are in the folder, and prints each whose outcome would be another:
denied, automatic (and for how many minutes) or by people (and by how many). Nothing is written. What a requester
had before is taken from the records as well; limits are not counted.

  --from DATE              2026-11-01, or a time such as 2026-11-01T08:00:00Z; needed
  --to DATE                default: now
  --table NAME             a deployment's table (output TableName), with the AWS credentials and region at hand
  --home FOLDER            without --table: the records of npm start; default .postern
  --exit-code              answers 1 if any outcome would change, for a check in a pull request`;

/** Each by the name that the command has where it was started. */
const TEXTS: Readonly<Record<string, (name: string) => string>> = { check, test, replay };

export const COMMANDS = Object.keys(TEXTS);

/**
 * The text for one command, or the overview.
 *
 * @param name how one calls all of them: `postern policy`
 */
export const helpText = (name: string, command = ''): string =>
  Object.hasOwn(TEXTS, command) ? (TEXTS[command] ?? overview)(name) : overview(name);
