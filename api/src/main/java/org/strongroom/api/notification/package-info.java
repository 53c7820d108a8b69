/** Who is told of what needs a hand: mail and web hooks. */
@NullMarked
package org.strongroom.api.notification;

import org.jspecify.annotations.NullMarked;
