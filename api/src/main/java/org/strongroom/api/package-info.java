/** Every operation and inventory, declared once as a record. */
@NullMarked
package org.strongroom.api;

import org.jspecify.annotations.NullMarked;
