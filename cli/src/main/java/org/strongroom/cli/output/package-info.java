/** Replies and errors as text: JSON, YAML, tables. */
@NullMarked
package org.strongroom.cli.output;

import org.jspecify.annotations.NullMarked;
