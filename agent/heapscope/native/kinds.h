/* What is known of each class, asked of Python when its first object is met. */

static Py_ssize_t plan_number(PyObject *plan, int place)
{
    return PyLong_AsSsize_t(PyTuple_GET_ITEM(plan, place));
}

static PyObject *plan_object(PyObject *plan, int place)
{
    PyObject *found = PyTuple_GET_ITEM(plan, place);
    return found == Py_None ? NULL : found;
}

/* The C function behind a `__sizeof__`, which is called without counting a reference to the object. */
static PyCFunction plain_method(PyObject *method)
{
    const PyMethodDef *definition;

    if (method == NULL || Py_TYPE(method) != &PyMethodDescr_Type) {
        return NULL;
    }
    definition = ((PyMethodDescrObject *)method)->d_method;
    return definition->ml_flags == METH_NOARGS ? definition->ml_meth : NULL;
}

static lenfunc plain_length(PyObject *wrapper)
{
    if (wrapper == NULL || Py_TYPE(wrapper) != &PyWrapperDescr_Type) {
        return NULL;
    }
    return (lenfunc)((PyWrapperDescrObject *)wrapper)->d_wrapped;
}

static int kind_fill(Kind *kind, PyTypeObject *type, PyObject *plan)
{
    if (!PyTuple_Check(plan) || PyTuple_GET_SIZE(plan) != 18 || parse_start(PyTuple_GET_ITEM(plan, 0), &kind->head) < 0) {
        PyErr_SetString(PyExc_TypeError, "a plan has 18 parts");
        return -1;
    }
    kind->type = type;
    kind->plan = plan;
    kind->size = plan_number(plan, 1);
    kind->size_header = plan_number(plan, 2);
    kind->sizeof_c = plain_method(plan_object(plan, 3));
    kind->size_reader = plan_object(plan, 4);
    kind->edges = (int)plan_number(plan, 5);
    kind->reader = plan_object(plan, 6);
    kind->fields = plan_object(plan, 7);
    kind->length_reader = plan_object(plan, 8);
    kind->length = plain_length(kind->length_reader);
    kind->preview = (int)plan_number(plan, 9);
    kind->preview_reader = plan_object(plan, 10);
    kind->flags = (int)plan_number(plan, 11);
    kind->is_weak = (int)plan_number(plan, 12);
    kind->is_class = (int)plan_number(plan, 13);
    kind->heap = (int)plan_number(plan, 14);
    kind->collected = (int)plan_number(plan, 15);
    kind->has_dict = (int)plan_number(plan, 16);
    kind->inline_names = (int)plan_number(plan, 17);
    kind->basic_size = type->tp_basicsize;
    kind->patterns = NULL;
    kind->pattern_count = 0;
    return PyErr_Occurred() ? -1 : 0;
}

static int kinds_grow(Core *core)
{
    size_t mask = 2 * core->kind_mask + 1, i, at;
    Kind *kinds = calloc(mask + 1, sizeof(Kind));

    if (kinds == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (i = 0; i <= core->kind_mask; i++) {
        if (core->kinds[i].type != NULL) {
            for (at = (uintptr_t)core->kinds[i].type >> 4 & mask; kinds[at].type != NULL; at = (at + 1) & mask) {
            }
            kinds[at] = core->kinds[i];
        }
    }
    free(core->kinds);
    core->kinds = kinds;
    core->kind_mask = mask;
    return 0;
}

static Kind *kind_add(Core *core, PyTypeObject *type)
{
    PyObject *plan = PyObject_CallFunctionObjArgs(core->plan_of, (PyObject *)type, NULL);
    size_t at;

    if (plan == NULL) {
        return NULL;
    }
    if (2 * ++core->kind_count > core->kind_mask && kinds_grow(core) < 0) {
        Py_DECREF(plan);
        return NULL;
    }
    for (at = (uintptr_t)type >> 4 & core->kind_mask; core->kinds[at].type != NULL; at = (at + 1) & core->kind_mask) {
    }
    if (kind_fill(&core->kinds[at], type, plan) < 0) {
        core->kinds[at].type = NULL;
        Py_DECREF(plan);
        return NULL;
    }
    return &core->kinds[at];
}

/* Valid until the next class is met. */
static inline Kind *kind_of(Core *core, PyTypeObject *type)
{
    size_t at = (uintptr_t)type >> 4 & core->kind_mask;

    for (; core->kinds[at].type != NULL; at = (at + 1) & core->kind_mask) {
        if (core->kinds[at].type == type) {
            return &core->kinds[at];
        }
    }
    return kind_add(core, type);
}

static void kinds_free(Core *core)
{
    size_t i;
    int p;

    for (i = 0; core->kinds != NULL && i <= core->kind_mask; i++) {
        Kind *kind = &core->kinds[i];
        for (p = 0; p < kind->pattern_count; p++) {
            free(kind->patterns[p].starts);
        }
        free(kind->patterns);
        Py_XDECREF(kind->plan);
    }
    free(core->kinds);
}

static int64_t length_of(Kind *kind, PyObject *obj)
{
    PyObject *answer;
    int64_t length;

    if (kind->length != NULL || kind->length_reader == NULL) {
        return kind->length == NULL ? 0 : kind->length(obj);
    }
    answer = PyObject_CallFunctionObjArgs(kind->length_reader, obj, NULL);
    length = answer == NULL ? -1 : PyLong_AsLongLong(answer);
    Py_XDECREF(answer);
    return length;
}

/* What the type's own C code says, as size_reader in sizes.py. */
static Py_ssize_t size_of(Kind *kind, PyObject *obj)
{
    PyObject *answer;
    Py_ssize_t size;

    if (kind->size >= 0) {
        return kind->size;
    }
    if (PyUnicode_CheckExact(obj) && PyUnicode_IS_COMPACT_ASCII(obj)) {
        return (Py_ssize_t)sizeof(PyASCIIObject) + PyUnicode_GET_LENGTH(obj) + 1;
    }
    if (kind->sizeof_c == NULL || kind->size_header < 0) {
        answer = PyObject_CallFunctionObjArgs(kind->size_reader, obj, NULL);
    } else {
        answer = kind->sizeof_c(obj, NULL);
    }
    size = answer == NULL ? -1 : PyLong_AsSsize_t(answer);
    Py_XDECREF(answer);
    if (size < 0) {
        return -1;
    }
    if (kind->sizeof_c == NULL || kind->is_class) {
        return size;
    }
    if (kind->size_header < 0) {
        /* What `sys.getsizeof` adds is the same for all objects of the class. */
        answer = kind->sizeof_c(obj, NULL);
        kind->size_header = answer == NULL ? -1 : size - PyLong_AsSsize_t(answer);
        Py_XDECREF(answer);
        return answer == NULL ? -1 : size;
    }
    return size + kind->size_header;
}
