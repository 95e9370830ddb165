/* The string table: texts escaped as JSON in the order of their indexes. Two generations of them are found again: when the
   young one has TEXTS_REMEMBERED it becomes the old one, and what is met there moves to the young one. */

typedef struct {
    uint64_t hash;
    size_t start; /* in `bytes` */
    uint32_t index;
    uint32_t length;
} Text;

typedef struct {
    Text *table;   /* open addressing */
    uint8_t *tags; /* for each of the table some bits of its hash, 0 where it is empty: most lookups end here */
    size_t used;
    char *bytes; /* of all of them */
    size_t end;
    size_t room;
} Generation;

typedef struct {
    Output output;
    uint32_t count;
    Generation young;
    Generation old;
    size_t mask;
    size_t limit;
} Texts;

static int generation_init(Generation *generation, size_t size)
{
    generation->used = generation->end = 0;
    generation->room = 1 << 16;
    generation->table = calloc(size, sizeof(Text));
    generation->tags = calloc(size, 1);
    generation->bytes = malloc(generation->room);
    if (generation->table == NULL || generation->tags == NULL || generation->bytes == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static int generation_reserve(Generation *generation, size_t length)
{
    size_t room = generation->room;
    char *bytes;

    if (length <= room - generation->end) {
        return 0;
    }
    while (room - generation->end < length) {
        room *= 2;
    }
    bytes = realloc(generation->bytes, room);
    if (bytes == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    generation->bytes = bytes;
    generation->room = room;
    return 0;
}

static void generation_free(Generation *generation)
{
    free(generation->table);
    free(generation->tags);
    free(generation->bytes);
}

static int texts_init(Texts *texts, PyObject *segment, size_t limit, int compress)
{
    texts->count = 0;
    texts->limit = limit;
    for (texts->mask = 1; texts->mask < 2 * limit; texts->mask = 2 * texts->mask + 1) {
    }
    if (generation_init(&texts->young, texts->mask + 1) < 0 || generation_init(&texts->old, texts->mask + 1) < 0) {
        return -1;
    }
    return output_init(&texts->output, segment, compress, 0);
}

static uint64_t hash_bytes(const char *bytes, size_t length)
{
    uint64_t hash = length * 0x9E3779B97F4A7C15ULL, word;

    for (; length >= 8; length -= 8, bytes += 8) {
        memcpy(&word, bytes, 8);
        hash = (hash ^ word) * 0xFF51AFD7ED558CCDULL;
        hash ^= hash >> 32;
    }
    word = 0;
    memcpy(&word, bytes, length);
    hash = (hash ^ word) * 0xFF51AFD7ED558CCDULL;
    return hash ^ hash >> 29;
}

static inline uint8_t text_tag(uint64_t hash)
{
    return (uint8_t)(hash >> 40 | 1);
}

static const char HEX[] = "0123456789abcdef";

static char *put_escape(char *at, unsigned unit)
{
    *at++ = '\\';
    *at++ = 'u';
    *at++ = HEX[unit >> 12 & 15];
    *at++ = HEX[unit >> 8 & 15];
    *at++ = HEX[unit >> 4 & 15];
    *at++ = HEX[unit & 15];
    return at;
}

/* As `json.encoder.encode_basestring_ascii` writes it. */
static inline char *put_character(char *at, Py_UCS4 c)
{
    static const char short_forms[] = "btn\0fr"; /* of the characters 8 to 13 */

    if (c >= ' ' && c < 127 && c != '"' && c != '\\') {
        *at++ = (char)c;
        return at;
    }
    if (c == '"' || c == '\\' || (c >= 8 && c <= 13 && c != 11)) {
        *at++ = '\\';
        *at++ = c < ' ' ? short_forms[c - 8] : (char)c;
        return at;
    }
    if (c >= 0x10000) {
        at = put_escape(at, 0xD800 | ((c - 0x10000) >> 10 & 0x3FF));
        c = 0xDC00 | ((c - 0x10000) & 0x3FF);
    }
    return put_escape(at, c);
}

/* A text as str keeps it: of different kinds none are equal, as each has the narrowest it fits. */
typedef struct {
    const void *data;
    Py_ssize_t length;
    int kind;
} Characters;

static inline Characters characters_of(PyObject *text)
{
    return (Characters){PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text), (int)PyUnicode_KIND(text)};
}

/* The next index, for a text that is written now. -1 on error. */
static int64_t texts_add(Texts *texts, Characters text)
{
    Output *output = &texts->output;
    Py_ssize_t i;
    char *at = output_row(output);

    if (at == NULL) {
        return -1;
    }
    *at++ = '"';
    for (i = 0; i < text.length; i++) {
        at = put_character(at, PyUnicode_READ(text.kind, text.data, i));
        if (at - output->block >= BLOCK_BYTES) {
            output->end = at;
            if (output_flush(output) < 0) {
                return -1;
            }
            at = output->end;
        }
    }
    *at++ = '"';
    output->end = at;
    return texts->count++;
}

/* Where a text is in a generation, or would be. */
static inline size_t text_place(const Generation *in, size_t mask, uint64_t hash, const void *bytes, size_t length)
{
    size_t at = (size_t)hash & mask;
    uint8_t tag = text_tag(hash);

    for (; in->tags[at]; at = (at + 1) & mask) {
        const Text *known = &in->table[at];
        if (in->tags[at] == tag && known->hash == hash && known->length == length &&
            memcmp(in->bytes + known->start, bytes, length) == 0) {
            break;
        }
    }
    return at;
}

static void age_texts(Texts *texts)
{
    Generation young = texts->old;

    memset(young.tags, 0, texts->mask + 1);
    young.used = young.end = 0;
    texts->old = texts->young;
    texts->young = young;
}

/* The index of a text, the one it has where it is remembered. -1 on error. */
static int64_t texts_index(Texts *texts, Characters text)
{
    size_t length = (size_t)text.length * (size_t)text.kind;
    uint64_t hash = hash_bytes(text.data, length) ^ (uint64_t)text.kind << 60;
    size_t at = text_place(&texts->young, texts->mask, hash, text.data, length);
    size_t before;
    int64_t index;
    Generation *young = &texts->young;

    if (young->tags[at]) {
        return young->table[at].index;
    }
    before = text_place(&texts->old, texts->mask, hash, text.data, length);
    index = texts->old.tags[before] ? texts->old.table[before].index : texts_add(texts, text);
    if (index < 0) {
        return -1;
    }
    if (young->used >= texts->limit) {
        age_texts(texts);
        at = (size_t)hash & texts->mask;
    }
    if (generation_reserve(young, length) < 0) {
        return -1;
    }
    memcpy(young->bytes + young->end, text.data, length);
    young->table[at] = (Text){hash, young->end, (uint32_t)index, (uint32_t)length};
    young->tags[at] = text_tag(hash);
    young->end += length;
    young->used++;
    return index;
}

static void texts_free(Texts *texts)
{
    generation_free(&texts->young);
    generation_free(&texts->old);
    output_free(&texts->output);
}
