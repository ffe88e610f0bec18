// How to look at the curves: smoothing, axes.

import { Group, SegmentedControl, Slider, Switch, Text } from "@mantine/core";
import { setView, useView } from "../../store/view";

export function ChartControls() {
  const { axis, logarithmic, smoothing } = useView();
  return (
    <Group gap="lg" wrap="wrap">
      <Group gap="sm" wrap="nowrap">
        <Text size="sm" id="smoothing-label">
          Smoothing
        </Text>
        <Slider
          w={112}
          size="sm"
          min={0}
          max={0.98}
          step={0.02}
          value={smoothing}
          onChange={(value) => setView({ smoothing: value })}
          label={(value) => value.toFixed(2)}
          thumbProps={{ "aria-labelledby": "smoothing-label" }}
        />
      </Group>
      <Switch
        label="Log scale"
        checked={logarithmic}
        onChange={(event) => setView({ logarithmic: event.currentTarget.checked })}
      />
      <SegmentedControl
        size="xs"
        aria-label="Horizontal axis"
        value={axis}
        onChange={(value) => setView({ axis: value === "time" ? "time" : "step" })}
        data={[
          { value: "step", label: "Steps" },
          { value: "time", label: "Time" },
        ]}
      />
    </Group>
  );
}
