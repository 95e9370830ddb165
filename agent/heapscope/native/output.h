/* Rows of text, gathered in a block and handed to a segment when it is full. */

#define BLOCK_BYTES (1 << 18)
/* The longest thing that is written without looking whether there is room: a node record. */
#define ROW_BYTES 256

typedef struct {
    PyObject *segment;
    char *block;
    char *end;
    int started;
    Deflater *deflater; /* NULL: plain text */
} Output;

/* `by_fields`: the rows have many fields. */
static int output_init(Output *output, PyObject *segment, int compress, int by_fields)
{
    Py_INCREF(segment);
    output->segment = segment;
    output->block = output->end = malloc(BLOCK_BYTES + ROW_BYTES);
    output->started = 0;
    output->deflater = compress ? deflater_new(BLOCK_BYTES + ROW_BYTES, by_fields) : NULL;
    if (output->block == NULL || (compress && (output->deflater == NULL || output->deflater->tokens == NULL ||
                                               output->deflater->packed == NULL))) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static int output_flush(Output *output)
{
    Py_ssize_t length = output->end - output->block;
    PyObject *done, *text;

    if (length == 0) {
        return 0;
    }
    output->end = output->block;
    text = PyMemoryView_FromMemory(output->block, length, PyBUF_READ);
    if (text == NULL) {
        return -1;
    }
    if (output->deflater == NULL) {
        done = PyObject_CallMethod(output->segment, "write", "O", text);
    } else {
        size_t packed = deflate_block(output->deflater, output->block, (size_t)length);
        done = PyObject_CallMethod(output->segment, "write_packed", "Oy#", text, output->deflater->packed,
                                   (Py_ssize_t)packed);
    }
    Py_DECREF(text);
    Py_XDECREF(done);
    return done == NULL ? -1 : 0;
}

/* What Python writes to the same segment goes between blocks: they agree on whether a comma is due. */
static int output_begin(Output *output)
{
    PyObject *started = PyObject_GetAttrString(output->segment, "started");

    if (started == NULL) {
        return -1;
    }
    output->started = PyObject_IsTrue(started);
    Py_DECREF(started);
    return 0;
}

static int output_pause(Output *output)
{
    if (output->started && PyObject_SetAttrString(output->segment, "started", Py_True) < 0) {
        return -1;
    }
    return output_flush(output);
}

/* Begins a row; the caller writes at most ROW_BYTES - 2 behind `*at`, and sets `end`. */
static inline char *output_row(Output *output)
{
    char *at;

    if (output->end - output->block >= BLOCK_BYTES && output_flush(output) < 0) {
        return NULL;
    }
    at = output->end;
    if (output->started) {
        *at++ = ',';
        *at++ = '\n';
    }
    output->started = 1;
    return at;
}

static void output_free(Output *output)
{
    free(output->block);
    deflater_free(output->deflater);
    Py_CLEAR(output->segment);
}

static const char TWO_DIGITS[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657"
    "585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

static inline char *put_number(char *at, uint64_t number)
{
    char *end, *to;
    uint64_t bound = 10;

    for (end = at + 1; number >= bound && end < at + 19; end++) {
        bound *= 10;
    }
    end += number >= 10000000000000000000ULL;
    for (to = end; number >= 100; number /= 100) {
        to -= 2;
        memcpy(to, TWO_DIGITS + 2 * (number % 100), 2);
    }
    if (number >= 10) {
        memcpy(to - 2, TWO_DIGITS + 2 * number, 2);
    } else {
        to[-1] = (char)('0' + number);
    }
    return end;
}

static inline char *put_field(char *at, uint64_t number)
{
    at = put_number(at, number);
    *at++ = ',';
    return at;
}
