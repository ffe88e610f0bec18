// How a command of this project ends: exit codes that scripts may rely on, and the error that carries one with its
// sentence. Plain JavaScript: set-up runs it before anything is installed.

export const EXIT = {
  done: 0,
  failed: 1, // a check of `npm test`, or a defect of ours
  usage: 2,
  input: 3,
  environment: 4, // no usable browser or adapter, packages not installable
  training: 5,
  interrupted: 130, // after Ctrl-C, once everything is saved
};

/** Ends a command with a sentence for the person instead of a stack trace. */
export class ExitError extends Error {
  /**
   * @param {number} exitCode
   * @param {string} message
   */
  constructor(exitCode, message) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Tells the person something; stdout stays for results. @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a command to its exit code.
 * @param {() => Promise<number>} command
 */
export async function runCommand(command) {
  try {
    process.exitCode = await command();
  } catch (error) {
    if (error instanceof ExitError) say(error.message);
    else say(String(error instanceof Error ? error.stack : error));
    process.exitCode = error instanceof ExitError ? error.exitCode : EXIT.failed;
  }
}
