/** The command line tool as it is typed. */
@NullMarked
package org.strongroom.e2e.tool;

import org.jspecify.annotations.NullMarked;
