// Numbers as people read them: with units, sensible digits, and no more of them than mean something.

const count = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const decimal = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** 12,345 */
export const formatCount = (value: number): string => count.format(value);

/** "1 document", "2,000 documents" */
export const formatPlural = (value: number, one: string, many = `${one}s`): string =>
  `${formatCount(value)} ${value === 1 ? one : many}`;

/** 4.5 M, 110 M, 812 k */
export function formatMagnitude(value: number): string {
  if (value >= 999_500) return `${decimal.format(value / 1e6)} M`;
  if (value >= 9_995) return `${decimal.format(value / 1e3)} k`;
  return formatCount(value);
}

/** Powers of 1,000, as disks and downloads are counted. */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let unit = 0;
  let value = bytes;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? formatCount(value) : decimal.format(value)} ${units[unit]}`;
}

/** "12 s", "3 min 20 s", "2 h 5 min", "4 d 3 h": two units at most, so that it does not dance. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return pair(Math.floor(whole / 60), "min", whole % 60, "s");
  if (whole < 86_400) return pair(Math.floor(whole / 3600), "h", Math.floor((whole % 3600) / 60), "min");
  return pair(Math.floor(whole / 86_400), "d", Math.floor((whole % 86_400) / 3600), "h");
}

const pair = (a: number, unitA: string, b: number, unitB: string) =>
  b === 0 ? `${a} ${unitA}` : `${a} ${unitA} ${b} ${unitB}`;

/** A loss in nats: 6.908, 0.693 */
export const formatLoss = (loss: number): string => (Number.isFinite(loss) ? loss.toFixed(3) : "not a number");

/** 12.3%, 0.42%, 100% */
export function formatPercent(share: number): string {
  const percent = 100 * share;
  if (percent > 0 && percent < 0.01) return "<0.01%";
  return `${percent >= 99.95 ? Math.round(percent) : percent < 1 ? percent.toFixed(2) : percent.toFixed(1)}%`;
}

/** A learning rate or a norm: 0.001, 5e-5, 1.23 */
export function formatSmall(value: number): string {
  if (value === 0) return "0";
  if (Math.abs(value) < 1e-3) return value.toExponential(2).replace(/\.?0+e/, "e");
  return decimal.format(value);
}

/** How long ago or when, short: "14:05" today, "21 Nov, 14:05" otherwise. */
export function formatTime(time: number, now = Date.now()): string {
  const date = new Date(time);
  const clock = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (date.toDateString() === new Date(now).toDateString()) return clock;
  return `${date.toLocaleDateString("en-GB", { day: "numeric", month: "short" })}, ${clock}`;
}
