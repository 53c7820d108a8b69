/** Sessions that last from one command to the next. */
@NullMarked
package org.strongroom.cli.session;

import org.jspecify.annotations.NullMarked;
