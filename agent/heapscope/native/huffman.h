/* Canonical Huffman codes of limited length (RFC 1951, 3.2.2). */

#define MOST_SYMBOLS 288

typedef struct {
    uint16_t bits; /* first bit lowest */
    uint8_t length;
} Code;

typedef struct {
    uint32_t count;
    uint16_t symbol;
} Leaf;

static int compare_leaves(const void *one, const void *other)
{
    const Leaf *a = one, *b = other;
    return a->count != b->count ? (a->count < b->count ? -1 : 1) : (int)a->symbol - (int)b->symbol;
}

/* Lengths from counts, at least two of them above zero. Returns the longest. */
static int code_lengths(const uint32_t *counts, int symbols, Code *codes)
{
    Leaf leaves[MOST_SYMBOLS];
    uint32_t weights[2 * MOST_SYMBOLS];
    uint16_t parents[2 * MOST_SYMBOLS];
    uint8_t depths[2 * MOST_SYMBOLS];
    int used = 0, leaf = 0, node, inner, next, s, longest = 0;

    for (s = 0; s < symbols; s++) {
        codes[s].length = 0;
        if (counts[s]) {
            leaves[used++] = (Leaf){counts[s], (uint16_t)s};
        }
    }
    if (used < 2) {
        return 0;
    }
    qsort(leaves, (size_t)used, sizeof(Leaf), compare_leaves);
    for (s = 0; s < used; s++) {
        weights[s] = leaves[s].count;
    }
    /* Both the leaves and the inner nodes come in ascending order, so the two lightest are at their beginnings. */
    for (next = inner = used; next < 2 * used - 1; next++) {
        weights[next] = 0;
        for (s = 0; s < 2; s++) {
            node = leaf < used && (inner == next || weights[leaf] <= weights[inner]) ? leaf++ : inner++;
            weights[next] += weights[node];
            parents[node] = (uint16_t)next;
        }
    }
    depths[2 * used - 2] = 0;
    for (node = 2 * used - 3; node >= 0; node--) {
        depths[node] = (uint8_t)(depths[parents[node]] + 1);
        if (node < used) {
            codes[leaves[node].symbol].length = depths[node];
            longest = depths[node] > longest ? depths[node] : longest;
        }
    }
    return longest;
}

/* Codes for counts, which it changes: where a code would be too long the counts are made more alike. */
static void make_codes(uint32_t *counts, int symbols, int limit, Code *codes)
{
    unsigned starts[17] = {0}, of_length[17] = {0}, code;
    int s, length, bit, used = 0;

    for (s = 0; s < symbols; s++) {
        used += counts[s] > 0;
    }
    for (s = 0; used < 2; s++) {
        used += counts[s] == 0;
        counts[s] += counts[s] == 0;
    }
    while (code_lengths(counts, symbols, codes) > limit) {
        for (s = 0; s < symbols; s++) {
            counts[s] = counts[s] ? counts[s] / 4 + 1 : 0;
        }
    }
    for (s = 0; s < symbols; s++) {
        of_length[codes[s].length]++;
    }
    of_length[0] = 0;
    for (length = 1; length <= limit; length++) {
        starts[length] = (starts[length - 1] + of_length[length - 1]) << 1;
    }
    for (s = 0; s < symbols; s++) {
        length = codes[s].length;
        codes[s].bits = 0;
        code = length ? starts[length]++ : 0;
        for (bit = 0; bit < length; bit++) {
            codes[s].bits |= (uint16_t)((code >> bit & 1) << (length - 1 - bit));
        }
    }
}
