/**
 * The first that runs, and where the bundler begins: styles, then the shell, which brings the rest. Without
 * a file of this name the bundler takes every file for an entry, and loads the code of all with the first.
 */
import './look/tokens.css';
import './look/base.css';
import './look/shell.css';
import './look/list.css';
import './look/peek.css';
import './look/run.css';
import './look/timeline.css';
import './look/steps.css';
import './look/inspector.css';
import './look/kept.css';
import './look/json.css';
import './look/graph.css';
import './look/logs.css';
import './look/compare.css';
import './look/analytics.css';
import './look/retention.css';
import './look/help.css';
import './shell/app';
