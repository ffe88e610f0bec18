// Fields bound to one value of the configuration by its path: they show what is wrong with it, and an emptied field goes
// back to the recipe's value.

import { NumberInput, Switch } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { setOption, usePlan } from "../../store/config";
import { valueAt, type ConfigPath } from "../../store/overrides";
import { formatSmall } from "../format";

interface OptionProps {
  path: ConfigPath;
  label: string;
  description?: ReactNode;
  disabled?: boolean;
}

interface NumberOptionProps extends OptionProps {
  min?: number;
  max?: number;
  step?: number;
  integer?: boolean;
  suffix?: string;
}

export function NumberOption({
  path,
  label,
  description,
  disabled,
  integer = false,
  step,
  ...rest
}: NumberOptionProps) {
  const { config, recipe, problems } = usePlan();
  const [draft, setDraft] = useState<number | string | null>(null); // as typed: "0.00" is on the way to a number
  const value = valueAt(config, path);
  const own = valueAt(recipe, path);
  const changed = value !== own && typeof own === "number";
  return (
    <NumberInput
      label={label}
      description={
        changed ? (
          <>
            Recipe: {formatSmall(own)}. {description}
          </>
        ) : (
          description
        )
      }
      value={draft ?? (typeof value === "number" ? value : "")}
      onChange={(next) => {
        setDraft(next);
        if (typeof next === "number") setOption(path, next);
      }}
      onBlur={() => {
        if (draft === "") setOption(path, null);
        setDraft(null);
      }}
      error={problems[path]}
      disabled={disabled}
      allowDecimal={!integer}
      decimalScale={integer ? 0 : 10}
      step={step ?? (integer ? 1 : 0.01)}
      {...rest}
    />
  );
}

export function SwitchOption({ path, label, description, disabled }: OptionProps) {
  const { config } = usePlan();
  return (
    <Switch
      label={label}
      description={description}
      checked={valueAt(config, path) === true}
      onChange={(event) => setOption(path, event.currentTarget.checked)}
      disabled={disabled}
    />
  );
}
