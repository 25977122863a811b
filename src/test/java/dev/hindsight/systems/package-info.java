/**
 * The five systems that Hindsight replaces, each as the little engine that it was: its own words and
 * its own interface on one side, HTTP alone on the other. What such a system could do with its own
 * store, it must be able to do with this one.
 */
package dev.hindsight.systems;
