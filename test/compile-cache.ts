import { tmpdir } from 'node:os'
import { join } from 'node:path'

/*
 * Every server and every command of the tests, and their threads, strip and compile the same modules. With Node's cache a
 * command starts in 0.18 s instead of 0.37 s.
 */
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'suyuan-compile-cache')
