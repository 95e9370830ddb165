import { modulePage, PACKAGE_TABLE, packagePage } from '../analyses/python/list-packages.ts'
import { PACKAGES, type Packages } from '../analyses/python/packages.ts'
import type { ModuleRow, PackageColumn, PackageRow } from '../model/package-rows.ts'
import type { ListRequest, Page } from '../model/rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import type { Asked } from './asked.ts'

/** Questions about the modules of a heap of CPython; others have none. */
export const packageQuestions = {
  /** The top-level packages with what each alone retains. @throws HeapError `bad-filter` with `at` */
  async packages(asked: Asked, request: ListRequest<PackageColumn>): Promise<Page<PackageRow>> {
    const found = await packagesOf(asked)
    const filter = filterEntries(request.filter, { table: PACKAGE_TABLE, source: found, now: asked.now })
    return packagePage(found, request, filter, asked.orders)
  },

  /** The modules of one package, by its name. */
  async packageModules(
    asked: Asked,
    name: string,
    request: Omit<ListRequest<PackageColumn>, 'filter'>,
  ): Promise<Page<ModuleRow>> {
    return modulePage(asked.heap, await packagesOf(asked), name, request, asked.orders)
  },
}

function packagesOf(asked: Asked): Promise<Packages> {
  return asked.shared('packages', (task) => PACKAGES.of(asked.heap, task))
}
