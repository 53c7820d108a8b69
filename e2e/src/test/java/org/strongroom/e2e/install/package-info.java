/**
 * From a package to a server that runs, through upgrades, to one that comes back after all was
 * lost.
 */
@NullMarked
package org.strongroom.e2e.install;

import org.jspecify.annotations.NullMarked;
