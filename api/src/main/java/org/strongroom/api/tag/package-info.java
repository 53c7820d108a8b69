/** User tags and system tags. */
@NullMarked
package org.strongroom.api.tag;

import org.jspecify.annotations.NullMarked;
