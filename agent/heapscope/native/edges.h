/* What an object leads to: for each type the way of edges.py and fields.py, for unusual ones through them. */

static int queue_target(Core *core, PyObject *target, int32_t *slot, int held)
{
    if (core->to_node > INT32_MAX - 12) {
        PyErr_SetString(PyExc_OverflowError, "There are more objects than a capture can number.");
        return -1;
    }
    core->to_node += 12;
    *slot = core->to_node | MARK(target);
    if (core->weak) {
        *slot = -*slot;
    }
    if (held) {
        Py_INCREF(target);
    }
    return queue_push(&core->queue, (uintptr_t)target | (uintptr_t)held);
}

/* One edge. While retaining, only what it leads to counts. */
static inline int add_edge(Core *core, Start start, PyObject *target, int held, uint32_t *count)
{
    int32_t *slot;
    char *at;

    if (core->is_retaining) {
        return stack_push(&core->retaining, target);
    }
    slot = slot_of(&core->pages, target);
    if (slot == NULL) {
        return -1;
    }
    if (*slot <= 0) {
        if (is_own(*slot)) {
            return 0;
        }
        if (*slot == 0) {
            if (queue_target(core, target, slot, held) < 0) {
                return -1;
            }
        } else if (!core->weak && stack_push(&core->retaining, target) < 0) {
            return -1;
        }
    }
    at = output_row(&core->edges);
    if (at == NULL) {
        return -1;
    }
    *at++ = (char)('0' + start.type);
    *at++ = ',';
    at = put_field(at, start.name);
    core->edges.end = put_number(at, (uint64_t)slot_node(*slot));
    ++*count;
    core->edge_count++;
    return 0;
}

static int item_edges(Core *core, PyObject *const *items, Py_ssize_t size, uint32_t *count)
{
    Start start = {0, ELEMENT_EDGE};
    Py_ssize_t i;

    for (i = 0; i < size; i++) {
        /* Items of a list under construction may be missing. */
        if (items[i] != NULL) {
            if (add_edge(core, start, items[i], 0, count) < 0) {
                return -1;
            }
            start.name++;
        }
    }
    return 0;
}

static int name_start(Core *core, PyObject *name, Start *start)
{
    PyObject *known = PyDict_GetItemWithError(core->key_names, name);
    int done;

    if (known != NULL) {
        return parse_start(known, start);
    }
    if (core->plain_keys && (size_t)PyDict_GET_SIZE(core->key_names) >= core->texts.limit && !PyErr_Occurred()) {
        /* For all further names the string table is asked. */
        int64_t index = texts_index(&core->texts, characters_of(name));
        start->type = PROPERTY_EDGE;
        start->name = (uint32_t)index;
        return index < 0 ? -1 : 0;
    }
    known = PyErr_Occurred() ? NULL : PyObject_GetItem(core->key_names, name);
    done = known == NULL ? -1 : parse_start(known, start);
    Py_XDECREF(known);
    return done;
}

static int dict_edges(Core *core, PyObject *dict, uint32_t *count)
{
    Start start, item = {0, ELEMENT_EDGE};
    PyObject *key, *value;
    Py_ssize_t at = 0;

    while (PyDict_Next(dict, &at, &key, &value)) {
        if (PyUnicode_CheckExact(key) && !core->is_retaining) {
            if (name_start(core, key, &start) < 0) {
                return -1;
            }
        } else {
            start = item;
            item.name++;
        }
        if (add_edge(core, start, value, 0, count) < 0) {
            return -1;
        }
    }
    for (at = 0; PyDict_Next(dict, &at, &key, &value);) {
        if (add_edge(core, core->key_start, key, 0, count) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Edges as Python names them. Objects that come from there are held: nobody else might. */
static int named_edges(Core *core, PyObject *starts, PyObject *values, uint32_t *count)
{
    PyObject *name_list = PySequence_Fast(starts, "names of edges are expected");
    PyObject *value_list = PySequence_Fast(values, "values of edges are expected");
    Py_ssize_t i, size;
    Start start;
    int done = name_list == NULL || value_list == NULL ? -1 : 0;

    if (done == 0) {
        size = PySequence_Fast_GET_SIZE(value_list);
        if (PySequence_Fast_GET_SIZE(name_list) < size) {
            size = PySequence_Fast_GET_SIZE(name_list);
        }
        for (i = 0; i < size && done == 0; i++) {
            done = parse_start(PySequence_Fast_GET_ITEM(name_list, i), &start);
            if (done == 0) {
                if (start.type == core->dict_start.type && start.name == core->dict_start.name) {
                    core->found_dict = 1;
                }
                done = add_edge(core, start, PySequence_Fast_GET_ITEM(value_list, i), 1, count);
            }
        }
    }
    Py_XDECREF(name_list);
    Py_XDECREF(value_list);
    return done;
}

/* Takes (starts, values), which it consumes. */
static int answered_edges(Core *core, PyObject *answer, uint32_t *count)
{
    int done = -1;

    if (answer != NULL && PyTuple_Check(answer) && PyTuple_GET_SIZE(answer) == 2) {
        done = named_edges(core, PyTuple_GET_ITEM(answer, 0), PyTuple_GET_ITEM(answer, 1), count);
    } else if (answer != NULL) {
        PyErr_SetString(PyExc_TypeError, "a reader of edges gives names and values");
    }
    Py_XDECREF(answer);
    return done;
}

static int visit_referent(PyObject *obj, void *stack)
{
    return stack_push(stack, obj);
}

/* What the collector would say of an object, in `core->referents`. */
static int take_referents(Core *core, PyObject *obj)
{
    core->referents.count = 0;
    if (!PyObject_IS_GC(obj) || Py_TYPE(obj)->tp_traverse == NULL) {
        return 0;
    }
    return Py_TYPE(obj)->tp_traverse(obj, visit_referent, &core->referents) == 0 ? 0 : -1;
}

static int cell_edges(Core *core, PyObject *cell, uint32_t *count)
{
    /* A place for names that the program never filled leads nowhere. */
    PyObject *value = ((PyCellObject *)cell)->ob_ref;
    return value == NULL ? 0 : add_edge(core, core->cell_start, value, 0, count);
}

static int object_edges(Core *core, Kind *kind, PyObject *obj, uint32_t *count)
{
    switch (kind->edges) {
    case NO_EDGES:
        return 0;
    case LIST_EDGES:
        return item_edges(core, ((PyListObject *)obj)->ob_item, PyList_GET_SIZE(obj), count);
    case TUPLE_EDGES:
        return item_edges(core, ((PyTupleObject *)obj)->ob_item, PyTuple_GET_SIZE(obj), count);
    case TUPLE_PART_EDGES:
        if (item_edges(core, ((PyTupleObject *)obj)->ob_item, PyTuple_GET_SIZE(obj), count) < 0 ||
            take_referents(core, obj) < 0) {
            return -1;
        }
        if ((size_t)PyTuple_GET_SIZE(obj) > core->referents.count) {
            PyErr_SetString(PyExc_SystemError, "a tuple does not report its items");
            return -1;
        }
        core->referents.count -= (size_t)PyTuple_GET_SIZE(obj);
        return field_edges(core, kind, obj, count);
    case SET_EDGES:
        if (take_referents(core, obj) < 0) {
            return -1;
        }
        return item_edges(core, core->referents.items, (Py_ssize_t)core->referents.count, count);
    case DICT_EDGES:
        return dict_edges(core, obj, count);
    case CELL_EDGES:
        return cell_edges(core, obj, count);
    case FIELD_EDGES:
        if (kind->collected) {
            if (take_referents(core, obj) < 0) {
                return -1;
            }
            return field_edges(core, kind, obj, count);
        }
        /* fall through */
    default:
        return answered_edges(core, PyObject_CallFunctionObjArgs(kind->reader, obj, NULL), count);
    }
}

/* A retaining edge led to objects that only weak ones had led to: true of all that they lead to, too. */
static int retain_waiting(Core *core)
{
    uint32_t ignored = 0;
    int done = 0;

    core->is_retaining = 1;
    while (core->retaining.count && done == 0) {
        PyObject *obj = core->retaining.items[--core->retaining.count];
        int32_t *slot = slot_of(&core->pages, obj);
        Kind *kind;

        if (slot == NULL) {
            done = -1;
        } else if (is_weakly_seen(*slot)) {
            *slot = -*slot;
            kind = kind_of(core, Py_TYPE(obj));
            done = kind == NULL ? -1 : object_edges(core, kind, obj, &ignored);
        }
    }
    core->is_retaining = 0;
    return done;
}
