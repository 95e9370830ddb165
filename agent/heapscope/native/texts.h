/* The string table: texts escaped as JSON in the order of their indexes. Up to TEXTS_REMEMBERED are found again. */

typedef struct {
    uint64_t hash;
    uint32_t index;
    uint32_t length;
    char *bytes;
} Text;

typedef struct {
    Output output;
    uint32_t count;
    Text *table;   /* open addressing */
    uint8_t *tags; /* for each of the table some bits of its hash, 0 where it is empty: most lookups end here */
    size_t mask;
    size_t used;
    size_t limit;
} Texts;

static int texts_init(Texts *texts, PyObject *segment, size_t limit, int compress)
{
    texts->count = 0;
    texts->used = 0;
    texts->limit = limit;
    for (texts->mask = 1; texts->mask < 2 * limit; texts->mask = 2 * texts->mask + 1) {
    }
    texts->table = calloc(texts->mask + 1, sizeof(Text));
    texts->tags = calloc(texts->mask + 1, 1);
    if (texts->table == NULL || texts->tags == NULL) {
        PyErr_NoMemory();
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

/* The index of a text, an old one where it is remembered. -1 on error. */
static int64_t texts_index(Texts *texts, Characters text)
{
    size_t length = (size_t)text.length * (size_t)text.kind;
    uint64_t hash = hash_bytes(text.data, length) ^ (uint64_t)text.kind << 60;
    size_t at = (size_t)hash & texts->mask;
    uint8_t tag = (uint8_t)(hash >> 40 | 1);
    int64_t index;

    for (; texts->tags[at]; at = (at + 1) & texts->mask) {
        const Text *known = &texts->table[at];
        if (texts->tags[at] == tag && known->hash == hash && known->length == length && memcmp(known->bytes, text.data, length) == 0) {
            return known->index;
        }
    }
    index = texts_add(texts, text);
    if (index >= 0 && texts->used < texts->limit) {
        char *copy = malloc(length + 1);
        if (copy == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        memcpy(copy, text.data, length);
        texts->table[at] = (Text){hash, (uint32_t)index, (uint32_t)length, copy};
        texts->tags[at] = tag;
        texts->used++;
    }
    return index;
}

static void texts_free(Texts *texts)
{
    size_t i;

    for (i = 0; texts->table != NULL && i <= texts->mask; i++) {
        free(texts->table[i].bytes);
    }
    free(texts->table);
    free(texts->tags);
    output_free(&texts->output);
}
