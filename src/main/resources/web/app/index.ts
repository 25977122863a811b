/**
 * Where the bundler begins. Without a file of this name it takes every file for an entry, and loads the
 * code of all screens with the first.
 */
import './main';
