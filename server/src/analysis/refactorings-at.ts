import { pythonAt } from '../project/guards.ts';
import type { ProjectModel } from '../project/project.ts';
import type { PythonRange } from '../project/python-version.ts';
import { refactorings } from '../refactorings/index.ts';
import type { Fix } from '../rule-kit/finding.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { Logger } from '../util/logger.ts';
import { isNearSyntaxError, keepsToWholeCode } from './broken-code.ts';

/** What can be done at an offset. A refactoring that fails is logged, and the others still answer. */
export function refactoringsAt(offset: number, file: FileModel, project: ProjectModel, python: PythonRange, logger: Logger): readonly Fix[] {
	const at = file.source.nodeAt(offset);
	if (!at || isNearSyntaxError(at, file.source)) return [];
	const context = { file, project, python: pythonAt(at, file, python) ?? python };
	const sourceAt = (path: string) => project.file(path)?.source;
	return refactorings.flatMap((refactoring) => {
		try {
			return refactoring.offer(at, context).filter((fix): fix is Fix => fix !== undefined && keepsToWholeCode(fix, at, sourceAt));
		} catch (error) {
			logger.error(`The refactoring ${refactoring.name} failed in ${file.path}: ${String(error)}`);
			return [];
		}
	});
}
