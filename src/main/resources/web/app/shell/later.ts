/** All that is not needed for the first look, in one piece; see screens.ts for why. */
import '../analytics/analytics-page';
import '../compare/compare-page';
import '../executions/filter-form';
import '../executions/peek';
import '../help/help-page';
import '../logs/logs-page';
import '../run/run-page';
import '../retention/retention-page';
import './help-dialog';
import './palette';
