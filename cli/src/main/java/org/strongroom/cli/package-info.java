/** The command line tool: what an administrator types becomes calls of the server. */
@NullMarked
package org.strongroom.cli;

import org.jspecify.annotations.NullMarked;
