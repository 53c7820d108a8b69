/** The interactive shell: reading, completing and remembering lines. */
@NullMarked
package org.strongroom.cli.shell;

import org.jspecify.annotations.NullMarked;
