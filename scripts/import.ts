/**
 * `npm run import -- FILE`: sends a CSV of listings to a shop through its API, as staff. May be killed and started
 * again: it goes on where it was. docs/import.md explains the files, the options and what becomes of each row.
 */

import { ImportApi } from './import/import-api.ts';
import { HELP, readOptions } from './import/options.ts';
import { Progress } from './import/progress.ts';
import { writeReport } from './import/report.ts';
import { type Outcome, sendFile } from './import/send-file.ts';
import { ScriptFailure } from './script-failure.ts';
import { StaffClient } from './staff-client.ts';

try {
  const options = readOptions(process.argv.slice(2));
  if (options === null) console.log(HELP);
  else {
    const progress = new Progress(process.stdout);
    process.once('SIGINT', () => {
      progress.end();
      console.log('Stopped. The same command goes on where this was.');
      process.exit(130);
    });
    const client = new ImportApi(await StaffClient.signIn(options.url, options.login));
    const outcome = await sendFile(client, options, progress);
    progress.end();
    if (options.reportFile !== null) await writeReport(options.reportFile, outcome.rejections);
    summarise(outcome, options.isDryRun, options.reportFile);
  }
} catch (error) {
  if (!(error instanceof ScriptFailure)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}

function summarise({ state, rows, seconds }: Outcome, isDryRun: boolean, reportFile: string | null): void {
  const { created, updated, unchanged, rejected } = state;
  console.log(`
${isDryRun ? 'Dry run: nothing was written. It would be' : 'Imported'}
  ${created} created, ${updated} updated, ${unchanged} unchanged, ${rejected} rejected: ${created + updated + unchanged + rejected} rows
  ${seconds.toFixed(1)} s for the ${rows} rows of this run${seconds > 0 ? `, ${Math.round(rows / seconds)} rows/s` : ''}
  import ${state.importId}${reportFile === null ? '' : `\n  rejected rows are in ${reportFile}`}`);
}
