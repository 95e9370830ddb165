/* The record of an object. */

#define SHOWN_TEXT 120
#define SHOWN_BYTES 40
#define IMMORTAL_FROM 900000000
#define IMMORTAL_COUNT 4294967295
#define STRING_NODE 2
#define FLAG_IMMORTAL 1
#define FLAG_VALUE 4
#define FLAG_PYTHON_CLASS 8
#define FLAG_HAS_DICT 64

typedef struct {
    Start head;
    uint64_t size;
    uint32_t edges;
    uint64_t trace;
    Py_ssize_t references;
    uint64_t length;
    int generation;
    int flags;
    uint32_t preview;
} Node;

static int put_node(Core *core, PyObject *obj, const Node *node)
{
    const Page *page = page_of(&core->pages, (uintptr_t)obj >> 16, 1);
    char *at = page == NULL ? NULL : output_row(&core->nodes);

    if (at == NULL) {
        return -1;
    }
    at = put_field(at, node->head.type);
    at = put_field(at, node->head.name);
    at = put_field(at, node_id(page, (uintptr_t)obj));
    at = put_field(at, node->size);
    at = put_field(at, node->edges);
    at = put_field(at, node->trace);
    *at++ = '0';
    *at++ = ',';
    if (node->references < 0) {
        *at++ = '-';
    }
    at = put_field(at, (uint64_t)(node->references < 0 ? -node->references : node->references));
    at = put_field(at, node->length);
    at = put_field(at, (uint64_t)node->generation);
    at = put_field(at, (uint64_t)node->flags);
    core->nodes.end = put_number(at, node->preview);
    return 0;
}

static int generation_of(Core *core, PyObject *obj)
{
    int generation;

    if (!is_tracked(obj)) {
        return 0;
    }
    generation = page_generation(page_of(&core->pages, (uintptr_t)obj >> 16, 1), obj);
    return generation ? generation : core->oldest;
}

/* The index of a text that Python gives; 0 for none. -1 on error. Consumes the text. */
static int64_t answered_text(Core *core, PyObject *text)
{
    int64_t index = -1;

    if (text != NULL && text == Py_None) {
        index = 0;
    } else if (text != NULL && PyUnicode_Check(text) && TEXT_READY(text) == 0) {
        index = PyUnicode_GET_LENGTH(text) ? texts_index(&core->texts, characters_of(text)) : 0;
    } else if (text != NULL && !PyErr_Occurred()) {
        PyErr_SetString(PyExc_TypeError, "a text is expected");
    }
    Py_XDECREF(text);
    return index;
}

static int64_t string_text(Core *core, PyObject *obj, int redacts)
{
    if (redacts) {
        return answered_text(core, PyObject_CallFunctionObjArgs(core->string_text, obj, NULL));
    }
    if (PyUnicode_GET_LENGTH(obj) <= SHOWN_TEXT) {
        return texts_index(&core->texts, characters_of(obj));
    }
    return answered_text(core, PyObject_CallFunctionObjArgs(core->long_text, obj, NULL));
}

static int64_t number_preview(Core *core, PyObject *obj, int *done)
{
    char digits[32], *text = digits, *end;
    int overflow = 0;
    int64_t index;

    *done = 1;
    if (PyLong_CheckExact(obj)) {
        long long value = PyLong_AsLongLongAndOverflow(obj, &overflow);
        if (!overflow) {
            end = digits;
            if (value < 0) {
                *end++ = '-';
            }
            end = put_number(end, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
            return texts_index(&core->texts, (Characters){digits, end - digits, 1});
        }
    } else if (PyFloat_CheckExact(obj)) {
        text = PyOS_double_to_string(PyFloat_AS_DOUBLE(obj), 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
        if (text == NULL) {
            return -1;
        }
        index = texts_index(&core->texts, (Characters){text, (Py_ssize_t)strlen(text), 1});
        PyMem_Free(text);
        return index;
    }
    *done = 0;
    return 0;
}

static int64_t bytes_preview(Core *core, PyObject *obj)
{
    Py_ssize_t size = PyBytes_GET_SIZE(obj);
    PyObject *start = PyBytes_FromStringAndSize(PyBytes_AS_STRING(obj), size < SHOWN_BYTES ? size : SHOWN_BYTES);
    PyObject *whole = start == NULL ? NULL : PyObject_Repr(start);
    PyObject *shown = whole == NULL ? NULL : PyUnicode_Substring(whole, 0, SHOWN_BYTES);

    Py_XDECREF(start);
    Py_XDECREF(whole);
    return answered_text(core, shown);
}

/* As the table of previews in previews.py; what it does not know itself it asks there. */
static int64_t preview_of(Core *core, Kind *kind, PyObject *obj)
{
    int64_t index;
    int done;

    if (kind->preview == NO_PREVIEW) {
        return 0;
    }
    if (kind->preview == NUMBER_PREVIEW) {
        index = number_preview(core, obj, &done);
        if (done) {
            return index;
        }
    }
    if (kind->preview == BYTES_PREVIEW) {
        return bytes_preview(core, obj);
    }
    return answered_text(core, PyObject_CallFunctionObjArgs(core->preview_text, kind->plan, obj, NULL));
}

/* Adds the number of the stack that allocated the object, and counts it there. */
static int add_trace(Core *core, PyObject *trace, Node *node)
{
    PyObject *number;

    if (trace == NULL || trace == Py_None) {
        return trace == NULL ? -1 : 0;
    }
    number = PyObject_CallFunction(core->traced_node, "OK", trace, (unsigned long long)node->size);
    node->trace = number == NULL ? 0 : PyLong_AsUnsignedLongLong(number);
    Py_XDECREF(number);
    return number == NULL ? -1 : 0;
}

static int add_class_facts(Core *core, PyObject *obj, Node *node)
{
    PyObject *facts = PyObject_CallFunctionObjArgs(core->class_facts, obj, NULL);
    int flags = 0;
    Py_ssize_t extra = 0;
    int done = facts != NULL && PyArg_ParseTuple(facts, "in", &flags, &extra) ? 0 : -1;

    node->flags |= flags;
    node->size += (uint64_t)extra;
    Py_XDECREF(facts);
    return done;
}
