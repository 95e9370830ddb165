/* What Python sees: the type `Core`, which fast_walk.py puts to use. */

static void core_dealloc(Core *core)
{
    PyObject **held[] = {&core->plan_of, &core->key_names, &core->long_text, &core->string_text, &core->preview_text,
                         &core->class_facts, &core->sizeof_string, &core->trace_of, &core->traced_node};
    size_t i;
    QueueBlock *block = core->queue.first, *next;

    for (; block != NULL; block = next) {
        next = block->next;
        free(block);
    }
    pages_free(&core->pages);
    texts_free(&core->texts);
    output_free(&core->nodes);
    output_free(&core->edges);
    kinds_free(core);
    free(core->referents.items);
    free(core->retaining.items);
    free(core->weakly_seen.items);
    free(core->own);
    for (i = 0; i < sizeof(held) / sizeof(held[0]); i++) {
        Py_CLEAR(*held[i]);
    }
    Py_TYPE(core)->tp_free((PyObject *)core);
}

static PyObject *core_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *nodes, *edges, *texts;
    Py_ssize_t limit;
    int compress;
    Core *core;

    if (!PyArg_ParseTuple(args, "OOOnp:Core", &nodes, &edges, &texts, &limit, &compress)) {
        return NULL;
    }
    core = (Core *)type->tp_alloc(type, 0);
    if (core == NULL) {
        return NULL;
    }
    core->kind_mask = core->own_mask = 255;
    core->kinds = calloc(core->kind_mask + 1, sizeof(Kind));
    core->own = calloc(core->own_mask + 1, sizeof(OwnReference));
    core->oldest = 3;
    if (core->kinds == NULL || core->own == NULL) {
        PyErr_NoMemory();
    } else if (pages_init(&core->pages) == 0 && page_of(&core->pages, 0, 0) != NULL &&
               texts_init(&core->texts, texts, (size_t)limit, compress) == 0 &&
               output_init(&core->nodes, nodes, compress, 1) == 0 && output_init(&core->edges, edges, compress, 0) == 0) {
        return (PyObject *)core;
    }
    Py_DECREF(core);
    return NULL;
}

static int keep(PyObject **place, PyObject *obj)
{
    if (obj != Py_None) {
        Py_INCREF(obj);
        Py_XSETREF(*place, obj);
    }
    return 0;
}

static PyObject *core_prepare(Core *core, PyObject *args)
{
    PyObject *key, *dict, *referent, *cell, *plan_of, *key_names, *long_text, *string_text, *preview_text, *class_facts,
        *sizeof_string, *trace_of, *traced_node;

    if (!PyArg_ParseTuple(args, "OOOOiOO!OOOOO!OO:prepare", &key, &dict, &referent, &cell,
                                     &core->oldest, &plan_of, &PyDict_Type, &key_names, &long_text, &string_text,
                                     &preview_text, &class_facts, &PyMethodDescr_Type, &sizeof_string, &trace_of,
                                     &traced_node) ||
        parse_start(key, &core->key_start) < 0 || parse_start(dict, &core->dict_start) < 0 ||
        parse_start(referent, &core->referent_start) < 0 ||
        parse_start(cell, &core->cell_start) < 0) {
        return NULL;
    }
    keep(&core->plan_of, plan_of);
    keep(&core->key_names, key_names);
    keep(&core->long_text, long_text);
    keep(&core->string_text, string_text);
    keep(&core->preview_text, preview_text);
    keep(&core->class_facts, class_facts);
    keep(&core->sizeof_string, sizeof_string);
    keep(&core->trace_of, trace_of);
    keep(&core->traced_node, traced_node);
    core->plain_keys = core->string_text == NULL;
    core->plain_strings = core->trace_of == NULL && core->string_text == NULL;
    Py_RETURN_NONE;
}

static PyObject *core_slot(Core *core, PyObject *obj)
{
    int32_t *slot = slot_of(&core->pages, obj);
    if (slot == NULL) {
        return NULL;
    }
    /* As pages.py has it. */
    return PyLong_FromLong(is_own(*slot) ? -1 : *slot < 0 ? -slot_node(*slot) : slot_node(*slot));
}

static PyObject *core_exclude(Core *core, PyObject *obj)
{
    int32_t *slot = slot_of(&core->pages, obj);

    if (slot == NULL) {
        return NULL;
    }
    *slot = -(OWN_SLOT | MARK(obj));
    Py_RETURN_NONE;
}

static PyObject *core_node_id(Core *core, PyObject *number)
{
    uintptr_t address = (uintptr_t)PyLong_AsVoidPtr(number);
    const Page *page = PyErr_Occurred() ? NULL : page_of(&core->pages, address >> 16, 0);
    return page == NULL ? NULL : PyLong_FromUnsignedLongLong(node_id(page, address));
}

static PyObject *core_page_table(Core *core, PyObject *unused)
{
    PyObject *list = PyList_New((Py_ssize_t)core->pages.used);
    size_t i;

    for (i = 0; list != NULL && i < core->pages.used; i++) {
        PyObject *page = PyLong_FromUnsignedLongLong(core->pages.order[i]);
        if (page == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, (Py_ssize_t)i, page);
        }
    }
    return list;
}

static PyObject *core_own(Core *core, PyObject *args)
{
    unsigned long long address;
    Py_ssize_t count;

    if (!PyArg_ParseTuple(args, "Kn:own", &address, &count) || own_add(core, (uintptr_t)address, count) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *core_add_text(Core *core, PyObject *text, int remembers)
{
    int64_t index;

    if (!PyUnicode_Check(text) || TEXT_READY(text) < 0) {
        PyErr_SetString(PyExc_TypeError, "a text is expected");
        return NULL;
    }
    index = remembers ? texts_index(&core->texts, characters_of(text)) : texts_add(&core->texts, characters_of(text));
    return index < 0 ? NULL : PyLong_FromLongLong(index);
}

static PyObject *core_text(Core *core, PyObject *text)
{
    return core_add_text(core, text, 1);
}

static PyObject *core_add(Core *core, PyObject *text)
{
    return core_add_text(core, text, 0);
}

static PyObject *core_flush_texts(Core *core, PyObject *unused)
{
    if (output_pause(&core->texts.output) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* `to_node` of an object, which is walked later if it was not seen yet; 0 if it is left out. */
static PyObject *core_node_for(Core *core, PyObject *obj)
{
    int32_t *slot = slot_of(&core->pages, obj);

    core->weak = 0;
    if (slot == NULL || (*slot == 0 && queue_target(core, obj, slot, 0) < 0)) {
        return NULL;
    }
    if (is_own(*slot)) {
        return PyLong_FromLong(0);
    }
    if (*slot < 0 && (stack_push(&core->retaining, obj) < 0 || retain_waiting(core) < 0)) {
        return NULL;
    }
    return PyLong_FromLong(slot_node(*slot));
}

static PyObject *core_reserve(Core *core, PyObject *unused)
{
    core->to_node += 12;
    return PyLong_FromLong(core->to_node);
}

/* Walks until nothing waits. Returns how many edges were written. */
static PyObject *core_run(Core *core, PyObject *unused)
{
    uint64_t edges = core->edge_count;

    if (core->plan_of == NULL || output_begin(&core->nodes) < 0 || output_begin(&core->edges) < 0 ||
        walk_queue(core) < 0 || output_pause(&core->nodes) < 0 || output_pause(&core->edges) < 0) {
        return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_RuntimeError, "prepare first");
    }
    return PyLong_FromUnsignedLongLong(core->edge_count - edges);
}

static PyObject *list_of(const Stack *found)
{
    PyObject *list = PyList_New((Py_ssize_t)found->count);
    size_t i;

    for (i = 0; list != NULL && i < found->count; i++) {
        Py_INCREF(found->items[i]);
        PyList_SET_ITEM(list, (Py_ssize_t)i, found->items[i]);
    }
    return list;
}

static PyObject *core_only_weakly_seen(Core *core, PyObject *unused)
{
    Stack found = {NULL, 0, 0};
    PyObject *list = NULL;
    size_t i;
    int done = 0;

    for (i = 0; i < core->weakly_seen.count && done == 0; i++) {
        if (is_weakly_seen(*slot_of(&core->pages, core->weakly_seen.items[i]))) {
            done = stack_push(&found, core->weakly_seen.items[i]);
        }
    }
    list = done == 0 ? list_of(&found) : NULL;
    free(found.items);
    return list;
}

/* The generations of the collector from three thresholds; NULL, without an error, where they are not known. */
static GcGeneration *generations_of(PyObject *thresholds)
{
    int expected[3];

    if (!PyArg_ParseTuple(thresholds, "iii", &expected[0], &expected[1], &expected[2])) {
        return NULL;
    }
    return find_generations(expected);
}

/* All that the collector tracks and was not seen, from the youngest; None where that cannot be told. */
static PyObject *core_unseen(Core *core, PyObject *thresholds)
{
    GcGeneration *generations = generations_of(thresholds);
    Stack found = {NULL, 0, 0};
    PyObject *list = NULL;
    int i, done = 0;

    if (generations == NULL) {
        return PyErr_Occurred() ? NULL : Py_BuildValue("");
    }
    for (i = 0; i < 3; i++) {
        GcHead *head = &generations[i].head, *gc;
        for (gc = GC_NEXT(head); gc != head && done == 0; gc = GC_NEXT(gc)) {
            int32_t *slot = slot_of(&core->pages, GC_OBJECT(gc));
            done = slot == NULL ? -1 : *slot == 0 ? stack_push(&found, GC_OBJECT(gc)) : 0;
        }
    }
    list = done == 0 ? list_of(&found) : NULL;
    free(found.items);
    return list;
}

/* Notes who is in the `count` youngest generations. False where they are not known. */
static PyObject *core_mark_generations(Core *core, PyObject *args)
{
    PyObject *thresholds;
    GcGeneration *generations;
    int count, i;

    if (!PyArg_ParseTuple(args, "O!i:mark_generations", &PyTuple_Type, &thresholds, &count)) {
        return NULL;
    }
    generations = generations_of(thresholds);
    if (generations == NULL) {
        return PyErr_Occurred() ? NULL : PyBool_FromLong(0);
    }
    for (i = 0; i < count && i < 3; i++) {
        GcHead *head = &generations[i].head, *gc;
        for (gc = GC_NEXT(head); gc != head; gc = GC_NEXT(gc)) {
            if (page_mark(&core->pages, GC_OBJECT(gc), i + 1) < 0) {
                return NULL;
            }
        }
    }
    Py_RETURN_TRUE;
}

static PyObject *core_mark(Core *core, PyObject *args)
{
    unsigned long long address;
    int generation;

    if (!PyArg_ParseTuple(args, "Ki:mark", &address, &generation) ||
        page_mark(&core->pages, (void *)(uintptr_t)address, generation) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

#define METHOD(name, flags) {#name, (PyCFunction)(void (*)(void))core_##name, flags, NULL}

static PyMethodDef core_methods[] = {
    METHOD(prepare, METH_VARARGS), METHOD(slot, METH_O), METHOD(exclude, METH_O),
    METHOD(node_id, METH_O), METHOD(page_table, METH_NOARGS), METHOD(own, METH_VARARGS), METHOD(text, METH_O),
    METHOD(add, METH_O), METHOD(flush_texts, METH_NOARGS), METHOD(node_for, METH_O), METHOD(reserve, METH_NOARGS),
    METHOD(run, METH_NOARGS), METHOD(only_weakly_seen, METH_NOARGS), METHOD(unseen, METH_O),
    METHOD(mark_generations, METH_VARARGS), METHOD(mark, METH_VARARGS), {NULL, NULL, 0, NULL}};

static PyMemberDef core_members[] = {{"to_node", T_INT, offsetof(Core, to_node), 0, NULL},
                                     {"tracked", T_ULONGLONG, offsetof(Core, tracked), READONLY, NULL},
                                     {NULL, 0, 0, 0, NULL}};

static PyTypeObject core_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "heapscope._walk.Core",
    .tp_basicsize = sizeof(Core),
    .tp_dealloc = (destructor)core_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = core_methods,
    .tp_members = core_members,
    .tp_new = core_new,
};

static int module_exec(PyObject *made)
{
    if (PyType_Ready(&core_type) < 0) {
        return -1;
    }
    Py_INCREF(&core_type);
    if (PyModule_AddObject(made, "Core", (PyObject *)&core_type) < 0) {
        Py_DECREF(&core_type);
        return -1;
    }
    return 0;
}

/* In two phases: Python writes down nowhere that it was loaded, which a capture would show. */
static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, (void *)module_exec}, {0, NULL}};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "heapscope._walk", .m_slots = module_slots};

PyMODINIT_FUNC PyInit__walk(void)
{
    return PyModuleDef_Init(&module);
}
