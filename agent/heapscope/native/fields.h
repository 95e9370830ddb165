/* The references of instances: those of one class that hold as many, at the same places, are called alike. fields.py
   names the first of them and says whether that holds for others. */

/* How an instance keeps its attributes: which of those inside are set, and whether there is a `__dict__` (1), neither
   (2), or only these (0). The layouts are those that inline.py tries on an object of its own. */
static int inline_state(const Kind *kind, PyObject *obj, uint64_t *mask)
{
    int state = 0;

    *mask = 0;
    if (kind->inline_names >= 0) {
        PyObject **values = NULL;
        int names = kind->inline_names, i;
#if PY_VERSION_HEX >= 0x030D0000
        const unsigned char *head = (const unsigned char *)obj + kind->basic_size;
        state = ((void **)obj)[-3] != NULL;
        if (head[3]) {
            values = (PyObject **)(head + sizeof(void *));
            names = head[0] < names ? head[0] : names;
        } else if (!state) {
            state = 2;
        }
#elif PY_VERSION_HEX >= 0x030C0000
        uintptr_t word = ((uintptr_t *)obj)[-3];
        if (word & 1) {
            values = (PyObject **)(word + 1);
        } else {
            state = word ? 1 : 2;
        }
#elif PY_VERSION_HEX >= 0x030B0000
        state = ((void **)obj)[-3] != NULL;
        if (!state) {
            values = ((PyObject ***)obj)[-4];
            state = values == NULL ? 2 : 0;
        }
#endif
        for (i = 0; values != NULL && i < names; i++) {
            *mask |= (uint64_t)(values[i] != NULL) << i;
        }
    }
    return state;
}

static const Pattern *find_pattern(const Core *core, const Kind *kind, uint64_t mask, int state)
{
    Py_ssize_t count = (Py_ssize_t)core->referents.count, r;
    int i;

    for (i = 0; i < kind->pattern_count; i++) {
        const Pattern *pattern = &kind->patterns[i];
        if (pattern->count != count || pattern->mask != mask || pattern->state != state) {
            continue;
        }
        if (kind->inline_names >= 0 || !kind->has_dict) {
            return pattern;
        }
        if (pattern->dict_index >= 0) {
            return PyDict_CheckExact(core->referents.items[pattern->dict_index]) ? pattern : NULL;
        }
        /* A `__dict__` may have taken the place of a slot that is not set. */
        for (r = 0; r < count; r++) {
            if (PyDict_CheckExact(core->referents.items[r])) {
                return NULL;
            }
        }
        return pattern;
    }
    return NULL;
}

static int learn_pattern(Core *core, Kind *kind, uint64_t mask, int state, PyObject *starts)
{
    Py_ssize_t count = PyList_GET_SIZE(starts), i;
    Pattern pattern = {mask, count, state, -1, NULL};

    if (kind->pattern_count == MOST_PATTERNS || count != (Py_ssize_t)core->referents.count) {
        return 0;
    }
    if (kind->patterns == NULL) {
        kind->patterns = calloc(MOST_PATTERNS, sizeof(Pattern));
    }
    pattern.starts = malloc((size_t)count * sizeof(Start));
    if (kind->patterns == NULL || pattern.starts == NULL) {
        free(pattern.starts);
        PyErr_NoMemory();
        return -1;
    }
    for (i = 0; i < count; i++) {
        PyObject *start = PyList_GET_ITEM(starts, i);
        if (start == Py_None) {
            pattern.starts[i] = (Start){0, NO_EDGE};
        } else if (parse_start(start, &pattern.starts[i]) < 0) {
            free(pattern.starts);
            return -1;
        } else if (pattern.starts[i].type == core->dict_start.type && pattern.starts[i].name == core->dict_start.name) {
            pattern.dict_index = (int)i;
        }
    }
    kind->patterns[kind->pattern_count++] = pattern;
    return 0;
}

/* Asks fields.py. */
static int named_fields(Core *core, Kind *kind, PyObject *obj, uint64_t mask, int state, uint32_t *count)
{
    Py_ssize_t size = (Py_ssize_t)core->referents.count, i;
    PyObject *referents = PyList_New(size), *answer = NULL, *pattern = NULL;
    int done = -1;

    if (referents != NULL) {
        for (i = 0; i < size; i++) {
            Py_INCREF(core->referents.items[i]);
            PyList_SET_ITEM(referents, i, core->referents.items[i]);
        }
        answer = PyObject_CallMethod(kind->fields, "name", "OO", obj, referents);
        pattern = answer == NULL ? NULL : PyObject_GetAttrString(kind->fields, "pattern");
    }
    if (pattern != NULL) {
        done = PyList_Check(pattern) ? learn_pattern(core, kind, mask, state, pattern) : 0;
        if (done == 0) {
            done = answered_edges(core, answer, count);
            answer = NULL;
        }
    }
    Py_XDECREF(answer);
    Py_XDECREF(pattern);
    Py_XDECREF(referents);
    return done;
}

#if PY_VERSION_HEX < 0x03090000
/* Classes that Python made report the class of an instance, some of C do not. */
static int add_class(Core *core, PyObject *kind)
{
    size_t i;
    for (i = 0; i < core->referents.count; i++) {
        if (core->referents.items[i] == kind) {
            return 0;
        }
    }
    return stack_push(&core->referents, kind);
}
#endif

/* The edges to `core->referents`, or to as many of them as belong to the instance itself. */
static int field_edges(Core *core, Kind *kind, PyObject *obj, uint32_t *count)
{
    uint64_t mask;
    int state = inline_state(kind, obj, &mask);
    const Pattern *pattern;
    Py_ssize_t i;

#if PY_VERSION_HEX < 0x03090000
    if (kind->edges == FIELD_EDGES && kind->heap && add_class(core, (PyObject *)Py_TYPE(obj)) < 0) {
        return -1;
    }
#endif
    pattern = find_pattern(core, kind, mask, state);
    if (pattern == NULL) {
        return named_fields(core, kind, obj, mask, state, count);
    }
    for (i = 0; i < pattern->count; i++) {
        if (pattern->starts[i].type != NO_EDGE &&
            add_edge(core, pattern->starts[i], core->referents.items[i], 0, count) < 0) {
            return -1;
        }
    }
    core->found_dict |= pattern->dict_index >= 0;
    return 0;
}
