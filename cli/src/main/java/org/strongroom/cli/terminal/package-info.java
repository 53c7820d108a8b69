/** What the tool knows of the place it runs in: streams, environment, terminal, time. */
@NullMarked
package org.strongroom.cli.terminal;

import org.jspecify.annotations.NullMarked;
