// Widening of the two 16-bit float formats to float32. Every value of either is exact in float32 (specification 5.4).

const FLOAT16_FRACTION = 2 ** -10;
const FLOAT16_SMALLEST = 2 ** -24;

/** IEEE binary16, given as its bits: sign 1, exponent 5, fraction 10. */
export function float16ToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * FLOAT16_SMALLEST;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction * FLOAT16_FRACTION) * 2 ** (exponent - 15);
}

export function float16ToFloat32(values: Uint16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(values, float16ToNumber);
}

/** bfloat16 is the upper half of a float32. */
export function bfloat16ToFloat32(values: Uint16Array): Float32Array<ArrayBuffer> {
  const bits = Uint32Array.from(values, (value) => value << 16);
  return new Float32Array(bits.buffer);
}
