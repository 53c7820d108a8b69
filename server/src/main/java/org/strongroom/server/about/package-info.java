/** What can be asked of the server itself: version, time, operations. */
@NullMarked
package org.strongroom.server.about;

import org.jspecify.annotations.NullMarked;
