// Light, dark, or as the system has it.

import { SegmentedControl, VisuallyHidden, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";

const SCHEMES: { value: MantineColorScheme; name: string; Icon: typeof IconSun }[] = [
  { value: "light", name: "Light", Icon: IconSun },
  { value: "dark", name: "Dark", Icon: IconMoon },
  { value: "auto", name: "As the system", Icon: IconDeviceDesktop },
];

export function ColorSchemeButton() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      size="xs"
      aria-label="Colour scheme"
      value={colorScheme}
      onChange={(value) => setColorScheme(value)}
      data={SCHEMES.map(({ value, name, Icon }) => ({
        value,
        label: (
          <>
            <Icon size={16} aria-hidden style={{ display: "block" }} />
            <VisuallyHidden>{name}</VisuallyHidden>
          </>
        ),
      }))}
    />
  );
}
