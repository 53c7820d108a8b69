/** Tells people what needs a hand: by mail and by web hooks, again until it arrives. */
@NullMarked
package org.strongroom.server.notification;

import org.jspecify.annotations.NullMarked;
