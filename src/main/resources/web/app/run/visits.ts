/** Visits are read by several screens: they live in a folder of their own. */
export * from '../step/visits';
