/* Which node stands for which address: one array of slots for each 64 KiB of addresses.

   A slot stands for 32 bytes. Nearly all objects have as many, so that no other begins there; of two that do, the one that
   comes second has its slot in another array. Which of them a slot is of is told by its lowest two bits: `to_node` is a
   multiple of four. Below zero is what only weak edges lead to, and what belongs to the agent. */

#define SLOTS_PER_PAGE 2048
#define OWN_SLOT 4

typedef struct {
    uintptr_t page;
    uint32_t number;
    int32_t *slots;
    int32_t *others; /* NULL while there are none */
    /* Two bits a slot: the generation, where it is not the oldest. NULL while there are none. */
    uint8_t *generations;
} Page;

typedef struct {
    Page *table; /* open addressing; `number` is one more than the place in `order`, 0 where empty */
    size_t mask;
    size_t used;
    uintptr_t *order;
} PageMap;

static int pages_init(PageMap *pages)
{
    pages->mask = 1023;
    pages->used = 0;
    pages->table = calloc(pages->mask + 1, sizeof(Page));
    pages->order = malloc((pages->mask + 1) * sizeof(uintptr_t));
    if (pages->table == NULL || pages->order == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static inline size_t page_hash(uintptr_t page)
{
    return (size_t)(((uint64_t)page * 0x9E3779B97F4A7C15ULL) >> 32);
}

static int pages_grow(PageMap *pages)
{
    size_t mask = 2 * pages->mask + 1;
    Page *table = calloc(mask + 1, sizeof(Page));
    uintptr_t *order = realloc(pages->order, (mask + 1) * sizeof(uintptr_t));
    size_t i, at;

    if (order != NULL) {
        pages->order = order;
    }
    if (table == NULL || order == NULL) {
        free(table);
        PyErr_NoMemory();
        return -1;
    }
    for (i = 0; i <= pages->mask; i++) {
        if (pages->table[i].number) {
            for (at = page_hash(pages->table[i].page) & mask; table[at].number; at = (at + 1) & mask) {
            }
            table[at] = pages->table[i];
        }
    }
    free(pages->table);
    pages->table = table;
    pages->mask = mask;
    return 0;
}

/* The page, with a number; it gets slots when `slots` is asked for. NULL without memory. */
static Page *page_of(PageMap *pages, uintptr_t page, int slots)
{
    size_t at = page_hash(page) & pages->mask;
    Page *found;

    while (pages->table[at].number && pages->table[at].page != page) {
        at = (at + 1) & pages->mask;
    }
    found = &pages->table[at];
    if (!found->number) {
        if (2 * pages->used > pages->mask) {
            return pages_grow(pages) < 0 ? NULL : page_of(pages, page, slots);
        }
        found->page = page;
        pages->order[pages->used++] = page;
        found->number = (uint32_t)pages->used;
    }
    if (slots && found->slots == NULL) {
        found->slots = calloc(SLOTS_PER_PAGE, sizeof(int32_t));
        if (found->slots == NULL) {
            PyErr_NoMemory();
            return NULL;
        }
    }
    return found;
}

#define PLACE(obj) ((uintptr_t)(obj) >> 5 & (SLOTS_PER_PAGE - 1))
/* Objects begin at multiples of eight: says at which of the slot's four. */
#define MARK(obj) ((int32_t)((uintptr_t)(obj) >> 3 & 3))

/* `to_node`; of what is the agent's own a number below 12. */
static inline int32_t slot_node(int32_t slot)
{
    return (slot < 0 ? -slot : slot) & ~3;
}

static inline int is_own(int32_t slot)
{
    return slot < 0 && slot_node(slot) == OWN_SLOT;
}

static inline int is_weakly_seen(int32_t slot)
{
    return slot < 0 && slot_node(slot) != OWN_SLOT;
}

static int32_t *other_slot(PageMap *pages, const void *obj)
{
    Page *page = page_of(pages, (uintptr_t)obj >> 16, 1);

    if (page->others == NULL) {
        page->others = calloc(SLOTS_PER_PAGE, sizeof(int32_t));
        if (page->others == NULL) {
            PyErr_NoMemory();
            return NULL;
        }
    }
    return page->others + PLACE(obj);
}

/* The slot of an object, 0 where it was not seen. NULL without memory. */
static inline int32_t *slot_of(PageMap *pages, const void *obj)
{
    uintptr_t page = (uintptr_t)obj >> 16;
    const Page *found = &pages->table[page_hash(page) & pages->mask];
    int32_t *slot;

    if (found->page != page || found->slots == NULL) {
        found = page_of(pages, page, 1);
        if (found == NULL) {
            return NULL;
        }
    }
    slot = found->slots + PLACE(obj);
    return *slot == 0 || ((*slot < 0 ? -*slot : *slot) & 3) == MARK(obj) ? slot : other_slot(pages, obj);
}

/* What the capture calls this address. Ids fit 32 bits as long as there are at most 2 to the 19 pages. */
static inline uint64_t node_id(const Page *page, uintptr_t address)
{
    return (uint64_t)(page->number - 1) << 13 | (address & 0xFFFF) >> 3;
}

static int page_mark(PageMap *pages, const void *obj, int generation)
{
    Page *page = page_of(pages, (uintptr_t)obj >> 16, 1);

    if (page == NULL) {
        return -1;
    }
    if (page->generations == NULL) {
        page->generations = calloc(SLOTS_PER_PAGE / 4, 1);
        if (page->generations == NULL) {
            PyErr_NoMemory();
            return -1;
        }
    }
    page->generations[PLACE(obj) >> 2] |= (uint8_t)(generation << 2 * (PLACE(obj) & 3));
    return 0;
}

static inline int page_generation(const Page *page, const void *obj)
{
    return page->generations == NULL ? 0 : page->generations[PLACE(obj) >> 2] >> 2 * (PLACE(obj) & 3) & 3;
}

static void pages_free(PageMap *pages)
{
    size_t i;

    for (i = 0; pages->table != NULL && i <= pages->mask; i++) {
        free(pages->table[i].slots);
        free(pages->table[i].others);
        free(pages->table[i].generations);
    }
    free(pages->table);
    free(pages->order);
}
