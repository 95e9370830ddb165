import { expose } from 'comlink'
import { createShareService } from './share-service.ts'

expose(createShareService())
