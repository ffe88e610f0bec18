// What a named job is doing, with a way to cancel it, and its failure if it had one. Takes no room while all is quiet.

import { Button, Group, Progress, Text } from "@mantine/core";
import { cancelJob, dismissFailure, useJobs, type Job, type JobName } from "../../store/jobs";
import { formatBytes, formatCount, formatPlural } from "../format";
import styles from "./controls.module.css";
import { FailureNote } from "./FailureNote";

/** Only the failure: for short jobs whose progress is not worth a line that comes and goes. */
export function JobFailure({ name }: { name: JobName }) {
  const failure = useJobs((s) => s.failures[name]);
  return failure ? <FailureNote failure={failure} onDismiss={() => dismissFailure(name)} /> : null;
}

export function JobStatus({ name, cancellable = true }: { name: JobName; cancellable?: boolean }) {
  const job = useJobs((s) => s.jobs[name]);
  const failed = useJobs((s) => s.failures[name] !== undefined);
  if (failed) return <JobFailure name={name} />;
  if (!job) return null;
  return (
    <div className={styles.job}>
      <Group justify="space-between" wrap="nowrap" gap="md">
        <Text size="sm">
          {job.cancelling ? "Cancelling" : job.phase}
          <Text span c="dimmed" size="sm">
            {amountOf(job)}
          </Text>
        </Text>
        {cancellable && (
          <Button variant="default" size="compact-sm" disabled={job.cancelling} onClick={() => cancelJob(name)}>
            Cancel
          </Button>
        )}
      </Group>
      <JobBar job={job} />
    </div>
  );
}

/** The bar alone; striped while the total is unknown. */
export function JobBar({ job }: { job: Job }) {
  const share = shareOf(job);
  return (
    <Progress
      value={share === null ? 100 : 100 * share}
      size="sm"
      striped={share === null}
      animated={share === null}
      aria-label={job.phase || "Working"}
      transitionDuration={150}
    />
  );
}

const shareOf = ({ done, total }: Job) => (total ? Math.min(1, done / total) : null);

function amountOf(job: Job): string {
  const format = job.unit === "bytes" ? formatBytes : formatCount;
  const parts: string[] = [];
  if (job.unit) {
    const unit = job.unit === "bytes" ? "" : ` ${job.unit}`;
    parts.push(
      job.total === null ? `${format(job.done)}${unit}` : `${format(job.done)} of ${format(job.total)}${unit}`,
    );
  }
  if (job.documents !== undefined) parts.push(formatPlural(job.documents, "document"));
  if (job.sentences !== undefined) parts.push(formatPlural(job.sentences, "sentence"));
  return parts.length > 0 ? ` · ${parts.join(" · ")}` : "";
}
