/**
 * Minor versions of Python 3 that judgements are made for.
 */

/** Oldest version whose behaviour was executed; older floors are judged as this one. */
export const oldestMinor = 8;

/** Newest version about which anything is known: what CPython's main branch has already removed. */
export const newestMinor = 16;

/**
 * Where an open range (">=3.10") ends: the newest final release the facts were executed on.
 * Of 3.15 only a release candidate was, so a project that does not name it is not judged by it.
 */
export const newestFinalMinor = 14;

/** The floor where a project declares nothing. */
export const assumedFloorMinor = 10;
