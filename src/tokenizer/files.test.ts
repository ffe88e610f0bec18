import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exampleDefinition } from "./exampleTokenizer";
import { loadTokenizerFiles } from "./files";
import { nativeIds, nativeTokenizer } from "./nativeTokenizer";
import { writeSpecialTokensMap, writeTokenizerConfig } from "./tokenizerConfig";
import { parseTokenizerJson, writeTokenizerJson } from "./tokenizerJson";
import type { TokenizerDefinition } from "./types";
import { parseVocabTxt, writeVocabTxt } from "./vocabTxt";
import { WordPieceTokenizer } from "./wordPiece";

const MINIMAL = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";

/** The example's tokenizer.json with some of its top-level parts replaced. */
function jsonWith(changes: Record<string, unknown>, definition = exampleDefinition()): string {
  const file: Record<string, unknown> = JSON.parse(writeTokenizerJson(definition));
  return JSON.stringify({ ...file, ...changes });
}

describe("vocab.txt", () => {
  test("ids are line numbers; spaces at the end of a line, CR and a BOM do not count", () => {
    const { vocab } = parseVocabTxt(`\ufeff[PAD]\r\n[UNK] \t\n[CLS]\u3000\n[SEP]\n[MASK]\n  a`);
    expect(vocab).toEqual(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "  a"]);
  });

  test("of a repeated token the last line counts, and no line is lost", () => {
    const definition = parseVocabTxt(`${MINIMAL}a\nb\na\n\n`);
    const tokenizer = new WordPieceTokenizer(definition);
    expect(tokenizer.encode("a b")).toEqual([7, 6]);
    expect(tokenizer.vocabSize).toBe(9);
    expect(parseVocabTxt(writeVocabTxt(definition))).toEqual(definition);
  });

  test("names of JavaScript's own are ordinary tokens", async () => {
    const definition = parseVocabTxt(`${MINIMAL}__proto__\nconstructor\ntoString\n12\n0\n##0\n_\nproto\n##proto\n`);
    const tokenizer = new WordPieceTokenizer(definition);
    const text = "constructor toString __proto__ valueOf 120";
    const native = nativeTokenizer(definition);
    expect(tokenizer.encode(text)).toEqual(await nativeIds(native, text));
    expect(tokenizer.tokenToId("__proto__")).toBe(5);
    expect(parseTokenizerJson(writeTokenizerJson(definition)).vocab).toEqual(definition.vocab);
  });

  test("capitals in the vocabulary tell that it is cased", () => {
    expect(parseVocabTxt(`${MINIMAL}[unused1]\nthe\nℝ\n`).normalizer.lowercase).toBe(true);
    expect(parseVocabTxt(`${MINIMAL}the\nThe\n`).normalizer.lowercase).toBe(false);
  });

  test("missing special tokens are named", () => {
    expect(() => parseVocabTxt("[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n")).toThrow(/lacks \[MASK\]\..*Add \[MASK\] as a line/);
    expect(() => parseVocabTxt("the\ncat\n")).toThrow(/lacks \[PAD\], \[UNK\], \[CLS\], \[SEP\], \[MASK\]\./);
  });
});

describe("tokenizer.json", () => {
  test("what we write, we read", () => {
    const definition = exampleDefinition({ lowercase: false, stripAccents: true });
    expect(parseTokenizerJson(writeTokenizerJson(definition))).toEqual(definition);
  });

  test("the native package reads it and finds every token under our id", () => {
    const definition = exampleDefinition();
    const native = nativeTokenizer(definition);
    expect(native.getVocabSize()).toBe(definition.vocab.length);
    for (const [id, token] of definition.vocab.entries()) expect(native.tokenToId(token)).toBe(id);
  });

  test("added tokens beyond the model's vocabulary follow it and are no pieces", async () => {
    const added = { single_word: true, lstrip: false, rstrip: false, normalized: false, special: false };
    const text = jsonWith({
      added_tokens: [
        ...exampleDefinition().addedTokens,
        { ...added, id: 500, content: "zebra" },
        { ...added, id: 400, content: "the" }, // the model knows it
      ],
    });
    const definition = parseTokenizerJson(text);
    const size = exampleDefinition().vocab.length;
    expect(definition.modelVocabSize).toBe(size);
    expect(definition.vocab.slice(size)).toEqual(["zebra"]);
    const sentence = "zebra zebras the Zebra";
    expect(new WordPieceTokenizer(definition).encode(sentence)).toEqual(
      await nativeIds(nativeTokenizer(definition), sentence),
    );
    expect(parseTokenizerJson(writeTokenizerJson(definition))).toEqual(definition);
  });

  test("a model without a type, in the published form, with BertProcessing", () => {
    const { model, ...rest } = JSON.parse(writeTokenizerJson(exampleDefinition()));
    const text = JSON.stringify({
      ...rest,
      post_processor: { type: "BertProcessing", sep: ["[SEP]", 3], cls: ["[CLS]", 2] },
      padding: { strategy: "BatchLongest", pad_token: "[PAD]", pad_id: 0 },
      something: "else",
      model: { ...model, type: undefined },
    });
    expect(parseTokenizerJson(text)).toEqual(exampleDefinition());
  });

  test("special tokens of other names", () => {
    const vocab = { "<pad>": 0, "<unk>": 1, "<s>": 2, "</s>": 3, "[MASK]": 4, a: 5 };
    const text = jsonWith({
      added_tokens: [],
      padding: { strategy: "BatchLongest", pad_token: "<pad>" },
      post_processor: { type: "BertProcessing", sep: ["</s>", 3], cls: ["<s>", 2] },
      model: { unk_token: "<unk>", continuing_subword_prefix: "##", max_input_chars_per_word: 100, vocab },
    });
    const tokenizer = new WordPieceTokenizer(parseTokenizerJson(text));
    expect(tokenizer.encodeForModel("a é", null, 8).ids).toEqual([2, 5, 1, 3]);
  });

  test("a few ids without a token stay empty", () => {
    const text = jsonWith({ added_tokens: [] })
      .replace('"un":', '"un":9')
      .replace(/"un":9(\d+)/, '"un":250');
    const definition = parseTokenizerJson(text);
    expect(definition.vocab[250]).toBe("un");
    expect(definition.vocab[249]).toBe("");
    expect(parseVocabTxt(writeVocabTxt(definition)).vocab).toEqual(definition.vocab);
  });

  test.each([
    ["model", { model: { type: "BPE", vocab: {}, merges: [] } }, /model BPE.*needs WordPiece/],
    ["normalizer", { normalizer: { type: "Sequence", normalizers: [] } }, /normalizer Sequence.*needs BertNormalizer/],
    ["pre-tokenizer", { pre_tokenizer: { type: "ByteLevel" } }, /pre_tokenizer ByteLevel.*needs BertPreTokenizer/],
    ["no pre-tokenizer", { pre_tokenizer: null }, /pre_tokenizer nothing.*needs BertPreTokenizer/],
    ["post-processor", { post_processor: { type: "RobertaProcessing" } }, /RobertaProcessing/],
    ["decoder", { decoder: { type: "Metaspace" } }, /Metaspace/],
  ])("another kind of %s is named", (_part, changes, sentence) => {
    expect(() => parseTokenizerJson(jsonWith(changes))).toThrow(sentence);
    expect(() => parseTokenizerJson(jsonWith(changes))).toThrow(
      expect.objectContaining({ code: "tokenizer-unsupported" }),
    );
  });

  test.each([
    ["no JSON", "<!doctype html>", /not valid JSON/],
    ["cut off", writeTokenizerJson(exampleDefinition()).slice(0, 999), /not valid JSON/],
    ["another file", "[1, 2]", /expected object/],
    ["another version", jsonWith({ version: "2.0" }), /version/],
    ["a model of other fields", jsonWith({ model: { type: "WordPiece", vocab: {} } }), /model\.unk_token/],
    [
      "another prefix",
      jsonWith({}).replace('"continuing_subword_prefix":"##"', '"continuing_subword_prefix":"@"'),
      /continuing_subword_prefix/,
    ],
    ["an id that is no number", jsonWith({}).replace('"un":', '"un":"x","u n":'), /token "un" has the id "x"/],
    ["an id out of bounds", jsonWith({}).replace('"un":', '"un":9999999'), /token "un" has the id 9999999/],
    ["half a surrogate pair", jsonWith({}).replace('"un":', '"\\ud800":'), /half of a surrogate pair/],
  ])("%s", (_what, text, sentence) => {
    expect(() => parseTokenizerJson(text)).toThrow(sentence);
    expect(() => parseTokenizerJson(text)).toThrow(expect.objectContaining({ code: "tokenizer-json-invalid" }));
  });

  test("random vocabularies encode alike after writing and native reading", { timeout: 60_000 }, async () => {
    const token = fc.string({ unit: "grapheme", minLength: 1, maxLength: 4 }).map((text) => text.replace(/\s/gu, "_"));
    const check = fc.asyncProperty(fc.array(token, { maxLength: 40 }), fc.boolean(), async (tokens, lowercase) => {
      const continued = tokens.map((text) => `##${text}`);
      const definition: TokenizerDefinition = parseVocabTxt([MINIMAL.trim(), ...tokens, ...continued].join("\n"), {
        normalizer: { lowercase },
        specialTokens: {},
      });
      const text = `${tokens.join("")} ${tokens.join(" ")}`;
      const ids = new WordPieceTokenizer(definition).encode(text);
      expect(ids).toEqual(await nativeIds(nativeTokenizer(definition), text));
      const again = parseTokenizerJson(writeTokenizerJson(definition));
      expect(new WordPieceTokenizer(again).encode(text)).toEqual(ids);
    });
    await fc.assert(check, { numRuns: 200 });
  });
});

describe("a choice of files", () => {
  const vocabTxt = { path: "model/vocab.txt", text: writeVocabTxt(exampleDefinition()) };
  const tokenizerJson = { path: "model/tokenizer.json", text: writeTokenizerJson(exampleDefinition()) };
  const config = (fields: object) => ({ path: "model/tokenizer_config.json", text: JSON.stringify(fields) });

  test("vocab.txt learns from tokenizer_config.json", () => {
    const fields = {
      do_lower_case: false,
      strip_accents: true,
      tokenize_chinese_chars: false,
      mask_token: { content: "un" },
    };
    const definition = loadTokenizerFiles([config(fields), vocabTxt]);
    expect(definition.normalizer).toEqual({
      cleanText: true,
      handleChineseChars: false,
      stripAccents: true,
      lowercase: false,
    });
    expect(definition.maskToken).toBe("un");
  });

  test("where both speak, tokenizer_config.json has the word; what it leaves out stays", () => {
    const cased = { ...tokenizerJson, text: writeTokenizerJson(exampleDefinition({ lowercase: false })) };
    expect(loadTokenizerFiles([cased, vocabTxt]).normalizer.lowercase).toBe(false);
    expect(loadTokenizerFiles([cased, config({ model_max_length: 512 })]).normalizer.lowercase).toBe(false);
    expect(loadTokenizerFiles([cased, config({ do_lower_case: true })]).normalizer.lowercase).toBe(true);
  });

  test("files of other names are taken for what they end in", () => {
    expect(loadTokenizerFiles([{ ...vocabTxt, path: "My Vocabulary.TXT" }]).vocab).toEqual(exampleDefinition().vocab);
    expect(loadTokenizerFiles([{ ...tokenizerJson, path: "bert.json" }])).toEqual(exampleDefinition());
  });

  test("what we write beside the vocabulary reads back", () => {
    const definition = exampleDefinition({ lowercase: false, handleChineseChars: false, stripAccents: true });
    const text = writeTokenizerConfig(definition, 128);
    expect(loadTokenizerFiles([{ path: "tokenizer_config.json", text }, vocabTxt])).toEqual(definition);
    expect(JSON.parse(text)).toMatchObject({
      model_max_length: 128,
      tokenizer_class: "BertTokenizer",
      do_lower_case: false,
    });
    expect(JSON.parse(writeSpecialTokensMap(definition))).toEqual({
      cls_token: "[CLS]",
      mask_token: "[MASK]",
      pad_token: "[PAD]",
      sep_token: "[SEP]",
      unk_token: "[UNK]",
    });
  });

  test.each([
    ["nothing", [], "tokenizer-files-missing"],
    ["only files that are none", [config({}), { path: "README.md", text: "#" }], "tokenizer-files-missing"],
    ["an empty file", [{ path: "vocab.txt", text: "" }], "vocabulary-empty"],
    ["blank lines", [{ path: "vocab.txt", text: "\n \n" }], "vocabulary-empty"],
    ["a binary file", [{ path: "vocab.txt", text: "PK\u0003\u0004\0\0" }], "tokenizer-binary"],
    ["a vocabulary of another kind", [{ path: "vocab.txt", text: "a\nb\n" }], "special-tokens-missing"],
    ["words that are not split first", [vocabTxt, config({ do_basic_tokenize: false })], "tokenizer-unsupported"],
    ["a broken configuration", [vocabTxt, { path: "tokenizer_config.json", text: "{" }], "tokenizer-json-invalid"],
  ])("%s", (_what, files, code) => {
    expect(() => loadTokenizerFiles(files)).toThrow(expect.objectContaining({ kind: "input", code }));
  });
});
