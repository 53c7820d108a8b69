/** The list of all operations. */
@NullMarked
package org.strongroom.api.registry;

import org.jspecify.annotations.NullMarked;
