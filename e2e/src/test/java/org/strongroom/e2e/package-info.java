/** The running product, driven from outside: server processes, HTTP, the command line tool. */
@NullMarked
package org.strongroom.e2e;

import org.jspecify.annotations.NullMarked;
