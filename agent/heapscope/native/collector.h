/* The collector's lists of objects, followed without counting a reference: that would copy each page in a child.

   What is private about them is tried first: an object that was just made is the last of the youngest generation, and
   the heads of the generations follow each other, each with its threshold. */

typedef struct GcHead {
    uintptr_t next;
    uintptr_t prev;
} GcHead;

typedef struct {
    GcHead head;
    int threshold;
    int count;
} GcGeneration;

#define GC_HEAD(obj) ((GcHead *)(obj) - 1)
#define GC_OBJECT(head) ((PyObject *)((head) + 1))
#define GC_NEXT(gc) ((GcHead *)((gc)->next & ~(uintptr_t)3))
#define GC_PREV(gc) ((GcHead *)((gc)->prev & ~(uintptr_t)3))

static inline int is_tracked(PyObject *obj)
{
    return PyObject_IS_GC(obj) && GC_HEAD(obj)->next != 0;
}

static int is_ring(GcHead *head)
{
    return GC_NEXT(head) != NULL && GC_PREV(head) != NULL && GC_PREV(GC_NEXT(head)) == head &&
           GC_NEXT(GC_PREV(head)) == head;
}

/* The generations from the youngest, or NULL where they are not as expected. */
static GcGeneration *find_generations(const int thresholds[3])
{
    PyObject *probe = PyList_New(0);
    GcGeneration *found = NULL;
    int i;

    if (probe != NULL && is_tracked(probe)) {
        found = (GcGeneration *)GC_NEXT(GC_HEAD(probe));
        for (i = 0; found != NULL && i < 3; i++) {
            if (found[i].threshold != thresholds[i] || !is_ring(&found[i].head)) {
                found = NULL;
            }
        }
    }
    Py_XDECREF(probe);
    return found;
}
