/** What the user sees of work that takes long, and is told on leaving it. */
@NullMarked
package org.strongroom.cli.progress;

import org.jspecify.annotations.NullMarked;
