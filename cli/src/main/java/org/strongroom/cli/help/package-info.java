/** Help and completion scripts, made from the declarations. */
@NullMarked
package org.strongroom.cli.help;

import org.jspecify.annotations.NullMarked;
