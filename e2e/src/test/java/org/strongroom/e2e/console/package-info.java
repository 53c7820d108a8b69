/** The console as people use it, in a browser. */
@NullMarked
package org.strongroom.e2e.console;

import org.jspecify.annotations.NullMarked;
