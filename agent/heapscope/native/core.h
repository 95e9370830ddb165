/* What the walk keeps. */

/* The beginning of an edge record: the type of the edge, and its name or index. */
typedef struct {
    uint32_t name;
    uint8_t type;
} Start;

#define ELEMENT_EDGE 1
#define PROPERTY_EDGE 2
/* Stands in a pattern for a reference that is left out. */
#define NO_EDGE 255

/* What to call the references of instances that have as many, and the same of the attributes kept inside. */
typedef struct {
    uint64_t mask;
    Py_ssize_t count;
    int state;
    int dict_index;
    Start *starts;
} Pattern;

#define MOST_PATTERNS 32

/* How the edges of a class are read, as fast_kinds.py says. */
enum { NO_EDGES, LIST_EDGES, TUPLE_EDGES, SET_EDGES, DICT_EDGES, FIELD_EDGES, TUPLE_PART_EDGES, CELL_EDGES, PYTHON_EDGES };
enum { NO_PREVIEW, NUMBER_PREVIEW, BYTES_PREVIEW, PYTHON_PREVIEW };

typedef struct {
    PyTypeObject *type; /* NULL where the place in the table is empty */
    PyObject *plan;     /* keeps what stands below */
    Start head;
    int edges;
    int preview;
    int flags;
    int is_weak;
    int is_class;
    Py_ssize_t size; /* below zero: `sizeof_c`, or `size_reader` */
    Py_ssize_t size_header;
    PyCFunction sizeof_c;
    PyObject *size_reader;
    lenfunc length;
    PyObject *length_reader; /* where `length` is NULL */
    PyObject *reader;
    PyObject *fields;
    PyObject *preview_reader;
    int collected;
    int heap;
    int has_dict;
    /* Attributes inside the instance: how many names, or -1; and where. */
    int inline_names;
    Py_ssize_t basic_size;
    Pattern *patterns;
    int pattern_count;
} Kind;

typedef struct {
    uintptr_t address; /* 0 where empty */
    Py_ssize_t count;
} OwnReference;

/* Objects that wait for their turn. Blocks are given back as soon as they are done. The lowest bit of an entry: the
   walk holds a reference, as Python code gave the object. */
#define QUEUE_BLOCK 8190
/* So many objects ahead are fetched into the cache. */
#define AHEAD 8

typedef struct QueueBlock {
    struct QueueBlock *next;
    size_t filled;
    uintptr_t entries[QUEUE_BLOCK];
} QueueBlock;

typedef struct {
    QueueBlock *first;
    QueueBlock *last;
    size_t taken;
} Queue;

typedef struct {
    PyObject **items;
    size_t count;
    size_t room;
} Stack;

typedef struct {
    PyObject_HEAD
    PageMap pages;
    Texts texts;
    Output nodes;
    Output edges;
    Queue queue;
    Stack referents;
    Stack retaining;
    Stack weakly_seen;
    int is_retaining;
    Kind *kinds; /* open addressing by the address of the class */
    size_t kind_mask;
    size_t kind_count;
    OwnReference *own;
    size_t own_mask;
    size_t own_count;
    int32_t to_node;
    uint64_t edge_count;
    uint64_t tracked;
    int oldest;
    int plain_strings;
    int plain_keys;
    int weak;
    int found_dict;
    Start key_start, dict_start, referent_start, cell_start;
    /* From Python: what makes plans, names, long texts, previews, and the rest. */
    PyObject *plan_of;
    PyObject *key_names;
    PyObject *long_text;
    PyObject *string_text;
    PyObject *preview_text;
    PyObject *class_facts;
    PyObject *sizeof_string;
    PyObject *trace_of;
    PyObject *traced_node;
} Core;

static int stack_push(Stack *stack, PyObject *obj)
{
    if (stack->count == stack->room) {
        size_t room = stack->room ? 2 * stack->room : 256;
        PyObject **items = realloc(stack->items, room * sizeof(PyObject *));
        if (items == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        stack->items = items;
        stack->room = room;
    }
    stack->items[stack->count++] = obj;
    return 0;
}

static int queue_push(Queue *queue, uintptr_t entry)
{
    QueueBlock *last = queue->last;

    if (last == NULL || last->filled == QUEUE_BLOCK) {
        last = malloc(sizeof(QueueBlock));
        if (last == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        last->next = NULL;
        last->filled = 0;
        if (queue->last == NULL) {
            queue->first = last;
        } else {
            queue->last->next = last;
        }
        queue->last = last;
    }
    last->entries[last->filled++] = entry;
    return 0;
}

/* The next entry, 0 if there is none. */
static uintptr_t queue_pop(Queue *queue)
{
    QueueBlock *first = queue->first;

    if (first != NULL && queue->taken == QUEUE_BLOCK) {
        queue->first = first->next;
        if (queue->first == NULL) {
            queue->last = NULL;
        }
        free(first);
        queue->taken = 0;
        first = queue->first;
    }
    if (first == NULL || queue->taken == first->filled) {
        return 0;
    }
    if (queue->taken + AHEAD < first->filled) {
        __builtin_prefetch((const void *)first->entries[queue->taken + AHEAD]);
    }
    return first->entries[queue->taken++];
}

static inline Py_ssize_t own_references(const Core *core, const PyObject *obj)
{
    size_t at = ((uintptr_t)obj >> 4) & core->own_mask;

    while (core->own[at].address && core->own[at].address != (uintptr_t)obj) {
        at = (at + 1) & core->own_mask;
    }
    return core->own[at].address ? core->own[at].count : 0;
}

static int own_add(Core *core, uintptr_t address, Py_ssize_t count)
{
    size_t at;

    if (2 * core->own_count >= core->own_mask) {
        size_t old_size = core->own_mask + 1, i;
        OwnReference *old = core->own;
        core->own = calloc(2 * old_size, sizeof(OwnReference));
        if (core->own == NULL) {
            core->own = old;
            PyErr_NoMemory();
            return -1;
        }
        core->own_mask = 2 * old_size - 1;
        core->own_count = 0;
        for (i = 0; i < old_size; i++) {
            if (old[i].address) {
                own_add(core, old[i].address, old[i].count);
            }
        }
        free(old);
    }
    for (at = (address >> 4) & core->own_mask; core->own[at].address; at = (at + 1) & core->own_mask) {
        if (core->own[at].address == address) {
            core->own[at].count += count;
            return 0;
        }
    }
    core->own[at] = (OwnReference){address, count};
    core->own_count++;
    return 0;
}

/* Reads "type,name,". */
static int parse_start(PyObject *text, Start *start)
{
    const char *at;

    if (!PyUnicode_Check(text) || !PyUnicode_IS_COMPACT_ASCII(text)) {
        PyErr_SetString(PyExc_TypeError, "the beginning of a record is expected");
        return -1;
    }
    start->name = start->type = 0;
    for (at = PyUnicode_DATA(text); *at >= '0' && *at <= '9'; at++) {
        start->type = (uint8_t)(10 * start->type + *at - '0');
    }
    for (at += *at == ','; *at >= '0' && *at <= '9'; at++) {
        start->name = 10 * start->name + (uint32_t)(*at - '0');
    }
    return 0;
}
