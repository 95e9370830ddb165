/* The walk of walk.py in C: the same nodes, edges and texts in the same order, for a forked child.

   Nothing here counts a reference to an object of the program, as each count written copies a page of the parent; what
   is not usual goes to the Python code that knows it. The child runs nothing of the program, so that objects stay
   where they are. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef Py_GIL_DISABLED
#error "The accelerator is for CPython with its global lock; without, the walk in Python is used."
#endif
/* Up to 3.11 a str made by old C code may not have its final form yet. */
#if PY_VERSION_HEX >= 0x030C0000
#define TEXT_READY(text) 0
#define TEXT_IS_READY(text) 1
#else
#define TEXT_READY(text) PyUnicode_READY(text)
#define TEXT_IS_READY(text) PyUnicode_IS_READY(text)
#endif

#include "native/huffman.h"
#include "native/deflate.h"
#include "native/output.h"
#include "native/pages.h"
#include "native/texts.h"
#include "native/collector.h"
#include "native/core.h"
#include "native/kinds.h"

static int object_edges(Core *core, Kind *kind, PyObject *obj, uint32_t *count);
static int field_edges(Core *core, Kind *kind, PyObject *obj, uint32_t *count);

#include "native/edges.h"
#include "native/fields.h"
#include "native/nodes.h"

/* The edge of a weak reference, to an object that may have no other. */
static int weak_edge(Core *core, PyObject *reference, uint32_t *count)
{
    PyObject *target = ((PyWeakReference *)reference)->wr_object;
    int32_t *slot;
    char *at;

    if (target == NULL || target == Py_None || Py_REFCNT(target) <= 0) {
        return 0;
    }
    slot = slot_of(&core->pages, target);
    if (slot == NULL) {
        return -1;
    }
    if (is_own(*slot)) {
        return 0;
    }
    if (*slot == 0) {
        core->weak = 1;
        if (queue_target(core, target, slot, 0) < 0 || stack_push(&core->weakly_seen, target) < 0) {
            return -1;
        }
    }
    at = output_row(&core->edges);
    if (at == NULL) {
        return -1;
    }
    at = put_field(at, core->referent_start.type);
    at = put_field(at, core->referent_start.name);
    core->edges.end = put_number(at, (uint64_t)slot_node(*slot));
    ++*count;
    core->edge_count++;
    return 0;
}

static int walk_string(Core *core, PyObject *obj, Py_ssize_t references)
{
    Node node = {{0, STRING_NODE}, 0, 0, 0, references, 0, 0, FLAG_VALUE, 0};
    int64_t text = string_text(core, obj, 0);
    PyObject *size;

    if (text < 0) {
        return -1;
    }
    node.head.name = (uint32_t)text;
    node.length = (uint64_t)PyUnicode_GET_LENGTH(obj);
    if (PyUnicode_IS_COMPACT_ASCII(obj)) {
        node.size = sizeof(PyASCIIObject) + node.length + 1;
    } else {
        size = ((PyMethodDescrObject *)core->sizeof_string)->d_method->ml_meth(obj, NULL);
        if (size == NULL) {
            return -1;
        }
        node.size = (uint64_t)PyLong_AsSsize_t(size);
        Py_DECREF(size);
    }
    if (references > IMMORTAL_FROM) {
        node.references = IMMORTAL_COUNT;
        node.flags |= FLAG_IMMORTAL;
    }
    return put_node(core, obj, &node);
}

static int walk_object(Core *core, PyObject *obj, Py_ssize_t references)
{
    Kind *kind = kind_of(core, Py_TYPE(obj));
    Node node = {{0, 0}, 0, 0, 0, references, 0, 0, 0, 0};
    PyObject *trace = NULL;
    int is_string = PyUnicode_CheckExact(obj);
    int64_t text, length;
    Py_ssize_t size;

    if (kind == NULL) {
        return -1;
    }
    node.head = kind->head;
    node.flags = kind->flags;
    if (references > IMMORTAL_FROM) {
        node.references = IMMORTAL_COUNT;
        node.flags |= FLAG_IMMORTAL;
    }
    core->found_dict = 0;
    core->weak = core->weakly_seen.count && is_weakly_seen(*slot_of(&core->pages, obj));
    if (object_edges(core, kind, obj, &node.edges) < 0) {
        return -1;
    }
    if (core->found_dict && kind->flags & FLAG_PYTHON_CLASS) {
        node.flags |= FLAG_HAS_DICT;
    }
    if (kind->is_weak && weak_edge(core, obj, &node.edges) < 0) {
        return -1;
    }
    length = length_of(kind, obj);
    if (length < 0) {
        return -1;
    }
    node.length = (uint64_t)length;
    if (core->trace_of != NULL) {
        trace = PyObject_CallFunctionObjArgs(core->trace_of, obj, (PyObject *)Py_TYPE(obj), NULL);
        if (trace == NULL) {
            return -1;
        }
    }
    size = size_of(kind, obj);
    node.size = (uint64_t)size;
    if (size < 0 || (trace != NULL && add_trace(core, trace, &node) < 0)) {
        Py_XDECREF(trace);
        return -1;
    }
    Py_XDECREF(trace);
    text = is_string ? string_text(core, obj, core->string_text != NULL) : preview_of(core, kind, obj);
    if (text < 0) {
        return -1;
    }
    if (is_string) {
        node.flags |= FLAG_VALUE;
        node.head = (Start){(uint32_t)text, STRING_NODE};
    } else {
        node.preview = (uint32_t)text;
        if (kind->is_class && add_class_facts(core, obj, &node) < 0) {
            return -1;
        }
    }
    node.generation = generation_of(core, obj);
    core->tracked += node.generation > 0;
    if (put_node(core, obj, &node) < 0) {
        return -1;
    }
    return core->retaining.count ? retain_waiting(core) : 0;
}

static int walk_queue(Core *core)
{
    uintptr_t entry;

    while ((entry = queue_pop(&core->queue)) != 0) {
        PyObject *obj = (PyObject *)(entry & ~(uintptr_t)1);
        Py_ssize_t references = (Py_ssize_t)Py_REFCNT(obj) - (Py_ssize_t)(entry & 1) - own_references(core, obj);
        int done;

        if (core->plain_strings && PyUnicode_CheckExact(obj) && TEXT_IS_READY(obj)) {
            done = walk_string(core, obj, references);
        } else {
            done = walk_object(core, obj, references);
        }
        if (done < 0) {
            if (!PyErr_Occurred()) {
                PyErr_SetString(PyExc_SystemError, "the C code of a type failed without saying why");
            }
            return -1;
        }
    }
    return 0;
}

#include "native/module.h"
