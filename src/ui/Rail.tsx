// The seven places in the order of the data, each with its state at a glance.

import {
  IconActivity,
  IconAdjustments,
  IconAlertTriangle,
  IconArchive,
  IconCircle,
  IconCircleCheck,
  IconCube,
  IconFileText,
  IconLoader2,
  IconMessageQuestion,
  IconScissors,
  type Icon,
} from "@tabler/icons-react";
import { PLACES, usePlace, type Place } from "../store/place";
import { ColorSchemeButton } from "./controls/ColorSchemeButton";
import styles from "./Rail.module.css";
import { usePlaceStates, type PlaceState } from "./placeStates";

export const MAIN_ID = "main";

const PLACE_NAMES: Record<Place, string> = {
  corpus: "Corpus",
  tokenizer: "Tokenizer",
  model: "Model",
  pretraining: "Pretraining",
  train: "Train",
  probe: "Probe",
  runs: "Runs and checkpoints",
};

const ICONS: Record<Place, Icon> = {
  corpus: IconFileText,
  tokenizer: IconScissors,
  model: IconCube,
  pretraining: IconAdjustments,
  train: IconActivity,
  probe: IconMessageQuestion,
  runs: IconArchive,
};

const STATE_ICONS: Record<PlaceState["kind"], { Icon: Icon; label: string }> = {
  empty: { Icon: IconCircle, label: "empty" },
  ready: { Icon: IconCircleCheck, label: "ready" },
  working: { Icon: IconLoader2, label: "working" },
  problem: { Icon: IconAlertTriangle, label: "problem" },
};

export function Rail() {
  const open = usePlace((s) => s.place);
  const states = usePlaceStates();
  return (
    <nav className={styles.rail} aria-label="Places">
      <button type="button" className={styles.skip} onClick={() => document.getElementById(MAIN_ID)?.focus()}>
        Skip to content
      </button>
      <div className={styles.brand}>
        <img src="/icon.svg" alt="" width={28} height={28} />
        <span>Cloze Studio</span>
      </div>
      <ul className={styles.places}>
        {PLACES.map((place) => (
          <PlaceLink key={place} place={place} state={states[place]} current={place === open} />
        ))}
      </ul>
      <div className={styles.foot}>
        <ColorSchemeButton />
      </div>
    </nav>
  );
}

function PlaceLink({ place, state, current }: { place: Place; state: PlaceState; current: boolean }) {
  const Icon = ICONS[place];
  const { Icon: StateIcon, label } = STATE_ICONS[state.kind];
  const id = `state-${place}`;
  return (
    <li>
      <a
        href={`#${place}`}
        className={styles.place}
        aria-label={PLACE_NAMES[place]}
        aria-describedby={id}
        aria-current={current ? "page" : undefined}
      >
        <Icon size={20} stroke={1.6} className={styles.icon} aria-hidden />
        <span className={styles.name}>{PLACE_NAMES[place].split(" ")[0]}</span>
        <span className={styles.state} id={id}>
          <span className={styles.stateText}>{state.text}</span>
          <StateIcon size={15} className={styles.stateIcon} data-kind={state.kind} aria-label={label} />
        </span>
      </a>
    </li>
  );
}
