/** User tags and system tags. */
@NullMarked
package org.strongroom.server.tag;

import org.jspecify.annotations.NullMarked;
