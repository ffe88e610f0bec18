// What happens in the built-in stories. A plot is a list of beats, a beat is told in one of several ways, and every beat
// holds in its own words to what came before: what was taken stays with its taker, what was broken is mended by the one
// who can. Sentences are short and name their people, thing or place, so that any two parts of a story know each other.

/** One step of a story, told in one of these ways. */
export type Beat = readonly string[];

/** Who the story is about. */
export const OPENING: readonly Beat[] = beats(`
  {hero} was a(n) {hero.trait} {hero.trade} from {hero.village}.
  / In {hero.village} there lived a(n) {hero.trait} {hero.trade} called {hero}.
  / Everyone in {hero.village} knew {hero}, the {hero.trait} {hero.trade}.
  / There was once a(n) {hero.trait} {hero.trade} whose name was {hero}.
  Every day {hero} {hero.work} in the {hero.shop}.
  / {hero} worked in the {hero.shop}, where {hero.detail}.
  / {hero} wore a(n) {hero.garment} and loved {hero.food}.
  / {hero} kept a(n) {hero.pet} in the {hero.shop}.
  The best friend of {hero} was {friend}, the {friend.trade}.
  / {hero} and {friend} the {friend.trade} were old friends.
  / {friend}, who {friend.work}, lived next door to {hero}.
  / {hero} liked {friend}, because {friend.he} was so {friend.trait}.`);

/** In six of ten stories: what the weather does. Weather sentences are in sampleWorld, cause, effect and end. */
export const WEATHER_BEATS: readonly Beat[] = beats(`
  {weather.opening}
  Because of the {weather} {weather.effect}.
  / {weather.effect}, and {weather.trouble}.`);

/** In the same stories, before the last sentence: how it ends. */
export const WEATHER_END: Beat = [
  "At last {weather.end}, and {hero} [went|walked] home with {friend}.",
  "In the evening {weather.end}, and {hero} was glad.",
];

/** How a story ends: an evening, unless the weather had its own, and a last word. */
export const CLOSING: readonly [Beat, Beat] = [
  [
    "That evening {hero} and {friend} ate some {hero.food} together.",
    "{hero} made some {friend.food}, because {friend} liked that best.",
    "{hero} went home to {hero.village}, where the {hero.pet} was waiting.",
    "{hero} and {friend} [laughed|talked|sang] until the stars came out.",
  ],
  [
    '"You are as {hero.trait} as ever," {friend} told {hero}.',
    "From that day on {hero} and {friend} were even better friends.",
    "{hero} and {friend} never forgot the {thing}.",
    "And in the {hero.shop} {hero} often told the story of the {thing}.",
  ],
];

/** The middles. Each one uses hero, friend, thing and place. */
export const PLOTS: readonly (readonly Beat[])[] = [
  // Lost and found
  beats(`
    One [morning|evening] {hero} could not find {hero.his} {thing}.
    / One day {hero} missed {hero.his} {thing}.
    {hero} looked for the {thing} in every corner of the {hero.shop}.
    / The {thing} {thing.was} not in the pocket of {hero}.
    "I must have lost my {thing.noun} {place.in}," {hero} told {friend}.
    / {hero} remembered that {hero.he} had been {place.in} with the {thing}.
    {friend} took {hero} by the hand and promised to help.
    / {friend} put down the {friend.tool} at once to help {hero}.
    {hero} and {friend} hurried to the {place} and searched everywhere.
    / At the {place} {hero} looked behind the {place.many}.
    {hero} found nothing near the {place.first} and began to cry.
    / Behind the {place.first} {hero} found only a snail.
    Then {friend} saw the {thing} of {hero} beside the {place.second}.
    / "Here {thing.is} your {thing.noun}, {hero}!" called {friend} from the {place.second}.
    {hero} hugged {friend} and put the {thing} safely away.
    / {hero} thanked {friend} and never lost the {thing} again.`),
  // A present
  beats(`
    Soon it was the birthday of {friend}, and {hero} needed a present.
    / {hero} wanted to give {friend} something special for {friend.his} birthday.
    {hero} knew that {friend} wished for {thing.a}.
    / "{friend} has always wanted {thing.a}," {hero} told the {hero.pet}.
    So {hero} sold ten {hero.goods} and saved every penny.
    / {hero} worked late with the {hero.tool} to earn some money.
    On Saturday {hero} bought {thing.a} {place.in}.
    / A pedlar {place.in} sold {hero} the {thing}.
    {hero} hid the {thing} under the {hero.garment}.
    / {hero} wrapped the {thing} in paper and tied a bow.
    On the birthday {hero} gave the parcel to {friend}.
    / After supper {hero} handed the parcel to {friend}.
    {friend} opened the parcel from {hero} with shaking fingers.
    / {friend} opened it, saw the {thing} and kissed {hero}.
    {friend} held the {thing} up to the light and thanked {hero}.
    / "{thing.this} {thing.is} the best present of my life," {friend} told {hero}.`),
  // A hole in the roof
  beats(`
    At midnight a loud crash woke {hero}.
    / One night {hero} heard a terrible noise above the bed.
    A piece of the roof had fallen into the {hero.shop} of {hero}.
    / {hero} found a big hole in the roof of the {hero.shop}.
    Water dripped on the {hero.goods}, and {hero} was in despair.
    / Through the hole {hero} could see the moon.
    {hero} ran to {friend} and knocked until {friend.he} woke.
    / "Wake up, {friend}, my roof is broken!" shouted {hero}.
    {friend} climbed up with the {friend.tool}, and {hero} held the ladder.
    / {friend} brought the {friend.tool} and looked at the roof of {hero}.
    {hero} and {friend} fetched some boards from the {place}.
    / {hero} found boards {place.in}, next to the {place.second}.
    Between the broken tiles {hero} discovered {thing.a}.
    / While {friend} nailed the boards, {hero} found {thing.a}.
    For the new roof {hero} gave the {thing} to {friend}.
    / "Keep the {thing.noun}," {hero} said to {friend} when the roof was whole.`),
  // Fever
  beats(`
    One Monday {hero} saw that the {friend.shop} of {friend} was closed.
    / {hero} saw no smoke over the house of {friend}.
    {friend} lay in bed with a fever, and {hero} was worried.
    / "My head is hot and hurts," {friend} whispered to {hero}.
    {hero} cooked some {friend.food}, but {friend} could not eat.
    / {hero} put a cold cloth on the forehead of {friend}.
    A doctor told {hero} about a blue herb {place.in}.
    / "Only a herb {place.in} can help {friend}," a doctor told {hero}.
    {hero} took {thing.a} for luck and went to the {place}.
    / With {thing.a} for luck {hero} walked to the {place}.
    {hero} found the blue herb close to the {place.first}.
    / Among the {place.many} {hero} picked the blue herb.
    {hero} boiled the herb into a bitter tea for {friend}.
    / {friend} drank the bitter tea that {hero} had made.
    The fever was gone, and {hero} gave {friend} the {thing}.
    / {friend} was well again, and {hero} kissed the lucky {thing.noun}.`),
  // The runaway pet
  beats(`
    One evening the {hero.pet} of {hero} ran away.
    / {hero} left the gate open, and the {hero.pet} ran away.
    {hero} called for the {hero.pet} all night long.
    / "Have you seen my {hero.pet}?" {hero} asked {friend}.
    {friend} saw small tracks that led {hero} to the {place}.
    / A child had seen it {place.in}, {friend} told {hero}.
    {hero} took {thing.a}, because the {hero.pet} loved to play with {thing.it}.
    / {hero} shook {thing.a}, because the {hero.pet} knew that sound.
    {hero} and {friend} crept past the {place.many}.
    / Something moved near the {place.many}, and {hero} stopped.
    The {hero.pet} of {hero} was asleep beside the {place.second}.
    / The {hero.pet} sat by the {place.first} and trembled when {hero} came.
    {hero} carried the {hero.pet} home in {hero.his} arms.
    / The {hero.pet} was hungry, and {hero} gave it some {hero.food}.
    {friend} went behind {hero} and carried the {thing}.
    / {friend} laughed and waved the {thing} of {hero}.`),
  // The seed
  beats(`
    {hero} found a round seed {place.in} and showed it to {friend}.
    / A stranger from the {place} gave {hero} a round seed.
    {hero} and {friend} planted the seed behind the {hero.shop}.
    / {friend} dug a hole, and {hero} laid the seed in it.
    {hero} marked the spot of the seed with {thing.a}.
    / So that nobody stepped on the seed, {hero} put {thing.a} there.
    Every morning {hero} and {friend} watered the seed.
    / {hero} brought water, and {friend} pulled the weeds.
    For weeks nothing grew, but {hero} was patient.
    / "Nothing will ever grow here," {friend} said to {hero}.
    In May {hero} saw a green leaf and called {friend}.
    / Then a green shoot came up, and {hero} danced with {friend}.
    The shoot became a tree, and {hero} and {friend} picked its fruit.
    / Years later {hero} sat with {friend} in the shade of the tree.
    {hero} hung the {thing} on the tree for {friend}.
    / The {thing} of {hero} still {thing.hangs} on that tree.`),
  // Broken and mended
  beats(`
    {hero} had {thing.a} from {hero.his} grandmother.
    / The dearest thing that {hero} had {thing.was} {thing.a}.
    One day {hero} dropped the {thing} on the stairs.
    / One day {hero} stumbled over the {hero.pet} with the {thing}.
    The {thing} broke in two, and {hero} wept.
    / {hero} picked up the pieces of the {thing}.
    "Can you mend my {thing.noun}?" {hero} asked {friend}.
    / {hero} carried the pieces of the {thing} to {friend}.
    {friend} needed glue from the {place}, and {hero} went there.
    / "The best glue is {place.in}," {friend} told {hero}.
    {hero} scraped some glue from the {place.first}.
    / Among the {place.many} {hero} found a lump of glue.
    {friend} mended the {thing} of {hero} with the {friend.tool}.
    / {friend} joined the pieces, and {hero} held the {friend.tool}.
    {hero} thanked {friend}, for the {thing} {thing.was} whole again.
    / {hero} could not see where the {thing} had been broken.`),
  // Market day
  beats(`
    On market day {hero} drove to the {place} with {hero.goods}.
    / There was a market {place.in}, and {hero} brought {hero.goods}.
    {hero} set up {hero.his} stall by the {place.first}.
    / {friend} had a stall beside {hero} and sold {friend.goods}.
    Nobody bought the {hero.goods} of {hero}.
    / At noon {hero} had not sold any {hero.goods}.
    A lady in silk offered {hero} {thing.a} for the {hero.goods}.
    / A traveller wanted the {hero.goods} and showed {hero} {thing.a}.
    {hero} asked {friend} about the {thing}.
    / {friend} looked very closely at the {thing} for {hero}.
    "{thing.they} {thing.is} worth more than gold," {friend} told {hero}.
    / "Take the {thing.noun}, {hero}!" whispered {friend}.
    So {hero} traded the {hero.goods} for the {thing}.
    / {hero} gave away the {hero.goods} and took the {thing}.
    {hero} held the {thing} all the way home, and {friend} drove.
    / {hero} hung the {thing} over the door of the {hero.shop}.`),
  // Lost in the dark
  beats(`
    Late one night {hero} walked home from the {place}.
    / It was already dark when {hero} left the {place}.
    {hero} took the wrong turn and lost {hero.his} way.
    / {hero} could not find the road to {hero.village}.
    {hero} passed the {place.first} twice and was afraid.
    / {hero} could see only the {place.many} in the dark.
    {hero} had nothing in {hero.his} bag but {thing.a}.
    / {hero} had {thing.a}, but no candle.
    Meanwhile {friend} waited for {hero} and grew uneasy.
    / At home {friend} wondered where {hero} could be.
    {friend} lit a torch and went to the {place} to find {hero}.
    / {friend} took a torch and called the name of {hero}.
    {hero} saw the torch and beat on the {thing}.
    / "I am near the {place.second}, {friend}!" cried {hero}.
    {friend} led {hero} home, and {hero} gave {friend.him} the {thing}.
    / {friend} brought {hero} home, and {hero} still held the {thing}.`),
  // A quarrel
  beats(`
    One day {hero} and {friend} found {thing.a} {place.in}.
    / Beside the {place.first} {hero} and {friend} found {thing.a}.
    {hero} wanted to have the {thing}, and so did {friend}.
    / {hero} and {friend} began to quarrel about the {thing}.
    "The {thing.noun} {thing.is} mine, I saw {thing.it} first!" shouted {hero}.
    / {hero} said that the {thing} {thing.was} {hero.his} own.
    {friend} pulled the {thing} away from {hero}.
    / {friend} kept the {thing} and left {hero} alone.
    For a week {hero} and {friend} did not speak.
    / {hero} crossed the street whenever {friend} came along.
    Without {friend} the days of {hero} were long.
    / {hero} was so sad that {hero.he} did not touch the {hero.food}.
    Then {friend} brought the {thing} to the {hero.shop} of {hero}.
    / "I am sorry, {hero}," said {friend} and held out the {thing}.
    {hero} forgave {friend}, and they shared the {thing}.
    / "A friend is worth more than {thing.a}," {hero} told {friend}.`),
  // The contest
  beats(`
    Every year there was a race from {hero.village} to the {place}.
    / The mayor of {hero.village} announced a race to the {place}.
    The prize was {thing.a}, and {hero} wanted to win.
    / Whoever won would get {thing.a}, the mayor told {hero}.
    {friend} was the fastest rival of {hero}.
    / {friend} wished to win the {thing} as much as {hero}.
    The drum sounded, and {hero} and {friend} ran side by side.
    / At the signal {hero} started behind {friend}.
    Near the {place.first} {friend} fell, and {hero} heard the cry.
    / {friend} fell beside the {place.second} and called for {hero}.
    {hero} stopped and turned back to help {friend}.
    / {hero} forgot the prize and knelt down beside {friend}.
    {hero} carried {friend} past the {place.many} to the end of the race.
    / Leaning on {hero}, {friend} limped past the {place.many}.
    The mayor gave {hero} the {thing}, because {hero.he} had helped {friend}.
    / "The {thing.noun} {thing.belongs} to {hero}," said the mayor to {friend}.`),
  // The letter
  beats(`
    The postman brought {hero} a letter without a name.
    / {hero} found a letter under the door of the {hero.shop}.
    The letter asked {hero} to bring {thing.a} to the {place}.
    / "Bring {thing.a} to the {place}," {hero} read in the letter.
    {friend} did not know the handwriting either, and {hero} wondered.
    / {friend} thought that it was a trick, but not {hero}.
    So {hero} took {thing.a} and went to the {place}.
    / {hero} packed the {thing}, and {friend} took the {friend.tool}.
    {hero} and {friend} waited by the {place.first} until sunset.
    / {hero} stood by the {place.second}, and {friend} hid.
    Then a stranger called {hero} from behind the {place.many}.
    / A stranger came past the {place.many} and greeted {hero}.
    "I am your cousin, {hero}, and {thing.this} {thing.is} my {thing.noun}."
    / The stranger was a long lost cousin of {hero}.
    {hero} gave up the {thing} gladly, and {friend} cried with joy.
    / {hero} handed over the {thing} with tears, and {friend} smiled.`),
  // A day as an apprentice
  beats(`
    {hero} was tired of work and wanted to learn from {friend}.
    / "Today I will be a(n) {friend.trade} like you," {hero} told {friend}.
    {friend} gave {hero} the {friend.tool} and an apron.
    / {hero} went to the {friend.shop} and took the {friend.tool} of {friend}.
    But {hero} broke the {friend.tool} at once.
    / {hero} spoiled the {friend.goods}, and {friend} sighed.
    Then {friend} sent {hero} to the {place} with {thing.a}.
    / {friend} asked {hero} to carry {thing.a} to the {place}.
    {hero} marched past the {place.many} with the {thing}.
    / {hero} rested by the {place.first} and looked at the {thing}.
    Beside the {place.second} {hero} sold the {thing}.
    / A customer at the {place} paid {hero} well for the {thing}.
    {hero} brought all the money to {friend}.
    / {hero} counted the silver into the hand of {friend}.
    "It is hard to be a(n) {friend.trade}," {hero} told {friend}.
    / "Stay a(n) {hero.trade}, {hero}," said {friend} kindly.`),
  // A noise in the night
  beats(`
    Every night {hero} heard a strange noise from the {place}.
    / Something howled {place.in}, and {hero} could not sleep.
    "There is a ghost {place.in}," {hero} told {friend}.
    / {hero} believed in ghosts, but {friend} did not.
    {friend} laughed at {hero} and promised to come along.
    / At midnight {hero} and {friend} went to the {place}.
    {hero} held {thing.a} like a sword and followed {friend}.
    / {hero} took {thing.a} along, and {friend} took a lamp.
    Near the {place.second} {hero} saw two yellow eyes.
    / The noise grew louder by the {place.first}, and {hero} shivered.
    {hero} dropped the {thing}, and {friend} picked {thing.it} up.
    / "Who is there?" called {hero} and raised the {thing}.
    It was only an owl in a net, and {hero} cut it free.
    / It was only a hurt owl, and {friend} gave it to {hero}.
    The owl flew over the {place}, and {hero} waved the {thing}.
    / {hero} and {friend} let the owl go near the {place.many}.`),
  // The feast
  beats(`
    "Let us hold a feast {place.in}," {hero} said to {friend}.
    / {hero} and {friend} planned a feast {place.in}.
    {hero} invited all of {hero.village} to the feast.
    / {hero} borrowed a table, and {friend} carried the chairs.
    {hero} made {hero.food}, and {friend} made {friend.food}.
    / {friend} cooked a mountain of {friend.food} for {hero}.
    {hero} set the table beside the {place.first}.
    / {friend} hung lamps near the {place.many}, and {hero} lit them.
    But {hero} had forgotten the {thing} at home.
    / "Where {thing.is} the {thing.noun}?" {hero} asked {friend}.
    {friend} ran back to {hero.village} to fetch the {thing} for {hero}.
    / {hero} sent {friend} home for the {thing}.
    At last {friend} brought {hero} the {thing}.
    / {friend} came back with the {thing}, and {hero} cheered.
    The guests ate the {friend.food}, and {hero} danced with {friend}.
    / {hero} put the {thing} in the middle and thanked {friend}.`),
  // The treasure map
  beats(`
    In an old book {hero} discovered a treasure map.
    / {hero} bought a chest, and a treasure map was in it.
    {hero} showed the map to {friend}, and both were excited.
    / "The treasure is {place.in}," {hero} told {friend}.
    At dawn {hero} and {friend} set out for the {place}.
    / {hero} and {friend} followed the map to the {place}.
    {hero} counted twenty steps from the {place.first}.
    / From the {place.first} {hero} and {friend} went north.
    {friend} dug with the {friend.tool}, and {hero} helped.
    / {hero} and {friend} dug beside the {place.second}.
    {hero} pulled an iron box out of the earth.
    / Near the {place.many} {friend} and {hero} dug out an iron box.
    {hero} opened the box and took out {thing.a}.
    / There was only {thing.a} in the box, and {hero} laughed.
    {hero} kept the {thing}, and {friend} kept the box.
    / {hero} put the {thing} on a shelf in the {hero.shop}.`),
  // The magpie
  beats(`
    {hero} left {thing.a} on the window sill.
    / The {thing} of {hero} lay on the table in the sun.
    A magpie stole the {thing} of {hero}.
    / A magpie came in and snatched the {thing} from {hero}.
    {hero} saw the magpie fly to the {place}.
    / "Stop, thief!" shouted {hero}, but the magpie flew to the {place}.
    {hero} and {friend} ran after the magpie, past the {place.many}.
    / {friend} showed {hero} the nest above the {place.first}.
    The nest was too high for {hero} and {friend}.
    / {hero} tried to climb up and tore the {hero.garment}.
    {friend} fetched some {hero.food} for the greedy magpie of {hero}.
    / {hero} laid some {hero.food} beside the {place.second}.
    The magpie came to eat, and {hero} took the {thing}.
    / The magpie opened its beak, and {friend} caught the {thing} for {hero}.
    {hero} locked the {thing} in a drawer, as {friend} advised.
    / {hero} cleaned the {thing} and fed the magpie with {friend}.`),
  // Borrowed
  beats(`
    {friend} had to go to the {place} and came to {hero}.
    / "Tomorrow I must go to the {place}," {friend} told {hero}.
    "May I borrow your {thing.noun}, {hero}?" asked {friend}.
    / {friend} wished to borrow the {thing} of {hero}.
    {hero} gave {friend} the {thing} and said goodbye.
    / {hero} did not like it, but {hero.he} lent {friend} the {thing}.
    Days went by, and {hero} waited for {friend}.
    / {hero} missed the {thing} while {friend} was away.
    {friend} used the {thing} of {hero} beside the {place.first}.
    / {friend} slept near the {place.second} with the {thing} of {hero}.
    A robber wanted the {thing} of {hero}, but {friend} ran.
    / Among the {place.many} {friend} almost forgot the {thing} of {hero}.
    {friend} came back and gave {hero} the {thing}.
    / "Here {thing.is} your {thing.noun}, {hero}," said {friend} proudly.
    {friend} also brought {hero} some {hero.food} from the {place}.
    / {hero} was glad to have the {thing} and {friend} again.`),
  // The bridge
  beats(`
    The old bridge to the {place} had fallen down, {hero} heard.
    / A flood had carried off the bridge between {hero} and the {place}.
    "We must build a new bridge," {hero} told {friend}.
    / {hero} and {friend} decided to build a new bridge.
    {friend} drew a plan, and {hero} brought the {hero.tool}.
    / {hero} fetched stones from the {place.first}, and {friend} helped.
    {hero} slipped, and {friend} pulled {hero.him} out of the river.
    / {friend} lost a shoe in the river, and {hero} laughed.
    Deep in the mud {hero} and {friend} found {thing.a}.
    / Among the stones {friend} found {thing.a} and called {hero}.
    {hero} thought that the {thing} would bring luck.
    / {hero} washed the {thing} and gave {thing.it} to {friend}.
    {hero} and {friend} hung the {thing} on the finished bridge.
    / {friend} laid the last stone, and {hero} fixed the {thing} to the rail.
    {hero} and {friend} walked across the bridge to the {place}.
    / Now everyone who crosses the bridge sees the {thing} of {hero}.`),
];

/** A line is a sentence; a line that begins with a slash tells the beat of the line above in other words. */
function beats(text: string): Beat[] {
  return text
    .trim()
    .split(/\n\s*(?!\s*\/)/)
    .map((beat) => beat.split(/\s*\n\s*\/ /));
}
