/** Who calls. */
@NullMarked
package org.strongroom.server.caller;

import org.jspecify.annotations.NullMarked;
