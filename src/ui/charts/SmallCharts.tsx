// The quieter measurements below the losses: accuracies, learning rate, gradient norm, throughput.

import { useMemo } from "react";
import { useView } from "../../store/view";
import { formatCount, formatPercent, formatSmall } from "../format";
import styles from "./charts.module.css";
import { LineSample } from "./ChartTooltip";
import { MetricChart, type ChartSeries } from "./MetricChart";
import { useEvaluationSeries, useTrainingSeries } from "./useSeries";

const WORDS = "var(--data-words)";
const PAIRS = "var(--data-pairs)";
const NEUTRAL = "var(--line-strong)";
const SMALL = { small: true };

export function SmallCharts({ pairs }: { pairs: boolean }) {
  return (
    <div className={styles.small}>
      <AccuracyChart pairs={pairs} />
      <SmallChart
        title="Learning rate"
        series={useTrainingSeries("learningRate", "Learning rate", NEUTRAL, { small: true, smoothable: false })}
        format={formatSmall}
      />
      <SmallChart
        title="Gradient norm"
        series={useTrainingSeries("gradNorm", "Gradient norm", NEUTRAL, SMALL)}
        format={formatSmall}
      />
      <SmallChart
        title="Tokens per second"
        series={useTrainingSeries("tokensPerSecond", "Tokens per second", NEUTRAL, SMALL)}
        format={formatCount}
      />
    </div>
  );
}

function AccuracyChart({ pairs }: { pairs: boolean }) {
  const words = useTrainingSeries("mlmAccuracy", "Words", WORDS, SMALL);
  const wordsHeldOut = useEvaluationSeries("mlmAccuracy", "Words, held-out", WORDS, true);
  const sentences = useTrainingSeries("nspAccuracy", "Pairs", PAIRS, SMALL);
  const sentencesHeldOut = useEvaluationSeries("nspAccuracy", "Pairs, held-out", PAIRS, true);
  const series = useMemo(
    () => [...words, wordsHeldOut, ...(pairs ? [...sentences, sentencesHeldOut] : [])],
    [pairs, words, wordsHeldOut, sentences, sentencesHeldOut],
  );
  return <SmallChart title="Accuracy" series={series} format={formatPercent} legend />;
}

interface SmallChartProps {
  title: string;
  series: readonly ChartSeries[];
  format: (value: number) => string;
  legend?: boolean;
}

function SmallChart({ title, series, format, legend = false }: SmallChartProps) {
  const axis = useView((s) => s.axis);
  const shown = series.filter(({ dashed, faint }) => !dashed && !faint);
  return (
    <figure className={styles.figure} aria-label={`${title} chart`}>
      <figcaption className={styles.caption}>
        <span className={styles.title}>{title}</span>
        {shown.map(({ key, name, color, points }) => (
          <span key={key} className={styles.legend}>
            {legend && <LineSample color={color} />}
            {legend && name} {points.length > 0 ? format(points[points.length - 1].y) : "–"}
          </span>
        ))}
      </figcaption>
      <MetricChart series={series} axis={axis} height={7.5} format={format} compact />
    </figure>
  );
}
