// The world of the built-in stories: who lives where, what they do, have and like; what can be found at which place; what
// the weather brings. All of it is fixed, so that a hidden word can be told from the words around it and from what was
// said some sentences before.

export interface Trade {
  name: string;
  shop: string;
  work: string; // past tense
  goods: string; // plural
  tool: string;
  detail: string; // what the shop is always like
}

export const TRADES: readonly Trade[] = rows(`
  baker | bakery | baked bread and sweet rolls | loaves | rolling pin | the oven was warm and flour lay on every shelf
  miller | mill | ground corn and wheat | sacks of flour | wooden scoop | the great wheel turned and white dust hung in the air
  smith | forge | hammered red iron | horseshoes | heavy hammer | the fire roared and the anvil rang like a bell
  weaver | weaving room | wove wool into cloth | blankets | shuttle | the loom clicked and bright threads hung from the beams
  potter | pottery | shaped wet clay on a wheel | bowls | clay knife | new jugs stood drying beside the kiln
  fisher | boathouse | dried trout and silver herring | fish | net | wet nets hung over the boats and the floor smelled of tar
  beekeeper | honey house | filled jars with clover honey | jars of honey | smoke pot | golden combs dripped slowly into the jars
  carpenter | workshop | sawed planks and carved chairs | chairs | saw | curls of wood covered the floor like straw
  shepherd | sheepfold | watched the sheep and their lambs | fleeces | crook | the lambs slept close together on the hay
  gardener | greenhouse | grew cabbages and roses | cabbages | spade | green leaves pressed against the glass
  tailor | sewing room | cut and stitched coats | coats | needle | buttons of every colour filled the drawers
  cobbler | shoe shop | mended shoes and stitched boots | boots | awl | a long row of shoes waited under the window
  clockmaker | clock shop | repaired clocks and tiny watches | clocks | tiny screwdriver | a hundred clocks ticked and none agreed with another
  painter | studio | painted portraits and signs | pictures | brush | pots of paint stood open and the easel faced the light
  fiddler | music room | played dances and taught songs | fiddle strings | bow | fiddles hung on the wall and the floor was worn by dancing
  teacher | schoolhouse | taught children to read | notebooks | piece of chalk | the benches were small and maps covered the walls
  healer | herb house | mixed medicines and teas | bottles of medicine | mortar | dry herbs hung in bunches and the kettle always steamed
  sailor | harbour office | sold salt and timber from distant lands | barrels of salt | rope | charts were spread on the table and a ship's bell hung by the stairs
  librarian | library | lent stories to anyone who asked | books | ladder | shelves rose to the ceiling and pages rustled softly
  cook | inn | boiled soup and roasted ducks | pies | ladle | copper pans shone and the long tables were full of guests
  farmer | barn | milked cows and gathered eggs | eggs | pitchfork | the cows chewed quietly and hens sat in the straw
  woodcutter | wood yard | split logs for the winter | logs | axe | piles of logs stood higher than a man
  printer | print shop | printed posters and newspapers | newspapers | ink roller | the press thumped and fresh sheets hung on strings
  glassblower | glass house | blew bottles and coloured lamps | lamps | iron pipe | hot glass glowed orange and the windows threw rainbows`).map(
  ([name, shop, work, goods, tool, detail]) => ({ name, shop, work, goods, tool, detail }),
);

export interface Character {
  name: string;
  pronoun: "she" | "he";
  trade: Trade;
  trait: string;
  village: string;
  garment: string;
  food: string;
  pet: string;
}

const WOMEN = words(`
  Ada Agnes Alba Anya Astrid Beatrix Bella Bertha Brenna Cecily Clara Cora Dagny Delia Dora Edith Elina Elsa Emma Enid
  Esther Fenna Flora Freya Gerda Greta Hanna Hazel Hilda Ida Imogen Ingrid Irma Iris Judith Juno Karin Klara Leona Lotte
  Lucia Mabel Magda Marta Mathilda Mina Nadia Nell Nora Olga Orla Petra Ramona Rosa Ruth Sabina Selma Sigrid Sofia Thea
  Tilda Ursula Vera Wilma`);
const MEN = words(`
  Abel Adam Albert Anton Arne Arthur Basil Benno Boris Bruno Caspar Cedric Conrad Cyril Daniel David Edgar Edmund Emil
  Erik Ernest Felix Finn Franz Fritz Gregor Gustav Hamish Harold Hector Henrik Hugo Igor Isaac Ivan Jasper Joel Jonas
  Julius Karl Kaspian Laszlo Leo Linus Lorenz Ludwig Magnus Marcel Matthew Maurice Milo Moritz Nils Noah Oscar Otto
  Oswald Paul Quentin Ralph Rufus Simon Tobias Walter`);

const VILLAGES = words(`
  Ashcombe Birchwell Cranmoor Dunbrook Elmstead Foxley Greyport Hollowdale Kestrelby Larkhill Millbridge Northwater
  Oakridge Ravensford Stonehaven Thornby`);

const TRAITS = words(`
  patient brave shy cheerful stubborn curious clever gentle honest careful proud thoughtful generous quiet restless
  merry stern dreamy hopeful kind loyal nimble polite serious sleepy tidy wise witty eager humble strong warm-hearted`);

const GARMENTS = list(`
  red scarf, blue cap, green waistcoat, yellow shawl, brown jacket, purple robe, grey cloak, white apron, striped
  jersey, black hat, orange coat, checked shirt, linen smock`);

const FOODS = list(`
  honey cakes, plum jam, pea soup, roast chestnuts, apple pie, blackberry tart, goat cheese, ginger biscuits, baked
  potatoes, cherry cake, mushroom stew, buttered toast, pear dumplings, almond bread, walnut pudding, nut bread,
  smoked eel, pancakes, carrot salad`);

const PETS = list(`
  tabby cat, spotted dog, lame goose, old donkey, talking parrot, white rabbit, fat pony, black kitten, tame crow,
  woolly terrier, one-eyed cat, grey pigeon, small tortoise, long-haired goat, noisy rooster, lazy greyhound, tame
  squirrel`);

/** Everyone. Strides without a common factor spread trades, traits and tastes, so that no two people are alike. */
export const CHARACTERS: readonly Character[] = WOMEN.flatMap((name, i) => [
  character(name, "she", 2 * i),
  character(MEN[i], "he", 2 * i + 1),
]);

function character(name: string, pronoun: "she" | "he", i: number): Character {
  const round = Math.floor(i / VILLAGES.length);
  return {
    name,
    pronoun,
    trade: TRADES[(i * 5 + round * 7) % TRADES.length],
    trait: TRAITS[(i * 11 + round * 3) % TRAITS.length],
    village: VILLAGES[i % VILLAGES.length],
    garment: GARMENTS[i % GARMENTS.length],
    food: FOODS[i % FOODS.length],
    pet: PETS[i % PETS.length],
  };
}

/** Those who live in the same village: only they meet. */
export function neighboursOf({ name, village }: Character): Character[] {
  return CHARACTERS.filter((other) => other.village === village && other.name !== name);
}

export type Place = {
  name: string;
  in: string; // the preposition
  first: string; // what is always there
  second: string;
  many: string; // plural
};

export const PLACES: readonly Place[] = rows(`
  forest | in | hollow oak | fallen pine | tall ferns
  lake | at | rotten pier | rowing boat | yellow reeds
  hill | on | lonely birch | stone bench | wild goats
  island | on | fishing hut | white beach | nesting gulls
  cave | in | dark pool | narrow crack | hanging bats
  tower | in | winding stair | broken window | rusty chains
  orchard | in | crooked apple tree | wooden fence | baskets of fruit
  meadow | in | small brook | hay wagon | purple clover flowers
  marsh | in | plank path | dead willow | croaking frogs
  waterfall | at | slippery ledge | deep basin | mossy boulders
  quarry | in | loading crane | chalk wall | square blocks
  vineyard | in | grape press | sunny terrace | tangled vines
  beach | on | wrecked ship | driftwood log | pink shells
  fairground | at | painted carousel | puppet tent | paper lanterns
  chapel | in | carved door | brass bell | tall candles
  castle | in | empty throne | stone lion | faded banners
  valley | in | shallow ford | beehive | grazing horses
  mountain | on | snow field | climbers' cabin | sharp cliffs
  lighthouse | in | huge lamp | iron railing | coils of cable
  railway station | at | ticket window | round clock | waiting trunks
  museum | in | whale skeleton | marble statue | glass cases
  canal | at | lock gate | coal barge | floating swans
  desert road | on | dry fountain | sleeping camel | spiny bushes
  graveyard | in | leaning cross | black yew | marble angels`).map(([name, preposition, first, second, many]) => ({
  name,
  in: `${preposition} the ${name}`,
  first,
  second,
  many,
}));

export interface Thing {
  name: string;
  isMany: boolean;
}

/** Small things that people carry, lose, give and mend. */
export const THINGS: readonly Thing[] = [
  ...list(`
  brass key, wooden flute, silver ring, glass marble, leather purse, tin whistle, oil lantern, pocket compass, ivory
  comb, clay pipe, copper kettle, music box, folding knife, walking stick, pearl necklace, china cup, straw basket,
  wool sock, velvet pouch, paper kite, magnifying glass, pocket watch, golden coin, carved spoon, toy soldier, rag
  doll, spinning top, feather pen, sealed bottle, little mirror, thick diary, school slate, birthday card, sea
  chart, hand bell, iron padlock, jade button, amber bead, cork float, fur glove, silk handkerchief, bone needle,
  riding whip, milk jug, tea tin, telescope, harmonica, tambourine, umbrella, chessboard`).map((name) => ({
    name,
    isMany: false,
  })),
  ...list("reading glasses, dancing shoes, wedding spoons, playing cards, knitting needles, skating boots").map(
    (name) => ({ name, isMany: true }),
  ),
];

export type Weather = {
  name: string;
  opening: string; // templates: the cause,
  effect: string; // what it does to a road,
  trouble: string; // and to a person,
  end: string; // and how it ends
};

export const WEATHERS: readonly Weather[] = rows(`
  rain | It had rained for three days in {hero.village}. | the road was deep in mud | {hero} had wet feet | the rain stopped
  snow | Snow had fallen in the night on the {hero.shop} of {hero}. | the path had vanished | {hero} shivered | the snow melted
  fog | Thick fog lay over the {hero.shop} of {hero}. | nobody could see three steps | {hero} walked slowly | the fog lifted
  wind | A wild wind blew around the {hero.shop} of {hero}. | branches lay in the lane | {hero} held on to the {hero.garment} | the wind dropped
  heat | It was the hottest week of the year in {hero.village}. | the wells were dry | {hero} rested in the shade | a cool breeze came
  frost | {hero} scraped the frost off the windows of the {hero.shop}. | the ponds were frozen | {hero} slipped twice | the ice began to crack
  thunder | {hero} heard thunder over {hero.village}. | lightning had split a poplar | {hero} jumped at every bang | a rainbow stood in the sky
  sunshine | The sun shone brightly into the {hero.shop} of {hero}. | daisies lined the road | {hero} whistled like a blackbird | the sun went down red`).map(
  ([name, opening, effect, trouble, end]) => ({ name, opening, effect, trouble, end }),
);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** Items between commas, wherever the lines break. */
function list(text: string): string[] {
  return text.split(",").map((item) => words(item).join(" "));
}

/** One row a line, its cells between bars. */
function rows(table: string): string[][] {
  return table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(" | "));
}
