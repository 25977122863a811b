/** The modules that only reckon, for tests that ask them in the browser in which they run. */
export { decode, encode, idIn } from '../../main/resources/web/app/route/url';
export { items, listed, names } from '../../main/resources/web/app/api/lists';
export { zone } from '../../main/resources/web/app/time/zone';
export { moment, timeTicks, wall } from '../../main/resources/web/app/time/wall';
export { duration, parseSpan } from '../../main/resources/web/app/time/duration';
export { linear } from '../../main/resources/web/app/chart/scale';
export { jsonDiff } from '../../main/resources/web/app/json/json-diff';
export { paired, stepsOf } from '../../main/resources/web/app/compare/pairing';
export { criticalPath } from '../../main/resources/web/app/run/critical';
export { layoutOf } from '../../main/resources/web/app/run/graph/layout';
export { pieces } from '../../main/resources/web/app/log/ansi';
