/* Blocks of rows as deflate blocks (RFC 1951), each for itself and ending on a whole byte. Where zlib's fastest level
   takes most of the time of a capture, this one takes what rows of numbers offer: one look for a repetition at each
   place, or only where a field begins, as rows of many fields repeat whole ones; and codes made for the block. */

#define HASH_BITS 14
#define LEAST_MATCH 6
#define MOST_MATCH 258
#define MOST_DISTANCE 32768
#define END_OF_BLOCK 256
#define LENGTH_SYMBOLS 286
#define DISTANCE_SYMBOLS 30
/* A packed block is never longer than its text at 15 bits a byte, and the tables. */
#define PACKED_BYTES(length) (2 * (length) + 1024)

typedef struct {
    uint32_t places[1 << HASH_BITS];
    uint32_t *tokens; /* a byte, or length << 16 | distance - 1 with LEAST_MATCH taken from neither */
    uint8_t *packed;
    Code literals[MOST_SYMBOLS], distances[MOST_SYMBOLS];
    uint8_t length_symbols[MOST_MATCH + 1], length_bits[MOST_MATCH + 1];
    uint16_t length_bases[MOST_MATCH + 1];
    int by_fields;
} Deflater;

typedef struct {
    uint64_t bits;
    int count;
    uint8_t *at;
} BitWriter;

/* At most 48 bits: up to seven wait from before. */
static inline void put_bits(BitWriter *writer, uint64_t bits, int count)
{
    int i;

    writer->bits |= bits << writer->count;
    writer->count += count;
    for (i = 0; i < 8; i++) {
        writer->at[i] = (uint8_t)(writer->bits >> 8 * i);
    }
    writer->at += writer->count >> 3;
    writer->bits >>= writer->count & ~7;
    writer->count &= 7;
}

static inline void put_code(BitWriter *writer, Code code)
{
    put_bits(writer, code.bits, code.length);
}

static Deflater *deflater_new(size_t longest_block, int by_fields)
{
    Deflater *deflater = malloc(sizeof(Deflater));
    int length, symbol = 0, base = 3, bits = 0;

    if (deflater == NULL) {
        return NULL;
    }
    deflater->by_fields = by_fields;
    deflater->tokens = malloc((longest_block + 1) * sizeof(uint32_t));
    deflater->packed = malloc(PACKED_BYTES(longest_block));
    for (length = 3; length < MOST_MATCH; length++) {
        if (length == base + (1 << bits)) {
            base = length;
            symbol++;
            bits = symbol < 8 ? 0 : symbol / 4 - 1;
        }
        deflater->length_symbols[length] = (uint8_t)symbol;
        deflater->length_bits[length] = (uint8_t)bits;
        deflater->length_bases[length] = (uint16_t)base;
    }
    deflater->length_symbols[MOST_MATCH] = 28;
    deflater->length_bits[MOST_MATCH] = 0;
    deflater->length_bases[MOST_MATCH] = MOST_MATCH;
    return deflater;
}

static void deflater_free(Deflater *deflater)
{
    if (deflater != NULL) {
        free(deflater->tokens);
        free(deflater->packed);
        free(deflater);
    }
}

static inline int highest_bit(uint32_t number)
{
    return 31 - __builtin_clz(number);
}

/* For a distance less one: symbol and number of further bits. */
static inline int distance_symbol(uint32_t distance, int *bits)
{
    int high;

    if (distance < 4) {
        *bits = 0;
        return (int)distance;
    }
    high = highest_bit(distance);
    *bits = high - 1;
    return 2 * high + (int)(distance >> (high - 1) & 1);
}

static inline uint64_t load_word(const uint8_t *at)
{
    uint64_t word;
    memcpy(&word, at, 8);
    return word;
}

/* How many bytes agree, up to `limit`; eight further bytes may be read. */
static inline uint32_t agreeing(const uint8_t *one, const uint8_t *other, uint32_t limit)
{
    uint32_t length = 0;

    while (length + 8 <= limit && load_word(one + length) == load_word(other + length)) {
        length += 8;
    }
    while (length < limit && one[length] == other[length]) {
        length++;
    }
    return length;
}

static inline uint32_t hash_word(uint64_t word)
{
    /* The first six bytes. */
    return (uint32_t)((word << 16) * 0x9E3779B97F4A7C15ULL >> (64 - HASH_BITS));
}

/* Fills `tokens` and the counts. Returns how many tokens there are. */
static size_t find_repetitions(Deflater *deflater, const uint8_t *text, uint32_t length, uint32_t *literals,
                               uint32_t *distances)
{
    uint32_t at = 0, limit = length > 16 ? length - 16 : 0;
    size_t count = 0;
    int bits;

    memset(deflater->places, 0, sizeof(deflater->places));
    while (at < limit) {
        uint32_t *place = &deflater->places[hash_word(load_word(text + at))];
        uint32_t before = *place, same;

        *place = at + 1;
        if (before && at + 1 - before <= MOST_DISTANCE) {
            uint32_t most = length - at < MOST_MATCH ? length - at : MOST_MATCH;
            same = agreeing(text + before - 1, text + at, most);
            if (same >= LEAST_MATCH) {
                uint32_t distance = at - before;
                deflater->tokens[count++] = same << 16 | distance;
                literals[257 + deflater->length_symbols[same]]++;
                distances[distance_symbol(distance, &bits)]++;
                at += same;
                if (!deflater->by_fields || text[at - 1] == ',') {
                    continue;
                }
                if (at >= limit) {
                    break;
                }
            }
        }
        do {
            literals[text[at]]++;
            deflater->tokens[count++] = text[at++];
        } while (deflater->by_fields && text[at - 1] != ',' && at < limit);
    }
    for (; at < length; at++) {
        literals[text[at]]++;
        deflater->tokens[count++] = text[at];
    }
    return count;
}

static void put_tables(BitWriter *writer, const Deflater *deflater)
{
    static const uint8_t order[19] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    uint32_t counts[19] = {0};
    Code codes[MOST_SYMBOLS];
    int s;

    for (s = 0; s < LENGTH_SYMBOLS; s++) {
        counts[deflater->literals[s].length]++;
    }
    for (s = 0; s < DISTANCE_SYMBOLS; s++) {
        counts[deflater->distances[s].length]++;
    }
    make_codes(counts, 19, 7, codes);
    put_bits(writer, LENGTH_SYMBOLS - 257, 5);
    put_bits(writer, DISTANCE_SYMBOLS - 1, 5);
    put_bits(writer, 19 - 4, 4);
    for (s = 0; s < 19; s++) {
        put_bits(writer, codes[order[s]].length, 3);
    }
    for (s = 0; s < LENGTH_SYMBOLS; s++) {
        put_code(writer, codes[deflater->literals[s].length]);
    }
    for (s = 0; s < DISTANCE_SYMBOLS; s++) {
        put_code(writer, codes[deflater->distances[s].length]);
    }
}

/* Packs a block into `packed`. Returns how many bytes that took. */
static size_t deflate_block(Deflater *deflater, const char *text, size_t length)
{
    uint32_t literals[MOST_SYMBOLS] = {0}, distances[MOST_SYMBOLS] = {0};
    size_t count = find_repetitions(deflater, (const uint8_t *)text, (uint32_t)length, literals, distances), i;
    BitWriter writer = {0, 0, deflater->packed};

    literals[END_OF_BLOCK] = 1;
    make_codes(literals, LENGTH_SYMBOLS, 15, deflater->literals);
    make_codes(distances, DISTANCE_SYMBOLS, 15, deflater->distances);
    put_bits(&writer, 4, 3); /* not the last; with codes of its own */
    put_tables(&writer, deflater);
    for (i = 0; i < count; i++) {
        uint32_t token = deflater->tokens[i], same = token >> 16, distance = token & 0xFFFF;
        if (!same) {
            /* The codes of three bytes have at most 45 bits. */
            Code code = deflater->literals[token];
            uint64_t bits = code.bits;
            int together = code.length, last = i + 2 < count ? 2 : 0;
            for (; last > 0 && deflater->tokens[i + 1] < 256; last--) {
                code = deflater->literals[deflater->tokens[++i]];
                bits |= (uint64_t)code.bits << together;
                together += code.length;
            }
            put_bits(&writer, bits, together);
        } else {
            int further, symbol = distance_symbol(distance, &further), count;
            Code code = deflater->literals[257 + deflater->length_symbols[same]];
            uint64_t bits = code.bits | (uint64_t)(same - deflater->length_bases[same]) << code.length;
            count = code.length + deflater->length_bits[same];
            code = deflater->distances[symbol];
            bits |= (uint64_t)code.bits << count;
            count += code.length;
            bits |= (uint64_t)(distance & ((1u << further) - 1)) << count;
            put_bits(&writer, bits, count + further);
        }
    }
    put_code(&writer, deflater->literals[END_OF_BLOCK]);
    /* An empty stored block leads to the next whole byte. */
    put_bits(&writer, 0, 3);
    put_bits(&writer, 0, -writer.count & 7);
    put_bits(&writer, 0xFFFF0000, 32);
    return (size_t)(writer.at - deflater->packed);
}
