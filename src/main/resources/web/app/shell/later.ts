/** All that is not needed for the first look, in one piece; see screens.ts for why. */
import '../analytics/analytics-page';
import '../compare/compare-page';
import '../help/help-page';
import '../logs/logs-page';
import '../retention/retention-page';
import './palette';
