// What happens in the built-in stories. A plot is a list of beats, a beat is told in one of several ways, and every beat
// holds in its own words to what came before: what was taken stays with its taker, what was broken is mended by the one
// who can. People, place and thing are named again and again, so that any two parts of a story recognise each other.

export type Beat = readonly string[];

/** Who the story is about. */
export const OPENING: readonly Beat[] = [
  [
    "{hero} was a(n) {hero.trait} {hero.trade} who lived in {hero.village}.",
    "In {hero.village} there lived a(n) {hero.trait} {hero.trade} called {hero}.",
    "Everyone in {hero.village} knew {hero}, the {hero.trait} {hero.trade}.",
    "There was once a(n) {hero.trait} {hero.trade} in {hero.village}, and {hero.his} name was {hero}.",
  ],
  [
    "Every day {hero} {hero.work} in the {hero.shop}, where {hero.detail}.",
    "{hero} {hero.work} in the {hero.shop}, and there {hero.detail}.",
    "{hero} always wore a(n) {hero.garment} and liked nothing better than {hero.food}.",
    "{hero} kept a(n) {hero.pet} that slept [beside the door|under the table] of the {hero.shop}.",
  ],
  [
    "The best friend of {hero} was {friend}, a(n) {friend.trait} {friend.trade} with a(n) {friend.garment}.",
    "{hero} and {friend} the {friend.trade} had been friends since they were children.",
    "{friend}, who {friend.work}, lived next door to {hero}.",
    "{hero} often visited {friend} the {friend.trade}, because {friend.he} was so {friend.trait}.",
  ],
];

/** In six of ten stories, after its opening: what the weather does. */
export const WEATHER_BEAT: Beat = [
  "Because of the {weather}, {weather.effect}, and {weather.trouble}.",
  "{weather.effect} after all the {weather}, so {weather.trouble}.",
];

/** In the same stories, before the last sentence: how it ends. */
export const WEATHER_END: Beat = [
  "At last {weather.end}, and {hero} and {friend} [went home|walked home|came back] to {hero.village}.",
  "In the evening {weather.end}, and {hero} [watched|looked at] the sky with {friend}.",
];

/** How every story ends. */
export const CLOSING: readonly Beat[] = [
  [
    "That evening {hero} and {friend} shared some {hero.food} and [laughed|talked|sang] until the stars came out.",
    "{hero} made some {friend.food} for {friend}, because that was what {friend} liked best.",
    "{hero} went back to the {hero.shop}, and the {hero.pet} was waiting [at the door|on the step].",
  ],
  [
    '"You are as {hero.trait} as ever," {friend} said to {hero}, and both of them smiled.',
    "From that day on {hero} and {friend} were even better friends than before.",
    "{hero} never forgot that day, and {friend} did not forget the {thing} either.",
    "And whenever {hero} passed the {place}, {hero.he} thought of {friend} and the {thing}.",
  ],
];

/**
 * The middles, a line a sentence; a line that begins with a slash tells the same beat in other words. Each one uses hero,
 * friend, thing and place.
 */
export const PLOTS: readonly (readonly Beat[])[] = [
  // Lost and found
  plot(`
    One [morning|afternoon] {hero} could not find {hero.his} {thing}, and {hero.he} looked in every corner.
    / One day {hero} noticed that the {thing} {thing.was} gone from {hero.his} pocket.
    "I must have lost my {thing.noun} {place.in}," {hero} said sadly to {friend}.
    / "Yesterday I still had my {thing.noun} {place.in}," {hero} told {friend}.
    "Then we will look for {thing.it} together," answered {friend}, and {friend.he} took {hero} by the hand.
    / {friend} put down the {friend.tool} at once and promised {hero} to help.
    {hero} and {friend} walked to the {place} and searched between the {place.many}.
    / So {hero} and {friend} hurried to the {place}, where {hero} looked under the {place.many}.
    {hero} found nothing near the {place.first} and wanted to give up.
    / There was only a snail behind the {place.first}, and {hero} began to cry.
    Then {friend} shouted, "Here {thing.is} your {thing.noun}, {hero}, right beside the {place.second}!"
    / But {friend} bent down by the {place.second} and picked up the {thing} of {hero}.
    {hero} thanked {friend} and put the {thing} safely into {hero.his} pocket.
    / {hero} was so happy to hold the {thing} again that {hero.he} hugged {friend}.`),
  // A present
  plot(`
    Soon it would be the birthday of {friend}, and {hero} did not have a present yet.
    / {friend} had a birthday on Sunday, and {hero} wanted to give {friend.him} something special.
    {hero} knew that {friend} had wished for {thing.a} for a long time.
    / "{friend} has always wanted {thing.a}," {hero} said to the {hero.pet}.
    So {hero} sold ten {hero.goods} and saved every penny for the {thing}.
    / {hero} worked late with the {hero.tool} all week to earn money for the {thing}.
    On Saturday {hero} bought the {thing} from a pedlar {place.in}.
    / A pedlar {place.in} had just what {hero} needed, and {hero} paid for the {thing}.
    {hero} hid the {thing} under the {hero.garment} so that {friend} would not see {thing.it}.
    / {hero} wrapped the {thing} in paper and tied a bow around the parcel for {friend}.
    On the birthday {hero} gave the parcel to {friend}, who opened it with shaking fingers.
    / When the guests had gone, {hero} handed the parcel to {friend}.
    "{thing.this} {thing.is} the best present of my life," {friend} told {hero} and kissed the {thing.noun}.
    / {friend} held the {thing} up to the light and could not stop thanking {hero}.`),
  // A hole in the roof
  plot(`
    In the night a loud crash woke {hero}, and a piece of the roof fell into the {hero.shop}.
    / At midnight {hero} heard the roof of the {hero.shop} break with a terrible noise.
    There was a big hole in the roof, and water dripped on the {hero.goods} of {hero}.
    / Through the hole {hero} could see the moon, and the {hero.goods} were getting wet.
    {hero} ran to the house of {friend} and knocked until {friend.he} woke.
    / "Wake up, {friend}, my roof is broken," {hero} called under the window.
    {friend} brought the {friend.tool} and a ladder, and {hero} carried {thing.a} and some nails.
    / {friend} climbed up with the {friend.tool}, and {hero} held the ladder.
    They had no boards, so {hero} and {friend} fetched some from the {place.second} {place.in}.
    / {hero} and {friend} fetched old boards from the {place}, where they lay beside the {place.second}.
    While {friend} nailed the boards, {hero} found {thing.a} under the broken tiles.
    / Between the broken tiles {hero} discovered {thing.a} and showed {thing.it} to {friend}.
    "Keep the {thing.noun} as thanks for the new roof," {hero} said to {friend}.
    / The roof was whole again by noon, and {hero} gave the {thing} to {friend} as a reward.`),
  // Fever
  plot(`
    One Monday {friend} did not open the {friend.shop}, and {hero} began to worry.
    / {hero} saw no smoke over the {friend.shop}, so {hero.he} knocked at the door of {friend}.
    {friend} lay in bed with a fever, and {hero} felt how hot {friend.his} forehead was.
    / "I have a fever and my head hurts," {friend} whispered to {hero}.
    {hero} cooked some {friend.food} for {friend}, but {friend.he} could not eat.
    / {hero} sat beside the bed of {friend} and put a cold cloth on {friend.his} forehead.
    A doctor told {hero} that a herb {place.in} would cure the fever of {friend}.
    / "Only the blue herb {place.in} can help {friend}," an old doctor said to {hero}.
    {hero} took {thing.a} for luck and set out for the {place}.
    / With {thing.a} in {hero.his} bag for luck, {hero} walked to the {place} alone.
    {hero} found the blue herb growing near the {place.first} and picked three leaves for {friend}.
    / Between the {place.many} {hero} discovered the blue herb and carried it home to {friend}.
    {hero} boiled the herb into tea, and the next day {friend} had no fever any more.
    / {friend} drank the bitter tea that {hero} had made and slept until {friend.he} was well.`),
  // The runaway pet
  plot(`
    One evening the {hero.pet} of {hero} ran away and did not come back.
    / {hero} had left the gate open, and so the {hero.pet} ran away.
    {hero} called for the {hero.pet} all night, and {friend} called with {hero.him}.
    / "Have you seen my {hero.pet}?" {hero} asked {friend} and all the neighbours.
    {friend} saw small tracks that led to the {place}, and {hero} followed them.
    / A child told {hero} and {friend} that the animal had gone to the {place}.
    {hero} shook {thing.a}, because the {hero.pet} loved that sound.
    / {hero} took along {thing.a}, the favourite toy of the {hero.pet}.
    Something moved behind the {place.many}, and {hero} and {friend} held their breath.
    / {hero} and {friend} crept past the {place.many} and listened.
    The {hero.pet} sat trembling near the {place.first}, and {hero} lifted it down.
    / There, beside the {place.second}, the {hero.pet} was asleep, and {hero} woke it gently.
    {hero} carried the {hero.pet} home, and {friend} carried the {thing}.
    / The {hero.pet} pressed its head against the cheek of {hero}, and {friend} laughed and waved the {thing}.`),
  // The seed
  plot(`
    A stranger from the {place} gave {hero} a round seed, and {hero} showed it to {friend}.
    / {hero} found a seed as big as a nut {place.in} and took it to {friend}.
    {hero} and {friend} planted the seed behind the {hero.shop}, far from the {hero.pet}.
    / {friend} dug a hole behind the {hero.shop}, and {hero} laid the seed in it.
    {hero} marked the spot with {thing.a}, and every morning {friend} brought water.
    / So that nobody stepped on it, {hero} hung {thing.a} on a stake beside the seed.
    For weeks nothing grew, but {hero} told {friend} to wait a little longer.
    / "Nothing will ever grow here," said {friend}, but {hero} went on watering.
    In May {hero} saw a green leaf, and {friend} danced around it with joy.
    / Then a green shoot broke through the soil, and {hero} ran to tell {friend}.
    The shoot became a tree, and in autumn {hero} and {friend} picked its first golden fruit.
    / Years later {hero} and {friend} sat in the shade of their own tree and ate its fruit.
    {hero} took the {thing} from the stake and gave {thing.it} to {friend} to keep.
    / The {thing} still {thing.hangs} on the tree of {hero} and {friend}, among the leaves.`),
  // Broken and mended
  plot(`
    {hero} had {thing.a} from {hero.his} grandmother and was very fond of {thing.it}.
    / The dearest thing that {hero} owned was {thing.a} from {hero.his} grandmother.
    One day {hero} stumbled over the {hero.pet}, and the {thing} broke in two.
    / But {hero} dropped the {thing} on the stairs, and {thing.they} broke in two.
    {hero} picked up the pieces of the {thing} and carried them to {friend}.
    / "Can you mend my {thing.noun}?" {hero} asked {friend} and showed {friend.him} the pieces.
    "I can mend the {thing.noun}, but I need glue from the {place}," {friend} told {hero}.
    / {friend} said that the best glue for the {thing} came from the {place}, so {hero} went there.
    {hero} scraped some glue from the {place.first} and brought it to {friend}.
    / Among the {place.many} {hero} found a lump of glue and took it back to {friend}.
    {friend} worked with the {friend.tool} until the {thing} of {hero} {thing.was} whole.
    / {friend} joined the pieces with {friend.his} {friend.tool}, and {hero} watched in silence.
    {hero} could hardly see where the {thing} had been broken, and {hero.he} thanked {friend}.
    / "{thing.they} {thing.is} even more beautiful than before," {hero} said to {friend} about the {thing}.`),
  // Market day
  plot(`
    On market day {hero} loaded the cart with {hero.goods} and drove to the {place}.
    / The great market was held {place.in}, and {hero} took a cart full of {hero.goods}.
    {friend} had a stall beside {hero} and sold {friend.goods}.
    / {hero} set up {hero.his} stall by the {place.first}, and {friend} sold {friend.goods} next to it.
    Nobody bought the {hero.goods}, and {hero} counted only two coins.
    / At noon {hero} had not sold any {hero.goods}, but {friend} was already rich.
    Then a lady in silk offered {thing.a} for all the {hero.goods} of {hero}.
    / A traveller said to {hero}, "I will give you {thing.a} for your {hero.goods}."
    "Take the {thing.noun}," whispered {friend}, "{thing.they} {thing.is} worth more than gold, {hero}!"
    / {hero} asked {friend} for advice, and {friend} looked at the {thing} very closely.
    So {hero} traded the {hero.goods} for the {thing} and packed up the stall.
    / {hero} shook hands with the buyer, took the {thing} and gave away the {hero.goods}.
    All the way home {hero} held the {thing} in {hero.his} lap, and {friend} drove the cart.
    / {hero} kept the {thing} and hung {thing.it} over the door of the {hero.shop}, where {friend} admired {thing.it}.`),
  // Lost in the dark
  plot(`
    Late one night {hero} walked home from the {place} and took the wrong turn.
    / It was dark when {hero} left the {place}, and soon {hero.he} had lost {hero.his} way.
    {hero} passed the {place.first} twice and understood that {hero.he} was walking in a circle.
    / {hero} could see only the {place.many}, and all of them looked the same.
    {hero} had nothing with {hero.him} but {thing.a}, and that was no help in the dark.
    / In {hero.his} bag {hero} had {thing.a}, but neither bread nor candle.
    Meanwhile {friend} waited for {hero} in {hero.village} and grew uneasy.
    / At home {friend} looked at the clock and wondered where {hero} could be.
    {friend} lit a torch, called the name of {hero} and set out for the {place}.
    / {friend} rang a bell all along the road to the {place}, so that {hero} would hear it.
    {hero} saw the light between the {place.many} and beat on the {thing} as loudly as {hero.he} could.
    / "I am here, beside the {place.second}!" cried {hero}, and {friend} ran towards the voice.
    {friend} led {hero} home, and {hero} gave {friend.him} the {thing} out of gratitude.
    / {friend} wrapped {hero} in a blanket, and {hero} still held the {thing} in {hero.his} cold hand.`),
  // A quarrel
  plot(`
    One day {hero} and {friend} quarrelled about {thing.a} that they had found {place.in}.
    / {hero} and {friend} found {thing.a} {place.in}, and each of them wanted to have {thing.it}.
    "The {thing.noun} {thing.is} mine, because I saw {thing.it} first," {hero} said angrily.
    / "I saw the {thing.noun} before you did, {friend}," shouted {hero}.
    "But I picked {thing.it} up," answered {friend}, and {friend.he} pulled the {thing} away from {hero}.
    / {friend} put the {thing} into {friend.his} bag and did not look at {hero} any more.
    For a week {hero} and {friend} did not speak a word to each other.
    / {hero} crossed the street whenever {friend} came along, and neither of them was happy.
    {hero} sat alone in the {hero.shop}, and even the {hero.pet} seemed to miss {friend}.
    / Without {friend} the days were long, and {hero} did not even care for {hero.food}.
    Then {friend} brought the {thing} to the {hero.shop} and said, "I am sorry, {hero}."
    / On Sunday {friend} laid the {thing} on the table of {hero} and asked to be forgiven.
    {hero} and {friend} agreed to share the {thing}, one week each.
    / "A friend is worth more than {thing.a}," said {hero}, and {friend} nodded.`),
  // The contest
  plot(`
    Every year there was a race from {hero.village} to the {place}, and {hero} wanted to win.
    / The mayor of {hero.village} announced a race to the {place}, and {hero} put down {hero.his} name.
    The prize was {thing.a}, and {friend} wished to win {thing.it} as much as {hero} did.
    / Whoever came first would win {thing.a}, and {friend} was the fastest rival of {hero}.
    The drum sounded, and {hero} and {friend} ran side by side through the crowd.
    / At the signal {hero} started too late, and {friend} was already far ahead.
    Near the {place.first} {friend} tripped and hurt {friend.his} ankle, and {hero} heard the cry.
    / {hero} had almost reached the {place.first} when {friend} fell and could not get up.
    {hero} stopped, although {hero.he} was winning, and turned back to help {friend}.
    / {hero} forgot about the prize and knelt down beside {friend}.
    {hero} carried {friend} on {hero.his} back past the {place.many}, and they arrived last.
    / Leaning on {hero}, {friend} limped past the {place.many} to the end of the race.
    The mayor gave the {thing} to {hero} all the same, because {hero.he} had helped {friend}.
    / "The {thing.noun} {thing.belongs} to {hero}, who has the best heart," said the mayor, and {friend} clapped.`),
  // The letter
  plot(`
    The postman brought {hero} a letter, and {hero} read it aloud to {friend}.
    / In the morning {hero} found a letter under the door of the {hero.shop} and called {friend}.
    "Come to the {place} at sunset and bring {thing.a}," said the letter to {hero}.
    / The letter asked {hero} to take {thing.a} to the {place} before sunset.
    There was no name on the letter, and neither {hero} nor {friend} knew the handwriting.
    / {friend} thought that it was a trick, but {hero} was too {hero.trait} to stay at home.
    {hero} borrowed {thing.a} from a neighbour and went to the {place} with {friend}.
    / So {hero} packed the {thing}, and {friend} came along with the {friend.tool}, just in case.
    {hero} and {friend} waited by the {place.first} until the sun was low.
    / At sunset {hero} stood beside the {place.second}, and {friend} hid behind the {place.many}.
    Then an old woman came and told {hero} that she was {hero.his} long lost aunt.
    / An old man stepped out and said to {hero}, "I am your uncle, and {thing.this} {thing.is} my {thing.noun}."
    {hero} gave the visitor the {thing}, and {friend} invited everyone to supper.
    / {hero} handed over the {thing} with tears in {hero.his} eyes, and {friend} was glad for {hero.him}.`),
  // A day as an apprentice
  plot(`
    {hero} was tired of {hero.his} own work and asked {friend} to teach {hero.him} something new.
    / "Today I want to be a {friend.trade} like you," {hero} said to {friend}.
    {friend} gave {hero} the {friend.tool} and showed {hero.him} how to hold it.
    / So {hero} went to the {friend.shop} of {friend} and put on an apron.
    But {hero} broke the {friend.tool} at once, and {friend} had to sit down.
    / {hero} spoiled all the {friend.goods} before noon, and {friend} sighed loudly.
    Then {friend} sent {hero} to the {place} to fetch {thing.a} for a customer.
    / In the afternoon {hero} had to carry {thing.a} to a customer {place.in} for {friend}.
    {hero} tied the {thing} to a stick and marched past the {place.many} like a soldier.
    / Beside the {place.first} {hero} met the customer and handed over the {thing} for {friend}.
    The customer paid {hero} well, and {hero} brought all the money to {friend}.
    / {hero} got three silver pieces for the {thing} and counted them into the hand of {friend}.
    "It is harder to be a {friend.trade} than I thought," {hero} told {friend}.
    / "You are a better {hero.trade} than a {friend.trade}," {friend} said kindly to {hero}.`),
  // A noise in the night
  plot(`
    Every night {hero} heard a strange noise from the {place}, and {hero.he} could not sleep.
    / "Something is howling {place.in}," {hero} said to {friend} with a pale face.
    People said that a ghost lived behind the {place.first}, but {friend} laughed at {hero}.
    / {friend} did not believe in ghosts, and so {friend.he} promised to go with {hero}.
    At midnight {hero} and {friend} went to the {place}, and {hero} took {thing.a} along.
    / {hero} held {thing.a} in front of {hero.him} like a sword and followed {friend} to the {place}.
    The noise grew louder near the {place.second}, and {hero} wanted to turn back.
    / Behind the {place.many} {hero} saw two yellow eyes and clutched the arm of {friend}.
    {hero} was so frightened that {hero.he} dropped the {thing}, and {friend} picked {thing.it} up.
    / "Who is there?" called {hero}, and {friend} raised the {thing}.
    It was only a little owl that was caught in a string, and {hero} cut it free.
    / It was only an owl with a hurt wing, and {friend} wrapped it in the {hero.garment} of {hero}.
    The owl flew away over the {place}, and after that {hero} slept as soundly as {friend}.
    / {hero} and {friend} let the owl go by the {place.first} and heard the noise no more.`),
  // The feast
  plot(`
    {hero} wanted to hold a feast {place.in} and invited the whole of {hero.village}.
    / "Let us hold a feast {place.in}," {hero} proposed to {friend} one morning.
    {hero} made {hero.food}, and {friend} promised to bring {friend.food}.
    / {friend} cooked a mountain of {friend.food}, while {hero} prepared some {hero.food}.
    {hero} and {friend} set a long table between the {place.first} and the {place.second}.
    / {friend} hung lamps behind the {place.many}, and {hero} laid a white cloth on the table.
    But {hero} had forgotten the {thing}, and without the {thing.noun} there could be no feast.
    / "Where {thing.is} the {thing.noun}?" cried {hero}, and {friend} looked under the table.
    {friend} ran all the way back to {hero.village} to fetch the {thing} for {hero}.
    / {hero} sent {friend} home for the {thing}, and the guests had to wait.
    When {friend} came back with the {thing}, {hero} and all the guests cheered.
    / At last {friend} returned and put the {thing} in front of {hero} in the middle of the table.
    The guests ate up the {hero.food} and the {friend.food}, and {hero} danced with {friend}.
    / {hero} thanked {friend} with a speech, and nobody left before morning.`),
  // The treasure map
  plot(`
    In an old book {hero} discovered a map with a red cross, and {hero.he} showed it to {friend}.
    / {hero} bought an old chest, and in its lid {hero} and {friend} found a map with a red cross.
    The red cross on the map was drawn {place.in}, and {hero} and {friend} set out at dawn.
    / "The treasure must be {place.in}," {hero} said to {friend}, pointing to the red cross.
    {hero} counted twenty steps from the {place.first}, and {friend} counted ten to the left.
    / According to the map, {hero} and {friend} had to start at the {place.first} and go north.
    {friend} dug with the {friend.tool}, and {hero} helped with the {hero.tool}.
    / {hero} and {friend} dug beside the {place.second} until their hands were sore.
    Suddenly {friend} hit something hard, and {hero} pulled an iron box out of the earth.
    / Not far from the {place.many} {hero} felt an iron box, and {friend} broke the lock.
    There was no gold in the box, only {thing.a} wrapped in a cloth, and {hero} laughed.
    / {hero} opened the iron box and took out {thing.a}, and {friend} stared at {thing.it}.
    "The way was more fun than the treasure," said {friend}, and {hero} kept the {thing}.
    / {hero} put the {thing} on a shelf in the {hero.shop} and told everyone how {friend} had dug.`),
  // The magpie
  plot(`
    {hero} had left {thing.a} on the sill of the {hero.shop}, and a magpie stole {thing.it}.
    / A magpie flew in at the window of {hero} and snatched {thing.a} from the table.
    "Stop, thief, {thing.that} {thing.is} my {thing.noun}!" shouted {hero}, but the magpie flew to the {place}.
    / {hero} saw the magpie fly to the {place} with the {thing} and called for {friend}.
    {hero} and {friend} ran after the magpie, past the {place.many}.
    / {friend} had sharp eyes and showed {hero} the nest of the magpie above the {place.first}.
    {hero} tried to climb up, but {hero.he} slid down and tore the {hero.garment}.
    / The nest was too high for {hero}, and {friend} was afraid of climbing.
    So {friend} fetched some {hero.food}, because magpies are greedy, and {hero} whistled softly.
    / {hero} laid some {hero.food} on the {place.second}, and {friend} hid behind it.
    The magpie came down to eat, and the {thing} fell in front of {hero}.
    / When the magpie opened its beak, {friend} caught the {thing} and threw {thing.it} to {hero}.
    {hero} cleaned the {thing} and never left {thing.it} on the sill again, as {friend} advised.
    / {hero} locked the {thing} in a drawer, and {friend} gave the rest of the {hero.food} to the magpie.`),
  // Borrowed
  plot(`
    {hero} owned {thing.a}, and {friend} wished to borrow {thing.it} for a journey to the {place}.
    / "May I borrow your {thing.noun}, {hero}?" asked {friend}, who had to go to the {place}.
    {hero} did not like to lend the {thing}, but {hero.he} gave {thing.it} to {friend}.
    / "Take good care of the {thing.noun}," said {hero}, and {friend} put {thing.it} in {friend.his} bag.
    {friend} left with the {thing}, and {hero} waved until {friend.he} was out of sight.
    / Days went by, and {hero} waited for {friend} and missed the {thing}.
    {friend} used the {thing} {place.in}, beside the {place.first}, just as {hero} had taught {friend.him}.
    / At the same time {friend} slept near the {place.second} with the {thing} of {hero} under {friend.his} head.
    A robber jumped out from behind the {place.many} and wanted the {thing} of {hero}, but {friend} ran.
    / {friend} almost forgot the {thing} beside the {place.many}, but {friend.he} remembered what {hero} had said.
    After ten days {friend} came back and laid the {thing} in the hands of {hero}.
    / "Here {thing.is} your {thing.noun}, without a scratch," {friend} said proudly to {hero}.
    {friend} also brought {hero} a jar of {hero.food} from the {place} as thanks.
    / {hero} was glad to have the {thing} again, and even gladder to see {friend}.`),
  // The bridge
  plot(`
    The old bridge on the way to the {place} had fallen down, and {hero} could not cross the river.
    / A flood had carried off the bridge between {hero.village} and the {place}, and {hero} shook {hero.his} head.
    "We must build a new bridge," {hero} told {friend}, "or nobody will reach the {place}."
    / {hero} and {friend} decided to build a new bridge with their own hands.
    {friend} drew a plan with the {friend.tool}, and {hero} carried stones from the {place.first}.
    / {hero} brought the {hero.tool}, {friend} brought the {friend.tool}, and they began.
    On the third day {hero} slipped into the river, and {friend} pulled {hero.him} out by the {hero.garment}.
    / The water was so strong that {friend} lost a shoe and {hero} lost {hero.his} balance.
    Deep in the mud under the bridge {hero} found {thing.a} and washed {thing.it} for {friend}.
    / Among the stones {friend} found {thing.a}, and {hero} said that {thing.they} would bring luck.
    When the last stone was in place, {hero} hung the {thing} over the middle of the bridge.
    / {hero} and {friend} fixed the {thing} to the rail, and the bridge was finished.
    {hero} and {friend} were the first to walk across the bridge to the {place}.
    / Since then everyone who crosses the bridge touches the {thing} of {hero} and {friend}.`),
];

function plot(text: string): Beat[] {
  return text
    .trim()
    .split(/\n\s*(?!\s*\/)/)
    .map((beat) => beat.split(/\s*\n\s*\/ /));
}
